# -*- coding: utf-8 -*-
"""Inherited connections: what a forked process has of its parent, and must not use.

Our own adapters know which process they belong to. A program may mount others, such as an
``HTTPAdapter`` of requests with other retries: what these keep is replaced before a child sends
something.
"""
from __future__ import unicode_literals

import os
import types

from ..compat import ConnectionContainer, HTTPConnectionPool, http_client

#: Where this library was imported: in another process, anything may come from a parent.
_FIRST_PROCESS = os.getpid()
#: How deep connections are looked for: an adapter may wrap another one, or a session.
_DEEPEST = 8


def may_be():
    """Whether connections may come from a parent, as this process was forked."""
    return os.getpid() != _FIRST_PROCESS


def renew(holder):
    """Let all connections go that something holds: those of a parent.

    They are closed in this process only: the parent keeps its own. Locks that a thread of the
    parent may have held go with them.

    :param holder: an adapter, or a dict or list of adapters.
    """
    for value in parts_of(holder):
        _renew_one(value)


def parts_of(holder):
    """Something, what it holds, and what that holds, down to a certain depth.

    Each is looked into after it was used, so it may be changed.
    """
    left, seen = [(holder, 0)], set()
    while left:
        value, depth = left.pop()
        if id(value) in seen or depth > _DEEPEST:
            continue
        seen.add(id(value))
        yield value
        left.extend((part, depth + 1) for part in _parts(value))


def _renew_one(value):
    if isinstance(value, ConnectionContainer):
        # In place, as several may share it. The old ones are not closed one by one: that would
        # need their lock.
        value.__init__(value._maxsize, value.dispose_func)
    elif isinstance(value, HTTPConnectionPool) and value.pool is not None:
        size = value.pool.maxsize
        value.pool = value.QueueCls(size)
        for _ in range(size):
            value.pool.put(None, block=False)
    elif isinstance(value, http_client.HTTPConnection):
        value.close()


def _parts(value):
    if isinstance(value, (type, types.ModuleType)):
        return []
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(value)
    return list((value if isinstance(value, dict) else getattr(value, '__dict__', {})).values())
