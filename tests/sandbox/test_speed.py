# -*- coding: utf-8 -*-
"""Speed of the sandbox: what can be counted.

As in ``tests/client/test_speed.py``: calls of functions, with limits a quarter above what was
counted. Times are measured by the benchmarks.
"""
from __future__ import unicode_literals

import gc
import os
import sys

import pytest

from slipstream.sandbox import Sandbox

#: The sources whose calls are counted.
FOLDER = os.path.join('slipstream', 'sandbox')
MODULE = 'apps/WordPress/wordpress'


@pytest.fixture
def sandbox():
    with Sandbox(speed=0) as sandbox:
        yield sandbox


@pytest.fixture
def api(sandbox):
    return sandbox.api()


@pytest.fixture
def deployment(api):
    return api.deploy(MODULE)


def calls(function):
    """How many functions the sandbox calls, its own and others."""
    counted = []
    gc.disable()
    former = sys.getprofile()
    sys.setprofile(lambda frame, event, _: counted.append(event) if event in ('call', 'c_call')
                   and FOLDER in frame.f_code.co_filename else None)
    try:
        function()
    finally:
        sys.setprofile(former)
        gc.enable()
    return len(counted)


def test_a_parameter_costs_few_calls(api, deployment):
    def read():
        return api.get_deployment_parameter(deployment, 'ss:state')
    assert read() == 'Initializing'
    assert 50 < calls(read) < 255


def test_a_resource_costs_few_calls(api, deployment):
    event = api.cimi_search('events', last=1)[0].id
    assert api.cimi_get(event).id == event
    assert 50 < calls(lambda: api.cimi_get(event)) < 445


def test_a_deployment_that_has_not_changed_costs_few_calls(api, deployment):
    assert api.get_deployment(deployment).status == 'initializing'
    assert 50 < calls(lambda: api.get_deployment(deployment)) < 320


def test_a_deployment_that_has_changed_is_written_without_many_calls_for_each_parameter(
        api, sandbox, deployment):
    api.get_deployment(deployment)
    sandbox.clock.advance(10)
    assert 50 < calls(lambda: api.get_deployment(deployment)) < 3400


def test_a_step_of_a_deployment_costs_few_calls(api, sandbox):
    for _ in range(50):
        deployment = api.deploy(MODULE)
    sandbox.clock.advance(100)
    assert 50 < calls(lambda: api.get_deployment_parameter(deployment, 'ss:state')) / 50.0 < 1360


def test_a_new_sandbox_costs_few_calls():
    def make():
        with Sandbox() as sandbox:
            assert sandbox.users
    make()
    assert 50 < calls(make) < 5850
