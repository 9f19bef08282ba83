# -*- coding: utf-8 -*-
"""Values on one line: neutral, masked, measured."""
from __future__ import unicode_literals

import pytest
from hypothesis import given, strategies as st

from slipstream.api import models
from slipstream.api.display import values
from slipstream.api.models import CimiResource


@pytest.mark.parametrize('value, expected', [
    (None, '-'), ('', ''), (7, '7'), (True, 'True'), ('  a\n\tb  ', 'a b'),
    (b'caf\xc3\xa9', 'café'), (['a', 'b'], 'a, b'), ({'b', 'a'}, 'a, b'),
    ({'href': 'connector/x'}, 'connector/x'), ({'b': 1, 'a': None}, 'a=-, b=1'),
    ({'state': 'Ready', 'resource': {'href': 'run/1'}}, 'state=Ready, resource=run/1'),
    ({'a': {'b': {'c': {'d': 1}}}}, 'a=b=c=...'), ([[[['deep']]]], '...'),
    ({'acl': 1, 'x': 2}, 'x=2')])
def test_a_cell_shows_any_value_on_one_line(value, expected):
    assert values.cell(value) == expected


@pytest.mark.parametrize('text, expected', [
    ('\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'), ('\x07\x7f\x9b', '\\x07\\x7f\\x9b'),
    ('a\u202eb', 'a\\u202eb'), ('\u200b', '\\u200b'),
    ('日本', '日本'), ('\ud800', '\\ud800'), ('\udc00x', '\\udc00x'), ('\U0001f600', '\U0001f600'),
    ('password=hush', 'password=********')])
def test_nothing_is_left_that_a_terminal_would_obey(text, expected):
    assert values.neutral(text) == expected


@given(st.text())
def test_any_text_is_one_printable_line(text):
    shown = values.neutral(text)
    assert not any(char < ' ' or '\x7f' <= char <= '\x9f' for char in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode('utf-8')


def test_very_long_texts_are_cut():
    assert len(values.neutral('x' * 100000)) == values.LONGEST


@pytest.mark.parametrize('secret', [
    {'secretKey': 'hush'}, {'a': {'password': 'hush'}}, [{'token': 'hush'}],
    CimiResource({'secret': 'hush'}),
    models.ModuleParameter('p', 'hush', 'hush', None, None, None, None, None, 'Password', None)])
def test_secrets_are_masked(secret):
    shown = ' '.join(values.cell(value) for _, value in values.members(secret)) + (
        values.cell(secret) if isinstance(secret, (dict, list)) else '')
    assert '********' in shown and 'hush' not in shown


def test_members_come_in_a_useful_order():
    resource = CimiResource({'b': 1, 'a': 2, 'state': 3, 'id': 4, 'acl': 5, 'operations': 6})
    assert [name for name, _ in values.members(resource)] == ['id', 'state', 'a', 'b']
    assert [name for name, _ in values.members(models.App('n', 't', 1, 'p'))] == [
        'name', 'type', 'version', 'path']
    assert values.members(models.Deployment(*range(10)))[1] == ('status', 2)
    assert values.members(CimiResource(['x'])) == [('json', ['x'])] and values.members('text') == []


def test_columns_without_values_come_last():
    rows = [models.App(None, 't', None, 'p'), models.App(None, None, 2, 'q')]
    assert values.columns(rows) == [('type', ['t', None]), ('version', [None, 2]),
                                    ('path', ['p', 'q']), ('name', [None, None])]
    assert values.columns([{'a': 1}, {'b': 2}]) == [('a', [1, None]), ('b', [None, 2])]
    assert values.columns([]) == [] and values.columns([1, 2]) == []


@pytest.mark.parametrize('text, columns', [
    ('abc', 3), ('', 0), ('日本', 4), ('e\u0301', 1), ('é', 1), ('ｗ', 2), ('\U0001f600', 2),
    ('\ud83d', 2), ('\ude00', 0)])
def test_width_counts_the_columns_of_a_terminal(text, columns):
    assert values.width(text) == columns


@given(st.text(), st.integers(4, 60))
def test_nothing_is_wider_than_its_room(text, room):
    text = values.neutral(text)
    assert values.width(values.clipped(text, room)) <= room
    lines = values.wrapped(text, room)
    assert all(values.width(line) <= room for line in lines) and len(lines) <= 8


def test_texts_are_clipped_padded_and_wrapped_by_columns():
    assert values.clipped('abcdefgh', 8) == 'abcdefgh'
    assert values.clipped('abcdefgh', 7) == 'abcd...'
    assert values.clipped('日本日本', 7) == '日本...'
    assert values.padded('日', 4) == '日  ' and values.padded('7', 3, right=True) == '  7'
    assert values.wrapped('one two three', 7) == ['one two', 'three']
    assert values.wrapped('abcdefgh ij', 4) == ['abcd', 'efgh', 'ij']
    assert values.wrapped('日', 1) == ['日'] and values.wrapped('', 5) == ['']
    assert values.wrapped('a b c d', 1, most=2) == ['a', '...']
