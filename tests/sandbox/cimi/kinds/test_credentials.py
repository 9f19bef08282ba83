# -*- coding: utf-8 -*-
"""
Credentials
"""
from __future__ import unicode_literals

import base64
import re

import pytest

from slipstream.sandbox.state import api_keys, cimi_records, ssh_keys

EVERY_USER = [cimi_records.role('USER', 'VIEW')]
API_KEY = {'href': 'credential-template/generate-api-key'}
PUBLIC = 'ssh-ed25519 %s jane@laptop' % base64.b64encode(
    b'\0\0\0\x0bssh-ed25519\0\0\0 ' + b'k' * 32).decode('ascii')


@pytest.fixture
def make(ask):
    """A function that adds a credential."""
    return lambda template, by='jane', **beside: ask(
        'POST', 'credential', dict(beside, credentialTemplate=template), by=by)


@pytest.fixture
def cloud(world):
    """A connector, and the template of a credential for it."""
    connector = {'cloudServiceType': 'exoscale', 'instanceName': 'exoscale-ch-dk'}
    cimi_records.insert(world, 'connector', connector, rules=EVERY_USER, name='exoscale-ch-dk')
    return {'href': 'credential-template/store-cloud-cred-exoscale',
            'connector': {'href': 'connector/exoscale-ch-dk'}, 'key': 'EXO',
            'secret': 's3cr3t'}


def test_adding_an_api_key_shows_its_secret_once_and_stores_a_digest(ask, make, world):
    made = make(dict(API_KEY, ttl=86400), name='ci key')
    assert made.status == 201
    assert re.match(r'([2-9a-km-np-zA-HJ-NP-Z]{6}\.){4}[2-9a-km-np-zA-HJ-NP-Z]{6}\Z',
                    made.json['secretKey'])
    document = ask('GET', made.json['resource-id']).json
    digest = document.pop('digest')
    assert document == {
        'id': made.json['resource-id'], 'resourceURI': 'http://sixsq.com/slipstream/1/Credential',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'name': 'ci key', 'type': 'api-key',
        'method': 'generate-api-key',
        'expiry': '2019-03-30T08:00:00.000Z',
        'claims': {'identity': 'jane', 'roles': ['USER', 'ANON']},
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                'rules': [{'principal': 'jane', 'type': 'USER', 'right': 'MODIFY'},
                          {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'edit', 'href': document['id']},
                       {'rel': 'delete', 'href': document['id']}]}
    assert made.json['secretKey'] not in digest
    assert api_keys.claims(world, document['id'], made.json['secretKey']) == document['claims']


def test_an_api_key_without_time_to_live_never_expires(ask, make):
    made = make(API_KEY, by='super')
    document = ask('GET', made.json['resource-id'], by='super').json
    assert 'expiry' not in document
    assert document['claims'] == {'identity': 'super', 'roles': ['ADMIN', 'USER', 'ANON']}


@pytest.mark.parametrize('template', [
    dict(API_KEY, ttl=-1), dict(API_KEY, ttl=10 ** 30),
    dict(API_KEY, ttl='10'), dict(API_KEY, colour='red'),
    {'href': 'credential-template/import-ssh-public-key', 'publicKey': ''},
    {'href': 'credential-template/generate-ssh-key-pair', 'size': 100},
    {'href': 'credential-template/generate-ssh-key-pair', 'algorithm': 'md5'}])
def test_an_invalid_credential_is_refused(make, template):
    answer = make(template)
    assert answer.status == 400
    assert answer.message.startswith('resource does not satisfy defined schema:\n')


def test_a_credential_needs_a_template_that_exists(make):
    missing = make({'ttl': 5})
    assert (missing.status, missing.message) == (
        400, "cannot validate CredentialTemplate create document with type: ''")
    unknown = make({'href': 'credential-template/nope'})
    assert (unknown.status,
            unknown.message) == (400, 'requested href not found: credential-template/nope')


@pytest.mark.parametrize('members', [{}, {'publicKey': 'ssh-rsa nonsense'}, {'publicKey': 'x'}])
def test_an_invalid_public_key_is_refused(make, members):
    answer = make(dict({'href': 'credential-template/import-ssh-public-key'}, **members))
    assert (answer.status, answer.message) == (
        400, 'invalid public key: it is not an SSH public key')


def test_anonymous_callers_are_told_about_the_template_first(ask, make):
    closed = make(API_KEY, by=None)
    assert (closed.status, closed.message) == (
        400, 'requested href cannot be accessed: credential-template/generate-api-key')
    assert make({'href': 'credential-template/nope'}, by=None).status == 400
    for template in ({}, {'href': 5}, 'text'):
        assert make(template, by=None).status == 400
    for body in ([], {}, {'name': 'x'}):
        assert ask('POST', 'credential', body, by=None).status == 400
    assert ask('POST', 'user-param',
               {'userParamTemplate': {'href': 'user-param-template/execution'}},
               by=None).status == 403


def test_the_type_is_that_of_the_template(ask, make):
    made = make(dict(API_KEY, type='cloud-cred-exoscale'))
    assert ask('GET', made.json['resource-id']).json['type'] == 'api-key'


def test_an_unknown_method_is_refused(make):
    answer = make(dict(API_KEY, method='nope'))
    assert answer.status == 400
    assert answer.message == (
        "cannot validate CredentialTemplate create document with type: 'api-key'")


@pytest.mark.parametrize('algorithm, beginning, label',
                         [('rsa', 'ssh-rsa ', 'RSA'), ('dsa', 'ssh-dss ', 'DSA')])
def test_a_generated_key_pair_shows_its_private_key_once(ask, make, algorithm, beginning, label):
    made = make({'href': 'credential-template/generate-ssh-key-pair', 'size': 512,
                 'algorithm': algorithm})
    assert made.json['privateKey'].startswith('-----BEGIN %s PRIVATE KEY-----\n' % label)
    document = ask('GET', made.json['resource-id']).json
    assert document['publicKey'].startswith(beginning)
    assert document['algorithm'] == algorithm
    assert (algorithm, document['fingerprint']) == ssh_keys.inspect(document['publicKey'])
    assert (document['type'], document['method']) == ('ssh-public-key', 'generate-ssh-key-pair')
    assert not {'privateKey', 'size', 'resourceMetadata', 'href'} & set(document)


def test_the_size_of_a_pair_has_a_default(make):
    made = make({'href': 'credential-template/generate-ssh-key-pair'})
    assert made.status == 201
    assert len(made.json['privateKey']) > 800


def test_an_imported_public_key_gets_its_fingerprint(ask, make):
    made = make({'href': 'credential-template/import-ssh-public-key', 'publicKey': PUBLIC},
                name='laptop')
    document = ask('GET', made.json['resource-id']).json
    assert (document['algorithm'], document['publicKey'],
            document['name']) == ('ed25519', PUBLIC, 'laptop')
    assert document['fingerprint'] == ssh_keys.inspect(PUBLIC)[1]


def test_a_cloud_credential_keeps_its_members_and_can_be_searched(ask, make, cloud):
    made = make(dict(cloud, quota=7))
    document = ask('GET', made.json['resource-id']).json
    assert document['type'] == 'cloud-cred-exoscale'
    assert (document['key'], document['secret'], document['quota'],
            document['domain-name']) == ('EXO', 's3cr3t', 7, '')
    assert document['connector'] == {'href': 'connector/exoscale-ch-dk'}
    assert document['id'] in [credential['id'] for credential in ask.put(
        'credential', "$filter=type^='cloud-cred'").json['credentials']]


def test_the_connector_must_exist(make, cloud):
    answer = make(dict(cloud, connector={'href': 'connector/nope'}))
    assert (answer.status, answer.message) == (404, 'connector/nope not found')
    other = make(dict(cloud, connector={'href': 'user-template/direct'}), by='super')
    assert (other.status, other.message) == (404, 'user-template/direct not found')


@pytest.mark.parametrize('members', [{'quota': '7'}, {'colour': 'red'},
                                     {'connector': 'exoscale-ch-dk'}, {'key': 5}])
def test_an_invalid_cloud_credential_is_refused_and_its_secret_not_quoted(make, cloud, members):
    answer = make(dict(cloud, **members))
    assert answer.status == 400
    assert 's3cr3t' not in answer.text


def test_clouds_of_another_kind_accept_any_member(ask, make, world):
    cimi_records.insert(world, 'connector',
                        {'cloudServiceType': 'homemade', 'instanceName': 'cellar'},
                        rules=EVERY_USER, name='cellar')
    made = make({'href': 'credential-template/store-cloud-cred-homemade',
                 'connector': {'href': 'connector/cellar'}, 'rack': 3})
    assert ask('GET', made.json['resource-id']).json['rack'] == 3


def test_edits_keep_the_type_and_the_claims(ask, make):
    key = make(API_KEY).json['resource-id']
    other = {'identity': 'joe', 'roles': ['ADMIN']}
    answer = ask('PUT', key, {'type': 'ssh-public-key', 'claims': other, 'name': 'new name'}).json
    assert (answer['type'], answer['claims']['identity'],
            answer['name']) == ('api-key', 'jane', 'new name')
    assert ask('PUT', key, {'claims': other}, by='super').json['claims'] == other
    assert ask('PUT', key, {'claims': {}}, by='super').status == 400
    assert ask('PUT', key, {'name': 'x'}, by='joe').status == 403


def test_members_are_removed_with_the_type_in_the_selection(ask, make, cloud):
    key = make(cloud, description='mine').json['resource-id']
    assert ask('PUT', key + '?$select=description', {'name': 'a'}).status == 400
    answer = ask('PUT', key + '?$select=description,type',
                 {'name': 'a', 'disabledMonitoring': True})
    assert answer.status == 200
    assert 'description' not in answer.json
    assert answer.json['type'] == 'cloud-cred-exoscale'
    assert answer.json['disabledMonitoring'] is True


def test_the_managers_of_a_credential_can_be_edited(ask, make, cloud):
    key = make(cloud).json['resource-id']
    managers = [{'principal': 'MYORG:admins', 'type': 'ROLE'}]
    assert ask('PUT', key, {'managers': managers}).json['managers'] == managers
    assert ask('PUT', key, {'managers': [{'principal': 'x'}]}).status == 400


def test_each_user_has_his_own(ask, make):
    make(API_KEY)
    make(API_KEY, by='joe')
    assert ask('GET', 'credential').json['count'] == 1
    assert ask('GET', 'credential', by='super').json['count'] == 2
    assert ask('GET', 'credential', by=None).status == 403
