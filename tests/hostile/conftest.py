# -*- coding: utf-8 -*-
"""A sandbox that counts its requests."""
from __future__ import unicode_literals

import collections
import threading

import pytest

from slipstream.sandbox import Sandbox


class Watch(object):
    """Counts the requests between a server and its sandbox.

    :param handle: what responds to requests.
    :ivar before_login: called before a login is handled.
    :ivar on_refusal: called with the number of each request that is refused for want of a session.
    """

    def __init__(self, handle):
        self._handle, self._lock = handle, threading.Lock()
        self.asked = collections.Counter()
        self.before_login = lambda: None
        self.on_refusal = lambda number: None

    def handle(self, request):
        """Respond to a request and count it."""
        if (request.method, request.path) == ('POST', '/api/session'):
            self.before_login()
        response = self._handle(request)
        with self._lock:
            self.asked[request.method, request.path, response.status] += 1
            refusals = self.number(status=401)
        if response.status == 401:
            self.on_refusal(refusals)
        return response

    def number(self, method=None, path=None, status=None):
        """The number of requests: all, or those with a method, a path, a status."""
        pattern = (method, path, status)
        return sum(number for asked, number in list(self.asked.items()) if all(
            expected in (None, value) for expected, value in zip(pattern, asked)))

    @property
    def logins(self):
        """The number of logins, successful or not."""
        return self.number('POST', '/api/session')


@pytest.fixture
def watched():
    """A sandbox on a port, with its :class:`Watch` as ``watch``."""
    with Sandbox(http=True, speed=0) as sandbox:
        sandbox.watch = Watch(sandbox._server._handle)
        sandbox._server._handle = sandbox.watch.handle
        yield sandbox
