# -*- coding: utf-8 -*-
"""Runtime parameters: reading, setting and clearing them, and cancelling aborts."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors

SYSTEM = 'examples/tutorials/service-testing/system'


@pytest.fixture
def duid(api):
    """A deployment that is ready."""
    return api.deploy('apps/WordPress/wordpress', wait=True)


def test_a_cleared_parameter_has_no_value(api, duid):
    assert api.set_deployment_parameter(duid, 'ss:tags', 'é, b') is True
    assert api.get_deployment_parameter(duid, 'ss:tags') == api.get_deployment_parameters(
        duid)['ss:tags'] == 'é, b'
    assert api.clear_deployment_parameter(duid, 'ss:tags') is True
    assert api.get_deployment_parameters(duid, 'ss')['tags'] is None
    with pytest.raises(errors.PreconditionFailedError):
        api.get_deployment_parameter(duid, 'ss:tags')


def test_a_wrong_name_does_no_harm(api, duid):
    for call in (lambda: api.set_deployment_parameter(duid, 'machine:hostnam', 'x'),
                 lambda: api.clear_deployment_parameter(duid, 'tags', 'machine'),
                 lambda: api.complete_node_state(duid, 'web', 1),
                 lambda: api.cancel_abort(duid, 'web', 1),
                 lambda: api.get_deployment_parameters(duid, 'web'),
                 lambda: api.get_node_instances(duid, 'web')):
        with pytest.raises(errors.UnknownNameError):
            call()
    assert api.get_deployment(duid).abort is None


def test_without_check_a_wrong_name_aborts(api, duid):
    with pytest.raises(errors.NotFoundError):
        api.set_deployment_parameter(duid, 'ss:tagz', 'x', check=False)
    assert api.get_deployment(duid).abort == 'Unknown key ss:tagz'


def test_abort_and_go_on(api, duid):
    api.set_deployment_parameter(duid, 'abort', 'oops', node='machine')
    assert api.get_deployment(duid).abort == 'oops'
    with pytest.raises(errors.ConflictError):
        api.set_deployment_parameter(duid, 'ss:tags', 'x')
    assert api.set_deployment_parameter(duid, 'ss:tags', 'x', ignore_abort=True) is True
    assert api.clear_deployment_parameter(duid, 'ss:tags', ignore_abort=True) is True
    assert api.get_deployment(duid).abort == 'oops'
    assert api.cancel_abort(duid, 'machine') is True
    assert api.get_deployment(duid).abort is None
    assert api.get_deployment_parameters(duid, 'machine')['abort'] is None
    assert api.cancel_abort(duid) is True


def test_completing_moves_a_deployment_through_its_states(api):
    duid = api.deploy('apps/WordPress/wordpress')
    assert [api.complete_node_state(duid)
            for _ in range(4)] == ['provisioning', 'executing', 'sendingreports', 'ready']
    api.terminate(duid)
    with pytest.raises(errors.ConflictError):
        api.complete_node_state(duid)


@pytest.mark.parametrize('path', ['apps/WordPress/wordpress', SYSTEM])
def test_a_deployment_has_its_instances_from_the_same_request(api, path):
    duid = api.deploy(path)
    assert api.get_deployment(duid).instances == api.get_node_instances(duid)
    ready = api.wait_deployment(duid)
    sent = len(api.history)
    assert all(instance.hostname and instance.status == 'running' for instance in ready.instances)
    assert len(api.history) == sent
    assert ready.instances == api.get_node_instances(duid) and ready.instances[0].name in str(ready)
    assert next(api.list_deployments()).instances is None


def test_instances_that_were_removed_are_left_out(api):
    duid = api.deploy(SYSTEM, multiplicity={'testclient': 3}, scalable=True, wait=True)
    assert [(instance.name, instance.id)
            for instance in api.get_node_instances(duid, 'testclient')] == [
        ('testclient.1', 1), ('testclient.2', 2), ('testclient.3', 3)]
    assert api.remove_node_instances(duid, 'testclient', 2, keep_machines=True) is True
    assert api.get_deployment(duid).status == 'ready'
    assert [instance.id for instance in api.get_node_instances(duid, 'testclient')] == [1, 3]
