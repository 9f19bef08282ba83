# -*- coding: utf-8 -*-
"""Connections: the sockets to the service, how many of them, and with which certificates.

What is read from a socket is checked (see :mod:`.framing`). For sessions that accept any
certificate there are connections that do not warn of it: those only, not the whole process.
"""
from __future__ import unicode_literals

import os
import re

from requests.exceptions import InvalidURL
from requests.utils import select_proxy

from ..compat import (HTTPAdapter, HTTPConnection as PlainConnection,
                      HTTPConnectionPool as PlainPool, HTTPSConnection as TlsConnection,
                      HTTPSConnectionPool as TlsPool, create_urllib3_context, fspath, integer_types,
                      native_str, resolve_cert_reqs, string_types, to_text)
from ..forks import PerProcess
from .framing import Answer

#: How many connections are kept open unless told otherwise.
POOL_SIZE = 64

#: The option of OpenSSL 3 that takes a connection that was cut for one that has ended. Older
#: versions of OpenSSL, and of Python, have no name for it.
_IGNORE_UNEXPECTED_EOF = 0x80


# These have the names that urllib3 gives them: its messages contain them.

class HTTPConnection(PlainConnection):
    """A connection that checks its responses."""

    response_class = Answer


class HTTPSConnection(TlsConnection):
    """A safe connection that checks its responses."""

    response_class = Answer

    def connect(self):
        """Connect so that a cut is an error: Python 3.8 to 3.10 would take it for an end."""
        self.ssl_context = create_urllib3_context(cert_reqs=resolve_cert_reqs(self.cert_reqs))
        self.ssl_context.options &= ~_IGNORE_UNEXPECTED_EOF
        super(HTTPSConnection, self).connect()


def unless_replaced(pool, usual, checked):
    """Return the class of the connections of a pool, as a property.

    :param pool: the pool of urllib3.
    :param usual: its usual class. A tool that records connections replaces it, and then wins.
    :param checked: ours.
    """
    return property(lambda self: checked if pool.ConnectionCls is usual else pool.ConnectionCls)


class HTTPConnectionPool(PlainPool):
    """Connections that check their responses."""

    ConnectionCls = unless_replaced(PlainPool, PlainConnection, HTTPConnection)


class HTTPSConnectionPool(TlsPool):
    """Safe connections that check their responses."""

    ConnectionCls = unless_replaced(TlsPool, TlsConnection, HTTPSConnection)


class UncheckedHTTPSConnectionPool(HTTPSConnectionPool):
    """Connections whose certificate is not checked, without a warning for each request."""

    def _validate_conn(self, conn):
        if not conn.sock:
            conn.connect()


class Adapter(HTTPAdapter):
    """An adapter whose connections keep deadlines, and belong to one process.

    A process that was forked sends through an adapter of its own: on the connections of its parent,
    each would get responses that were meant for the other.
    """

    _pools = {'http': HTTPConnectionPool, 'https': HTTPSConnectionPool}

    def __init__(self, *args, **kwargs):
        super(Adapter, self).__init__(*args, **kwargs)
        self._belong_to_this_process()

    def __setstate__(self, state):
        super(Adapter, self).__setstate__(state)
        self._belong_to_this_process()

    def _belong_to_this_process(self):
        #: By the id of a process, the adapter with connections of its own.
        self.of_processes = PerProcess(self._like_this)
        self.of_processes[os.getpid()] = self

    def _like_this(self):
        return type(self)(self._pool_connections, self._pool_maxsize, self.max_retries,
                          self._pool_block)

    def close(self):
        """Close the connections of this process."""
        super(Adapter, self.of_processes[os.getpid()]).close()

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


def refuse_no_host(request, proxies):
    """Refuse a proxy without a host, as in ``http://user:password@``.

    :param request: the ``requests.PreparedRequest`` that is about to be sent.
    :param dict proxies: the addresses of proxies, by scheme.
    :raises requests.exceptions.InvalidURL: if it has none. requests would raise a ``TypeError``.
    """
    proxy = select_proxy(request.url, proxies)
    if isinstance(proxy, string_types) and re.search(r'//[^/?#]*@(?:[/?#]|\Z)', proxy):
        raise InvalidURL('The address of the proxy has no host', request=request)


def checked_pool_size(value):
    """How many connections to keep open: a whole number from 1 on, None for the default.

    :raises ValueError: if it is something else.
    """
    if value is None:
        return POOL_SIZE
    if isinstance(value, bool) or not isinstance(value, integer_types) or value < 1:
        raise ValueError(
            native_str('pool_size must be a whole number, 1 or more, not %r' % (value,)))
    return value


def existing_path(path, what):
    """The path of something that exists, as a native text.

    :raises ValueError: if it does not.
    """
    absolute = os.path.expanduser(fspath(path))
    if not os.path.exists(absolute):
        raise ValueError(native_str('%s: there is no %s' % (what, to_text(absolute))))
    return native_str(absolute)


def certificate(value):
    """A client certificate as requests wants it: None, a path, or a pair of paths.

    :raises ValueError: if it is something else, or a file is missing.
    """
    if value is None:
        return None
    if isinstance(value, (tuple, list)):
        if len(value) != 2:
            raise ValueError(
                native_str(
                    'client_cert must be a path, or a pair of paths: of the certificate and of its '
                    'key'))
        return tuple(existing_path(path, 'client_cert') for path in value)
    return existing_path(value, 'client_cert')
