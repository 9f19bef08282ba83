# -*- coding: utf-8 -*-
"""The command ``capture``.

Reads everything that the caller may see on a service into a catalogue for a sandbox.
"""
from __future__ import print_function, unicode_literals

import os
import sqlite3
import sys

from . import capture_writer, remote_service
from .capture_reader import CREDENTIALS, RUNS, Reader
from .capture_spool import BROKEN, UNREADABLE, Spool, SpoolError
from .exit_status import exit_status
from .progress_line import ProgressLine

#: The suffix of the file of an unfinished capture, after the name of the catalogue.
SPOOL = '.capture'
_SHOWN = 10
_TYPES = (('project', 'projects'), ('component', 'components'), ('application', 'applications'))


def add_options(parser):
    """Add the options of the command."""
    remote_service.add_options(parser)
    parser.add_argument('--out', required=True, metavar='FILE', help='the catalogue to write')
    parser.add_argument('--versions', choices=('all', 'latest'), default='all',
                        help='versions of each module to read; latest includes versions that are '
                        'published or referred to (default: %(default)s)')
    parser.add_argument('--events', type=_count, default=0, metavar='NUMBER',
                        help='how many of the latest events to read (default: none)')
    parser.add_argument('--runs', type=_count, default=0, metavar='NUMBER',
                        help='how many of the latest deployments to read (default: none)')
    parser.add_argument('--at-once', type=_size, default=1, metavar='NUMBER',
                        help='how many modules to read at the same time (default: %(default)s)')
    parser.add_argument('--leave-out-broken', action='store_true',
                        help='write the catalogue even if the service fails to return some parts')


def run(options, out=None, err=None, connect=None, sleep=None):
    """Capture a service.

    :param options: the parsed command line.
    :param out: where to print; default: standard output.
    :param err: where to print errors and progress; default: standard error.
    :param connect: a function that creates a client from the options; default: like
        ``Api.from_environment``.
    :param sleep: a function that waits for some seconds; default: real waiting.
    :return: the exit status: 0 if the catalogue is complete.
    """
    out, err = out or sys.stdout, err or sys.stderr

    def command():
        _check_target(options.out)
        with remote_service.opened(options, connect, sleep) as service:
            return _capture(options, service, out, err)

    return exit_status(command, err, (SpoolError, EnvironmentError, sqlite3.Error))


def _check_target(path):
    """Refuse to overwrite a file that is not a catalogue.

    :raises SpoolError: if it is not a catalogue.
    """
    if os.path.exists(path) and not capture_writer.is_catalogue(path):
        raise SpoolError('%s already exists and is not a captured catalogue. Delete it or choose '
                         'another name' % path)


def _capture(options, service, out, err):
    spool = Spool(options.out + SPOOL, {
        'endpoint': service.endpoint, 'username': options.username, 'profile': options.profile,
        'versions': options.versions, 'events': options.events, 'runs': options.runs})
    progress = ProgressLine(err, 'documents read')
    try:
        reader = Reader(service, spool, options.versions == 'all', options.events, options.runs,
                        options.at_once)
        try:
            reader.read(lambda: progress.show(spool.done, spool.total))
        finally:
            progress.close()
        if not options.leave_out_broken and _complain(spool, err):
            return 1
        capture_writer.write(spool, options.out)
        _sum_up(spool, options.out, out)
        spool.remove()
        return 0
    finally:
        capture_writer.clean_up(options.out)
        spool.close()


def _complain(spool, err):
    """Print what the service failed to return; return whether there is anything."""
    failures = list(_first(spool.failures(BROKEN)))
    for line in failures:
        print(line, file=err)
    if failures:
        print('The service failed to return this, so there is no catalogue yet. Run the same '
              'command again to retry, or add --leave-out-broken to leave it out.', file=err)
    return bool(failures)


def _sum_up(spool, path, out):
    numbers = spool.numbers()
    parts = ['%d %s' % (numbers.get(kind, 0), words) for kind, words in _TYPES]
    parts.extend('%d %s' % (numbers[name], name)
                 for name in [RUNS] + capture_writer.collections_of(spool) if name in numbers)
    print('%s has %s.' % (path, ', '.join(parts)), file=out)
    credentials = sum(document['count'] for document in spool.section(CREDENTIALS))
    print('Left out: %d secret values, %d credentials.' % (spool.withheld, credentials), file=out)
    for state, words in ((UNREADABLE, 'Missing, or you may not read it:'),
                         (BROKEN, 'The service failed to return this:')):
        lines = list(_first(spool.failures(state)))
        if lines:
            print('\n'.join([words] + ['  ' + line for line in lines]), file=out)
    print('Serve it with: python -m slipstream.sandbox serve --catalogue %s' % path, file=out)


def _first(failures):
    """The first failures, one per line, and the number of further ones."""
    more = 0
    for number, (kind, name, note) in enumerate(failures):
        if number < _SHOWN:
            # The position in a collection means nothing to users.
            yield '%s: %s' % (name.partition(' ')[0] or kind, note)
        else:
            more += 1
    if more:
        yield 'and %d more' % more


def _size(text):
    return _count(text) or _count('-1')


def _count(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number
