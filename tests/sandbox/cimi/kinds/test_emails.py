# -*- coding: utf-8 -*-
"""
Mail addresses, callbacks, identifiers of users
"""
from __future__ import unicode_literals

import hashlib

import pytest

from slipstream.sandbox.cimi.kinds import emails
from slipstream.sandbox.state import cimi_records

ADDRESS = 'jane@example.org'
EMAIL = 'email/%s' % hashlib.md5(b'jane@example.org').hexdigest()
VALIDATE = {'rel': 'http://sixsq.com/slipstream/1/action/validate', 'href': EMAIL + '/validate'}
EXECUTE = 'http://sixsq.com/slipstream/1/action/execute'


@pytest.fixture
def email(ask):
    """The address of jane."""
    body = {'address': ADDRESS, 'validated': True,
            'acl': {'owner': {'type': 'USER', 'principal': 'joe'}}}
    assert ask('POST', 'email', body).json['resource-id'] == EMAIL
    return EMAIL


@pytest.fixture
def callback(ask, email, world):
    """The callback of the mail that was sent to jane."""
    ask('POST', email + '/validate', by=None)
    return list(world.store.table('callback'))[0]


def test_an_address_starts_out_not_validated(ask, email):
    assert ask('GET', email).json == {
        'id': EMAIL, 'resourceURI': 'http://sixsq.com/slipstream/1/Email',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'address': ADDRESS, 'validated': False,
        'acl': {'owner': {'principal': 'jane', 'type': 'USER'},
                'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'delete', 'href': EMAIL}, VALIDATE]}
    assert ask('PUT', email, {'validated': True}).status == 405


def test_adding_the_same_address_again_conflicts(ask, email):
    assert ask('POST', 'email', {'address': ADDRESS}, by='joe').json == {
        'status': 409, 'message': 'conflict with ' + EMAIL, 'resource-id': EMAIL}


@pytest.mark.parametrize('body', [{}, {'address': 'nowhere'}, {'address': 5},
                                  {'address': ADDRESS, 'colour': 'red'},
                                  {'address': 'a b@example.org'}])
def test_an_invalid_address_is_refused(ask, body):
    assert ask('POST', 'email', body).status == 400


def test_a_mailed_link_validates_an_address(ask, email, world):
    answer = ask('POST', email + '/validate', by=None)
    assert (answer.status, answer.json) == (
        202, {'status': 202, 'message': 'check your mailbox for a validation message'})
    assert 'Location' not in answer.headers
    mail = list(world.store.table('mail'))[0]
    assert (mail['to'], mail['sent']) == (ADDRESS, '2019-03-29T08:00:00.000Z')
    followed = ask('GET', mail['link'].partition('/api/')[2], by=None)
    assert followed.json == {'status': 200, 'message': EMAIL + ' successfully validated',
                             'resource-id': EMAIL}
    document = ask('GET', email).json
    assert document['validated'] is True
    assert VALIDATE not in document['operations']
    again = ask('POST', email + '/validate')
    assert (again.status, again.message) == (400, 'email address is already validated')


def test_a_callback_works_once(ask, callback):
    assert ask('POST', callback['id'] + '/execute', by=None).status == 200
    again = ask('POST', callback['id'] + '/execute', by=None)
    assert (again.status, again.json) == (409, {
        'status': 409, 'message': 'cannot re-execute callback', 'resource-id': callback['id']})
    assert ask('GET', callback['id'], by='super').json['state'] == 'SUCCEEDED'


def test_a_callback_expires(ask, callback, world):
    assert EXECUTE in [operation['rel']
                       for operation in ask('GET', callback['id'], by='super').json['operations']]
    world.clock.advance(emails.LIFETIME)
    assert [operation['rel']
            for operation in ask('GET', callback['id'], by='super').json['operations']] == [
        'delete']
    assert ask('POST', callback['id'] + '/execute', by=None).status == 409


def test_a_callback_whose_target_is_gone_fails(ask, callback, email):
    ask('DELETE', email)
    answer = ask('POST', callback['id'] + '/execute', by=None)
    assert (answer.status, answer.message) == (404, '%s not found' % EMAIL)
    assert ask('GET', callback['id'], by='super').json['state'] == 'FAILED'


def test_an_address_is_validated_once(ask, callback, email, world):
    assert ask('POST', email + '/validate', by=None).status == 202
    second = list(world.store.table('callback'))[-1]['id']
    assert ask('POST', callback['id'] + '/execute', by=None).status == 200
    answer = ask('POST', second + '/execute', by=None)
    assert (answer.status, answer.message) == (400, 'email address is already validated')
    assert ask('GET', second, by='super').json['state'] == 'FAILED'


def test_callbacks_are_for_administrators(ask, callback):
    assert ask('GET', callback['id']).status == 403
    assert ask('GET', 'callback').status == 403
    assert ask('PUT', callback['id'], {'state': 'WAITING'}, by='super').status == 405
    made = ask('POST', 'callback', {'action': 'dance', 'data': {'partner': 'joe'}},
               by='super').json['resource-id']
    document = ask('GET', made, by='super').json
    assert document['state'] == 'WAITING'
    assert document['acl']['rules'] == [cimi_records.role('ADMIN', 'VIEW'), cimi_records.ADMIN_ALL]
    assert ask('POST', made + '/execute', by=None).status == 400
    assert ask('POST', 'callback', {'action': ''}, by='super').status == 400


def test_an_identifier_is_named_by_its_digest(ask):
    body = {'identifier': 'github:jane-gh', 'user': {'href': 'user/jane'},
            'acl': {'owner': {'type': 'USER', 'principal': 'joe'}}}
    made = ask('POST', 'user-identifier', body, by='super').json['resource-id']
    assert made == 'user-identifier/%s' % hashlib.md5(b'github:jane-gh').hexdigest()
    document = ask('GET', made).json
    assert document['user'] == {'href': 'user/jane'}
    assert document['acl']['rules'] == [cimi_records.user('jane', 'VIEW'), cimi_records.ADMIN_ALL]
    assert ask('POST', 'user-identifier', body).status == 403
    assert ask('GET', made, by='joe').status == 403
    assert ask('POST', 'user-identifier', body, by='super').status == 409
    assert ask('PUT', made, {'identifier': 'github:other'},
               by='super').json['identifier'] == 'github:other'


@pytest.mark.parametrize('body',
                         [{'identifier': 'x'}, {'identifier': 'x', 'user': {'href': 'jane'}},
                          {'user': {'href': 'user/jane'}}])
def test_an_invalid_identifier_is_refused(ask, body):
    assert ask('POST', 'user-identifier', body, by='super').status == 400
