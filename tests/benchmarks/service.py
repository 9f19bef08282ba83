# -*- coding: utf-8 -*-
"""The prepared service.

A process that sends prepared bytes. It makes each response once, at its first request, so that it
is never what is measured. A first segment such as ``/10000/`` tells how many rows lists have, and
``/10000+20/`` that each response takes 20 milliseconds.

Usage: ``service.py``; it prints its port, and ends when its standard input does.
"""
from __future__ import print_function, unicode_literals

import re
import socket
import sys
import threading
import time

try:
    from urllib.parse import parse_qsl, urlsplit
except ImportError:  # Python 2
    from urlparse import parse_qsl, urlsplit

import responses

_TARGET = re.compile(r'/([0-9]+)(?:\+([0-9]+))?(/.*)')
_LENGTH = re.compile(br'\r\ncontent-length: *([0-9]+)', re.IGNORECASE)


class Prepared(object):
    """A cache of responses."""

    def __init__(self):
        self._made = {}

    def get(self, target, body):
        """The bytes of a response, and its delay in seconds."""
        key = (target, body)
        if key not in self._made:
            self._made[key] = self._make(target, body)
        return self._made[key]

    def _make(self, target, body):
        rows, delay, rest = _TARGET.match(target.decode('ascii')).groups()
        parts = urlsplit(rest)
        content, kind = responses.response(
            int(rows), parts.path, dict(parse_qsl(parts.query) + parse_qsl(body.decode('ascii'))))
        head = 'HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n' % (
            kind, len(content))
        return head.encode('ascii') + content, int(delay or 0) / 1000.0


def converse(connection, prepared):
    """Respond to the requests of a connection."""
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    held = b''
    while True:
        while b'\r\n\r\n' not in held:
            data = connection.recv(65536)
            if not data:
                return connection.close()
            held += data
        head, _, held = held.partition(b'\r\n\r\n')
        length = _LENGTH.search(head)
        length = int(length.group(1)) if length else 0
        while len(held) < length:
            held += connection.recv(65536)
        body, held = held[:length], held[length:]
        response, delay = prepared.get(head.split(b' ', 2)[1], body)
        if delay:
            time.sleep(delay)
        connection.sendall(response)


def listen():
    """A socket that listens on a free port."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(128)
    return listener


def start(target, *arguments):
    """Do something in a thread."""
    thread = threading.Thread(target=target, args=arguments)
    thread.daemon = True
    thread.start()


def accept(listener, prepared):
    """Accept connections forever."""
    while True:
        start(converse, listener.accept()[0], prepared)


if __name__ == '__main__':
    waiting = listen()
    start(accept, waiting, Prepared())
    print(waiting.getsockname()[1])
    sys.stdout.flush()
    sys.stdin.read()
