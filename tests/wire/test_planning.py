# -*- coding: utf-8 -*-
"""Plans: no method of an Api changes anything while one is made."""
from __future__ import unicode_literals

import pytest

from slipstream.api import Api, PlanError

from ..faults.calls import CALLS
from ..faults.canned import Canned
from ..faults.server import changes_something

#: They change nothing that a plan is about, and are refused.
REFUSED = {'login', 'login_apikey', 'login_internal', 'logout', 'upload_object'}
#: It asks for an address with a POST.
READING = {'download_object'}


@pytest.fixture
def api(server):
    """An Api of a service that responds to everything."""
    canned = Canned()
    canned.port = int(server.endpoint.rpartition(':')[2])
    server.then(lambda connection, request: canned(request))
    with Api(server.endpoint, persist_cookie=False) as made:
        yield made


def changes(server, begin):
    """The requests from one on that change something."""
    return [request for request in server.requests[begin:] if changes_something(request)]


@pytest.mark.parametrize('name', sorted(set(CALLS) - REFUSED - READING))
def test_a_method_sends_its_changes_only_when_the_plan_is_applied(api, server, name):
    CALLS[name](api)
    expected = changes(server, 0)
    begin = len(server.requests)
    with api.plan() as plan:
        CALLS[name](api)
    assert changes(server, begin) == []
    assert [step.call for step in plan] == ([name] if expected else [])
    plan.apply()
    assert changes(server, begin) == expected


@pytest.mark.parametrize('name', sorted(REFUSED))
def test_a_method_that_has_no_place_in_a_plan_is_refused(api, server, name):
    with api.plan() as plan:
        with pytest.raises(PlanError) as info:
            CALLS[name](api)
    assert name in str(info.value) and server.requests == [] and len(plan) == 0


@pytest.mark.parametrize('name', sorted(READING))
def test_a_method_that_reads_with_another_request_passes(api, name):
    with api.plan() as plan:
        CALLS[name](api)
    assert len(plan) == 0


def test_a_change_that_nobody_thought_of_is_refused(api, server):
    with api.plan() as plan:
        with pytest.raises(PlanError) as info:
            api._send('DELETE', '/run/1')
    assert 'DELETE /run/1' in str(info.value) and server.requests == [] and len(plan) == 0
