# -*- coding: utf-8 -*-
"""What a child process makes anew after a fork: connections, locks and roles.

A process that forks hands copies of everything to its child: a lock that another thread held at
that moment is never released there, and two processes that read from one connection get each
other's responses.
"""
from __future__ import unicode_literals


class PerProcess(dict):
    """A value that each process makes for itself, when it asks for it first with its id.

    >>> import os, threading
    >>> from slipstream.api.forks import PerProcess
    >>> lock = PerProcess(threading.Lock)
    >>> lock[os.getpid()] is lock[os.getpid()]
    True

    :param make: makes the value, a function without arguments.
    """

    def __init__(self, make):
        super(PerProcess, self).__init__()
        self._make = make

    def __missing__(self, process):
        # One thread wins, without a lock: that could be one that the parent held.
        value = self.setdefault(process, self._make())
        for other in list(self):
            if other != process:
                self.pop(other, None)
        return value
