# -*- coding: utf-8 -*-
"""Mutation testing: which tests need not be asked again which lines they run."""
from __future__ import unicode_literals

import sys

import pytest

from .loading import names_of

pytestmark = pytest.mark.skipif(sys.version_info < (3, 8), reason='The script needs Python 3.8.')

SOURCE = '''\
TABLE = 1


def one():
    return 1


def two():
    return 2
'''

TEST = 'tests/unit/test_a.py::test_b'


@pytest.fixture
def tree(tmpdir, monkeypatch):
    """A folder with a module, a test of it, and a helper; the current one."""
    monkeypatch.chdir(tmpdir)
    tmpdir.join('module.py').write(SOURCE)
    tmpdir.join('tests', 'unit', 'test_a.py').write('a', ensure=True)
    tmpdir.join('tests', 'helper.py').write('b')
    return tmpdir


@pytest.fixture
def kept(tree):
    """A function: what is still true of a test that ran the function ``two``, after a change."""
    names = names_of('mutation_measures.py')
    names['write']('measures.json', {TEST: {
        'file': names['digest'](TEST), 'seconds': 1, 'failed': False, 'lines': {'module.py': [9]}}})

    def still_true(path, content):
        tree.join(*path.split('/')).write(content, ensure=True)
        return names_of('mutation_measures.py')['still_true']('measures.json').get(TEST)
    return still_true


def test_a_test_is_not_asked_again_if_nothing_has_changed(kept):
    assert kept('module.py', SOURCE) == {
        'file': kept('module.py', SOURCE)['file'], 'seconds': 1, 'failed': False,
        'lines': {'module.py': [9]}}


@pytest.mark.parametrize('change, line', [
    (('return 1', 'return 3'), 9), (('TABLE = 1', 'TABLE = 1\nMORE = 2'), 10),
    (('def two', '#: About\n#: it.\ndef two'), 11), (('TABLE = 1\n\n\n', ''), 6)])
def test_a_change_elsewhere_moves_the_lines_of_a_test(kept, change, line):
    assert kept('module.py', SOURCE.replace(*change))['lines'] == {'module.py': [line]}


@pytest.mark.parametrize('change', [
    ('return 2', 'return 3'), ('two()', 'two(a)'), ('two():', 'two():\n    work()'),
    ('def two', 'def three')])
def test_a_change_of_a_function_that_a_test_runs_needs_the_test_again(kept, change):
    assert kept('module.py', SOURCE.replace(*change)) is None


@pytest.mark.parametrize('path, is_asked', [
    ('tests/unit/test_a.py', True), ('tests/helper.py', True), ('tests/unit/conftest.py', True),
    ('tests/unit/test_other.py', False), ('tests/wire/helper.py', False)])
def test_a_change_of_a_test_or_its_helpers_needs_the_test_again(kept, path, is_asked):
    assert (kept(path, 'new') is None) == is_asked


def test_without_a_file_nothing_is_known(tree):
    assert names_of('mutation_measures.py')['still_true']('nothing.json') == {}


def test_only_the_lines_of_functions_count(tree):
    assert names_of('mutation_measures.py')['lines_of_functions']('module.py') == {4, 5, 8, 9}
