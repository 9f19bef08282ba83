# -*- coding: utf-8 -*-
"""The gate of the coverage: what is demanded of which Pythons."""
from __future__ import unicode_literals

import re

import pytest

from .loading import names_of

GATE = names_of('coverage_gate.py')


def is_left_out(line, *environments):
    """Whether a line need not be covered where only these environments were measured."""
    return bool(re.search(GATE['excluded_lines'](environments), line))


@pytest.mark.parametrize('environment, expected', [
    ('python27', ('cpython', (2, 7))), ('py36', ('cpython', (3, 6))),
    ('py315', ('cpython', (3, 15))), ('py314t', ('cpython', (3, 14))),
    ('pypy311', ('pypy', (3, 11))), ('notebook', None), ('py', None)])
def test_an_environment_is_named_after_its_python(environment, expected):
    assert GATE['python_of'](environment) == expected


@pytest.mark.parametrize('mark, environments, expected', [
    ('py2', ['py311'], True), ('py2', ['py311', 'python27'], False), ('py3', ['python27'], True),
    ('py3', ['py36'], False), ('before 3.7', ['py311', 'pypy311'], True),
    ('before 3.7', ['py36'], False), ('before 3.7', ['python27'], False),
    ('since 3.14', ['py313'], True), ('since 3.14', ['py313', 'py314t'], False),
    ('cpython', ['pypy311'], True), ('cpython', ['py311'], False), ('pypy', ['py311'], True),
    ('pypy', ['pypy311'], False)])
def test_a_line_has_to_be_covered_where_a_python_that_runs_it_was_measured(
        mark, environments, expected):
    line = 'if WHATEVER:  # pragma: %s only - a reason' % mark
    assert is_left_out(line, *environments) is expected


def test_a_line_without_a_mark_always_has_to_be_covered():
    assert not is_left_out('x = 1  # pragma: no branch', 'python27')
    assert not is_left_out('x = 1', *[
        'python27', 'py36', 'py37', 'py313', 'py330', 'py331', 'pypy311'])


def test_what_only_one_environment_runs_is_left_out_without_it():
    left_out = GATE['special_not_measured']
    assert [entry[0] for entry in left_out(['py311'])] == ['notebook', 'build', 'browser']
    assert left_out(['py311', 'notebook', 'build', 'browser']) == []


def test_a_part_of_an_environment_counts_for_it():
    assert GATE['environment_of']('/results/coverage.py311.2') == 'py311'
