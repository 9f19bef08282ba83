# -*- coding: utf-8 -*-
"""Planner: what a class that records passes on, and what stands for results."""
from __future__ import unicode_literals

import copy
import io

import pytest

from slipstream.api import NotFoundError, PlanError, UnknownNodeError
from slipstream.api.methods import planner
from slipstream.api.methods.plans import Machines, Step
from slipstream.api.models import App, CollectionSummary, UserItem
from slipstream.sandbox import Sandbox

COMPONENT = 'examples/images/centos-7'
EVENT = {'type': 'alarm', 'severity': 'low', 'timestamp': '2019-03-29T08:00:00.000Z',
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
         'content': {'resource': {'href': 'run/1'}, 'state': 'disk full'}}


@pytest.fixture
def api():
    """A client of a sandbox whose clock stands."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox.api()


def test_arguments_by_name_are_passed_on_when_nothing_is_recorded(api):
    with api.plan() as plan:
        deploy = api.deploy
        with pytest.raises(NotFoundError):
            api.download_object(resource_id='external-object/none', path_or_file=io.BytesIO())
    assert deploy(path=COMPONENT) == next(api.list_deployments()).id and len(plan) == 0


def test_a_read_has_its_options_while_a_plan_is_made(api):
    for _ in range(2):
        api.deploy(COMPONENT)
    with api.plan():
        assert len(list(api.list_deployments(limit=1))) == 1
        offers = [api.cimi_first('serviceOffers', orderby='price:unitCost:' + order).id
                  for order in ('asc', 'desc')]
    assert offers[0] != offers[1]


def test_a_resource_that_is_planned_has_an_id_of_its_collection(api):
    with api.plan():
        added = api.cimi_add('events', EVENT)
        names = api.add_node_instances(api.deploy(COMPONENT, scalable=True), 'machine')
        unknown = api.cimi_add('events', dict(EVENT, content=names))
        assert added['id'] == added['resource-id'] and added['id'].startswith('event/')
        assert unknown['id'].startswith('resource/')


def test_a_node_that_is_not_there_is_named(api):
    with pytest.raises(UnknownNodeError) as info:
        api.get_node_instances(api.deploy(COMPONENT), 'web')
    assert info.value.reason == 'The deployment has no node web.'


def test_what_stands_for_a_result_says_that_it_cannot_be_copied(api):
    with api.plan():
        planned = api.deploy(COMPONENT)
    with pytest.raises(PlanError) as info:
        copy.copy(planned)
    assert str(info.value) == 'A placeholder of a plan cannot be copied or pickled'


def test_an_outer_recording_continues_after_an_inner_read():
    recorder = planner.Recorder(None, None)
    with recorder.doing('record'):
        with recorder.doing('read'):
            assert recorder.passes()
        assert recorder.passes()
    assert not recorder.passes()


def test_what_a_search_asks_for_may_be_missing_yet(api):
    with api.plan():
        planned = api.deploy(COMPONENT)
        for read in (lambda: list(api.list_virtualmachines(planned)),
                     lambda: api.get_deployment_events(planned)):
            with pytest.raises(PlanError, match='This needs step 1') as info:
                read()
            assert type(info.value) is PlanError


def test_arguments_by_name_are_recorded(api):
    with api.plan() as plan:
        api.deploy(path=COMPONENT)
    assert plan[0].target == COMPONENT and len(plan.apply()) == 1


def test_added_instances_are_counted_as_they_are_asked_for(api):
    launched = api.deploy(COMPONENT, scalable=True, wait=True)
    with api.plan() as plan:
        api.add_node_instances(launched, 'machine', 2)
    assert [machines.number for machines in plan[0].machines] == [2]


@pytest.mark.parametrize('call, target', [
    (lambda api, row: api.delete_user(row(UserItem, username='bob')), 'bob'),
    (lambda api, row: api.cimi_add(row(CollectionSummary, name='events'), EVENT), 'events'),
    (lambda api, row: api.publish(row(App, name='web', path='jane/web')), 'jane/web'),
    (lambda api, row: api.publish('jane/web'), 'jane/web')])
def test_a_row_of_a_list_is_named_in_a_plan(api, call, target):
    def row(kind, **members):
        return kind(**dict(dict.fromkeys(kind._fields), **members))

    with api.plan() as plan:
        call(api, row)
    assert plan[0].target == target


def test_who_copies_an_api_while_a_plan_is_made_is_told_what_to_do(api):
    with api.plan(), pytest.raises(PlanError) as info:
        copy.copy(api)
    assert str(info.value) == 'An Api cannot be copied in the with block of a plan: copy it outside'


def test_another_plan_of_the_same_api_is_refused_until_the_first_has_ended(api):
    first, second = api.plan(), api.plan()
    with first:
        with pytest.raises(PlanError, match='Another plan is being made'):
            second.__enter__()
        api.deploy(COMPONENT)
    with second:
        api.deploy(COMPONENT)
    assert (len(first), len(second)) == (1, 1)


@pytest.mark.parametrize('options', [
    {'params': {'runUuid': 'event/1a2b'}}, {'data': {'$filter': "id='event/1a2b'"}}])
def test_what_is_planned_is_found_in_every_part_of_a_read(options):
    step = Step(1, 'cimi_add', 'events', None, ((), {}))
    step.token = 'event/1a2b'
    recorder = planner.Recorder(None, [step])
    with pytest.raises(PlanError, match='This needs step 1'):
        recorder.check('GET', '/vms', options)
    assert recorder.check('GET', '/vms', {}) is None


@pytest.mark.parametrize('row', [Machines('aws', 2, None, None), 'jane/web', 7])
def test_what_has_no_name_is_shown_as_it_is(row):
    assert planner._named(row) is row
