# -*- coding: utf-8 -*-
"""Connections: the sockets to the service.

What is read from a socket comes before the deadline of the call or not at all, headers as well as
bodies, and it comes as a whole (see :mod:`.framing`). Answers that only announce another answer
(1xx) are skipped. For sessions that accept any certificate there are connections that do not warn
of it: those only, not the whole process.
"""
from __future__ import unicode_literals

import functools
import os
import socket
import ssl

from ..compat import (HTTPAdapter, HTTPConnectionPool as PlainPool, HTTPSConnectionPool as TlsPool,
                      buffered, create_urllib3_context, field_values, http_client, native_str,
                      resolve_cert_reqs, socket_below, watched_stream)
from ..forks import PerProcess
from . import calls, framing

#: How many interim answers (1xx) may precede one: too many would block a call.
MOST_INTERIM_ANSWERS = 100

_LONGEST_LINE = 65536

#: The option of OpenSSL 3 that takes a connection that was cut for one that has ended. Older
#: versions of OpenSSL, and of Python, have no name for it.
_IGNORE_UNEXPECTED_EOF = 0x80


class Answer(http_client.HTTPResponse):
    """An answer that is read before the deadline of the call, and to its end."""

    def __init__(self, sock, *args, **kwargs):
        # On Python 2, super() does not accept this class.
        http_client.HTTPResponse.__init__(self, sock, *args, **kwargs)
        self.strict = 1  # else Python 2 takes anything for an answer of HTTP/0.9
        deadline = calls.deadline() or calls.Deadline(None)
        deadline.sent()
        # The one below the stream works on when the connection lets go of it.
        self._socket = source = socket_below(self.fp, sock)
        self.fp = watched_stream(self.fp, lambda receive: in_time(
            deadline, source, lambda: in_order(receive)))

    def begin(self, *args, **kwargs):
        """Read the head, and find out where the answer ends.

        :raises FramingError: if it is not whole.
        """
        if self.msg is not None:
            return
        stream = self.fp
        self.fp = framing.Head(stream)
        http_client.HTTPResponse.begin(self, *args, **kwargs)
        self.fp = self._body(stream)

    def _body(self, stream):
        """The stream of the body."""
        at_end = functools.partial(refuse_more, stream, self._socket)
        chunked, length = framing.announced(field_values(self.msg, 'Transfer-Encoding'),
                                            field_values(self.msg, 'Content-Length'))
        if self._method == 'HEAD' or self.status in (204, 304) or self.status < 200:
            del self.msg['Transfer-Encoding']  # urllib3 would wait for a chunk
            self.chunked, self.length = False, 0
        elif chunked:
            return framing.Chunked(stream, at_end)
        elif length is None:
            if hasattr(self._socket, 'suppress_ragged_eofs'):
                # Nothing but TLS can tell the end of what ends with the connection.
                self._socket.suppress_ragged_eofs = False
            return stream
        else:
            self.length = length
        if not self.length:
            at_end()
        return framing.Counted(stream, self.length, at_end)

    def _read_status(self):
        """The status line, after those of answers that only announce another one."""
        for _ in range(MOST_INTERIM_ANSWERS):
            line = http_client.HTTPResponse._read_status(self)
            if not 100 <= line[1] < 200 or line[1] == http_client.SWITCHING_PROTOCOLS:
                return line
            while self.fp.readline(_LONGEST_LINE).strip():
                continue
        raise http_client.BadStatusLine(native_str('nothing but interim answers'))


def refuse_more(stream, sock):
    """Find out whether more has come than was announced.

    :raises FramingError: if so. The next answer would begin with it.
    """
    if buffered(stream) or is_readable(sock):
        raise framing.FramingError(native_str('There is data after the end of the response'))


def in_order(receive):
    """Receive something through TLS, whose end must be announced.

    :param receive: does it, without arguments.
    :raises FramingError: if the connection just ends; older versions of urllib3 let through what
        the standard library raises then.
    """
    try:
        return receive()
    except ssl.SSLError as error:
        if 'EOF' not in str(error).upper():
            raise
        raise framing.FramingError(native_str('The answer ends early'))


def in_time(deadline, sock, receive):
    """Receive something from a socket before the deadline.

    :param receive: does it, without arguments.
    :raises socket.timeout: if nothing comes in time.
    """
    left, timeout = deadline.left(), sock.gettimeout()
    if left is None or left > 0 and timeout is not None and timeout <= left:
        return receive()
    if left <= 0:
        raise socket.timeout('The call has taken too long')
    sock.settimeout(left)
    try:
        return receive()
    finally:
        sock.settimeout(timeout)


def is_readable(sock):
    """Whether something has come to a socket that nobody has read; its end does not count."""
    try:
        # Of what comes through TLS, nothing can be looked at in advance.
        if hasattr(sock, 'pending'):
            return bool(sock.pending())
        timeout = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(sock.recv(1, socket.MSG_PEEK))
        finally:
            sock.settimeout(timeout)
    except (OSError, ValueError, socket.error):  # there is nothing, or it is closed
        return False


# These have the names that urllib3 gives them: its messages contain them.

class HTTPConnection(PlainPool.ConnectionCls):
    """A connection that checks its answers."""

    response_class = Answer


class HTTPSConnection(TlsPool.ConnectionCls):
    """A safe connection that checks its answers."""

    response_class = Answer

    def connect(self):
        """Connect so that a cut is an error: Python 3.8 to 3.10 would take it for an end."""
        self.ssl_context = create_urllib3_context(cert_reqs=resolve_cert_reqs(self.cert_reqs))
        self.ssl_context.options &= ~_IGNORE_UNEXPECTED_EOF
        super(HTTPSConnection, self).connect()


class HTTPConnectionPool(PlainPool):
    """Connections that check their answers."""

    ConnectionCls = HTTPConnection


class HTTPSConnectionPool(TlsPool):
    """Safe connections that check their answers."""

    ConnectionCls = HTTPSConnection


class UncheckedHTTPSConnectionPool(HTTPSConnectionPool):
    """Connections whose certificate is not checked, without a warning for each request."""

    def _validate_conn(self, conn):
        if not getattr(conn, 'sock', None):
            conn.connect()


class Adapter(HTTPAdapter):
    """An adapter whose connections keep deadlines, and belong to one process.

    A process that was forked sends through an adapter of its own: on the connections of its parent,
    each would get answers that were meant for the other.
    """

    _pools = {'http': HTTPConnectionPool, 'https': HTTPSConnectionPool}

    def __init__(self, *args, **kwargs):
        super(Adapter, self).__init__(*args, **kwargs)
        self._belong_to_this_process()

    def __setstate__(self, state):
        super(Adapter, self).__setstate__(state)
        self._belong_to_this_process()

    def _belong_to_this_process(self):
        self._process = os.getpid()
        self._of_child = PerProcess(self._like_this)

    def _like_this(self):
        return type(self)(self._pool_connections, self._pool_maxsize, self.max_retries,
                          self._pool_block)

    def send(self, request, *args, **kwargs):
        """Send a request through the connections of this process."""
        return super(Adapter, self._own()).send(request, *args, **kwargs)

    def close(self):
        """Close the connections of this process."""
        super(Adapter, self._own()).close()

    def _own(self):
        return self if self._process == os.getpid() else self._of_child[os.getpid()]

    def init_poolmanager(self, *args, **kwargs):
        """Use these connections."""
        super(Adapter, self).init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = dict(self._pools)

    def proxy_manager_for(self, proxy, **kwargs):
        """Use these connections through a proxy as well."""
        manager = super(Adapter, self).proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = dict(self._pools)
        return manager


class QuietAdapter(Adapter):
    """An adapter for sessions that accept any certificate: it does not warn."""

    _pools = {'http': HTTPConnectionPool, 'https': UncheckedHTTPSConnectionPool}
