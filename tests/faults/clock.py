# -*- coding: utf-8 -*-
"""A clock for deadlines, independent of real time."""
from __future__ import unicode_literals


class Clock(object):
    """The time for the deadlines of a client that has it as its ``clock``.

    It stands still, advances by ``step`` seconds each time that it is read, or is advanced. A
    client looks before it reads from a socket, so that a deadline passes after as many looks on
    every machine, however busy it is.
    """

    def __init__(self):
        self.step = 0
        self._seconds = 1000

    def __call__(self):
        self._seconds += self.step
        return self._seconds

    def advance(self, seconds):
        """Let time pass."""
        self._seconds += seconds
