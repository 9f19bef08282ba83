# -*- coding: utf-8 -*-
"""Time in the sandbox.

A clock that runs in real time, scaled, or by hand, and an agenda of what happens when. Nothing here
sleeps and no thread runs: what is due is done when somebody looks, in the order of the due times,
each thing at its own time.
"""
from __future__ import unicode_literals

import contextlib
import heapq
import threading
import time

from .store import Table

#: 2019-03-29T08:00:00Z: where the time of a sandbox begins, so that documentation can show exact
#: output.
DEFAULT_START = 1553846400.0

_monotonic = getattr(time, 'monotonic', time.time)


class Clock(object):
    """Seconds since the epoch, as the sandbox counts them.

    :param float start: the time at the beginning, in seconds since the epoch.
    :param float speed: sandbox seconds per real second; 0 stops the clock, so that only
        :meth:`advance` moves it.
    :param timer: the source of real time, a function that returns seconds.
    """

    def __init__(self, start=DEFAULT_START, speed=1.0, timer=_monotonic):
        if speed < 0:
            raise ValueError('The speed of a clock must not be negative: %r' % (speed,))
        self._timer = timer
        self._base = float(start)
        #: How far the time was moved by hand, in seconds.
        self.moved = 0.0
        self._origin = timer()
        self._speed = float(speed)
        self._held = threading.local()
        self._lock = threading.Lock()

    @property
    def speed(self):
        """Sandbox seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, value):
        """Go on at another speed from now on."""
        with self._lock:
            self._base, self._origin, self._speed = self._running(), self._timer(), float(value)

    def now(self):
        """The time, in seconds since the epoch, to the millisecond."""
        held = getattr(self._held, 'at', None)
        return held if held is not None else round(self._running(), 3)

    def advance(self, seconds):
        """Move the time forward by hand.

        :param float seconds: how far, in sandbox seconds.
        :raises ValueError: if it is negative: time does not run backwards.
        """
        if seconds < 0:
            raise ValueError('Time does not run backwards: %r' % (seconds,))
        with self._lock:
            self._base += seconds
            self.moved += seconds

    @contextlib.contextmanager
    def held(self, at):
        """Within the block, in this thread, it is that time."""
        before = getattr(self._held, 'at', None)
        self._held.at = round(at, 3)
        try:
            yield
        finally:
            self._held.at = before

    def _running(self):
        return self._base + (self._timer() - self._origin) * self._speed


class Agenda(object):
    """What is going to happen: entries of a due time, a kind, and plain arguments.

    Entries hold data only (no functions), so that they can be saved; :meth:`on` says which function
    serves a kind.

    :param clock: the :class:`Clock`.
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
        """Do all that is due by now, each entry at its own time; also what these entries enter in turn."""
        now = self._clock.now()
        while self._entries and self._entries[0][0] <= now:
            due, number, kind, arguments = heapq.heappop(self._entries)
            self._table.remove('%d' % number)
            with self._clock.held(due):
                self._handlers[kind](**arguments)

    def __len__(self):
        return len(self._entries)
