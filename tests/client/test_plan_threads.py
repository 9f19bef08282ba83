# -*- coding: utf-8 -*-
"""Plans, and what other threads do meanwhile: each order in which they can come is made here."""
from __future__ import unicode_literals

import pytest

from slipstream.api import Api, BadRequestError, PlanError
from slipstream.api.compat import to_text
from slipstream.api.methods import planner

from ..threads import together
from .names import CENTOS, NOBODYS_ID

EVENT = {'type': 'alarm', 'severity': 'low', 'timestamp': '2019-03-29T08:00:00.000Z',
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'}}}
CONTENT = {'resource': {'href': 'run/1'}, 'state': 'a'}


class Interrupted(Api):
    """An Api that lets other threads do something in the middle of a method."""

    def terminate(self, deployment_id):
        """Terminate a deployment, after what others do."""
        self.others()
        return super(Interrupted, self).terminate(deployment_id)


@pytest.fixture
def interrupted(sandbox):
    """Such an Api, of Jane."""
    with Interrupted(sandbox.endpoint, persist_cookie=False) as api:
        sandbox.mount(api.session)
        api.login_internal('jane', 'jane-password')
        yield api


def active(api):
    """The ids of the deployments that were not terminated."""
    return [deployment.id for deployment in api.list_deployments() if deployment.abort is None]


def test_of_two_plans_that_begin_at_once_one_is_made(api, monkeypatch):
    plans, make = [api.plan(), api.plan()], planner._recording_class

    def overtaken(real, recorder):
        monkeypatch.undo()
        together([plans[1].__enter__])
        return make(real, recorder)

    monkeypatch.setattr(planner, '_recording_class', overtaken)
    with pytest.raises(PlanError, match='Another plan is being made'):
        plans[0].__enter__()
    api.deploy(CENTOS)
    plans[1].__exit__()
    assert [len(plan) for plan in plans] == [0, 1] and type(api) is Api
    assert active(api) == []


def test_a_plan_is_applied_by_one_thread(interrupted):
    running = interrupted.deploy(CENTOS)
    with interrupted.plan() as plan:
        interrupted.others = lambda: None
        interrupted.terminate(running)
        interrupted.deploy(CENTOS)

    def refused():
        with pytest.raises(PlanError, match='already being applied'):
            plan.apply()

    def others():
        interrupted.others = lambda: None
        together([refused, refused])

    interrupted.others = others
    done, made = plan.apply()
    assert done is True and active(interrupted) == [made]
    with pytest.raises(PlanError, match='has already been applied'):
        plan.apply()


def test_what_is_recorded_while_the_block_ends_is_not_sent(interrupted):
    running = interrupted.deploy(CENTOS)
    plan = interrupted.plan()
    plan.__enter__()
    interrupted.others = lambda: together([plan.__exit__])
    with pytest.raises(PlanError, match='ended before terminate.. was recorded; nothing'):
        interrupted.terminate(running)
    assert len(plan) == 0 and active(interrupted) == [running]
    interrupted.others = lambda: None
    assert interrupted.terminate(running) is True


def test_a_method_that_was_kept_changes_something_after_the_block(api):
    running = api.deploy(CENTOS)
    with api.plan() as plan:
        terminate = api.terminate
        terminate(running)
    assert active(api) == [running]
    assert terminate(running) is True and active(api) == [] and len(plan) == 1


def test_arguments_are_sent_as_they_were_when_they_were_recorded(api):
    content = dict(CONTENT)
    with api.plan() as plan:
        event = api.cimi_add('events', dict(EVENT, content=content))
        content['state'] = 'b'
        api.cimi_add('events', dict(EVENT, content={
            'others': (other['resource-id'] for other in [event])}))
    with pytest.raises(BadRequestError) as info:
        plan.apply()
    made = plan[0].result['resource-id']
    assert api.cimi_get(made).content['state'] == 'a'
    assert '"others": ["%s"]' % made in to_text(info.value)


def test_a_placeholder_is_the_key_of_what_is_sent(api):
    with api.plan() as plan:
        made = api.deploy(CENTOS)
        api.cimi_add('events', dict(EVENT, content={'others': {'%s' % made: [made.hex]}}))
    with pytest.raises(BadRequestError) as info:
        plan.apply()
    real = plan[0].result
    assert '"others": {"%s": ["%s"]}' % (real, real.hex) in to_text(info.value)


def test_a_placeholder_is_used_where_there_is_a_result(api):
    with api.plan() as plan:
        made = api.deploy(CENTOS)
    with pytest.raises(PlanError, match='This needs step 1'):
        api.terminate(made)
    plan.apply()
    with api.plan() as other:
        api.terminate(made)
    assert other[0].target == '%s' % plan[0].result != NOBODYS_ID
    assert other.apply() == [True] and active(api) == []
