# -*- coding: utf-8 -*-
"""Suggestions: a misspelt name gets the nearest one, whichever method it was passed to."""
from __future__ import unicode_literals

import pytest

from slipstream.api import ModuleTypeError, NotFoundError, ServiceError
from slipstream.sandbox import Sandbox

WORDPRESS = 'apps/WordPress/wordpress'


@pytest.fixture
def api():
    """Jane's client of a sandbox whose clock stands still."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox.api()


@pytest.mark.parametrize('call, name', [
    (lambda api: api.get_element('Wordpres'), WORDPRESS),
    (lambda api: api.copy_module('apps/WordPress/wordpres', 'jane', 'x'), 'wordpress'),
    (lambda api: api.copy_module(WORDPRESS, 'jan', 'x'), 'jane'),
    (lambda api: list(api.list_module_versions('wordpress')), WORDPRESS),
    (lambda api: api.get_module_document('wordpress'), WORDPRESS),
    (lambda api: api.create_application('jane/x', {'x': 'apps/WordPress/Wordpress'}), 'wordpress'),
    (lambda api: api.create_component('jane/x', 'apps/WordPress/wordpres'), 'wordpress'),
    (lambda api: api.create_component('jan/x', WORDPRESS), 'jane')],
    ids=['get_element', 'copy_module', 'copy_module project', 'list_module_versions',
         'get_module_document', 'create_application', 'create_component',
         'create_component project'])
def test_a_misspelt_module_is_suggested(api, call, name):
    with pytest.raises(ServiceError) as info:
        call(api)
    assert 'Did you mean %s' % name in str(info.value)


@pytest.mark.parametrize('call', [
    lambda api: api.copy_module(WORDPRESS, 'examples', 'x'),
    lambda api: api.create_application('examples/x', {'x': WORDPRESS})])
def test_a_module_that_is_there_is_not_suggested(api, call):
    with pytest.raises(ServiceError) as info:
        call(api)
    assert info.value.hint is None


def test_a_name_that_is_like_no_other_is_not_suggested(api):
    with pytest.raises(NotFoundError) as info:
        api.get_element('zzzzzz')
    assert 'Did you mean' not in str(info.value)


@pytest.mark.parametrize('path, parent, kind', [
    ('jane/y', 'examples', 'component'), (WORDPRESS + '/y', WORDPRESS, 'project'),
    ('jane/y', 'examples/tutorials/service-testing/system', 'component')])
def test_a_parent_of_another_type_is_refused_before_anything_is_created(api, path, parent, kind):
    with pytest.raises(ModuleTypeError) as info:
        api.create_component(path, parent)
    assert str(info.value) == '%s is not a %s; nothing was created' % (parent, kind)
    assert {exchange.method for exchange in api.history if exchange.path != '/api/session'} == {
        'GET'}


def test_a_parameter_of_a_module_that_does_not_exist_warns(api):
    with pytest.warns(UserWarning) as seen:
        rows = list(api.get_parameters(WORDPRESS, 'wordpress_titel', ['hostname']))
    assert [row.name for row in rows] == ['hostname']
    assert str(seen[0].message).startswith(
        WORDPRESS + ' has no parameter wordpress_titel. Did you mean wordpress_title')
    assert len(seen) == 1


@pytest.mark.parametrize('key, begins', [
    ('machine:zz', 'The deployment has: machine:abort, '),
    ('machine:hostnam', 'Did you mean machine:hostname? '),
    ('machin:hostname', 'Did you mean machine:hostname')])
def test_runtime_parameters_are_compared_behind_the_colon(api, key, begins):
    deployment = api.deploy(WORDPRESS)
    with pytest.raises(KeyError) as info:
        api.set_deployment_parameter(deployment, key, 1)
    assert info.value.hint.startswith(begins)
