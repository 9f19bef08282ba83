# -*- coding: utf-8 -*-
"""The server: HTTP/1.1 on a real socket."""
from __future__ import unicode_literals

import contextlib
import errno
import itertools
import socket
import threading

import pytest
import requests

from slipstream.sandbox.messages import Dropped, Response
from slipstream.sandbox.shells import http_channel, server as server_module
from slipstream.sandbox.shells.server import Server

from ...threads import LAST_RESORT, Gate, ends, happens


class Service(object):
    """Remembers requests and says what it is told to."""

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


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def server(service):
    with serving(service.handle) as server:
        yield server


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
        """Status line and fields of the next answer."""
        status = self.stream.readline().decode('ascii').strip()
        fields = {}
        while True:
            line = self.stream.readline().decode('ascii').strip()
            if not line:
                return status, fields
            name, _, value = line.partition(': ')
            fields[name.lower()] = value

    def answer(self):
        """Status line, fields and body of the next answer."""
        status, fields = self.head()
        return status, fields, self.stream.read(int(fields.get('content-length', 0)))

    def ended(self):
        """Whether the server has ended the connection."""
        return self.stream.read() == b''


@pytest.fixture
def client(server):
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
    ('*', '*'), (b'/caf\xc3\xa9'.decode('latin-1'), '/café')])
def test_a_target_is_reduced_to_path_and_query(client, service, sent, target):
    client.send('GET %s HTTP/1.1\nHost: here\n\n' % sent)
    client.answer()
    assert service.requests[0].target == target


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
    ('GET / HTTP/1.1\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nHost: there\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nbroken\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nX-A : b\n\n', 400),
    ('GET / HTTP/1.1\nHost: here\nX-A: b\n folded\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: -1\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1x\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1\nContent-Length: 2\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nContent-Length: 1\nTransfer-Encoding: chunked\n\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: gzip, chunked\n\n', 501),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\nzz\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1\nabc\n', 400),
    ('POST / HTTP/1.1\nHost: here\nTransfer-Encoding: chunked\n\n1\na\x00\n', 400),
    ('POST / HTTP/1.1\nHost: here\nExpect: miracles\n\n', 417),
])
def test_what_is_not_understood_is_refused(client, service, text, status):
    client.send(text)
    answer, fields, body = client.answer()
    assert answer.startswith('HTTP/1.1 %d ' % status)
    assert fields['connection'] == 'close'
    assert body.endswith(b'\n')
    assert client.ended()
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


# -- ends of connections ------------------------------------------------------

def test_who_is_idle_for_too_long_is_left(service):
    with serving(service.handle, idle=0.01) as server, Client(server) as client:
        assert client.ended()


def test_who_is_too_slow_is_told_so(service):
    server = Server(service.handle, idle=0.01)
    with Client(server) as client:
        client.send('GET / HTTP/1.1\n')
        server.start()  # now, so that the beginning is there in time
        assert client.answer()[0] == 'HTTP/1.1 408 Request Timeout'
        assert client.ended()
    server.close()


def test_a_fault_breaks_the_connection(client, service):
    service.failure = Dropped()
    client.send('GET / HTTP/1.1\nHost: here\n\n')
    with pytest.raises(socket.error) as caught:
        client.socket.recv(10)
    assert caught.value.errno == errno.ECONNRESET


def test_a_client_that_goes_away_does_no_harm(server, service):
    gone = threading.Event()
    service.before = lambda: happens(gone)
    service.response = Response(200, b'x' * 5000000)
    client = Client(server)
    client.send('GET / HTTP/1.1\nHost: here\n\n')
    client.__exit__()
    gone.set()
    service.response = Response(200, 'still here')
    with Client(server) as other:
        other.send('GET / HTTP/1.1\nHost: here\n\n')
        assert other.answer()[2] == b'still here'


def test_closing_ends_idle_connections_and_refuses_new_ones(service):
    with serving(service.handle) as server, Client(server) as idle, Client(server) as fresh:
        idle.send('GET / HTTP/1.1\nHost: here\n\n')
        idle.answer()
        server.close()
        assert idle.ended()
        assert fresh.ended()
        with pytest.raises(socket.error):
            Client(server)
        server.close()  # A second time: nothing happens.


def test_closing_lets_an_answer_out_that_is_under_way(service, monkeypatch):
    monkeypatch.setattr(server_module, '_GRACE_SECONDS', LAST_RESORT)
    started, closing = threading.Event(), threading.Event()

    def wait():
        started.set()
        happens(closing)

    service.before = wait
    with serving(service.handle) as server, Client(server) as client:
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        happens(started)
        closer = threading.Thread(target=server.close)
        closer.start()
        happens(server._closing)
        closing.set()
        status, fields, body = client.answer()
        assert (status, fields['connection'], body) == ('HTTP/1.1 200 OK', 'close', b'hello')
        ends(closer)


def test_closing_does_not_wait_for_ever(service, monkeypatch):
    monkeypatch.setattr(server_module, '_GRACE_SECONDS', 0.01)
    started, release = threading.Event(), threading.Event()

    def wait():
        started.set()
        happens(release)

    service.before = wait
    server = Server(service.handle, allowed_hosts=['here']).start()
    with Client(server) as client:
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        happens(started)
        thread, = server._connections
        server.close()
        assert thread.is_alive()
        release.set()
        ends(thread)
        assert client.ended()


def test_a_server_that_was_never_started_can_be_closed(service):
    server = Server(service.handle, allowed_hosts=['here'])
    server.close()
    with pytest.raises(socket.error):
        Client(server)


def test_an_accept_that_fails_does_not_end_the_server(server, service, monkeypatch):
    class Listener(object):
        def __init__(self, real):
            self.real = real
            self.failures = [socket.error(errno.EMFILE, 'Too many open files')]

        def accept(self):
            connection = self.real.accept()
            if self.failures:
                connection[0].close()
                raise self.failures.pop()
            return connection

        def close(self):
            self.real.close()

    monkeypatch.setattr(server, '_listener', Listener(server._listener))
    # One is taken by the accept that waits already, one meets the failure.
    two_are_served = Gate(3)
    service.before = two_are_served.enter
    clients = [Client(server) for _ in range(3)]
    for client in clients:
        client.send('GET / HTTP/1.1\nHost: here\nConnection: close\n\n')
    two_are_served.enter()
    assert server._listener.failures == []
    for client in clients:
        client.__exit__()


def test_waking_an_acceptor_that_is_gone_does_no_harm(service):
    server = Server(service.handle, allowed_hosts=['here']).start()
    server._listener.shutdown(socket.SHUT_RDWR)
    server._address = ('127.0.0.1', 1)
    server.close()
    assert not server._acceptor.is_alive()


# -- addresses ----------------------------------------------------------------

@pytest.mark.parametrize('host', ['127.0.0.1', 'localhost', '127.0.0.2'])
def test_loopback_addresses_are_served(service, host):
    with serving(service.handle, host=host) as server, Client(server) as client:
        assert server.url.startswith('http://%s:' % host)
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        assert client.answer()[0] == 'HTTP/1.1 200 OK'


@pytest.mark.parametrize('host', ['0.0.0.0', '192.0.2.1', '::'])
def test_other_addresses_are_refused_unless_asked_for(service, host):
    with pytest.raises(ValueError) as caught:
        Server(service.handle, host=host)
    assert host in '%s' % caught.value


def test_all_addresses_are_reached_by_loopback(service):
    with serving(service.handle, host='0.0.0.0',
                 allow_remote=True) as server, Client(server) as client:
        assert server.url.startswith('http://127.0.0.1:')
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        assert client.answer()[0] == 'HTTP/1.1 200 OK'


def test_addresses_of_ip_6_stand_in_brackets(service, monkeypatch):
    monkeypatch.setattr(server_module, '_listen',
                        lambda host, port, allow_remote: (None, ('::1', 80, 0, 0)))
    assert Server(service.handle, host='::1').url == 'http://[::1]:80'
    assert Server(service.handle, host='::').url == 'http://[::1]:80'


def test_a_port_that_is_taken_is_told(server, service):
    port = int(server.url.rpartition(':')[2])
    with pytest.raises(socket.error):
        Server(service.handle, port=port)


def test_a_port_can_be_used_again_at_once(service):
    with serving(service.handle) as first, Client(first) as client:
        client.send('GET / HTTP/1.1\nHost: here\nConnection: close\n\n')
        client.answer()
    port = int(first.url.rpartition(':')[2])
    with serving(service.handle, port=port) as second:
        assert second.url == first.url


def test_names_are_not_looked_up(server, service, monkeypatch):
    monkeypatch.setattr(socket, 'getfqdn', lambda *args: pytest.fail('looked up a name'))
    monkeypatch.setattr(socket, 'gethostbyaddr', lambda *args: pytest.fail('looked up a name'))
    with Client(server) as client:
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        assert client.answer()[0] == 'HTTP/1.1 200 OK'


def test_packets_go_out_at_once(server, service):
    with Client(server) as client:
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        client.answer()
        connection, = server._connections.values()
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) != 0
