# -*- coding: utf-8 -*-
"""
Connectors
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cloud_kinds

TEMPLATE = {'href': 'connector-template/exoscale', 'instanceName': 'exoscale-ch-dk',
            'zone': 'CH-DK-2'}
DESCRIBE = 'http://sixsq.com/slipstream/1/action/describe'


@pytest.fixture
def make(ask):
    """A function that adds a connector."""
    return lambda template, by='super', **beside: ask(
        'POST', 'connector', dict(beside, connectorTemplate=template), by=by)


def test_a_connector_takes_its_members_from_a_template(ask, make):
    made = make(TEMPLATE, acl={'owner': {'type': 'USER', 'principal': 'jane'}})
    assert made.json['resource-id'] == 'connector/exoscale-ch-dk'
    document = ask('GET', 'connector/exoscale-ch-dk').json
    assert (document['cloudServiceType'], document['zone'], document['quotaVm'],
            document['maxIaasWorkers']) == ('exoscale', 'CH-DK-2', '20', 5)
    assert document['connectorTemplate'] == {'href': 'connector-template/exoscale'}
    assert document['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'}, 'rules': [
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'MODIFY'},
        {'principal': 'USER', 'type': 'ROLE', 'right': 'VIEW'},
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}
    assert document['operations'] == [{'rel': DESCRIBE,
                                       'href': 'connector/exoscale-ch-dk/describe'}]
    assert not {'href', 'name', 'description'} & set(document)
    described = ask('POST', 'connector/exoscale-ch-dk/describe').json
    assert described['nativeContextualization']['enum'] == ['never', 'linux-only', 'windows-only',
                                                            'always']
    assert make(TEMPLATE).status == 409


def test_a_connector_can_be_added_without_a_template(ask, make):
    made = make({'cloudServiceType': 'homemade', 'instanceName': 'cellar',
                 'orchestratorImageid': '', 'quotaVm': '', 'maxIaasWorkers': 1, 'rack': 7})
    assert made.status == 201
    assert [operation['rel'] for operation in ask('GET', 'connector/cellar',
                                        by='super').json['operations']] == ['edit', 'delete']
    assert 'operations' not in ask('GET', 'connector/cellar').json
    assert 'zone' not in ask('POST', 'connector/cellar/describe').json


@pytest.mark.parametrize('members', [
    {'quotaVm': 20}, {'maxIaasWorkers': 0}, {'maxIaasWorkers': '5'}, {'instanceName': 'Not Lower'},
    {'instanceName': 'two--dashes'}, {'region': 'x'},
    {'nativeContextualization': 'sometimes'}, {'cloudServiceType': ['exoscale']}])
def test_an_invalid_connector_is_refused(make, members):
    assert make(dict(TEMPLATE, **members)).status == 400


def test_only_an_administrator_adds_and_edits_connectors(ask, make):
    assert make(TEMPLATE, by='jane').status == 403
    make(TEMPLATE)
    assert ask('PUT', 'connector/exoscale-ch-dk', {'quotaVm': '5'}).status == 403
    assert ask('PUT', 'connector/exoscale-ch-dk', {'quotaVm': '5'},
               by='super').json['quotaVm'] == '5'
    assert ask('GET', 'connector', by=None).status == 403
    assert make({'href': 'connector-template/nope'}).message == (
        'requested href not found: connector-template/nope')


@pytest.mark.parametrize('action', ['activate', 'quarantine'])
def test_operations_that_no_connector_supports_return_400(ask, make, action):
    make(TEMPLATE)
    answer = ask('POST', 'connector/exoscale-ch-dk/' + action)
    assert (answer.status, answer.json['id']) == (400, 'connector/exoscale-ch-dk')
    assert ask('POST', 'connector/exoscale-ch-dk/' + action, by=None).status == 403


def test_every_kind_of_cloud_has_a_connector(ask, make, world):
    for cloud in cloud_kinds.all_kinds(world):
        assert make({'href': 'connector-template/'
                     + cloud}).json['resource-id'] == 'connector/' + cloud
        credential = {'href': 'credential-template/store-cloud-cred-' + cloud,
                      'connector': {'href': 'connector/' + cloud}}
        assert ask('POST', 'credential', {'credentialTemplate': credential}).status == 201
