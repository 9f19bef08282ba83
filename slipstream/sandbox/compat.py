# -*- coding: utf-8 -*-
"""Dialects of Python, for the sandbox.

The only module of the sandbox that knows which Python it runs on.
"""
from __future__ import unicode_literals

import os

from six import PY2, text_type
from six.moves.urllib.parse import parse_qsl as _parse_qsl, quote, unquote, urlsplit

if PY2:  # pragma: py2 only
    _quote, _unquote = quote, unquote  # of bytes only
    replace = os.rename

    def quote(text, safe='/'):
        """Percent-encode a text as UTF-8."""
        return _quote(text.encode('utf-8'), safe.encode('ascii')).decode('ascii')

    def unquote(text):
        """Decode the percent escapes of a text as UTF-8; what is not UTF-8 is replaced."""
        return _unquote(text.encode('utf-8')).decode('utf-8', 'replace')

    def parse_qsl(text):
        """The pairs of a query string or form, blank values kept, as strings."""
        # Some Pythons split there.
        pairs = _parse_qsl(text.encode('utf-8').replace(b';', b'%3B'), keep_blank_values=True)
        return [(name.decode('utf-8', 'replace'), value.decode('utf-8', 'replace'))
                for name, value in pairs]

    def native_str(text):
        """A text as the ``str`` of this Python, as headers and ``repr`` want it."""
        return text.encode('utf-8') if isinstance(text, text_type) else text
else:  # pragma: py3 only
    replace = os.replace

    def parse_qsl(text):
        """The pairs of a query string or form, blank values kept, as strings."""
        # Some Pythons split there.
        return _parse_qsl(text.replace(';', '%3B'), keep_blank_values=True)

    def native_str(text):
        """A text as the ``str`` of this Python, as headers and ``repr`` want it."""
        return text.decode('utf-8') if isinstance(text, bytes) else text


def to_text(value):
    """Bytes as UTF-8 text (undecodable bytes replaced); a text as it is."""
    return value.decode('utf-8', 'replace') if isinstance(value, bytes) else value


def to_bytes(value):
    """A text as UTF-8 bytes; bytes as they are."""
    return value.encode('utf-8') if isinstance(value, text_type) else value
