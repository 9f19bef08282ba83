# -*- coding: utf-8 -*-
"""The names of a service.

A web page can give its own name the address of this machine (DNS rebinding) and then read what a
service here answers. Its requests carry that name in the ``Host`` field: a service that insists on
its own names is out of reach. An address is no name, so every address is accepted.
"""
from __future__ import unicode_literals

import re
import socket

from ..compat import text_type, to_text

_AUTHORITY = re.compile(r'(\[[0-9a-f:.]+\]|[^\s:/?#@\[\]]+)(?::[0-9]*)?\Z')
_ADDRESS = re.compile(r'\[.*\]\Z|[0-9]{1,3}(?:\.[0-9]{1,3}){3}\Z')


class HostNames(object):
    """The names under which a service answers.

    They are those of this machine, the one it listens at, and others that were allowed.

    :param str host: the name or address at which it listens.
    :param allowed: further names, a list; ``*`` stands for every name.
    :param bool any_name: False: ``*`` stands for none.
    :raises TypeError: if they are no list of strings.
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
        """Whether a service may be called like that.

        :param str authority: the value of a ``Host`` field: a name or an address, with or without
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
