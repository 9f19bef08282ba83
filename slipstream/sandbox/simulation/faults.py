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

_KINDS = ('answer', 'reset')


class Fault(object):
    """One kind of trouble, see :meth:`Faults.add`.

    ``hits`` counts the requests that it has met so far, ``left`` those that it will still meet
    (None: no end). ``path`` (empty: every one) and ``method`` (None: every one) say which they are.
    ``status``, ``headers``, ``content_type`` and ``body`` (None: a page that tells
    the status) are the answer that is given in place of the service's own.
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

    @property
    def reaches_service(self):
        """Whether the service does what it was asked, whatever becomes of its answer."""
        return self.handled or (self.kind == 'answer' and self.status is None)

    def concerns(self, method, path):
        """Whether the fault is meant for a request with that method and path."""
        if self.left == 0 or self.method not in (None, method):
            return False
        return not self.path or path == self.path or path.startswith(self.path + '/')

    def count(self):
        """Note that a request has been met."""
        self.hits += 1
        if self.left is not None:
            self.left -= 1


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

    def take(self, method, path):
        """The fault that meets a request with that method and path, counted as hit, or None."""
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.left != 0]
            for fault in self._faults:
                if fault.concerns(method, path):
                    fault.count()
                    return fault
            return None

    def pending(self):
        """The faults that will still meet a request, as a list."""
        with self._lock:
            return [fault for fault in self._faults if fault.left != 0]

    def clear(self):
        """No more trouble."""
        with self._lock:
            self._faults = []

    def expire_sessions(self):
        """Let every session end now, as if its day were over."""
        with self._world.lock:
            self._world.accounts.expire_tokens()
            self._world.save()
