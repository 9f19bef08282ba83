# -*- coding: utf-8 -*-
"""Processes in tests: never waited for without end.

Real time only ends a hang.
"""
from __future__ import unicode_literals

import contextlib
import os
import signal
import threading
import warnings

from .threads import LAST_RESORT


def output_of(process, seconds=LAST_RESORT):
    """What a process of ``subprocess`` still prints: both streams, None for one without a pipe.

    A process that does not end is killed, which its ``returncode`` shows.
    """
    with _ended_after(seconds, process.kill):
        return process.communicate()


def end_of(process, seconds=LAST_RESORT):
    """The exit status of a process of ``subprocess``, which is killed if it does not end."""
    with _ended_after(seconds, process.kill):
        return process.wait()


def status_of(number, seconds=LAST_RESORT):
    """What ``os.waitpid`` says of a child that was forked, which is killed if it does not end.

    :param int number: its process number.
    """
    with _ended_after(seconds, lambda: os.kill(number, signal.SIGKILL)):
        return os.waitpid(number, 0)[1]


class Child(object):
    """A forked process that runs a function.

    :param function: what it does; its assertions are the exit status.
    """

    def __init__(self, function):
        with warnings.catch_warnings():  # newer Pythons warn of forks beside threads: that is meant
            warnings.simplefilter('ignore', DeprecationWarning)
            self.process = os.fork()
        if not self.process:  # pragma: no cover - what a child runs is not measured
            status = 1
            try:
                # The handler of whoever runs the tests would wait for a thread that waits itself.
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
    """Let no process of ``subprocess`` run longer than that, nor longer than this context.

    :param list processes: they may be added while the context is open.
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
    """End something that takes too long."""
    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join(LAST_RESORT)
