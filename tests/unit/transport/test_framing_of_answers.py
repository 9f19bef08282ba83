# -*- coding: utf-8 -*-
"""Framing: where a response ends, and in which time it has to come."""
from __future__ import unicode_literals

import socket

import pytest

from slipstream.api.transport import calls, framing
from slipstream.api.transport.framing import FramingError


@pytest.fixture
def pair():
    """Two sockets that are connected."""
    door = socket.socket()
    door.bind(('127.0.0.1', 0))
    door.listen(1)
    ours = socket.create_connection(door.getsockname())
    theirs, _ = door.accept()
    yield ours, theirs
    for made in (ours, theirs, door):
        made.close()


@pytest.fixture
def answered(pair):
    """A function: the response that a text begins, of which the head was read."""
    answers = []

    def answer(text, method='GET'):
        pair[1].sendall(text)
        answers.append(framing.Answer(pair[0], method=str(method)))
        answers[-1].begin()
        return answers[-1]

    yield answer
    for made in answers:
        made.close()


@pytest.mark.parametrize('method, head', [
    ('HEAD', b'200 OK\r\nContent-Length: 5'), ('HEAD', b'200 OK\r\nTransfer-Encoding: chunked'),
    ('GET', b'204 No'), ('GET', b'204 No\r\nTransfer-Encoding: chunked'),
    ('GET', b'304 No\r\nContent-Length: 5'), ('GET', b'200 OK\r\nContent-Length: 0'),
    ('GET', b'101 Else')])
def test_a_response_without_a_body_ends_with_its_head(method, head, answered):
    answer = answered(b'HTTP/1.1 ' + head + b'\r\n\r\n', method)
    assert (answer.status, answer.read()) == (int(head[:3]), b'')
    if head[:3] != b'304' and b'chunked' in head:
        assert 'Transfer-Encoding' not in answer.msg
    with pytest.raises(FramingError) as info:
        answered(b'HTTP/1.1 ' + head + b'\r\n\r\nHTTP', method)
    assert str(info.value) == 'There is data after the end of the response'


@pytest.mark.parametrize('head, body', [
    (b'Content-Length: 3', b'abc'), (b'Transfer-Encoding: chunked', b'3\r\nabc\r\n0\r\n\r\n')])
def test_a_body_is_read_to_its_end_and_no_further(head, body, answered):
    head = b'HTTP/1.1 200 OK\r\n' + head + b'\r\n\r\n'
    assert answered(head + body).read() == b'abc'
    with pytest.raises(FramingError):
        answered(head + body + b'more').read()


def test_what_has_no_length_ends_with_the_connection(answered, pair):
    answer = answered(b'HTTP/1.1 200 OK\r\n\r\nabc')
    pair[1].close()
    assert answer.read() == b'abc'


@pytest.mark.parametrize('interim', [b'100 Continue\r\n', b'102 Wait\r\nA: b\r\n', b'199 Odd\r\n'])
def test_an_interim_answer_is_followed_by_another(interim, answered):
    text = b'HTTP/1.1 ' + interim + b'\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'
    answer = answered(text)
    assert (answer.status, answer.read()) == (200, b'x')


def test_what_the_standard_library_passes_to_a_response_reaches_it(pair, monkeypatch):
    begun = []
    monkeypatch.setattr(framing.http_client.HTTPResponse, 'begin',
                        lambda answer, *args, **options: begun.append((args, options)))
    monkeypatch.setattr(framing.Answer, '_body', lambda answer, stream: stream)
    answer = framing.Answer(pair[0], 7)
    answer.begin(3, most=4)
    answer.close()
    assert answer.debuglevel == 7 and begun == [((3,), {'most': 4})]


class Tls(object):
    """A socket that can tell whether TLS was ended."""

    suppress_ragged_eofs = True

    def __init__(self, sock):
        self._sock = sock

    def __getattr__(self, name):
        return getattr(self._sock, name)


@pytest.mark.parametrize('head, is_lenient', [
    (b'', False), (b'Content-Length: 0\r\n', True)])
def test_tls_has_to_end_what_nothing_else_ends(head, is_lenient, pair, monkeypatch):
    sock = Tls(pair[0])
    monkeypatch.setattr(framing, 'socket_below', lambda stream, _: sock)
    pair[1].sendall(b'HTTP/1.1 200 OK\r\n' + head + b'\r\n')
    answer = framing.Answer(sock, method=str('GET'))
    answer.begin()
    answer.close()
    assert sock.suppress_ragged_eofs is is_lenient


def test_interim_answers_do_not_come_for_ever(answered):
    interim = b'HTTP/1.1 100 Continue\r\n\r\n' * framing.MOST_INTERIM_ANSWERS
    with pytest.raises(framing.http_client.BadStatusLine, match='nothing but interim responses'):
        answered(interim)


def test_a_line_of_an_interim_answer_has_its_bounds(answered):
    long_line = b'A: ' + b'b' * 66000 + b'\r\n'
    with pytest.raises(FramingError):
        answered(b'HTTP/1.1 102 Wait\r\n' + long_line + b'\r\n'
                 b'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')


def test_a_request_is_sent_when_its_response_is_awaited(pair):
    with calls.bounded(5, False, lambda: 10) as deadline:
        framing.Answer(pair[0]).close()
    assert deadline.at == 15


class Timed(object):
    """A socket with a timeout, and those that it had."""

    def __init__(self, timeout):
        self.timeouts = [timeout]

    def gettimeout(self):
        """The timeout."""
        return self.timeouts[-1]

    def settimeout(self, timeout):
        """Set it."""
        self.timeouts.append(timeout)


@pytest.mark.parametrize('left, timeout, timeouts', [
    (None, 3, [3]), (None, None, [None]), (5, 3, [3]), (5, 5, [5]), (3, 5, [5, 3, 5]),
    (3, None, [None, 3, None]), (0.5, 3, [3, 0.5, 3]), (0.5, None, [None, 0.5, None]),
    (0.5, 0.25, [0.25])])
def test_nothing_is_waited_for_longer_than_the_call_may_take(left, timeout, timeouts):
    sock, deadline = Timed(timeout), calls.Deadline(left, clock=lambda: 0)
    assert framing.in_time(deadline, sock, lambda: sock.timeouts[-1]) == timeouts[:2][-1]
    assert sock.timeouts == timeouts


@pytest.mark.parametrize('left', [0, -1])
@pytest.mark.parametrize('timeout', [0, -2, 3, None])
def test_nothing_is_waited_for_when_the_call_is_over(left, timeout):
    sock, received = Timed(timeout), []
    with pytest.raises(socket.timeout) as info:
        framing.in_time(calls.Deadline(left, clock=lambda: 0), sock, lambda: received.append(1))
    assert str(info.value) == 'The call took too long' and received == []


def test_what_has_come_is_seen_and_left_where_it_is(pair):
    ours, theirs = pair
    ours.settimeout(7)
    assert framing.is_readable(ours) is False
    theirs.sendall(b'abc')
    assert ours.recv(1) == b'a'     # so it has come
    assert framing.is_readable(ours) is True and ours.recv(9) == b'bc'
    theirs.close()
    assert framing.is_readable(ours) is False and ours.gettimeout() == 7
    ours.close()
    assert framing.is_readable(ours) is False
