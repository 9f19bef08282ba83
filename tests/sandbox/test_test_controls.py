# -*- coding: utf-8 -*-
"""TestControls for tests."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import ServerError, UnauthorizedError
from slipstream.sandbox import Sandbox

WORDPRESS = 'apps/WordPress/wordpress'


@pytest.fixture
def waits():
    """How long faults made somebody wait."""
    return []


@pytest.fixture
def sandbox(waits):
    """A sandbox whose clock stands, and whose delays are only noted."""
    with Sandbox(speed=0, sleep=waits.append) as sandbox:
        yield sandbox


@pytest.fixture
def api(sandbox):
    """A client of the sandbox that repeats nothing."""
    return sandbox.api(retries=0)


def test_a_module_is_there(sandbox, api):
    sandbox.add_data(modules=[{'path': 'team/web', 'type': 'component'}])
    assert [module.path for module in api.list_project_content('team')] == ['team/web']


def test_a_catalogue_and_members_of_one_are_not_added_together(sandbox, api):
    with pytest.raises(TypeError, match='not both'):
        sandbox.add_data({'accounts': []}, modules=[{'path': 'team/web', 'type': 'component'}])
    assert 'team' not in [module.path for module in api.list_project_content()]


def test_a_member_that_no_catalogue_has_is_refused(sandbox):
    with pytest.raises(TypeError, match='module'):
        sandbox.add_data(module=[{'path': 'team/web', 'type': 'component'}])


def test_a_launch_goes_through_the_states_that_were_chosen(sandbox, api):
    sandbox.set_launch_states('Initializing', 'Executing')
    deployment_id = api.deploy(WORDPRESS)
    assert api.get_deployment(deployment_id).status == 'initializing'
    sandbox.advance(3)
    assert api.get_deployment(deployment_id).status == 'executing'
    sandbox.advance(120)
    assert api.get_deployment(deployment_id).status == 'executing'
    sandbox.set_launch_states()
    deployment_id = api.deploy(WORDPRESS)
    sandbox.advance(120)
    assert api.get_deployment(deployment_id).status == 'ready'


@pytest.mark.parametrize('states', [('Reddy',), ('Ready', 'Initializing'), ('Ready', 'Ready')])
def test_states_that_make_no_way_are_refused(sandbox, states):
    with pytest.raises(ValueError) as caught:
        sandbox.set_launch_states(*states)
    assert 'Initializing, Provisioning, Executing, SendingReports, Ready' in '%s' % caught.value


def test_the_next_launch_fails(sandbox, api):
    sandbox.fail_next_launch('no more quota', state='Provisioning')
    failing, going = api.deploy(WORDPRESS), api.deploy(WORDPRESS)
    sandbox.advance(120)
    assert api.get_deployment(failing).abort == 'no more quota'
    assert api.get_deployment(going).status == 'ready'
    with pytest.raises(ValueError):
        sandbox.fail_next_launch('x', state='Nowhere')


def test_time_goes_forward_only(sandbox):
    with pytest.raises(ValueError):
        sandbox.advance(-1)


def test_a_test_can_end_every_session(sandbox, api):
    assert api.current_session()
    sandbox.expire_sessions()
    with pytest.raises(UnauthorizedError):
        list(api.list_deployments())


def test_the_next_responses_are_broken(sandbox, api):
    fault = sandbox.fail_next_request(status=502, times=2, path='/run')
    for _ in range(2):
        with pytest.raises(ServerError) as caught:
            list(api.list_deployments())
        assert caught.value.status_code == 502
    assert list(api.list_deployments()) == []
    assert fault.hits == 2


def test_a_response_tells_when_to_come_back(sandbox):
    api = sandbox.api()
    before = sandbox.clock.now()
    sandbox.fail_next_request(retry_after=7)
    assert list(api.list_deployments()) == []
    assert 7 <= sandbox.clock.now() - before < 20


def test_a_connection_breaks(sandbox, api):
    sandbox.fail_next_request(status=None)
    with pytest.raises(requests.ConnectionError):
        list(api.list_deployments())
    assert list(api.list_deployments()) == []


def test_the_next_requests_are_delayed(sandbox, api, waits):
    sandbox.delay_next_request(5, times=2, method='GET')
    for _ in range(3):
        assert list(api.list_deployments()) == []
    assert waits == [5, 5]


@pytest.mark.parametrize('call', ['fail_next_launch', 'delay_next_request', 'advance'])
def test_a_missing_argument_is_one_of_the_sandbox(sandbox, call):
    with pytest.raises(TypeError) as info:
        getattr(sandbox, call)()
    method = getattr(type(sandbox), call)
    assert getattr(method, '__qualname__', 'Sandbox.' + call) == 'Sandbox.' + call
    assert call in str(info.value) and 'TestControls' not in str(info.value)
