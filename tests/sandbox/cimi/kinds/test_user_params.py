# -*- coding: utf-8 -*-
"""
Settings of users
"""
from __future__ import unicode_literals

import pytest

SETTINGS = {'paramsType': 'execution', 'defaultCloudService': 'exoscale-ch-dk',
            'keepRunning': 'on-success', 'mailUsage': 'never',
            'verbosityLevel': 0, 'sshPublicKey': '', 'timeout': 30}


@pytest.fixture
def make(ask):
    """A function that adds settings."""
    def make(by='jane', acl=None, **members):
        body = {'userParamTemplate': dict(SETTINGS, **members)}
        return ask('POST', 'user-param', dict(body, acl=acl) if acl else body, by=by)
    return make


def test_settings_belong_to_their_user_who_may_edit_them(ask, make):
    made = make()
    assert made.status == 201
    document = ask('GET', made.json['resource-id']).json
    assert document['acl'] == {'owner': {'principal': 'jane', 'type': 'USER'}, 'rules': [
        {'principal': 'jane', 'type': 'USER', 'right': 'MODIFY'},
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}
    assert dict((name, document[name]) for name in SETTINGS) == SETTINGS
    assert ask('PUT', document['id'], {'timeout': 45}).json['timeout'] == 45


def test_a_user_lists_their_own_settings(ask, make):
    make()
    collection = ask.put('user-param', "$filter=acl/owner/principal='jane'").json
    assert collection['resourceURI'] == 'http://sixsq.com/slipstream/1/UserParamsCollection'
    assert [settings['resourceURI'] for settings in collection['userParam']] == [
        'http://sixsq.com/slipstream/1/UserParam']


def test_a_user_has_one_settings_document_of_each_type(ask, make):
    first = make().json['resource-id']
    second = make()
    assert second.json == {
        'status': 409, 'message': "Resource of type execution for 'jane' already exists: " + first}
    assert second.status == 409
    assert make(by='joe').status == 201


def test_an_administrator_makes_those_of_a_user(make):
    own = {'owner': {'type': 'USER', 'principal': 'joe'}}
    assert make(by='super', acl=own).status == 201
    assert make(by='super', acl=own).status == 409
    assert make(by='super').status == 201


def test_the_template_is_not_looked_up(make):
    assert make(href='user-param-template/nope').status == 201


@pytest.mark.parametrize('members', [{'paramsType': 'other'}, {'timeout': '30'},
                                     {'keepRunning': ''}, {'colour': 'red'},
                                     {'verbosityLevel': -1}])
def test_invalid_settings_are_refused(make, members):
    assert make(**members).status == 400


def test_placeholders_are_not_merged(ask):
    assert ask('POST', 'user-param',
               {'userParamTemplate': {'href': 'user-param-template/execution'}}).status == 400
    assert ask('POST', 'user-param', {}).status == 400
