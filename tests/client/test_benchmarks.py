# -*- coding: utf-8 -*-
"""
The benchmarks compute what they say
====================================
"""
from __future__ import unicode_literals

import pytest

from ..benchmarks import __main__ as program, measures


def test_a_power_is_found_again():
    assert measures.exponent([10, 100, 1000], [20, 200, 2000]) == pytest.approx(1.0)
    assert measures.exponent([10, 100, 1000], [1, 100, 10000]) == pytest.approx(2.0)


def test_rounds_are_compared():
    row = measures.compared('x', 'ms', [2.0, 2.0, 4.0], [1.0, 1.0, 1.0], most=1.5)
    assert (row.value, row.other, row.ratio, row.reached) == (2.0, 1.0, 2.0, False)
    assert measures.compared('x', 'ms', [1.0], [2.0], least=1.5).reached
    assert not measures.compared('x', 'ms', [1.0], [1.2], least=1.5).reached


def test_a_single_value_is_held_against_its_goal():
    assert measures.alone('x', 'MB', 2.0, most=2).reached
    assert not measures.alone('x', 'MB', 2.1, most=2).reached
    assert not measures.alone('x', 'MB', 1.0, least=2).reached


def test_what_is_missed_is_marked():
    text = program.table([measures.alone('first', 'ms', 1.0, most=2), measures.alone('second', 'ms', 3.0, most=2)])
    assert [line.split()[-1] for line in text.splitlines()[1:]] == ['ms', 'MISSED']


def test_workers_take_turns():
    class Worker(object):
        """Answers with a number that grows."""

        number = 0

        def do(self, **order):
            """The next number."""
            self.number += 1
            return self.number

    assert measures.in_turns({'a': Worker(), 'b': Worker()}, 2, {}) == {'a': [2, 3], 'b': [2, 3]}
