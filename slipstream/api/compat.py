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
from xml.etree import ElementTree as etree

import six
from requests.adapters import HTTPAdapter
from requests.packages.urllib3 import exceptions as urllib3_exceptions
from requests.packages.urllib3.connectionpool import HTTPSConnectionPool
from six import integer_types, string_types, text_type

PY2 = six.PY2
PYTHON_VERSION = '%d.%d.%d' % sys.version_info[:3]

if PY2:  # pragma: py2 only
    import cookielib as cookiejar
    import httplib as http_client
    from collections import Iterable, Mapping, Sequence
    from urllib import quote as _quote, unquote as _unquote
    from urlparse import urljoin, urlsplit
    from xml.etree import cElementTree as fast_etree

    from future.utils import raise_from  # keeps __cause__, which six leaves out on Python 2

    monotonic = time.time
    XML_ERRORS = (etree.ParseError, fast_etree.ParseError)
    replace_file = os.rename  # atomic on POSIX; on Windows Python 2 has nothing better

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
else:  # pragma: py3 only
    from collections.abc import Iterable, Mapping, Sequence
    from http import client as http_client, cookiejar
    from urllib.parse import quote, unquote, urljoin, urlsplit

    from six import raise_from

    fast_etree = etree
    XML_ERRORS = (etree.ParseError,)
    replace_file = os.replace
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


def failed_to_connect(error):
    """Whether a ``ConnectionError`` of requests says that no connection was made, so that nothing was sent."""
    reason = error.args[0] if error.args else None
    reason = getattr(reason, 'reason', reason)
    return isinstance(reason, (urllib3_exceptions.NewConnectionError, urllib3_exceptions.ConnectTimeoutError))


def is_read_timeout(error):
    """Whether a ``ConnectionError`` of requests is a time-out that struck while the body was read."""
    return bool(error.args) and isinstance(error.args[0], urllib3_exceptions.ReadTimeoutError)


def unread_bytes(response):
    """How many bytes of the body an answer announced but did not bring; older urllib3 do not notice that themselves."""
    return getattr(getattr(response, 'raw', None), 'length_remaining', 0) or 0


class _QuietPool(HTTPSConnectionPool):
    """Connections whose certificate is not checked because the user wants it so: no warning for each request."""

    def _validate_conn(self, conn):
        if not getattr(conn, 'sock', None):
            conn.connect()


class QuietAdapter(HTTPAdapter):
    """An adapter that does not warn of unchecked certificates; for sessions that were told to accept any."""

    def init_poolmanager(self, *args, **kwargs):
        """Use quiet connections for https."""
        super(QuietAdapter, self).init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = dict(self.poolmanager.pool_classes_by_scheme, https=_QuietPool)

    def proxy_manager_for(self, proxy, **kwargs):
        """Use quiet connections through a proxy as well."""
        manager = super(QuietAdapter, self).proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = dict(manager.pool_classes_by_scheme, https=_QuietPool)
        return manager
