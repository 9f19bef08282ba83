# -*- coding: utf-8 -*-
"""Framing, on streams in memory."""
from __future__ import unicode_literals

import io
import ssl

import pytest

from slipstream.api.transport.framing import (LONGEST_LINE, MOST_TRAILERS, Chunked, Counted,
                                              FramingError, Head, announced, in_order, is_readable)


class Ends(object):
    """Counts how often a body has come to its end."""

    count = 0

    def __call__(self):
        self.count += 1


@pytest.fixture
def ends():
    """A counter of the bodies that have come to their end."""
    return Ends()


def test_a_head_is_passed_on_unchanged():
    text = b'HTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n c\r\nD:\r\n\r\n'
    head = Head(io.BytesIO(text))
    assert b''.join(iter(head.readline, b'\r\n')) == b'HTTP/1.1 100 \r\n'
    assert b''.join(iter(head.readline, b'\r\n')) == b'HTTP/1.1 200 OK\r\nA: b\r\n c\r\nD:\r\n'
    with pytest.raises(FramingError):
        head.readline()


def test_nothing_at_all_and_too_much_of_a_line_are_not_judged_here():
    assert Head(io.BytesIO(b'')).readline() == b''
    assert Head(io.BytesIO(b'abcdef')).readline(5) == b'abcde'


@pytest.mark.parametrize('lines', [
    [b'HTTP/1.1 200'], [b'HTTP/1.1 200 a\r\r\n'],
    [b'HTTP/1.1 200 \0\r\n'], [b'HTTP/1.1 200 a\rb\r\n'],
    [b'HTTP/1.1 200\r\n', b'A: b'], [b'HTTP/1.1 200\r\n', b' A: b\r\n'],
    [b'HTTP/1.1 200\r\n', b'A b\r\n'], [b'HTTP/1.1 200\r\n', b': b\r\n'],
    [b'HTTP/1.1 200\r\n', b'A: b\r\n', b' c\rd\r\n'], [b'HTTP/1.1 200\r\n', b'A: \0\r\n']])
def test_the_last_of_these_lines_is_none_of_a_head(lines):
    head = Head(io.BytesIO(b''.join(lines)))
    for line in lines[:-1]:
        assert head.readline() == line
    with pytest.raises(FramingError):
        head.readline()


def test_a_counted_body_ends_where_it_should(ends):
    body = Counted(io.BytesIO(b'abcdefghij'), 5, ends)
    assert (body.read(2), body.read(0), body.read1(2), ends.count) == (b'ab', b'', b'cd', 0)
    assert (body.read(100), ends.count) == (b'e', 1)
    assert (body.read(), body.read(7), ends.count) == (b'', b'', 1)
    assert Counted(io.BytesIO(b'abcdef'), 5, ends).read() == b'abcde'
    assert Counted(io.BytesIO(b'abcdef'), 5, ends).read(None) == b'abcde'


def test_a_counted_body_is_read_into_a_buffer(ends):
    body, target = Counted(io.BytesIO(b'abcdef'), 5, ends), bytearray(3)
    assert (body.readinto(target), bytes(target)) == (3, b'abc')
    assert (body.readinto(target), bytes(target[:2])) == (2, b'de')
    assert (body.readinto(target), ends.count) == (0, 1)


@pytest.mark.parametrize('read', [lambda body: body.read(), lambda body: body.read(6),
                                  lambda body: body.readinto(bytearray(6)),
                                  lambda body: (body.read(3), body.read(1), body.read(1))])
def test_a_counted_body_that_breaks_off_is_an_error(ends, read):
    with pytest.raises(FramingError) as caught:
        read(Counted(io.BytesIO(b'abc'), 6, ends))
    assert 'ends 3 bytes early' in str(caught.value) and ends.count == 0


def test_closing_closes_what_is_below(ends):
    for made in (Head, lambda stream: Counted(stream, 1, ends),
                 lambda stream: Chunked(stream, ends)):
        stream = io.BytesIO(b'abc')
        above = made(stream)
        above.flush()
        above.close()
        assert stream.closed


def test_chunks_are_handed_on_as_they_are(ends):
    text = b'5;a=b\r\nabcde\r\n0A \r\n0123456789\r\n000\r\nX: y\r\n\r\n'
    body = Chunked(io.BytesIO(text + b'HTTP'), ends)
    read = [body.readline(), body.read(2), body.read(3), body.read(2), body.readline(),
            body.read(100), body.read(2), body.readline(), body.readline()]
    assert (ends.count, body.read(5)) == (0, b'')
    read.append(body.readline())
    assert (b''.join(read), ends.count) == (text, 1)
    assert (body.readline(), body.read(7), body.read1(1), ends.count) == (b'', b'', b'', 1)


@pytest.mark.parametrize('text', [
    b'', b'5', b'5\n', b'5\r', b'-5\r\n', b'+5\r\n', b' 5\r\n', b'g\r\n', b'0x5\r\n', b'5_0\r\n',
    b'\r\n', b';a\r\n', b'5;\x00\r\n', b'5;a\rb\r\n', b'5 5\r\n', b'0' * 17 + b'\r\n',
    b'5;' + b'a' * LONGEST_LINE + b'\r\n', b'5\r\n\n'[:2] + b'x\r\n'])
def test_a_size_that_is_none_is_an_error(ends, text):
    with pytest.raises(FramingError):
        Chunked(io.BytesIO(text), ends).readline()


def test_the_longest_size_is_one():
    assert Chunked(io.BytesIO(b'0' * 16 + b'\r\n'), None).readline() == b'0' * 16 + b'\r\n'


@pytest.mark.parametrize('text', [b'1\r\na', b'1\r\na\r', b'1\r\nab\r\n', b'1\r\na\n\n'])
def test_a_chunk_without_its_line_break_is_an_error(ends, text):
    body = Chunked(io.BytesIO(text), ends)
    assert (body.readline(), body.read(1)) == (b'1\r\n', b'a')
    with pytest.raises(FramingError):
        body.read(2)


@pytest.mark.parametrize('text', [b'4\r\n1\r\n0\r\n', b'6\r\nA: b\r\n\r\n', b'2\r\n\r\n\r\n'])
def test_a_size_does_not_come_within_a_chunk(ends, text):
    body = Chunked(io.BytesIO(text), ends)
    body.readline()
    with pytest.raises(FramingError):
        body.readline()


def test_of_a_chunk_no_more_is_read_than_was_asked_for(ends):
    body = Chunked(io.BytesIO(b'5\r\nabcde\r\n'), ends)
    assert body.read(5) == b''
    assert [body.readline(), body.read(3), body.read(9)] == [b'5\r\n', b'abc', b'de']


@pytest.mark.parametrize('text', [b'', b'X: y\r\n', b'X: y\n\r\n', b'\n', b'X\r\n\r\n', b'\r'])
def test_the_last_chunk_has_an_end(ends, text):
    body = Chunked(io.BytesIO(b'0\r\n' + text), ends)
    body.readline()
    with pytest.raises(FramingError):
        body.readline()
        body.readline()
    assert ends.count == 0


@pytest.mark.parametrize('count, is_good', [(MOST_TRAILERS, True), (MOST_TRAILERS + 1, False)])
def test_only_so_many_fields_follow(ends, count, is_good):
    body = Chunked(io.BytesIO(b'0\r\n' + b'X: y\r\n' * count + b'\r\n'), ends)
    lines = []
    try:
        lines.extend(iter(body.readline, b''))
    except FramingError:
        lines.append(None)
    assert (lines[-1] == b'\r\n') == is_good and ends.count == is_good


@pytest.mark.parametrize('line', [
    b'HTTP/1.1 200 OK\r\n', b'HTTP/1.0 200 OK\n', b'HTTP/1.1 200\r\n', b'HTTP/1.1 200 \r\n',
    b'HTTP/1.1 999 a  b\r\n', b'HTTP/1.1 404 Pas trouv\xe9\r\n'])
def test_a_status_line_has_a_version_and_three_digits(line):
    assert Head(io.BytesIO(line)).readline() == line
    assert list(iter(Head(io.BytesIO(b'HTTP/1.1 100\r\n\r\n' + line)).readline, line)) == [
        b'HTTP/1.1 100\r\n', b'\r\n']


@pytest.mark.parametrize('line', [
    b'HTTP/1.1 2_00 OK', b'HTTP/1.1 +200 OK', b'HTTP/1.1 0200 OK', b'HTTP/1.1 020 OK',
    b'HTTP/1.1 20 OK', b'HTTP/1.1 2000 OK', b'HTTP/1.1 200OK', b'HTTP/1.1  200 OK',
    b'HTTP/1.1\t200 OK', b'HTTP/1.1 200\tOK', b'HTTP/1.1zzz 200 OK', b'HTTP/1.x 200 OK',
    b'HTTP/1.2 200 OK', b'HTTP/0.9 200 OK', b'HTTP/2 200 OK', b'http/1.1 200 OK',
    b' HTTP/1.1 200 OK', b'HTTP/1.1 200 O\rK', b'HTTP/1.1 200 O\0K', b'HTTP/1.1 200 OK\r',
    b'HTTP/1.1', b''])
def test_what_is_no_status_line_is_refused(line):
    with pytest.raises(FramingError):
        Head(io.BytesIO(line + b'\r\n')).readline()


@pytest.mark.parametrize('codings, lengths, expected', [
    ([], [], (False, None)), ([], ['7'], (False, 7)), ([], ['0'], (False, 0)),
    ([], ['7', ' 7 '], (False, 7)), ([], ['7, 7'], (False, 7)), (['chunked'], [], (True, None)),
    ([' Chunked '], [], (True, None)), (['identity'], ['7'], (False, 7)),
    ([], ['9' * 18], (False, 10 ** 18 - 1))])
def test_announced_reads_coding_and_length(codings, lengths, expected):
    assert announced(codings, lengths) == expected


@pytest.mark.parametrize('codings, lengths', [
    (['gzip, chunked'], []), (['chunked', 'chunked'], []), (['chunked, chunked'], []), ([''], []),
    (['chunked', 'identity'], []), (['gzip'], ['7']), ([], ['7', '8']), ([], ['7, 8']), ([], ['']),
    ([], ['-7']), ([], ['+7']), ([], ['7_0']), ([], ['0x7']), ([], ['7.0']), ([], ['\xb2']),
    ([], ['9' * 19]), ([], ['7,']), (['chunked'], ['many']), ([], ['7\n8']),
    (['chunked'], ['7']), ([' Chunked '], ['0'])])
def test_a_head_that_announces_an_ambiguous_body_is_refused(codings, lengths):
    with pytest.raises(FramingError):
        announced(codings, lengths)


def chunk_of(text):
    """A chunked body of which the first chunk was read."""
    body = Chunked(io.BytesIO(text), None)
    body.readline()
    body.read()
    return body


def test_the_size_of_a_chunk_is_hexadecimal_and_all_of_it_is_read_at_once():
    body = Chunked(io.BytesIO(b'1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n'), None)
    assert (body.readline(), body.read()) == (b'1a\r\n', b'abcdefghijklmnopqrstuvwxyz')
    assert body.read() == b'\r\n'


@pytest.mark.parametrize('fail, message', [
    (lambda: Head(io.BytesIO(b'HTTP')).readline(), 'The response ends within its header'),
    (lambda: Head(io.BytesIO(b'\0\n')).readline(),
     'The header of the response is malformed'),
    (lambda: Chunked(io.BytesIO(b''), None).readline(),
     'The response ends early, or has a chunk without a valid size'),
    (lambda: list(iter(Chunked(io.BytesIO(b'0\r\nx'), None).readline, None)),
     'The response ends early, or has malformed fields after its last chunk'),
    (lambda: chunk_of(b'5\r\nabcdex\r\n').read(2),
     'The response ends early, or a chunk is longer than its size'),
    (lambda: announced(['gzip'], []),
     'The response is transferred in a way that was not requested'),
    (lambda: announced([], ['x']), 'The length of the response is not one number'),
    (lambda: announced(['chunked'], ['7']), 'The response has a length and is chunked as well')])
def test_the_error_says_what_is_wrong_with_a_response(fail, message):
    with pytest.raises(FramingError) as info:
        fail()
    assert str(info.value) == message


# How TLS announces the end

def raising(text):
    """A function that fails as TLS does."""
    def receive():
        raise ssl.SSLError(str(text))
    return receive


def test_an_end_that_was_not_announced_is_an_error_of_framing():
    with pytest.raises(FramingError):
        in_order(raising('EOF occurred in violation of protocol'))


def test_other_errors_of_tls_stay_what_they_are():
    with pytest.raises(ssl.SSLError):
        in_order(raising('decryption failed'))


def test_what_comes_in_order_is_handed_on():
    assert in_order(lambda: b'x') == b'x'


class Encrypted(object):
    """A socket of TLS that has something or nothing."""

    def __init__(self, length):
        self.pending = lambda: length


def test_whether_something_has_come_through_tls_is_known():
    assert is_readable(Encrypted(3)) is True
    assert is_readable(Encrypted(0)) is False
