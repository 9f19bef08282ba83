# -*- coding: utf-8 -*-
"""Using a sandbox in the same process: an adapter for requests.

A session with this adapter talks to a sandbox without a port, a socket or a thread.
"""
from __future__ import unicode_literals

import email.message
import email.utils
import errno
import io
import socket

import requests
from requests.adapters import BaseAdapter
from requests.cookies import extract_cookies_to_jar
from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError
from urllib3.response import HTTPResponse

from ..compat import native_str, to_bytes, to_text, urlsplit
from ..messages import MAX_BODY, Dropped, Request, Response, TimedOut


class SandboxAdapter(BaseAdapter):
    """Passes the requests of a session to a sandbox, and returns its responses.

    :param handle: the ``handle`` method of a :class:`~slipstream.sandbox.core.Core`.
    """

    def __init__(self, handle):
        super(SandboxAdapter, self).__init__()
        self._handle = handle
        self._closed = False

    def send(self, request, stream=False, timeout=None, verify=True, cert=None, proxies=None):
        """Handle a prepared request.

        :return: a :class:`requests.Response`, as if it had come over a socket.
        :raises requests.exceptions.ConnectionError: if the sandbox is closed or a fault breaks the
            connection.
        :raises requests.exceptions.ReadTimeout: if a fault delays the response for longer than
            ``timeout``.
        """
        if self._closed:
            reason = NewConnectionError(
                None, 'Failed to establish a new connection: the sandbox is closed')
            refused = MaxRetryError(None, request.url, reason)
            raise requests.exceptions.ConnectionError(refused, request=request)
        try:
            answer = self._answer(_incoming(request), _seconds(timeout))
        except Dropped:
            reset = socket.error(errno.ECONNRESET, 'Connection reset by peer')
            aborted = ProtocolError('Connection aborted.', reset)
            raise requests.exceptions.ConnectionError(aborted, request=request)
        except TimedOut:
            raise requests.exceptions.ReadTimeout('The sandbox did not respond in time',
                                                  request=request)
        return self._outgoing(request, answer)

    def close(self):
        """Do nothing: nothing is open, and other sessions may still use the sandbox."""

    def end(self):
        """Refuse all further requests."""
        self._closed = True

    def __deepcopy__(self, memo):
        return self  # a copied session talks to the same sandbox

    def __reduce__(self):
        return _gone, ()  # no other process has this sandbox

    def _answer(self, incoming, timeout):
        if len(incoming.body) > MAX_BODY:
            return Response(413, b'', 'text/plain')
        return self._handle(incoming, timeout)

    def _outgoing(self, request, answer):
        raw = _raw(request, answer)
        response = requests.Response()
        response.status_code = raw.status
        response.headers = CaseInsensitiveDict(raw.headers)
        response.encoding = get_encoding_from_headers(response.headers)
        response.raw = raw
        response.reason = raw.reason
        response.url = request.url
        extract_cookies_to_jar(response.cookies, request, raw)
        response.request = request
        response.connection = self
        return response


def _gone():
    adapter = SandboxAdapter(None)
    adapter.end()
    return adapter


class _Fields(email.message.Message):
    """Header fields with the methods that cookie jars call.

    On Python 2 they call ``getheaders``, on Python 3 ``get_all``.
    """

    def getheaders(self, name):
        """All values of a field."""
        return self.get_all(name, [])


class _Original(object):
    """Stands for the response of the standard library, whose ``msg`` cookie jars read."""

    def __init__(self, fields):
        self.msg = _Fields()
        for name, value in fields:
            self.msg[name] = value

    def isclosed(self):
        """Whether the response is closed, which it always is."""
        return True

    def close(self):
        """Do nothing: nothing is open."""


def _incoming(request):
    headers = [(name, value) for name, value in request.headers.items()]
    parts = urlsplit(to_text(request.url))
    incoming = Request(request.method, request.path_url, headers, _body(request.body), parts.scheme)
    if 'Host' not in incoming.headers:
        incoming.headers.add('Host', parts.netloc.rpartition('@')[2])
    return incoming


def _body(body):
    if body is None:
        return b''
    if hasattr(body, 'read'):
        return to_bytes(body.read())
    is_whole = isinstance(body, (bytes, bytearray)) or hasattr(body, 'encode')
    if hasattr(body, '__iter__') and not is_whole:
        return b''.join(to_bytes(part) for part in body)
    return bytes(to_bytes(body))


def _seconds(timeout):
    if isinstance(timeout, tuple):
        return timeout[1]
    return getattr(timeout, 'read_timeout', timeout)


def _raw(request, answer):
    fields = answer.fields() + [
        (native_str('Server'), native_str('slipstream-sandbox')),
        (native_str('Date'), native_str(email.utils.formatdate(usegmt=True)))]
    # Cookie jars read the original response. Leaving it out saves them a search through all fields
    # of a response without cookies.
    original = _Original(fields) if 'Set-Cookie' in answer.headers else None
    return HTTPResponse(
        body=io.BytesIO(answer.payload(request.method)), headers=fields, status=answer.status,
        reason=native_str(answer.phrase), version=11, preload_content=False,
        decode_content=False, original_response=original, request_method=request.method)
