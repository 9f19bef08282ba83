# -*- coding: utf-8 -*-
"""The last requests to a sandbox, with their responses.

They contain secrets; mask them before you show them, see :mod:`.masking`.
"""
from __future__ import unicode_literals

import collections
import threading

#: How many exchanges are kept.
MOST = 200
#: How many bytes the bodies of all exchanges, and of a single one, may have together.
ROOM = 8 * 1024 * 1024
LONGEST = 1024 * 1024

#: A request or a response. ``body`` is None if it was too long to keep; ``length`` is its length.
Message = collections.namedtuple('Message', 'headers body length')
#: A request and its response. ``at`` is the time of the sandbox, ``elapsed`` is in real seconds;
#: ``status`` and ``response`` are None if the connection broke.
Exchange = collections.namedtuple(
    'Exchange', 'number at elapsed method target username status request response')


class Exchanges(object):
    """The last exchanges, limited in number and in bytes.

    :param int most: the maximum number of exchanges.
    :param int room: the maximum number of bytes in their bodies.
    """

    def __init__(self, most=MOST, room=ROOM):
        self._most, self._room = most, room
        self._kept = collections.deque()
        self._bytes = 0
        self._number = 0
        self._lock = threading.Lock()

    def add(self, request, response, at, elapsed):
        """Add an exchange.

        :param response: None if the connection broke.
        :param float at: when it began, in sandbox time.
        :param float elapsed: how long it took, in real seconds.
        """
        sent = len(request.body) + (len(response.body) if response else 0)
        fits = sent <= LONGEST
        username = request.caller.username if request.caller else None
        with self._lock:
            self._number += 1
            self._kept.append(Exchange(
                self._number, at, elapsed, request.method, request.target, username,
                response.status if response else None, _message(request, fits),
                _message(response, fits) if response else None))
            self._bytes += sent if fits else 0
            while len(self._kept) > self._most or self._bytes > self._room:
                self._bytes -= _size(self._kept.popleft())

    def newest_first(self):
        """All stored exchanges, as a list."""
        with self._lock:
            return list(reversed(self._kept))

    def find(self, number):
        """The exchange with this number (a string); None if it is no longer stored."""
        return next((exchange for exchange in self.newest_first()
                     if '%d' % exchange.number == number), None)


def _message(message, fits):
    return Message(message.headers, message.body if fits else None, len(message.body))


def _size(exchange):
    return sum(len(message.body or b'') for message in (exchange.request, exchange.response)
               if message)
