# -*- coding: utf-8 -*-
"""Forms: what callers give, as the service wants it."""
from __future__ import unicode_literals

import decimal
import fractions
import uuid

import pytest

from slipstream.api import models
from slipstream.api.models import Flag
from slipstream.api.protocol import arguments

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


@pytest.mark.parametrize('value, expected', [
    (True, 'true'), (False, 'false'), (0, '0'), (12, '12'), (2.5, '2.5'), ('', ''),
    ('é\n\t', 'é\n\t'), ('é'.encode('utf-8'), 'é'),
    (decimal.Decimal('1.50'), '1.50'), (fractions.Fraction(1, 2), '1/2'), (uuid.UUID(DUID), DUID),
    (Flag('false'), 'false'),
    ('\U0001f600', '\U0001f600')])
def test_b65_values_become_text(value, expected):
    assert arguments.text(value, 'x') == expected


@pytest.mark.parametrize('value, kind', [
    (None, ValueError), ('a\x00b', ValueError), ('\x1b', ValueError), ('\ufffe', ValueError),
    ('\udc00', ValueError), ('\ud800x', ValueError),
    ([1], TypeError), ((), TypeError), (set(), TypeError), ({}, TypeError),
    ((i for i in [1]), TypeError)])
def test_b65_what_cannot_be_meant_is_refused(value, kind):
    with pytest.raises(kind) as info:
        arguments.text(value, 'the thing')
    assert 'the thing' in str(info.value)


@pytest.mark.parametrize('value, kind', [(None, TypeError), (3, TypeError), ('', ValueError),
                                         ('  ', ValueError), ('a\x00', ValueError)])
def test_names_must_say_something(value, kind):
    with pytest.raises(kind):
        arguments.name(value, 'x')


def test_names_are_text():
    assert arguments.name(str('exo'), 'x') == 'exo'
    assert arguments.optional(None, 'x') is None
    assert arguments.optional('', 'x') is None
    assert arguments.optional('exo', 'x') == 'exo'
    with pytest.raises(TypeError):
        arguments.optional(['exo'], 'cloud')


def test_a_refusal_lists_the_allowed_words():
    assert arguments.one_of('never', ['always', 'never'], 'x') == 'never'
    with pytest.raises(ValueError) as info:
        arguments.one_of('bogus', arguments.KEEP_RUNNING_VALUES, 'keep_running')
    assert str(
        info.value) == 'keep_running must be one of always, never, on-success, on-error, not bogus'


@pytest.mark.parametrize('values, expected', [
    ('a,b', 'a,b'), (['a', 'é', 3, True], 'a,é,3,true'), (('a',), 'a'),
    ((tag for tag in 'ab'), 'a,b'), (7, '7'), ({7}, '7'), ([], ''),
    (b'a,b', 'a,b')])
def test_b65_tags_of_any_kind_are_joined(values, expected):
    assert arguments.joined(values, 'tags') == expected


def test_b65_tags_must_not_be_none():
    with pytest.raises(ValueError):
        arguments.joined(['a', None], 'tags')


@pytest.mark.parametrize('value, expected', [
    (None, False), (True, True), (False, False), (1, True), (0, False), (Flag('false'), False),
    (Flag('true'), True)])
def test_boolean_accepts_booleans_numbers_and_flags(value, expected):
    assert arguments.boolean(value, 'x') is expected


@pytest.mark.parametrize('value', ['false', 'true', '', 2, 1.0, []])
def test_texts_are_no_booleans(value):
    with pytest.raises(TypeError):
        arguments.boolean(value, 'scalable')


def test_mapping_accepts_dicts_and_none_only():
    nodes = {'a': 1}
    assert arguments.mapping(nodes, 'x') is nodes and arguments.mapping(None, 'x') == {}
    for wrong in (3, 'web', [('web', 1)]):
        with pytest.raises(TypeError):
            arguments.mapping(wrong, 'multiplicity')


def test_number_accepts_whole_numbers_only():
    assert arguments.number(3, 'n') == 3
    assert arguments.number(' 4 ', 'n') == 4
    for wrong in ('x', -1, '1.5'):
        with pytest.raises(ValueError):
            arguments.number(wrong, 'n')
    for wrong in (True, None, 1.5):
        with pytest.raises(TypeError):
            arguments.number(wrong, 'n')


@pytest.mark.parametrize('offset, limit, expected',
                         [(0, 20, (0, 20)), ('5', '7', (5, 7)), (0, None, (0, None)),
                          (3, 100000, (3, 100000))])
def test_b68_window_returns_offset_and_limit_as_numbers(offset, limit, expected):
    assert arguments.window(offset, limit) == expected


@pytest.mark.parametrize('offset, limit, kind', [
    (-1, 20, ValueError), (0, 0, ValueError), (0, -5, ValueError), ('x', 20, ValueError),
    (0, '1_0', ValueError), (None, 20, TypeError),
    (0, 2.5, TypeError), (True, 20, TypeError), (0, [], TypeError)])
def test_b68_windows_that_the_service_would_refuse_raise(offset, limit, kind):
    with pytest.raises(kind):
        arguments.window(offset, limit)


@pytest.mark.parametrize('orderby, expected', [
    (None, None), ('a:asc,b', 'a:asc,b'), (('a', 'b:desc'), ['a', 'b:desc']), ([], []),
    ('price:unitCost', 'price:unitCost')])
def test_an_order_is_a_text_or_a_list(orderby, expected):
    assert arguments.order(orderby) == expected


@pytest.mark.parametrize('value', [b'abc', bytearray(b'abc'), memoryview(b'abc')])
def test_contents_of_any_kind_are_sent_as_bytes(value):
    assert type(arguments.content(value)) is bytes and arguments.content(value) == b'abc'


def test_a_row_whose_path_ends_with_its_version_needs_no_other():
    for path in ('shop/web', 'shop/web/12'):
        row = models.App('web', 'component', 12, path)
        assert arguments.versioned_path_of(row) == 'shop/web/12'


@pytest.mark.parametrize('value, expected', [
    (True, True), (1, True), ('yes', True), ('1', True), (False, False), (None, False), ('', False),
    (' ', False), ('0', False), ('False', False), ('no', False), ('OFF', False), ('None', False)])
def test_a_setting_is_off_if_it_says_so_in_words(value, expected):
    assert arguments.is_on(value) is expected
