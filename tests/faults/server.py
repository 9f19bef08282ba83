# -*- coding: utf-8 -*-
"""A service that breaks.

It answers as a service does, but one request, counted from the moment it was armed, meets a fault.
It counts what changes something.
"""
from __future__ import unicode_literals

import re
import socket
import struct
import threading

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


class FaultyServer(ScriptedServer):
    """The service.

    :param answer: a function of a request: the bytes of a good answer.
    """

    def __init__(self, answer):
        self._seen, self._own = [], threading.local()
        super(FaultyServer, self).__init__(self._step)
        self._answer = answer
        self._fault, self._position = None, 0
        self._released = threading.Event()

    @property
    def requests(self):
        """The requests since it was armed; for a connection, those since the one that was in force when it began: a late one is nobody's."""
        return getattr(self._own, 'seen', self._seen)

    @requests.setter
    def requests(self, requests):
        self._seen = requests

    def arm(self, fault=None, position=0):
        """Forget what was, and let a fault happen.

        :param fault: the :class:`~tests.faults.faults.Fault`, None for none.
        :param int position: which request meets it, counted from 0.
        """
        self._released.set()  # whoever still stalls may go
        self._released = threading.Event()
        self.requests = []
        self._fault, self._position = fault, position

    @property
    def changes(self):
        """The requests that would have changed something: method, target, body."""
        return [(request.method, request.target, request.body) for request in self.requests
                if changes_something(request)]

    def stall(self):
        """Wait until the next fault is armed."""
        self._released.wait(10)

    def __exit__(self, *_):
        self.arm()
        super(FaultyServer, self).__exit__()

    def _serve(self, connection):
        self._own.seen = self._seen
        if self._fault is not None and self._fault.on_connect:
            self._fault.on_connect(self, connection)
            connection.close()
        else:
            super(FaultyServer, self)._serve(connection)

    def _step(self, connection, request):
        fault, number = self._fault, len(self.requests) - 1
        good = self._answer(request)
        if fault is None or not (number >= self._position if fault.lasting
                                 else number == self._position):
            return good
        return fault.happen(self, connection, request, good)
