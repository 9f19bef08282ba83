# -*- coding: utf-8 -*-
"""
Virtual machines, mappings, storage buckets, metering
"""
from __future__ import unicode_literals

import hashlib
import uuid

import pytest

from slipstream.sandbox.cimi.kinds import machines

MACHINE = {'instanceID': 'c5a7e0f2', 'state': 'running', 'ip': '203.0.113.9', 'billable': True,
           'connector': {'href': 'connector/exoscale-ch-dk'},
           'credentials': [{'href': 'credential/45d1b0c2'}],
           'deployment': {'href': 'run/45c1e9b2', 'user': {'href': 'user/jane'}},
           'serviceOffer': {'href': 'service-offer/0b6d2f9a', 'resource:vcpu': 4,
                            'price:currency': 'EUR'}}
BUCKET = {'bucketName': 'jane-data', 'usageInKiB': 5,
          'connector': {'href': 'connector/exoscale-ch-dk'},
          'credentials': [{'href': 'credential/45d1b0c2'}],
          'externalObject': {'href': 'external-object/1', 'user': {'href': 'user/jane'}},
          'serviceOffer': {'href': 'service-offer/1'}}


def computed(text):
    """The name-based UUID of a text."""
    return '%s' % uuid.UUID(bytes=hashlib.md5(text.encode('ascii')).digest(), version=3)


def test_a_machine_is_named_by_its_connector_and_instance(ask):
    made = ask('POST', 'virtual-machine', MACHINE, by='super').json['resource-id']
    assert made == 'virtual-machine/' + computed('connector/exoscale-ch-dkc5a7e0f2')
    document = ask('GET', made).json
    assert (document['currency'], document['serviceOffer']) == ('EUR', MACHINE['serviceOffer'])
    assert document['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'}, 'rules': [
        {'principal': 'jane', 'type': 'USER', 'right': 'VIEW'},
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}
    assert 'operations' not in document
    assert ask('GET', made, by='joe').status == 403
    assert ask('POST', 'virtual-machine', MACHINE, by='super').json == {
        'status': 409, 'message': 'conflict with ' + made, 'resource-id': made}
    assert ask('PUT', made, {'state': 'stopped'}, by='super').json['state'] == 'stopped'
    assert ask('POST', 'virtual-machine', MACHINE).status == 403


@pytest.mark.parametrize('href, status', [('credential/45d1b0c2', 201), ('any text at all', 201),
                                          ('Credential/X', 201), ('', 400), (' ', 400), (5, 400)])
@pytest.mark.parametrize('kind', ['virtual-machine', 'metering'])
def test_the_credential_of_a_machine_is_any_text(ask, kind, href, status):
    more = {'snapshot-time': '2019-03-29T08:00:00.0Z'} if kind == 'metering' else {}
    body = dict(MACHINE, credentials=[{'href': href}], **more)
    assert ask('POST', kind, body, by='super').status == status


@pytest.mark.parametrize('deployment', [None, {'href': 'run/1'}, {'href': 'run/1', 'user': {}},
                                        {'href': 'run/1', 'user': 'jane'}])
def test_a_machine_of_nobody_is_the_callers(ask, deployment):
    body = dict((name, MACHINE[name])
                for name in ('instanceID', 'state', 'connector', 'credentials'))
    made = ask('POST', 'virtual-machine', dict(body, deployment=deployment) if deployment else body,
               by='super').json['resource-id']
    document = ask('GET', made, by='super').json
    assert document['acl']['rules'][0] == {'principal': 'super', 'type': 'USER', 'right': 'VIEW'}
    assert 'currency' not in document


@pytest.mark.parametrize('members', [
    {'instanceID': ''}, {'connector': 'x'}, {'credentials': []}, {'state': 5}, {'billable': 'yes'},
    {'colour': 'red'}, {'serviceOffer': 'x'}])
def test_an_invalid_machine_is_refused(ask, members):
    assert ask('POST', 'virtual-machine', dict(MACHINE, **members), by='super').status == 400


def test_a_mapping_is_named_by_its_cloud_and_instance(ask):
    body = {'cloud': 'exoscale-ch-dk', 'instanceID': 'c5a7e0f2', 'runUUID': '45c1', 'owner': 'jane',
            'acl': {'owner': {'type': 'USER', 'principal': 'joe'}}}
    made = ask('POST', 'virtual-machine-mapping', body, by='super').json['resource-id']
    assert made == 'virtual-machine-mapping/exoscale-ch-dk-c5a7e0f2'
    document = ask('GET', made, by='super').json
    assert document['operations'] == [{'rel': 'delete', 'href': 'virtual-machine-mapping'}]
    assert document['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'},
                               'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}
    assert ask('PUT', made, {'owner': 'joe'}, by='super').status == 405
    assert ask('GET', made, by='joe').status == 403
    assert ask('GET', 'virtual-machine-mapping').status == 403
    assert ask('POST', 'virtual-machine-mapping', {'cloud': 'x'}, by='super').status == 400
    assert ask('DELETE', made, by='super').status == 200


def test_a_mapping_offers_nothing_to_readers(world):
    assert machines.VirtualMachineMapping().operations(world, None, {}, False) == []


def test_a_bucket_is_named_by_its_credential_and_name(ask):
    priced = dict(BUCKET, serviceOffer={'href': 'service-offer/1', 'price:currency': 'CHF'})
    made = ask('POST', 'storage-bucket', priced, by='super').json['resource-id']
    assert made == 'storage-bucket/' + computed('credential/45d1b0c2jane-data')
    assert ask('GET', made).json['currency'] == 'CHF'
    assert ask('POST', 'storage-bucket', BUCKET, by='super').status == 409
    assert ask('POST', 'storage-bucket', dict(BUCKET, usageInKiB=0), by='super').status == 400
    assert ask('POST', 'storage-bucket', dict(BUCKET, credentials=[]), by='super').status == 400
    assert ask('GET', 'storage-bucket').json['storageBuckets'][0]['id'] == made


def test_a_snapshot_needs_its_price_and_its_time(ask):
    body = dict(MACHINE, price=0.5, currency='EUR', **{'snapshot-time': '2019-03-29T08:00:00.0Z'})
    made = ask('POST', 'metering', body, by='super').json['resource-id']
    assert ask('GET', made, by='super').json['price'] == 0.5
    assert ask('POST', 'metering', MACHINE, by='super').status == 400
    assert ask('POST', 'metering', dict(body, price='0.5'), by='super').status == 400
    assert ask('POST', 'metering', body).status == 403
