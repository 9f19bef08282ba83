# -*- coding: utf-8 -*-
"""Aggregations."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi import aggregation
from slipstream.sandbox.state import cimi_records

pytestmark = pytest.mark.usefixtures('kinds')
MACHINES = [
    {'state': 'running', 'ip': '203.0.113.1', 'serviceOffer': {'resource:vcpu': 2, 'price': 0.5},
     'tags': ['a', 'b', 'a'], 'billable': True},
    {'state': 'running', 'serviceOffer': {'resource:vcpu': 4}, 'tags': ['b'], 'billable': True,
     'at': '1970-01-01T00:00:02.000Z'},
    {'state': 'stopped', 'ip': '203.0.113.2', 'serviceOffer': {'resource:vcpu': 6},
     'billable': False, 'at': '1970-01-01T00:00:04.0+00:00'},
    {'state': 'running', 'serviceOffer': {'resource:vcpu': 8}},
]


@pytest.fixture
def aggregate(world, ask):
    """A function that asks for aggregations over all machines and gives the responses."""
    for machine in MACHINES:
        cimi_records.insert(world, 'virtual-machine', machine,
                            rules=[cimi_records.user('jane', 'VIEW')])
    cimi_records.insert(world, 'virtual-machine',
                        {'state': 'running', 'serviceOffer': {'resource:vcpu': 100}})

    def search(items, query='&$last=0'):
        answer = ask('GET', 'virtual-machine?$aggregation=%s%s' % (items, query))
        assert answer.status == 200
        return answer.json.get('aggregations')
    return search


VCPU = 'serviceOffer/resource:vcpu'


@pytest.mark.parametrize('item, result', [
    ('count:id', {'value': 4}), ('count:tags', {'value': 4}), ('count:unknown', {'value': 0}),
    ('count:serviceOffer', {'value': 0}),
    ('min:' + VCPU, {'value': 2.0}), ('max:' + VCPU, {'value': 8.0}),
    ('sum:' + VCPU, {'value': 20.0}), ('avg:' + VCPU, {'value': 5.0}),
    ('min:unknown', {'value': None}), ('max:unknown', {'value': None}),
    ('avg:unknown', {'value': None}), ('sum:unknown', {'value': 0.0}),
    ('max:at', {'value': 4000.0}), ('sum:billable', {'value': 2.0}),
    ('stats:' + VCPU, {'count': 4, 'min': 2.0, 'max': 8.0, 'avg': 5.0, 'sum': 20.0}),
    ('stats:unknown', {'count': 0, 'min': None, 'max': None, 'avg': None, 'sum': 0.0}),
    ('extendedstats:' + VCPU, {
        'count': 4, 'min': 2.0, 'max': 8.0, 'avg': 5.0, 'sum': 20.0, 'sum_of_squares': 120.0,
        'variance': 5.0, 'std_deviation': 5.0 ** 0.5,
        'std_deviation_bounds': {'upper': 5.0 + 2 * 5.0 ** 0.5, 'lower': 5.0 - 2 * 5.0 ** 0.5}}),
    ('extendedstats:unknown', {
        'count': 0, 'min': None, 'max': None, 'avg': None, 'sum': 0.0, 'sum_of_squares': None,
        'variance': None, 'std_deviation': None,
        'std_deviation_bounds': {'upper': None, 'lower': None}}),
    ('cardinality:state', {'value': 2}), ('cardinality:tags', {'value': 2}),
    ('cardinality:unknown', {'value': 0}),
    ('missing:ip', {'doc_count': 2}), ('missing:state', {'doc_count': 0}),
    ('terms:state', {'doc_count_error_upper_bound': 0, 'sum_other_doc_count': 0,
                     'buckets': [{'key': 'running', 'doc_count': 3},
                                 {'key': 'stopped', 'doc_count': 1}]}),
    ('terms:tags', {'doc_count_error_upper_bound': 0, 'sum_other_doc_count': 0,
                    'buckets': [{'key': 'b', 'doc_count': 2}, {'key': 'a', 'doc_count': 1}]}),
    ('terms:billable', {'doc_count_error_upper_bound': 0, 'sum_other_doc_count': 0,
                        'buckets': [{'key': 1, 'key_as_string': 'true', 'doc_count': 2},
                                    {'key': 0, 'key_as_string': 'false', 'doc_count': 1}]}),
    ('terms:unknown', {'doc_count_error_upper_bound': 0, 'sum_other_doc_count': 0, 'buckets': []}),
    ('percentiles:' + VCPU, {'values': {
        '1.0': pytest.approx(2.06), '5.0': pytest.approx(2.3), '25.0': 3.5, '50.0': 5.0,
        '75.0': 6.5, '95.0': pytest.approx(7.7),
        '99.0': pytest.approx(7.94)}}),
    ('percentiles:serviceOffer/price',
     {'values': dict((key, 0.5) for key in ('1.0', '5.0', '25.0', '50.0', '75.0', '95.0',
                                            '99.0'))}),
    ('percentiles:unknown',
     {'values': dict((key, None) for key in ('1.0', '5.0', '25.0', '50.0', '75.0', '95.0',
                                             '99.0'))}),
])
def test_each_algorithm_aggregates_its_attribute(aggregate, item, result):
    assert aggregate(item) == {item: result}


@pytest.mark.parametrize('items', ['', 'id', 'count:', ':id', 'COUNT:id', 'median:id', 'count: id',
                                   'count::id', 'extended_stats:id', 'count/id'])
def test_malformed_ones_are_dropped(aggregate, items):
    assert aggregate(items) is None
    assert aggregate(items + ',count:id') == {'count:id': {'value': 4}}


def test_several_aggregations_are_answered_together(aggregate):
    assert sorted(aggregate('count:id, max:%s&$aggregation=missing:ip' % VCPU)) == [
        'count:id', 'max:' + VCPU, 'missing:ip']


def test_all_matching_documents_count_whatever_the_page(aggregate):
    for page in ('', '&$last=0', '&$first=2&$last=3'):
        assert aggregate('sum:' + VCPU,
                         "&$filter=state='running'" + page) == {'sum:' + VCPU: {'value': 14.0}}


def test_terms_returns_ten_buckets_at_most():
    documents = [{'n': number, 'mixed': number if number % 2 else '%d' % number}
                 for number in range(12)] + [{'n': 7}]
    terms = aggregation.aggregated(aggregation.parse(['terms:n']), documents)['terms:n']
    assert [bucket['key'] for bucket in terms['buckets']] == [7, 0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert terms['sum_other_doc_count'] == 2
    mixed = aggregation.aggregated(aggregation.parse(['terms:mixed']), documents)['terms:mixed']
    assert [bucket['key'] for bucket in mixed['buckets']] == [
        1, 3, 5, 7, 9, 11, '0', '10', '2', '4']


def test_what_is_hidden_is_not_counted():
    documents = [{'secret': 4}]
    assert aggregation.aggregated(aggregation.parse(['sum:secret']), documents,
                                  hidden=('secret',)) == {'sum:secret': {'value': 0.0}}


def test_what_overflows_is_null():
    documents = [{'n': 1e308}, {'n': -1e308}, {'n': 1e308}, {'n': 1e308}]
    aggregations = aggregation.aggregated(
        aggregation.parse(['sum:n', 'extendedstats:n', 'percentiles:n']), documents)
    assert aggregations['sum:n'] == {'value': None}
    assert aggregations['extendedstats:n']['sum_of_squares'] is None
    assert aggregations['percentiles:n']['values']['99.0'] == 1e308


def test_texts_cannot_be_calculated_with(ask, aggregate):
    for item in ('sum:state', 'avg:id', 'percentiles:ip'):
        answer = ask('GET', 'virtual-machine?$aggregation=' + item)
        assert (answer.status, answer.json['count'],
                answer.json['virtualMachines']) == (200, None, [])
        assert 'aggregations' not in answer.json


def test_texts_among_numbers_count_nothing():
    documents = [{'n': 4}, {'n': 'text'}, {'n': {'x': 1}}]
    assert aggregation.aggregated(aggregation.parse(['stats:n']),
                                  documents)['stats:n']['count'] == 1
