# -*- coding: utf-8 -*-
"""
Schemas of documents
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.cimi import errors, schema
from slipstream.sandbox.state import cimi_records
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

POINT = schema.structure({'x': schema.number}, {'label': schema.text})


@pytest.mark.parametrize('check, good, bad', [
    (schema.anything, [None, 1, {}], []),
    (schema.text, ['', 'a'], [None, 1, []]),
    (schema.nonblank, ['a', ' a '], ['', ' \t', None, 1]),
    (schema.solid, ['a'], ['', 'a b', 'a\n', None]),
    (schema.flag, [True, False], [0, 'true', None]),
    (schema.integer(), [0, 2 ** 70], [-1, 1.0, '1', True, None]),
    (schema.integer(1, 5), [1, 5], [0, 6]),
    (schema.number, [0, -1.5, 2 ** 70], ['0', True, None]),
    (schema.timestamp, ['2019-03-29T08:15:30.0Z', '2019-03-29T08:15:30.123+01:00'],
     ['2019-03-29T08:15:30Z', '2019-02-30T08:15:30.0Z', 5, None]),
    (schema.one_of('a', 'b'), ['a', 'b'], ['c', '', None, ['a']]),
    (schema.matching('a|bc'), ['a', 'bc'], ['ac', 'bcd', 'a\n', 5]),
    (schema.identifier, ['a', 'a-1'], ['A', 'a_b', '-a', 'a-', 'a--b']),
    (schema.list_of(schema.text), [[], ['a']], ['a', [1], {}]),
    (schema.list_of(schema.text, 1), [['a']], [[]]),
    (schema.map_of(schema.text), [{}, {'a': 'b'}], [{'a': 1}, []]),
    (schema.map_of(schema.text, 1), [{'a': 'b'}], [{}]),
    (schema.nullable(schema.text), [None, 'a'], [1]),
    (schema.either(schema.text, schema.flag), ['a', True], [1]),
    (POINT, [{'x': 1}, {'x': 1, 'label': ''}],
     [{}, {'x': 'a'}, {'x': 1, 'y': 2}, {'x': 1, 'label': 5}, [], None]),
    (schema.structure({}, closed=False), [{}, {'a': 1}], ['a']),
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
def test_checks(check, good, bad):
    assert [check(value) for value in good] == [None] * len(good)
    assert all(check(value) for value in bad)


@pytest.mark.parametrize('document, name', [
    ({}, ':size'), ({'size': 'x'}, ':size "x"'), ({'size': 1, 'colour': 'red'}, ':colour "red"'),
    ({'size': 1, 'name': ''}, ':name ""'),
    ({'size': 1, 'operations': []}, ':operations []'), ({'size': 1, 'parent': 'a'}, ':parent'),
    ('text', ':document'), ({'size': 1, 'label': None}, ':label')])
def test_documents(document, name):
    tested = schema.Schema({'size': schema.integer()}, {'label': schema.text}, without=('parent',))
    tested.check({'size': 1, 'label': 'a', 'name': 'b', 'properties': {'a': 'b'},
                  'created': '2019-03-29T08:15:30.0Z'})
    with pytest.raises(errors.Problem) as caught:
        tested.check(document)
    assert caught.value.status == 400
    assert caught.value.message.startswith(
        'resource does not satisfy defined schema:\n-- Spec failed ---')
    assert name in caught.value.message


def test_open_documents():
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


def test_namespaces():
    world = World(clock=Clock(speed=0))
    cimi_records.insert(world, 'service-attribute-namespace', {'prefix': 'a', 'uri': 'u'})
    schema.check_namespaces(world, {'a:b': {'c': [{'a:d': 1}]}, 'name': 'b:c',
                                    'properties': {'b:c': 'd'}, 'plain': 1})
    for document in ({'b:c': 1}, {'plain': {'b:c': 1}}, {'a:b': [[{'b:c': 1}]]}):
        with pytest.raises(errors.Problem) as caught:
            schema.check_namespaces(world, document)
        assert caught.value.status == 406
