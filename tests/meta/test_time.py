# -*- coding: utf-8 -*-
"""Time: no test looks at a real clock, and none is in a hurry.

A test that does fails on a busy machine. Count calls or requests, give what is tested a clock that
you move, and put threads into order with the functions of ``tests/threads.py``, whose last resort
only ends a hang.
"""
from __future__ import unicode_literals

import ast

import pytest

from .tree import TESTS

#: What tells the time, as attributes of ``time`` and as names that others import from there.
CLOCKS = {'time', 'monotonic', 'perf_counter', 'process_time', 'thread_time', 'clock'}
#: Who may look at a clock, and why.
MAY_LOOK = {
    'tests/benchmarks/': 'they measure times, and are not part of the tests',
    'tests/soak/': 'a soak run lasts for as long as configured',
    'tests/fuzz/__main__.py': 'it prints how long a run has taken',
    'tests/unit/test_doctor.py': 'a sandbox whose clock agrees with that of the machine',
}


def looks(tree):
    """The lines of a syntax tree in which something calls a clock."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, 'id', None) in CLOCKS - {'time', 'clock'}]
    of_time = [call for call in calls if isinstance(call.func, ast.Attribute)
               and getattr(call.func.value, 'id', None) == 'time' and call.func.attr in CLOCKS]
    return sorted(call.lineno for call in named + of_time)


def hurries(tree):
    """The lines of a syntax tree in which something waits for a thread or an event a few seconds.

    What waits for a ``site`` moves the clock of a sandbox.
    """
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Attribute) and node.func.attr in ('join', 'wait')]
    return sorted(call.lineno for call in calls if getattr(call.func.value, 'id', None) != 'site'
                  and any(is_number(argument) for argument in call.args))


def is_number(node):
    """Whether a node is a number, on any Python."""
    value = getattr(node, 'n', None) if type(node).__name__ == 'Num' else getattr(
        node, 'value', None)
    return isinstance(value, (int, float))


def test_no_test_looks_at_a_clock():
    modules = [module for module in TESTS.values() if not module.path.startswith(tuple(MAY_LOOK))]
    assert [(module.path, looks(module.tree)) for module in modules if looks(module.tree)] == []


def test_no_test_is_in_a_hurry():
    modules = [module for module in TESTS.values() if not module.path.startswith('tests/soak/')]
    assert [(module.path, hurries(module.tree)) for module in modules if hurries(module.tree)] == []


@pytest.mark.parametrize('line', [
    'assert time.time() - started < 3', 'while monotonic() < end: pass', 'x = perf_counter()'])
def test_a_look_would_be_found(line):
    assert looks(ast.parse(line)) == [1]


def test_other_calls_are_no_looks():
    assert looks(ast.parse('clock()\ntime.sleep(1)\nx.time()\ntime(5)')) == []


@pytest.mark.parametrize('line, expected', [
    ('thread.join(5)', [1]), ('self.event.wait(0.5)', [1]), ('thread.join(LAST_RESORT)', []),
    ('thread.join()', []), ('site.wait(3)', []), ('", ".join(names)', [])])
def test_a_hurry_would_be_found(line, expected):
    assert hurries(ast.parse(line)) == expected
