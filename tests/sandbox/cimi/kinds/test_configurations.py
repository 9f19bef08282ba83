# -*- coding: utf-8 -*-
"""Configurations"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.cimi.kinds import configuration_templates

DESCRIBE = 'http://sixsq.com/slipstream/1/action/describe'
SLIPSTREAM = 'configuration/slipstream'


@pytest.fixture
def make(ask):
    """A function that adds a configuration."""
    return lambda by='super', **members: ask('POST', 'configuration',
                                             {'configurationTemplate': members}, by=by)


def test_the_service_itself_is_configured_from_the_start(ask):
    document = ask('GET', SLIPSTREAM, by='super').json
    for entry in configuration_templates.configuration_fields('slipstream'):
        if entry.mandatory:
            assert document[entry.name] not in (None, '')
    assert document['service'] == 'slipstream'
    assert document['slipstreamVersion'] == '3.71'
    assert document['configurationTemplate'] == {'href': 'configuration-template/slipstream'}
    assert [operation['rel']
            for operation in document['operations']] == ['edit', 'delete', DESCRIBE]
    assert ask('GET', 'configuration', by='super').json['count'] == 1


def test_it_is_for_administrators(ask):
    for by in ('jane', None):
        for method, place in (('GET', SLIPSTREAM), ('PUT', SLIPSTREAM), ('DELETE', SLIPSTREAM),
                              ('POST', SLIPSTREAM + '/describe'), ('GET', 'configuration')):
            assert ask(method, place, by=by).status == 403


@pytest.mark.parametrize('http', [True, False])
def test_its_addresses_are_those_of_the_sandbox(http):
    with Sandbox(http=http, speed=0) as sandbox:
        with sandbox.api('super') as api:
            document = api.cimi_get(SLIPSTREAM).json
    assert document['serviceURL'] == sandbox.endpoint
    for name in ('clientURL', 'clientBootstrapURL', 'connectorLibcloudURL'):
        assert document[name].startswith(sandbox.endpoint + '/downloads/')


def test_what_an_administrator_writes_stays(ask, world):
    ask('PUT', SLIPSTREAM, {'serviceURL': 'https://our.example.org',
                            'clientURL': 'http://localhostess/client.tgz'}, by='super')
    world.endpoint = 'https://sandbox.test'
    document = ask('GET', SLIPSTREAM, by='super').json
    assert document['serviceURL'] == 'https://our.example.org'
    assert document['clientURL'] == 'http://localhostess/client.tgz'
    assert document['clientBootstrapURL'] == 'https://sandbox.test/downloads/slipstream.bootstrap'


def test_a_service_whose_configuration_was_deleted_can_move(ask, world, make):
    assert ask('DELETE', SLIPSTREAM, by='super').status == 200
    world.endpoint = 'https://sandbox.test'
    assert ask('GET', SLIPSTREAM, by='super').status == 404
    assert make(href='configuration-template/slipstream').status == 201
    assert ask('GET', SLIPSTREAM, by='super').json['serviceURL'] == 'https://localhost'


def test_a_second_configuration_of_the_service_is_a_conflict(ask, make):
    answer = make(href='configuration-template/slipstream', supportEmail='help@example.org')
    assert (answer.status, answer.json['resource-id']) == (409, SLIPSTREAM)
    assert ask('GET', SLIPSTREAM, by='super').json['supportEmail'] == 'support@example.org'


def test_the_addresses_follow_from_one_run_to_the_next(tmpdir):
    path = '%s' % tmpdir.join('state.db')
    for _ in range(2):
        with Sandbox(http=True, speed=0, state=path) as sandbox:
            with sandbox.api('super') as api:
                assert api.cimi_get(SLIPSTREAM).json['serviceURL'] == sandbox.endpoint
    with Sandbox(speed=0, state=path) as sandbox:
        with sandbox.api('super') as api:
            assert api.cimi_get(SLIPSTREAM).json['serviceURL'] == 'https://sandbox.test'


def test_the_version_is_the_one_the_sandbox_is_like():
    with Sandbox(speed=0, server_version='3.46') as sandbox:
        with sandbox.api('super') as api:
            assert api.cimi_get(SLIPSTREAM).json['slipstreamVersion'] == '3.46'


def test_its_members_can_be_changed(ask):
    answer = ask('PUT', SLIPSTREAM, {'supportEmail': 'help@example.org', 'mailPort': 25},
                 by='super')
    assert (answer.json['supportEmail'], answer.json['mailPort']) == ('help@example.org', 25)
    described = ask('POST', SLIPSTREAM + '/describe', by='super').json
    assert described['mailPort']['type'] == 'int'


@pytest.mark.parametrize('members', [{'colour': 'red'}, {'serviceURL': ''}, {'mailPort': '25'},
                                     {'mailSSL': 'yes'}])
def test_an_invalid_configuration_is_refused(ask, members):
    assert ask('PUT', SLIPSTREAM, members, by='super').status == 400


def test_its_password_is_not_repeated_in_a_refusal(ask):
    answer = ask('PUT', SLIPSTREAM, {'mailPassword': {'nested': 'hunter2'}}, by='super')
    assert answer.status == 400
    assert 'hunter2' not in answer.text


def test_a_configuration_of_any_service_can_be_kept(ask, make):
    github = make(href='configuration-template/session-github', instance='corporate')
    assert github.json['resource-id'] == 'configuration/session-github-corporate'
    other = make(service='other', anything=5)
    assert ask('GET', other.json['resource-id'], by='super').json['anything'] == 5
    assert [operation['rel'] for operation in ask('GET', 'configuration/other',
                                        by='super').json['operations']] == ['edit', 'delete']
    assert 'name' in ask('POST', 'configuration/other/describe', by='super').json
    assert make(service='Not Kebab').status == 400
    assert make(by='jane', service='other2').status == 403
