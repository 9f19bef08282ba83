# -*- coding: utf-8 -*-
"""Masked: what a program sets on a session for its requests, and what everybody sees of it.

Headers, parameters, addresses of proxies and credentials behave as those of requests do. Only
their representation, as logs, debuggers and tracebacks show it, has no secrets.
"""
from __future__ import unicode_literals

import collections

from requests.structures import CaseInsensitiveDict

from ..compat import native_str, string_types, to_text
from ..protocol import paths
from ..redaction import MASK, is_secret_header, redacted_text
from . import cookies
from .credentials import LoginParams


class Headers(CaseInsensitiveDict):
    """Headers, whose names are compared without case.

    >>> Headers({'Authorization': 'Basic amFuZTpzZWNyZXQ='})['authorization'].partition(' ')[0]
    'Basic'
    """

    def __init__(self, data=None, **members):
        super(Headers, self).__init__(data, **members)
        self._store = Ordered(self._store)

    def copy(self):
        """A copy that can be changed; its representation has no secrets, either."""
        return type(self)(self.items())

    def __repr__(self):
        return repr(_by_name(self))


class Named(dict):
    """A dict that masks the values of secret names."""

    def __repr__(self):
        return repr(_by_name(self))


class Ordered(collections.OrderedDict):
    """The same, with an order on every Python."""

    def __repr__(self):
        return '%s(%r)' % (type(self).__name__, _by_name(self))


class Addresses(dict):
    """A dict of addresses, without the users and passwords in them."""

    def __repr__(self):
        return repr(dict((name, _address(value)) for name, value in self.items()))


class UserAndPassword(tuple):
    """A pair of user name and password; without a password, the name may be a token."""

    def __repr__(self):
        return repr(tuple(MASK if part and (number or not any(self[1:])) else part
                          for number, part in enumerate(self)))


#: What takes the place of what a program sets, by the attribute of the session and the type.
KINDS = {
    ('auth', tuple): UserAndPassword,
    ('headers', CaseInsensitiveDict): Headers,
    ('headers', collections.OrderedDict): Ordered,
    ('headers', dict): Named,
    ('login_params', dict): LoginParams,
    ('params', collections.OrderedDict): Ordered,
    ('params', dict): Named,
    ('proxies', dict): Addresses,
}


def masked(name, value):
    """What a session keeps of a value that it is given.

    :param name: the attribute of the session.
    :return: an equal value that masks itself; the same value if it is of a class of the program.
    """
    if name == 'cookies':
        cookies.hide_values(value)
    kind = KINDS.get((name, type(value)))
    return value if kind is None else kind(value)


def _by_name(members):
    return dict((name, _shown(name, value)) for name, value in members.items())


def _shown(name, value):
    if value and is_secret_header(to_text(name)):
        return MASK
    return native_str(redacted_text(to_text(value))) if isinstance(value, string_types) else value


def _address(value):
    return native_str(paths.without_secrets(to_text(value))) if isinstance(
        value, string_types) else value
