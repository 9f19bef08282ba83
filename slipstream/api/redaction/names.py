# -*- coding: utf-8 -*-
"""Redaction: what must never be shown.

One list of secret names, used by everything that prints, logs or pickles.
"""
from __future__ import unicode_literals

import re

from ..compat import Mapping

#: Shown instead of a secret.
MASK = '********'

#: Names (of members, fields, headers, query parameters) whose values are secret. Compared in lower
#: case.
SECRET_NAMES = frozenset([
    'authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'password', 'passwordrepeat',
    'oldpassword', 'password1',
    'password2', 'secret', 'secretkey', 'privatekey', 'token', 'digest', 'signature',
    'access_token', 'com.sixsq.slipstream.cookie'])

_SECRET_ENDINGS = ('.password', '.secret.key', ':password', '_password', '-password', '.secret',
                   '_secret', '-secret', '.token')
#: What is in the name of a field says enough.
_SECRET_WORDS = ('password', 'passphrase', 'passwd', 'secret', 'signature', 'token')
# Compiled when a text may have a secret.
_IN_TEXT = (
    r'(?is)((?:token|password|secret|secretkey|signature|com\.sixsq\.slipstream\.cookie)'
    r'["\']?\s*[=:]\s*)'
    r'(?:(?P<quote>["\'])(?:\\.|(?!(?P=quote))[^\\])+|(?:token=)?[^\s"\'&;,}>]+)')


def is_secret(name):
    """Whether the value under that name must not be shown."""
    name = '%s' % (name,)
    name = name.lower()
    return name in SECRET_NAMES or name.endswith(_SECRET_ENDINGS)


def is_secret_field(name):
    """Whether the value of a field of a form, a query or a document must not be shown.

    Fields of launches have names such as ``parameter--node--web--db_password``.
    """
    name = ('%s' % (name,)).lower()
    return is_secret(name.rpartition('--')[2]) or any(word in name for word in _SECRET_WORDS)


def redacted(value):
    """A copy of a JSON-like value with the values of secret names masked."""
    if isinstance(value, Mapping):
        return dict((key, MASK if is_secret(key) and member else redacted(member)) for key,
                    member in value.items())
    if isinstance(value, (list, tuple)):
        return [redacted(member) for member in value]
    return value


def redacted_text(text):
    """A text with secrets masked: the values in ``password=...``, ``token: ...`` and their like."""
    if '=' not in text and ':' not in text:
        return text  # as most, and looking for less is faster
    return re.sub(_IN_TEXT, lambda match: match.group(1) + (match.group('quote') or '') + MASK,
                  text)
