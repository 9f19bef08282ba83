# -*- coding: utf-8 -*-
"""Plans, against the service."""
from __future__ import unicode_literals

import copy
import io
import uuid

import pytest

from slipstream.api import (Api, BadRequestError, ConflictError, ForbiddenError, NotFoundError,
                            PlanError, ServerError, UnknownParameterError)

from .names import APPLICATION, CENTOS, DIETIKON, GENEVA, NOBODYS_ID, WORDPRESS

EVENT = {'type': 'alarm', 'severity': 'low', 'timestamp': '2019-03-29T08:00:00.000Z',
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
         'content': {'resource': {'href': 'run/1'}, 'state': 'disk full'}}


def test_nothing_is_changed_before_it_is_applied(api):
    old = api.deploy(CENTOS)
    with api.plan() as plan:
        new = api.deploy(WORDPRESS, GENEVA, parameters={'wordpress_title': 'x'})
        api.terminate(old)
        assert [deployment.id for deployment in api.list_deployments()] == [old]
    assert [deployment.id for deployment in api.list_deployments()] == [old] and len(plan) == 2
    made, terminated = plan.apply()
    assert terminated is True and new.step.result == made != new
    assert [deployment.id for deployment in api.list_deployments()] == [made]
    assert [step.state for step in plan] == ['done', 'done']


def test_a_result_is_used_by_later_steps_before_there_is_one(api, sandbox):
    with api.plan() as plan:
        deployment_id = api.deploy(APPLICATION, scalable=True)
        api.set_deployment_parameter(deployment_id, 'ss:tags', 'planned')
        event = api.cimi_add('events', dict(EVENT, content={
            'resource': {'href': 'run/%s' % deployment_id}, 'state': 'disk full'}))
        other = api.cimi_add('events', EVENT)
        api.cimi_delete(other)
        with pytest.raises(PlanError) as info:
            api.wait_deployment(deployment_id)
        assert 'step 1 (deploy %s)' % APPLICATION in str(info.value)
        with pytest.raises(PlanError):
            api.cimi_get(event['resource-id'])
    assert isinstance(deployment_id, uuid.UUID)
    assert repr(deployment_id) == '<Result of step 1: deploy %s>' % APPLICATION
    results = plan.apply()
    assert api.get_deployment_parameter(results[0], 'ss:tags') == 'planned'
    assert api.cimi_get(results[2]['resource-id']).content['resource'] == {
        'href': 'run/%s' % results[0]}
    with pytest.raises(NotFoundError):
        api.cimi_get(results[3]['resource-id'])


def test_a_value_that_is_unknown_is_not_checked(api, sandbox):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        names = api.add_node_instances(deployment_id, 'testclient', 2, wait=True)
        api.remove_node_instances(deployment_id, 'testclient', names)
    assert 'Not checked' in plan[1].notes[0] and repr(names) == (
        '<Result of step 1: add_node_instances %s testclient>' % deployment_id)
    assert plan.apply() == [['testclient.2', 'testclient.3'], True]


@pytest.mark.parametrize('call, error', [
    (lambda api: api.deploy(WORDPRESS, 'aws'), ConflictError),
    (lambda api: api.deploy(APPLICATION, {'apach': GENEVA}), ConflictError),
    (lambda api: api.deploy(APPLICATION, GENEVA), ConflictError),
    (lambda api: api.deploy('apps/WordPress/wordpres'), NotFoundError),
    (lambda api: api.deploy('apps/WordPress'), ConflictError),
    (lambda api: api.deploy(''), ValueError), (lambda api: api.deploy(), TypeError),
    (lambda api: api.build_component('apps/no-such-thing'), NotFoundError),
    (lambda api: api.terminate('no id'), ValueError),
    (lambda api: api.terminate(NOBODYS_ID), NotFoundError),
    (lambda api: api.set_deployment_parameter(api.list_deployments(limit=1).peek()[0].id,
                                              'ss:no-such-thing', '1'), UnknownParameterError),
    (lambda api: api.cimi_edit('event/%s' % NOBODYS_ID, {}), NotFoundError)])
def test_what_the_service_would_refuse_is_refused_at_once(api, call, error):
    api.deploy(CENTOS)
    with api.plan() as plan:
        with pytest.raises(error):
            call(api)
    assert len(plan) == 0 and api.get_deployment(list(api.list_deployments())[0].id).abort is None


def test_an_error_suggests_the_right_name(api):
    with api.plan():
        with pytest.raises(ConflictError) as info:
            api.deploy(WORDPRESS, 'exoscale-ch-gv')
        assert 'Did you mean exoscale-ch-gva' in str(info.value)
        with pytest.raises(NotFoundError) as info:
            api.deploy('apps/WordPress/wordpres')
        assert 'Did you mean wordpress' in str(info.value)


def test_costs_come_from_the_service_offers(api):
    with api.plan() as plan:
        api.deploy(WORDPRESS, GENEVA)
        api.deploy(APPLICATION, {'apache': DIETIKON}, multiplicity={'testclient': 3})
        api.build_component('examples/tutorials/image-building/nginx')
    prices = dict(((offer['connector']['href'], offer['resource:instanceType']),
                   offer['price:unitCost']) for offer in api.cimi_search('serviceOffers')
                  if 'resource:instanceType' in offer)
    small, other = prices[GENEVA, 'Small'], prices[DIETIKON, 'Small']
    assert [tuple(machines) for step in plan for machines in step.machines] == [
        (GENEVA, 1, small, 'EUR'), (DIETIKON, 1, other, 'EUR'), (GENEVA, 3, small, 'EUR')]
    assert plan.costs == {'EUR': pytest.approx(4 * small + other)}
    assert '%.4f EUR per hour' % (4 * small + other) in repr(plan)


def test_a_service_offer_says_the_cloud_and_the_price(api):
    offer = api.cimi_search('serviceOffers', filter="connector/href='%s' and "
                            "resource:type='VM'" % DIETIKON)[0]
    with api.plan() as plan:
        api.deploy(WORDPRESS, parameters={'service-offer': offer.id})
        with pytest.raises(NotFoundError):
            api.deploy(WORDPRESS, parameters={'service-offer': 'service-offer/none'})
    assert plan[0].machines[0][:3] == (DIETIKON, 1, offer['price:unitCost'])


def test_quotas_and_unknown_parameters_are_noted(api):
    with api.plan() as plan:
        api.deploy(APPLICATION, multiplicity={'testclient': 19})
        api.deploy(WORDPRESS)
        api.deploy(WORDPRESS, DIETIKON, parameters={'titel': 'x', 'instance.type': 'Micro'})
    assert [step.notes for step in plan][:2] == [
        [], ['21 machines on exoscale-ch-gva, where the quota is 20']]
    assert 'no parameter titel' in plan[2].notes[0]
    assert 'step 2: 21 machines on' in repr(plan) and '21 machines on' in plan._repr_html_()


def test_an_addition_costs_what_the_instances_of_the_node_cost(api):
    deployment_id = api.deploy(APPLICATION, {'testclient': DIETIKON}, scalable=True, wait=True)
    with api.plan() as plan:
        api.add_node_instances(deployment_id, 'testclient', 2)
        api.add_node_instances(deployment_id, 'apache')
        api.add_node_instances(deployment_id, 'testclient', 9)
    (two,), (one,), (nine,) = [step.machines for step in plan]
    assert (two.cloud, two.number, one.cloud, one.number) == (DIETIKON, 2, GENEVA, 1)
    assert two.price and two.price == nine.price and one.price
    assert plan.costs == {'EUR': pytest.approx(11 * two.price + one.price)}
    assert [step.notes for step in plan] == [
        [], [], ['12 machines on exoscale-ch-dk, where the quota is 10']]


@pytest.mark.parametrize('scalable, node, error, words', [
    (True, 'testclien', BadRequestError, 'Did you mean testclient?'),
    (False, 'testclient', ConflictError, 'The deployment is not scalable.')])
def test_an_addition_that_would_be_refused_is_refused_at_once(api, scalable, node, error, words):
    deployment_id = api.deploy(APPLICATION, scalable=scalable, keep_running='always', wait=True)
    with api.plan() as plan:
        with pytest.raises(error) as info:
            api.add_node_instances(deployment_id, node)
    assert words in str(info.value) and len(plan) == 0
    assert info.value.reason == 'The service would refuse this.'
    with pytest.raises(error):
        api.add_node_instances(deployment_id, node)


def test_an_addition_to_what_is_not_ready_is_noted(api):
    deployment_id = api.deploy(APPLICATION, scalable=True)
    with api.plan() as plan:
        api.add_node_instances(deployment_id, 'testclient')
        api.add_node_instances(api.deploy(APPLICATION, scalable=True), 'testclient')
    assert plan[0].notes == ['The deployment is initializing: it must be ready']
    assert 'Not checked. This needs step 2' in plan[2].notes[0]


def test_an_addition_to_a_node_without_instances_has_an_unknown_price(api):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    api.remove_node_instances(deployment_id, 'testclient', 1, wait=True)
    with api.plan() as plan:
        api.add_node_instances(deployment_id, 'testclient', 3)
    assert '3 machines of unknown price' in repr(plan)


def test_a_component_without_an_image_on_the_cloud_is_noted(api):
    api.create_component('jane/native', cloud_identifiers={GENEVA: 'image'})
    api.create_component('jane/child', 'jane/native')
    api.create_application('jane/both', {'one': 'jane/child', 'two': WORDPRESS})
    sent = len(api.history)
    with api.plan() as plan:
        api.deploy('jane/native', DIETIKON)
        api.deploy('jane/child', DIETIKON)
        api.deploy('jane/both', {'one': DIETIKON, 'two': DIETIKON})
        api.deploy('jane/child', GENEVA)
        api.deploy(WORDPRESS, DIETIKON)
    read = [exchange.path for exchange in api.history[sent:]]
    missing = ['jane/native has no image on exoscale-ch-dk']
    assert [step.notes for step in plan] == [missing, missing, missing, [], []]
    assert read.count('/module/jane/native') == 2  # what is deployed, and once as a parent
    for call in (lambda: api.deploy('jane/native', DIETIKON), lambda: api.deploy(
            'jane/child', DIETIKON), lambda: api.deploy('jane/both', {'one': DIETIKON})):
        with pytest.raises(ConflictError):
            call()


def test_it_stops_at_the_first_refusal_and_continues_later(api, sandbox):
    with api.plan() as plan:
        first = api.deploy(CENTOS)
        api.deploy(CENTOS)
        api.terminate(first)
    sandbox.faults.add(status=503, method='POST', path='/run', times=1)
    sandbox.faults.add(status=409, method='DELETE', path='/run/', times=1)
    with pytest.raises(ServerError) as info:
        plan.apply()
    assert 'stopped at step 1 of 3' in str(info.value)
    assert 'Nothing was done before' in str(info.value)
    with pytest.raises(ConflictError) as info:
        plan.apply()
    assert 'stopped at step 3 of 3 (terminate of step 1). Done: 1 (deploy), 2 (deploy).' in str(
        info.value)
    assert [step.state for step in plan] == ['done', 'done', 'refused'] and 'refused' in repr(plan)
    assert plan.apply()[2] is True and len(list(api.list_deployments(inactive=True))) == 2


def test_a_failure_of_the_network_says_what_was_done(api, sandbox, monkeypatch):
    with api.plan() as plan:
        api.deploy(CENTOS)
    sandbox.faults.add(kind='reset', method='POST', path='/run', times=9)
    with pytest.raises(EnvironmentError) as info:
        plan.apply()
    assert 'stopped at step 1 of 1' in info.value.__notes__[-1]


def test_a_plan_is_made_and_applied_once(api):
    plan = api.plan()
    with plan:
        api.deploy(CENTOS)
        with pytest.raises(PlanError):
            plan.apply()
        for nested in (plan.__enter__, api.plan):
            with pytest.raises(PlanError):
                nested()
    plan.apply()
    for again in (plan.apply, plan.__enter__):
        with pytest.raises(PlanError):
            again()
    with api.plan() as empty:
        pass
    assert empty.apply() == [] and repr(empty) == '<Plan of 0 steps>'


def test_an_api_is_itself_again_whatever_happens(sandbox):
    class Own(Api):
        """A class of a program."""

    api = Own(sandbox.endpoint, persist_cookie=False)
    sandbox.mount(api.session)
    api.login_internal('jane', 'jane-password')
    with pytest.raises(KeyError):
        with api.plan():
            assert isinstance(api, Own) and type(api) is not Own
            raise KeyError('of the program')
    assert type(api) is Own and api.deploy(CENTOS) == next(api.list_deployments()).id
    api.close()


def test_a_module_that_is_made_in_the_plan_is_deployed_in_it(api):
    with api.plan() as plan:
        project = api.create_project('shop')
        copied = api.copy_module(CENTOS, project, 'linux')
        api.deploy(copied)
        with pytest.raises(PlanError):
            api.get_element(copied)
        assert api.get_element(CENTOS).name == 'centos-7'
        with pytest.raises(NotFoundError):
            api.get_element('shopping')
        changed = api.put_module_document(CENTOS, api.get_module_document(CENTOS))
        assert api.get_element(changed).name == 'centos-7'
    assert (project, copied) == ('shop', 'shop/linux')
    assert repr(copied) == '<Result of step 2: copy_module %s shop linux>' % CENTOS
    assert 'Not checked' in plan[2].notes[0]
    with pytest.raises(ForbiddenError):  # Jane does not own the image
        plan.apply()
    assert [step.state for step in plan] == ['done', 'done', 'done', 'refused']
    assert api.get_deployment(plan[2].result).module.startswith('shop/linux/')


def test_a_change_that_changes_nothing_is_no_step(api):
    event = api.cimi_add('events', EVENT)['resource-id']
    with api.plan() as plan:
        assert api.cimi_update(event, {'severity': 'low'}).severity == 'low'
        planned = api.cimi_delete(event)
    assert planned.id == event and [step.call for step in plan] == ['cimi_delete']


def test_a_resource_is_named_by_its_id(api):
    event = api.cimi_get(api.cimi_add('events', EVENT)['resource-id'])
    with api.plan() as plan:
        planned = api.cimi_delete(event)
    assert planned.id == plan[0].target == event.id and plan.apply()[0].status == 200


def test_many_at_once_are_planned_too(api):
    with api.plan() as plan:
        outcomes = api.map(api.deploy, [CENTOS] * 12, workers=4)
    assert outcomes.failed == [] and list(api.list_deployments()) == []
    assert sorted(step.number for step in plan) == list(range(1, 13))
    assert len(set(plan.apply())) == 12
    assert {outcome.result.step.result for outcome in outcomes} == {
        deployment.id for deployment in api.list_deployments()}


def test_logins_and_uploads_are_refused(api):
    with api.plan():
        for call in (lambda: api.login_internal('jane', 'jane-password'), api.logout,
                     lambda: api.upload_object(io.BytesIO(b''), 'b', 'n', 'credential/1')):
            with pytest.raises(PlanError):
                call()
        assert api.username == 'jane'


def test_secrets_are_not_shown(root):
    with root.plan() as plan:
        made = root.create_user('bob', 'hush-hush', 'bob@example.org', 'Bob', 'B')
        root.cimi_add('credentials', {'credentialTemplate': {'secret': 'hush-hush'}})
    for shown in (repr(plan), plan._repr_html_(), repr(plan[0]), repr(made)):
        assert 'hush-hush' not in shown and 'bob' in shown


def test_what_stands_for_a_result_is_not_copied(api):
    with api.plan():
        deployment_id = api.deploy(CENTOS)
    for copying in (copy.copy, copy.deepcopy):
        with pytest.raises(PlanError):
            copying(deployment_id)


def test_a_service_without_offers_and_quotas_has_plans(start, sandbox):
    old = start(server_version='3.46').api()
    sandbox_api = sandbox.api()
    sandbox.faults.add(status=409, path='/dashboard', times=9)
    sandbox.faults.add(status=403, path='/api/service-offer', times=9)
    for api in (old, sandbox_api):
        with api.plan() as plan:
            api.deploy(WORDPRESS)
        plan.apply()
    assert plan[0].machines[0].price is None and plan.costs == {}
    assert repr(plan).startswith('<Plan of 1 step, and 1 machine of unknown price')


def test_a_refusal_of_a_bad_request_stays_one(api):
    deployment_id = api.deploy(APPLICATION, scalable=True, wait=True)
    with api.plan() as plan:
        api.remove_node_instances(deployment_id, 'testcliemt', 1)
    with pytest.raises(BadRequestError) as info:
        plan.apply()
    assert 'Did you mean testclient' in str(info.value) and 'step 1 of 1' in str(info.value)


def test_a_plan_names_what_a_response_to_an_addition_stands_for(api):
    template = {'href': 'credential-template/generate-api-key', 'ttl': 60}
    added = api.cimi_add('credentials', {'credentialTemplate': template})
    with api.plan() as plan:
        planned = api.cimi_delete(added)
    assert added['resource-id'] in repr(plan)
    assert planned.json['id'] == added['resource-id']
    plan.apply()
    with pytest.raises(NotFoundError):
        api.cimi_get(added)
