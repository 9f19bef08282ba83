# -*- coding: utf-8 -*-
"""Speed of the sandbox: what can be counted."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import Sandbox

from ..counting import SANDBOX, calls

MODULE = 'apps/WordPress/wordpress'


@pytest.fixture
def api(sandbox):
    """A client of the sandbox."""
    return sandbox.api()


@pytest.fixture
def deployment(api):
    """The id of a deployment that was just launched."""
    return api.deploy(MODULE)


def test_a_parameter_costs_few_calls(api, deployment):
    def read():
        return api.get_deployment_parameter(deployment, 'ss:state')
    assert read() == 'Initializing'
    assert 50 < calls(read, SANDBOX) < 255


def test_a_resource_costs_few_calls(api, deployment):
    event = api.cimi_search('events', last=1)[0].id
    assert api.cimi_get(event).id == event
    assert 50 < calls(lambda: api.cimi_get(event), SANDBOX) < 445


def test_a_deployment_that_has_not_changed_costs_few_calls(api, deployment):
    assert api.get_deployment(deployment).status == 'initializing'
    assert 50 < calls(lambda: api.get_deployment(deployment), SANDBOX) < 320


def test_a_deployment_that_has_changed_is_written_without_many_calls_for_each_parameter(
        api, sandbox, deployment):
    api.get_deployment(deployment)
    sandbox.clock.advance(10)
    assert 50 < calls(lambda: api.get_deployment(deployment), SANDBOX) < 3400


def test_a_step_of_a_deployment_costs_few_calls(api, sandbox):
    for _ in range(50):
        deployment = api.deploy(MODULE)
    sandbox.clock.advance(100)
    counted = calls(lambda: api.get_deployment_parameter(deployment, 'ss:state'), SANDBOX)
    assert 50 < counted / 50.0 < 1360


def test_a_new_sandbox_costs_few_calls():
    def make():
        with Sandbox() as sandbox:
            assert sandbox.users
    make()
    assert 50 < calls(make, SANDBOX) < 5850
