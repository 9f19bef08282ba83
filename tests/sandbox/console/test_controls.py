# -*- coding: utf-8 -*-
"""The controls of the console do what a test does with a call."""
from __future__ import unicode_literals

import pytest

from slipstream.api import DeploymentAbortedError, ServerError, UnauthorizedError
from slipstream.sandbox.console import controls

WORDPRESS = 'apps/WordPress/wordpress'
NOWHERE = '00000000-0000-4000-8000-000000000000'


@pytest.fixture
def api(sandbox):
    """A client of the sandbox that repeats nothing."""
    return sandbox.api(retries=0)


def done(response):
    """Make sure that a control has worked."""
    assert response.status_code == 200, response.text


def test_the_clock_is_moved(sandbox, use):
    before = sandbox.clock.now()
    done(use('advance', seconds=90.5))
    assert sandbox.clock.now() == before + 90.5


def test_the_speed_of_the_clock_is_set(sandbox, use):
    done(use('speed', speed=20))
    assert sandbox.clock.speed == 20
    done(use('speed', speed=0))
    assert sandbox.clock.speed == 0


def test_every_session_ends(api, use):
    done(use('expire-sessions'))
    with pytest.raises(UnauthorizedError):
        list(api.list_deployments())


@pytest.mark.parametrize('node', ['', 'machine'])
def test_the_next_launch_fails(sandbox, api, use, node):
    done(use('fail-launch', message='no quota', state='Provisioning', node=node))
    with pytest.raises(DeploymentAbortedError) as caught:
        api.wait_deployment(api.deploy(WORDPRESS))
    assert 'no quota' in '%s' % caught.value


def test_launches_go_through_the_chosen_states(sandbox, api, use):
    done(use('launch-states', states=['Initializing', 'Provisioning']))
    uuid = api.deploy(WORDPRESS)
    sandbox.advance(600)
    assert api.get_deployment(uuid).status == 'provisioning'


def test_the_next_requests_fail(sandbox, api, use):
    done(use('fail-request', status=502, times=2, path='/run', method='GET', retry_after=3))
    for _ in range(2):
        with pytest.raises(ServerError) as caught:
            list(api.list_deployments())
        assert caught.value.response.headers['Retry-After'] == '3'
    assert list(api.list_deployments()) == []


def test_the_next_connection_breaks(sandbox, use):
    done(use('fail-request', status=None))
    fault, = sandbox.faults.pending()
    assert (fault.kind, fault.left) == ('reset', 1)


def test_the_next_requests_are_delayed(sandbox, use):
    done(use('delay-request', seconds=0.001, times=None, path=''))
    fault, = sandbox.faults.pending()
    assert (fault.delay, fault.left, fault.path) == (0.001, None, '')


def test_all_trouble_is_ended(sandbox, use):
    sandbox.fail_next_request(times=None)
    done(use('clear-faults'))
    assert sandbox.faults.pending() == []


def test_a_deployment_is_aborted(sandbox, api, use):
    uuid = api.deploy(WORDPRESS)
    done(use('abort', deployment='%s' % uuid, message='stopped on the page'))
    with pytest.raises(DeploymentAbortedError) as caught:
        api.wait_deployment(uuid)
    assert 'stopped on the page' in '%s' % caught.value
    assert use('abort', deployment='%s' % uuid, message='again').status_code == 400


def test_a_deployment_is_terminated(sandbox, api, use):
    uuid = api.deploy(WORDPRESS)
    sandbox.advance(600)
    done(use('terminate', deployment='%s' % uuid))
    assert api.get_deployment(uuid).status == 'done'


def test_a_cloud_may_refuse_to_terminate(sandbox, api, use):
    done(use('fail-launch', message='not now', state='Stopping'))
    response = use('terminate', deployment='%s' % api.deploy(WORDPRESS))
    assert (response.status_code, response.json()) == (400, {'error': 'not now'})


@pytest.mark.parametrize('name, more', [('abort', {'message': 'x'}), ('terminate', {})])
def test_a_deployment_that_does_not_exist_is_not_found(use, name, more):
    response = use(name, deployment=NOWHERE, **more)
    assert (response.status_code, NOWHERE in response.json()['error']) == (404, True)


@pytest.mark.parametrize('name, arguments', [
    ('advance', {}), ('advance', {'seconds': 1e12}), ('advance', {'seconds': 1, 'more': 1}),
    ('speed', {'speed': -1}), ('expire-sessions', {'now': True}),
    ('fail-launch', {'message': '', 'state': 'Executing'}),
    ('fail-launch', {'message': 'x', 'state': 'Ready'}),
    ('fail-launch', {'message': 'x', 'state': 'Executing', 'node': 1}),
    ('launch-states', {'states': ['Ready', 'Initializing']}),
    ('launch-states', {'states': ['Done']}),
    ('fail-request', {}), ('fail-request', {'status': 200}), ('fail-request', {'status': '503'}),
    ('fail-request', {'status': 503, 'times': 0}), ('fail-request', {'status': 503, 'path': 'run'}),
    ('fail-request', {'status': 503, 'method': 'BREW'}),
    ('fail-request', {'status': 503, 'headers': {'A': 'b'}}),
    ('delay-request', {'seconds': 10000}), ('delay-request', {'seconds': 0}),
    ('clear-faults', []), ('abort', {'deployment': NOWHERE, 'message': ' '}),
    ('terminate', {'deployment': ''})])
def test_arguments_that_do_not_fit_are_refused(sandbox, name, arguments):
    before = sandbox.clock.now(), sandbox.clock.speed
    with pytest.raises(ValueError):
        controls.use(sandbox, name, arguments)
    assert (sandbox.clock.now(), sandbox.clock.speed) == before
    assert sandbox.faults.pending() == []


def test_every_control_has_a_name():
    assert 'advance' in controls.names()
    with pytest.raises(KeyError):
        controls.use(None, 'nothing', {})
