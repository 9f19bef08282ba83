# -*- coding: utf-8 -*-
"""The cloud entry point."""
from __future__ import unicode_literals

import json
import re

import pytest

KEYS = (
    'callbacks configurations configurationTemplates connectors connectorTemplates credentials '
    'credentialTemplates deployments deploymentParameters '
    'deploymentTemplates emails events evidenceRecords externalObjects externalObjectTemplates '
    'jobs meterings modules moduleApplications '
    'moduleComponents moduleImages notifications quotas resourceMetadatas serviceAttributes '
    'serviceAttributeNamespaces serviceBenchmarks '
    'serviceOffers sessions sessionTemplates storageBuckets userIdentifiers userParam '
    'userParamTemplates users userTemplates '
    'virtualMachineMappings virtualMachines').split()
PLACE = 'cloud-entry-point'


def href(key):
    """The URL part of a collection."""
    name = key if key == 'userParam' else key[:-1]
    return re.sub('[A-Z]', lambda match: '-' + match.group().lower(), name)


def collections(document):
    return [name for name, value in document.items() if isinstance(value, dict) and list(value)
            == ['href']]


def test_the_entry_point_links_every_collection(ask, world):
    answer = ask('GET', PLACE, by=None, headers=[('Host', 'slipstream.example.org')])
    assert (answer.status, answer.type) == (200, 'application/json; charset=utf-8')
    document = answer.json
    links = dict((key, {'href': href(key)}) for key in KEYS)
    assert document == dict(
        links, id='cloud-entry-point', resourceURI='http://schemas.dmtf.org/cimi/2/CloudEntryPoint',
        created='2019-03-29T08:00:00.000Z',
        updated='2019-03-29T08:00:00.000Z', baseURI='https://slipstream.example.org/api/',
        acl={'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
             'rules': [{'principal': 'ANON', 'type': 'ROLE', 'right': 'VIEW'},
                       {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]})
    world.clock.advance(100)
    assert ask('GET', PLACE).json['created'] == document['created']


def test_the_members_have_a_fixed_order(ask):
    pairs = json.loads(ask('GET', PLACE).text, object_pairs_hook=lambda pairs: pairs)
    assert [name for name, _ in pairs] == ['id', 'resourceURI', 'created', 'updated', 'baseURI',
                                           'acl'] + KEYS


@pytest.mark.usefixtures('kinds')
def test_the_members_do_not_depend_on_other_collections(ask):
    assert sorted(collections(ask('GET', PLACE).json)) == sorted(KEYS)


@pytest.mark.parametrize('headers, base', [
    ([('Host', 'a:8443')], 'https://a:8443/api/'),
    ([('Host', 'a'), ('X-Forwarded-Proto', 'http')], 'http://a/api/'),
    ([('Host', 'a'), ('X-Forwarded-Host', 'b')], 'https://b/api/'),
    ([('Host', 'a'), ('X-Forwarded-Host', 'b'), ('X-Forwarded-Port', '444')], 'https://b:444/api/'),
    ([('Host', 'a'), ('X-Forwarded-Port', '444')], 'https://a/api/')])
def test_the_base_is_that_of_the_request(ask, headers, base):
    assert ask('GET', PLACE, headers=headers).json['baseURI'] == base


def test_operations_are_for_administrators(ask):
    assert 'operations' not in ask('GET', PLACE).json
    assert ask('GET', PLACE,
               by='super').json['operations'] == [{'rel': 'edit', 'href': 'cloud-entry-point'}]


def test_administrators_edit_it(ask, world):
    before = ask('GET', PLACE, by='super').json
    world.clock.advance(1)
    changes = {'name': 'Cloud', 'description': 'all of it', 'properties': {'a': 'b'},
               'acl': {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                       'rules': [{'principal': 'ANON', 'type': 'ROLE', 'right': 'VIEW'}] * 2}}
    answer = ask('PUT', PLACE, dict(before, baseURI='x', id='y', events={'href': 'z'}, **changes),
                 by='super')
    assert (answer.status, answer.type) == (200, 'application/json')
    assert answer.json['operations'] == [{'rel': 'edit', 'href': 'cloud-entry-point'}]
    after = ask('GET', PLACE, by='super').json
    assert after == dict(before, acl=before['acl'], updated='2019-03-29T08:00:01.000Z',
                         name='Cloud', description='all of it', properties={'a': 'b'})
    assert ask('PUT', PLACE, {'name': 'Other'}, by='super').json['operations'] == [
        {'rel': 'edit', 'href': 'cloud-entry-point'}]
    assert ask('PUT', PLACE, by='super').json['name'] == 'Other'


@pytest.mark.parametrize('body', [{'name': ''}, {'unknown': 1}, {'operations': []}, {'acl': {}},
                                  {'properties': {}}, [], 1])
def test_a_bad_edit_of_the_entry_point_changes_nothing(ask, body):
    assert ask('PUT', PLACE, body, by='super').status == 400
    assert 'name' not in ask('GET', PLACE).json


def test_others_do_not_edit_it(ask):
    for by in (None, 'jane'):
        assert ask('PUT', PLACE, {'name': 'x'}, by=by).status == 403
