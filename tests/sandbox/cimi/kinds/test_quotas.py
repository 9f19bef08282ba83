# -*- coding: utf-8 -*-
"""
Quotas
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records

COLLECT = 'http://sixsq.com/slipstream/1/action/collect'
QUOTA = {'name': 'machines', 'resource': 'VirtualMachine',
         'selection': "connector/href='connector/exo'", 'aggregation': 'count:id', 'limit': 116,
         'acl': {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
                 'rules': [{'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'}]}}


@pytest.fixture
def make(ask, world):
    """A function that adds a quota to a world with some machines."""
    for number, (owner, connector) in enumerate([('jane', 'exo'), ('jane', 'exo'), ('joe', 'exo'),
                                                 ('jane', 'other')]):
        cimi_records.insert(world, 'virtual-machine',
                            {'connector': {'href': 'connector/' + connector},
                             'serviceOffer': {'resource:vcpu': number + 1}},
                       rules=[cimi_records.user(owner, 'VIEW')])
    return lambda **members: ask('POST', 'quota', dict(QUOTA, **members),
                                 by='super').json['resource-id']


def test_collecting_a_quota_counts_what_is_used(ask, make):
    quota = make()
    document = ask('GET', quota).json
    assert document['operations'] == [{'rel': COLLECT, 'href': quota + '/collect'}]
    del document['operations']
    answer = ask('POST', quota + '/collect')
    assert (answer.status, answer.json) == (200, dict(document, currentAll=3, currentUser=2))
    assert ask('POST', quota + '/collect', by='super').json['currentUser'] == 3
    assert ask('POST', quota + '/collect', by='joe').json['currentUser'] == 1


@pytest.mark.parametrize('aggregation, total, own', [
    ('sum:serviceOffer/resource:vcpu', 6.0, 3.0), ('max:serviceOffer/resource:vcpu', 3.0, 2.0),
    ('missing:deployment/href', 3, 2),
    ('stats:serviceOffer/resource:vcpu', 3, 2),
    ('percentiles:serviceOffer/resource:vcpu', None, None)])
def test_a_quota_counts_by_its_own_aggregation(ask, make, aggregation, total, own):
    answer = ask('POST', make(aggregation=aggregation) + '/collect').json
    assert (answer['currentAll'], answer['currentUser']) == (total, own)


def test_a_collection_that_is_unknown_is_empty(ask, make):
    assert ask('POST', make(resource='Nope') + '/collect').json['currentAll'] == 0


def test_only_those_a_quota_is_shown_to_collect_it(ask, make):
    assert ask('POST', 'quota', QUOTA).status == 403
    quota = make(acl={'owner': {'type': 'USER', 'principal': 'joe'}})
    assert ask('POST', quota + '/collect').status == 403
    assert ask('GET', 'quota').json['count'] == 0
    assert [operation['rel'] for operation in ask('GET', quota, by='joe').json['operations']] == [
        'edit', 'delete', COLLECT]


@pytest.mark.parametrize('members', [
    {'resource': 'virtual-machine'}, {'selection': 'a='}, {'selection': ''}, {'selection': 5},
    {'aggregation': 'count'}, {'aggregation': 'nope:id'},
    {'aggregation': ''}, {'limit': '5'}, {'limit': -1}, {'limit': True}, {'organization': ''},
    {'colour': 'red'}])
def test_an_invalid_quota_is_refused(ask, members):
    answer = ask('POST', 'quota', dict(QUOTA, **members), by='super')
    assert answer.status == 400
    assert answer.message.startswith('resource does not satisfy defined schema:\n')
