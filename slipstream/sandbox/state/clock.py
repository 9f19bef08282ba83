# -*- coding: utf-8 -*-
"""Time in the sandbox: a clock that follows real time, at any speed, or is advanced manually."""
from __future__ import unicode_literals

import contextlib
import numbers
import threading
import time

#: 2019-03-29T08:00:00Z: the initial time of a sandbox. It is fixed so that documentation can show
#: exact output.
DEFAULT_START = 1553846400.0

_monotonic = getattr(time, 'monotonic', time.time)


class _Held(threading.local):
    """The time for the current thread; None if its clock is running."""

    at = None


class Clock(object):
    """The time of the sandbox, in seconds since the epoch.

    ::

        >>> clock = sandbox.clock
        >>> before = clock.now()
        >>> clock.advance(60)
        >>> clock.now() - before
        60.0
        >>> with clock.held(before):  # in this thread
        ...     clock.now() == before
        True
        >>> clock.speed
        0.0

    :param float start: the initial time, in seconds since the epoch.
    :param float speed: sandbox seconds per real second; 0 stops the clock, so that only
        :meth:`advance` moves it.
    :param timer: the source of real time, a function that returns seconds.
    :raises TypeError: if the speed is not a number.
    :raises ValueError: if it is negative or infinite.
    """

    def __init__(self, start=DEFAULT_START, speed=1.0, timer=_monotonic):
        self._speed = _not_negative(speed, 'The speed of a clock')
        self._timer = timer
        self._base = float(start)
        #: How far :meth:`advance` has moved the time, in seconds.
        self.moved = 0.0
        self._origin = timer()
        self._held = _Held()
        self._lock = threading.Lock()

    @property
    def speed(self):
        """Sandbox seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, value):
        """Change the speed from now on."""
        speed = _not_negative(value, 'The speed of a clock')
        with self._lock:
            self._base, self._origin, self._speed = self._running(), self._timer(), speed

    def now(self):
        """The time, in seconds since the epoch, to the millisecond."""
        held = self._held.at
        return held if held is not None else round(self._running(), 3)

    def advance(self, seconds):
        """Move the time forward.

        :param float seconds: how far, in sandbox seconds.
        :raises ValueError: if it is negative: time does not run backwards.
        :raises TypeError: if it is not a number.
        """
        seconds = _not_negative(seconds, 'The time to advance')
        with self._lock:
            self._base += seconds
            self.moved += seconds

    @contextlib.contextmanager
    def held(self, at):
        """Return this time from :meth:`now` within the block, in this thread."""
        before = self._held.at
        self._held.at = round(at, 3)
        try:
            yield
        finally:
            self._held.at = before

    def _running(self):
        return self._base + (self._timer() - self._origin) * self._speed


def _not_negative(number, what):
    if not isinstance(number, numbers.Real):
        raise TypeError('%s must be a number, not %r' % (what, number))
    if not 0 <= number < float('inf'):
        raise ValueError('%s must be a finite number, 0 or more, not %r' % (what, number))
    return float(number)
