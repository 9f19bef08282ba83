# -*- coding: utf-8 -*-
"""``python -m tests.benchmarks``: run all benchmarks."""
from __future__ import print_function, unicode_literals

import argparse
import collections
import datetime
import io
import json
import multiprocessing
import os
import sys
import tempfile

from . import environments, instructions, measures, sandbox_measures, thread_measures

#: The groups of measures, and the environments that each needs.
GROUPS = {
    'import': ['ours', 'old', 'nuvla', 'PyGithub', 'python-gitlab', 'boto3', 'openstacksdk'],
    'calls': ['ours'], 'memory': ['ours'],
    'listings': ['ours', 'ours-3.8', 'old-3.8', 'nuvla-3.8', 'ours-2.7', 'old-2.7'],
    'shapes': ['ours', 'ours-3.8', 'old-3.8', 'ours-2.7', 'old-2.7'],
    'threads': ['ours', 'ours-3.13t', 'ours-3.14t'], 'growth': ['ours'],
    'sandbox': ['ours', 'ours-3.8', 'ours-2.7']}


def main(arguments=None):
    """Run the benchmarks on the command line.

    :return: the exit status: 0 if all goals are reached.
    """
    options = _options().parse_args(arguments)
    if options.read:
        return _show(options, *_read(options.read))
    names = options.groups or sorted(GROUPS)
    needed = set(name for group in names for name in GROUPS[group])
    prepared = environments.prepare(options.environments, sorted(needed))
    for name in sorted(needed - set(prepared)):
        print('Not measured: %s; this machine has no Python %s'
              % (name, environments.ENVIRONMENTS[name][0]))
    return _show(options, heading(), measured(prepared, names, options))


def _show(options, head, rows):
    """Print a table, and write it where the options say."""
    print(head)
    print(table(rows))
    if options.json:
        written(options.json,
                '%s' % json.dumps({'heading': head, 'rows': [row._asdict() for row in rows]},
                                  indent=1))
    if options.rst:
        written(options.rst, rst(head, rows))
    if options.renew:
        with io.open(options.renew, encoding='utf-8') as source:
            text = source.read()
        written(options.renew, renewed(text, options.groups, head, rows))
    return 0 if all(row.reached for row in rows) else 1


def _read(paths):
    """The heading of the first of some files from ``--json``, and the rows of all of them."""
    parts = []
    for path in paths:
        with io.open(path, encoding='utf-8') as source:
            parts.append(json.load(source))
    return parts[0]['heading'], [measures.Row(**row) for part in parts for row in part['rows']]


def _options():
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog='python -m tests.benchmarks',
                                     description='The client and the sandbox, side by side with '
                                     'others.')
    parser.add_argument('groups', nargs='*', metavar='GROUP',
                        help='what to measure: %s (default: all)' % ', '.join(sorted(GROUPS)))
    parser.add_argument('--quick', action='store_true',
                        help='a tenth of the rows, and five rounds instead of 21: to see that it '
                        'works')
    parser.add_argument('--rounds', type=int, help='how often each is measured (default: 21)')
    parser.add_argument('--rows', type=float, help='share of the rows of a full run, up to 1')
    parser.add_argument('--json', metavar='FILE', help='write the rows to a file, too')
    parser.add_argument('--read', metavar='FILE', action='append',
                        help='measure nothing, show what --json wrote; may be given several times')
    parser.add_argument('--rst', metavar='FILE',
                        help='write them as a table for the documentation, too')
    parser.add_argument('--renew', metavar='FILE',
                        help='write them into such a table, over the rows with the same names')
    parser.add_argument(
        '--environments', metavar='FOLDER',
        default=os.path.join(tempfile.gettempdir(), 'slipstream-benchmarks'),
        help='where the environments of the clients are kept (default: %(default)s)')
    return parser


def measured(prepared, names, options):
    """The rows of all groups."""
    rounds, share = options.rounds or (5 if options.quick else 21), options.rows or (
        0.1 if options.quick else 1.0)
    ours, rows = prepared['ours'], []
    with measures.Talk(ours, 'service.py') as service:
        endpoint = 'http://127.0.0.1:%d' % service.reply()
        doing = {
            'import': lambda: (measures.imports(prepared, rounds)
                               + instructions.imports(prepared, endpoint)),
            'calls': lambda: measures.small_calls(ours, endpoint, rounds),
            'listings': lambda: measures.listings(prepared, endpoint, rounds, share),
            'shapes': lambda: (measures.shapes(prepared, endpoint, rounds, share)
                               + instructions.shapes(prepared, endpoint, share)),
            'memory': lambda: measures.memory(ours, endpoint, share),
            'threads': lambda: thread_measures.threads(prepared, endpoint, rounds),
            'growth': lambda: measures.growth(ours, endpoint, rounds, share),
            'sandbox': lambda: sandbox_measures.sandboxes(prepared, 40 * rounds)}
        for name in names:
            rows += doing[name]()
    return rows


def heading():
    """The date and the machine."""
    return '%s, %d cores, Python %s' % (datetime.date.today(), multiprocessing.cpu_count(),
                                        sys.version.split()[0])


def table(rows):
    """The rows as text."""
    width = max(len(row.what) for row in rows)
    lines = ['%-*s  %9s %9s  %6s  %-13s %-13s' % (width, 'what', 'value', 'other', 'ratio',
                                                  'quartiles', 'goal')]
    for row in rows:
        spread = '' if row.spread is None else '%.2f to %.2f' % tuple(row.spread)
        lines.append(('%-*s  %9.5g %9s  %6s  %-13s %-13s %-8s %s' % (
            width, row.what, row.value, '' if row.other is None else '%.5g' % row.other,
            '' if row.ratio is None else '%.3f' % row.ratio, spread,
            row.goal, row.unit, '' if row.reached else 'MISSED')).rstrip())
    return '\n'.join(lines)


def rst(head, rows):
    """The rows as a table for the documentation.

    :param str head: when and where.
    """
    lines = [head + '.', '', '.. list-table::', '   :header-rows: 1', '', '']
    titles = ('What', 'Value', 'Other', 'Ratio (quartiles)', 'Goal', 'Reached')
    return '\n'.join(lines) + ''.join(map(_rst_row, [titles] + [_cells(row) for row in rows]))


ROW = '   * - '


def renewed(text, groups, head, rows):
    """A table for the documentation, with the new rows of some groups of measures.

    They come where the first of the replaced rows was.

    :param str text: the table.
    :param groups: the names of the groups; a line below the heading says when they were measured.
    """
    parts = text.split(ROW)
    blocks = [ROW + part for part in parts[1:]]
    new = collections.OrderedDict((block.splitlines()[0], block)
                                  for block in (_rst_row(_cells(row)) for row in rows))
    kept = [block for block in blocks if block.splitlines()[0] not in new]
    place = next((number for number, block in enumerate(blocks)
                  if block.splitlines()[0] in new), len(kept))
    heads = ['%s: ' % group for group in groups]
    lines = [line for line in parts[0].split('\n') if not line.startswith(tuple(heads))]
    lines[1:1] = [group + head + '.' for group in heads]
    return ''.join(['\n'.join(lines)] + kept[:place] + list(new.values()) + kept[place:])


def _rst_row(cells):
    return ''.join(('%s%s' % ('     - ' if number else ROW, cell)).rstrip() + '\n'
                   for number, cell in enumerate(cells))


def _cells(row):
    """A row of the table as strings."""
    ratio = '' if row.ratio is None else '%.2f (%.2f to %.2f)' % tuple(
        [row.ratio] + list(row.spread))
    return (row.what, '%.4g %s' % (row.value, row.unit),
            '' if row.other is None else '%.4g' % row.other, ratio, row.goal,
            '' if not row.goal else 'yes' if row.reached else 'no')


def written(path, text):
    """Write a file."""
    with io.open(path, 'w', encoding='utf-8') as target:
        target.write(text)


if __name__ == '__main__':
    sys.exit(main())
