# -*- coding: utf-8 -*-
"""Masked attributes: what a program sets on a session, and what everybody sees of it.

Headers, parameters, addresses of proxies and credentials behave as those of requests do. Only
their representation, as logs, debuggers and tracebacks show it, has no secrets.
"""
from __future__ import unicode_literals

import collections

from requests.structures import CaseInsensitiveDict

from ..compat import Mapping, native_str, string_types, text_type, to_text, unquote
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


class UserAndPasswordList(list):
    """The same as a list, which requests refuses when it sends something."""

    def __repr__(self):
        return repr([MASK] * len(self))


class Pairs(list):
    """A list of pairs, with the values of secret names masked."""

    def __repr__(self):
        return repr([(pair[0], MASK) if _is_secret_pair(pair) else pair for pair in self])


class Form(text_type):
    """A text such as ``limit=3&token=...``, with the values of secret names masked."""

    def __repr__(self):
        return repr(_masked_form(self))


class FormOfBytes(bytes):
    """The same as bytes."""

    def __repr__(self):
        return 'b%r' % _masked_form(to_text(bytes(self)))


#: What takes the place of what a program sets, by the attribute of the session and the type.
KINDS = {
    ('auth', list): UserAndPasswordList,
    ('auth', tuple): UserAndPassword,
    ('headers', CaseInsensitiveDict): Headers,
    ('headers', collections.OrderedDict): Ordered,
    ('headers', dict): Named,
    ('login_params', dict): LoginParams,
    ('params', collections.OrderedDict): Ordered,
    ('params', bytes): FormOfBytes,
    ('params', dict): Named,
    ('params', list): Pairs,
    ('params', text_type): Form,
    ('proxies', dict): Addresses,
}
#: The attributes of a session that are masked.
NAMES = frozenset(name for name, _ in KINDS).union(['cookies'])


def masked(name, value):
    """What a session keeps of a value that it is given.

    :param name: the attribute of the session.
    :return: an equal value that masks itself; the same value if it is of a class of the program.
    """
    if name == 'cookies':
        cookies.hide_values(value)
    kind = KINDS.get((name, type(value)))
    return value if kind is None else kind(value)


def without_secrets(name, value):
    """What a pickle has of a value that a program has set: nothing that is masked when it is shown.

    :param name: the attribute of the session.
    """
    if name == 'auth' or not value:
        return None if name == 'auth' else value
    if name == 'proxies':
        return dict((scheme, _bare(address)) for scheme, address in value.items())
    if isinstance(value, Mapping):
        return type(value)(pair for pair in value.items() if not _is_secret(*pair))
    if isinstance(value, (bytes, text_type)):
        kept = '&'.join(item for item in to_text(value).split('&') if not _is_secret_item(item))
        return kept.encode('utf-8') if isinstance(value, bytes) else kept
    return [pair for pair in value if not _is_secret_pair(pair)]


def secret_names(members):
    """The names of the secret values that a program has set; none of what is not a mapping."""
    return [name for name, value in members.items() if _is_secret(name, value)] if isinstance(
        members, Mapping) else []


def _by_name(members):
    return dict((name, _shown(name, value)) for name, value in members.items())


def _shown(name, value):
    if value and is_secret_header(to_text(name)):
        return MASK
    return native_str(redacted_text(to_text(value))) if isinstance(value, string_types) else value


def _is_secret(name, value):
    """Whether a value is masked when it is shown, or a part of it."""
    if value and is_secret_header(to_text(name)):
        return True
    parts = value if isinstance(value, (list, tuple)) else [value]
    texts = [to_text(part) for part in parts if isinstance(part, (bytes, text_type))]
    return any(redacted_text(text) != text for text in texts)


def _is_secret_pair(pair):
    return len(pair) == 2 and _is_secret(*pair)


def _is_secret_item(item):
    name, _, value = item.replace('+', ' ').partition('=')
    return _is_secret(unquote(name), unquote(value)) or _is_secret('', unquote(name))


def _masked_item(item):
    name = item.partition('=')[0]
    return MASK if _is_secret('', unquote(name)) else '%s=%s' % (name, MASK)


def _masked_form(text):
    return native_str('&'.join(
        _masked_item(item) if _is_secret_item(item) else item for item in text.split('&')))


def _address(value):
    return native_str(paths.without_secrets(to_text(value))) if isinstance(
        value, string_types) else value


def _bare(value):
    return native_str(paths.without_user(to_text(value))) if isinstance(
        value, string_types) else value
