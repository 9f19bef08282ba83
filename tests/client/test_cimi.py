# -*- coding: utf-8 -*-
"""The JSON interface."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import (BadRequestError, ConflictError, ForbiddenError,
                                   NoResultFoundError, NotFoundError, UnknownCollectionError,
                                   UnknownNameError, UnknownOperationError)

from .names import LAUNCH, NOBODYS_ID, WORDPRESS

_DESCRIBE = 'http://sixsq.com/slipstream/1/action/describe'
_STOP = 'http://schemas.dmtf.org/cimi/2/action/stop'


def _event(state, when, resource='run/' + NOBODYS_ID):
    return {'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
            'timestamp': '2019-03-29T08:00:%02d.000Z' % when, 'type': 'state',
            'severity': 'low', 'content': {'resource': {'href': resource}, 'state': state}}


@pytest.fixture
def events(api):
    """Three events; their ids."""
    return [api.cimi_add('events', _event(state, when))['resource-id']
            for when, state in enumerate(('Provisioning', 'Executing', 'Ready'))]


@pytest.mark.parametrize('use', [
    lambda api, added: api.cimi_get(added).id,
    lambda api, added: api.cimi_edit(added, {'name': 'new'}).id,
    lambda api, added: api.cimi_update(added, {'name': 'new'}).id,
    lambda api, added: api.cimi_delete(added)['resource-id'],
    lambda api, added: api.delete_api_key(added) and added['resource-id']])
def test_the_response_to_an_addition_stands_for_what_was_added(api, use):
    template = {'href': 'credential-template/generate-api-key', 'ttl': 60}
    added = api.cimi_add('credentials', {'credentialTemplate': template})
    assert use(api, added) == added['resource-id']


def test_an_operation_takes_the_response_to_an_addition(api):
    added = api.cimi_add('events', _event('Ready', 0))
    with pytest.raises(UnknownOperationError) as info:
        api.cimi_operation(added, 'stop')
    assert added['resource-id'] in str(info.value)


def test_the_entry_point_lists_every_collection(api):
    entry_points = api.cimi_cloud_entry_point.entry_points
    assert (entry_points['events'], entry_points['serviceOffers'],
            entry_points['virtualMachines']) == ('event', 'service-offer', 'virtual-machine')
    assert len(entry_points) == 38
    assert api.cimi_cloud_entry_point.base_uri.startswith(api.endpoint)


@pytest.mark.parametrize('use, expected', [
    (lambda api, row: len(api.cimi_list(row)), 3),
    (lambda api, row: api.cimi_search(row, last=0).count, 3),
    (lambda api, row: api.cimi_count(row), 3),
    (lambda api, row: api.cimi_first(row).resource_uri.rpartition('/')[2], 'Event'),
    (lambda api, row: api.cimi_one(row, "content/state='Ready'").content['state'], 'Ready'),
    (lambda api, row: api.cimi_add(row, _event('Done', 4)).status, 201),
    (lambda api, row: next(api.follow(row, since='2019-03-29T08:00:00.000Z')).type, 'state')])
@pytest.mark.usefixtures('events')
def test_a_row_of_the_collections_stands_for_its_name(api, use, expected):
    row = next(row for row in api.cimi_list() if row.name == 'events')
    assert use(api, row) == expected


@pytest.mark.parametrize('call', ['cimi_search', 'cimi_list', 'cimi_count', 'cimi_first',
                                  'cimi_one', 'follow'])
def test_what_can_be_no_name_of_a_collection_is_refused(api, call):
    with pytest.raises(TypeError) as info:
        getattr(api, call)(['events'])
    assert 'The name of a collection must be a string such as events' in str(info.value)


NOBODY = '; nobody is logged in: log in to see yours'


def test_an_empty_result_says_that_nobody_is_logged_in(sandbox, api, events):
    nobody = sandbox.api(login=False)
    everything = nobody.cimi_list('events')
    assert len(everything) == 0
    for empty, head in [(nobody.cimi_search('events'), 'CimiCollection of events: 0 of 0'),
                        (everything, 'CimiSequence of events: 0'),
                        (everything[:5], 'CimiSlice of events: 0 from 0')]:
        assert repr(empty) == '<%s%s>' % (head, NOBODY)
        assert head + NOBODY in empty._repr_html_()
    with pytest.raises(NoResultFoundError) as caught:
        nobody.cimi_one('events')
    assert str(caught.value) == 'The search of events found nothing' + NOBODY


def test_what_is_empty_for_you_or_not_empty_for_anybody_says_no_more(sandbox, api):
    assert repr(api.cimi_search('events')) == '<CimiCollection of events: 0 of 0>'
    for last in None, 0:
        shown = repr(sandbox.api(login=False).cimi_search('sessionTemplates', last=last))
        assert NOBODY not in shown


def test_a_resource_can_be_added_read_and_deleted(api, sandbox):
    added = api.cimi_add('events', _event('Ready', 7))
    identifier = added['resource-id']
    assert added.json == {'status': 201, 'message': '%s created' % identifier,
                          'resource-id': identifier}
    assert added.json.get('resource-id') == identifier and added.message.endswith('created')
    event = api.cimi_get(identifier)
    assert (event.id, event.type, event.content['state'],
            event.timestamp) == (identifier, 'state', 'Ready', '2019-03-29T08:00:07.000Z')
    assert event.resource_uri == 'http://schemas.dmtf.org/cimi/2/Event'
    assert [api.cimi_get(form) for form in ('/' + identifier, 'api/' + identifier,
                                            '%s/api/%s' % (sandbox.endpoint, identifier))] == [
                                                event] * 3
    assert api.cimi_get(identifier, select='type, severity').json.get('content') is None
    deleted = api.cimi_delete(event)
    assert deleted.json == {'status': 200, 'message': '%s deleted' % identifier,
                            'resource-id': identifier}
    with pytest.raises(NotFoundError) as caught:
        api.cimi_get(identifier)
    assert caught.value.reason == '%s not found' % identifier


def test_cimi_search_orders_pages_and_selects(api, events):
    newest_first = api.cimi_search('events', orderby='timestamp:desc')
    assert (newest_first.count, len(newest_first), [event.id for event in newest_first]) == (
        3, 3, events[::-1])
    assert newest_first.json['count'] == 3 and len(newest_first.json['events']) == 3
    assert [resource.id for resource in newest_first.resources()] == [
        resource.id for resource in newest_first.resources_list] == events[::-1]
    assert [event.content['state'] for event in api.cimi_search(
        'events', first=2, last=2, orderby='timestamp')] == ['Executing']
    counted = api.cimi_search(resource_type='events', last=0)
    assert (counted.count, counted.resources_list) == (3, [])
    chosen = api.cimi_search('events', select='id, type', filter=None, end=1)[0]
    assert (chosen.type, chosen.json.get('content')) == ('state', None)
    assert [sorted(set(resource.json) - {'acl', 'resourceURI', 'operations'})
            for resource in api.cimi_search('events', select=['id', 'timestamp'])] == [
                ['id', 'timestamp']] * 3


@pytest.mark.parametrize('condition, expected', [
    ("content/state='Ready'", ['Ready']),
    ('content/state="Ready" or content/state="Executing"', ['Executing', 'Ready']),
    ("type='state' and severity='low'", ['Provisioning', 'Executing', 'Ready']),
    ("content/state^='P'", ['Provisioning']),
    ("content/state!='Ready' and (type='alarm' or type='state')", ['Provisioning', 'Executing']),
    ("content/state='nope'", []),
    ("timestamp>'2019-03-29T08:00:00.500Z'", ['Executing', 'Ready']),
    (["type='state'", "content/state!='Ready'"], ['Provisioning', 'Executing'])])
def test_cimi_search_returns_what_the_filter_selects(api, events, condition, expected):
    selected = api.cimi_search('events', filter=condition, orderby='timestamp:asc')
    assert [event.content['state'] for event in selected] == expected


def test_b01_a_collection_can_be_looped_over_within_its_loop(api, events):
    collection = api.cimi_search('events')
    assert len([(one.id, other.id) for one in collection for other in collection]) == 9
    assert [len(collection.resources_list) for _ in collection] == [3, 3, 3]


def test_invalid_and_forbidden_searches_are_refused(api, anybody):
    with pytest.raises(ValueError):  # before it is sent
        api.cimi_search('events', filter='a=')
    with pytest.raises(BadRequestError) as caught:
        api._cimi_request('GET', 'event', params={'$filter': 'a='})
    assert caught.value.response.json()['status'] == 400
    with pytest.raises(ForbiddenError) as caught:
        anybody.cimi_search('jobs')
    assert caught.value.reason == 'credentials required'
    assert anybody.cimi_search('events').count == 0


def test_cimi_search_returns_aggregations(api):
    offers = api.cimi_search('serviceOffers', filter="resource:type='VM'",
                            aggregation='max:resource:vcpu', last=0)
    assert offers.aggregations['max:resource:vcpu']['value'] == 8


def test_b74_a_name_that_the_service_does_not_have_is_refused(api, events):
    with pytest.raises(UnknownCollectionError) as caught:
        api.cimi_search('job')
    assert isinstance(caught.value, KeyError) and 'jobs' in '%s' % caught.value
    with pytest.raises(UnknownOperationError) as caught:
        api.cimi_edit(events[0], {'severity': 'high'})
    assert events[0] in '%s' % caught.value and 'delete' in '%s' % caught.value
    with pytest.raises(UnknownOperationError):
        api.cimi_add('jobs', {'action': 'a'})
    with pytest.raises(UnknownNameError):
        api.cimi_operation(events[0], 'start')


def test_an_api_key_logs_in_until_it_is_deleted(api, anybody):
    added = api.cimi_add('credentials',
                         {'name': 'ci key',
                          'credentialTemplate': {'href': 'credential-template/generate-api-key',
                                                 'ttl': 3600}})
    assert anybody.login_apikey(added['resource-id'], added['secretKey']).status_code == 201
    assert anybody.username == 'jane'
    edited = api.cimi_edit(added['resource-id'], {'description': 'for builds'})
    assert (edited.id, edited.name,
            edited.description) == (added['resource-id'], 'ci key', 'for builds')
    assert 'description' not in api.cimi_edit(edited.id, {'name': 'other', 'type': 'api-key'},
                                              select='description,type').json
    assert api.cimi_get(edited.id).name == 'other'
    assert api.cimi_delete(edited.id).status == 200
    with pytest.raises(ForbiddenError):
        anybody.login_apikey(added['resource-id'], added['secretKey'])


def test_b69_get_cloud_credentials_returns_only_own_cloud_credentials(api, tarzan):
    mine = api.get_cloud_credentials()
    assert sorted(credential.connector['href'] for credential in mine) == [
        'connector/ec2-eu-west', 'connector/exoscale-ch-dk', 'connector/exoscale-ch-gva']
    selected = api.get_cloud_credentials(
        cimi_filter="connector/href='connector/ec2-eu-west' or name='nothing'")
    assert [(credential.key, credential.secret, credential.type) for credential in selected] == [
        ('AKIAjane0003', 'ec2-secret-of-jane', 'cloud-cred-ec2')]
    assert api.get_cloud_credentials("type='api-key' or type='x'").count == 0
    assert {credential.id for credential in mine} & {credential.id
                                         for credential in tarzan.get_cloud_credentials()} == set()


def test_cimi_operation_accepts_short_and_full_names(api, root):
    template = api.cimi_get('credential-template/generate-api-key')
    for name in (_DESCRIBE, 'describe'):
        described = api.cimi_operation('credential-template/generate-api-key', name)
        assert described.json['ttl']['type'] == 'int'
        assert api.cimi_operation(template, name) == described
    job = root.cimi_add('jobs', {'action': 'collect', 'targetResource': {
        'href': 'connector/ec2-eu-west'}})['resource-id']
    assert root.cimi_edit(job, {'state': 'RUNNING'}).state == 'RUNNING'
    assert root.cimi_operation(job, _STOP, {}).json['state'] == 'STOPPED'


def test_b81_a_response_is_a_mapping(api, events):
    event = api.cimi_get(events[0])
    assert event['resourceURI'] == event.resource_uri
    assert 'timestamp' in event and 'nope' not in event
    with pytest.raises(AttributeError):
        event.nope
    event.json['note'] = 'mine'
    assert event.note == 'mine'
    assert not api.cimi_search('events', filter="type='alarm'")


def test_conflicts_name_what_exists(root):
    document = {'userTemplate': {'href': 'user-template/direct', 'username': 'jane',
                                 'emailAddress': 'j@example.org', 'password': 'A' * 128,
                                 'state': 'ACTIVE', 'firstName': 'J', 'lastName': 'R'}}
    with pytest.raises(ConflictError) as caught:
        root.cimi_add('users', document)
    assert caught.value.response.json()['resource-id'] == 'user/jane'
    assert caught.value.reason == 'conflict with user/jane'


def test_private_calls_that_programs_use_still_work(api, events):
    assert api._cimi_get(events[0])['id'] == events[0]
    assert api._cimi_post('credential-template/generate-api-key/describe')['ttl']['type'] == 'int'
    assert api._cimi_request('GET', events[0])['type'] == 'state'


def test_b75_known_resources_cost_one_request(api, events, sandbox):
    counted = sandbox.faults.add(delay=1e-9, times=None)
    event = api.cimi_get(events[0])
    api.cimi_delete(event)
    assert counted.hits == 2
    api.cimi_add('events', _event('Ready', 9))
    assert counted.hits == 3


def test_deployments_write_events(api, sandbox):
    identifier = api.deploy(WORDPRESS)
    sandbox.clock.advance(LAUNCH)
    selected = api.cimi_search(
        'events', filter="content/resource/href='run/%s' and content/state='Ready'" % identifier)
    assert [event.type for event in selected] == ['state']
