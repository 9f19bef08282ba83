# -*- coding: utf-8 -*-
"""The adapter for requests."""
from __future__ import unicode_literals

import io
import os
import tempfile

import pytest
import requests
from urllib3.util import Timeout

from slipstream.sandbox.messages import Dropped, Response, TimedOut
from slipstream.sandbox.shells import adapter as adapter_module
from slipstream.sandbox.shells.adapter import SandboxAdapter

HOST = 'https://sandbox.test'


class Service(object):
    """Remembers requests and returns what the test sets."""

    def __init__(self):
        self.response = Response(200, 'hello', 'text/plain;charset=UTF-8')
        self.failure = None
        self.requests = []
        self.timeout = None

    def handle(self, request, timeout=None):
        self.requests.append(request)
        self.timeout = timeout
        if self.failure:
            raise self.failure
        return self.response


@pytest.fixture
def service():
    """The service behind the adapter."""
    return Service()


@pytest.fixture
def session(service):
    """A session of requests that reaches the service."""
    session = requests.Session()
    session.mount(HOST + '/', SandboxAdapter(service.handle))
    yield session
    session.close()


def test_the_request_arrives(session, service):
    session.get(HOST + '/a%2Fb/c', params={'$filter': "a='b'"}, headers={'X-Y': 'z'})
    request = service.requests[0]
    assert (request.method, request.path,
            request.query) == ('GET', '/a%2Fb/c', '%24filter=a%3D%27b%27')
    assert request.headers.get('x-y') == 'z'
    assert request.headers.get('Host') == 'sandbox.test'
    assert request.base_url == HOST
    assert request.body == b''


def test_a_host_that_is_given_is_kept(session, service):
    session.get(HOST + '/', headers={'Host': 'nuv.la'})
    assert service.requests[0].base_url == 'https://nuv.la'


def pieces():
    yield b'a='
    yield 'é'


@pytest.mark.parametrize('data, body', [
    (b'a=\xc3\xa9', b'a=\xc3\xa9'), ('a=é', b'a=\xc3\xa9'), ({'a': 'é'}, b'a=%C3%A9'),
    (bytearray(b'a=b'), b'a=b'), (None, b''),
    (io.BytesIO(b'bytes'), b'bytes'), (io.StringIO('é'), b'\xc3\xa9'), (iter([b'a', b'b']), b'ab'),
    (pieces(), b'a=\xc3\xa9')])
def test_bodies_of_all_kinds_arrive(session, service, data, body):
    prepared = requests.Request('POST', HOST + '/', data={} if data is None else None).prepare()
    if isinstance(data, dict):
        prepared.prepare_body(data, None)
    else:
        prepared.body = data
    session.send(prepared)
    assert service.requests[0].body == body


def test_a_file_arrives(session, service):
    handle, path = tempfile.mkstemp()
    os.write(handle, b'from a file')
    os.close(handle)
    try:
        with open(path, 'rb') as stream:
            session.post(HOST + '/', data=stream)
    finally:
        os.remove(path)
    assert service.requests[0].body == b'from a file'


def test_a_body_that_is_too_long_is_refused(session, service, monkeypatch):
    monkeypatch.setattr(adapter_module, 'MAX_BODY', 3)
    assert session.post(HOST + '/', data=b'1234').status_code == 413
    assert service.requests == []
    assert session.post(HOST + '/', data=b'123').status_code == 200


def test_the_response_is_one_like_any_other(session, service):
    service.response = Response(201, 'é', 'text/plain;charset=UTF-8',
                                [('Location', '/a'), ('X-Bad', 'one\r\nX-Two: two')])
    response = session.get(HOST + '/')
    assert (response.status_code, response.reason, response.ok, response.text,
            response.url) == (201, 'Created', True, 'é', HOST + '/')
    assert response.encoding == 'UTF-8'
    assert response.headers['content-length'] == '2'
    assert response.headers['location'] == '/a'
    assert response.headers['X-Bad'] == 'one X-Two: two'
    assert response.headers['Server'] == 'slipstream-sandbox'
    assert response.headers['Date'].endswith('GMT')
    assert response.request.method == 'GET'
    assert response.elapsed.total_seconds() >= 0
    assert type(response.reason) is str


@pytest.mark.parametrize('method, status, length',
                         [('HEAD', 200, '5'), ('GET', 204, None), ('GET', 304, None)])
def test_head_and_bodiless_statuses_bring_no_body(session, service, method, status, length):
    service.response = Response(status, 'hello')
    response = session.request(method, HOST + '/')
    assert response.content == b''
    assert response.headers.get('Content-Length') == length


def test_an_unusual_status_has_a_reason(session, service):
    service.response = Response(299)
    assert session.get(HOST + '/').reason == 'Status 299'


def test_the_response_can_be_streamed(session, service):
    service.response = Response(200, b'0123456789' * 10)
    response = session.get(HOST + '/', stream=True)
    assert b''.join(response.iter_content(7)) == b'0123456789' * 10
    response = session.get(HOST + '/', stream=True)
    assert response.raw.read(4) == b'0123'
    response.close()
    with session.get(HOST + '/', stream=True) as response:
        assert list(response.iter_lines()) == [b'0123456789' * 10]


def test_cookies_are_kept_and_sent_back(session, service):
    service.response = Response(200, headers=[
        ('Set-Cookie', 'one=token=abc;Secure;Path=/;Expires=Sat, 30 Mar 2199 08:15:30 +0000'),
        ('Set-Cookie', 'two=2;Path=/')])
    response = session.get(HOST + '/')
    assert dict(response.cookies) == {'one': 'token=abc', 'two': '2'}
    assert response.raw._original_response.msg.getheaders('set-cookie')[1] == 'two=2;Path=/'
    service.response = Response(200, headers=[('Set-Cookie', 'two=INVALID;Path=/;Max-Age=0')])
    session.get(HOST + '/x')
    assert service.requests[1].cookies == {'one': 'token=abc', 'two': '2'}
    session.get(HOST + '/x')
    assert service.requests[2].cookies == {'one': 'token=abc'}


def test_redirects_are_followed(session, service):
    answers = [Response(303, headers=[('Location', '/there')]), Response(200, 'there')]
    session.mount(HOST + '/', SandboxAdapter(lambda request, timeout: answers.pop(0)))
    response = session.post(HOST + '/here', data={'a': 'b'})
    assert (response.text, response.url, len(response.history)) == ('there', HOST + '/there', 1)


@pytest.mark.parametrize('timeout, seconds',
                         [(None, None), (3, 3), ((1, 2), 2), (Timeout(connect=1, read=4), 4)])
def test_the_caller_waits_as_long_as_the_timeout_says(session, service, timeout, seconds):
    session.get(HOST + '/', timeout=timeout)
    assert service.timeout == seconds


def test_a_response_that_is_too_late_is_a_timeout(session, service):
    service.failure = TimedOut()
    with pytest.raises(requests.exceptions.ReadTimeout) as caught:
        session.get(HOST + '/')
    assert caught.value.request.url == HOST + '/'


def test_a_connection_that_breaks_is_a_connection_error(session, service):
    service.failure = Dropped()
    with pytest.raises(requests.exceptions.ConnectionError) as caught:
        session.get(HOST + '/')
    assert 'Connection aborted' in '%s' % caught.value
    assert caught.value.request.url == HOST + '/'


def test_a_sandbox_that_is_closed_refuses_connections(session, service):
    session.get_adapter(HOST + '/').end()
    with pytest.raises(requests.exceptions.ConnectionError) as caught:
        session.get(HOST + '/')
    assert 'the sandbox is closed' in '%s' % caught.value
    assert service.requests == []
