# -*- coding: utf-8 -*-
"""Processes in tests, with timeouts.

Timeouts only end a hang.
"""
from __future__ import unicode_literals

import contextlib
import os
import signal
import threading
import warnings

from .threads import LAST_RESORT


def output_of(process, seconds=LAST_RESORT):
    """Read the rest of both output streams of a process of ``subprocess``; None without a pipe.

    A process that does not end is killed, which its ``returncode`` shows.
    """
    with _ended_after(seconds, process.kill):
        return process.communicate()


def end_of(process, seconds=LAST_RESORT):
    """Wait for a process of ``subprocess``, and return its exit status; kill it if it hangs."""
    with _ended_after(seconds, process.kill):
        return process.wait()


def status_of(number, seconds=LAST_RESORT):
    """Wait for a forked child, and return the status from ``os.waitpid``; kill it if it hangs.

    :param int number: its process number.
    """
    with _ended_after(seconds, lambda: os.kill(number, signal.SIGKILL)):
        return os.waitpid(number, 0)[1]


class Child(object):
    """A forked process that runs a function.

    :param function: the function; a failed assertion sets the exit status.
    """

    def __init__(self, function):
        with warnings.catch_warnings():  # newer Pythons warn about forks with threads: intended
            warnings.simplefilter('ignore', DeprecationWarning)
            self.process = os.fork()
        if not self.process:  # pragma: no cover - coverage is not measured in children
            status = 1
            try:
                # The handler of the test runner would wait for a thread that waits itself.
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                signal.alarm(LAST_RESORT)
                function()
                status = 0
            finally:
                os._exit(status)

    def status(self):
        """The exit status, once it has ended."""
        return status_of(self.process)


@contextlib.contextmanager
def ended(processes, seconds=LAST_RESORT):
    """End processes of ``subprocess`` after a timeout, and at the end of this context.

    :param list processes: the processes; you may add more while the context is open.
    """
    def end():
        for process in list(processes):
            if process.poll() is None:
                process.kill()

    with _ended_after(seconds, end):
        try:
            yield
        finally:
            end()


@contextlib.contextmanager
def _ended_after(seconds, end):
    """Call ``end`` after a timeout."""
    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join(LAST_RESORT)
