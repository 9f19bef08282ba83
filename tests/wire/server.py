# -*- coding: utf-8 -*-
"""A scripted server on a real socket.

It reads each request whole, records it exactly, and responds with the next item of its script:
bytes to send as they are, or a function of the connection and the request that does what it likes
with the socket. When the script is over, the last item is repeated.
"""
from __future__ import unicode_literals

import collections
import json as jsonlib
import socket
import threading

from ..threads import ends

Received = collections.namedtuple(str('Received'), str('method target headers body'))


def reply(status=200, body=b'', content_type=None, json=None, reason='Reason', **headers):
    """The bytes of a response with the right Content-Length.

    Underscores in header names stand for dashes.
    """
    if json is not None:
        body, content_type = jsonlib.dumps(json).encode('utf-8'), content_type or 'application/json'
    body = body if isinstance(body, bytes) else body.encode('utf-8')
    lines = ['HTTP/1.1 %d %s' % (status, reason)]
    lines += ['Content-Type: %s' % content_type] if content_type else []
    lines += ['%s: %s' % (name.replace('_', '-'), value) for name, value in headers.items()]
    return '\r\n'.join(lines + ['Content-Length: %d' % len(body), '', '']).encode('latin-1') + body


def hang_up(connection, request):
    """Close without a response."""
    return False


class ScriptedServer(object):
    """The server; start it with ``with``."""

    def __init__(self, *script):
        self.script = list(script)
        self.requests = []
        self._lock = threading.Lock()
        self._connections = {}  # by thread; what has ended stays until the next one comes
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(('127.0.0.1', 0))
        self._listener.listen(128)
        self.port = self._listener.getsockname()[1]
        self.endpoint = str('http://127.0.0.1:%d' % self.port)

    def then(self, *script):
        """Go on with this script, from the next request on."""
        with self._lock:
            self.script = list(script)

    @property
    def calls(self):
        """Method and target of each request."""
        return ['%s %s' % (request.method, request.target) for request in self.requests]

    def __enter__(self):
        self._acceptor = _thread(self._accept)
        self._acceptor.start()
        return self

    def __exit__(self, *_):
        _shut(self._listener)
        ends(self._acceptor)  # from now on there are no further connections
        for connection in self._connections.values():
            _shut(connection)
        ends(*self._connections)

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except (OSError, socket.error):  # closed
                return
            self._welcome(connection)

    def _welcome(self, connection):
        # Python 3.13 keeps the stack of a thread that has ended while its object lives. After tens
        # of thousands of connections there would be no more threads, and the client would wait.
        for ended in [thread for thread in self._connections if not thread.is_alive()]:
            del self._connections[ended]
        thread = _thread(self._serve, connection)
        self._connections[thread] = connection
        thread.start()

    def _serve(self, connection):
        stream = connection.makefile(str('rb'))
        try:
            while True:
                request = _read(stream)
                if request is None:
                    break
                with self._lock:
                    self.requests.append(request)
                    step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
                answer = step(connection, request) if callable(step) else step
                if not answer:
                    break
                connection.sendall(answer)
        except (OSError, socket.error):  # the client went away, or the test is over
            pass
        finally:
            stream.close()
            connection.close()


def _thread(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.daemon = True
    return thread


def _shut(sock):
    """Close a socket. That alone would not wake a thread that waits for something from it."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except (OSError, socket.error):  # not connected any more
        pass
    sock.close()


def _read(stream):
    """The next request of a connection; None at its end."""
    line = stream.readline().decode('latin-1')
    if not line.strip():
        return None
    method, target, _ = line.split(' ', 2)
    headers = []
    while True:
        line = stream.readline().decode('latin-1').rstrip('\r\n')
        if not line:
            break
        name, _, value = line.partition(':')
        headers.append((name, value.strip()))
    fields = dict((name.lower(), value) for name, value in headers)
    if fields.get('transfer-encoding') == 'chunked':
        body = b''
        while True:
            size = int(stream.readline().strip() or b'0', 16)
            body += stream.read(size)
            stream.readline()
            if not size:
                break
    else:
        body = stream.read(int(fields.get('content-length', 0)))
    return Received(method, target, fields, body)
