# -*- coding: utf-8 -*-
"""
Events and notifications
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records, events

EVENT = {'acl': {'owner': {'type': 'USER', 'principal': 'jane'}},
         'timestamp': '2019-03-29T08:20:11.480Z', 'type': 'state', 'severity': 'medium',
         'content': {'resource': {'href': 'run/45c1e9b2-3a7d-4d0f-8e5b-6f2a1c0d9e83'},
                     'state': 'Provisioning'}}


@pytest.mark.parametrize('kind, key, uri', [('event', 'events', 'Event'),
                                            ('notification', 'notifications', 'Notification')])
def test_events_and_notifications_are_added_and_deleted_alike(ask, kind, key, uri):
    made = ask('POST', kind, EVENT, by=None)
    assert made.status == 201
    collection = ask('GET', kind).json
    assert collection['resourceURI'] == 'http://schemas.dmtf.org/cimi/2/%sCollection' % uri
    assert collection['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                            'rules': [{'principal': 'ANON', 'type': 'ROLE', 'right': 'ALL'}]}
    document = collection[key][0]
    assert document['operations'] == [{'rel': 'delete', 'href': made.json['resource-id']}]
    assert document['content'] == EVENT['content']
    assert ask('PUT', document['id'], EVENT).status == 405
    assert ask('DELETE', document['id'], by='joe').status == 403
    assert ask('DELETE', document['id']).status == 200


def test_events_are_listed_newest_first(ask):
    for moment in ('2019-03-29T08:00:00.5Z', '2019-03-29T10:30:00.0+01:00',
                   '2019-03-29T09:00:00.0Z'):
        ask('POST', 'event', dict(EVENT, timestamp=moment))
    assert [event['timestamp'][:16] for event in ask('GET', 'event').json['events']] == [
        '2019-03-29T10:30', '2019-03-29T09:00', '2019-03-29T08:00']


def test_whom_the_list_does_not_name_does_not_see_it(ask):
    ask('POST', 'event', EVENT)
    assert ask('GET', 'event', by='joe').json['count'] == 0
    assert ask('GET', 'event', by=None).json['count'] == 0


def test_the_list_is_mandatory(ask):
    assert ask('POST', 'event',
               dict((name, EVENT[name]) for name in EVENT if name != 'acl')).status == 400


@pytest.mark.parametrize('members', [
    {'severity': 'urgent'}, {'type': 'other'}, {'timestamp': '2019-03-29T08:20:11Z'},
    {'content': {'state': 'x'}}, {'parent': 'event/1'},
    {'resourceMetadata': 'x'}, {'colour': 'red'}, {'content': dict(EVENT['content'], more=1)},
    {'properties': {}}, {'description': None},
    {'content': {'resource': {'href': '/run/1'}, 'state': 'x'}},
    {'content': {'resource': {'href': 'run/1', 'a': 'b'}, 'state': 'x'}}])
def test_an_invalid_event_is_refused(ask, members):
    answer = ask('POST', 'event', dict(EVENT, **members))
    assert answer.status == 400
    assert answer.message.startswith('resource does not satisfy defined schema:\n')


def test_the_message_tells_what_was_expected(ask):
    message = ask('POST', 'event', dict(EVENT, severity='urgent')).message
    assert ':severity "urgent"' in message
    assert 'should be one of: "critical", "high", "low", "medium"\n' in message


def test_hrefs_are_lenient(ask):
    for href in ('Run/x_1', 'deployment/1', '0abc', 'a/b/c.d-e'):
        assert ask('POST', 'event',
                   dict(EVENT, content={'resource': {'href': href}, 'state': ''})).status == 201


def test_the_service_writes_events_too(ask, world):
    events.write(world, 'deployment/1', 'STARTED', 'state',
                 cimi_records.acl(cimi_records.user('jane')))
    event = ask('GET', 'event').json['events'][0]
    assert (event['type'], event['severity'],
            event['timestamp']) == ('state', 'medium', '2019-03-29T08:00:00.000Z')
    assert event['content'] == {'resource': {'href': 'deployment/1'}, 'state': 'STARTED'}
