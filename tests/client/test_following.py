# -*- coding: utf-8 -*-
"""Following: the clock of the sandbox only moves when the client sleeps."""
from __future__ import unicode_literals

import pytest

from slipstream.api import Attr, NotFoundError, UnknownCollectionError, WaitTimeoutError
from slipstream.sandbox import Sandbox

from ..sandbox.test_job_engine import COMPONENT, IMAGE
from .names import NOBODYS_ID, WORDPRESS

STATES = ['initializing', 'provisioning', 'executing', 'sendingreports', 'ready', 'finalizing',
          'done']


@pytest.fixture
def cimi_deployment(api):
    """The id of a deployment of the JSON interface, which was not started."""
    image = api.cimi_add('modules', {'path': 'jane-image', 'type': 'IMAGE', 'content': IMAGE})
    content = dict(COMPONENT, parentModule={'href': image['resource-id']})
    module = api.cimi_add('modules', {'path': 'jane-web', 'type': 'COMPONENT', 'content': content})
    return api.cimi_add('deployments', {'deploymentTemplate': {'module': {
        'href': module['resource-id']}}})['resource-id']


def follow_to_the_end(api, deployment_id):
    """All changes of a deployment, which is terminated when it is ready."""
    changes = []
    for change in api.follow_deployment(deployment_id):
        changes.append(change)
        if change.value == 'ready':
            api.terminate(deployment_id)
    return changes


def values(changes, kind='state'):
    """The values of the changes of a kind."""
    return [change.value for change in changes if change.kind == kind]


def repeated(changes):
    """The changes that were reported twice: a parameter that kept its value."""
    values, repeated = {}, []
    for change in changes:
        repeated += [change] if values.get(change.name) == change.value else []
        values[change.name] = change.value
    return repeated


def test_a_deployment_is_followed_to_its_end(api):
    changes = follow_to_the_end(api, api.deploy(WORDPRESS))
    assert values(changes) == STATES
    times = [change.time for change in changes if change.kind == 'state']
    assert times == sorted(times) and times[0] == '2019-03-29T08:00:00.000Z'
    parameters = [(change.name, change.value) for change in changes if change.kind == 'parameter']
    assert ('machine:hostname', '203.0.113.1') in parameters and repeated(changes) == []
    names = [name for name, _ in parameters]
    assert names.count('machine:vmstate') > 2 and 'ss:state' not in names


def test_late_followers_get_earlier_changes(api):
    deployment_id = api.deploy(WORDPRESS)
    first = follow_to_the_end(api, deployment_id)
    again = list(api.follow_deployment(deployment_id))
    assert values(again) == values(first) == STATES


@pytest.mark.parametrize('options', [
    {'status': 503}, {'kind': 'reset'}, {'status': 429, 'retry_after': 5}, {'status': 500}])
def test_nothing_is_lost_or_told_twice_when_the_service_fails(api, sandbox, options):
    deployment_id, changes = api.deploy(WORDPRESS), []
    for change in api.follow_deployment(deployment_id):
        changes.append(change)
        if change.value in ('executing', 'ready'):
            sandbox.faults.add(times=9, method='GET', path='/run/', **options)
            sandbox.faults.add(times=4, path='/api/event', **options)
        if change.value == 'ready':
            api.terminate(deployment_id)
    assert values(changes) == STATES
    assert repeated(changes) == []


def test_a_restart_of_the_service_is_survived(tmpdir):
    path, sandboxes = str(tmpdir.join('state.sqlite')), []

    def start(port=0):
        sandboxes.append(Sandbox(http=True, speed=0, state=path, port=port))
        return sandboxes[-1]

    def sleep(seconds):
        down.append(seconds)
        if len(down) == 12:
            start(int(endpoint.rpartition(':')[2]))
        if len(down) >= 12:
            sandboxes[-1].clock.advance(seconds)

    down, endpoint = [], start().endpoint
    api = sandboxes[0].api(sleep=sleep)
    try:
        deployment_id, changes = api.deploy(WORDPRESS), []
        for change in api.follow_deployment(deployment_id):
            changes.append(change)
            if change.value == 'initializing':
                sandboxes[0].close()
            if change.value == 'ready':
                api.terminate(deployment_id)
    finally:
        api.close()
        for sandbox in sandboxes:
            sandbox.close()
    assert len(sandboxes) == 2 and values(changes) == STATES


def test_the_time_ends_and_the_deployment_does_not(api):
    deployment_id = api.deploy(WORDPRESS)
    with pytest.raises(WaitTimeoutError) as info:
        list(api.follow_deployment(deployment_id, timeout=20, interval=3))
    assert info.value.deployment_id == deployment_id
    assert info.value.deployment.status == 'executing'
    assert 'has not ended after 20 seconds' in str(info.value)


def test_a_deployment_that_is_not_there_is_reported(api):
    for missing in (NOBODYS_ID, 'deployment/' + NOBODYS_ID):
        with pytest.raises(NotFoundError):
            next(api.follow_deployment(missing))
    with pytest.raises(ValueError):
        api.follow_deployment('no id')
    with pytest.raises(ValueError):
        api.follow_deployment(NOBODYS_ID, timeout=-1)


def test_a_cimi_deployment_is_followed_to_its_end(api, cimi_deployment):
    api.cimi_operation(cimi_deployment, 'start')
    changes = []
    for change in api.follow_deployment(cimi_deployment):
        changes.append(change)
        if change.name == 'machine:hostname':
            done = {'name': 'complete', 'nodeID': 'machine', 'value': 'Provisioning'}
            parameter = api.cimi_one('deploymentParameters', (Attr('name') == 'complete')
                                     & (Attr('deployment/href') == cimi_deployment))
            api.cimi_edit(parameter, dict(parameter.json, **done))
        if change.value == 'executing':
            api.cimi_operation(cimi_deployment, 'stop')
    assert [change.value for change in changes if change.name == 'state'] == [
        'starting', 'started', 'stopping', 'stopped']
    assert [change.value for change in changes if change.name == 'ss:state'] == [
        'provisioning', 'executing']
    assert {change.name for change in changes if change.kind == 'parameter'} >= {
        'machine:hostname', 'machine:port', 'machine:complete'}
    assert any(cimi_deployment in change.value for change in changes if change.kind == 'event')
    assert [change.time for change in changes if not change.time] == []


def test_a_cimi_deployment_that_is_deleted_has_ended(api, cimi_deployment):
    values = []
    for change in api.follow_deployment(cimi_deployment):
        if change.name == 'state':
            values.append(change.value)
            api.cimi_delete(cimi_deployment)
    assert values == ['created']


def test_a_collection_is_followed_from_now_on(api, sandbox):
    add_object(api, 'before')
    sandbox.clock.advance(1)
    objects = api.follow('externalObjects', timeout=30)
    made = add_object(api, 'one')
    assert next(objects).id == made
    sandbox.clock.advance(1)
    api.cimi_edit(made, {'name': 'renamed'})
    sandbox.clock.advance(1)
    other = add_object(api, 'two')
    assert next(objects).json['name'] == 'renamed' and next(objects).id == other
    assert list(objects) == []


def add_object(api, name):
    """Add an external object; return its id."""
    credential = api.get_cloud_credentials("connector/href='connector/exoscale-ch-gva'")[0].id
    return api.cimi_add('externalObjects', {'externalObjectTemplate': {
        'href': 'external-object-template/generic', 'bucketName': 'b', 'objectName': name,
        'contentType': 'text/plain', 'objectStoreCred': {'href': credential}}})['resource-id']


def test_a_collection_is_followed_from_a_time_on_and_by_a_filter(api, sandbox):
    api.deploy(WORDPRESS)
    sandbox.clock.advance(100)
    ready = Attr('content/state').is_in(['Executing', 'Ready'])
    events = list(api.follow('events', ready, since='2019-03-29T08:00:20.000Z', timeout=0))
    assert [event.content['state'] for event in events] == ['Ready']
    events = list(api.follow('events', since='2019-03-29T08:00:00.000Z', timeout=40))
    assert [event.content['state'].lower() for event in events] == STATES[:5]


def test_a_collection_is_followed_although_the_service_fails(api, sandbox):
    events = api.follow('events', timeout=600)
    sandbox.faults.add(status=503, times=12, path='/api/event')
    deployment_id = api.deploy(WORDPRESS)
    seen = []
    for event in events:
        seen.append(event.content['state'].lower())
        if seen[-1] == 'ready':
            api.terminate(deployment_id)
    assert sorted(seen) == sorted(STATES)


def test_a_collection_that_is_not_there_is_reported_at_once(api):
    with pytest.raises(UnknownCollectionError):
        api.follow('evnts')
    with pytest.raises(ValueError):
        api.follow('events', since='yesterday')
    with pytest.raises(TypeError):
        api.follow('events', since=7)


def test_secrets_are_not_shown(api, sandbox):
    deployment_id = api.deploy(WORDPRESS)
    sandbox.clock.advance(100)
    api.terminate(deployment_id)
    change, = [change for change in api.follow_deployment(deployment_id)
               if change.name == 'machine:admin_password']
    assert len(change.value) > 9
    assert change.value not in repr(change) and change.value not in change._repr_html_()
    assert 'machine:admin_password' in repr(change)
