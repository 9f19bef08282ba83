# -*- coding: utf-8 -*-
"""The agenda: what is going to happen, and when.

Nothing here sleeps and no thread runs. What is due is done when :meth:`Agenda.catch_up` is called,
in the order of the due times, and everything at its own time.
"""
from __future__ import unicode_literals

import heapq

from ..state.store import Table


class Agenda(object):
    """Entries of a due time, a kind, and plain arguments.

    Entries hold data only (no functions), so that they can be saved; :meth:`on` says which function
    serves a kind.

    :param clock: the :class:`~slipstream.sandbox.state.clock.Clock`.
    :param table: the :class:`~slipstream.sandbox.state.store.Table` that keeps the entries, with
        what is in it already; default: a new one.
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
        """Let ``handler(**arguments)`` serve the entries of a kind."""
        self._handlers[kind] = handler

    def after(self, seconds, kind, **arguments):
        """Enter something that happens that many seconds from now."""
        self.at(self._clock.now() + seconds, kind, **arguments)

    def at(self, due, kind, **arguments):
        """Enter something that happens at that time."""
        self._number += 1
        heapq.heappush(self._entries, (due, self._number, kind, arguments))
        self._table.put('%d' % self._number,
                        {'due': due, 'number': self._number, 'kind': kind, 'arguments': arguments})

    def catch_up(self):
        """Do all that is due by now, every entry at its own time.

        What these entries enter in turn is done as well, if it is due.
        """
        now = self._clock.now()
        while self._entries and self._entries[0][0] <= now:
            due, number, kind, arguments = heapq.heappop(self._entries)
            self._table.remove('%d' % number)
            with self._clock.held(due):
                self._handlers[kind](**arguments)

    def __len__(self):
        return len(self._entries)
