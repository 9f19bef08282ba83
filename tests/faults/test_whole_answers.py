# -*- coding: utf-8 -*-
"""Partial responses are never treated as complete: framing, chunks, compression."""
from __future__ import unicode_literals

import socket
import zlib

import pytest
import requests

from slipstream.api import Api, compat
from slipstream.api.transport import framing, http_session
from slipstream.api.transport.session import SessionStore

from ..wire.server import reply
from .canned import DUID
from .faults import packed
from .tls import TlsServer, certificate

TEXT = b'what the service has to say, ' * 4


def head(*fields, **options):
    """The head of a response with these fields."""
    status = options.get('status', '200 OK')
    lines = ['HTTP/1.1 ' + status, 'X-Before: 1'] + list(fields) + ['X-After: 2', '', '']
    return '\r\n'.join(lines).encode('latin-1')


def chunked(data, size=40, trailers=b''):
    """Data in chunks, with an extension and what follows the last one."""
    parts = [data[start:start + size] for start in range(0, len(data), size)]
    return b''.join(b'%s;name=value\r\n%s\r\n' % (('%X' % len(part)).encode('ascii'), part)
                    for part in parts) + b'0\r\n' + trailers + b'\r\n'


def deflated(data, bits=zlib.MAX_WBITS):
    """Data packed by zlib."""
    machine = zlib.compressobj(9, zlib.DEFLATED, bits)
    return machine.compress(data) + machine.flush()


CHUNKS = head('Transfer-Encoding: chunked')
GZIP, DEFLATE = 'Content-Encoding: gzip', 'Content-Encoding: deflate'


def counted(data, *fields, **options):
    """A response with a length."""
    return head('Content-Length: %d' % len(data), *fields, **options) + data


GOOD = {
    'length': counted(TEXT),
    'length, told twice': head('Content-Length: %d' % len(TEXT),
                               'Content-Length: %d' % len(TEXT)) + TEXT,
    'chunks': CHUNKS + chunked(TEXT),
    'chunks with trailers': CHUNKS + chunked(TEXT, trailers=b'X-Sum: 1\r\nX-Other: 2\r\n'),
    'one chunk': CHUNKS + chunked(TEXT, 1000),
    'gzip': counted(packed(TEXT), GZIP),
    'x-gzip': counted(packed(TEXT), 'Content-Encoding: X-GZIP'),
    'gzip in chunks': head('Transfer-Encoding: chunked', GZIP) + chunked(packed(TEXT), 7),
    'gzip of two members': counted(packed(TEXT[:50]) + packed(TEXT[50:]), GZIP),
    'deflate': counted(deflated(TEXT), DEFLATE),
    'deflate without anything around it': counted(deflated(TEXT, -zlib.MAX_WBITS), DEFLATE),
}

BROKEN = {
    'status with a sign': b'HTTP/1.1 +200 OK\r\nContent-Length: 7\r\n\r\nsession',
    'length and chunks': head('Transfer-Encoding: chunked', 'Content-Length: 7') + chunked(TEXT),
    'a length that is none': head('Content-Length: many') + TEXT,
    'a negative length': head('Content-Length: -1') + TEXT,
    'a length with a sign': head('Content-Length: +%d' % len(TEXT)) + TEXT,
    'a length with underscores': head('Content-Length: 1_16') + TEXT,
    'an empty length': head('Content-Length: ') + TEXT,
    'an absurd length': head('Content-Length: ' + '9' * 5000) + TEXT,
    'two lengths in one field': head('Content-Length: 10, 116') + TEXT,
    'two lengths': head('Content-Length: 116', 'Content-Length: 10') + TEXT,
    'a longer body': head('Content-Length: %d' % (len(TEXT) - 10)) + TEXT,
    'a longer body with garbage': counted(TEXT) + b'\0',
    'another response': counted(TEXT) + counted(TEXT),
    'a body with a length of 0': head('Content-Length: 0') + TEXT,
    'a body of a 204': head(status='204 Gone') + TEXT,
    'a body of a 204 with a length': counted(TEXT, status='204 Gone'),
    'gzip over chunks': head('Transfer-Encoding: gzip, chunked') + chunked(packed(TEXT)),
    'chunks twice': head('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')
    + chunked(TEXT),
    'an unknown transfer': head('Transfer-Encoding: xchunked') + chunked(TEXT),
    'a negative chunk': CHUNKS + b'-5\r\n' + TEXT,
    'a chunk with a sign': CHUNKS + b'+5\r\n12345\r\n0\r\n\r\n',
    'a chunk in hexadecimal': CHUNKS + b'0x5\r\n12345\r\n0\r\n\r\n',
    'a chunk with underscores': CHUNKS + b'1_0\r\n' + TEXT[:16] + b'\r\n0\r\n\r\n',
    'a chunk with a blank before it': CHUNKS + b' 5\r\n12345\r\n0\r\n\r\n',
    'a chunk without size': CHUNKS + b'\r\n12345\r\n0\r\n\r\n',
    'a chunk without end of line': CHUNKS + b'5\n12345\r\n0\r\n\r\n',
    'an absurd chunk': CHUNKS + b'F' * 17 + b'\r\n' + TEXT,
    'a longer chunk': CHUNKS + b'5\r\n1234567\r\n0\r\n\r\n',
    'a longer chunk, without gap': CHUNKS + b'5\r\n123450\r\n\r\n',
    'an extension with control characters': CHUNKS + b'5;a\rb\r\n12345\r\n0\r\n\r\n',
    'a size without end': CHUNKS + b'5;' + b'a' * 100000,
    'trailers that are none': CHUNKS + chunked(TEXT, trailers=b'nothing\r\n'),
    'trailers without end': CHUNKS + chunked(TEXT, trailers=b'X: 1\r\n' * 1000),
    'trailers with other ends of lines': CHUNKS + chunked(TEXT, trailers=b'X: 1\n'),
    'something behind the last chunk': CHUNKS + chunked(TEXT) + b'x',
    'a field without colon': head('nothing', 'Content-Length: 116') + TEXT,
    'a field with a blank in its name': head('Content Length: 116') + TEXT,
    'a field with a blank behind its name': head('Content-Length : 116') + TEXT,
    'a first field that is folded': b'HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 116\r\n\r\n'
    + TEXT,
    'a carriage return in a field': head('X: a\rContent-Length: 5') + TEXT,
    'a NUL in a field': head('X: a\0b', 'Content-Length: 116') + TEXT,
    'a carriage return in the status': b'HTTP/1.1 200 O\rK\r\nContent-Length: 116\r\n\r\n' + TEXT,
    'an old response without head': TEXT,
    'gzip without end': counted(packed(TEXT)[:-8], GZIP),
    'gzip with another sum': counted(packed(TEXT)[:-8] + b'1234' + packed(TEXT)[-4:], GZIP),
    'gzip with another length': counted(packed(TEXT)[:-4] + b'1234', GZIP),
    'gzip and something': counted(packed(TEXT) + b'something', GZIP),
    'gzip and a part of another': counted(packed(TEXT) + packed(TEXT)[:20], GZIP),
    'gzip that is none': counted(TEXT, GZIP),
    'gzip of one byte': counted(b'\x1f', GZIP),
    'gzip of nothing': counted(b'', GZIP),
    'gzip of nothing, in chunks': head('Transfer-Encoding: chunked', GZIP) + chunked(b''),
    'gzip of nothing, to the end of the connection': head(GZIP),
    'deflate that is none': counted(TEXT, DEFLATE),
    'deflate of nothing': counted(b'', DEFLATE),
    'deflate of one byte': counted(b'x', DEFLATE),
    'deflate and something': counted(deflated(TEXT) + b'something', DEFLATE),
    'gzip in deflate': counted(deflated(packed(TEXT)), 'Content-Encoding: gzip, deflate'),
    'gzip in deflate, in two fields': counted(deflated(packed(TEXT)), GZIP, DEFLATE),
    'an unknown coding': counted(TEXT, 'Content-Encoding: compress'),
    'a part': counted(TEXT, 'Content-Range: bytes 0-115/1000', status='206 Partial Content'),
    'a difference': counted(TEXT, status='226 IM Used'),
}


def answering(data):
    """Send these bytes, and close the connection, so that it is not reused."""
    def answer(connection, request):
        connection.setsockopt(socket.IPPROTO_TCP,
                              getattr(socket, 'TCP_CORK', socket.TCP_NODELAY), 1)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return False
    return answer


@pytest.fixture
def once(server):
    """A session without retries."""
    made = SessionStore(server.endpoint, persist_cookie=False, timeout=5, retries=0)
    yield made
    made.close()


@pytest.mark.parametrize('name', sorted(GOOD))
def test_a_whole_response_is_taken(server, once, name):
    server.then(answering(GOOD[name]), reply(200, 'next'))
    assert once.post(server.endpoint).content == TEXT
    assert once.get(server.endpoint).text == 'next'


def content(session, server):
    """The content of the response; None if it is refused."""
    try:
        return session.post(server.endpoint).content
    except requests.exceptions.RequestException:
        return None


@pytest.mark.parametrize('name', sorted(GOOD))
def test_a_response_that_is_cut_at_any_byte_is_an_error(server, once, name):
    whole = GOOD[name]
    server.then(*[answering(whole[:end]) for end in range(len(whole))] + [answering(whole)])
    taken = [content(once, server) for _ in range(len(whole) + 1)]
    assert taken == [None] * len(whole) + [TEXT]


@pytest.mark.parametrize('name', ['gzip', 'gzip of two members', 'deflate',
                                  'deflate without anything around it'])
def test_packing_that_is_cut_at_any_byte_is_an_error(server, once, name):
    body = GOOD[name].partition(b'\r\n\r\n')[2]
    coding = DEFLATE if 'deflate' in name else GZIP
    ends = [end for end in range(len(body)) if body[:end] != packed(TEXT[:50])]
    server.then(*[counted(body[:end], coding) for end in ends])
    for _ in ends:
        with pytest.raises(requests.exceptions.ContentDecodingError):
            once.post(server.endpoint)


@pytest.mark.parametrize('name', sorted(BROKEN))
def test_a_response_that_does_not_add_up_is_an_error(server, once, name):
    server.then(answering(BROKEN[name]), reply(200, 'next'))
    with pytest.raises(requests.exceptions.RequestException) as caught:
        once.post(server.endpoint)
    assert '\r' not in str(caught.value) and '\0' not in str(caught.value)
    assert once.get(server.endpoint).text == 'next'


@pytest.mark.parametrize('name', sorted(BROKEN))
def test_nothing_of_it_is_left_on_a_connection_that_stays(server, once, name):
    server.then(BROKEN[name] + b'\r\n', reply(200, 'next'))
    with pytest.raises(requests.exceptions.RequestException):
        once.timeout = 0.2  # some of them announce more than comes
        once.post(server.endpoint)
    once.timeout = 5
    assert once.get(server.endpoint).text == 'next'


def test_what_follows_a_response_is_found_beyond_what_was_read_with_it(server, once):
    body = b'x' * 200000
    server.then(head('Content-Length: 100000') + body)
    with pytest.raises(requests.exceptions.ChunkedEncodingError) as caught:
        once.post(server.endpoint)
    assert 'after the end' in str(caught.value)


@pytest.mark.parametrize('cut', ['HTTP/1.1 200', 'HTTP/1.1 200 OK\r\n',
                                 'HTTP/1.1 204 No Content\r\nServer: x\r\n'])
def test_a_deployment_is_not_terminated_by_half_a_response(server, cut):
    server.then(answering(cut.encode('ascii')))
    with Api(server.endpoint, persist_cookie=False, retries=0) as api:
        with pytest.raises(requests.exceptions.ConnectionError):
            api.terminate(DUID)
    assert len(server.requests) == 1


@pytest.mark.parametrize('answer, expected', [
    (head() + TEXT, TEXT), (head('Transfer-Encoding: identity') + TEXT, TEXT), (head(), b''),
    (head(GZIP) + packed(TEXT), TEXT), (b'HTTP/1.0 200 OK\r\n\r\n' + TEXT, TEXT),
    (b'HTTP/1.1 200 OK\nContent-Length: 3\n\nabc', b'abc'),
    (b'HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 3\r\n\r\nabc', b'abc'),
    (head('Content-Length: 3, 3') + b'abc', b'abc'), (b'HTTP/1.1 200\r\n\r\n' + TEXT, TEXT)])
def test_responses_may_end_in_other_ways(server, once, answer, expected):
    server.then(answering(answer))
    assert once.post(server.endpoint).content == expected


@pytest.mark.parametrize('status', ['204 No Content', '304 Not Modified'])
@pytest.mark.parametrize('fields', [['Transfer-Encoding: chunked'], [GZIP], ['Content-Length: 0'],
                                    ['Content-Length: 0', GZIP]])
def test_without_a_body_nothing_is_waited_for(server, once, status, fields):
    server.then(head(*fields, status=status), reply(200, 'next'))
    assert once.post(server.endpoint).content == b''
    assert once.get(server.endpoint).text == 'next'


def test_of_a_head_the_body_is_not_waited_for(server, once):
    server.then(head('Content-Length: 100', GZIP), head('Transfer-Encoding: chunked'),
                reply(200, 'next'))
    for _ in range(2):
        assert once.head(server.endpoint).content == b''
    assert once.get(server.endpoint).text == 'next'
    server.then(counted(TEXT))
    with pytest.raises(requests.exceptions.RequestException):
        once.head(server.endpoint)


def test_who_asks_for_a_part_gets_it(server, once):
    server.then(counted(TEXT, status='206 Partial Content'), counted(TEXT, status='226 IM Used'))
    assert once.get(server.endpoint, headers={'Range': 'bytes=0-115'}).content == TEXT
    assert once.get(server.endpoint, headers={'A-IM': 'feed'}).content == TEXT


def test_a_stream_is_as_strict(server, once):
    server.then(answering(BROKEN['a longer chunk']), answering(GOOD['chunks'][:-1]),
                counted(TEXT, status='206 Partial Content'), answering(GOOD['chunks']))
    for _ in range(2):
        with pytest.raises(requests.exceptions.RequestException):
            response = once.get(server.endpoint, stream=True)
            assert response.content is None
    with pytest.raises(requests.exceptions.RequestException):
        once.get(server.endpoint, stream=True)
    assert once.get(server.endpoint, stream=True).content == TEXT


@pytest.mark.parametrize('status, expected', [('500 Sorry', b''), ('302 Elsewhere', b'')])
def test_a_failure_may_be_empty_although_it_says_how_it_was_packed(server, once, status, expected):
    server.then(counted(b'', GZIP, status=status))
    assert once.post(server.endpoint).content == expected


def test_a_packed_failure_is_read_as_far_as_its_beginning(server, once, monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_FAILURE', 1000)
    server.then(counted(packed(b'x' * 999), GZIP, status='500 Sorry'),
                counted(packed(b'x' * 9999), GZIP, status='500 Sorry'))
    assert [len(once.post(server.endpoint).content) for _ in range(2)] == [999, 1000]


@pytest.mark.parametrize('orderly', [True, False])
def test_only_tls_can_tell_the_end_of_a_connection(orderly):
    def answer(connection, request):
        connection.sendall(head('Connection: close') + TEXT)
        if orderly:
            connection.settimeout(5)
            connection.unwrap()
        connection.shutdown(socket.SHUT_RDWR)
        return False

    with TlsServer() as server:
        server.then(answer)
        session = SessionStore(server.endpoint, persist_cookie=False, retries=0, timeout=5,
                               ca_bundle=certificate('ca'))
        if orderly:
            assert session.post(server.endpoint).content == TEXT
        else:
            with pytest.raises(requests.exceptions.RequestException):
                session.post(server.endpoint)
        session.close()


def test_a_head_is_read_once(server, once):
    server.then(counted(TEXT))
    response = once.get(server.endpoint, stream=True)
    response.raw._original_response.begin()
    assert response.content == TEXT


def test_a_closed_socket_has_nothing_to_read():
    here, there = socket.socketpair()
    there.sendall(b'abc')
    assert framing.is_readable(here) and here.gettimeout() is None
    here.close()
    there.close()
    assert not framing.is_readable(here)


def test_what_has_come_but_was_not_read_follows_a_response(server):
    server.then(b'more')
    here = socket.create_connection(('127.0.0.1', server.port), 5)
    stream = compat.watched_stream(here.makefile(str('rb')), lambda receive: receive())
    try:
        framing.refuse_more(stream, here)
        here.sendall(b'GET / HTTP/1.1\r\n\r\n')
        assert here.recv(1, socket.MSG_PEEK) == b'm'
        with pytest.raises(framing.FramingError):
            framing.refuse_more(stream, here)
    finally:
        stream.close()
        here.close()
