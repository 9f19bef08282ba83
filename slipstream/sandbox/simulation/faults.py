# -*- coding: utf-8 -*-
"""Trouble on demand.

What a service, the proxy in front of it, or the network does wrong at times, for those who want to
see how their program takes it::

    sandbox.faults.add(status=503, times=2, path='/run', retry_after=3)
    sandbox.faults.add(kind='reset', method='POST', handled=True)
    sandbox.faults.add(delay=5)
    sandbox.faults.expire_sessions()
"""
from __future__ import unicode_literals

import threading

from ..messages import Response

_KINDS = ('answer', 'reset')
_PAGE = '<html>\r\n<head><title>%(title)s</title></head>\r\n<body><center><h1>%(title)s</h1></center></body>\r\n</html>\r\n'


class Dropped(Exception):
    """The connection breaks instead of carrying an answer; each shell does that in its own way."""


class TimedOut(Exception):
    """The answer takes longer than the caller waits."""


class Fault(object):
    """One kind of trouble, see :meth:`Faults.add`.

    ``hits`` counts the requests that it has met so far, ``left`` those that it will still meet
    (None: no end).
    """

    def __init__(self, status=None, times=1, path=None, method=None, retry_after=None, body=None,
                 content_type='text/html',
                 headers=(), delay=0.0, kind='answer', handled=False):
        if kind not in _KINDS:
            raise ValueError('The kind of a fault is one of %s, not %r' % (', '.join(_KINDS), kind))
        if kind == 'answer' and status is None and not delay:
            raise ValueError('A fault needs a status, a delay or another kind')
        self.status = status
        self.left = times
        self.hits = 0
        self.delay = delay
        self.kind = kind
        self.handled = handled
        self._path = path
        self._method = method
        self._body = body
        self._content_type = content_type
        self._headers = list(headers.items() if hasattr(headers, 'items') else headers)
        if retry_after is not None:
            self._headers.append(('Retry-After', '%s' % retry_after))

    def concerns(self, request):
        """Whether the fault is meant for such a request."""
        if self.left == 0 or (self._method and self._method.upper() != request.method):
            return False
        path = (self._path or '').rstrip('/')
        return not path or request.path == path or request.path.startswith(path + '/')

    def count(self):
        """Note that a request has been met."""
        self.hits += 1
        if self.left is not None:
            self.left -= 1

    def response(self):
        """The answer that is given in place of the service's own."""
        response = Response(self.status, b'', self._content_type, self._headers)
        body = _PAGE % {'title': '%d %s' % (self.status,
                                            response.phrase)} if self._body is None else self._body
        return Response(self.status, body, self._content_type, self._headers)


class Faults(object):
    """The trouble of one sandbox."""

    def __init__(self, world):
        self._world = world
        self._faults = []
        self._lock = threading.Lock()

    def add(self, **options):
        """Ask for trouble with the next requests.

        Faults are tried in the order in which they were added.

        :param int status: answer with that status instead of what the service would say.
        :param int times: how many requests are met (default 1); None: all, until :meth:`clear`.
        :param str path: only requests to that path or below it, for example ``'/run'``.
        :param str method: only requests with that method.
        :param retry_after: value of a ``Retry-After`` header: seconds, or a date as text.
        :param body: body of the answer; default: a page as a front proxy sends it.
        :param str content_type: its media type (default ``text/html``).
        :param headers: further header fields, pairs or a dict.
        :param float delay: real seconds to wait before anything else; alone, the service then
            answers as usual.
        :param str kind: ``'reset'``: the connection breaks and there is no answer.
        :param bool handled: True: the service does what was asked and only its answer is lost.
        :return: the :class:`Fault`.
        :raises ValueError: for a fault that would do nothing or a kind that does not exist.
        """
        fault = Fault(**options)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, request):
        """The fault that meets a request, counted as hit; None if none does."""
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.left != 0]
            found = next((fault for fault in self._faults if fault.concerns(request)), None)
            if found:
                found.count()
            return found

    def clear(self):
        """No more trouble."""
        with self._lock:
            self._faults = []

    def expire_sessions(self):
        """Let every session end now, as if its day were over."""
        with self._world.lock:
            self._world.accounts.expire_tokens()
            self._world.save()
