# -*- coding: utf-8 -*-
"""A service that accepts connections and reads nothing from them."""
from __future__ import unicode_literals

import socket

import pytest
import requests

from slipstream.api.transport.session import SessionStore

#: More than the buffers of two sockets hold.
LARGE = b'x' * (64 * 1024 * 1024)


@pytest.fixture
def deaf():
    """A listener that nobody reads from; its backlog takes the connections."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(8)
    yield listener
    listener.close()


def connections_made(listener):
    """How many connections wait at a listener."""
    listener.setblocking(False)
    number = 0
    while True:
        try:
            listener.accept()[0].close()
        except (OSError, socket.error):
            return number
        number += 1


@pytest.mark.parametrize('method', ['PUT', 'POST'])
def test_a_body_that_nobody_reads_is_a_timeout_and_sent_once(deaf, method):
    endpoint = str('http://127.0.0.1:%d' % deaf.getsockname()[1])
    session = SessionStore(endpoint, persist_cookie=False)
    with pytest.raises(requests.exceptions.Timeout):
        session.request(method, endpoint, data=LARGE, timeout=0.2, idempotent=True)
    session.close()
    assert connections_made(deaf) == 1
