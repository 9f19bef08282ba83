# -*- coding: utf-8 -*-
"""The program that runs the tests on one Python: what it demands, and what it says at the end."""
from __future__ import unicode_literals

import os
import subprocess
import sys
import time

import pytest

from ..meta.tree import ROOT
from .loading import names_of


@pytest.fixture
def program(monkeypatch):
    """The names of the program; it installs nothing, and its tests and its coverage succeed."""
    monkeypatch.syspath_prepend(os.path.join(ROOT, 'scripts'))
    names = names_of('test.py')
    names.update(install=lambda: None, reports=list, run_tests=lambda: True,
                 is_covered=lambda: True, IS_MEASURED=True, OLDEST=(2, 7))
    monkeypatch.setattr(time, 'monotonic', lambda: 0, raising=False)
    return names


@pytest.mark.parametrize('tests_passed, covered, is_measured, status, message', [
    (True, True, True, 0, 'complete for this Python'),
    (True, False, True, 1, 'NOT ENOUGH, see above'),
    (False, True, True, 1, 'not looked at'),
    (True, False, False, 0, 'not measured'),
    (False, True, False, 1, 'not measured')])
def test_tests_and_coverage_decide_where_coverage_can_be_measured(
        program, capsys, tests_passed, covered, is_measured, status, message):
    program.update(run_tests=lambda: tests_passed, is_covered=lambda: covered,
                   IS_MEASURED=is_measured)
    assert program['main']() == status
    printed = capsys.readouterr()[0]
    assert 'Coverage:  ' + message in printed and '0 passed, 0 failed, 0 skipped' in printed


def test_a_python_that_is_too_old_is_refused_with_the_way_to_go(program):
    program['OLDEST'] = (99, 0)
    with pytest.raises(SystemExit, match='needs Python 99.0 or later; tox'):
        program['main']()


@pytest.mark.parametrize('is_measured', [True, False])
def test_the_tests_run_below_coverage_where_it_can_be_measured(program, monkeypatch, is_measured):
    commands = []
    monkeypatch.setattr(subprocess, 'Popen', lambda command, **_: commands.append(command))
    program['IS_MEASURED'] = is_measured
    program['start'](1, ['tests/unit'])
    [command] = commands
    assert (os.path.basename(command[0]) == 'coverage') == is_measured
    assert command[-1] == 'tests/unit' and '--timeout=600' in command


def test_both_halves_together_are_all_tests_but_those_with_an_environment_of_their_own(program):
    first, second = program['halves']()
    left_out = [pattern[:-len('/*')] for _, patterns, _ in program['coverage_gate'].SPECIAL
                for pattern in patterns if pattern.startswith('tests/')]
    assert 'tests/notebook' in left_out
    assert second == ['tests'] + ['--ignore=' + folder for folder in left_out + first]


def test_what_pytest_says_besides_its_progress_is_kept_for_the_end(program, capsys):
    class Process(object):
        stdout = ['..... [ 50%]\n', 'something\n', '..... [100%]\n']

    kept = []
    program['follow'](Process, 2, kept)
    assert kept == ['something\n']
    assert capsys.readouterr()[0] == 'half 2: ..... [ 50%]\nhalf 2: ..... [100%]\n'


def test_the_environment_is_called_as_tox_calls_it(program):
    assert program['environment_name']().lstrip('py').rstrip('t') == '%d%d' % sys.version_info[:2]
