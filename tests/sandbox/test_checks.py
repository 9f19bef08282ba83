# -*- coding: utf-8 -*-
"""Checks of JSON values."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import checks

POINT = checks.structure({'x': checks.number}, {'label': checks.text})


@pytest.mark.parametrize('check, good, bad', [
    (checks.anything, [None, 1, {}], []),
    (checks.text, ['', 'a'], [None, 1, []]),
    (checks.nonblank, ['a', ' a '], ['', ' \t', None, 1]),
    (checks.solid, ['a'], ['', 'a b', 'a\n', None]),
    (checks.flag, [True, False], [0, 'true', None]),
    (checks.integer(), [0, 2 ** 70], [-1, 1.0, '1', True, None]),
    (checks.integer(1, 5), [1, 5], [0, 6]),
    (checks.number, [0, -1.5, 2 ** 70], ['0', True, None]),
    (checks.timestamp, ['2019-03-29T08:15:30.0Z', '2019-03-29T08:15:30.123+01:00'],
     ['2019-03-29T08:15:30Z', '2019-02-30T08:15:30.0Z', 5, None]),
    (checks.one_of('a', 'b'), ['a', 'b'], ['c', '', None, ['a']]),
    (checks.matching('a|bc'), ['a', 'bc'], ['ac', 'bcd', 'a\n', 5]),
    (checks.identifier, ['a', 'a-1'], ['A', 'a_b', '-a', 'a-', 'a--b']),
    (checks.list_of(checks.text), [[], ['a']], ['a', [1], {}]),
    (checks.list_of(checks.text, 1), [['a']], [[]]),
    (checks.map_of(checks.text), [{}, {'a': 'b'}], [{'a': 1}, []]),
    (checks.map_of(checks.text, 1), [{'a': 'b'}], [{}]),
    (checks.nullable(checks.text), [None, 'a'], [1]),
    (checks.either(checks.text, checks.flag), ['a', True], [1]),
    (POINT, [{'x': 1}, {'x': 1, 'label': ''}],
     [{}, {'x': 'a'}, {'x': 1, 'y': 2}, {'x': 1, 'label': 5}, [], None]),
    (checks.structure({}, closed=False), [{}, {'a': 1}], ['a']),
])
def test_a_check_accepts_the_good_and_refuses_the_bad(check, good, bad):
    assert [check(value) for value in good] == [None] * len(good)
    assert all(check(value) for value in bad)


@pytest.mark.parametrize('check, value, expected', [
    (checks.solid, 'a b', 'a non-blank string without white space'),
    (checks.integer(1), 0, 'an integer of at least 1'),
    (checks.integer(1, 5), 6, 'an integer from 1 to 5'),
    (checks.one_of('b', 'a'), 'c', 'one of: "a", "b"'),
    (checks.list_of(checks.text, 1), [], 'a list of at least 1 elements'),
    (checks.either(checks.text, checks.flag), 1, 'a string or a boolean'),
    (POINT, {'x': 'a'}, 'x: a number'), (POINT, {}, 'a map with the key x'),
    (POINT, {'x': 1, 'z': 2}, 'a map without the key z')])
def test_a_check_says_what_the_value_should_have_been(check, value, expected):
    assert check(value) == expected
