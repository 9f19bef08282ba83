# -*- coding: utf-8 -*-
"""
Requests and responses
======================

What the shells (adapter, server, WSGI) hand to the core and get back from it. No sockets here.
"""
from __future__ import unicode_literals

import json

from .compat import parse_qsl, to_bytes, to_text, unquote


class Headers(object):
    """Header fields in order, found without regard to case."""

    def __init__(self, pairs=()):
        pairs = pairs.items() if hasattr(pairs, 'items') else pairs
        self._pairs = [(to_text(name), to_text(value)) for name, value in pairs]

    def get(self, name, default=None):
        """The first value of the field, or the default."""
        wanted = name.lower()
        return next((value for key, value in self._pairs if key.lower() == wanted), default)

    def add(self, name, value):
        """Append a field."""
        self._pairs.append((name, value))

    def __iter__(self):
        return iter(self._pairs)

    def __contains__(self, name):
        return self.get(name) is not None


class Request(object):
    """One request as a shell received it.

    ``path`` and ``query`` are the two parts of the target as they were sent, still percent-encoded; ``segments`` are the
    decoded parts of the path (``/module/a/b/`` gives ``['module', 'a', 'b', '']``).
    ``caller`` is filled in by the core (see :mod:`slipstream.sandbox.accounts`).
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
        """The pairs of the body read as a form, whatever its content type."""
        return parse_qsl(to_text(self.body))

    @property
    def media_type(self):
        """The content type without its parameters, lower case; empty if there is none."""
        return self.headers.get('Content-Type', '').partition(';')[0].strip().lower()

    def json(self):
        """The body decoded as JSON.

        :raises ValueError: if it is not JSON.
        """
        return json.loads(self.body.decode('utf-8'))

    @property
    def cookies(self):
        """The cookies sent, name to value; damaged ones are left out."""
        found = {}
        for part in self.headers.get('Cookie', '').split(';'):
            name, separator, value = part.strip().partition('=')
            if separator:
                found[name] = value.strip('"')
        return found

    @property
    def base_url(self):
        """The public address of the service as this request shows it, without trailing slash."""
        scheme = self.headers.get('X-Forwarded-Proto', self.scheme)
        host = self.headers.get('X-Forwarded-Host')
        port = self.headers.get('X-Forwarded-Port')
        if host and port:
            host = '%s:%s' % (host, port)
        return '%s://%s' % (scheme, host or self.headers.get('Host', 'localhost'))


class Response(object):
    """One answer: a status, header fields, a body of bytes."""

    def __init__(self, status=200, body=b'', content_type=None, headers=()):
        self.status = status
        self.headers = Headers(headers)
        self.body = to_bytes(body)
        if content_type:
            self.headers.add('Content-Type', content_type)


def set_cookie(name, value, attributes):
    """The value of a ``Set-Cookie`` header; ``attributes`` is text such as ``'Secure;Path=/'``."""
    return '%s=%s;%s' % (name, value, attributes)
