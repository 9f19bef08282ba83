# -*- coding: utf-8 -*-
"""Proxies that respond with nonsense, and names that resolve to nothing or to dead machines."""
from __future__ import unicode_literals

import socket

import pytest
import requests

from slipstream.api import Api
from slipstream.api.compat import to_text
from slipstream.api.errors import SlipStreamError

from ..wire.server import ScriptedServer, reply

PASSWORD = 'hush-hush-42'
#: What a proxy sends before it closes the connection.
REPLIES = {
    'nothing': b'', 'garbage': b'\x00\xff garbage\r\n\r\n', 'half a head': b'HTTP/1.1 200 Conn',
    'no end of the head': b'HTTP/1.1 200 OK\r\nA: b\r\n',
    'credentials wanted': reply(407, Proxy_Authenticate='Basic realm="%s"' % PASSWORD),
    'bad gateway': reply(502, b'hello'), 'a redirect': reply(302, Location='http://other.test/'),
    'garbage after success': b'HTTP/1.1 200 OK\r\n\r\n\x00\x01garbage',
    'an end after success': b'HTTP/1.1 200 OK\r\n\r\n',
    'interim responses only': b'HTTP/1.1 100 Continue\r\n\r\n' * 200,
    'a long line': b'H' * 100000, 'many lines': b'HTTP/1.1 200 OK\r\n' + b'A: b\r\n' * 10000,
    'another protocol': b'HTTP/2 200\r\n\r\n', 'an odd status': b'HTTP/1.1 -1 x\r\n\r\n',
    'a quotation': reply(500, b'bad login jane:' + PASSWORD.encode('ascii'), 'text/plain')}
#: How the name of a host may fail to be resolved.
FAILURES = [socket.gaierror(socket.EAI_AGAIN, 'again'), socket.gaierror(socket.EAI_NONAME, 'none'),
            UnicodeError('label too long'), socket.error('odd')]


def sending(octets):
    """A step of a script that sends something and closes the connection."""
    def step(connection, request):
        connection.sendall(octets)
        return False
    return step


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('name', sorted(REPLIES))
@pytest.mark.parametrize('call', [lambda api: api.get_user('jane'),
                                  lambda api: api.deploy('shop/web')], ids=['read', 'launch'])
def test_whatever_a_proxy_sends_raises_a_documented_exception(name, scheme, call):
    address = scheme + '://slipstream.test'
    with ScriptedServer(sending(REPLIES[name])) as proxy, Api(
            address, persist_cookie=False, retries=0, insecure=True) as api:
        api.session.proxies = {scheme: 'http://jane:%s@127.0.0.1:%d' % (PASSWORD, proxy.port)}
        with pytest.raises((SlipStreamError, requests.RequestException)) as info:
            call(api)
        assert PASSWORD not in to_text(info.value) + to_text(repr(info.value))
        assert name == 'a redirect' or len(proxy.requests) == 1


@pytest.fixture
def resolving(monkeypatch):
    """A function that sets what the resolver returns, or raises."""
    def resolve_to(result):
        def resolve(*_, **__):
            if isinstance(result, Exception):
                raise result
            return result
        monkeypatch.setattr(socket, 'getaddrinfo', resolve)
    return resolve_to


@pytest.mark.parametrize('failure', FAILURES + [[]], ids=repr)
def test_a_name_that_cannot_be_resolved_raises_a_documented_exception(resolving, failure):
    resolving(failure)
    with Api('https://slipstream.test', persist_cookie=False, retries=0) as api:
        with pytest.raises(requests.RequestException):
            api.get_user('jane')


def test_dead_addresses_of_a_name_are_passed_over_and_a_launch_is_sent_once(resolving):
    with ScriptedServer(reply(201, Location='/run/3fb6bb2c-1111-2222-3333-444455556666')) as server:
        closed = socket.socket()
        closed.bind(('127.0.0.1', 0))  # nobody listens there
        resolving([(socket.AF_INET, socket.SOCK_STREAM, 6, str(''), place) for place in
                   [closed.getsockname()] * 5 + [('127.0.0.1', server.port)] * 2])
        with Api('http://slipstream.test', persist_cookie=False, retries=0, insecure=True) as api:
            assert '%s' % api.deploy('shop/web') == '3fb6bb2c-1111-2222-3333-444455556666'
        closed.close()
        assert server.calls == ['POST /run']
