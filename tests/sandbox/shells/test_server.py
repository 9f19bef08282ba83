# -*- coding: utf-8 -*-
"""The server: HTTP/1.1 on a real socket."""
from __future__ import unicode_literals

import contextlib
import itertools
import socket
import threading

import pytest
import requests

from slipstream.sandbox.messages import Response
from slipstream.sandbox.shells import http_channel
from slipstream.sandbox.shells.server import Server

from ...threads import LAST_RESORT, Gate


class Service(object):
    """Remembers requests and returns what the test sets."""

    def __init__(self):
        self.response = Response(200, 'hello', 'text/plain')
        self.failure = None
        self.requests = []
        self.before = lambda: None

    def handle(self, request):
        self.requests.append(request)
        self.before()
        if self.failure:
            raise self.failure
        return self.response


@contextlib.contextmanager
def serving(handle, **options):
    """A context with a server that leaves no thread behind."""
    before = set(threading.enumerate())
    options.setdefault('allowed_hosts', ['here', 'there'])
    server = Server(handle, **options).start()
    try:
        yield server
    finally:
        server.close()
        left = [thread for thread in threading.enumerate() if thread not in before
                and thread.name.startswith('slipstream-sandbox')]
        assert left == []


class Client(object):
    """A socket to a server."""

    def __init__(self, server):
        host, _, port = server.url[len('http://'):].rpartition(':')
        self.socket = socket.create_connection((host.strip('[]'), int(port)), LAST_RESORT)
        self.stream = self.socket.makefile('rb')

    def __enter__(self):
        return self

    def __exit__(self, *details):
        self.stream.close()
        self.socket.close()

    def send(self, text):
        self.socket.sendall(text if isinstance(text, bytes)
                            else text.replace('\n', '\r\n').encode('latin-1'))

    def head(self):
        """Status line and fields of the next response."""
        status = self.stream.readline().decode('ascii').strip()
        fields = {}
        while True:
            line = self.stream.readline().decode('ascii').strip()
            if not line:
                return status, fields
            name, _, value = line.partition(': ')
            fields[name.lower()] = value

    def answer(self):
        """Status line, fields and body of the next response."""
        status, fields = self.head()
        return status, fields, self.stream.read(int(fields.get('content-length', 0)))

    def ended(self):
        """Whether the server has ended the connection."""
        return self.stream.read() == b''


@pytest.fixture
def client(server):
    """A socket to the server."""
    with Client(server) as client:
        yield client


# -- ordinary requests --------------------------------------------------------

def test_a_request_is_answered(client, service):
    service.response = Response(201, 'é', 'text/plain;charset=UTF-8',
                                [('Location', '/a'), ('X-Bad', 'a\r\nX-Two: b')])
    client.send('POST /a%2Fb?c=d HTTP/1.1\nHost: here:80\nX-Y:  z \nContent-Length: 3\n\nabc')
    status, fields, body = client.answer()
    assert (status, body) == ('HTTP/1.1 201 Created', b'\xc3\xa9')
    assert fields['location'] == '/a'
    assert fields['x-bad'] == 'a X-Two: b'
    assert fields['server'] == 'slipstream-sandbox'
    assert fields['date'].endswith(' GMT')
    assert fields['connection'] == 'keep-alive'
    request, = service.requests
    assert (request.method, request.target, request.body,
            request.client) == ('POST', '/a%2Fb?c=d', b'abc', '127.0.0.1')
    assert (request.headers.get('x-y'), request.base_url) == ('z', 'http://here:80')


def test_a_connection_carries_many_requests(client, service):
    for number in range(3):
        client.send('GET /%d HTTP/1.1\nHost: here\n\n' % number)
        assert client.answer()[2] == b'hello'
    assert [request.path for request in service.requests] == ['/0', '/1', '/2']


def test_requests_may_come_all_at_once_or_byte_by_byte(client, service):
    text = (
        'POST /1 HTTP/1.1\nHost: here\nContent-Length: 2\n\nab\n\nPOST /2 HTTP/1.1\nHost: '
        'here\nTransfer-Encoding: chunked\n\n2\ncd\n0\n\n')
    client.send(text.replace('\n\nPOST', '\nPOST'))
    assert [client.answer()[2] for _ in range(2)] == [b'hello', b'hello']
    for letter in ('PUT /3 HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n'
                   '2\nef\n1;x=y\ng\n0\nTrailer: t\n\n'):
        client.send(letter)
    client.answer()
    assert [request.body for request in service.requests] == [b'ab', b'cd', b'efg']


@pytest.mark.parametrize('version, connection, kept', [
    ('1.1', None, True), ('1.1', 'close', False), ('1.1', 'x, Close', False), ('1.0', None, False),
    ('1.0', 'Keep-Alive', True)])
def test_the_connection_lasts_if_the_client_wants_it(client, version, connection, kept):
    client.send('GET / HTTP/%s\nHost: here\n%s\n'
                % (version, 'Connection: %s\n' % connection if connection else ''))
    assert client.answer()[1]['connection'] == ('keep-alive' if kept else 'close')
    if kept:
        client.send('GET / HTTP/1.1\nHost: here\nConnection: close\n\n')
        client.answer()
    assert client.ended()


def test_http_1_0_needs_no_host(client, service):
    client.send('GET / HTTP/1.0\n\n')
    assert client.answer()[0] == 'HTTP/1.1 200 OK'
    assert client.ended()


@pytest.mark.parametrize('method, status, length',
                         [('HEAD', 200, '5'), ('GET', 204, None), ('GET', 304, None)])
def test_head_and_bodiless_statuses_bring_no_body(client, service, method, status, length):
    service.response = Response(status, 'hello', 'text/plain')
    client.send('%s / HTTP/1.1\nHost: here\n\n' % method)
    assert client.head()[1].get('content-length') == length
    client.send('GET / HTTP/1.1\nHost: here\nConnection: close\n\n')
    assert client.head()[0].startswith('HTTP/1.1 ')


def test_a_head_that_the_service_treats_as_get_stays_without_body(client, service):
    def as_get():
        service.requests[-1].method = 'GET'

    service.before = as_get
    client.send('HEAD / HTTP/1.1\nHost: here\n\n')
    client.head()
    client.send('GET / HTTP/1.1\nHost: here\n\n')
    assert client.answer()[0] == 'HTTP/1.1 200 OK'


@pytest.mark.parametrize('sent, target', [
    ('http://here/a?b=http://c', '/a?b=http://c'), ('HTTP://here', '/'), ('https://here?x', '/?x'),
    ('/login?u=http://x/y', '/login?u=http://x/y'),
    ('*', '*'), (b'/caf\xc3\xa9'.decode('latin-1'), '/café'),
    (b'/voil\xc3\xa0'.decode('latin-1'), '/voilà')])
def test_a_target_is_reduced_to_path_and_query(client, service, sent, target):
    client.send('GET %s HTTP/1.1\nHost: here\n\n' % sent)
    client.answer()
    assert service.requests[0].target == target


def test_the_host_name_of_the_target_counts_more(client, service):
    client.send('GET http://there:80/a HTTP/1.1\nHost: here\n\n')
    client.answer()
    assert service.requests[0].base_url == 'http://there:80'


def test_the_body_may_wait_for_permission(client, service):
    client.send('POST / HTTP/1.1\nHost: here\nExpect: 100-Continue\nContent-Length: 3\n\n')
    assert client.head() == ('HTTP/1.1 100 Continue', {})
    assert service.requests == []
    client.send('abc')
    assert client.answer()[0] == 'HTTP/1.1 200 OK'
    assert service.requests[0].body == b'abc'


def test_http_1_0_expects_nothing(client):
    client.send('POST / HTTP/1.0\nExpect: 100-continue\nContent-Length: 1\n\na')
    assert client.answer()[0] == 'HTTP/1.1 200 OK'


def test_a_large_body_arrives(server, service):
    body = bytes(bytearray(range(256))) * 4096
    service.response = Response(200, body)
    with requests.Session() as session:
        session.trust_env = False
        assert session.put(server.url + '/', data=body).content == body
        assert session.put(server.url + '/', data=iter([body, b'x'])).content == body
    assert [request.body for request in service.requests] == [body, body + b'x']


def test_several_clients_are_served_at_a_time(server, service):
    service.before = Gate(2).enter
    with Client(server) as one, Client(server) as two:
        one.send('GET /1 HTTP/1.1\nHost: here\n\n')
        two.send('GET /2 HTTP/1.1\nHost: here\n\n')
        assert one.answer()[2] == two.answer()[2] == b'hello'


# -- requests that are refused ------------------------------------------------

@pytest.mark.parametrize('text, status', [
    ('nonsense\n\n', 400),
    ('GET / \n\n', 400),
    ('GET /a b HTTP/1.1\nHost: here\n\n', 400),
    ('GET / HTTP/2.0\nHost: here\n\n', 505),
    ('GET / HTTP/1.\xb2\nHost: here\n\n', 400),
    ('GET nonsense HTTP/1.1\nHost: here\n\n', 400),
    ('GET ftp://here/ HTTP/1.1\nHost: here\n\n', 400),
    ('CONNECT here:80 HTTP/1.1\nHost: here\n\n', 400),
    ('GET /#a HTTP/1.1\nHost: here\n\n', 400),
    ('GET http://here#@there/ HTTP/1.1\nHost: here\n\n', 400),
    ('GET / HTTP/1.1\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nHost: there\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nbroken\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nX-A : b\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nX-A: b\n folded\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: -1\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1x\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length:\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1\nContent-Length: 2\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1\nContent-Length: 1\n\na', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1, 1\n\na', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1\nTransfer-Encoding: chunked\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding:\nContent-Length: 1\n\na', 400),
    ('POST / HTTP/1.0\nHost: here\nTransfer-Encoding: chunked\n\n0\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: \xa0chunked\n\n0\n\n', 501),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\nTransfer-Encoding: chunked\n\n'
     '0\n\n', 501),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: gzip, chunked\n\n', 501),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\nzz\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1\nab\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1\nabc\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1\na\x00\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1;%s\na\n0\n\n' % ('x' * 2000),
     400),
    ('POST / HTTP/1.1\nHost: here\nExpect: miracles\n\n', 417),
    ('POST / HTTP/1.1\nHost: here\nExpect: 100-continue\nExpect: miracles\n\n', 417),
])
def test_what_is_not_understood_is_refused(client, service, text, status):
    client.send(text)
    answer, fields, body = client.answer()
    assert answer.startswith('HTTP/1.1 %d ' % status)
    assert fields['connection'] == 'close'
    assert body.endswith(b'\n')
    assert client.ended()
    assert service.requests == []


HEAD = ['POST / HTTP/1.1', 'Host: here', 'X-Y: z', 'Transfer-Encoding: chunked', '']
CHUNKS = ['1;a=b', 'a', '0', 'Trailer: t', '']


def with_end(number, end):
    """A chunked request in which the line with this number ends in another way."""
    lines = [line + '\r\n' for line in HEAD + CHUNKS]
    lines[number] = lines[number][:-2] + end
    return ''.join(lines).encode('latin-1')


@pytest.mark.parametrize('number', range(len(HEAD + CHUNKS)))
@pytest.mark.parametrize('end', ['\r\r\n', '\0\r\n', '\x0b\r\n', '\x7f\r\n', '\ra\r\n', '\0\n'])
def test_no_line_contains_a_control_character(client, service, number, end):
    client.send(with_end(number, end))
    assert client.answer()[0] == 'HTTP/1.1 400 Bad Request'
    assert client.ended()
    assert service.requests == []


@pytest.mark.parametrize('number', range(len(HEAD + CHUNKS)))
def test_only_lines_of_a_head_may_end_with_a_line_feed_alone(client, service, number):
    client.send(with_end(number, '\n'))
    is_fine = number < len(HEAD)
    assert client.answer()[0] == 'HTTP/1.1 ' + ('200 OK' if is_fine else '400 Bad Request')
    assert [request.body for request in service.requests] == [b'a'] * is_fine


def test_a_foreign_host_is_refused_before_its_body_is_read(client, service):
    client.send('POST / HTTP/1.1\nHost: evil\nExpect: 100-continue\nContent-Length: 3\n\n')
    assert client.answer()[0] == 'HTTP/1.1 421 Misdirected Request'
    assert service.requests == []


@pytest.mark.parametrize('text, status', [
    ('GET /%s HTTP/1.1\nHost: here\n\n' % ('a' * 70000), 414),
    ('GET /' + 'a' * 70000, 414),
    ('GET / HTTP/1.1\nHost: here\nX-A: %s\n\n' % ('a' * 70000), 431),
    ('GET / HTTP/1.1\nHost: here\n' + ''.join('X-%d: %s\n' % (n, 'a' * 1000) for n in range(70))
     + '\n', 431),
    ('GET / HTTP/1.1\nHost: here\n' + ''.join('X-%d: a\n' % n for n in range(101)) + '\n', 431)])
def test_heads_have_limits(client, text, status):
    client.send(text)
    assert client.answer()[0].startswith('HTTP/1.1 %d ' % status)
    assert client.ended()


@pytest.mark.parametrize('text', [
    'POST / HTTP/1.1\nHost: here\nContent-Length: 11\n\n01234567890',
    'POST / HTTP/1.1\nHost: here\nExpect: 100-continue\nContent-Length: 11\n\n',
    'POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n5\n01234\n6\n'])
def test_bodies_have_a_limit(client, service, monkeypatch, text):
    monkeypatch.setattr(http_channel, 'MAX_BODY', 10)
    client.send(text)
    assert client.answer()[0] == 'HTTP/1.1 413 Request Entity Too Large'
    assert client.ended()
    assert service.requests == []


def test_a_refusal_is_read_also_by_who_still_sends(client, monkeypatch):
    monkeypatch.setattr(http_channel, 'MAX_BODY', 10)
    client.send('POST / HTTP/1.1\nHost: here\nContent-Length: 500000\n\n')
    client.send(b'x' * 500000)
    assert client.answer()[0] == 'HTTP/1.1 413 Request Entity Too Large'


def test_who_sends_without_end_is_cut_off(client, monkeypatch):
    monkeypatch.setattr(http_channel, '_LINGER_BYTES', 1000)
    client.send('nonsense\n')
    client.answer()
    with pytest.raises(socket.error):
        list(map(client.send, itertools.repeat(b'x' * 10000, 1000)))


def test_a_request_that_ends_too_early_is_refused(client, service):
    client.send('POST / HTTP/1.1\nHost: here\nContent-Length: 10\n\nabc')
    client.socket.shutdown(socket.SHUT_WR)
    assert client.answer()[0] == 'HTTP/1.1 400 Bad Request'
    assert service.requests == []


# -- addresses ----------------------------------------------------------------
