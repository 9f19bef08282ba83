# -*- coding: utf-8 -*-
"""The last exchanges of a sandbox with its clients.

They are kept as they came; mask them before you show them, see :mod:`.masking`.
"""
from __future__ import unicode_literals

import collections
import threading

#: How many exchanges are kept.
MOST = 200
#: How many bytes the bodies of all of them may have together, and those of one exchange.
ROOM = 8 * 1024 * 1024
LONGEST = 1024 * 1024

#: One side of an exchange. ``body`` is None if it was too long to keep, ``length`` its length.
Message = collections.namedtuple('Message', 'headers body length')
#: One exchange. ``at`` is the time of the sandbox, ``elapsed`` real seconds; ``status`` and
#: ``response`` are None if the connection broke.
Exchange = collections.namedtuple(
    'Exchange', 'number at elapsed method target username status request response')


class Exchanges(object):
    """A ring of the last exchanges, bounded in number and in bytes.

    :param int most: how many are kept.
    :param int room: how many bytes of bodies.
    """

    def __init__(self, most=MOST, room=ROOM):
        self._most, self._room = most, room
        self._kept = collections.deque()
        self._bytes = 0
        self._number = 0
        self._lock = threading.Lock()

    def add(self, request, response, at, elapsed):
        """Keep an exchange.

        :param response: None if the connection broke instead.
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
        """All that are kept, as a list."""
        with self._lock:
            return list(reversed(self._kept))

    def find(self, number):
        """The exchange with that number, a text; None if it is not kept any more."""
        return next((exchange for exchange in self.newest_first()
                     if '%d' % exchange.number == number), None)


def _message(message, fits):
    return Message(message.headers, message.body if fits else None, len(message.body))


def _size(exchange):
    return sum(len(message.body or b'') for message in (exchange.request, exchange.response)
               if message)
