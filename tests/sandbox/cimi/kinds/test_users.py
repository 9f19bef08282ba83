# -*- coding: utf-8 -*-
"""
Users
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.compat import quote
from slipstream.sandbox.state.accounts import password_digest

DIRECT = {'href': 'user-template/direct', 'username': 'kim', 'emailAddress': 'kim@example.org',
          'password': password_digest('secret of kim'),
          'state': 'ACTIVE', 'firstName': 'Kim', 'lastName': 'Roe'}
EPOCH = '1970-01-01T00:00:00.000Z'
SELF = {'href': 'user-template/self-registration', 'username': 'lee', 'password': 'long enough',
        'passwordRepeat': 'long enough',
        'emailAddress': 'lee@example.org'}


@pytest.fixture
def make(ask):
    """A function that adds a user."""
    return lambda template, by='super', **beside: ask('POST', 'user',
                                                      dict(beside, userTemplate=template), by=by)


TEMPLATE = {'method': 'self-registration', 'instance': 'self-registration',
            'username': 'username', 'password': 'password',
            'passwordRepeat': 'password', 'emailAddress': 'user@example.org',
            'group': 'Registration',
            'acl': {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
                    'rules': [{'type': 'ROLE', 'principal': 'ANON', 'right': 'VIEW'}]}}


@pytest.fixture
def opened(ask):
    """The administrator allows users to register."""
    assert ask('POST', 'user-template', TEMPLATE, by='super').status == 201


@pytest.mark.parametrize('name', ['username', 'password', 'passwordRepeat', 'emailAddress'])
def test_members_that_the_template_of_registrations_needs_are_required(ask, name):
    template = dict((key, value) for key, value in TEMPLATE.items() if key != name)
    answer = ask('POST', 'user-template', template, by='super')
    assert (answer.status, ':%s ' % name in answer.message) == (400, True)
    assert ask('POST', 'user-template', TEMPLATE, by='super').status == 201


def test_an_administrator_adds_a_user_directly(ask, make, world):
    made = make(DIRECT)
    assert (made.status, made.json['resource-id']) == (201, 'user/kim')
    document = ask('GET', 'user/kim', by='super').json
    assert document == {
        'id': 'user/kim', 'resourceURI': 'http://sixsq.com/slipstream/1/User',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'username': 'kim', 'emailAddress': 'kim@example.org',
        'firstName': 'Kim', 'lastName': 'Roe',
        'organization': '', 'roles': '', 'state': 'ACTIVE', 'isSuperUser': False, 'deleted': False,
        'method': 'direct',
        'href': 'user-template/direct', 'resourceMetadata': 'user-template-direct',
        'password': password_digest('secret of kim'),
        'lastOnline': EPOCH, 'activeSince': EPOCH, 'lastExecute': EPOCH,
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'},
                          {'principal': 'kim', 'type': 'USER', 'right': 'MODIFY'}]},
        'operations': [{'rel': 'edit', 'href': 'user/kim'}, {'rel': 'delete', 'href': 'user/kim'}]}
    assert world.accounts.check_password('kim', 'secret of kim')


def test_placeholders_become_values(ask, make):
    make({'href': 'user-template/direct', 'username': 'kim', 'emailAddress': 'kim@example.org',
          'method': 'x', 'id': 'y'})
    document = ask('GET', 'user/kim', by='super').json
    assert (document['firstName'], document['lastName'], document['state'],
            document['method']) == ('John', 'Doe', 'NEW', 'direct')


def test_adding_the_same_user_again_conflicts(make):
    answer = make(dict(DIRECT, username='jane'))
    assert (answer.status, answer.json) == (
        409, {'status': 409, 'message': 'conflict with user/jane', 'resource-id': 'user/jane'})


def test_a_missing_or_wrong_template_is_refused(ask, make):
    missing = make({'username': 'kim'})
    assert (missing.status, missing.message) == (400, 'missing or invalid UserTemplate reference')
    unknown = make(dict(DIRECT, href='user-template/nope'))
    assert (unknown.status, unknown.message) == (404, 'user-template/nope not found')
    for by in ('jane', None):
        closed = make(DIRECT, by=by)
        assert (closed.status,
                closed.message) == (400, 'requested href cannot be accessed: user-template/direct')
    template = {'method': 'auto', 'instance': 'auto',
                'acl': {'owner': {'type': 'ROLE', 'principal': 'ADMIN'}}}
    ask('POST', 'user-template', template, by='super')
    answer = make({'href': 'user-template/auto', 'username': 'kim',
                   'emailAddress': 'k@example.org'})
    assert (answer.status, answer.message) == (
        400, "cannot validate UserTemplate create document with method: 'auto'")


@pytest.mark.parametrize('members', [{'state': 'HAPPY'}, {'isSuperUser': 'yes'}, {'username': ''},
                                     {'colour': 'red'}, {'password': 5}])
def test_an_invalid_user_is_refused(make, members):
    assert make(dict(DIRECT, **members)).status == 400


@pytest.mark.parametrize('identity, status', [(None, 201), (['realm:kim'], 201), ('realm:kim', 400),
                                              ([''], 400)])
def test_names_elsewhere_may_be_null(make, identity, status):
    assert make(dict(DIRECT, externalIdentity=identity)).status == status


def test_only_administrators_make_administrators(ask, make):
    rules = [{'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'}]
    acl = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'}, 'rules': rules}
    assert ask('PUT', 'user-template/direct', {'acl': acl}, by='super').status == 200
    assert make(dict(DIRECT, isSuperUser=True), by='jane').status == 201
    assert ask('GET', 'user/kim', by='super').json['isSuperUser'] is False
    assert ask('PUT', 'user/jane',
               {'id': 'user/jane', 'isSuperUser': True}).json['isSuperUser'] is False
    assert ask('PUT', 'user/jane', {'id': 'user/jane', 'isSuperUser': True},
               by='super').json['isSuperUser'] is True


def test_the_flag_does_not_appear_from_nowhere(ask, world):
    user = dict(world.store.table('user').get('user/jane'))
    del user['isSuperUser']
    world.store.table('user').put('user/jane', user)
    assert 'isSuperUser' not in ask('PUT', 'user/jane',
                                    {'id': 'user/jane', 'isSuperUser': True}).json


def test_edits_need_the_id_in_the_body(ask):
    answer = ask('PUT', 'user/jane', {'firstName': 'Janet'})
    assert (answer.status, answer.message) == (400, 'id is not provided in the document.')
    assert ask('PUT', 'user/jane',
               {'id': 'user/jane', 'firstName': 'Janet'}).json['firstName'] == 'Janet'


def test_the_id_in_the_body_is_the_one_that_counts(ask):
    answer = ask('PUT', 'user/jane', {'id': 'user/joe', 'organization': 'Elsewhere'}, by='super')
    assert (answer.json['id'], answer.json['organization']) == ('user/joe', 'Elsewhere')
    assert ask('GET', 'user/jane').json['organization'] == ''
    assert ask('PUT', 'user/jane', {'id': 'user/joe', 'organization': 'x'}).status == 403
    assert ask('PUT', 'user/jane', {'id': 'user/nobody'}, by='super').status == 404


def test_a_selection_removes_nothing(ask):
    assert ask('PUT', 'user/jane?$select=firstName',
               {'id': 'user/jane'}).json['firstName'] == 'Jane'


def test_users_see_themselves(ask):
    assert [user['id'] for user in ask('GET', 'user').json['users']] == ['user/jane']
    assert ask('GET', 'user', by=None).json['count'] == 0
    assert ask('GET', 'user', by='super').json['count'] == 3


def test_names_from_elsewhere_have_slashes(ask, make):
    make(dict(DIRECT, username='realm/kim'))
    assert ask('GET', 'user/realm/kim', by='super').json['username'] == 'realm/kim'


def test_anybody_may_register(ask, make, world, opened):
    made = make(SELF, by=None)
    assert (made.status, made.json['resource-id']) == (201, 'user/lee')
    document = ask('GET', 'user/lee', by='super').json
    assert (document['state'], document['method']) == ('NEW', 'self-registration')
    assert document['password'] == password_digest('long enough')
    assert not {'passwordRepeat', 'group', 'instance'} & set(document)
    mail = list(world.store.table('mail'))[0]
    assert mail['to'] == 'lee@example.org'
    assert not world.accounts.check_password('lee', 'long enough')
    answer = ask('GET', mail['link'].partition('/api/')[2], by=None)
    assert (answer.status, answer.json) == (200, {
        'status': 200, 'message': 'user/lee successfully validated', 'resource-id': 'user/lee'})
    assert world.accounts.check_password('lee', 'long enough')


def test_a_form_can_register_a_user(ask, opened):
    raw = ('href=user-template%2Fself-registration&username=lee&password=long%20enough'
           '&passwordRepeat=long%20enough'
           '&emailAddress=lee%40example.org').encode('ascii')
    assert ask('POST', 'user', by=None, raw=raw,
               headers=[('Content-Type', 'application/x-www-form-urlencoded')]).status == 201


@pytest.mark.parametrize('members, message', [
    ({'passwordRepeat': 'something else'}, 'password and passwordRepeat are not the same'),
    ({'password': 'short', 'passwordRepeat': 'short'}, 'password must have at least 8 characters'),
    ({'emailAddress': 'nowhere'}, 'resource does not satisfy defined schema:\n'),
    ({'isSuperUser': True}, 'resource does not satisfy'),
    ({'state': 'ACTIVE'}, 'resource does not satisfy')])
def test_the_refusal_of_a_registration_quotes_no_password(make, opened, members, message):
    answer = make(dict(SELF, **members), by=None)
    assert answer.status == 400
    assert answer.message.startswith(message)
    assert 'long enough' not in answer.text


@pytest.mark.parametrize('members, message', [
    ({'passwordRepeat': 'something else'}, 'password and passwordRepeat are not the same'),
    ({'username': 'jane'}, 'conflict with user/jane'),
    ({'href': 'user-template/nope'}, 'user-template/nope not found'),
    ({'href': 'user-template/direct'}, 'requested href cannot be accessed: user-template/direct')])
@pytest.mark.parametrize('place, beginning', [
    ('https://portal.example.org/done', 'https://portal.example.org/done?error='),
    ('https://portal.example.org/?a=b', 'https://portal.example.org/?a=b&error=')])
def test_a_browser_is_sent_on_when_a_registration_fails(make, opened, members, message, place,
                                                        beginning):
    answer = make(dict(SELF, redirectURI=place, **members), by=None)
    assert (answer.status, answer.text) == (303, '')
    assert answer.headers.get('Location') == beginning + quote(message, safe='')


def test_a_browser_is_sent_on_when_a_registration_succeeds(ask, make, opened):
    answer = make(dict(SELF, redirectURI='https://portal.example.org/done'), by=None)
    assert (answer.status, answer.text) == (303, '')
    assert answer.headers.get('Location') == 'https://portal.example.org/done'
    document = ask('GET', 'user/lee', by='super').json
    assert (document['state'], 'redirectURI' in document) == ('NEW', False)


@pytest.mark.parametrize('place', ['', 'https://x/\r\nSet-Cookie: a', 'a b', 5])
def test_an_invalid_address_to_redirect_to_is_refused(ask, make, opened, place):
    assert make(dict(SELF, redirectURI=place), by=None).status == 400
    assert ask('GET', 'user/lee', by='super').status == 404


def test_the_template_may_say_where_browsers_are_sent(ask, make, opened):
    ask('PUT', 'user-template/self-registration', {'redirectURI': 'https://portal.example.org'},
        by='super')
    assert make(SELF, by=None).headers.get('Location') == 'https://portal.example.org'


def test_a_form_may_say_where_browsers_are_sent(ask, opened):
    raw = ('href=user-template%2Fself-registration&username=lee&password=long%20enough'
           '&passwordRepeat=different&emailAddress=lee%40example.org'
           '&redirectURI=https%3A%2F%2Fportal.example.org').encode('ascii')
    answer = ask('POST', 'user', by=None, raw=raw,
                 headers=[('Content-Type', 'application/x-www-form-urlencoded')])
    assert answer.status == 303
    assert answer.headers.get('Location').startswith('https://portal.example.org?error=')


def test_the_link_does_not_wake_a_suspended_user(ask, make, world, opened):
    make(SELF, by=None)
    ask('PUT', 'user/lee', {'id': 'user/lee', 'state': 'SUSPENDED'}, by='super')
    link = list(world.store.table('mail'))[0]['link']
    answer = ask('GET', link.partition('/api/')[2], by=None)
    assert (answer.status, answer.message) == (400, "user/lee is not in the 'NEW' state")
    assert ask('GET', 'user/lee', by='super').json['state'] == 'SUSPENDED'
