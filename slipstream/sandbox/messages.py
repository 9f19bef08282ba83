# -*- coding: utf-8 -*-
"""Requests and responses.

The shells (adapter, server, WSGI) pass a request to the core, which returns a response or raises
one of two exceptions.
"""
from __future__ import unicode_literals

import re

from . import nesting
from .compat import native_str, parse_qsl, to_bytes, to_text, unquote

#: Maximum length of a request body, in bytes; the shells refuse longer ones with 413.
MAX_BODY = 64 * 1024 * 1024

#: Lengths with more digits are invalid.
_LONGEST_LENGTH = 18
_DIGITS = re.compile(r'[0-9]+\Z')

#: Responses with these statuses have no body, not even an empty one.
_BODILESS = (204, 304)


class Dropped(Exception):
    """The shell must break the connection instead of sending a response."""


class TimedOut(Exception):
    """The response takes longer than the caller waits."""


class Headers(object):
    """Header fields in order; the case of names is ignored."""

    def __init__(self, pairs=()):
        pairs = pairs.items() if hasattr(pairs, 'items') else pairs
        self._pairs = [(to_text(name), to_text(value)) for name, value in pairs]
        self._first = None

    def get(self, name, default=None):
        """The first value of a field, or the default."""
        if self._first is None:
            self._first = dict((key.lower(), value) for key, value in reversed(self._pairs))
        return self._first.get(name.lower(), default)

    def add(self, name, value):
        """Append a field."""
        self._pairs.append((name, value))
        self._first = None

    def __iter__(self):
        return iter(self._pairs)

    def __contains__(self, name):
        return self.get(name) is not None


class Request(object):
    """A request as received by a shell.

    ``path`` and ``query`` are the two parts of the target, still percent-encoded; ``segments`` are
    the decoded parts of the path (``/module/a/b/`` becomes ``['module', 'a', 'b', '']``). The core
    fills in ``caller`` (see :mod:`slipstream.sandbox.state.accounts`).
    """

    def __init__(self, method, target, headers=(), body=b'', scheme='http', client='127.0.0.1'):
        self.method = to_text(method).upper()
        self.target = to_text(target)
        self.path, _, self.query = self.target.partition('?')
        self.headers = Headers(headers)
        self.body = body or b''
        self.scheme = scheme
        self.client = client
        self.caller = None

    @property
    def segments(self):
        """The decoded segments of the path, without the leading slash."""
        return [unquote(part) for part in self.path.lstrip('/').split('/')]

    @property
    def args(self):
        """The pairs of the query string, decoded."""
        return parse_qsl(self.query)

    def arg(self, name, default=None):
        """The first value of a query parameter."""
        return next((value for key, value in self.args if key == name), default)

    @property
    def form(self):
        """The pairs of the body parsed as a form, whatever its content type."""
        return parse_qsl(to_text(self.body))

    @property
    def media_type(self):
        """The content type without its parameters, lower case; empty if there is none."""
        return self.headers.get('Content-Type', '').partition(';')[0].strip().lower()

    def json(self):
        """The body decoded as JSON.

        :raises ValueError: if it is not JSON.
        """
        return nesting.loads(self.body.decode('utf-8'))

    @property
    def cookies(self):
        """The cookies of the request, name to value, without malformed ones."""
        cookies = {}
        for part in self.headers.get('Cookie', '').split(';'):
            name, separator, value = part.strip().partition('=')
            if separator:
                cookies[name] = value.strip('"')
        return cookies

    @property
    def base_url(self):
        """The public URL of the service for this request, without a trailing slash."""
        scheme = self.headers.get('X-Forwarded-Proto', self.scheme)
        host = self.headers.get('X-Forwarded-Host')
        port = self.headers.get('X-Forwarded-Port')
        if host and port:
            host = '%s:%s' % (host, port)
        return '%s://%s' % (scheme, host or self.headers.get('Host', 'localhost'))


class Response(object):
    """A response: status, header fields, and body as bytes."""

    def __init__(self, status=200, body=b'', content_type=None, headers=()):
        self.status = status
        self.headers = Headers(headers)
        self.body = to_bytes(body)
        if content_type:
            self.headers.add('Content-Type', content_type)

    @property
    def phrase(self):
        """The reason phrase of the status."""
        return _PHRASES.get(self.status, 'Status %d' % self.status)

    def fields(self):
        """The header fields for a shell: native strings, including the length of the body."""
        pairs = [(name, value) for name, value in self.headers if name.lower() != 'content-length']
        if self.status not in _BODILESS:
            pairs.append(('Content-Length', '%d' % len(self.body)))
        # A line feed in a value could add more fields.
        return [(native_str(name), native_str(' '.join(value.splitlines())))
                for name, value in pairs]

    def payload(self, method):
        """The bytes after the header fields, in the response to a request with this method."""
        return b'' if method == 'HEAD' or self.status in _BODILESS else self.body


_PHRASES = {
    200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 301: 'Moved Permanently',
    302: 'Found', 303: 'See Other', 304: 'Not Modified', 307: 'Temporary Redirect',
    308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden',
    404: 'Not Found', 405: 'Method Not Allowed', 406: 'Not Acceptable', 408: 'Request Timeout',
    409: 'Conflict', 411: 'Length Required', 412: 'Precondition Failed',
    413: 'Request Entity Too Large', 414: 'Request-URI Too Long', 415: 'Unsupported Media Type',
    417: 'Expectation Failed', 418: "I'm a teapot", 421: 'Misdirected Request',
    422: 'Unprocessable Entity', 429: 'Too Many Requests', 431: 'Request Header Fields Too Large',
    500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway',
    503: 'Service Unavailable', 504: 'Gateway Timeout', 505: 'HTTP Version Not Supported'}


def content_length(text):
    """Parse a ``Content-Length`` field.

    :param str text: the value of the field.
    :raises ValueError: if it is not a number, or too large.
    """
    if not _DIGITS.match(text) or len(text) > _LONGEST_LENGTH:
        raise ValueError('The length of the body is not a number')
    return int(text)
