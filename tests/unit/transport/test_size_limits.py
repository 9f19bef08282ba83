# -*- coding: utf-8 -*-
"""The body of a response, within bounds, on streams in memory."""
from __future__ import unicode_literals

import fractions
import io
import zlib

import pytest
import requests
from requests.exceptions import ChunkedEncodingError, ContentDecodingError
from requests.packages import urllib3

from slipstream.api import ResponseTooLargeError
from slipstream.api.transport import http_session


def answer(body=b'', status=200, method='GET', asked=(), announced=None, **headers):
    """A response whose body was not read yet."""
    fields = dict((name.replace('_', '-'), value) for name, value in headers.items())
    if announced is not None:
        fields['Content-Length'] = '%d' % announced
    response = requests.Response()
    response.status_code = status
    response.raw = urllib3.HTTPResponse(io.BytesIO(body), fields, status, preload_content=False,
                                        request_method=method)
    response.headers.update(fields)
    response.request = requests.Request(method, 'http://h', headers=dict(asked)).prepare()
    return response


def packed(data):
    """Compressed, as ``deflate`` has it."""
    return zlib.compress(data)


def read(response):
    """The body, read."""
    http_session.read(response)
    assert response._content_consumed
    return response.content


@pytest.fixture
def small(monkeypatch):
    """Bounds of a few hundred bytes, instead of those of the client."""
    for name, value in (('LARGEST_ANSWER', 1000), ('LARGEST_FAILURE', 100), ('UNSUSPICIOUS', 200)):
        monkeypatch.setattr(http_session, name, value)


@pytest.mark.parametrize('status', [206, 226])
def test_a_part_is_refused_unless_it_was_asked_for(status):
    part = answer(b'x', status)
    with pytest.raises(ChunkedEncodingError) as info:
        http_session.refuse_part(part)
    assert info.value.request is part.request and part.raw.closed
    assert str(info.value) == 'The response is only a part of what was requested (%d)' % status
    for name in ('Range', 'range', 'A-IM', 'a-im'):
        http_session.refuse_part(answer(b'x', status, asked={name: 'x'}))
    http_session.refuse_part(answer(b'x', 207))


def test_the_largest_response_is_taken_and_a_larger_one_is_not(small):
    assert read(answer(b'x' * 1000)) == b'x' * 1000
    larger = answer(b'x' * 1001)
    with pytest.raises(ResponseTooLargeError) as info:
        http_session.read(larger)
    assert info.value.reason == 'The response is larger than 1000 bytes'
    assert info.value.response is larger and larger.raw.closed and not larger._content_consumed


def test_of_a_failure_only_the_beginning_is_read(small):
    whole, longer = answer(b'x' * 100, 404), answer(b'xy' * 100, 500, announced=200)
    assert read(answer(b'xy' * 100, 300)) == b'xy' * 50
    assert read(whole) == b'x' * 100
    assert read(longer) == b'xy' * 50 and longer.raw.closed


def test_what_is_packed_may_grow_only_so_much(small):
    grown = answer(packed(b'x' * 900), Content_Encoding='deflate')
    http_session.LARGEST_GROWTH, usual = 5, http_session.LARGEST_GROWTH
    try:
        assert read(answer(packed(b'x' * 200), Content_Encoding='deflate')) == b'x' * 200
        with pytest.raises(ResponseTooLargeError) as info:
            http_session.read(grown)
    finally:
        http_session.LARGEST_GROWTH = usual
    assert info.value.reason == 'The response grows more than 5 times when decompressed'
    assert info.value.response is grown
    assert read(answer(packed(b'x' * 900), Content_Encoding='deflate')) == b'x' * 900
    assert read(answer(b'x' * 900)) == b'x' * 900


def test_a_response_that_is_shorter_than_announced_is_an_error():
    short = answer(b'x' * 7, announced=9)
    short.raw.length_remaining = 9
    with pytest.raises(ChunkedEncodingError) as info:
        short.raw.enforce_content_length = False
        http_session.read(short)
    assert info.value.request is short.request
    assert str(info.value) == 'The response is 2 bytes shorter than announced'


@pytest.mark.parametrize('status, method, is_fine', [
    (200, 'GET', False), (299, 'GET', False), (300, 'GET', True), (404, 'GET', True),
    (204, 'GET', True), (205, 'GET', True), (304, 'GET', True), (200, 'HEAD', True)])
def test_nothing_at_all_is_no_packed_body_where_there_has_to_be_one(status, method, is_fine):
    empty = answer(b'', status, method, Content_Encoding='gzip')
    try:
        assert read(empty) == b'' and is_fine
    except ContentDecodingError as error:
        assert not is_fine and error.request is empty.request
        assert str(error) == 'The response cannot be decompressed: it is truncated'


def test_what_was_read_or_is_no_stream_is_left_as_it_is():
    response = answer(b'abc')
    response._content, response._content_consumed = b'x', True
    http_session.read(response)
    assert response.content == b'x' and not response.raw.closed
    made_up = requests.Response()
    http_session.read(made_up)
    assert made_up.content is None


def test_a_stream_that_is_none_of_urllib3_is_read_unchanged():
    made_up = answer()
    made_up.raw, made_up.headers['Content-Encoding'] = io.BytesIO(b'abc'), 'br'
    assert read(made_up) == b'abc'


def test_the_most_that_a_response_may_grow_is_allowed(small, monkeypatch):
    body = packed(b'x' * 900)
    monkeypatch.setattr(http_session, 'LARGEST_GROWTH', fractions.Fraction(900, len(body)))
    assert read(answer(body, Content_Encoding='deflate')) == b'x' * 900


def test_a_response_that_a_program_has_simulated_counts_as_read():
    made_up = type(str('Answer'), (), {'raw': io.BytesIO(b'x')})()
    http_session.read(made_up)
    assert made_up.raw.read() == b'x'
    http_session.read(object())


@pytest.fixture
def closed(monkeypatch):
    """The responses that were closed."""
    answers = []

    def close(response):
        answers.append(response)

    monkeypatch.setattr(requests.Response, 'close', close)
    return answers


def test_a_connection_is_given_up_in_the_middle_of_a_response_only(small, closed):
    whole, beginning = answer(b'x' * 7), answer(b'x' * 101, 500, announced=101)
    larger = answer(b'x' * 1001)
    for response in (whole, beginning):
        http_session.read(response)
    with pytest.raises(ResponseTooLargeError):
        http_session.read(larger)
    assert closed == [beginning, larger]


@pytest.mark.parametrize('size, kept', [(100, 100), (101, 100), (64, 64), (130, 100)])
def test_the_beginning_of_a_failure_may_come_in_pieces(size, kept, small, closed, monkeypatch):
    monkeypatch.setattr(http_session, '_PART', 32)
    failure = answer((b'abcdefgh' * 20)[:size], 500)
    assert read(failure) == (b'abcdefgh' * 20)[:kept]
    assert closed == ([failure] if size > kept else [])


def test_no_more_of_a_failure_is_read_than_is_kept(small, monkeypatch):
    monkeypatch.setattr(http_session, '_PART', 32)
    failure = answer(b'x' * 300, 500)
    http_session.read(failure)
    assert failure.raw.tell() == 128


def test_of_the_names_of_packings_a_message_quotes_only_so_much():
    with pytest.raises(ResponseTooLargeError) as info:
        http_session.read(answer(b'x', Content_Encoding='a' * 200))
    assert info.value.reason.endswith(': ' + 'a' * 100)
    assert not info.value.reason.endswith('a' * 101)


def test_a_response_without_a_request_must_have_a_body_if_it_is_packed():
    empty = answer(b'', Content_Encoding='gzip')
    empty.request = None
    with pytest.raises(ContentDecodingError):
        http_session.read(empty)
