# -*- coding: utf-8 -*-
"""Plans whose steps fail, perhaps after they were carried out: nothing is created twice."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import ConflictError, PlanError, ResponseError, ServerError
from slipstream.api.methods import plans

from .names import CENTOS, IRELAND, NGINX
from .test_planning import EVENT

CREATING = pytest.mark.parametrize('call', [
    lambda api: api.deploy(CENTOS), lambda api: api.build_component(NGINX, IRELAND),
    lambda api: api.cimi_add('events', EVENT)])
UNKNOWN = pytest.mark.parametrize('fault', [
    {'kind': 'reset'}, {'kind': 'reset', 'handled': True}, {'status': 500}, {'status': 502},
    {'status': 504}, {'status': 200, 'body': '<html>Proxy</html>'}])
SURE = pytest.mark.parametrize('fault', [{'status': 503}, {'status': 429}, {'status': 409}])


def sent(api, method):
    """How many requests of a method were sent since the history was cleared."""
    return [exchange.method for exchange in api.history].count(method)


def fails(plan, api, sandbox, fault):
    """Apply a plan whose changes meet a fault once; the error."""
    sandbox.faults.add(**dict(fault, times=1))
    with pytest.raises((requests.exceptions.RequestException, ServerError, ConflictError,
                        ResponseError)) as info:
        plan.apply()
    return info.value


@CREATING
@UNKNOWN
def test_what_may_have_been_created_is_not_created_again(api, sandbox, call, fault):
    call(api)  # what is read before is known from now on
    with api.plan() as plan:
        call(api)
        api.create_project('shop')
    api.history.clear()
    error = fails(plan, api, sandbox, dict(fault, method='POST'))
    assert 'Step 1 may have been carried out.' in str(error) + repr(
        getattr(error, '__notes__', None))
    for _ in range(2):
        with pytest.raises(PlanError) as info:
            plan.apply()
        assert 'Step 1 is not repeated: it may have been carried out' in str(info.value)
    assert [step.state for step in plan] == ['unknown', 'planned'] and sent(api, 'POST') == 1
    assert 'unknown' in repr(plan)


@CREATING
@SURE
def test_what_was_certainly_not_created_is_tried_again(api, sandbox, call, fault):
    call(api)
    with api.plan() as plan:
        call(api)
    api.history.clear()
    fails(plan, api, sandbox, dict(fault, method='POST'))
    assert plan[0].state == 'refused' and len(plan.apply()) == 1
    assert plan[0].state == 'done' and sent(api, 'POST') == 2


@CREATING
def test_what_ctrl_c_has_interrupted_is_not_created_again(api, monkeypatch, call):
    call(api)
    with api.plan() as plan:
        call(api)
    request = type(api.session)._request

    def interrupted(self, method, url, **options):
        """Carry a request out, but let its response not arrive."""
        request(self, method, url, **options)
        raise KeyboardInterrupt()

    api.history.clear()
    monkeypatch.setattr(type(api.session), '_request', interrupted)
    with pytest.raises(KeyboardInterrupt):
        plan.apply()
    monkeypatch.undo()
    with pytest.raises(PlanError) as info:
        plan.apply()
    assert 'Step 1 is not repeated: it may have been carried out' in str(info.value)
    assert plan[0].state == 'unknown'


def test_ctrl_c_before_anything_is_sent_lets_a_plan_go_on(api, monkeypatch):
    with api.plan() as plan:
        api.cimi_add('events', EVENT)
    monkeypatch.setattr(plans, 'resolved', _interrupts)
    with pytest.raises(KeyboardInterrupt):
        plan.apply()
    monkeypatch.undo()
    assert plan[0].state == 'refused' and len(plan.apply()) == 1


def _interrupts(self, *_, **__):
    raise KeyboardInterrupt()


@UNKNOWN
def test_what_creates_nothing_is_tried_again(api, sandbox, fault):
    deployment_id = api.deploy(CENTOS)
    with api.plan() as plan:
        api.terminate(deployment_id)
    fails(plan, api, sandbox, dict(fault, method='DELETE'))
    assert plan[0].state == 'refused' and plan.apply() == [True]


def test_a_connection_that_failed_has_created_nothing(api, monkeypatch):
    error = requests.exceptions.ConnectTimeout('no')
    with api.plan() as plan:
        api.deploy(CENTOS)
    with monkeypatch.context() as patched:
        patched.setattr(api.session, '_attempt', lambda call: error)
        patched.setattr(api.session, 'sleep', lambda seconds: None)
        with pytest.raises(requests.exceptions.ConnectTimeout):
            plan.apply()
    assert error.unanswered is None and plan[0].state == 'refused' and len(plan.apply()) == 1


def test_an_error_of_the_server_without_its_request_leaves_nothing_open():
    assert not plans._may_have_created(ServerError('no'))
    assert not plans._may_have_created(KeyboardInterrupt())
