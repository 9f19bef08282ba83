# -*- coding: utf-8 -*-
"""Mounted adapters: those of programs, such as an ``HTTPAdapter`` with more connections or retries.

What they receive is checked as what our own receive, and keeps the deadlines. Their retries do not
send twice what changes something, unless they name the methods that they repeat.
"""
from __future__ import unicode_literals

from ..compat import (HTTPAdapter, HTTPConnectionPool as PlainPool,
                      HTTPSConnection as TlsConnection, HTTPSConnectionPool as TlsPool, PoolManager,
                      connects_only)
from . import calls, connections, inherited_connections
from .framing import Answer

_USUAL = {'http': PlainPool, 'https': TlsPool}


# These have the names that urllib3 gives them: its messages contain them.

class HTTPSConnection(TlsConnection):
    """A safe connection that checks its responses, with the settings of the program."""

    response_class = Answer


class _SentOnce(object):
    """What a pool sends: once, if it changes something."""

    def urlopen(self, method, url, body=None, headers=None, retries=None, *args, **kwargs):
        """Send a request."""
        call = calls.current()
        if call is not None and not call.is_read:
            retries = connects_only(retries)
        return super(_SentOnce, self).urlopen(method, url, body, headers, retries, *args, **kwargs)


class HTTPConnectionPool(_SentOnce, connections.HTTPConnectionPool):
    """Connections that check their responses."""


class HTTPSConnectionPool(_SentOnce, TlsPool):
    """Safe connections that check their responses."""

    ConnectionCls = connections.unless_replaced(TlsPool, TlsConnection, HTTPSConnection)


def check(adapter):
    """Let all that an adapter receives be checked.

    :param adapter: any adapter; it is left alone where it keeps no connections as those of requests
        do.
    """
    if isinstance(adapter, connections.Adapter):  # one of ours
        return
    for part in inherited_connections.parts_of(adapter):
        if isinstance(part, PoolManager):
            _check_pools(part)
        elif isinstance(part, HTTPAdapter) and not isinstance(
                part.proxy_manager_for, _Checked):
            part.proxy_manager_for = _Checked(part.proxy_manager_for)


def _check_pools(manager):
    if manager.pool_classes_by_scheme == _USUAL:
        manager.pool_classes_by_scheme = {'http': HTTPConnectionPool, 'https': HTTPSConnectionPool}


class _Checked(object):
    """The method of an adapter that makes the connections to a proxy."""

    def __init__(self, make):
        self._make = make

    def __call__(self, *args, **kwargs):
        manager = self._make(*args, **kwargs)
        _check_pools(manager)
        return manager
