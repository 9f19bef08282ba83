# -*- coding: utf-8 -*-
"""Suggestions: a misspelt name gets the nearest one, whichever method it was passed to."""
from __future__ import unicode_literals

import sys

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
    (lambda api: api.create_component('jan/x', WORDPRESS), 'jane'),
    (lambda api: api.create_project('jan/x'), 'jane'),
    (lambda api: api.put_module_document('jan/x', '<i category="Image"/>', create=True), 'jane')],
    ids=['get_element', 'copy_module', 'copy_module project', 'list_module_versions',
         'get_module_document', 'create_application', 'create_component',
         'create_component project', 'create_project', 'put_module_document'])
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


@pytest.fixture
def at_a_prompt(monkeypatch):
    """A person watches, as at the prompt of Python."""
    monkeypatch.setattr(sys, 'ps1', '>>> ', raising=False)


CLOUDS = 'Your clouds are: ec2-eu-west, exoscale-ch-dk, exoscale-ch-gva.'


@pytest.mark.parametrize('search', [lambda api, cloud: api.list_deployments(cloud=cloud),
                                    lambda api, cloud: api.list_virtualmachines(cloud=cloud)])
@pytest.mark.parametrize('cloud, hint', [
    ('aws', CLOUDS),
    ('exoscale-ch-gv2', 'Did you mean exoscale-ch-gva or exoscale-ch-dk? ' + CLOUDS),
    ('exoscale-ch-dk', None), (None, None)])
def test_a_search_on_an_unknown_cloud_that_finds_nothing_names_the_clouds(
        api, at_a_prompt, recwarn, search, cloud, hint):
    assert list(search(api, cloud)) == []
    assert [str(warning.message) for warning in recwarn.list] == (
        ["You have no cloud named '%s'. %s" % (cloud, hint)] if hint else [])
    assert all(warning.filename.startswith(__file__.rpartition('.')[0]) for warning in recwarn.list)


def test_a_search_that_finds_something_asks_for_no_clouds(api, at_a_prompt, recwarn):
    api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva', wait=True, progress=False)
    api.history.clear()
    assert len(list(api.list_deployments(cloud='exoscale'))) == 1
    assert len(list(api.list_virtualmachines(cloud='exoscale-ch-gva'))) == 1
    assert list(api.list_deployments(cloud='aws', offset=20)) == []
    assert '/dashboard' not in [exchange.path for exchange in api.history]
    assert recwarn.list == []


def test_a_program_that_nobody_watches_asks_for_no_clouds(api, recwarn):
    assert list(api.list_deployments(cloud='aws')) == []
    assert len(api.history) == 2 and recwarn.list == []  # the login and the list


@pytest.mark.parametrize('hints', [True, False])
def test_a_failure_of_the_second_read_stays_without_effect(sandbox, at_a_prompt, recwarn, hints):
    api = sandbox.api(hints=hints, retries=0)
    sandbox.fail_next_request(path='/dashboard', times=None)
    assert list(api.list_deployments(cloud='aws')) == [] and recwarn.list == []
