# -*- coding: utf-8 -*-
"""Deferred: modules that are imported when something of them is wanted first."""
from __future__ import unicode_literals

import importlib
import sys

import pytest

import slipstream.api
from slipstream.api import compat, cookiefile, deferred, session


@pytest.fixture()
def module(tmpdir, monkeypatch):
    """The name of a module that has not been imported."""
    tmpdir.join('wanted_later.py').write('import sys\nsys.wanted_later = getattr(sys, "wanted_later", 0) + 1\nvalue = 1\n')
    monkeypatch.syspath_prepend(str(tmpdir))
    monkeypatch.setattr(sys, 'wanted_later', 0, raising=False)
    yield 'wanted_later'
    sys.modules.pop('wanted_later', None)


def test_nothing_is_imported_before_something_is_wanted(module):
    made = deferred.Deferred(module)
    assert module not in sys.modules
    assert made.value == 1
    assert made.value == 1
    assert sys.wanted_later == 1


def test_a_change_of_the_module_is_seen_and_so_is_a_change_made_here(module):
    made = deferred.Deferred(module)
    assert made.value == 1
    found = importlib.import_module(module)
    found.value = 2
    assert made.value == 2
    made.value = 3
    assert found.value == 3


def test_what_the_module_does_not_have_is_an_attribute_error(module):
    made = deferred.Deferred(module)
    for _ in range(2):
        with pytest.raises(AttributeError):
            made.nothing
    assert made.__name__ == module


def test_what_is_handed_out_exists():
    handed_out = {name: value for name, value in vars(deferred).items() if isinstance(value, deferred.Deferred)}
    assert {'documents', 'models', 'uuid'} <= set(handed_out)
    assert all(value.__file__ for value in handed_out.values())
    names = {value.__name__.rpartition('.')[2] for value in handed_out.values()}
    assert names == {{'etree': 'ElementTree'}.get(name, name) for name in handed_out}


def test_all_can_be_imported_at_once():
    deferred.import_deferred()
    assert {value.__name__ for value in vars(deferred).values() if isinstance(value, deferred.Deferred)} <= set(sys.modules)


def test_names_of_the_package_come_when_they_are_asked_for():
    assert {'Api', 'Attr', 'FilterSyntaxError', 'models'} <= set(dir(slipstream.api))
    assert slipstream.api.models is sys.modules['slipstream.api.models']
    assert slipstream.api.Attr is importlib.import_module('slipstream.api.conditions').Attr
    with pytest.raises(AttributeError):
        slipstream.api.nothing
    attribute, names = compat.names_on_demand(str('slipstream.api'), {'Attr': 'conditions', 'models': None})
    with pytest.raises(AttributeError) as info:
        attribute('nothing')
    assert str(info.value).replace("u'", "'") == "module 'slipstream.api' has no attribute 'nothing'"
    assert attribute('models') is slipstream.api.models
    assert attribute('Attr') is slipstream.api.Attr
    assert 'models' in names()


def test_the_default_of_the_cookie_file_is_the_same_on_both_floors():
    assert session.DEFAULT_COOKIE_FILE == cookiefile.DEFAULT
