# -*- coding: utf-8 -*-
"""Faults on demand.

Simulate errors of the service, the proxy in front of it, or the network, to see how your program
handles them::

    sandbox.faults.add(status=503, times=2, path='/run', retry_after=3)
    sandbox.faults.add(kind='reset', method='POST', handled=True)
    sandbox.faults.add(delay=5)
    sandbox.faults.expire_sessions()
"""
from __future__ import unicode_literals

import threading

from ..compat import native_str

_KINDS = ('answer', 'reset')


class Fault(object):
    """A fault, see :meth:`Faults.add`.

    ::

        >>> fault = sandbox.faults.add(status=503, times=None)
        >>> api.is_authenticated()
        Traceback (most recent call last):
        ServerError: 503 Service Unavailable (...)
        >>> fault.left is None, fault.hits > 1  # the client has retried
        (True, True)

    ``hits`` is the number of requests that it has affected so far, ``left`` the number that it will
    still affect (None for all). ``path`` (empty for any) and ``method`` (None for any) select them.
    ``status``, ``headers``, ``content_type`` and ``body`` (None for a page with the status) are the
    response that replaces the one of the service.
    """

    def __init__(self, status=None, times=1, path=None, method=None, retry_after=None, body=None,
                 content_type='text/html', headers=(), delay=0.0, kind='answer', handled=False):
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
        self.body = body
        self.content_type = content_type
        self.headers = list(headers.items() if hasattr(headers, 'items') else headers)
        if retry_after is not None:
            self.headers.append(('Retry-After', '%s' % retry_after))
        self.path = (path or '').rstrip('/')
        self.method = method.upper() if method else None

    def __repr__(self):
        members = ('kind', 'status', 'delay', 'method', 'path', 'left', 'hits')
        return native_str('<Fault %s>' % ', '.join(
            '%s %s' % (name, getattr(self, name)) for name in members
            if getattr(self, name) not in (None, '', 0.0) or name == 'hits'))

    @property
    def reaches_service(self):
        """Whether the service processes the request, even if its response is lost."""
        return self.handled or (self.kind == 'answer' and self.status is None)

    def concerns(self, method, path):
        """Whether the fault affects a request with this method and path."""
        if self.left == 0 or self.method not in (None, method):
            return False
        return not self.path or path == self.path or path.startswith(self.path + '/')

    def count(self):
        """Count a request."""
        self.hits += 1
        if self.left is not None:
            self.left -= 1


class Faults(object):
    """The faults of a sandbox.

    ::

        >>> faults = sandbox.faults
        >>> fault = faults.add(status=503, times=2, path='/run')
        >>> faults.pending()
        [<Fault kind answer, status 503, path /run, left 2, hits 0>]
        >>> faults.take('GET', '/run') is fault  # as a request does
        True
        >>> faults.clear()
        >>> faults.expire_sessions()
        >>> api.get_user()
        Traceback (most recent call last):
        UnauthorizedError: 401 Unauthorized: ... Your session has ended: log in again. ...
    """

    def __init__(self, world):
        self._world = world
        self._faults = []
        self._lock = threading.Lock()

    def add(self, status=None, times=1, path=None, method=None, retry_after=None, body=None,
            content_type='text/html', headers=(), delay=0.0, kind='answer', handled=False):
        """Add a fault for the next requests.

        If several faults match a request, the first one that was added is used.

        :param int status: respond with this status instead of the response of the service.
        :param int times: how many requests are affected (default 1); None for all, until
            :meth:`clear`.
        :param str path: only requests to this path or below it, for example ``'/run'``.
        :param str method: only requests with this method.
        :param retry_after: value of a ``Retry-After`` header: seconds, or a date as a string.
        :param body: body of the response; by default, an error page like that of a proxy.
        :param str content_type: its media type (default ``text/html``).
        :param headers: further header fields, pairs or a dict.
        :param float delay: real seconds to wait first; without any other option, the service then
            responds as usual.
        :param str kind: ``'reset'`` breaks the connection without a response.
        :param bool handled: True if the service processes the request and only its response is
            lost.
        :return: the :class:`Fault`.
        :raises ValueError: if the fault would have no effect, or the kind does not exist.
        """
        fault = Fault(status=status, times=times, path=path, method=method,
                      retry_after=retry_after, body=body, content_type=content_type,
                      headers=headers, delay=delay, kind=kind, handled=handled)
        with self._lock:
            self._faults.append(fault)
        return fault

    def take(self, method, path):
        """The fault for a request with this method and path, or None; it counts the request."""
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.left != 0]
            for fault in self._faults:
                if fault.concerns(method, path):
                    fault.count()
                    return fault
            return None

    def pending(self):
        """The faults that will still affect requests, as a list."""
        with self._lock:
            return [fault for fault in self._faults if fault.left != 0]

    def clear(self):
        """Remove all faults."""
        with self._lock:
            self._faults = []

    def expire_sessions(self):
        """End all sessions now, as if they had expired."""
        with self._world.lock:
            self._world.accounts.expire_tokens()
            self._world.save()
