# -*- coding: utf-8 -*-
"""
Templates in memory
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi.kinds import configuration_templates, templates
from slipstream.sandbox.state import cimi_records

DESCRIBE = 'http://sixsq.com/slipstream/1/action/describe'
CLOUDS = ['cloudstack', 'ec2', 'exoscale', 'nuvlabox', 'opennebula', 'openstack', 'otc',
          'softlayer']


@pytest.mark.parametrize('kind, key, expected', [
    ('credential-template', 'credentialTemplates',
     ['generate-api-key', 'generate-ssh-key-pair',
      'import-ssh-public-key'] + ['store-cloud-cred-' + cloud for cloud in CLOUDS]),
    ('connector-template', 'connectorTemplates', CLOUDS),
    ('configuration-template', 'configurationTemplates',
     ['slipstream', 'session-github', 'session-oidc', 'session-mitreid', 'session-mitreid-token']),
    ('user-param-template', 'userParamTemplates', ['execution']),
    ('external-object-template', 'externalObjectTemplates', ['generic', 'public', 'report'])])
def test_all_are_listed_whatever_is_asked(ask, kind, key, expected):
    collection = ask.put(kind, '$last=0&$filter=id=%27nope%27&$select=id', by='super').json
    assert [template['id'] for template in collection[key]] == ['%s/%s' % (kind, name)
                                                                for name in expected]
    assert collection['count'] == len(expected)
    assert 'operations' not in collection
    for template in collection[key]:
        assert template['operations'] == [{'rel': DESCRIBE, 'href': template['id'] + '/describe'}]
        assert ask('POST', template['id'] + '/describe', by='super').json['acl'] == template['acl']


def test_a_template_keeps_the_time_the_service_was_made(ask, world):
    world.clock.advance(3600)
    assert ask('GET', 'credential-template/generate-api-key').json == {
        'id': 'credential-template/generate-api-key',
        'resourceURI': 'http://sixsq.com/slipstream/1/CredentialTemplate',
        'created': '2019-03-29T08:00:00.000Z', 'updated': '2019-03-29T08:00:00.000Z',
        'type': 'api-key', 'method': 'generate-api-key', 'ttl': 0,
        'name': 'Generate API Key', 'description': 'generates an API key and stores hash',
        'resourceMetadata': 'resource-metadata/credential-template-api-key',
        'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                'rules': [{'principal': 'USER', 'type': 'ROLE', 'right': 'VIEW'}]},
        'operations': [{'rel': DESCRIBE, 'href': 'credential-template/generate-api-key/describe'}]}


def test_a_template_describes_its_members(ask):
    described = ask('GET', 'credential-template/generate-api-key/describe').json
    assert described['ttl'] == {'displayName': 'Time to Live (TTL)', 'category': 'general',
                                'type': 'int', 'mandatory': False, 'readOnly': False,
                                'description': 'seconds until the key expires, 0 means never',
                                'order': 20}
    assert (described['name']['category'], described['name']['order']) == ('common', 2)
    assert described['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                                'rules': [{'principal': 'USER', 'type': 'ROLE', 'right': 'VIEW'}]}
    assert ask('POST',
               'credential-template/generate-ssh-key-pair/describe').json['algorithm']['enum'] == [
                   'rsa', 'dsa']


def test_templates_are_hidden_from_callers_without_the_right(ask):
    assert ask('GET', 'credential-template', by=None).json['credentialTemplates'] == []
    assert ask('GET', 'connector-template', by=None).status == 403
    assert ask('GET', 'configuration-template').status == 403
    assert ask('POST', 'credential-template/generate-api-key/describe', by=None).status == 403


def test_nobody_can_add_edit_or_delete_a_template(ask):
    for method, status in (('PUT', 405), ('DELETE', 405)):
        assert ask(method, 'credential-template/generate-api-key', {'name': 'x'},
                   by='super').status == status
    assert ask('POST', 'credential-template', {'name': 'x'}, by='super').status == 405


def test_a_missing_template_is_forbidden_to_users_and_empty_to_administrators(ask):
    assert ask('GET', 'credential-template/nope').status == 403
    missing = ask('GET', 'credential-template/nope', by='super')
    assert (missing.status, missing.text) == (200, '')


def test_connectors_bring_templates(ask, world):
    cimi_records.insert(world, 'connector',
                        {'cloudServiceType': 'homemade', 'instanceName': 'cellar'}, name='cellar')
    assert 'credential-template/store-cloud-cred-homemade' in [template['id'] for template in ask(
        'GET', 'credential-template').json['credentialTemplates']]
    assert ask('GET', 'connector-template/homemade').json['cloudServiceType'] == 'homemade'


def test_an_external_object_template_that_is_added_never_shows_up(ask):
    added = ask('POST', 'external-object-template', {'objectType': 'other', 'name': 'Other'},
                by='super')
    assert (added.status, added.json['resource-id']) == (201, 'external-object-template/other')
    assert ask('GET', 'external-object-template').json['count'] == 3
    assert ask('POST', 'external-object-template', {'name': 'Other'}, by='super').status == 400
    assert ask('POST', 'external-object-template', {'objectType': 'other'}).status == 403


@pytest.mark.parametrize('place, by, names', [
    ('credential-template/generate-api-key', 'jane', ('type', 'method')),
    ('credential-template/store-cloud-cred-exoscale', 'jane', ('type', 'method')),
    ('connector-template/exoscale', 'jane', ('cloudServiceType',)),
    ('configuration-template/slipstream', 'super', ('service',)),
    ('configuration-template/session-github', 'super', ('service',)),
    ('configuration/slipstream', 'super', ('service',)),
    ('user-param-template/execution', 'jane', ('paramsType',)),
    ('external-object-template/report', 'jane', ('objectType',)),
    ('session-template/internal', None, ('method', 'instance')),
    ('session-template/api-key', None, ('method', 'instance')),
    ('user-template/direct', 'super', ('method', 'instance'))])
def test_a_description_shows_what_says_which_template_it_is(ask, place, by, names):
    described = ask('POST', place + '/describe', by=by).json
    for name in names:
        assert (described[name]['mandatory'], described[name]['readOnly']) == (True, True)
        assert described[name]['type'] == 'string'


METADATA = [
    'callback', 'cloud-entry-point', 'credential-template', 'credential-template-api-key',
    'credential-template-ssh-key-pair', 'credential-template-ssh-public-key', 'email',
    'session-template', 'session-template-api-key', 'session-template-github',
    'session-template-internal', 'session-template-mitreid', 'session-template-mitreid-token',
    'session-template-oidc', 'user-identifier', 'user-template', 'user-template-auto',
    'user-template-direct', 'user-template-github-registration',
    'user-template-mitreid-registration', 'user-template-oidc-registration',
    'user-template-self-registration']


def test_the_metadata_of_resources_is_open_to_everybody(ask):
    collection = ask('GET', 'resource-metadata', by=None).json
    assert collection['resourceURI'] == 'http://schemas.dmtf.org/cimi/2/ResourceMetadataCollection'
    assert [resource_metadata['id'] for resource_metadata in collection['resourceMetadatas']] == [
        'resource-metadata/%s' % name for name in METADATA]
    for resource_metadata in collection['resourceMetadatas']:
        assert resource_metadata['resourceURI'] == 'http://schemas.dmtf.org/cimi/2/ResourceMetadata'
        assert 'operations' not in resource_metadata
        assert {'name', 'id'} <= set(attribute['name']
                                     for attribute in resource_metadata['attributes'])
        assert ask('GET', resource_metadata['id'], by=None).json == resource_metadata


@pytest.mark.parametrize('name', METADATA)
def test_metadata_say_which_they_are(ask, name):
    assert ask('GET', 'resource-metadata/' + name, by=None).json['typeURI'] == name


def test_metadata_name_members_and_operations(ask):
    internal = ask('GET', 'resource-metadata/session-template-internal', by=None).json
    assert {'username', 'password', 'group'} <= set(attribute['name']
                                                    for attribute in internal['attributes'])
    assert [action['name'] for action in internal['actions']] == ['describe']
    assert ask('GET', 'resource-metadata/email', by=None).json['actions'][0]['uri'] == (
        'http://sixsq.com/slipstream/1/action/validate')
    assert 'actions' not in ask('GET', 'resource-metadata/cloud-entry-point', by=None).json


def test_templates_name_metadata_that_exist(ask):
    for kind, key in (('credential-template', 'credentialTemplates'),
                      ('session-template', 'sessionTemplates')):
        named = [template['resourceMetadata'] for template in ask('GET', kind).json[key]
                 if 'resourceMetadata' in template]
        assert named
        assert set(named) <= set('resource-metadata/%s' % name for name in METADATA)


def test_without_templates_a_collection_is_empty(world):
    assert templates.InMemory().documents(world) == []


def test_configuration_fields_are_known_for_existing_templates_only():
    assert configuration_templates.configuration_fields('nope') is None
    assert 'serviceURL' in [field.name
                            for field in configuration_templates.configuration_fields('slipstream')]
