# -*- coding: utf-8 -*-
"""Threads in tests: started together, and never waited for without end.

A test puts its threads into the order that it is about with events, so that it does the same on a
busy machine. Real time only ends a hang.
"""
from __future__ import unicode_literals

import threading

#: Seconds after which a test that hangs may fail. Nothing that works takes as long, however busy
#: the machine is.
LAST_RESORT = 120


def happens(event):
    """Wait for an event, which has to come."""
    assert event.wait(LAST_RESORT), 'it did not happen'


def ends(*threads):
    """Wait for the end of threads, which has to come."""
    for thread in threads:
        thread.join(LAST_RESORT)
    assert not [thread for thread in threads if thread.is_alive()]


class Gate(object):
    """Opens when as many threads have come to it as were expected.

    :param int expected: how many.
    """

    def __init__(self, expected):
        self._expected, self._lock, self._open = expected, threading.Lock(), threading.Event()

    def enter(self):
        """Wait until all have come."""
        with self._lock:
            self._expected -= 1
            if self._expected == 0:
                self._open.set()
        happens(self._open)


def together(calls):
    """Make all calls at the same time, each in its thread; what they return, in the same order."""
    results, gate = [None] * len(calls), Gate(len(calls))

    def run(number, call):
        gate.enter()
        results[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    ends(*threads)
    return results
