# -*- coding: utf-8 -*-
"""Limiting the rate of requests."""
from __future__ import unicode_literals

import threading
import time

_monotonic = getattr(time, 'monotonic', time.time)


class Pace(object):
    """Waits before each request; use it as a context manager for every request.

    :param float rate: how many requests may begin per second; 0 for any number.
    :param float pause: seconds between the end of a request and the beginning of the next.
    :param sleep: a function that waits for some seconds.
    :param timer: a function that returns the time in seconds.
    """

    def __init__(self, rate, pause, sleep, timer=_monotonic):
        self._between = 1.0 / rate if rate else 0.0
        self._pause = pause
        self._sleep = sleep
        self._timer = timer
        self._next = None
        self._lock = threading.Lock()

    def __enter__(self):
        with self._lock:  # Only one thread sleeps; the others wait for the lock.
            now = self._timer()
            if self._next is not None and self._next > now:
                self._sleep(self._next - now)
            self._next = max(now, self._next or now) + self._between

    def __exit__(self, *_):
        with self._lock:
            self._next = max(self._next, self._timer() + self._pause)
