# -*- coding: utf-8 -*-
"""Limits: the duration of a call, and the size of a response."""
from __future__ import unicode_literals

import io
import os
import socket
import time

import pytest
import requests

from slipstream.api import Api, ResponseTooLargeError, ServerError, compat
from slipstream.api.transport import calls, connections, framing, http_session
from slipstream.api.transport.retries import Retries
from slipstream.api.transport.session import SessionStore

from ..threads import LAST_RESORT
from ..wire.server import hang_up, reply
from .faults import packed

GOOD = reply(200, 'good')


def trickle(connection, request):
    """Send a byte now and then, forever."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    while True:
        connection.sendall(b' ')
        time.sleep(0.01)


@pytest.fixture
def hasty(server, clock):
    """A session whose calls may take until it looks at the clock for the twentieth time."""
    made = SessionStore(server.endpoint, persist_cookie=False, timeout=LAST_RESORT, clock=clock)
    made.longest_call = lambda timeout: 100
    clock.step = 5
    yield made
    made.close()


def test_a_body_that_trickles_ends_in_a_timeout(server, hasty):
    server.then(trickle, GOOD)
    with pytest.raises(requests.exceptions.ReadTimeout):
        hasty.get(server.endpoint)
    assert hasty.get(server.endpoint).text == 'good'


def test_an_upload_takes_as_long_as_it_takes_but_its_response_does_not(server, hasty, clock):
    class Slow(io.BytesIO):
        """A file on a slow disk."""

        def read(self, size=-1):
            clock.advance(90)
            return io.BytesIO.read(self, 10)

    server.then(GOOD, trickle)
    assert hasty.put(server.endpoint, data=Slow(b'x' * 50)).text == 'good'
    assert server.requests[0].body == b'x' * 50
    with pytest.raises(requests.exceptions.ReadTimeout):
        hasty.put(server.endpoint, data=Slow(b'x' * 50))


def test_a_stream_is_read_by_the_caller_in_his_own_time(server, hasty, clock):
    server.then(reply(200, b'x' * 15))
    response = hasty.get(server.endpoint, stream=True)
    clock.advance(1000)
    assert response.content == b'x' * 15
    response.close()


def test_a_longer_timeout_makes_the_call_longer(session):
    session.retries = Retries(0, total=10)
    assert session.longest_call(5) == 10
    assert session.longest_call(50) == 50
    assert session.longest_call((5, 20)) == 20
    assert session.longest_call((5, None)) == 10


def test_a_deadline_inside_a_deadline_does_not_put_it_off(clock):
    start = clock()
    assert calls.deadline() is None
    with calls.bounded(10, clock=clock) as outer:
        clock.advance(1)
        with calls.bounded(50, clock=clock) as inner:
            assert inner.at == outer.at == start + 10 and calls.deadline() is inner
        with calls.bounded(50, False, clock) as inner:
            inner.sent()
            assert inner.at == start + 10
        assert calls.deadline() is outer
    assert calls.deadline() is None


def test_what_is_sent_slowly_has_its_time_from_then_on(clock):
    with calls.bounded(5, False, clock) as deadline:
        assert deadline.left() is None
        clock.advance(100)
        deadline.sent()
        clock.advance(1)
        deadline.sent()
        assert deadline.left() == 4
        deadline.lift()
        assert deadline.left() is None


@pytest.mark.parametrize('timeout, left, expected', [
    (5, None, 5), (5, 10, 5), (5, 2, 2), (5, 0.5, 0.5), ((5, 7), 10, (5, 7)), ((5, 7), 6, (5, 6)),
    ((5, 7), 2, (2, 2)), ((5, None), 6, (5, 6)),
    ('other', 3, 'other')])
def test_timeouts_end_with_the_deadline(timeout, left, expected):
    class Fixed(object):
        """A deadline that stays where it is."""

        def left(self):
            """The seconds."""
            return left

    assert calls.within(timeout, Fixed()) == expected
    assert calls.within(timeout, None) == timeout


def test_nothing_is_sent_after_the_deadline(server, session, clock):
    with calls.bounded(-1, clock=clock):
        with pytest.raises(requests.exceptions.ReadTimeout):
            session.post(server.endpoint)
    assert server.requests == []


def test_sockets_keep_deadlines(clock):
    here, there = socket.socketpair()
    there.sendall(b'abc')
    try:
        for timeout in (None, 5, 0.001):
            here.settimeout(timeout)
            assert framing.in_time(calls.Deadline(None), here, lambda: here.recv(1))
            assert here.gettimeout() == timeout
        there.sendall(b'abc')
        for timeout in (None, 5, 0.001):
            here.settimeout(timeout)
            assert framing.in_time(calls.Deadline(clock() + 1, clock=clock), here,
                                       lambda: here.recv(1))
            assert here.gettimeout() == timeout
        with pytest.raises(socket.timeout):
            framing.in_time(calls.Deadline(clock() - 1, clock=clock), here,
                                lambda: here.recv(1))
        here.settimeout(LAST_RESORT)
        with pytest.raises(socket.timeout):
            framing.in_time(calls.Deadline(clock() + 0.02, clock=clock), here,
                                lambda: here.recv(1))
        assert here.gettimeout() == LAST_RESORT
    finally:
        here.close()
        there.close()


def test_streams_of_sockets_are_closed_with_their_watch(server, session):
    server.then(GOOD)
    response = session.get(server.endpoint, stream=True)
    response.raw.close()
    response.close()
    assert session.get(server.endpoint).text == 'good'


def test_large_responses_are_not_taken(server, session, monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_ANSWER', 1000)
    server.then(reply(200, b'x' * 1000), reply(200, b'x' * 50000), GOOD)
    assert len(session.get(server.endpoint).content) == 1000
    with pytest.raises(ResponseTooLargeError) as info:
        session.get(server.endpoint)
    assert isinstance(info.value, requests.exceptions.RequestException)
    assert info.value.response.status_code == 200 and '1000' in str(info.value)
    assert session.get(server.endpoint).text == 'good' and len(server.requests) == 3


def test_a_stream_may_be_larger(server, session, monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_ANSWER', 1000)
    server.then(reply(200, b'x' * 50000))
    response = session.get(server.endpoint, stream=True)
    assert len(response.content) == 50000


def test_what_grows_too_much_is_a_bomb(server, session):
    server.then(reply(200, packed(b'<a/>' * 5000000), Content_Encoding='gzip'),
                reply(200, packed(os.urandom(50) * 400), Content_Encoding='gzip'))
    with pytest.raises(ResponseTooLargeError):
        session.get(server.endpoint)
    assert len(session.get(server.endpoint).content) == 20000


@pytest.mark.parametrize('coding', ['gzip, gzip', 'br', 'zstd', 'deflate, GZIP, gzip', 'gzip, br'])
def test_a_coding_that_was_not_requested_is_refused(server, session, coding):
    server.then(reply(200, packed(b'x'), Content_Encoding=coding), GOOD)
    with pytest.raises(ResponseTooLargeError):
        session.get(server.endpoint)
    assert server.requests[0].headers['accept-encoding'] == 'gzip, deflate'
    assert session.get(server.endpoint).text == 'good'


@pytest.mark.parametrize('coding', ['utf-8', 'identity', 'aws-chunked'])
def test_codings_that_change_nothing_are_accepted(server, session, coding):
    server.then(reply(200, b'x', Content_Encoding=coding))
    assert session.get(server.endpoint).text == 'x'


def test_of_a_failure_the_beginning_is_enough(server, session):
    server.then(reply(500, b'x' * 5000000, 'text/plain'), reply(200, 'good'))
    assert len(session.get(server.endpoint).content) == http_session.LARGEST_FAILURE
    assert session.get(server.endpoint).text == 'good'


def test_of_a_failure_that_is_cut_off_nothing_is_made_up(server):
    server.then(lambda connection, request: connection.sendall(
        b'HTTP/1.1 500 Sorry\r\nContent-Length: 100\r\n\r\nab'))
    with pytest.raises((ServerError, requests.exceptions.RequestException)):
        Api(server.endpoint, persist_cookie=False, retries=0, timeout=0.05).cimi_get('event/1')


def test_a_response_that_is_too_short_is_an_error_also_where_urllib3_does_not_notice(
        server, session, monkeypatch):
    monkeypatch.setattr(http_session, 'unread_bytes', lambda response: 3)
    server.then(GOOD)
    with pytest.raises(requests.exceptions.ChunkedEncodingError) as caught:
        session.get(server.endpoint)
    assert '3 bytes shorter' in str(caught.value)


def test_a_connection_that_was_closed_meanwhile_is_made_anew(server, session):
    server.then(lambda connection, request: connection.sendall(GOOD), GOOD)
    assert session.get(server.endpoint).text == 'good'
    assert session.get(server.endpoint).text == 'good'


def test_of_mocks_nothing_is_read(session, monkeypatch):
    class Anything(object):
        """A simulated response."""

        status_code, headers, raw = 200, {}, object()

    monkeypatch.setattr(requests.Session, 'send', lambda self, request, **options: Anything())
    assert session.get('http://h').status_code == 200
    monkeypatch.setattr(requests.Session, 'send',
                        lambda self, request, **options: requests.Response())
    assert session.get('http://h').status_code is None


def test_waits_between_repetitions_end_with_the_call(server, session):
    server.then(hang_up)
    session.retries = Retries(100, backoff=10, total=5)
    with pytest.raises(requests.exceptions.ConnectionError):
        session.get(server.endpoint)
    assert len(server.requests) == 1


def test_what_is_sent_by_hand_knows_no_deadline(server, session):
    server.then(GOOD)
    prepared = session.prepare_request(requests.Request('GET', server.endpoint))
    assert session.send(prepared).text == 'good' and calls.deadline() is None


def test_a_quiet_connection_is_made_once():
    class Connected(object):
        """A connection that stands already, as one through a proxy does."""

        sock = object()

    adapter = connections.QuietAdapter()
    pool = adapter.poolmanager.connection_from_url('https://127.0.0.1:1')
    pool._validate_conn(Connected())
    adapter.close()


@pytest.mark.parametrize('error, expected', [
    (compat.http_client.BadStatusLine('x'), requests.exceptions.ConnectionError),
    (requests.packages.urllib3.exceptions.HTTPError('x'), requests.exceptions.ConnectionError),
    (requests.exceptions.InvalidHeader('x'), requests.exceptions.InvalidHeader)])
def test_errors_are_of_the_family_of_requests(session, monkeypatch, error, expected):
    def failing(self, method, url, **options):
        raise error

    monkeypatch.setattr(requests.Session, 'request', failing)
    with pytest.raises(expected):
        session.post('http://h')
