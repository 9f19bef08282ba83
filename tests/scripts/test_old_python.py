# -*- coding: utf-8 -*-
"""The program that runs the tests on an old Python: what it installs, and what it runs."""
from __future__ import unicode_literals

import io
import os
import shutil
import subprocess

import pytest

from ..meta.tree import ROOT
from ..processes import end_of

COMMANDS = ('python', 'pytest', 'coverage')


@pytest.fixture
def run(tmpdir):
    """A function that runs it in a small tree; it returns the commands that were run."""
    source, programs, log = [str(tmpdir.join(name)) for name in ('source', 'programs', 'log')]
    os.makedirs(os.path.join(source, 'scripts'))
    os.mkdir(programs)
    shutil.copy(os.path.join(ROOT, 'scripts', 'test-old-python'), os.path.join(source, 'scripts'))
    shutil.copy(os.path.join(ROOT, 'tox.ini'), source)
    for name in COMMANDS:
        path = os.path.join(programs, name)
        with io.open(path, 'w', encoding='utf-8') as target:
            target.write('#!/bin/sh\necho "${0##*/} $*" >> "%s"\n' % log)
        os.chmod(path, 0o755)

    def run(*arguments, **variables):
        path = programs + os.pathsep + os.environ['PATH']
        # What measures these tests would measure those as well.
        assert end_of(subprocess.Popen(
            ['sh', os.path.join(source, 'scripts', 'test-old-python')] + list(arguments),
            env=dict(os.environ, **dict({'PATH': path, 'COVERAGE_FILE': ''}, **variables)))) == 0
        with io.open(log, encoding='utf-8') as lines:
            return lines.read().splitlines()
    return run


def test_the_tests_run_with_what_is_installed(run):
    installed, tested = run('-x')
    assert installed.startswith('python -m pip install ') and installed.endswith(' .[test]')
    assert tested.startswith('pytest ') and tested.endswith(' --ignore=tests/browser -x')


def test_the_oldest_requirements_are_those_of_tox(run):
    installed, tested = run('--oldest')
    assert installed.endswith(' .[test] future==0.16.0 requests==2.20.0 six==1.10.0')
    for folder in ('meta', 'sandbox/cimi', 'sandbox/state', 'sandbox/xml_interface'):
        assert ' --ignore=tests/' + folder + ' ' in tested + ' '


def test_coverage_is_measured_where_a_file_is_named(run):
    assert run(COVERAGE_FILE='measure')[1].startswith('coverage run /')
