# -*- coding: utf-8 -*-
"""
Dialects: Python 2 and 3, old and new requests
==============================================

The only module of the client that knows which Python, which requests and which urllib3 it runs on.
"""
from __future__ import unicode_literals

import functools
import os
import sys
import time
from xml.etree import ElementTree as etree  # noqa: N813 - the name that programs import

import six
from six import integer_types, string_types, text_type

PY2 = six.PY2

if PY2:  # pragma: no cover - measured on 2.7 only
    import cookielib as cookiejar
    from collections import Iterable, Mapping, Sequence
    from urllib import quote as _quote, unquote as _unquote

    from future.utils import raise_from  # keeps __cause__, which six leaves out on Python 2
    from urlparse import urljoin, urlsplit
    from xml.etree import cElementTree as fast_etree

    monotonic = time.time
    XML_ERRORS = (etree.ParseError, fast_etree.ParseError)

    def quote(text, safe='/'):
        """Percent-encode a text as UTF-8."""
        return _quote(text.encode('utf-8'), safe.encode('ascii')).decode('ascii')

    def unquote(text):
        """Decode the percent escapes of a text as UTF-8; what is not UTF-8 is replaced."""
        return _unquote(text.encode('utf-8')).decode('utf-8', 'replace')

    def fspath(path):
        """The text of a path: of a text, bytes in the file system's encoding, or an object such as a ``pathlib2.Path``."""
        path = path if isinstance(path, string_types) else str(path)
        return path.decode(sys.getfilesystemencoding() or 'utf-8') if isinstance(path, bytes) else path
else:  # pragma: no cover - measured on 3 only
    from collections.abc import Iterable, Mapping, Sequence
    from http import cookiejar
    from urllib.parse import quote, unquote, urljoin, urlsplit

    from six import raise_from

    fast_etree = etree
    XML_ERRORS = (etree.ParseError,)
    monotonic = time.monotonic
    fspath = os.fspath


def native_str(text):
    """A text as the ``str`` of this Python, as ``repr``, headers and exception messages want it."""
    if PY2 and isinstance(text, text_type):
        return text.encode('utf-8')
    if not PY2 and isinstance(text, bytes):
        return text.decode('utf-8', 'replace')
    return text


def to_text(value):
    """Bytes as UTF-8 text (undecodable bytes replaced), a text as it is, anything else as its text."""
    if isinstance(value, bytes):
        return value.decode('utf-8', 'replace')
    return value if isinstance(value, text_type) else text_type(value)


def native_repr(method):
    """Decorate a ``__repr__`` or ``__str__`` that returns text, so that Python 2 gets UTF-8 bytes."""
    @functools.wraps(method)
    def wrapper(self):
        return native_str(method(self))
    return wrapper
