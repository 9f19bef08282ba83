# -*- coding: utf-8 -*-
"""Machines: documents in, tuples out."""
from __future__ import unicode_literals

import uuid

import pytest
from hypothesis import given, strategies as st

from slipstream.api import models
from slipstream.api.filters import grammar
from slipstream.api.methods import virtual_machines
from slipstream.api.protocol import documents

from ... import xml_samples as samples
from ...strategies import elements
from ..fakes import FakeSession, answer


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def test_each_row_of_the_list_becomes_a_machine():
    first, second, third, fourth = [virtual_machines.machine_of(element)
                                    for element in parsed(samples.VMS).findall('vm')]
    assert first == models.VirtualMachine(
        id='9a1f2c', cloud='exoscale-ch-gva', status='running',
        deployment_id=uuid.UUID(samples.DUID), deployment_owner='alice', node_name='web',
        node_instance_id='1', ip='203.0.113.10', cpu='2', ram='4096.0', disk='10.0',
        instance_type='Small', is_usable='true')
    assert first.is_usable and not second.is_usable and second.is_usable == 'false'
    assert (second.deployment_id, third.deployment_id, fourth.deployment_id) == (None, None, None)
    assert fourth.status is None and fourth.is_usable is None


def test_b11_machines_of_the_collection_look_the_same():
    assert virtual_machines.machine_of_resource(samples.MACHINE) == models.VirtualMachine(
        id='c5a7e0f2', cloud='exoscale-ch-dk', status='running',
        deployment_id=uuid.UUID(samples.DUID), deployment_owner='jane', node_name=None,
        node_instance_id=None, ip='203.0.113.9', cpu='4', ram='8192', disk='50',
        instance_type='Large', is_usable=None)


@pytest.mark.parametrize('document',
                         [{}, None, [], {'connector': None, 'deployment': 'x', 'serviceOffer': []},
                          {'deployment': {'user': None}}])
def test_b52_fields_that_are_missing_or_odd_are_none(document):
    assert virtual_machines.machine_of_resource(document) == models.VirtualMachine(*[None] * 13)


def test_a_deployment_may_be_named_by_its_address():
    row = virtual_machines.machine_of_resource({
        'deployment': {'href': 'https://h/api/deployment/' + samples.DUID}})
    assert row.deployment_id == uuid.UUID(samples.DUID)


def test_references_without_their_type_are_taken_as_they_are():
    row = virtual_machines.machine_of_resource({'connector': {'href': 'exo'}, 'deployment': {
        'href': 'deployment/' + samples.DUID, 'user': {'href': 'bob'}}})
    assert (row.cloud, row.deployment_id,
            row.deployment_owner) == ('exo', uuid.UUID(samples.DUID), 'bob')


@given(st.recursive(st.one_of(st.none(), st.integers(), st.text(max_size=4), st.booleans()),
                    lambda inner: st.dictionaries(
                        st.sampled_from(['connector', 'deployment', 'serviceOffer', 'user', 'href',
                                         'state', 'instanceID', 'ip', 'resource:vcpu']), inner),
    max_leaves=12))
def test_b52_no_reader_of_resources_stumbles(document):
    row = virtual_machines.machine_of_resource(document)
    assert row.deployment_id is None or isinstance(row.deployment_id, uuid.UUID)


@given(elements(['instanceId', 'cloud', 'state', 'runUuid', 'isUsable', 'userRunUsage', 'vmQuota']))
def test_b52_no_reader_of_elements_stumbles(element):
    virtual_machines.machine_of(element)
    usage = virtual_machines.usage_of(element)
    assert usage.quota is None or isinstance(usage.quota, int)


def test_b10_counters_that_are_missing_are_none():
    new, old, total = [virtual_machines.usage_of(element)
                       for element in parsed(samples.DASHBOARD).findall('cloudUsages/cloudUsage')]
    assert new == models.Usage('exoscale-ch-gva', 1, None, None, None, None, None, 20)
    assert old == models.Usage('old', 0, 1, 2, 3, 4, 5, 5)
    assert total.cloud == 'All Clouds' and total.quota == 25


@pytest.mark.parametrize('run, cloud, expected', [
    (None, None, None), (samples.DUID, None, "deployment/href='run/%s'" % samples.DUID),
    (None, 'exo', "connector/href='connector/exo'"),
    (samples.DUID, 'exo',
     "deployment/href='run/%s' and connector/href='connector/exo'" % samples.DUID),
    (None, "e'x", 'connector/href="connector/e\'x"')])
def test_machines_filter_joins_its_conditions(run, cloud, expected):
    made = virtual_machines.machines_filter(run, cloud)
    assert made == expected
    assert made is None or grammar.parse(made)


def test_clouds_that_no_filter_can_express_are_refused():
    with pytest.raises(ValueError):
        virtual_machines.machines_filter(None, '\'"')


def test_a_listing_of_machines_ends_with_as_many_as_the_service_has():
    pages = [answer(body=body, content_type='application/xml') for body in (
        b'<vms totalCount="3"><vm/></vms>', b'<vms totalCount="3"><vm/><vm/></vms>')]
    made = virtual_machines.VirtualMachines('https://h', FakeSession(*pages))
    machines = made.list_virtualmachines(limit=None)
    assert next(machines).id is None and len(made.session.sent) == 1
    assert len(list(machines)) == 2
    assert [sent[2]['params']['offset'] for sent in made.session.sent] == [0, 1]


def test_the_log_says_that_a_service_lists_machines_elsewhere(caplog):
    caplog.set_level('INFO', 'slipstream.api')
    made = virtual_machines.VirtualMachines('https://h', FakeSession(
        answer(404), answer(json={'virtualMachines': {'href': 'virtual-machine'}}),
        answer(json={'count': 0, 'virtualMachines': []})))
    assert list(made.list_virtualmachines()) == []
    assert caplog.messages == ['The service has no /vms; using the collection virtualMachines']
