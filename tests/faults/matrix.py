# -*- coding: utf-8 -*-
"""The matrix: every call against every fault.

``python -m tests.faults.matrix`` writes the table of the documentation.
"""
from __future__ import unicode_literals

import collections
import functools
import io
import os

import requests

from slipstream.api import Api, SlipStreamError
from slipstream.api.methods.base import Cache
from slipstream.api.transport import transfers
from slipstream.api.transport.http_session import HttpSession
from slipstream.api.transport.retries import Retries

from ..threads import LAST_RESORT
from .calls import CALLS
from .canned import Canned
from .clock import Clock
from .faults import BODIES, FAULTS, FRAMES, REDIRECTS, STATUS_BODIES, TRANSPORT, status_faults
from .server import FaultyServer, changes_something

PAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))),
                    'docs', 'fault-matrix.rst')

#: Seconds of the clock that a call may take, and that pass whenever it looks at the clock after it
#: has met a fault that is a matter of time.
LONGEST, STEP = 100, 5
#: Real seconds for which a request that meets such a fault waits for data. Others have all the time
#: that there is: a busy machine must not make them a matter of time.
TIMEOUT = 0.05

#: A method, and which of its requests meets the fault: the first one, or the one that changes
#: something.
Row = collections.namedtuple(str('Row'), str('method position'))

#: What became of a call.
Outcome = collections.namedtuple(str('Outcome'),
                                 str('name undocumented in_time repeated next_works'))


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
        self._clock = Clock()
        self._fault, self._position, self._sent = None, 0, 0

    def __enter__(self):
        self.server.__enter__()
        self.api = self._made()
        transfers.HttpSession = self._counted_transport()
        return self

    def __exit__(self, *_):
        transfers.HttpSession = HttpSession
        self.api.close()
        self.server.__exit__()

    def _made(self):
        api = Api(self.server.endpoint, persist_cookie=False, retries=Retries(2, backoff=0),
                  sleep=lambda seconds: None, clock=self._clock)
        api.session.longest_call = lambda timeout: LONGEST
        api.session._request = functools.partial(self._counted, api.session._request)
        return api

    def _counted_transport(self):
        """The session that transfers external objects: its requests count, too."""
        bench = self

        class Counted(HttpSession):
            """Counts what it sends."""

            def _request(self, method, url, **options):
                send = super(Counted, self)._request
                return bench._counted(send, method, url, **options)

        return Counted

    def _counted(self, send, method, url, **options):
        """Send a request; one that meets a fault which is a matter of time is in a hurry."""
        fault = self._fault
        number, self._sent = self._sent, self._sent + 1
        hurries = fault and fault.slow and (fault.on_connect or number >= self._position)
        self._clock.step = STEP if hurries else 0
        return send(method, url, **dict(options, timeout=TIMEOUT if hurries else LAST_RESORT))

    def _arm(self, fault=None, position=0):
        self.server.arm(fault, position)
        self._fault, self._position, self._sent = fault, position, 0

    def rows(self, methods=None):
        """The rows of some methods, or of all if None; the requests of a method are its rows."""
        rows = []
        for method in sorted(methods or CALLS):
            self._arm()
            CALLS[method](self._fresh())
            changing = [number for number, request in enumerate(self.server.requests)
                        if changes_something(request)]
            rows += [Row(method, number) for number in sorted({0} | set(changing))]
        return rows

    def _fresh(self):
        self.api._cache = Cache()
        self.api.session.close()
        return self.api

    def meet(self, row, fault):
        """Make a call with a fault.

        :return: an :class:`Outcome`.
        """
        self._arm(fault, row.position)
        api, outlasted = self._fresh(), self.server.outlasted
        name, undocumented = called(row.method, api)
        changes, in_time = self.server.changes, self.server.outlasted == outlasted
        self._arm()
        return Outcome(name, undocumented, in_time, len(changes) - len(set(changes)),
                       self._works(api))

    def _works(self, api):
        try:
            return api.cimi_get('event/1').id == 'event/1'
        except (SlipStreamError, requests.exceptions.RequestException):
            return False


def complaints(outcome):
    """The problems of an outcome; empty if it is as documented."""
    problems = []
    if outcome.undocumented:
        problems.append('not documented: %s' % outcome.undocumented)
    if not outcome.in_time:
        problems.append('took as long as the service liked')
    if outcome.repeated:
        problems.append('changed something twice')
    if not outcome.next_works:
        problems.append('the next call did not work')
    return problems


def refused():
    """The outcome of every method if there is no server: method to class name."""
    outcomes = {}
    for method in sorted(CALLS):
        api = Api('http://127.0.0.1:1', persist_cookie=False, retries=Retries(2, backoff=0))
        outcomes[method] = called(method, api)[0]
        api.close()
    return outcomes


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
    """The label of a row."""
    return row.method if not row.position else '%s, request %d' % (row.method, row.position + 1)


def status_table(bench, rows, whole=False):
    """Outcomes by status over all rows; and all complaints.

    :param whole: every row meets every kind of body; else they take turns.
    """
    seen, wrong = collections.defaultdict(set), []
    for number, fault in enumerate(status_faults()):
        status, kind = divmod(number, len(STATUS_BODIES))
        names, faults = measured(bench, [fault], [row for place, row in enumerate(rows) if whole
                                                  or (place + status) % len(STATUS_BODIES) == kind])
        seen[fault.name.split()[0]] |= set(names.values())
        wrong += faults
    return seen, wrong


def stretches(seen):
    """Statuses, as strings, grouped by equal outcomes: (first, last, outcomes)."""
    ranges = []
    for status in sorted(seen):
        outcomes = tuple(sorted(seen[status]))
        if ranges and ranges[-1][2] == outcomes:
            ranges[-1] = (ranges[-1][0], status, outcomes)
        else:
            ranges.append((status, status, outcomes))
    return ranges


HEAD = '''Fault matrix
============

Every public method of :class:`~slipstream.api.Api` against everything that can be wrong with a
response, on real sockets. A cell is the class of the exception, or ``result`` if the call returned.
A row that names a request meets the fault at that one of the requests of the call; else at the
first one. In each cell: the exception is of the documented family, the call ended in time, nothing
that changes something was sent twice, and the next call worked.

This page is written by ``tox -e faults``, which fails if it is not up to date:
``python -m tests.faults.matrix`` writes it.
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
        names, mistakes = measured(bench, FAULTS, rows)
        wrong += mistakes
        nobody = refused()
        lines += ['', 'Nobody listens', '--------------', '', 'Every method: %s.' % (
            ', '.join('``%s``' % name for name in sorted(set(nobody.values())))), '']
        for title, faults in GROUPS:
            lines += ['', title, '-' * len(title), '']
            for start in range(0, len(faults), WIDTH):
                lines += table(rows, faults[start:start + WIDTH], names)
        seen, mistakes = status_table(bench, rows)
        wrong += mistakes
    lines += ['', 'Statuses', '--------', '',
              'Each of them met by each row, with JSON, XML, text, HTML or nothing in its body in '
              'turns.', '',
              '.. csv-table::', '    :header: "Statuses", "Outcomes"', '']
    for first, last, outcomes in stretches(seen):
        lines.append('    "%s", "%s"' % (first if first == last else '%s to %s' % (first, last),
                                         ', '.join(outcomes)))
    return '\n'.join(lines) + '\n', wrong


def read():
    """The current page."""
    with io.open(PAGE, encoding='utf-8') as stream:
        return stream.read()


def main():
    """Write the page."""
    text, wrong = page()
    with io.open(PAGE, 'w', encoding='utf-8') as stream:
        stream.write(text)
    return '\n'.join('%s: %s: %s' % (label(row), fault, complaint)
                     for row, fault, complaint in wrong) or None


if __name__ == '__main__':  # pragma: no cover - a program
    raise SystemExit(main())
