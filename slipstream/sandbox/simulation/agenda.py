# -*- coding: utf-8 -*-
"""The agenda: planned tasks and when they are due.

There are no threads and no sleeps. :meth:`Agenda.catch_up` runs all tasks that are due, in the
order of their due times, with the clock set to each due time.
"""
from __future__ import unicode_literals

import heapq

from ..state.store import Table


class Agenda(object):
    """Entries with a due time, a kind, and plain arguments.

    Entries contain data only (no functions), so that they can be saved; :meth:`on` sets the
    function for a kind.

    :param clock: the :class:`~slipstream.sandbox.state.clock.Clock`.
    :param table: the :class:`~slipstream.sandbox.state.store.Table` for the entries, which may
        already contain some; default: a new one.
    """

    def __init__(self, clock, table=None):
        self._clock = clock
        self._table = Table() if table is None else table
        self._entries = [(entry['due'], entry['number'], entry['kind'], entry['arguments'])
                         for entry in self._table]
        heapq.heapify(self._entries)
        self._number = max([number for _, number, _, _ in self._entries] or [0])
        self._handlers = {}

    def on(self, kind, handler):
        """Set the function for the entries of a kind, called as ``handler(**arguments)``."""
        self._handlers[kind] = handler

    def after(self, seconds, kind, **arguments):
        """Plan a task in this many seconds."""
        self.at(self._clock.now() + seconds, kind, **arguments)

    def at(self, due, kind, **arguments):
        """Plan a task at this time."""
        self._number += 1
        heapq.heappush(self._entries, (due, self._number, kind, arguments))
        self._table.put('%d' % self._number,
                        {'due': due, 'number': self._number, 'kind': kind, 'arguments': arguments})

    def catch_up(self):
        """Run all tasks that are due, each at its due time.

        That includes tasks which are planned meanwhile, if they are due.
        """
        now = self._clock.now()
        while self._entries and self._entries[0][0] <= now:
            due, number, kind, arguments = heapq.heappop(self._entries)
            self._table.remove('%d' % number)
            with self._clock.held(due):
                self._handlers[kind](**arguments)

    def __len__(self):
        return len(self._entries)
