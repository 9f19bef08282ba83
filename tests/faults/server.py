# -*- coding: utf-8 -*-
"""A faulty service.

It responds as a service does, but one request, counted from the moment it was armed, meets a fault.
It counts what changes something.
"""
from __future__ import unicode_literals

import collections
import re
import socket
import struct
import threading

from ..threads import LAST_RESORT
from ..wire.server import ScriptedServer

#: A PUT to a collection of the JSON interface is a search.
SEARCH = re.compile(r'/api/[a-z-]+$')


def changes_something(request):
    """Whether a request would change something on the service."""
    if request.method == 'PUT':
        return not SEARCH.match(request.target.partition('?')[0])
    return request.method in ('POST', 'DELETE')


def reset(connection):
    """Break a connection so that the other side gets a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack(str('ii'), 1, 0))
    connection.close()


class Armed(collections.namedtuple(str('Armed'), str('fault position over'))):
    """A fault, which request meets it, and an event for when the next one is armed."""

    def meets(self, number):
        """Whether the fault affects the request with this number."""
        if self.fault is None:
            return False
        return number >= self.position if self.fault.lasting else number == self.position


class FaultyServer(ScriptedServer):
    """The service.

    :param answer: a function of a request: the bytes of a good response.
    :ivar outlasted: how often a client has waited until the server had to end the test.
    """

    def __init__(self, answer):
        self._seen, self._own = [], threading.local()
        super(FaultyServer, self).__init__(self._step)
        self._answer = answer
        self._armed = Armed(None, 0, threading.Event())
        self.outlasted = 0

    @property
    def requests(self):
        """The requests since it was armed.

        For a connection, those since the one that was in force when it began: a late one is
        nobody's.
        """
        return getattr(self._own, 'seen', self._seen)

    @requests.setter
    def requests(self, requests):
        self._seen = requests

    def arm(self, fault=None, position=0):
        """Reset the counters, and set the next fault.

        :param fault: the :class:`~tests.faults.faults.Fault`, None for none.
        :param int position: which request meets it, counted from 0.
        """
        self._armed.over.set()  # stalled threads may end
        self.requests = []
        self._armed = Armed(fault, position, threading.Event())

    @property
    def changes(self):
        """The requests that would have changed something: method, target, body."""
        return [(request.method, request.target, request.body) for request in self.requests
                if changes_something(request)]

    def stall(self):
        """Wait until the next fault is armed; if that takes too long, count it as ``outlasted``."""
        self.outlasted += not self._own.armed.over.wait(LAST_RESORT)

    def __exit__(self, *_):
        self.arm()
        super(FaultyServer, self).__exit__()

    def _serve(self, connection):
        self._own.seen = self._seen
        armed = self._own.armed = self._armed
        if armed.fault is not None and armed.fault.on_connect:
            armed.fault.on_connect(self, connection)
            connection.close()
        else:
            super(FaultyServer, self)._serve(connection)

    def _step(self, connection, request):
        armed = self._own.armed = self._armed
        good = self._answer(request)
        if not armed.meets(len(self.requests) - 1):
            return good
        return armed.fault.happen(self, connection, request, good)
