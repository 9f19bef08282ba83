# -*- coding: utf-8 -*-
"""Time: no test reads a real clock, none has short timeouts, and none waits forever.

A test that does fails on a busy machine. Count calls or requests, give what is tested a clock that
you move, and put threads into order with the functions of ``tests/threads.py``, whose last resort
only ends a hang. ``tests/processes.py`` has the same for processes.
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


#: What waits without end for a thread, an event or a process if nothing is passed; and functions
#: that wait whatever is passed.
WAITS, WAITING = {'join', 'wait', 'result'}, {
    'communicate', 'waitpid', 'subprocess.call', 'subprocess.check_call',
    'subprocess.check_output', 'subprocess.run'}
#: Who may wait without end, and why.
MAY_WAIT = {
    'tests/benchmarks/': 'they measure, somebody looks on, and they are not part of the tests',
    'tests/client/programs/': 'they are programs of users, who end them',
    'tests/processes.py': 'it ends what others wait for',
}
#: What stands for something else that has a method of such a name.
NO_THREADS = {'pace', 'story'}


def waits(tree):
    """The lines of a syntax tree in which something waits without end."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)
             and isinstance(node.func, ast.Attribute)]
    names = [(call, getattr(call.func.value, 'id', None)) for call in calls]
    return sorted(
        call.lineno for call, name in names if call.func.attr in WAITING
        or '%s.%s' % (name, call.func.attr) in WAITING
        or call.func.attr in WAITS and name not in NO_THREADS and not passes(call))


def passes(call):
    """Whether a call passes any argument, on any Python."""
    return bool(call.args or call.keywords or getattr(call, 'starargs', None)
                or getattr(call, 'kwargs', None))


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


def test_no_test_waits_without_end():
    modules = [module for module in TESTS.values() if not module.path.startswith(tuple(MAY_WAIT))]
    assert [(module.path, waits(module.tree)) for module in modules if waits(module.tree)] == []


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


@pytest.mark.parametrize('line, expected', [
    ('thread.join()', [1]), ('self.event.wait()', [1]), ('future.result()', [1]),
    ('process.communicate()', [1]), ('process.communicate(b"")', [1]), ('os.waitpid(1, 0)', [1]),
    ('subprocess.check_output(command)', [1]), ('ends(thread)', []), ('pace.wait()', []),
    ('event.wait(LAST_RESORT)', []), ('thread.join(timeout=LAST_RESORT)', []),
    ('loop.run(main())', []), ('", ".join(names)', [])])
def test_a_wait_without_end_would_be_found(line, expected):
    assert waits(ast.parse(line)) == expected
