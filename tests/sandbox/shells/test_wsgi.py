# -*- coding: utf-8 -*-
"""The WSGI application."""
from __future__ import unicode_literals

import io
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from slipstream.sandbox.compat import native_str
from slipstream.sandbox.messages import Dropped, Response
from slipstream.sandbox.shells import wsgi as wsgi_module
from slipstream.sandbox.shells.wsgi import Application


class Service(object):
    """Keeps the request, and responds to it or fails."""

    def __init__(self, response=None, failure=None):
        self.response = response or Response(200, 'hello', 'text/plain')
        self.failure = failure
        self.request = None

    def handle(self, request):
        self.request = request
        if self.failure:
            raise self.failure
        return self.response


def call(service, method='GET', path='/', body=b'', checked=True, **environ):
    """Status line, header dict and body that the application returns.

    The standard library checks that PEP 3333 is respected.
    """
    started = []
    full = dict((native_str(name), native_str(value) if not isinstance(value, bool) else value)
                for name, value in environ.items())
    full.update({native_str('REQUEST_METHOD'): native_str(method),
                 native_str('PATH_INFO'): native_str(path),
                 native_str('wsgi.input'): io.BytesIO(body),
                 native_str('SCRIPT_NAME'): full.get('SCRIPT_NAME', native_str('')),
                 native_str('QUERY_STRING'): full.get('QUERY_STRING', native_str(''))})
    if body and 'wsgi.input_terminated' not in full:
        full.setdefault(native_str('CONTENT_LENGTH'), native_str('%d' % len(body)))
    setup_testing_defaults(full)
    application = Application(service.handle)
    parts = (validator(application) if checked else application)(
        full, lambda status, headers, exc_info=None: started.append((status, headers)))
    content = b''.join(parts)
    if hasattr(parts, 'close'):
        parts.close()
    return started[0][0], dict(started[0][1]), content


def test_the_response_goes_out():
    status, headers, content = call(Service(Response(201, 'é', 'text/plain', [('X-A', 'b')])))
    assert (status, content) == ('201 Created', b'\xc3\xa9')
    assert (headers['X-A'], headers['Content-Length']) == ('b', '2')


@pytest.mark.parametrize('method, response, body',
                         [('HEAD', Response(200, 'abc', 'text/plain'), b''),
                          ('GET', Response(204), b'')])
def test_head_and_bodiless_statuses_bring_no_body(method, response, body):
    assert call(Service(response), method)[2] == body


def test_the_request_arrives():
    service = Service()
    call(service, 'POST', '/module/a b', b'{}', QUERY_STRING='x=1', HTTP_ACCEPT='application/xml',
         CONTENT_TYPE='application/json',
         HTTP_HOST='service.example', REMOTE_ADDR='10.0.0.1')
    request = service.request
    assert (request.method, request.target, request.body) == ('POST', '/module/a%20b?x=1', b'{}')
    assert request.headers.get('Accept') == 'application/xml'
    assert request.media_type == 'application/json'
    assert request.client == '10.0.0.1'
    assert request.base_url == 'http://service.example'


def test_without_host_field_the_server_is_named():
    service = Service()
    environ = {native_str('REQUEST_METHOD'): native_str('GET'),
               native_str('PATH_INFO'): native_str('/'),
               native_str('wsgi.input'): io.BytesIO(),
               native_str('wsgi.url_scheme'): native_str('https'),
               native_str('SERVER_NAME'): native_str('here'),
               native_str('SERVER_PORT'): native_str('8443')}
    Application(service.handle)(environ, lambda status, headers: None)
    assert service.request.base_url == 'https://here:8443'


def test_letters_beyond_ascii_in_a_path_are_decoded():
    service = Service()
    # PEP 3333: the bytes of the path as a native string; on Python 3 that is text in which each
    # character is one byte.
    path = 'caf\xc3\xa9' if str is not bytes else b'caf\xc3\xa9'
    call(service, path=native_str('/') + path)
    assert service.request.segments == ['café']


@pytest.mark.parametrize('environ, target', [
    ({'RAW_URI': '/a%2Fb?c=d'}, '/a%2Fb?c=d'),
    ({'REQUEST_URI': '/a%2Fb?c=d'}, '/a%2Fb?c=d'),
    ({'REQUEST_URI': 'http://x/a%2Fb?c=d'}, '/a/b'),
    ({'REQUEST_URI': '/below/a%2Fb', 'SCRIPT_NAME': '/below'}, '/a/b')])
def test_the_target_is_taken_as_it_was_sent_where_the_server_tells(environ, target):
    service = Service()
    call(service, path='/a/b', **environ)
    assert service.request.target == target


def test_a_body_that_is_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(wsgi_module, 'MAX_BODY', 3)
    service = Service()
    assert call(service, 'POST', body=b'1234')[0].startswith('413 ')
    assert service.request is None
    assert call(service, 'POST', body=b'123')[0] == '200 OK'
    assert service.request.body == b'123'


def test_a_body_of_unknown_length_is_read_to_its_end():
    service = Service()
    call(service, 'POST', body=b'abc', checked=False, **{'wsgi.input_terminated': True})
    assert service.request.body == b'abc'


@pytest.mark.parametrize('length', ['many', '-1', '1_0', '\xb2', '9' * 5000])
def test_a_length_that_is_no_number_is_refused(length):
    service = Service()
    status, _, content = call(service, 'POST', checked=False, CONTENT_LENGTH=length)
    assert status == '400 Bad Request' and b'not a number' in content
    assert service.request is None


def test_a_body_that_ends_too_early_is_refused():
    service = Service()
    status, _, content = call(service, 'POST', body=b'abc', CONTENT_LENGTH='4')
    assert status == '400 Bad Request' and content == b'The request is incomplete\n'
    assert service.request is None


def test_a_connection_that_breaks_is_a_bad_gateway():
    assert call(Service(failure=Dropped()))[0] == '502 Bad Gateway'
