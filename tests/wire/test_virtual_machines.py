# -*- coding: utf-8 -*-
"""Machines: each method, exact request and exact result."""
from __future__ import unicode_literals

import uuid

import pytest

from slipstream.api import errors
from slipstream.api.listing import Listing
from slipstream.api.models import Usage

from .. import xml_samples as samples
from .talk import answer, fields, json

DUID = uuid.UUID(samples.DUID)
MISSING = answer(samples.error(404, 'The server has not found anything matching the request URI'),
                 404)
ENTRY_POINT = json({'virtualMachines': {'href': 'virtual-machine'}})


def collection_of(count, *members):
    return json({'count': count, 'id': 'virtual-machine', 'virtualMachines': list(members)})


def test_b05_list_virtualmachines_asks_for_the_first_twenty_when_read(talk):
    client = talk(samples.VMS)
    rows = client.list_virtualmachines()
    assert isinstance(rows, Listing) and client.sent == []
    assert [row.deployment_id for row in rows] == [DUID, None, None, None]  # B-52
    assert client.sent[0].path == '/vms'
    assert fields(client.sent[0].query) == {'offset': '0', 'limit': '20'}
    assert len(client.sent) == 1


@pytest.mark.parametrize('identifier', [DUID, samples.DUID])
def test_list_virtualmachines_sends_its_conditions(talk, identifier):
    client = talk(samples.VMS)
    assert len(list(client.list_virtualmachines(identifier, 'exo', 5, 100))) == 4
    assert fields(client.sent[0].query) == {'runUuid': samples.DUID, 'cloud': 'exo', 'offset': '5',
                                            'limit': '100'}


def test_b68_all_machines_are_read_page_by_page(talk):
    def page(count):
        return '<vms totalCount="503">%s</vms>' % ('<vm instanceId="x"/>' * count)
    client = talk(page(500), page(3))
    assert len(list(client.list_virtualmachines(limit=None))) == 503
    assert [fields(sent.query) for sent in client.sent] == [{'offset': '0', 'limit': '500'},
                                                            {'offset': '500', 'limit': '500'}]


def test_b11_newer_services_are_asked_for_the_collection(talk):
    client = talk(MISSING, ENTRY_POINT, collection_of(1, samples.MACHINE), collection_of(0),
                  collection_of(0))
    rows = client.list_virtualmachines(DUID, 'exoscale-ch-dk', offset=10, limit=30)
    assert [(row.id, row.cloud, row.deployment_id, row.cpu)
            for row in rows] == [('c5a7e0f2', 'exoscale-ch-dk', DUID, '4')]
    assert client.lines[1:] == ['GET /api/cloud-entry-point', 'PUT /api/virtual-machine']
    assert client.sent[2].form == {
        '$first': '11', '$last': '40',
        '$filter': "deployment/href='run/%s' and connector/href='connector/exoscale-ch-dk'"
        % samples.DUID}
    assert list(client.list_virtualmachines()) == []
    assert client.lines[3:] == ['PUT /api/virtual-machine']
    assert client.sent[3].form == {'$first': '1', '$last': '20'}


def test_b11_after_a_login_the_service_is_asked_again(talk):
    client = talk(MISSING, ENTRY_POINT, collection_of(0),
                  json({'status': 201, 'resource-id': 'session/1'}, 201), samples.VMS)
    assert list(client.list_virtualmachines()) == []
    client.login_internal('alice', 'pw')
    assert len(list(client.list_virtualmachines())) == 4
    assert [line.partition('?')[0] for line in client.lines[-2:]] == [
        'POST /api/session', 'GET /vms']


def test_b11_b78_all_machines_of_the_collection_are_read_in_large_pages(talk):
    client = talk(MISSING, ENTRY_POINT, collection_of(3, {}, {}), collection_of(3, {}))
    assert len(list(client.list_virtualmachines(limit=None))) == 3
    assert [sent.form for sent in client.sent[2:]] == [{'$first': '1', '$last': '10000'},
                                                       {'$first': '3', '$last': '10002'}]


def test_b11_a_count_that_is_missing_ends_with_the_page(talk):
    client = talk(MISSING, ENTRY_POINT, json({'virtualMachines': [{}, {}]}))
    assert len(list(client.list_virtualmachines(limit=None))) == 2 and len(client.sent) == 3


def test_b11_a_service_without_either_is_an_error(talk):
    with pytest.raises(errors.UnknownCollectionError):
        list(talk(MISSING, json({'events': {'href': 'event'}})).list_virtualmachines())


@pytest.mark.parametrize('status', [401, 403, 500])
def test_b11_only_a_404_means_that_the_list_is_missing(talk, status):
    client = talk(answer(samples.error(status, 'x'), status))
    with pytest.raises(errors.class_for(status)):
        list(client.list_virtualmachines())
    assert len(client.sent) == 1


@pytest.mark.parametrize('arguments', [
    {'deployment_id': 'x'}, {'deployment_id': ''}, {'deployment_id': 3}, {'cloud': ['exo']},
    {'cloud': '\'"'}, {'limit': 0}, {'offset': -1}])
def test_nothing_is_sent_for_bad_arguments(talk, arguments):
    client = talk()
    with pytest.raises((TypeError, ValueError)):
        client.list_virtualmachines(**arguments)
    assert client.sent == []


def test_b10_usage_accepts_three_or_eight_counters(talk):
    client = talk(samples.DASHBOARD)
    rows = client.usage()
    assert client.sent == []
    assert list(rows) == [
        Usage('exoscale-ch-gva', 1, None, None, None, None, None, 20),
        Usage('old', 0, 1, 2, 3, 4, 5, 5),
        Usage('All Clouds', 1, None, None, None, None, None, 25)]
    assert client.lines == ['GET /dashboard']
    assert client.sent[0].headers['accept'] == 'application/xml'


def test_b53_a_login_page_is_no_usage(talk):
    for method in 'usage', 'list_virtualmachines':
        with pytest.raises(errors.ResponseError):
            list(getattr(talk('<html><body/></html>'), method)())
