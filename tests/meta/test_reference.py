# -*- coding: utf-8 -*-
"""The reference of the documentation is complete."""
from __future__ import unicode_literals

import inspect
import io
import os
import re

import pytest

import slipstream.api
from slipstream import testing
from slipstream.api import models, plots

from .tree import ROOT

#: Attributes of an Api that the page of its class describes.
ATTRIBUTES = {'endpoint', 'hints', 'session', 'config_sources', 'check_parameters'}


def _reference(name):
    with io.open(os.path.join(ROOT, 'docs', 'reference', name + '.rst'),
                 encoding='utf-8') as source:
        return source.read()


def _topics():
    """The names of the pages about one topic of the Api each."""
    return ['api/' + name[:-len('.rst')]
            for name in sorted(os.listdir(os.path.join(ROOT, 'docs', 'reference', 'api')))]


def test_every_public_member_of_the_api_has_its_place():
    members = {name for name in dir(slipstream.api.Api) if not name.startswith('_')} - ATTRIBUTES
    documented = re.findall(r'auto(?:method|property|attribute):: (?:Api\.)?(\w+)',
                            ''.join(map(_reference, ['api'] + _topics())))
    assert sorted(members - set(documented)) == []
    assert sorted(set(documented) - members) == []
    assert len(documented) == len(set(documented))


def test_every_topic_of_the_api_begins_with_a_table_of_its_members():
    for topic in _topics():
        assert topic in _reference('api')
        page = _reference(topic)
        listed = re.findall(r'(?m)^    (Api\.\w+)$', page)
        assert listed == re.findall(r'auto\w+:: (Api\.\w+)', page)


def test_every_model_has_its_place():
    own = {name for name, model in vars(models).items() if inspect.isclass(model)
           and model.__module__ == models.__name__}
    names = {name for name in own if not name.startswith('_')}
    assert sorted(names - set(re.findall(r'autoclass:: (\w+)', _reference('models')))) == []


@pytest.mark.parametrize('page, names', [
    ('prompt', ['display.text.card', 'frames.to_dataframe', 'protocol.timestamps.parse',
                'plots.timeline', 'plots.usage', 'plots.as_png', 'transport.history.History',
                'transport.history.Exchange']),
    ('environment', ['settings.deployment_id']),
    ('models', ['listing.Listing', 'methods.login.LoginResult', 'methods.changes.Change',
                'methods.outcomes.Outcome', 'methods.outcomes.Outcomes',
                'methods.plans.Plan', 'methods.plans.Step', 'methods.placeholders.Planned']),
    ('sequences', ['sequences']), ('filters', ['filters.builder', 'filters.grammar']),
    ('exceptions', ['errors'])])
def test_what_an_api_hands_out_has_its_place(page, names):
    documented = re.findall(r'auto(?:module|class|function):: slipstream\.api\.([\w.]+)',
                            _reference(page))
    assert sorted(set(names) - set(documented)) == []


def test_every_public_function_of_the_figures_has_its_place():
    public = {name for name, value in vars(plots).items() if inspect.isfunction(value)
              and value.__module__ == plots.__name__}
    documented = re.findall(r'plots\.(\w+)', _reference('prompt'))
    assert sorted({name for name in public if not name.startswith('_')} - set(documented)) == []


def test_every_fixture_and_function_for_tests_has_its_place():
    documented = re.findall(r'autofunction:: slipstream\.testing\.(\w+)', _reference('testing'))
    assert sorted(documented) == sorted(
        name for name, value in vars(testing).items() if name.startswith('slipstream_')
        or inspect.isfunction(value) and not name.startswith(('_', 'pytest_')))


def test_every_exception_stands_in_the_tree():
    tree = slipstream.api.errors.__doc__
    assert [name for name in slipstream.api.errors.__all__
            if not re.search(r'\b{}\b'.format(name), tree)] == []
