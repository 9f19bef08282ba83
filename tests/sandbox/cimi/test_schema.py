# -*- coding: utf-8 -*-
"""Schemas of documents."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import checks
from slipstream.sandbox.cimi import errors, schema
from slipstream.sandbox.state import cimi_records
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World


@pytest.mark.parametrize('check, good, bad', [
    (schema.href, ['event', 'event/0c3e-A_b', 'a/1'],
     ['Event/1', 'event/', '/event/1', 'event/-a', 'a1/b', 'a/b/c']),
    (schema.link, [{'href': 'a/1', 'more': 1}], [{}, {'href': ''}, 'a/1']),
    (schema.loose_link, [{'href': 'A b'}], [{'href': ''}]),
    (schema.properties, [{'a': 'b'}], [{}, {'a': 1}]),
    (schema.acl, [{'owner': {'type': 'USER', 'principal': 'jane'}},
                  {'owner': {'type': 'ROLE', 'principal': 'ANON'},
                   'rules': [{'type': 'USER', 'principal': 'joe', 'right': 'EDIT_META'}]}],
     [{}, {'owner': {'type': 'USER'}}, {'owner': {'type': 'GROUP', 'principal': 'a'}},
      {'owner': {'type': 'USER', 'principal': ' '}},
      {'owner': {'type': 'USER', 'principal': 'a', 'more': 1}},
      {'owner': {'type': 'USER', 'principal': 'a'}, 'rules': []},
      {'owner': {'type': 'USER', 'principal': 'a'},
       'rules': [{'type': 'USER', 'principal': 'a', 'right': 'READ'}]},
      {'owner': {'type': 'USER', 'principal': 'a'},
       'rules': [{'type': 'USER', 'principal': 'a'}]}]),
])
def test_a_check_of_a_common_member_accepts_the_good_and_refuses_the_bad(check, good, bad):
    assert [check(value) for value in good] == [None] * len(good)
    assert all(check(value) for value in bad)


@pytest.mark.parametrize('document, name', [
    ({}, ':size'), ({'size': 'x'}, ':size "x"'), ({'size': 1, 'colour': 'red'}, ':colour "red"'),
    ({'size': 1, 'name': ''}, ':name ""'),
    ({'size': 1, 'operations': []}, ':operations []'), ({'size': 1, 'parent': 'a'}, ':parent'),
    ('text', ':document'), ({'size': 1, 'label': None}, ':label')])
def test_a_schema_refuses_a_document_and_names_the_member_that_is_wrong(document, name):
    tested = schema.Schema({'size': checks.integer()}, {'label': checks.text}, without=('parent',))
    tested.check({'size': 1, 'label': 'a', 'name': 'b', 'properties': {'a': 'b'},
                  'created': '2019-03-29T08:15:30.0Z'})
    with pytest.raises(errors.Problem) as caught:
        tested.check(document)
    assert caught.value.status == 400
    assert caught.value.message.startswith(
        'resource does not satisfy defined schema:\n-- Spec failed ---')
    assert name in caught.value.message


def test_the_members_of_an_open_document_carry_a_namespace():
    tested = schema.Schema({}, extra=schema.namespaced)
    tested.check({'a:b': None, 'a:b:c': 1})
    for name in ('a', ':a', 'a:', 'a: b'):
        with pytest.raises(errors.Problem):
            tested.check({name: 1})


@pytest.mark.parametrize('name, value', [
    ('password', 'hush'), ('form', {'password': 'hush', 'list': [{'secret': 'hush'}]}),
    ('list', [{'a': {'token': 'hush'}}]), ('key', ['hush'])])
def test_secrets_are_not_repeated(name, value):
    message = schema.failure(name, value, 'other').message
    assert 'hush' not in message
    assert '***' in message


def test_a_prefix_that_is_no_namespace_is_refused_also_deep_inside():
    world = World(clock=Clock(speed=0))
    cimi_records.insert(world, 'service-attribute-namespace', {'prefix': 'a', 'uri': 'u'})
    schema.check_namespaces(world, {'a:b': {'c': [{'a:d': 1}]}, 'name': 'b:c',
                                    'properties': {'b:c': 'd'}, 'plain': 1})
    for document in ({'b:c': 1}, {'plain': {'b:c': 1}}, {'a:b': [[{'b:c': 1}]]}):
        with pytest.raises(errors.Problem) as caught:
            schema.check_namespaces(world, document)
        assert caught.value.status == 406
