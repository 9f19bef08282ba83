# -*- coding: utf-8 -*-
"""
The reference of the documentation is complete
==============================================
"""
from __future__ import unicode_literals

import inspect
import io
import os
import re

import slipstream.api
from slipstream.api import models

from .tree import ROOT

#: Attributes of an Api that the page of its class tells of.
ATTRIBUTES = {'endpoint', 'hints', 'session', 'settings_sources'}


def _reference(name):
    with io.open(os.path.join(ROOT, 'docs', 'reference', name + '.rst'), encoding='utf-8') as source:
        return source.read()


def test_every_public_member_of_the_api_has_its_place():
    members = {name for name in dir(slipstream.api.Api) if not name.startswith('_')} - ATTRIBUTES
    documented = re.findall(r'auto(?:method|property|attribute):: (?:Api\.)?(\w+)', _reference('api'))
    assert sorted(members - set(documented)) == []
    assert sorted(set(documented) - members) == []
    assert len(documented) == len(set(documented))


def test_every_model_has_its_place():
    own = {name for name, model in vars(models).items() if inspect.isclass(model) and model.__module__ == models.__name__}
    names = {name for name in own if not name.startswith('_')}
    assert sorted(names - set(re.findall(r'autoclass:: (\w+)', _reference('models')))) == []


def test_every_exception_stands_in_the_tree():
    tree = slipstream.api.errors.__doc__
    assert [name for name in slipstream.api.errors.__all__ if not re.search(r'\b{}\b'.format(name), tree)] == []
