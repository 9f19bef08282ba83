# -*- coding: utf-8 -*-
"""Waiting for deployments: the clock of the sandbox only moves when the client sleeps."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors

SYSTEM = 'examples/tutorials/service-testing/system'


def test_deploy_with_wait_returns_when_ready(api, sandbox):
    begin, seen = sandbox.clock.now(), []
    duid = api.deploy('apps/WordPress/wordpress', wait=True,
                      progress=lambda deployment: seen.append(deployment.status))
    assert api.get_deployment(duid).status == 'ready'
    assert sandbox.clock.now() > begin
    assert seen[0] == 'initializing' and seen[-1] == 'ready'


def test_wait_deployment_raises_wait_timeout_error(api):
    duid = api.deploy('apps/WordPress/wordpress')
    with pytest.raises(errors.WaitTimeoutError) as info:
        api.wait_deployment(duid, timeout=5)
    assert info.value.deployment.id == duid and info.value.deployment.status == 'provisioning'
    assert api.wait_deployment(duid, timeout=600, interval=30).status == 'ready'


def test_a_deployment_that_fails_raises_an_error_with_its_reason(api):
    with pytest.raises(errors.DeploymentAbortedError) as info:
        api.deploy('examples/tutorials/failing/component', parameters={'sandbox.fail': 'Executing'},
                   wait=True)
    assert 'machine failed in state Executing' in info.value.abort
    assert api.wait_deployment(info.value.deployment.id,
                               ('ready', 'aborted')).abort == info.value.abort


def test_terminate_with_wait_returns_when_cancelled(api):
    duid = api.deploy('apps/WordPress/wordpress')
    assert api.terminate(duid, wait=True) is True
    assert api.wait_deployment(duid, 'cancelled').status == 'cancelled'
    with pytest.raises(errors.StatusUnreachableError):
        api.wait_deployment(duid)


def test_deploy_waits_for_an_application_that_ends_by_itself(api):
    duid = api.deploy(SYSTEM, keep_running='never', wait=True)
    assert api.wait_deployment(duid, 'done').status == 'done'


def test_build_component_with_wait_returns_when_done(api):
    duid = api.build_component('examples/tutorials/image-building/nginx', wait=True)
    built = api.get_deployment(duid)
    # It runs the recipes, not what tells an address.
    assert (built.status, built.service_url) == ('done', None)
    assert api.get_deployment(api.deploy('examples/tutorials/image-building/nginx',
                                         wait=True)).service_url
    assert [identifier.cloud for identifier in api.get_cloud_image_identifiers(
        'examples/tutorials/image-building/nginx')] == ['exoscale-ch-gva']


def test_scaling_with_wait_returns_when_ready(api):
    duid = api.deploy(SYSTEM, scalable=True, wait=True)
    assert api.add_node_instances(duid, 'testclient', 2,
                                  wait=True) == ['testclient.2', 'testclient.3']
    assert api.get_deployment(duid).status == 'ready'
    assert [instance.status
            for instance in api.get_node_instances(duid, 'testclient')] == ['running'] * 3
    assert api.remove_node_instances(duid, 'testclient', 2, wait=True) is True
    assert [instance.name for instance in api.get_node_instances(duid)] == [
        'apache.1', 'testclient.1', 'testclient.3']


def test_wait_deployment_survives_a_few_server_errors(api, sandbox):
    duid = api.deploy('apps/WordPress/wordpress')
    sandbox.faults.add(path='/run/', status=500, times=3)
    assert api.wait_deployment(duid).status == 'ready'
