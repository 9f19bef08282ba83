# -*- coding: utf-8 -*-
"""The sandbox as a WSGI application.

Use it if you already have a web server. Mount it at the root of the server.
"""
from __future__ import unicode_literals

from ..compat import native_str, quote, to_text
from ..messages import MAX_BODY, Dropped, Request, Response, content_length

_SAFE = "/:@!$&'()*+,;=~-._"


class Application(object):
    """The callable for a WSGI server.

    :param handle: the ``handle`` method of a :class:`~slipstream.sandbox.core.Core`.
    """

    def __init__(self, handle):
        self._handle = handle

    def __call__(self, environ, start_response):
        """Handle a request, see PEP 3333."""
        method = to_text(environ['REQUEST_METHOD']).upper()
        response = self._answer(environ, method)
        start_response(native_str('%d %s' % (response.status, response.phrase)), response.fields())
        return [response.payload(method)]

    def _answer(self, environ, method):
        try:
            body = _body(environ)
        except ValueError as error:
            return Response(400, '%s\n' % error, 'text/plain')
        if len(body) > MAX_BODY:
            return Response(413, b'', 'text/plain')
        request = Request(method, _target(environ), _headers(environ), body,
                          to_text(environ['wsgi.url_scheme']),
                          to_text(environ.get('REMOTE_ADDR', '127.0.0.1')))
        if 'Host' not in request.headers:
            request.headers.add('Host', '%s:%s' % (environ['SERVER_NAME'], environ['SERVER_PORT']))
        try:
            return self._handle(request)
        except Dropped:
            # An application cannot break the connection; respond like a proxy of a service that
            # did.
            return Response(502, b'', 'text/plain')


def _target(environ):
    # Use the original target if the server has it: in PATH_INFO, which is decoded, %2F equals /.
    target = to_text(environ.get('RAW_URI') or environ.get('REQUEST_URI') or '')
    if target.startswith('/') and not environ.get('SCRIPT_NAME'):
        return target
    path = environ.get('PATH_INFO', '')
    path = path if isinstance(path, bytes) else path.encode('latin-1')
    query = to_text(environ.get('QUERY_STRING', ''))
    return quote(to_text(path), _SAFE) + ('?' + query if query else '')


def _headers(environ):
    pairs = [(name[5:].replace('_', '-'), value) for name, value in environ.items()
             if name.startswith('HTTP_')]
    named = [('Content-Type', environ.get('CONTENT_TYPE')),
             ('Content-Length', environ.get('CONTENT_LENGTH'))]
    return pairs + [(name, value) for name, value in named if value]


def _body(environ):
    if environ.get('wsgi.input_terminated'):
        return environ['wsgi.input'].read(MAX_BODY + 1)
    length = min(content_length(environ.get('CONTENT_LENGTH') or '0'), MAX_BODY + 1)
    body = environ['wsgi.input'].read(length) if length else b''
    if len(body) < length:
        raise ValueError('The request is incomplete')
    return body
