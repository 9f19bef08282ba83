# -*- coding: utf-8 -*-
"""Decompression: unpacked piece by piece, to the end and no further."""
from __future__ import unicode_literals

import gzip
import io
import struct
import zlib

import pytest
import requests
from hypothesis import assume, given, strategies as st

from slipstream.api.errors import ResponseTooLargeError
from slipstream.api.transport.decompression import (PIECE, DecompressionError, Decompressor,
                                                    coding_of)


def packed(data):
    """Data in gzip."""
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode='wb', mtime=0) as file:
        file.write(data)
    return stream.getvalue()


def bare(data):
    """Data in deflate with nothing around it."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return machine.compress(data) + machine.flush()


def unpacked(coding, parts):
    """What some parts unpack to, which must be all."""
    unpacker = Decompressor(coding)
    pieces = [piece for part in parts for piece in unpacker.pieces(part)]
    unpacker.finish()
    assert all(0 < len(piece) <= PIECE for piece in pieces)
    return b''.join(pieces)


WAYS = {'gzip': ('gzip', packed), 'x-gzip': ('x-gzip', packed),
        'two members': ('gzip', lambda data: packed(data[:9]) + packed(data[9:])),
        'deflate': ('deflate', zlib.compress), 'bare deflate': ('deflate', bare)}


@given(st.sampled_from(sorted(WAYS)), st.binary(max_size=60), st.integers(1, 9))
def test_what_was_packed_is_unpacked_whatever_its_parts(way, data, size):
    coding, pack = WAYS[way]
    whole = pack(data)
    parts = [whole[start:start + size] for start in range(0, len(whole), size)]
    assert unpacked(coding, parts) == data
    assert unpacked(coding, [b''] + parts + [b'']) == data


@pytest.mark.parametrize('way', sorted(WAYS))
@pytest.mark.parametrize('size', [PIECE - 1, PIECE, PIECE + 1, 5 * PIECE])
def test_pieces_are_small_however_much_it_becomes(way, size):
    coding, pack = WAYS[way]
    assert unpacked(coding, [pack(b'x' * size)]) == b'x' * size


@given(st.sampled_from(sorted(WAYS)), st.binary(max_size=60), st.data())
def test_what_breaks_off_is_an_error(way, data, draw):
    coding, pack = WAYS[way]
    whole = pack(data)
    end = draw.draw(st.integers(0, len(whole) - 1))
    assume(whole[:end] != packed(data[:9]))
    with pytest.raises(DecompressionError):
        unpacked(coding, [whole[:end]])


@pytest.mark.parametrize('coding, data', [
    ('gzip', b'nonsense'), ('deflate', b'nonsense'), ('gzip', packed(b'abc') + b'nonsense'),
    ('gzip', packed(b'abc') + b'\0'), ('deflate', zlib.compress(b'abc') + b'\0'),
    ('deflate', bare(b'abc') + b'\0'), ('deflate', zlib.compress(b'abc') + packed(b'abc')),
    ('gzip', zlib.compress(b'abc')), ('deflate', packed(b'abc')),
    ('gzip', packed(b'abc')[:-8] + b'12345678'), ('deflate', zlib.compress(b'abc')[:-4] + b'1234')])
def test_what_was_packed_otherwise_is_an_error(coding, data):
    with pytest.raises(DecompressionError):
        unpacked(coding, [data])


@pytest.mark.parametrize('header, coding', [
    (None, None), ('', None), ('identity', None), ('UTF-8', None), ('identity, aws-chunked', None),
    ('GZIP', 'gzip'), ('gzip, identity', 'gzip'), ('x-gzip', 'x-gzip'), ('deflate', 'deflate')])
def test_the_header_says_how_a_body_was_packed(header, coding):
    response = requests.Response()
    if header is not None:
        response.headers['Content-Encoding'] = str(header)
    assert coding_of(response) == coding


@pytest.mark.parametrize('header', ['br', 'zstd', 'compress', 'x-compress', 'gzip, gzip',
                                    'deflate, gzip', 'something', 'identity, br'])
def test_what_was_not_asked_for_is_refused(header):
    response = requests.Response()
    response.headers['Content-Encoding'] = str(header)
    with pytest.raises(ResponseTooLargeError) as caught:
        coding_of(response)
    assert caught.value.response is response and header.split(', ')[-1] in str(caught.value)


def test_why_it_cannot_be_unpacked_is_said():
    with pytest.raises(DecompressionError, match='incorrect header check'):
        unpacked('gzip', [b'nonsense'])
    for missing in range(1, 8):
        with pytest.raises(DecompressionError, match='^it is truncated$'):
            unpacked('gzip', [packed(b'abc')[:-missing]])


def test_what_begins_almost_as_with_a_head_has_none():
    stored = b'\x08' + struct.pack(str('<HH'), 3, 0xffff - 3) + b'abc' + bare(b'')
    assert unpacked('deflate', [stored]) == b'abc'


def test_what_follows_what_was_packed_must_be_packed_alike():
    with pytest.raises(DecompressionError):
        unpacked('gzip', [packed(b'abc') + zlib.compress(b'abc')])
    with pytest.raises(DecompressionError, match='^there is data after its end$'):
        unpacked('deflate', [zlib.compress(b'abc') + b'x'])
