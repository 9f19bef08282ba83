# -*- coding: utf-8 -*-
"""What a child process makes anew after a fork: connections, locks and roles.

A process that forks hands copies of everything to its child: a lock that another thread held at
that moment is never released there, and two processes that read from one connection get each
other's answers.
"""
from __future__ import unicode_literals

import os


class PerProcess(object):
    """A value that each process makes for itself, when it asks for it first.

    >>> import threading
    >>> from slipstream.api.transport.forks import PerProcess
    >>> lock = PerProcess(threading.Lock)
    >>> lock.get() is lock.get()
    True

    :param make: makes the value, a function without arguments.
    """

    def __init__(self, make):
        self._make = make
        self._values = {}

    def get(self):
        """The value of this process."""
        process = os.getpid()
        try:
            return self._values[process]
        except KeyError:
            # One thread wins, without a lock: that could be one that the parent held.
            value = self._values.setdefault(process, self._make())
            for other in list(self._values):
                if other != process:
                    self._values.pop(other, None)
            return value
