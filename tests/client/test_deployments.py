# -*- coding: utf-8 -*-
"""Deployments from launch to end."""
from __future__ import unicode_literals

import uuid

import pytest
import requests

from slipstream.api.errors import ConflictError, ForbiddenError, NotFoundError
from slipstream.api.models import CloudImageIdentifier, Deployment

from .names import (APPLICATION, CENTOS, CLOUDS, DIETIKON, FAILING, GENEVA, IRELAND, LAUNCH, NGINX,
                    NOBODYS_ID, START, WORDPRESS)


def test_a_launch_goes_through_its_states(api, sandbox):
    identifier = api.deploy(WORDPRESS, GENEVA)
    assert type(identifier) is uuid.UUID
    assert api.get_deployment(identifier) == Deployment(
        identifier, WORDPRESS + '/1517', 'initializing', START, START, [GENEVA], 'jane', None, None,
        'false')
    seen = []
    for _ in range(LAUNCH):
        sandbox.clock.advance(1)
        status = api.get_deployment(str(identifier)).status
        seen.extend([] if status in seen else [status])
    assert seen == ['initializing', 'provisioning', 'executing', 'sendingreports', 'ready']
    page = '%s/pages/%s/machine' % (sandbox.endpoint, identifier)
    assert api.get_deployment(identifier) == Deployment(
        identifier, WORDPRESS + '/1517', 'ready', START, '2019-03-29 08:00:35.0 UTC', [GENEVA],
        'jane', None, page, 'false')


def test_everything_that_can_be_said_at_a_launch(api, sandbox):
    identifier = api.deploy(APPLICATION, CLOUDS, {'apache': {'cpu.nb': 4}}, tags=['a', 'b'],
                            keep_running='always', scalable=True,
                            multiplicity={'testclient': 2}, tolerate_failures={'testclient': 1},
                            check_ssh_key=True)
    sandbox.clock.advance(LAUNCH)
    deployment = api.get_deployment(identifier)
    assert (deployment.status, deployment.module,
            deployment.scalable) == ('ready', APPLICATION + '/1510', 'true')
    assert sorted(deployment.clouds) == [DIETIKON, GENEVA]
    values = dict((name, api.get_deployment_parameter(identifier, name)) for name in (
        'ss:tags', 'apache.1:cpu.nb', 'testclient:multiplicity',
        'testclient:max-provisioning-failures', 'testclient.2:cloudservice'))
    assert values == {'ss:tags': 'a,b', 'apache.1:cpu.nb': '4', 'testclient:multiplicity': '2',
                      'testclient:max-provisioning-failures': '1',
                      'testclient.2:cloudservice': DIETIKON}


def test_b47_raw_parameters_are_the_callers(api, sandbox):
    raw = {'parameter--cpu.nb': '4', 'tags': 'raw'}
    first = api.deploy(WORDPRESS, raw_params=raw, tags='explicit')
    second = api.deploy(WORDPRESS, raw_params=raw)
    assert raw == {'parameter--cpu.nb': '4', 'tags': 'raw'}
    assert [api.get_deployment_parameter(identifier, 'ss:tags')
            for identifier in (first, second)] == [
        'explicit', 'raw']
    assert api.get_deployment_parameter(second, 'machine:cpu.nb') == '4'


@pytest.mark.parametrize('path, options, kind, words', [
    ('nowhere/at-all', {}, NotFoundError, "Coudn't find reference module"),
    (WORDPRESS, {'cloud': 'nimbus'}, ConflictError, 'nimbus'),
    (WORDPRESS, {'parameters': {'nope': '1'}}, ConflictError,
     'Unknown parameter: nope in node: machine'),
    (APPLICATION, {'parameters': {'nope': {'a': '1'}}}, ConflictError, 'Unknown node: nope'),
    (APPLICATION, {'cloud': GENEVA}, ConflictError,
     'Invalid key format for Deployment module: parameter--cloudservice'),
])
def test_b48_b49_a_refused_launch_says_why(api, path, options, kind, words):
    with pytest.raises(kind) as caught:
        api.deploy(path, **options)
    assert words in caught.value.reason
    assert caught.value.response.status_code == caught.value.status_code
    assert list(api.list_deployments(inactive=True)) == []


def test_a_missing_key_is_reported_if_wanted(api):
    api.update_user(ssh_public_keys='')
    with pytest.raises(ConflictError) as caught:
        api.deploy(WORDPRESS, check_ssh_key=True)
    assert caught.value.reason == 'Missing public key in your user profile.'
    assert api.deploy(WORDPRESS)


def test_deploying_a_private_module_of_another_user_is_forbidden(tarzan):
    with pytest.raises(ForbiddenError):
        tarzan.deploy('jane/web')


def test_list_deployments_filters_by_cloud_activity_and_page(api, tarzan, root, sandbox):
    first = api.deploy(WORDPRESS, GENEVA)
    sandbox.clock.advance(LAUNCH)
    second = api.deploy(WORDPRESS, DIETIKON)
    listed = list(api.list_deployments())
    assert listed[0] == Deployment(
        second, WORDPRESS + '/1517', 'initializing', '2019-03-29 08:01:00.0 UTC', None, [DIETIKON],
        'jane', None, None, None)
    assert listed[1] == api.get_deployment(first)._replace(last_state_change=None, scalable=None)
    assert [deployment.id for deployment in api.list_deployments(cloud=GENEVA)] == [first]
    assert [deployment.id for deployment in api.list_deployments(offset=1)] == [first]
    assert [deployment.id for deployment in api.list_deployments(limit=1)] == [second]
    assert list(tarzan.list_deployments()) == []
    api.terminate(first)
    sandbox.clock.advance(LAUNCH)
    assert [deployment.id for deployment in api.list_deployments()] == [second]
    assert [deployment.id for deployment in api.list_deployments(True)] == [second, first]
    assert [deployment.username
            for deployment in root.list_deployments(inactive=True)] == ['jane', 'jane']


def test_b68_every_deployment_is_listed_if_wanted(api):
    made = [api.deploy(CENTOS) for _ in range(21)]
    assert len(list(api.list_deployments())) == 20
    assert {deployment.id for deployment in api.list_deployments(limit=None)} == set(made)
    assert len(list(api.list_deployments(limit=501))) == 21


def test_terminate_ends_a_deployment_and_refuses_wrong_identifiers(api, tarzan, sandbox):
    identifier = api.deploy(WORDPRESS)
    with pytest.raises(ForbiddenError):
        tarzan.terminate(identifier)
    assert api.terminate(identifier) is True
    assert api.get_deployment(identifier).status == 'cancelled'
    assert api.terminate(str(identifier)) is True
    for wrong in (None, '', 'x', '../user/jane'):
        with pytest.raises((ValueError, TypeError)):
            api.terminate(wrong)
    with pytest.raises(NotFoundError):
        api.terminate(NOBODYS_ID)
    with pytest.raises(NotFoundError):
        api.get_deployment(NOBODYS_ID)


def test_a_ready_deployment_ends_as_done(api, sandbox):
    identifier = api.deploy(WORDPRESS)
    sandbox.clock.advance(LAUNCH)
    api.terminate(identifier)
    sandbox.clock.advance(LAUNCH)
    assert api.get_deployment(identifier).status in ('done', 'cancelled')
    assert list(api.list_deployments()) == []


def test_a_failing_deployment_reports_its_abort(api, sandbox):
    identifier = api.deploy(FAILING)
    sandbox.clock.advance(LAUNCH)
    deployment = api.get_deployment(identifier)
    assert deployment.abort == 'machine failed in state Executing, as configured'
    with pytest.raises(ConflictError) as caught:
        api.get_deployment_parameter(identifier, 'ss:state')
    assert caught.value.reason == 'Abort flag raised!'
    assert api.get_deployment_parameter(identifier, 'ss:state', ignore_abort=True) == 'Ready'
    assert next(api.list_deployments()).abort == deployment.abort


def test_build_component_makes_an_image_once(api, sandbox):
    identifier = api.build_component('/module/' + NGINX, IRELAND)
    assert type(identifier) is uuid.UUID
    sandbox.clock.advance(2 * LAUNCH)
    built = api.get_deployment(identifier)
    assert (built.status, built.clouds, built.module) == ('done', [IRELAND], NGINX + '/1512')
    made, = api.get_cloud_image_identifiers(NGINX)
    assert made == CloudImageIdentifier(IRELAND, made.identifier)
    with pytest.raises(ConflictError) as caught:
        api.build_component(NGINX, IRELAND)
    assert caught.value.reason == 'This image was already built for cloud: ec2-eu-west'
    with pytest.raises(ConflictError) as caught:
        api.build_component(CENTOS)
    assert caught.value.reason == 'A base image cannot be built'


def test_events_tell_what_happened(api, sandbox):
    identifier = api.deploy(WORDPRESS)
    sandbox.clock.advance(LAUNCH)
    states = [event.content['state']
              for event in api.get_deployment_events(identifier, types='state')]
    assert set(states) >= {'Initializing', 'Provisioning', 'Executing', 'SendingReports', 'Ready'}
    event = api.get_deployment_events(str(identifier))[0]
    assert event.content['resource'] == {'href': 'run/%s' % identifier}
    assert event.timestamp.startswith('2019-03-29T08:00:')
    assert api.get_deployment_events(NOBODYS_ID).count == 0


def test_b14_a_lost_response_is_not_a_second_deployment(api, sandbox):
    sandbox.faults.add(kind='reset', method='POST', path='/run', handled=True)
    with pytest.raises(requests.ConnectionError):
        api.deploy(WORDPRESS)
    assert len(list(api.list_deployments())) == 1
