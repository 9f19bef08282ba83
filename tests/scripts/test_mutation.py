# -*- coding: utf-8 -*-
"""Mutation testing: which mutants are tried, with which tests, and how they are reported."""
from __future__ import unicode_literals

import io
import os
from collections import namedtuple

import pytest

from ..meta.tree import ROOT
from .loading import names_of

MUTATION, RESULTS = names_of('mutation.py'), names_of('mutation_results.py')

Mutant = namedtuple('Mutant', 'path lines')
Item = namedtuple('Item', 'nodeid')

PACE, RETRIES = 'slipstream/api/transport/pace.py', 'slipstream/api/transport/retries.py'


@pytest.fixture
def chosen():
    """A function: the tests that are chosen for line 7 of a module, within a number of seconds.

    The tests are named after their files; three run that line.
    """
    runner = names_of('mutation_runner.py')
    items = [Item('%s::test' % path) for path in (
        'tests/client/test_a.py', 'tests/wire/test_b.py', 'tests/unit/transport/test_pace.py',
        'tests/unit/transport/test_c.py')]

    def choose(lines=(7, 7), limit=20, seconds=(1, 2, 2, 3), failed=(), killers=()):
        chooser = runner['Chooser'](items, {
            'seconds': seconds, 'failed': failed,
            'tests': {PACE: {7: [0, 1, 2], 8: [3]}}}, limit)
        for line, killer in killers:
            chooser.learn(PACE, line, '%s::test' % killer)
        return [item.nodeid.split('/')[-1] for item in chooser.tests_of(Mutant(PACE, lines))[0]]
    return choose


def test_the_tests_of_the_same_module_come_first_then_the_fastest(chosen):
    assert chosen() == ['test_pace.py::test', 'test_a.py::test', 'test_b.py::test']


def test_the_tests_of_the_same_folder_come_before_faster_ones(chosen):
    assert chosen((7, 8)) == [
        'test_pace.py::test', 'test_c.py::test', 'test_a.py::test', 'test_b.py::test']


def test_a_test_that_has_killed_another_mutant_comes_first(chosen):
    of_the_module = [(30, 'tests/wire/test_b.py')]
    assert chosen(killers=of_the_module)[0] == 'test_b.py::test'
    of_the_line = [(30, 'tests/wire/test_b.py')] * 2 + [(7, 'tests/client/test_a.py')]
    assert chosen(killers=of_the_line)[:2] == ['test_a.py::test', 'test_b.py::test']


def test_only_the_tests_that_run_a_line_of_the_statement_are_chosen(chosen):
    assert chosen((8, 8)) == ['test_c.py::test']
    assert len(chosen((6, 8))) == 4 and chosen((1, 6)) == []


def test_of_too_many_tests_the_fastest_are_chosen_besides_those_of_the_module(chosen):
    assert chosen(limit=3) == ['test_pace.py::test', 'test_a.py::test']
    assert chosen(limit=4) == ['test_pace.py::test', 'test_a.py::test']


def test_slow_tests_and_those_that_fail_anyway_are_left_out(chosen):
    assert chosen(seconds=(1, 5, 2, 3), failed=[0]) == ['test_pace.py::test']


def test_an_equivalent_mutant_is_known_by_its_file_and_its_lines():
    text = '# A remark.\n\n' + '\n'.join([
        PACE, '- a - b', '+ a + b', 'Nobody', 'sees it.']) + '\n\n' + '\n'.join([
            RETRIES, '- x', '+ ', 'Because.']) + '\n'
    assert MUTATION['equivalents_of'](text) == {
        (PACE, 'a - b', 'a + b'): 'Nobody sees it.', (RETRIES, 'x', ''): 'Because.'}


def test_an_equivalent_mutant_needs_a_reason():
    with pytest.raises(ValueError):
        MUTATION['equivalents_of'](PACE + '\n- a\n+ b\n')


def test_the_list_of_equivalent_mutants_can_be_read():
    with io.open(os.path.join(ROOT, MUTATION['EQUIVALENT']), encoding='utf-8') as file:
        assert MUTATION['equivalents_of'](file.read())


def test_an_equivalent_mutant_of_a_line_that_is_gone_is_stale(tmpdir):
    tmpdir.join('a.py').write('one(\n    two)\n')
    keys = [('a.py', 'one( two)', 'one()'), ('a.py', 'three', 'four'), ('b.py', 'one', 'two')]
    assert MUTATION['stale'](dict.fromkeys(keys, 'x'), str(tmpdir)) == keys[1:]


def test_no_entry_of_the_list_of_equivalent_mutants_is_stale_or_without_effect():
    with io.open(os.path.join(ROOT, 'tests', 'mutation', 'equivalent.txt'),
                 encoding='utf-8') as file:
        equivalents = MUTATION['equivalents_of'](file.read())
    assert len(equivalents) > 50 and all(equivalents.values())
    assert MUTATION['stale'](equivalents, ROOT) == []
    assert not [key for key in equivalents if key[1] == key[2]]


def test_the_score_counts_what_the_tests_had_a_chance_to_notice():
    outcomes = ['killed'] * 5 + ['timeout'] + ['survived'] * 2 + ['equivalent', 'not run']
    line = RESULTS['score_line']('name', outcomes)
    assert line.split() == [
        'name', '8', 'tried', '6', 'killed', '75.0', '%', '1', 'equivalent', '1', 'not', 'run',
        'here']
    assert ' - ' in RESULTS['score_line']('name', [])


def test_the_report_has_every_module_every_folder_and_the_sum():
    report = RESULTS['report']([((PACE, 'a', 'b'), 'killed'), ((PACE, 'a', 'c'), 'survived'),
                                ((RETRIES, 'a', 'b'), 'killed')]).splitlines()
    assert [line.split()[0] for line in report] == [
        PACE, RETRIES, 'slipstream/api/transport', 'all', 'With']
    assert report[-1] == 'With 95 % certainty the tests kill between 20.8 % and 93.9 % of all.'


def test_the_certainty_grows_with_the_number_of_mutants():
    few, many = RESULTS['interval'](19, 20), RESULTS['interval'](1900, 2000)
    assert few[0] < many[0] < 0.95 < many[1] < few[1] < 1
    assert RESULTS['interval'](0, 0) == (0, 1)


def test_the_last_word_on_a_mutant_counts(tmpdir):
    results = tmpdir.join('results.jsonl')
    line = '{"path": "p", "removed": "a", "added": "b", "outcome": "%s"}\n'
    results.write(line % 'survived' + line % 'killed')
    assert RESULTS['read_results'](str(results)) == {('p', 'a', 'b'): 'killed'}
    assert RESULTS['read_results'](str(tmpdir.join('nothing'))) == {}


def test_which_test_has_killed_a_mutant_is_read_again(tmpdir):
    results = tmpdir.join('results.jsonl')
    results.write('{"path": "p", "line": 7, "by": "t"}\n{"path": "p", "line": 8, "by": ""}\n{}\n')
    assert RESULTS['read_killers'](str(results)) == [('p', 7, 't')]
    assert RESULTS['read_killers'](str(tmpdir.join('nothing'))) == []


def test_without_paths_a_thousand_mutants_of_three_folders_are_tried():
    options = MUTATION['options_of']([])
    assert options.sample == 1000 and list(options.paths) == list(MUTATION['FOLDERS'])
    assert MUTATION['options_of']([PACE]).paths == [PACE]


def test_nothing_is_tried_where_a_mutant_could_replace_a_device(tmpdir, monkeypatch, capsys):
    monkeypatch.setitem(MUTATION, 'may_do_harm', lambda: True)
    assert MUTATION['main']([]) == 1
    assert 'A mutant could replace %s.' % os.devnull in capsys.readouterr()[0]


def test_a_folder_that_nobody_may_write_to_is_safe(tmpdir):
    assert MUTATION['may_do_harm'](str(tmpdir)) is True
    assert MUTATION['may_do_harm'](str(tmpdir.join('missing'))) is False
