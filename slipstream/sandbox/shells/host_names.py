# -*- coding: utf-8 -*-
"""The host names of a service, as a protection against DNS rebinding.

A web page can make its own host name resolve to this machine, and then read the responses of
services that run here. Its requests have that name in the ``Host`` field, so a service that only
accepts its own names is safe. IP addresses cannot be rebound and are always accepted.
"""
from __future__ import unicode_literals

import re
import socket

from ..compat import text_type, to_text

# The address of a link-local interface has a zone: [fe80::1%eth0], escaped [fe80::1%25eth0].
_AUTHORITY = re.compile(r'(\[[0-9a-f:.]+(?:%[0-9a-z._~%-]+)?\]|[^\s:/?#@\[\]]+)(?::[0-9]*)?\Z')
_ADDRESS = re.compile(r'\[.*\]\Z|[0-9]{1,3}(?:\.[0-9]{1,3}){3}\Z')


class HostNames(object):
    """The host names that a service accepts.

    They are the names of this machine, the name that it listens on, and additional allowed names.

    :param str host: the name or address that it listens on.
    :param allowed: a list of additional names; ``*`` allows every name.
    :param bool any_name: False if ``*`` has no effect.
    :raises TypeError: if ``allowed`` is not a list of strings.
    """

    def __init__(self, host, allowed=(), any_name=True):
        is_text = isinstance(allowed, (text_type, bytes))
        if is_text or not all(isinstance(name, (text_type, bytes)) for name in allowed):
            raise TypeError('allowed_hosts must be a list of names')
        names = ['localhost', host, socket.gethostname()] + list(allowed)
        self._names = set(_normal(to_text(name)) for name in names)
        if not any_name:
            self._names.discard('*')

    def include(self, authority):
        """Whether the service accepts this host name.

        :param str authority: the value of a ``Host`` field: a name or an address, with or without a
            port.
        """
        match = _AUTHORITY.match(authority.lower())
        if not match:
            return False
        name = _normal(match.group(1))
        if _ADDRESS.match(name) or name.endswith('.localhost'):
            return True
        return not self._names.isdisjoint([name, '*'])


def _normal(name):
    return name.lower().rstrip('.')
