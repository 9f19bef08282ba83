# -*- coding: utf-8 -*-
"""Plans, against the service: placeholders without text, nested plans, and what was created."""
from __future__ import unicode_literals

import copy
import json
import pickle

import pytest

from slipstream.api import Api, BadRequestError, ConflictError, PlanError
from slipstream.api.compat import to_text

from .names import APPLICATION, CENTOS

EVENT = {'type': 'alarm', 'severity': 'low', 'timestamp': '2019-03-29T08:00:00.000Z',
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
         'content': {'resource': {'href': 'run/1'}, 'state': 'disk full'}}


@pytest.mark.parametrize('write', [
    lambda value: '%s' % value, '{}'.format, str, to_text,
    lambda value: format(value, str('>9'))])
def test_what_has_no_text_is_no_part_of_a_string(api, write):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        names = api.add_node_instances(deployment_id, 'testclient')
        event = api.cimi_add('events', EVENT)
        for value in (names, event):
            with pytest.raises(PlanError) as info:
                write(value)
            assert 'This needs step %d (' % value.step.number in str(info.value)
        assert write('run/%s' % event['resource-id'])
    plan.apply()
    with pytest.raises(PlanError) as info:
        write(names)
    assert 'step.result' in str(info.value) and names.step.result == ['testclient.2']


@pytest.mark.parametrize('wrap', [
    lambda value: value, lambda value: [value], lambda value: {'a': [{'b': value}]},
    lambda value: (1, {'a': value})])
def test_an_unknown_value_in_a_list_or_a_dict_is_not_checked(api, wrap):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        names = api.add_node_instances(deployment_id, 'testclient', 2, wait=True)
        api.cimi_add('events', dict(EVENT, content={'nodes': wrap(names)}))
    assert plan[1].notes[0].startswith('Not checked. This needs step 1 (add_node_instances ')
    with pytest.raises(BadRequestError) as info:
        plan.apply()
    assert '"nodes": %s' % json.dumps(wrap(names.step.result)) in to_text(info.value)


def test_a_step_that_has_created_something_is_not_repeated(api, sandbox):
    with api.plan() as plan:
        api.deploy(CENTOS)
        api.deploy(CENTOS, wait=True)
        api.deploy(CENTOS)
    sandbox.faults.add(status=409, method='GET', path='/run/', times=1)
    with pytest.raises(ConflictError) as info:
        plan.apply()
    created = info.value.created
    message = 'Done: 1 (deploy). Step 2 has created %s.' % created
    assert message in str(info.value) and plan[1].created == created
    for again in (plan.apply, plan.apply):
        with pytest.raises(PlanError) as info:
            again()
        assert 'Step 2 is not repeated' in str(info.value) and message in str(info.value)
    assert {deployment.id for deployment in api.list_deployments(inactive=True)} == {
        plan[0].result, created}


def test_instances_that_were_added_before_a_failure_are_named(api, sandbox):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        api.add_node_instances(deployment_id, 'testclient', 2, wait=True)
    sandbox.faults.add(status=409, method='GET', path='/run/', times=1)
    with pytest.raises(ConflictError) as info:
        plan.apply()
    assert 'Step 1 has created testclient.2, testclient.3.' in str(info.value)
    assert 'Nothing was done' not in str(info.value)


def test_another_plan_does_not_start_inside_of_one(api):
    outer, inner = api.plan(), api.plan()
    with outer:
        api.deploy(CENTOS)
        with pytest.raises(PlanError) as info:
            inner.__enter__()
        api.deploy(CENTOS)
    assert 'Another plan is being made' in str(info.value) and (len(outer), len(inner)) == (2, 0)
    with inner:
        api.deploy(CENTOS)
    assert len(inner) == 1 and list(api.list_deployments()) == []


@pytest.mark.parametrize('copying', [copy.copy, copy.deepcopy, pickle.dumps])
def test_an_api_is_not_copied_while_a_plan_is_made(api, copying):
    with api.plan():
        with pytest.raises(PlanError):
            copying(api)
    assert type(copy.copy(api)) is type(api) is Api


def test_what_a_step_changes_is_shown_by_its_id_or_path(api):
    deployment_id = api.deploy(CENTOS)
    row = next(api.list_deployments())
    element = api.get_element(CENTOS)
    with api.plan() as plan:
        api.terminate(row)
        api.deploy(element)
        api.create_api_key('laptop')
    assert [step.target for step in plan] == [str(deployment_id), CENTOS, 'laptop']


def test_a_value_that_nobody_knows_yet_is_shown_by_its_step(api):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        name = api.add_node_instances(deployment_id, 'testclient')
        api.set_deployment_parameter(deployment_id, name, 'yes')
    assert plan[1].target == '%s of step 1' % deployment_id


def test_a_narrow_table_shows_what_is_called(api, monkeypatch):
    monkeypatch.setenv(str('COLUMNS'), str('80'))
    with api.plan() as plan:
        for letter in 'ab':
            api.create_project(letter * 75)
    lines = repr(plan).splitlines()
    assert 'call' in lines[1].split() and max(len(line) for line in lines) <= 80
    assert [line.split()[1] for line in lines[3:5]] == ['create_project'] * 2
