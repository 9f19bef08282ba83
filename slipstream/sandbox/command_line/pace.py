# -*- coding: utf-8 -*-
"""Pace: not faster than a service likes it."""
from __future__ import unicode_literals

import threading
import time

_monotonic = getattr(time, 'monotonic', time.time)


class Pace(object):
    """Waits before each request; a context manager for each of them.

    :param float rate: how many requests may begin in a second; 0: any number.
    :param float pause: seconds between the end of one and the beginning of the next.
    :param sleep: how to wait, a function of seconds.
    :param timer: where the time comes from, a function that returns seconds.
    """

    def __init__(self, rate, pause, sleep, timer=_monotonic):
        self._between = 1.0 / rate if rate else 0.0
        self._pause = pause
        self._sleep = sleep
        self._timer = timer
        self._next = None
        self._lock = threading.Lock()

    def __enter__(self):
        with self._lock:  # Of several threads, one waits here, and the others for it.
            now = self._timer()
            if self._next is not None and self._next > now:
                self._sleep(self._next - now)
            self._next = max(now, self._next or now) + self._between

    def __exit__(self, *_):
        with self._lock:
            self._next = max(self._next, self._timer() + self._pause)
