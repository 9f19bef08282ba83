# -*- coding: utf-8 -*-
"""Dialects: Python 2 and 3, old and new requests.

The only module of the client that knows which Python, which requests and which urllib3 it runs on.
"""
from __future__ import unicode_literals

#: Python 3.15 imports these when they are used first: the exceptions need no XML.
__lazy_modules__ = ['xml.etree']

import functools
import hashlib
import io
import os
import re
import shutil
import socket
import sys
import time
from xml.etree import ElementTree as etree

import requests
from requests.adapters import HTTPAdapter
from requests.packages.urllib3 import exceptions as urllib3_exceptions
from requests.packages.urllib3._collections import RecentlyUsedContainer as ConnectionContainer
from requests.packages.urllib3.connection import HTTPConnection, HTTPSConnection
from requests.packages.urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from requests.packages.urllib3.poolmanager import PoolManager
from requests.packages.urllib3.util.ssl_ import create_urllib3_context, resolve_cert_reqs
from six import PY2, integer_types, raise_from, string_types, text_type
from six.moves import http_client, http_cookiejar as cookiejar, input as ask
from six.moves.urllib.parse import quote, unquote, urljoin, urlsplit

PYTHON_VERSION = '%d.%d.%d' % sys.version_info[:3]
#: Type checkers take this for true, as that of typing, which Python 2 does not have.
TYPE_CHECKING = False
#: Levels of the deepest JSON that is decoded; None where decoding shows that it is too deep. Python
#: 3.6 to 3.8 may end the process if that shows while a finalizer runs.
DEEPEST_JSON = 100 if (3,) < sys.version_info < (3, 9) else None

if PY2:  # pragma: py2 only
    from collections import (Iterable, Iterator, Mapping,  # six has them since 1.13 only
                             MappingView, Sequence)
    from xml.etree import cElementTree as fast_etree

    from future.utils import raise_from  # keeps __cause__, which six leaves out

    # What tells that strings of an XML document may not be ASCII.
    _NOT_ASCII = re.compile(b'[^\x01-\x7f]|&#')

    _quote, _unquote = quote, unquote  # of bytes only
    monotonic = time.time
    timeout_error = Exception  # there is no class for it
    replace_file = os.rename  # atomic on POSIX; on Windows Python 2 has nothing better

    def quote(text, safe='/'):
        """Percent-encode a text as UTF-8."""
        return _quote(text.encode('utf-8'), safe.encode('ascii')).decode('ascii')

    def _text_of(value):
        """The text of an object, such as an error with bytes that are not ASCII."""
        try:
            return text_type(value)
        except UnicodeDecodeError:
            return bytes(value).decode('utf-8', 'replace')

    def unquote(text):
        """Decode the percent escapes of a text as UTF-8; what is not UTF-8 is replaced."""
        return _unquote(text.encode('utf-8')).decode('utf-8', 'replace')

    def fspath(path):
        """The text of a path.

        Of a text, bytes in the file system's encoding, or an object such as a
        ``pathlib2.Path``.
        """
        path = path if isinstance(path, string_types) else str(path)
        return path.decode(sys.getfilesystemencoding() or 'utf-8') if isinstance(
            path, bytes) else path

    def terminal_columns():
        """How many columns the terminal has, as far as the environment says; else 80."""
        columns = os.environ.get('COLUMNS', '')
        return int(columns) if columns.isdigit() and int(columns) else 80

    class _WatchedSocket(object):
        """A socket that asks before it receives."""

        def __init__(self, sock, watch):
            self._sock, self._watch = sock, watch

        def recv(self, *args):
            """Receive, if the watch agrees."""
            return self._watch(functools.partial(self._sock.recv, *args))

        def __getattr__(self, name):
            return getattr(self._sock, name)

    def watched_stream(stream, watch):
        """The stream of a socket, watched.

        ``watch`` is called with each function that receives something, and returns its result.
        """
        stream._sock = _WatchedSocket(stream._sock, watch)
        return stream

    def socket_below(stream, sock):
        """The socket that a stream reads from.

        :param sock: the one that it was made of.
        """
        return stream._sock

    def buffered(stream):
        """What a watched stream has received, and nobody has read."""
        return stream._rbuf.getvalue()

    def field_values(message, name):
        """The values of all fields with this name in the header of a response."""
        return message.getheaders(name)
else:  # pragma: py3 only
    from collections.abc import Iterable, Iterator, Mapping, MappingView, Sequence
    from xml.etree import ElementTree as fast_etree

    replace_file = os.replace
    monotonic = time.monotonic
    timeout_error = TimeoutError
    _text_of = text_type
    fspath = os.fspath

    def terminal_columns():
        """How many columns the terminal has; 80 without one."""
        return shutil.get_terminal_size().columns

    class _WatchedStream(io.RawIOBase):
        """A raw stream that asks before it reads."""

        def __init__(self, stream, watch):
            super(_WatchedStream, self).__init__()
            self._stream, self._watch = stream, watch
            #: Whether everything has been received.
            self.is_dry = False

        def readable(self):
            """It is there to be read."""
            return True

        def readinto(self, buffer):
            """Read, if the watch agrees."""
            if self.is_dry:
                return None
            return self._watch(functools.partial(self._stream.readinto, buffer))

        def close(self):
            """Close what is below."""
            self._stream.close()
            super(_WatchedStream, self).close()

    def watched_stream(stream, watch):
        """The stream of a socket, watched.

        ``watch`` is called with each function that receives something, and returns its result.
        """
        return io.BufferedReader(_WatchedStream(stream.detach(), watch))

    def socket_below(stream, sock):
        """The socket that a stream reads from.

        :param sock: the one that it was made of.
        """
        return sock

    def buffered(stream):
        """What a watched stream has received, and nobody has read; it receives no more."""
        stream.raw.is_dry = True
        return stream.peek(1)

    def field_values(message, name):
        """The values of all fields with this name in the header of a response."""
        return message.get_all(name, [])

#: What the floors below requests raise; some versions of it let these through.
TRANSPORT_ERRORS = (http_client.HTTPException, urllib3_exceptions.HTTPError)


def md5():
    """A new MD5 sum, not meant for security: some machines allow no other."""
    try:
        return hashlib.md5(usedforsecurity=False)
    except TypeError:  # pragma: no cover - before Python 3.9
        return hashlib.md5()


def parsed_ini(stream):
    """A parser that has read an INI file.

    :raises ValueError: if it is none. The words of the parser are left out: they quote the line,
        which may be one with a secret.
    """
    from six.moves import configparser  # few programs need it

    parser = configparser.RawConfigParser()
    try:
        getattr(parser, 'readfp' if PY2 else 'read_file')(stream)
    except (configparser.Error, UnicodeError) as error:
        raise_from(ValueError(type(error).__name__), None)
    return parser


def character(code):
    """The character with a number; two halves of one on a Python that keeps 16 bits of each.

    None without one.
    """
    return ('\\U%08x' % code).encode('ascii').decode('unicode-escape') if code < 0x110000 else None


def one_of(first, last):
    """A regular expression for the characters from one number to another.

    Where these are kept as two halves, the first halves must be the same.
    """
    first, last = character(first), character(last)
    return '%s[%s-%s]' % (first[:-1], first[-1], last[-1])


def entity(name):
    """The text that a named entity of HTML or XML stands for; None for an unknown name."""
    from six.moves import html_entities  # rarely needed

    number = html_entities.name2codepoint.get(name)
    return character(number) if number is not None else getattr(
        html_entities, 'html5', {"apos;": "'"}).get(name + ';')


def sent_host(netloc):
    """A host and port as requests sends them: with the host in ASCII.

    :raises ValueError: if the host cannot be written so.
    """
    return urlsplit(to_text(requests.Request('GET', 'http://%s/' % netloc).prepare().url)).netloc


def native_str(text):
    """A text as the ``str`` of this Python, as ``repr``, headers and exception messages want it."""
    if PY2 and isinstance(text, text_type):  # pragma: py2 only
        return text.encode('utf-8')
    if not PY2 and isinstance(text, bytes):  # pragma: py3 only
        return text.decode('utf-8', 'replace')
    return text


def parsed(value):
    """Return a string, or a dict of them, as ``etree`` does: on Python 2, a ``str`` if it is ASCII.

    Programs for Python 2 insert it into byte strings, which a unicode string would decode.
    """
    if PY2 and isinstance(value, dict):  # pragma: py2 only
        return dict((name, parsed(text)) for name, text in value.items())
    if PY2 and isinstance(value, text_type):  # pragma: py2 only
        try:
            return value.encode('ascii')
        except UnicodeEncodeError:
            return value
    return value


def native_handlers(parser, content):
    """Let a parser of ``expat`` pass what ``etree`` reads, see :func:`parsed`.

    :param bytes content: the document that it is going to parse.
    :return: what to make of each handler before the parser gets it, a function.
    """
    if PY2 and _NOT_ASCII.search(content):  # pragma: py2 only
        return lambda handler: lambda *values: handler(*map(parsed, values))
    if PY2:  # pragma: py2 only
        parser.returns_unicode = False  # which takes no call for each string
    return lambda handler: handler


def to_text(value):
    """Bytes as UTF-8 text, with undecodable ones replaced; anything else as its text."""
    # Asked without a call: of 300 calls that a small request takes, 27 were for this.
    if value.__class__ is text_type:
        return value
    return value.decode('utf-8', 'replace') if isinstance(value, bytes) else _text_of(value)


def native_repr(method):
    """Decorate a ``__repr__`` or ``__str__`` that returns text: Python 2 gets UTF-8 bytes."""
    @functools.wraps(method)
    def wrapper(self):
        return native_str(method(self))
    return wrapper


def failed_to_connect(error):
    """Whether a ``ConnectionError`` says that no connection was made: nothing was sent."""
    reason = error.args[0] if error.args else None
    reason = getattr(reason, 'reason', reason)
    return isinstance(reason, (urllib3_exceptions.NewConnectionError,
                               urllib3_exceptions.ConnectTimeoutError))


def connects_only(retries):
    """A ``Retry`` of urllib3 that repeats nothing once a connection is there.

    One that names methods of its own is returned as it is.
    """
    names = ('allowed_methods', 'DEFAULT_ALLOWED_METHODS') if hasattr(
        retries, 'allowed_methods') else ('method_whitelist', 'DEFAULT_METHOD_WHITELIST')
    if getattr(retries, names[0], None) != getattr(retries, names[1], ()):
        return retries
    others = {'other': 0} if hasattr(retries, 'other') else {}
    return retries.new(read=False, status_forcelist=(), respect_retry_after_header=False, **others)


def is_timeout(error):
    """Whether a ``ConnectionError`` of requests is really a timeout.

    It was met while the request was being sent or the body of the response was being read.
    """
    reason = error.args[0] if error.args else None
    causes = getattr(reason, 'args', ()) if isinstance(
        reason, urllib3_exceptions.ProtocolError) else ()
    return isinstance(reason, urllib3_exceptions.ReadTimeoutError) or any(
        isinstance(cause, socket.timeout) for cause in causes)


def unread_bytes(response):
    """How many bytes of the body a response announced but did not bring.

    Older urllib3 do not notice that themselves.
    """
    return getattr(getattr(response, 'raw', None), 'length_remaining', 0) or 0
