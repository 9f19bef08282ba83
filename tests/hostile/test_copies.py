# -*- coding: utf-8 -*-
"""Copies: everything that an Api returns can be copied and pickled."""
from __future__ import unicode_literals

import copy
import pickle
import time

import pytest
import requests

from slipstream.api import Attr, SlipStreamError
from slipstream.api.errors import PlanError
from slipstream.api.methods import waiting
from slipstream.api.sequences import CimiSequence
from slipstream.sandbox import Sandbox

from ..faults.calls import CALLS, DUID
from ..unit.methods.test_waiting import deployment
from .odd_answers import Answer, Bench

WORDPRESS, LONG_AGO = 'apps/WordPress/wordpress', '2000-01-01T00:00:00.000Z'
PROTOCOLS = range(pickle.HIGHEST_PROTOCOL + 1)
COPIES = [copy.copy, copy.deepcopy] + [
    lambda item, protocol=protocol: pickle.loads(pickle.dumps(item, protocol))
    for protocol in PROTOCOLS]
NAMES = ['copy', 'deepcopy'] + ['protocol %d' % protocol for protocol in PROTOCOLS]
#: What these return reads on while it is iterated, which nothing can copy.
GENERATORS = ('follow', 'follow_deployment')
METHODS = sorted(set(CALLS) - set(GENERATORS))


class Recorder(object):
    """An Api that keeps what its methods return, as they return it."""

    def __init__(self, api):
        self._api = api
        self.returned = []

    def __getattr__(self, name):
        member = getattr(self._api, name)
        if not callable(member):
            self.returned.append(member)
            return member

        def call(*args, **options):
            """Call the method."""
            self.returned.append(member(*args, **options))
            return self.returned[-1]

        return call


@pytest.fixture(scope='module')
def bench():
    """An Api and the adapter that responds to it."""
    return Bench()


def shown(item):
    """The representation of an object, to compare it with its copy, without requests."""
    return repr(item.__reduce__()[1][1:] if isinstance(item, CimiSequence) else item)


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
@pytest.mark.parametrize('method', METHODS)
def test_what_a_method_returns_can_be_copied(bench, method, make):
    returned = []

    def call(api):
        """Call the method, and keep what it returns."""
        recorder = Recorder(api)
        CALLS[method](recorder)
        returned.extend(recorder.returned)

    bench.outcome(call, {})
    for item in returned:
        again = make(item)
        assert type(again) is type(item) and shown(again) == shown(item)


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
@pytest.mark.parametrize('method', METHODS)
def test_what_a_method_raises_can_be_copied(bench, method, make):
    for odd in (Answer(500, {}, b''), Answer(409, {}, b'odd'), Answer(200, {}, b'<odd')):
        try:
            bench.outcome(CALLS[method], {0: odd})
        except (SlipStreamError, requests.RequestException) as error:
            again = make(error)
            assert type(again) is type(error) and str(again) == str(error)
            assert getattr(again, 'status_code', 0) == getattr(error, 'status_code', 0)


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
def test_what_reads_on_is_the_only_exception_and_says_so(bench, make):
    for method, argument in zip(GENERATORS, ('events', DUID)):
        with pytest.raises(TypeError) as info:
            make(getattr(bench.api, method)(argument))
        assert 'cannot be copied' in str(info.value)


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
def test_the_history_and_its_exchanges_can_be_copied(bench, make):
    bench.outcome(CALLS['cimi_add'], {})
    bench.outcome(CALLS['login_internal'], {})
    bench.api.session.post(bench.api.endpoint + '/api/event', data='x' * 5000)
    history = bench.api.history
    again = make(history)
    assert list(again) == list(history) and repr(again) == repr(history)
    assert [made.curl() for made in again] == [made.curl() for made in history]
    assert again[-1].at == make(history[-1]).at == history[-1].at
    assert "@body" in make(history[-1]).curl() and again._kept.maxlen == history._kept.maxlen
    assert again[-1].user == history[-1].user == 'alice'
    again.clear()
    assert len(history) > 3 and again.on_exchange is None


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
@pytest.mark.parametrize('item', [
    Attr('a'), Attr('a') == 'b',
    (Attr('a') > 1) & Attr('b').is_in(['c', 'd']) | (Attr('e') == 'f')])
def test_filters_can_be_copied(item, make):
    assert repr(make(item)) == repr(item)


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
def test_sequences_slices_and_waiters_can_be_copied(make):
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        offers = api.cimi_list('serviceOffers', filter=Attr('id') != 'x', orderby='name:desc')
        assert shown(make(offers)) == shown(offers)
        for part in (offers[1:4], offers[::-1][1:3]):
            again = make(part)
            assert again._positions == part._positions and shown(again._sequence) == shown(offers)
        assert make(api).endpoint == make(api.session).endpoint == sandbox.endpoint
        waiter = api._waiter(7, 3, None)
        again = make(waiter)
        assert again._timeout == 7 and again._read.__name__ == 'get_deployment'
        assert (again._sleep == waiter._sleep) == (make in COPIES[:2])


def read(deployment_id):
    """Read a deployment."""
    return deployment('ready')


def test_a_waiter_continues_in_another_process():
    waiter = waiting.DeploymentWaiter(read, None, timeout=1)
    for make in COPIES:
        again = make(waiter)
        assert again.wait(DUID, ['ready']).status == 'ready'
        assert again._sleep is (None if make in COPIES[:2] else time.sleep)


#: What the methods give out that no call of :data:`~tests.faults.calls.CALLS` returns.
OTHERS = {
    'map': lambda api, run: api.map(lambda item: api.get_user(item) and item, ['jane', 'nobody']),
    'plan': lambda api, run: planned(api),
    'follow': lambda api, run: list(api.follow('events', since=LONG_AGO, timeout=0)),
    'follow_deployment': lambda api, run: next(api.follow_deployment(run)),
    'a launch that is waited for': lambda api, run: api.deploy(WORDPRESS, wait=True),
}


def planned(api):
    """A plan with changes of which one is secret."""
    with api.plan() as plan:
        api.terminate(api.deploy(WORDPRESS))
        api.create_user('bob', 'hush-hush', 'bob@example.org', 'Bob', 'B')
    return plan


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
@pytest.mark.parametrize('name', sorted(OTHERS))
def test_what_else_is_given_out_can_be_copied(name, make):
    with Sandbox(speed=0) as sandbox:
        api = sandbox.api('super')
        item = OTHERS[name](api, api.deploy(WORDPRESS))
        again = make(item)
        assert type(again) is type(item) and repr(again) == repr(item) != '[]'


@pytest.mark.parametrize('make', COPIES, ids=NAMES)
def test_a_copy_of_a_plan_holds_no_secret_and_cannot_be_applied(make):
    with Sandbox(speed=0) as sandbox:
        plan = planned(sandbox.api('super'))
        again = make(plan)
        assert b'hush-hush' not in pickle.dumps(plan, 2) and again.costs == plan.costs
        with pytest.raises(PlanError):
            again.apply()
        with pytest.raises(PlanError):
            again.__enter__()
        assert len(plan.apply()) == 3
