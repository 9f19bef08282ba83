# -*- coding: utf-8 -*-
"""Resources: editing and deleting."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records

from .test_resources import ACL, ADMIN_ALL, SCHEMA, add, only

pytestmark = pytest.mark.usefixtures('kinds')


def test_editing_merges_at_the_top(ask, world):
    offer = add(ask, 'service-offer',
                {'name': 'x', 'a': {'b': 1, 'c': 2}, 'l': [1, 2], 'k': 'stays'})
    before = ask('GET', offer).json
    world.clock.advance(5)
    answer = ask('PUT', offer, {'a': {'b': 3}, 'l': [], 'new': 1})
    assert (answer.status, answer.type) == (200, 'application/json')
    expected = dict(before, a={'b': 3}, l=[], new=1, updated='2019-03-29T08:00:05.000Z')
    del expected['operations']
    assert answer.json == expected
    assert ask('GET', offer).json == dict(expected, operations=before['operations'])


def test_editing_with_nothing_moves_the_time_only(ask, world):
    offer = add(ask, 'service-offer', {'name': 'x'})
    before = ask('GET', offer).json
    for number, body in enumerate([None, {}], 1):
        world.clock.advance(1)
        assert ask('PUT', offer, body).json['updated'] == '2019-03-29T08:00:0%d.000Z' % number
    assert only(ask('GET', offer).json) == only(before)


def test_what_was_read_can_be_sent_back(ask):
    offer = add(ask, 'service-offer', {'name': 'x'})
    read = ask('GET', offer).json
    assert ask('PUT', offer, read).json == read


def test_members_of_the_server_are_ignored(ask):
    offer = add(ask, 'service-offer', {'name': 'x'})
    other = add(ask, 'service-offer', {'name': 'y'})
    before = ask('GET', offer).json
    ask('PUT', offer, {'id': other, 'created': '2000-01-01T00:00:00.0Z', 'resourceURI': 'wrong',
                       'updated': 'never'})
    assert ask('GET', offer).json == before
    assert ask('GET', other).json['name'] == 'y'


@pytest.mark.parametrize('select, body, left', [
    ('name', {}, 'a b'), ('name,a', {'a': 2}, 'a b'), ('name, a&$select=b', {}, ''),
    ('*', {}, 'a b name'), ('n*', {}, 'a b name'),
    ('a.x', {}, 'a b name'),
    ('id,created,updated,resourceURI,acl', {}, 'a b name'), ('unknown', {}, 'a b name'),
    ('', {}, 'a b name')])
def test_an_edit_removes_the_members_it_selects(ask, select, body, left):
    offer = add(ask, 'service-offer', {'name': 'x', 'a': {'x': 1}, 'b': 1})
    answer = ask('PUT', '%s?$select=%s' % (offer, select), body)
    assert sorted(only(answer.json)) == left.split()
    assert sorted(only(ask('GET', offer).json)) == left.split()


def test_only_the_query_string_removes(ask):
    offer = add(ask, 'service-offer', {'name': 'x'})
    answer = ask.put(offer, '$select=name')
    assert answer.status == 500
    assert ask('GET', offer).json['name'] == 'x'


def test_operations_are_echoed(ask, world):
    offer = add(ask, 'service-offer', {'name': 'x'})
    operations = [{'rel': 'mine', 'href': 'x/y'}]
    assert ask('PUT', offer, {'operations': operations}).json['operations'] == operations
    assert 'operations' not in world.store.table('service-offer').get(offer)
    assert [operation['rel']
            for operation in ask('GET', offer).json['operations']] == ['edit', 'delete']
    for bad in ([], None, [{}], 'x'):
        answer = ask('PUT', offer, {'operations': bad, 'name': 'y'})
        assert (answer.status, answer.message.split('\n')[0]) == (400, SCHEMA)
    assert ask('GET', offer).json['name'] == 'x'


def test_an_access_control_list_is_shown_as_sent(ask):
    offer = add(ask, 'service-offer', {'name': 'x'})
    assert ask('PUT', offer, {'acl': ACL}).json['acl'] == ACL
    assert ask('GET', offer).json['acl'] == dict(ACL, rules=[ADMIN_ALL])


def test_edits_are_checked_and_noted(ask, kinds):
    deployment = add(ask, 'deployment', {'note': 'x', 'secrets': 's'})
    assert ask('PUT', deployment, {'colour': 'red'}).status == 400
    assert ask('PUT', deployment + '?$select=state', {}).status == 400
    assert ask('PUT', deployment, {'note': 'y', 'secrets': 'changed'}).json['secrets'] == 's'
    assert kinds['deployment'].log[1:] == [('edited', 'x', 'y')]


def test_the_id_in_a_body_decides_which_resource_is_edited(ask, world):
    answer = ask('PUT', 'user/joe?$select=lastName', {'id': 'user/jane', 'lastName': 'Roe'})
    assert (answer.json['id'], answer.json['lastName']) == ('user/jane', 'Roe')
    assert ask('PUT', 'user/jane?$select=lastName', {'id': 'user/jane'}).json['lastName'] == 'Roe'
    answer = ask('PUT', 'user/jane', {})
    assert (answer.status,
            answer.json) == (400, {'status': 400, 'message': 'id is not provided in the document.'})
    assert ask('PUT', 'user/jane', {'id': 'user/joe'}).status == 403
    assert ask('PUT', 'user/jane', {'id': 'user/nope'}).message == 'user/nope not found'


def test_a_deleted_document_cannot_be_read_or_deleted_again(ask):
    offer = add(ask, 'service-offer', {'name': 'x'})
    answer = ask('DELETE', offer)
    assert (answer.status, answer.type) == (200, 'application/json')
    assert answer.json == {'status': 200, 'message': '%s deleted' % offer, 'resource-id': offer}
    assert ask('GET', offer).status == 404
    assert ask('DELETE', offer).status == 404


def test_a_started_deployment_cannot_be_deleted(ask, world):
    deployment = add(ask, 'deployment', {'note': 'x'})
    cimi_records.update(world, world.store.table('deployment').get(deployment), state='STARTED')
    assert ask('DELETE', deployment).status == 409
    assert ask('GET', deployment).status == 200
    cimi_records.update(world, world.store.table('deployment').get(deployment), state='CREATED')
    assert ask('DELETE', deployment).status == 200
    assert ask('GET', deployment).status == 404


def test_deleting_a_session_clears_the_cookie(ask, world):
    cimi_records.insert(world, 'session', {}, owner=cimi_records.role('session/1'), name='1')
    assert ask('DELETE', 'session/1').headers.get('Set-Cookie') == 'gone'
    assert 'Set-Cookie' not in ask('DELETE', add(ask, 'event', {'acl': ACL})).headers
