# -*- coding: utf-8 -*-
"""Forbidden places: which 403 is about something forbidden, not about the end of a session."""
from __future__ import unicode_literals

from ..compat import to_text, urlsplit

#: Seconds for which nobody asks again whether a session exists that did exist.
TRUSTED_FOR = 10
#: About how many forbidden things in one part of the service that is asked within this time.
MOST_QUESTIONS = 10


class ForbiddenPlaces(object):
    """Where a 403 needs no question for a while, as the session existed when it came last.

    That is about one thing which is forbidden: elsewhere, a 403 may be the end of the session. Of
    many things in one part of the service, the first few are asked about.

    :param clock: a function that returns seconds and never goes back.
    """

    def __init__(self, clock):
        self._clock = clock
        self._until = {}

    def add(self, part, operation):
        """Take note that the session exists, although something is forbidden."""
        now = self._clock()
        for key in [key for key, until in self._until.items() if until <= now]:
            del self._until[key]
        self._until[part, operation] = now + TRUSTED_FOR
        if sum(other == part for other, _ in self._until) >= MOST_QUESTIONS:
            self._until[part, None] = now + TRUSTED_FOR

    def includes(self, part, operation):
        """Whether a 403 there needs no question."""
        return max(self._until.get((part, key), 0) for key in (operation, None)) > self._clock()

    def clear(self):
        """Forget it: there is another session."""
        self._until.clear()


def place(endpoint, call):
    """What a call asks for, and the interface it belongs to; of the JSON interface, the collection.
    """
    path = urlsplit(to_text(call.url)).path[len(urlsplit(to_text(endpoint)).path):]
    part = tuple(path.strip('/').split('/')[:2 if path.startswith('/api/') else 1])
    return part, (to_text(call.method), path)
