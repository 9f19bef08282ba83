# -*- coding: utf-8 -*-
"""
Session templates and user templates
"""
from __future__ import unicode_literals

import pytest

DESCRIBE = 'http://sixsq.com/slipstream/1/action/describe'
OPEN = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
        'rules': [{'type': 'ROLE', 'principal': 'ANON', 'right': 'VIEW'}]}
RULES = [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'},
         {'principal': 'ANON', 'type': 'ROLE', 'right': 'VIEW'},
         {'principal': 'USER', 'type': 'ROLE', 'right': 'VIEW'}]


def test_anonymous_callers_see_the_templates_for_logins(ask):
    collection = ask('GET', 'session-template', by=None).json
    assert collection['acl']['rules'] == RULES[1:]
    assert 'operations' not in collection
    internal, api_key = collection['sessionTemplates']
    assert internal == {
        'id': 'session-template/internal',
        'resourceURI': 'http://sixsq.com/slipstream/1/SessionTemplate',
        'created': '2019-03-29T08:00:00.000Z', 'updated': '2019-03-29T08:00:00.000Z',
        'method': 'internal', 'instance': 'internal',
        'name': 'Internal', 'description': 'Internal Authentication via Username/Password',
        'group': 'Login with Username/Password',
        'resourceMetadata': 'resource-metadata/session-template-internal', 'username': 'username',
        'password': 'password',
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'}, 'rules': RULES},
        'operations': [{'rel': DESCRIBE, 'href': 'session-template/internal/describe'}]}
    assert (api_key['id'], api_key['key'],
            api_key['secret']) == ('session-template/api-key', 'key', 'secret')
    assert 'group' not in api_key


def test_administrators_may_do_more(ask):
    collection = ask('GET', 'session-template', by='super').json
    assert collection['operations'] == [{'rel': 'add', 'href': 'session-template'}]
    assert [operation['rel'] for operation in collection['sessionTemplates'][0]['operations']] == [
        'edit', 'delete', DESCRIBE]


@pytest.mark.parametrize('body, expected', [
    ({'method': 'github', 'instance': 'github'}, 'github'),
    ({'method': 'oidc', 'instance': 'corporate', 'order': 3, 'hidden': True}, 'oidc-corporate'),
    ({'method': 'mitreid-token', 'instance': 'x', 'token': 'token'}, 'mitreid-token-x')])
def test_a_template_of_sessions_is_named_by_its_method_and_instance(ask, body, expected):
    made = ask('POST', 'session-template', dict(body, acl=OPEN), by='super')
    assert made.json['resource-id'] == 'session-template/' + expected
    assert ask('PUT', made.json['resource-id'], {'icon': 'key'}, by='super').json['icon'] == 'key'


@pytest.mark.parametrize('body', [
    {'method': 'nope', 'instance': 'nope'}, {'method': 'internal', 'instance': 'x'},
    {'instance': 'x'}, {'method': ['internal'], 'instance': 'x'},
    {'method': 'github', 'instance': 'Git Hub'}, {'method': 'github', 'instance': 'x', 'order': -1},
    {'method': 'github', 'instance': 'x', 'a': 1}])
def test_an_invalid_template_is_refused(ask, body):
    assert ask('POST', 'session-template', dict(body, acl=OPEN), by='super').status == 400


@pytest.mark.parametrize('kind, body', [
    ('session-template', {'method': 'github', 'instance': 'github'}),
    ('user-template', {'method': 'auto', 'instance': 'auto'})])
def test_the_access_control_list_is_mandatory(ask, kind, body):
    answer = ask('POST', kind, body, by='super')
    assert answer.status == 400
    assert ':acl' in answer.message
    assert ask('POST', kind, dict(body, acl=OPEN), by='super').status == 201
    assert ask('POST', kind, dict(body, acl=OPEN), by='super').status == 409
    assert ask('POST', kind, dict(body, acl=OPEN)).status == 403


def test_a_template_of_sessions_describes_its_members(ask):
    described = ask('POST', 'session-template/internal/describe', by=None).json
    assert described['password']['type'] == 'password'
    assert described['acl']['rules'] == RULES
    assert ask('POST', 'user-template/direct/describe', by=None).status == 403
    assert ask('POST', 'user-template/direct/describe',
               by='super').json['state']['enum'] == ['NEW', 'ACTIVE', 'DELETED', 'SUSPENDED']


def test_the_user_template_is_for_administrators(ask):
    assert ask('GET', 'user-template', by=None).json['userTemplates'] == []
    templates = ask('GET', 'user-template', by='super').json['userTemplates']
    assert [template['id'] for template in templates] == ['user-template/direct']
    assert (templates[0]['firstName'], templates[0]['resourceMetadata']) == (
        'John', 'user-template-direct')
    assert [operation['rel']
            for operation in templates[0]['operations']] == ['edit', 'delete', DESCRIBE]


@pytest.mark.parametrize('body', [
    {'method': 'nope', 'instance': 'nope'}, {'method': 'auto'},
    {'method': 'auto', 'instance': 'auto', 'colour': 'red'},
    {'method': {}, 'instance': 'a'}])
def test_an_invalid_user_template_is_refused(ask, body):
    assert ask('POST', 'user-template', dict(body, acl=OPEN), by='super').status == 400
