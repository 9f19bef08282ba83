# -*- coding: utf-8 -*-
"""Threads in tests: started together, with timeouts.

Tests use events to order their threads, so they do the same on a busy machine. Timeouts only end a
hang.
"""
from __future__ import unicode_literals

import threading

#: Seconds after which a hanging test fails. Working code never takes that long, even on a busy
#: machine.
LAST_RESORT = 120


def happens(event):
    """Wait for an event; fail if it does not come."""
    assert event.wait(LAST_RESORT), 'it did not happen'


def ends(*threads):
    """Wait for threads to end; fail if they do not."""
    for thread in threads:
        thread.join(LAST_RESORT)
    assert not [thread for thread in threads if thread.is_alive()]


class Gate(object):
    """A barrier that opens when the expected number of threads has reached it.

    :param int expected: the number of threads.
    """

    def __init__(self, expected):
        self._expected, self._lock, self._open = expected, threading.Lock(), threading.Event()

    def enter(self):
        """Wait until all threads are here."""
        with self._lock:
            self._expected -= 1
            if self._expected == 0:
                self._open.set()
        happens(self._open)


def together(calls):
    """Make all calls at the same time, each in its own thread; return their results in order."""
    results, gate = [None] * len(calls), Gate(len(calls))

    def run(number, call):
        gate.enter()
        results[number] = call()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    ends(*threads)
    return results
