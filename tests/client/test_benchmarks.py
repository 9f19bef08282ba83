# -*- coding: utf-8 -*-
"""The benchmarks compute what they say."""
from __future__ import unicode_literals

import io
import json
import sys

import pytest

from slipstream.api.protocol import fast_rows
from slipstream.api.protocol.run_rows import listed_deployment_of

from ..benchmarks import __main__ as program, environments, measures, responses, thread_measures


def test_no_client_is_imported_from_the_clone(tmpdir, monkeypatch):
    """Python looks into the folder where it starts before it looks where pip installs."""
    environment = environments.Environment(str(tmpdir))
    environment.python = sys.executable
    monkeypatch.chdir(environments.ROOT)
    there = measures._seconds(environment, 'import os; assert not os.path.exists("slipstream")')
    assert there >= 0


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
    text = program.table([measures.alone('first', 'ms', 1.0, most=2),
                          measures.alone('second', 'ms', 3.0, most=2)])
    assert [line.split()[-1] for line in text.splitlines()[1:]] == ['ms', 'MISSED']


def test_throughput_is_better_the_larger_it_is():
    assert thread_measures.throughput('x', [95.0], [100.0], least=0.9).reached
    assert not thread_measures.throughput('x', [80.0], [100.0], least=0.9).reached
    assert thread_measures.throughput('x', [80.0], [100.0]).reached


def test_each_client_is_compared_with_ours_and_with_the_floor():
    rows = measures._compared_clients(
        'cimi_search', 10, {'ours': [1.2], 'floor': [1.0], 'nuvla': [1.1]}, ' on Python 3.8')
    assert [(row.what, row.goal, row.reached) for row in rows] == [
        ('cimi_search of 10 rows, against the floor on Python 3.8', 'at most 1.30', True),
        ('cimi_search of 10 rows, against nuvla-api on Python 3.8', 'at least 4.0', False),
        ('cimi_search of 10 rows: nuvla-api against the floor on Python 3.8', '', True)]


def test_rst_writes_a_table_for_the_documentation():
    text = program.rst('today', [measures.alone('first', 'ms', 3.0, most=2),
                                 measures.compared('second', 'ms', [1.0], [2.0])])
    assert text == """today.

.. list-table::
   :header-rows: 1

   * - What
     - Value
     - Other
     - Ratio (quartiles)
     - Goal
     - Reached
   * - first
     - 3 ms
     -
     -
     - at most 2
     - no
   * - second
     - 1 ms
     - 2
     - 0.50 (0.50 to 0.50)
     -
     -
"""


def test_what_was_written_is_read_again(tmpdir, capsys):
    rows = [measures.alone('first', 'ms', 1.0, most=2),
            measures.compared('second', 'ms', [1.0], [2.0], most=0.1)]
    paths = [str(tmpdir.join(name)) for name in ('1.json', '2.json')]
    for path, row in zip(paths, rows):
        program.written(path, '%s' % json.dumps({'heading': 'today', 'rows': [row._asdict()]}))
    made = str(tmpdir.join('table.txt'))
    assert program.main(['--read', paths[0], '--read', paths[1], '--rst', made]) == 1
    assert capsys.readouterr()[0].startswith('today\n')
    with io.open(made, encoding='utf-8') as source:
        assert source.read() == program.rst('today', rows)


def test_one_group_of_a_table_is_renewed(tmpdir):
    rows = [measures.alone(name, 'ms', 1.0) for name in ('first', 'second', 'third')]
    table, figures = str(tmpdir.join('table.txt')), str(tmpdir.join('figures.json'))
    program.written(table, program.rst('today', rows))
    new = [measures.alone(name, 'ms', 2.0) for name in ('new', 'second')]
    program.written(figures, '%s' % json.dumps({'heading': 'tomorrow',
                                                'rows': [row._asdict() for row in new]}))
    for _ in range(2):  # the second time changes nothing
        program.main(['calls', '--read', figures, '--renew', table])
        with io.open(table, encoding='utf-8') as source:
            assert source.read() == program.rst(
                'today.\ncalls: tomorrow', [rows[0]] + new + [rows[2]])


def test_renewed_rows_that_replace_none_come_last():
    first, new = measures.alone('first', 'ms', 1.0), measures.alone('new', 'ms', 2.0)
    text = program.renewed(program.rst('today', [first]), ['calls'], 'tomorrow', [new])
    assert text == program.rst('today.\ncalls: tomorrow', [first, new])


def test_the_best_round_counts_where_other_work_only_takes_away():
    row = thread_measures.at_best('x', 'cores', [0.9, 1.8, 1.2], [0.5, 1.0, 0.9], least=1.5)
    assert (row.value, row.other, row.ratio, row.reached) == (1.8, 1.0, 1.8, True)
    assert not thread_measures.at_best('x', 'cores', [1.4], [1.0], least=1.5).reached


@pytest.mark.parametrize('shape', responses.SHAPES)
def test_a_shape_of_deployments_is_read_as_what_it_says(shape):
    text = responses.response(5, '/%s/run' % shape, {'offset': 1, 'limit': 3})[0]
    attributes, rows = fast_rows.parse_rows(text, listed_deployment_of)[1:]
    many, clouds, modules, url = shape.split('-')
    assert (len(rows), attributes['totalCount']) == (3, '5')
    assert {len(row.clouds) for row in rows} == {1 if clouds == 'one' else 3}
    assert len({row.module for row in rows}) == (1 if modules == 'equal' else 3)
    assert {row.service_url is not None for row in rows} == {url == 'url'}
    assert {row.last_state_change is not None for row in rows} == {many == 'many'}


def test_workers_take_turns():
    class Worker(object):
        """Responds with a number that grows."""

        number = 0

        def do(self, **order):
            """The next number."""
            self.number += 1
            return self.number

    assert measures.in_turns({'a': Worker(), 'b': Worker()}, 2, {}) == {'a': [2, 3], 'b': [2, 3]}
