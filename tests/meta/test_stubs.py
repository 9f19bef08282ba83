# -*- coding: utf-8 -*-
"""Stubs: types for editors and checkers.

That they fit the code is checked by ``scripts/check_types.py``; here is what can be seen on each
Python.
"""
from __future__ import unicode_literals

import io
import os
import re

import pytest

import slipstream.api
import slipstream.sandbox

from .tree import ROOT, text_files

STUBS = [path for path in text_files() if path.endswith('.pyi')]


def text_of(path):
    with io.open(os.path.join(ROOT, *path.split('/')), encoding='utf-8') as stub:
        return stub.read()


def declared(path, name):
    """The public members that a class has in a stub."""
    body = re.search(r'^class {}\b.*?(?=^\S|\Z)'.format(name), text_of(path),
                     re.MULTILINE | re.DOTALL).group()
    return set(re.findall(r'^    (?:def )?([a-zA-Z]\w*)(?:\(|:(?!:))', body, re.MULTILINE))


def listed(path):
    """The names that ``__all__`` lists in a stub, sorted."""
    return sorted(re.findall(r"'(\w+)'",
                             text_of(path).partition('__all__ = [')[2].partition(']')[0]))


def public(kind):
    """The public members that a class has."""
    return set(name for name in dir(kind) if not name.startswith('_'))


def test_both_packages_say_that_they_have_types():
    for name in ('api', 'sandbox'):
        assert text_of('slipstream/{}/py.typed'.format(name)) == ''
        assert 'slipstream/{}/__init__.pyi'.format(name) in STUBS


@pytest.mark.parametrize('path, kind', [
    ('slipstream/api/api.pyi', slipstream.api.Api),
    ('slipstream/api/filters/builder.pyi', slipstream.api.Attr),
    ('slipstream/sandbox/test_controls.pyi', slipstream.sandbox.TestControls)])
def test_every_public_member_has_a_stub(path, kind):
    stubbed = declared(path, kind.__name__)
    assert sorted(public(kind) - stubbed) == []


def test_every_public_name_has_a_stub():
    assert listed('slipstream/sandbox/__init__.pyi') == sorted(slipstream.sandbox.__all__)
    assert listed('slipstream/api/errors/__init__.pyi') == slipstream.api.errors.__all__
    assert listed('slipstream/api/__init__.pyi') == sorted(slipstream.api.__all__)


def test_a_member_without_stub_would_be_found():
    assert 'deploy' in declared('slipstream/api/api.pyi', 'Api')
    assert 'deploy' not in declared('slipstream/api/rows.pyi', 'App')


@pytest.mark.parametrize('path', STUBS)
def test_a_stub_stands_beside_its_module(path):
    assert os.path.isfile(os.path.join(ROOT, path[:-1]))
