# -*- coding: utf-8 -*-
"""Deadlines: when a call has to be over.

Timeouts count from one piece of data to the next, so a service that sends a byte now and then
could hold a caller forever. A deadline counts from the beginning of a call, through all its
repetitions and redirects and the login in between.
"""
from __future__ import unicode_literals

import contextlib
import threading

from ..compat import integer_types, monotonic, native_str


class Deadline(object):
    """A moment at which a call has to be over.

    :param float at: that moment, on the monotonic clock; None for never.
    :param afterwards: seconds to it from the moment when everything has been sent, if that is what
        is wanted; None otherwise.
    :param clock: a function that returns seconds and never goes back.
    """

    def __init__(self, at, afterwards=None, clock=monotonic):
        self.at = at
        self._afterwards = afterwards
        self._clock = clock

    def sent(self):
        """Everything has been sent."""
        if self._afterwards is not None:
            self.at, self._afterwards = self._clock() + self._afterwards, None

    def left(self):
        """The seconds that are left, 0 or less when it has passed; None without end."""
        return None if self.at is None else self.at - self._clock()

    def lift(self):
        """Let the rest of the call take as long as it needs: the caller reads it now."""
        self.at = None


class _InForce(threading.local):
    """What a thread has to keep."""

    deadline = None


_in_force = _InForce()


def current():
    """The deadline of the call that this thread is in, or None."""
    return _in_force.deadline


@contextlib.contextmanager
def bounded(seconds, is_sent_at_once=True, clock=monotonic):
    """Give what happens inside a deadline. One that is in force already is not put off.

    :param float seconds: the time it may take.
    :param bool is_sent_at_once: False if sending may take as long as it needs, and the time counts
        from then on.
    :param clock: a function that returns seconds and never goes back.
    """
    outer = current()
    moments = [clock() + seconds] if is_sent_at_once else []
    if outer is not None and outer.at is not None:
        moments.append(outer.at)
    made = _in_force.deadline = Deadline(min(moments) if moments else None,
                                         None if moments else seconds, clock)
    try:
        yield made
    finally:
        _in_force.deadline = outer


def checked_timeout(value):
    """A timeout: None, seconds, or a pair of seconds (to connect, for data).

    :raises ValueError: if it is something else, or not positive.
    """
    parts = value if isinstance(value, (tuple, list)) else (value,)
    numbers = all(part is None or isinstance(part, integer_types + (float,))
                  and not isinstance(part, bool) and part > 0 for part in parts)
    if not numbers or len(parts) != (2 if isinstance(value, (tuple, list)) else 1):
        raise ValueError(
            native_str(
                'timeout must be a number of seconds or a pair of them (to connect, for data), not '
                '%r' % (value,)))
    return tuple(value) if isinstance(value, list) else value
