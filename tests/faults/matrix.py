# -*- coding: utf-8 -*-
"""The matrix: every call against every fault.

``python -m tests.faults.matrix`` writes the table of the documentation.
"""
from __future__ import unicode_literals

import collections
import io
import os
import time

import requests

from slipstream.api import Api, SlipStreamError
from slipstream.api.transport.retries import Retries

from .calls import CALLS
from .canned import Canned
from .faults import BODIES, FAULTS, FRAMES, REDIRECTS, STATUS_BODIES, TRANSPORT, status_faults
from .server import FaultyServer, changes_something

PAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                    'docs', 'fault-matrix.rst')

#: Time-out of the calls, the time that one may take whatever happens, and what a slow machine may
#: add, in seconds.
TIMEOUT, LONGEST, GRACE = 0.05, 0.15, 5.0
#: Time-out and time of calls that meet a fault which is none of time: a busy machine must not make
#: it one.
LONG = 10.0

#: A method, and which of its requests meets the fault: the first one, or the one that changes
#: something.
Row = collections.namedtuple(str('Row'), str('method position'))

#: What became of a call.
Outcome = collections.namedtuple(str('Outcome'),
                                 str('name undocumented seconds repeated next_works'))


def called(method, api):
    """Call a method.

    :return: the name of the outcome, and what was raised although it is not documented, as text, or
        None. The exception itself is not kept: with its traceback it would hold sockets.
    """
    try:
        CALLS[method](api)
        return 'result', None
    except (SlipStreamError, requests.exceptions.RequestException) as error:
        return type(error).__name__, None
    except Exception as error:  # noqa: BLE001 - whatever it is: that is the question
        return type(error).__name__, repr(error)


class Bench(object):
    """A faulty server and an Api that talks to it; use it with ``with``."""

    def __init__(self):
        answers = Canned()
        self.server = FaultyServer(answers)
        answers.port = self.server.port
        self.api = None

    def __enter__(self):
        self.server.__enter__()
        self.api = self._made()
        return self

    def __exit__(self, *_):
        self.api.close()
        self.server.__exit__()

    def _made(self):
        api = Api(self.server.endpoint, persist_cookie=False)
        api.session._sleep = lambda seconds: None
        return api

    def _set_timeouts(self, timeout, longest):
        self.api.session.timeout, self.api.session.retries = timeout, Retries(
            2, backoff=0, total=longest)

    def rows(self, methods=None):
        """The rows of some methods, all if None: found by looking at what they send."""
        found = []
        for method in sorted(methods or CALLS):
            self.server.arm()
            self._set_timeouts(LONG, LONG)
            CALLS[method](self._fresh())
            changing = [number for number,
                        request in enumerate(self.server.requests) if changes_something(request)]
            found += [Row(method, number) for number in sorted({0} | set(changing))]
        return found

    def _fresh(self):
        self.api._forget_user()
        self.api.session.close()
        return self.api

    def meet(self, row, fault):
        """Let a call meet a fault.

        :return: an :class:`Outcome`.
        """
        self.server.arm(fault, row.position)
        self._set_timeouts(*(TIMEOUT, LONGEST) if fault.slow else (LONG, LONG))
        api = self._fresh()
        started = time.time()
        name, undocumented = called(row.method, api)
        seconds = time.time() - started
        changes = self.server.changes
        self.server.arm()
        self._set_timeouts(LONG, LONG)
        return Outcome(name, undocumented, seconds, len(changes) - len(set(changes)),
                       self._works(api))

    def _works(self, api):
        try:
            return api.cimi_get('event/1').id == 'event/1'
        except (SlipStreamError, requests.exceptions.RequestException):
            return False


def complaints(outcome):
    """What is wrong with an outcome; nothing if it is as documented."""
    found = []
    if outcome.undocumented:
        found.append('not documented: %s' % outcome.undocumented)
    if outcome.seconds > LONGEST + GRACE:
        found.append('took %.1f s' % outcome.seconds)
    if outcome.repeated:
        found.append('changed something twice')
    if not outcome.next_works:
        found.append('the next call did not work')
    return found


def refused():
    """The outcome of every method when nobody listens: method to class name."""
    found = {}
    for method in sorted(CALLS):
        api = Api('http://127.0.0.1:1', persist_cookie=False, timeout=TIMEOUT,
                  retries=Retries(2, backoff=0, total=LONGEST))
        found[method] = called(method, api)[0]
        api.close()
    return found


def measured(bench, faults, rows):
    """The names of the outcomes of rows and faults, and all complaints."""
    names, wrong = {}, []
    for row in rows:
        for fault in faults:
            outcome = bench.meet(row, fault)
            names[row, fault.name] = outcome.name
            wrong += [(row, fault.name, complaint) for complaint in complaints(outcome)]
    return names, wrong


def table(rows, faults, names):
    """A table of rows and faults as lines of reStructuredText."""
    lines = ['.. csv-table::', '    :header-rows: 1', '    :stub-columns: 1', '',
             '    "", %s' % ', '.join('"%s"' % fault.name for fault in faults)]
    for row in rows:
        cells = ', '.join(names[row, fault.name] for fault in faults)
        lines.append('    "%s", %s' % (label(row), cells))
    return lines + ['']


def label(row):
    """What a row is called."""
    return row.method if not row.position else '%s, request %d' % (row.method, row.position + 1)


def status_table(bench, rows, whole=False):
    """Outcomes by status over all rows; and all complaints.

    :param whole: every row meets every kind of body; else they take turns.
    """
    seen, wrong = collections.defaultdict(set), []
    for number, fault in enumerate(status_faults()):
        status, kind = divmod(number, len(STATUS_BODIES))
        names, found = measured(bench, [fault], [
            row for place,
            row in enumerate(rows) if whole or (place + status) % len(STATUS_BODIES) == kind])
        seen[fault.name.split()[0]] |= set(names.values())
        wrong += found
    return seen, wrong


def stretches(seen):
    """Statuses, as texts, with the same outcomes together: (first, last, outcomes)."""
    found = []
    for status in sorted(seen):
        outcomes = tuple(sorted(seen[status]))
        if found and found[-1][2] == outcomes:
            found[-1] = (found[-1][0], status, outcomes)
        else:
            found.append((status, status, outcomes))
    return found


HEAD = '''Fault matrix
============

Every public method of :class:`~slipstream.api.Api` against everything that can be wrong with an answer, on real sockets. A cell is the class of
the exception, or ``result`` if the call returned. A row that names a request meets the fault at that one of the requests of the call; else at the
first one. In each cell: the exception is of the documented family, the call ended in time, nothing that changes something was sent twice, and the
next call worked.

This page is written by ``tox -e faults``, which fails if it is not up to date: ``python -m tests.faults.matrix`` writes it.
'''
GROUPS = (('Connections', TRANSPORT), ('Frames and packing', FRAMES), ('Redirects', REDIRECTS),
          ('Contents', BODIES))
WIDTH = 6


def page():
    """The page as text, and all complaints."""
    lines = HEAD.splitlines() + ['']
    wrong = []
    with Bench() as bench:
        rows = bench.rows()
        names, found = measured(bench, FAULTS, rows)
        wrong += found
        nobody = refused()
        lines += ['', 'Nobody listens', '--------------', '', 'Every method: %s.' % (
            ', '.join('``%s``' % name for name in sorted(set(nobody.values())))), '']
        for title, faults in GROUPS:
            lines += ['', title, '-' * len(title), '']
            for start in range(0, len(faults), WIDTH):
                lines += table(rows, faults[start:start + WIDTH], names)
        seen, found = status_table(bench, rows)
        wrong += found
    lines += ['', 'Statuses', '--------', '',
              'Each of them met by each row, with JSON, XML, text, HTML or nothing in its body in '
              'turns.', '',
              '.. csv-table::', '    :header: "Statuses", "Outcomes"', '']
    for first, last, outcomes in stretches(seen):
        lines.append('    "%s", "%s"' % (first if first == last else '%s to %s' % (first, last),
                                         ', '.join(outcomes)))
    return '\n'.join(lines) + '\n', wrong


def read():
    """The page as it is."""
    with io.open(PAGE, encoding='utf-8') as stream:
        return stream.read()


def main():
    """Write the page."""
    text, wrong = page()
    with io.open(PAGE, 'w', encoding='utf-8') as stream:
        stream.write(text)
    return '\n'.join('%s: %s: %s' % (label(row), fault, complaint) for row, fault,
                     complaint in wrong) or None


if __name__ == '__main__':  # pragma: no cover - a program
    raise SystemExit(main())
