# -*- coding: utf-8 -*-
"""Connections: the sockets to the service.

What is read from a socket comes before the deadline of the call or not at all, headers as well as
bodies. Answers that only announce another answer (1xx) are skipped. For sessions that accept any
certificate there are connections that do not warn of it: those only, not the whole process.
"""
from __future__ import unicode_literals

import os
import socket

from ..compat import (HTTPAdapter, HTTPConnectionPool, HTTPSConnectionPool, http_client, native_str,
                      watched_stream)
from . import deadlines
from .forks import PerProcess

#: Answers that announce another one, before the service is taken to be out of its mind.
MOST_INTERIM_ANSWERS = 100

_LONGEST_LINE = 65536


class Answer(http_client.HTTPResponse):
    """An answer that is read before the deadline of the call."""

    def __init__(self, sock, *args, **kwargs):
        # On Python 2 this is no class that super() knows.
        http_client.HTTPResponse.__init__(self, sock, *args, **kwargs)
        deadline = deadlines.current()
        if deadline is not None:
            deadline.sent()
            self.fp = watched_stream(self.fp, lambda receive: in_time(deadline, sock, receive))

    def _read_status(self):
        """The status line, after those of answers that only announce another one."""
        for _ in range(MOST_INTERIM_ANSWERS):
            line = http_client.HTTPResponse._read_status(self)
            if not 100 <= line[1] < 200 or line[1] == http_client.SWITCHING_PROTOCOLS:
                return line
            while self.fp.readline(_LONGEST_LINE).strip():
                continue
        raise http_client.BadStatusLine(native_str('nothing but interim answers'))


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


class _Connection(HTTPConnectionPool.ConnectionCls):
    response_class = Answer


class _TlsConnection(HTTPSConnectionPool.ConnectionCls):
    response_class = Answer


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class _QuietTlsPool(_TlsPool):
    """Connections whose certificate is not checked, without a warning for each request."""

    def _validate_conn(self, conn):
        if not getattr(conn, 'sock', None):
            conn.connect()


class Adapter(HTTPAdapter):
    """An adapter whose connections keep deadlines, and belong to one process.

    A process that was forked sends through an adapter of its own: on the connections of its parent,
    each would get answers that were meant for the other.
    """

    _pools = {'http': _Pool, 'https': _TlsPool}

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
        return self if self._process == os.getpid() else self._of_child.get()

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

    _pools = {'http': _Pool, 'https': _QuietTlsPool}
