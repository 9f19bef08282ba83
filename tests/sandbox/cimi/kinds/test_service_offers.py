# -*- coding: utf-8 -*-
"""
Service offers, and the names that describe them
"""
from __future__ import unicode_literals

import pytest

OFFER = {'name': 'Large', 'connector': {'href': 'exoscale-ch-dk'}, 'resource:vcpu': 4,
         'resource:nested': {'resource:a': [{'resource:b': None}]}}
EVIDENCE = {'startTime': '2019-03-29T08:00:00.0Z', 'endTime': '2019-03-29T08:00:01.0Z',
            'planID': 'b12345', 'passed': True}
REFUSED = 'resource attributes do not satisfy defined namespaces'


@pytest.fixture(autouse=True)
def namespace(ask):
    """The namespace ``resource``, which members of service offers have."""
    body = {'prefix': 'resource', 'uri': 'http://example.org/resource',
            'acl': {'owner': {'type': 'USER', 'principal': 'joe'}}}
    return ask('POST', 'service-attribute-namespace', body, by='super')


def test_an_offer_belongs_to_whoever_made_it(ask):
    made = ask('POST', 'service-offer', OFFER)
    assert made.status == 201
    document = ask('GET', made.json['resource-id']).json
    assert dict((name, document[name]) for name in OFFER) == OFFER
    assert document['acl'] == {'owner': {'type': 'USER', 'principal': 'jane'},
                               'rules': [{'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}]}
    assert ask('GET', ask('POST', 'service-offer', OFFER, by='super').json['resource-id'],
               by='super').json['acl']['owner']['principal'] == 'ADMIN'


@pytest.mark.parametrize('members', [{'price:unitCost': 0.5}, {'resource:x': {'price:y': 1}},
                                     {'resource:x': [{'a': {'price:y': 1}}]}])
@pytest.mark.parametrize('kind', ['service-offer', 'evidence-record', 'service-benchmark'])
def test_a_member_of_an_unknown_namespace_is_refused(ask, kind, members):
    required = {'service-offer': {'connector': {'href': 'x'}}, 'evidence-record': EVIDENCE,
                'service-benchmark': {'credentials': [{'href': 'credential/1'}],
                                      'serviceOffer': {'href': 'service-offer/1'}}}
    answer = ask('POST', kind, dict(required[kind], **members))
    assert (answer.status, answer.json) == (406, {'status': 406, 'message': REFUSED})
    made = ask('POST', kind, dict(required[kind], **{'resource:x': 1}))
    assert made.status == 201
    assert ask('PUT', made.json['resource-id'],
               members).status == (405 if kind == 'evidence-record' else 406)


@pytest.mark.parametrize('members', [{'colour': 'red'}, {'connector': {'href': 'x', 'a': 'b'}},
                                     {'connector': 'x'}, {':x': 1}, {'x:': 1}])
def test_an_invalid_offer_is_refused(ask, members):
    assert ask('POST', 'service-offer', dict(OFFER, **members)).status == 400


def test_everybody_signed_in_may_view_a_namespace(ask, namespace):
    assert namespace.json['resource-id'] == 'service-attribute-namespace/resource'
    document = ask('GET', 'service-attribute-namespace/resource').json
    assert document['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'}, 'rules': [
        {'principal': 'USER', 'type': 'ROLE', 'right': 'VIEW'},
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}


@pytest.mark.parametrize('prefix, uri',
                         [('resource', 'http://other'), ('other', 'http://example.org/resource')])
def test_adding_the_same_prefix_or_uri_again_conflicts(ask, prefix, uri):
    assert ask('POST', 'service-attribute-namespace',
               {'prefix': 'price', 'uri': 'http://example.org/price'}, by='super').status == 201
    answer = ask('POST', 'service-attribute-namespace', {'prefix': prefix, 'uri': uri}, by='super')
    assert (answer.status,
            answer.json['resource-id']) == (409, 'service-attribute-namespace/resource')


@pytest.mark.parametrize('body', [{'prefix': 'a'}, {'prefix': 'A', 'uri': 'x'},
                                  {'prefix': 'a-', 'uri': 'x'}, {'prefix': 'a', 'uri': ''}])
def test_an_invalid_namespace_is_refused(ask, body):
    assert ask('POST', 'service-attribute-namespace', body, by='super').status == 400
    assert ask('POST', 'service-attribute-namespace', {'prefix': 'a', 'uri': 'x'}).status == 403


def test_an_attribute_is_named_by_its_prefix_and_name(ask):
    body = {'name': 'Virtual CPUs', 'description': 'how many', 'prefix': 'resource',
            'attributeName': 'vcpu', 'type': 'integer'}
    made = ask('POST', 'service-attribute', body)
    assert made.json['resource-id'] == 'service-attribute/7265736f757263653a76637075'
    assert ask('POST', 'service-attribute', body).status == 409
    assert ask('POST', 'service-attribute', dict(body, colour='red')).status == 400
    answer = ask('POST', 'service-attribute', dict(body, prefix='x'))
    assert (answer.status, answer.json) == (406,
                                            {'status': 406, 'message': REFUSED + ", prefix='x'"})
    assert ask('PUT', made.json['resource-id'], {'prefix': 'x'}).status == 406


@pytest.mark.parametrize('members', [{'credentials': []}, {'credentials': {'href': 'credential/1'}},
                                     {'serviceOffer': {}}, {'colour': 'red'}])
def test_an_invalid_benchmark_is_refused(ask, members):
    body = {'credentials': [{'href': 'credential/1'}], 'serviceOffer': {'href': 'service-offer/1'}}
    assert ask('POST', 'service-benchmark', dict(body, **members)).status == 400


def test_evidence_can_be_deleted_but_not_edited(ask):
    made = ask('POST', 'evidence-record',
               dict(EVIDENCE, log=['a', 'b'], **{'class': 'x', 'resource:x': 1}))
    assert [operation['rel']
            for operation in ask('GET', made.json['resource-id']).json['operations']] == [
        'delete']
    assert ask('POST', 'evidence-record', dict(EVIDENCE, passed='yes')).status == 400


@pytest.mark.parametrize('name', sorted(EVIDENCE))
def test_members_that_evidence_needs_are_required(ask, name):
    body = dict((key, value) for key, value in EVIDENCE.items() if key != name)
    answer = ask('POST', 'evidence-record', body)
    assert (answer.status, ':%s ' % name in answer.message) == (400, True)
