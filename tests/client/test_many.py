# -*- coding: utf-8 -*-
"""Many at once, against the service."""
from __future__ import unicode_literals

import pytest

from slipstream.api import NotFoundError

from ..threads import Gate
from .names import CENTOS, WORDPRESS


def test_a_whole_fleet_is_deployed_and_terminated(api):
    made = api.map(api.deploy, [CENTOS] * 12, workers=4)
    ids = [outcome.result for outcome in made]
    assert made.failed == [] and len(set(ids)) == 12
    assert [outcome.result.id for outcome in api.map(api.get_deployment, ids)] == ids
    assert [outcome.result for outcome in api.map(api.terminate, ids)] == [True] * 12
    assert list(api.list_deployments()) == []


def test_requests_are_sent_at_the_same_time(api, sandbox):
    gate = Gate(6)

    def read(path):
        gate.enter()  # opens only when all six are in here
        return api.get_element(path).path

    assert [outcome.result for outcome in api.map(read, [WORDPRESS] * 6, workers=6)] == [
        WORDPRESS] * 6


def test_it_reads_both_interfaces_and_tries_again(api, sandbox):
    events = [event.id for event in api.cimi_search('serviceOffers', last=5)]
    offers = api.map(api.cimi_get, events + ['event/none'])
    assert [outcome.result.id for outcome in offers.ok] == events
    assert isinstance(offers.failed[0].error, NotFoundError)
    sandbox.faults.add(status=500, path='/module/', times=None)
    outcomes = api.map(api.get_element, [WORDPRESS, CENTOS])
    assert len(outcomes.failed) == 2
    sandbox.faults.clear()
    assert [outcome.result.path for outcome in outcomes.retry()] == [WORDPRESS, CENTOS]


@pytest.mark.parametrize('status', [429, 503])
def test_one_that_must_wait_slows_all(api, sandbox, status):
    # Else the time that the calls really take would count, too.
    api.session.clock = sandbox.clock.now
    begin = sandbox.clock.now()
    sandbox.fail_next_request(status=status, retry_after=20)
    assert api.map(api.get_element, [WORDPRESS] * 8, workers=4).failed == []
    assert sandbox.clock.now() - begin == 20
