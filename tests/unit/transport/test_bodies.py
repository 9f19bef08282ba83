# -*- coding: utf-8 -*-
"""Bodies: what can be searched, and how."""
from __future__ import unicode_literals

import io

import pytest
import requests

from slipstream.api.transport import bodies, sent_secrets

TEXT = 'p\xe4ss: <\u20ac>'


def seen(body):
    """The pieces of a body that are searched."""
    pieces = []
    bodies.search(body, pieces.append)
    return pieces


@pytest.mark.parametrize('body', [TEXT, TEXT.encode('utf-8'), bytearray(TEXT.encode('utf-8')),
                                  memoryview(TEXT.encode('utf-8')), io.StringIO(TEXT),
                                  io.BytesIO(TEXT.encode('utf-8'))])
def test_a_body_is_searched_as_utf_8(body):
    assert seen(body) == [TEXT.encode('utf-8')]


@pytest.mark.parametrize('encoding', ['utf-16', 'utf-16-le', 'utf-16-be', 'utf-32', 'utf-32-le',
                                      'utf-32-be'])
@pytest.mark.parametrize('before', ['', '<?xml version="1.0" encoding="x"?>'])
def test_wider_characters_are_searched_as_such_and_as_utf_8(encoding, before):
    octets = (before + TEXT).encode(encoding)
    assert seen(octets) == [octets, TEXT.encode('utf-8')]


def test_nothing_is_searched_where_there_is_nothing():
    assert seen(None) == seen('') == seen(b'') == []


@pytest.mark.parametrize('kind', [bytes, io.BytesIO])
def test_a_cut_between_two_pieces_hides_nothing(kind, monkeypatch):
    monkeypatch.setattr(bodies, 'LARGEST', 8)
    monkeypatch.setattr(bodies, 'OVERLAP', 4)
    pieces = seen(kind(b'0123456789abcdef'))
    assert b'6789' in b' '.join(pieces) and pieces[0] == b'01234567'
    assert {b'0123456789abcdef'[start:start + 4] for start in range(13)} <= {
        piece[start:start + 4] for piece in pieces for start in range(len(piece) - 3)}


def test_the_search_ends_with_the_first_result(monkeypatch):
    monkeypatch.setattr(bodies, 'LARGEST', 8)
    stream, pieces = io.BytesIO(b'0123456789' * 9), []
    assert bodies.search(stream, lambda piece: pieces.append(piece) or len(pieces) == 2) is True
    assert len(pieces) == 2 and stream.tell() == 0


def test_a_file_is_left_as_it_was_after_an_error():
    stream = io.BytesIO(b'0123456789')
    stream.read(3)
    with pytest.raises(ZeroDivisionError):
        bodies.search(stream, lambda piece: 1 // 0)
    assert stream.tell() == 3


@pytest.mark.parametrize('body, expected', [
    (None, True), ('', True), (b'a', True), (bytearray(b'a'), True), (memoryview(b'a'), True),
    (io.BytesIO(b'a'), True), (io.StringIO('a'), True), (iter([b'a']), False), (7, False)])
def test_what_can_be_read_twice_is_readable(body, expected):
    request = requests.Request('PUT', 'https://h').prepare()
    request.body = body
    assert bodies.is_readable(request) is expected


@pytest.mark.parametrize('coding, expected', [
    ('gzip', False), ('identity', True), ('Identity', True), ('', True), (b'br', False)])
def test_what_is_compressed_cannot_be_searched(coding, expected):
    request = requests.Request('PUT', 'https://h', data=b'a').prepare()
    request.headers['Content-Encoding'] = coding
    assert bodies.is_readable(request) is expected
    request.body = None
    assert bodies.is_readable(request)


def test_the_beginning_of_a_file_is_read_without_a_change():
    stream = io.BytesIO(b'0123456789')
    stream.read(3)
    assert bodies.beginning(stream, 4) == b'3456' and stream.tell() == 3
    assert bodies.beginning(iter([]), 4) is None


def test_the_fields_of_a_form_with_parts_are_found():
    text = ('--b\r\nContent-Disposition: form-data; name="a"\r\nX: y\r\n\r\n1\r\n2\r\n--b\r\n'
            'content-disposition: form-data; filename=x; name=b\r\n\r\n\r\n--b--')
    assert bodies.fields(text) == [('a', '1\r\n2'), ('b', '')]
    assert bodies.fields('nothing') == []


def test_a_form_with_the_word_content_is_still_a_form():
    assert sent_secrets.of_body(b'Content-Disposition: password', 'https://h') == ['']
    assert sent_secrets.of_body(b'a=Content-&password=hush', 'https://h') == ['hush']
