# -*- coding: utf-8 -*-
"""Rows of runs: documents in, tuples out."""
from __future__ import unicode_literals

import uuid

from hypothesis import given

from slipstream.api import models
from slipstream.api.protocol import documents, run_rows

from ... import xml_samples as samples
from ...strategies import elements


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def test_each_row_of_the_list_becomes_a_deployment():
    first, second, third, fourth = [run_rows.listed_deployment_of(item)
                                    for item in parsed(samples.RUNS).findall('item')]
    assert first == models.Deployment(
        id=uuid.UUID(samples.DUID), module='shop/full/1805', status='sendingreports',
        started_at='2019-03-02 11:00:00.200 UTC',
        last_state_change=None, clouds=['exoscale-ch-gva'], username='alice', abort=None,
        service_url='http://203.0.113.10:8080', scalable=None)
    assert (second.clouds, second.abort, second.service_url) == (
        ['exoscale-ch-gva', 'ec2-eu-west'], 'The run has timed out', None)
    for row in third, fourth:
        assert row == models.Deployment(None, None, None, None, None, [], None, None, None, None)


def test_b56_every_field_of_the_document_is_read():
    made = run_rows.deployment_of(
        parsed(samples.run(abort='\n Kaputt é \n', url=' http://x \n', mutable='true')))
    assert made == models.Deployment(
        id=uuid.UUID(samples.DUID), module='shop/full/1805', status='ready',
        started_at='2019-03-02 11:00:00.200 UTC',
        last_state_change='2019-03-02 11:04:31.34 UTC', clouds=['exoscale-ch-gva', 'ec2-eu-west'],
        username='alice', abort='Kaputt é',
        service_url='http://x', scalable='true')
    assert made.scalable and made[2] == 'ready'
    healthy = run_rows.deployment_of(parsed(samples.run()))
    assert (healthy.abort, healthy.service_url, healthy.scalable) == (None, None, 'false')
    assert not healthy.scalable


def test_b52_fields_that_a_document_does_not_have_are_none():
    assert run_rows.deployment_of(parsed('<run/>')) == models.Deployment(
        None, None, None, None, None, [], None, None, None, None)


@given(elements(['uuid', 'state', 'status', 'cloudServiceNames', 'moduleResourceUri', 'abort',
                 'serviceUrl', 'user', 'mutable']))
def test_b52_readers_accept_any_element(element):
    for reader in run_rows.deployment_of, run_rows.listed_deployment_of:
        row = reader(element)
        assert row.id is None or isinstance(row.id, uuid.UUID)
        assert '' not in row.clouds and row.abort != '' and row.service_url != ''
        assert row.status is None or row.status == row.status.lower()


def test_values_come_in_the_order_of_their_keys_without_those_that_have_none():
    run = parsed('<run><runtimeParameters>%s</runtimeParameters></run>' % ''.join(
        '<entry><runtimeParameter %s>%s</runtimeParameter></entry>' % entry for entry in (
            ('key="b"', '1'), ('', '2'), ('key="a"', ''), ('key=""', '3'))))
    assert list(run_rows.values_of(run).items()) == [('a', None), ('b', '1')]


def test_all_that_is_shown_of_an_instance_is_read():
    values = {'web:ids': '1', 'web.1:hostname': '10.0.0.1', 'web.1:instanceid': 'i-1',
              'web.1:vmstate': 'Running', 'web.1:cloudservice': 'exo', 'web.1:other': 'x'}
    run = parsed('<run><runtimeParameters>%s</runtimeParameters></run>' % ''.join(
        '<entry><runtimeParameter key="%s">%s</runtimeParameter></entry>' % value
        for value in sorted(values.items())))
    instance, = run_rows.deployment_of(run).instances
    assert {'10.0.0.1', 'i-1', 'Running', 'exo', 'web', 'web.1'} <= set(instance)


def test_a_row_of_the_list_has_what_the_service_writes_there():
    row = run_rows.listed_deployment_of({
        'uuid': samples.DUID, 'status': 'Ready', 'lastStateChangeTime': ' later ',
        'mutable': 'true', 'startTime': 'early', 'abort': ' '})
    assert (row.last_state_change, row.started_at, row.scalable, row.abort) == (
        'later', 'early', 'true', None)
    assert row.scalable and run_rows.listed_deployment_of({'mutable': 'false'}).scalable == 'false'


def test_nothing_but_runtime_parameters_is_one():
    run = parsed('<run><runtimeParameters><entry key="ss:abort">late</entry><entry>'
                 '<runtimeParameter>x</runtimeParameter><runtimeParameter key="machine:n">x'
                 '</runtimeParameter></entry></runtimeParameters></run>')
    deployment = run_rows.deployment_of(run)
    assert deployment.abort is None and deployment.instances == []
    assert run_rows.keys_of(run) == {'machine:n'}


def test_a_scope_ends_at_the_first_colon():
    assert run_rows.scopes_of({'web.1:a:b': None}) == {'web.1'}
    assert run_rows.nodes_of({'web:a:ids': '1'}) == ['web']


def test_the_instance_of_a_component_may_have_a_number():
    values = {'machine:ids': '1', 'machine.1:vmstate': 'Running', 'machine:vmstate': 'Odd'}
    instance, = run_rows.all_instances(values)
    assert (instance.name, instance.id, instance.status) == ('machine.1', 1, 'Running')
