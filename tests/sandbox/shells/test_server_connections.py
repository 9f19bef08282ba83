# -*- coding: utf-8 -*-
"""Connections of the sandbox on a port: how they end, and at which addresses it listens."""
from __future__ import unicode_literals

import errno
import socket
import threading

import pytest

from slipstream.sandbox.messages import Dropped, Response
from slipstream.sandbox.shells import server as server_module
from slipstream.sandbox.shells.server import Server

from ...threads import LAST_RESORT, Gate, ends, happens
from .test_server import Client, serving


@pytest.fixture
def client(server):
    """A socket to the server."""
    with Client(server) as client:
        yield client


def test_who_is_idle_for_too_long_is_left(service):
    with serving(service.handle, idle=0.01) as server, Client(server) as client:
        assert client.ended()


def test_slow_clients_get_an_error(service):
    server = Server(service.handle, idle=0.01)
    with Client(server) as client:
        client.send('GET / HTTP/1.1\n')
        server.start()  # now, so that the beginning is there in time
        assert client.answer()[0] == 'HTTP/1.1 408 Request Timeout'
        assert client.ended()
    server.close()


def test_it_continues_after_a_moment_without_a_thread_to_spare(server, monkeypatch):
    thread = server_module._thread

    def without_one(*args):
        made = thread(*args)
        monkeypatch.setattr(made, 'start', refuse)
        monkeypatch.setattr(server_module, '_thread', thread)
        return made

    def refuse():
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(server_module, '_thread', without_one)
    with Client(server) as refused:
        assert refused.ended()
    with Client(server) as client:
        client.send('GET / HTTP/1.1\nHost: here\n\n')
        assert client.answer()[2] == b'hello'


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


def test_closing_lets_a_response_out_that_is_under_way(service, monkeypatch):
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


def test_a_port_that_is_taken_is_reported(server, service):
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
