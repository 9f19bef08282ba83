# -*- coding: utf-8 -*-
"""Decompression: bodies that were compressed for the transfer.

Decompressed here and not by urllib3, which accepts a body that breaks off as complete, and
decompresses in one go whatever it may become.
"""
from __future__ import unicode_literals

import zlib

from requests.exceptions import ContentDecodingError

from ..errors import ResponseTooLargeError

#: Bytes of a decompressed piece, at most.
PIECE = 256 * 1024

#: The encodings that a response may have.
CODINGS = ('gzip', 'x-gzip', 'deflate')

# Some services put the charset, or the way of storing the contents, into the header.
_HARMLESS = ('', 'identity', 'none', 'utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'binary', '8bit',
             'aws-chunked')
# Responses without a body, whatever their header says.
_BODILESS = (204, 205, 304)
# How many bytes to read at once: few, as each may become a thousand.
_PART = 8 * 1024


class DecompressionError(ValueError):
    """What was compressed cannot be decompressed, or not all of it is there."""


class Decompressor(object):
    """Decompresses something that comes in parts.

    :param str coding: one of :data:`CODINGS`.
    """

    def __init__(self, coding):
        self._is_gzip = coding != 'deflate'
        self._machine = None
        self._head = b''

    def pieces(self, data):
        """What the next part decompresses to.

        :return: an iterator of pieces of at most :data:`PIECE` bytes.
        :raises DecompressionError: if it was not compressed like that.
        """
        self._head += data
        if self._machine is None:
            if len(self._head) < 2:
                return
            self._machine = self._new_machine()
        data, self._head = self._head, b''
        try:
            while data:
                piece = self._machine.decompress(data, PIECE)
                while piece:
                    yield piece
                    piece = self._machine.decompress(self._machine.unconsumed_tail, PIECE)
                data = self._behind()
        except zlib.error as error:
            raise DecompressionError(error)

    def finish(self):
        """Nothing more comes.

        :raises DecompressionError: if it was not all.
        """
        if self._machine is None or not self._is_at_end():
            raise DecompressionError('it is truncated')

    def _is_at_end(self):
        # Data after the end is put aside, so such data shows that the end was reached. (Python
        # 2 has nothing better.)
        try:
            self._machine.decompress(b'\0', 1)
        except zlib.error:  # it belongs to the checksum, and is wrong there
            return False
        return bool(self._machine.unused_data)

    def _new_machine(self):
        if self._is_gzip:
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        first, second = bytearray(self._head[:2])
        # Some services leave out the header and the checksum around the data.
        wrapped = first & 15 == 8 and (256 * first + second) % 31 == 0
        return zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS)

    def _behind(self):
        """What follows the end of compressed data: with gzip, more of it may."""
        data = self._machine.unused_data
        if data and not self._is_gzip:
            raise DecompressionError('there is data after its end')
        if data:
            self._machine = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return data


def coding_of(response):
    """How the body of a response was compressed, one of :data:`CODINGS`; None if it was not.

    :raises ResponseTooLargeError: if it was compressed twice, or in a way that nobody asked for: a
        few such bytes may become gigabytes at once.
    """
    header = response.headers.get('Content-Encoding')
    codings = [coding.strip(' \t').lower() for coding in (header or '').split(',')]
    codings = [coding for coding in codings if coding and coding not in _HARMLESS]
    if not codings:
        return None
    if len(codings) > 1 or codings[0] not in CODINGS:
        raise ResponseTooLargeError('The response is compressed in a way that was not requested: %s'
                                    % ', '.join(codings)[:100], response)
    return codings[0]


def decompressed(response, coding):
    """The body of a response, decompressed.

    :param str coding: one of :data:`CODINGS`.
    :return: a pair: an iterator of its pieces, and a function that tells how many bytes they were
        on the way.
    """
    response.raw.headers.pop('Content-Encoding', None)  # otherwise urllib3 would decompress it
    arrived = []
    return _decompressed(response, Decompressor(coding), arrived), lambda: sum(arrived)


def _decompressed(response, decompressor, arrived):
    try:
        for part in response.iter_content(_PART):
            arrived.append(len(part))
            for piece in decompressor.pieces(part):
                yield piece
        if arrived or _has_body(response):
            decompressor.finish()
    except DecompressionError as error:
        raise ContentDecodingError('The response cannot be decompressed: %s' % error,
                                   request=response.request)


def _has_body(response):
    """Whether a response with a content encoding must have a body.

    Errors may have none.
    """
    return response.status_code < 300 and response.status_code not in _BODILESS and getattr(
        response.request, 'method', None) != 'HEAD'
