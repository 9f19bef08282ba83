# -*- coding: utf-8 -*-
"""Framing: where a response ends, and how much of it is read.

The standard library and urllib3 are lenient: they accept a header that breaks off, treat the end of
a connection as the end of the last chunk, and the bytes after a response as the next response. Here
every byte is checked: a response must be exactly as announced.

These streams read from a socket and pass the bytes on unchanged, so they work with every version of
urllib3.

A partial body is never treated as complete: a body that is shorter than announced, or whose
compressed data breaks off, is an error. The size of a body is limited, and only the beginning of an
error is read. With ``stream=True`` you read the body yourself, without these limits.
"""
from __future__ import unicode_literals

import re

from requests.exceptions import ChunkedEncodingError, ContentDecodingError

from ..compat import http_client, native_str, unread_bytes
from ..errors import ResponseTooLargeError
from . import packing

#: Maximum length of a line of a chunked body in bytes, and maximum number of fields after the body.
LONGEST_LINE = 8192
MOST_TRAILERS = 100
#: Maximum size of a response in bytes, decompressed: half a gigabyte.
LARGEST_ANSWER = 512 * 1024 * 1024
#: How many bytes of an error or a redirect are read; then the connection is closed.
LARGEST_FAILURE = 1024 * 1024
#: How many times a response may grow when decompressed; documents of the service grow ten to fifty.
LARGEST_GROWTH = 300
#: Responses up to this size, in bytes, may grow by any factor.
UNSUSPICIOUS = 16 * 1024 * 1024

# Compiled for the first chunked response.
_CHUNK_SIZE = br'([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n\Z'
# Python's own parser takes everything for a status that int() takes, and any version.
_STATUS = re.compile(br'HTTP/1\.[01] [1-9][0-9]{2}(?: [^\x00\r\n]*)?\r?\n\Z')
# A field for Python's own parser, which stops reading at the first line that is not one.
_FIELD = re.compile(br'[!-9;-~]+:[^\x00\r\n]*\r?\n\Z')
_FOLDED = re.compile(br'[ \t][^\x00\r\n]*\r?\n\Z')
_END_OF_HEAD = (b'\r\n', b'\n')
_DIGITS = re.compile(r'[0-9]{1,18}\Z')
# Statuses of a response that is only a part of the resource, or only its changes.
_PARTIAL = (206, 226)
# Responses without a body, whatever their header says.
_BODILESS = (204, 205, 304)
# Some services put the charset, or the way of storing the contents, into this header.
_HARMLESS = ('', 'identity', 'none', 'utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'binary', '8bit',
             'aws-chunked')
# How many bytes to read at once: fewer of compressed data, where each may become a thousand.
_PART = 64 * 1024
_PACKED_PART = 8 * 1024


class FramingError(http_client.HTTPException):
    """A response is not as announced: it ends too early, continues after its end, or contradicts
    itself."""


class _Above(object):
    """A wrapper around a stream.

    :param stream: what to read from.
    """

    def __init__(self, stream):
        self._stream = stream

    def close(self):
        """Close the stream."""
        self._stream.close()

    def flush(self):
        """Do nothing: there is nothing to flush."""


class Head(_Above):
    """The lines of a header: status line and fields, each of them complete."""

    _before = None

    def readline(self, limit=-1):
        """The next line.

        :raises FramingError: if the header breaks off, or the line does not belong in a header.
        """
        line = self._stream.readline(limit)
        if self._before is None and not line or len(line) == limit:
            # The standard library handles these: no response, or a line that is too long.
            return line
        if not line.endswith(b'\n'):
            raise _error('The answer ends within its head')
        if not self._is_proper(line):
            raise _error('The answer has a head that cannot be understood')
        self._before = line
        return line

    def _is_proper(self, line):
        if self._before in (None,) + _END_OF_HEAD:  # a status line, also after an interim answer
            return bool(_STATUS.match(line))
        folded = not self._before.startswith(b'HTTP/') and _FOLDED.match(line)
        return bool(line in _END_OF_HEAD or _FIELD.match(line) or folded)


class Counted(_Above):
    """A body with this number of bytes.

    :param stream: what to read it from.
    :param int length: the number of bytes.
    :param at_end: called when the last one has been read.
    """

    def __init__(self, stream, length, at_end):
        super(Counted, self).__init__(stream)
        self._left, self._at_end = length, at_end

    def read(self, size=-1):
        """The next bytes: as many as requested, or as are left.

        :raises FramingError: if the connection ends before the body does.
        """
        length = self._left if size is None or size < 0 else min(size, self._left)
        if not length:
            return b''
        data = self._stream.read(length)
        if len(data) < length:
            raise _error('The answer ends %d bytes early' % (self._left - len(data)))
        self._left -= length
        if not self._left:
            self._at_end()
        return data

    def readinto(self, target):
        """Read into a buffer; return the number of bytes."""
        data = self.read(len(target))
        target[:len(data)] = data
        return len(data)

    read1 = read


class Chunked(Counted):
    """A chunked body, passed on with the sizes and line breaks of its chunks.

    :param stream: what to read it from.
    :param at_end: called when the last byte has been read.
    """

    def __init__(self, stream, at_end):
        super(Chunked, self).__init__(stream, 0, self._chunk_read)
        self._is_read = at_end
        self._state, self._trailers = _SIZE, 0

    def readline(self, limit=-1):
        """The size of the next chunk, or a line after the last one.

        :raises FramingError: if it is neither.
        """
        if self._state is _OVER:
            return b''
        line = self._stream.readline(LONGEST_LINE)
        if self._state is _TRAILERS:
            self._check_trailer(line)
        else:
            size = re.match(_CHUNK_SIZE, line) if self._state is _SIZE else None
            if not size:
                raise _error('The answer ends early, or has no proper size where a chunk begins')
            self._left = int(size.group(1), 16)
            self._state = _DATA if self._left else _TRAILERS
        return line

    def read(self, size=-1):
        """The next bytes of a chunk, or the line break after it.

        :raises FramingError: if the connection ends before that, or something else is there.
        """
        if self._state is not _BREAK:
            return super(Chunked, self).read(size)
        data = self._stream.read(2)
        if data != b'\r\n':
            raise _error('The answer ends early, or a chunk is longer than its size')
        self._state = _SIZE
        return data

    read1 = read

    def _chunk_read(self):
        self._state = _BREAK

    def _check_trailer(self, line):
        self._trailers += 1
        if line == b'\r\n':
            self._state = _OVER
            self._is_read()
        elif self._trailers > MOST_TRAILERS or not line.endswith(b'\r\n') or not _FIELD.match(line):
            raise _error('The answer ends early, or has no proper fields behind its last chunk')


_SIZE, _DATA, _BREAK, _TRAILERS, _OVER = 'size', 'data', 'break', 'trailers', 'over'


def announced(codings, lengths):
    """How a response announces its body.

    :param codings: the values of its ``Transfer-Encoding`` fields.
    :param lengths: the values of its ``Content-Length`` fields.
    :return: ``(True, None)`` if it is chunked, ``(False, length)`` if it has a length, and
        ``(False, None)`` if it ends with the connection.
    :raises FramingError: if that is invalid or ambiguous.
    """
    if codings and [coding.strip().lower() for coding in codings] not in (
            ['chunked'], ['identity']):
        raise _error('The answer is transferred in a way that was not asked for')
    # Some proxies repeat the same length.
    told = set(length.strip() for field in lengths for length in field.split(','))
    if len(told) > 1 or not all(_DIGITS.match(length) for length in told):
        raise _error('The length of the answer is not one number')
    chunked = bool(codings) and codings[0].strip().lower() == 'chunked'
    if chunked and told:  # a proxy between may use the other one
        raise _error('The answer has a length and is chunked as well')
    return chunked, int(told.pop()) if told else None


def refuse_part(response):
    """Refuse a partial response, unless a part was requested.

    :raises requests.exceptions.ChunkedEncodingError: if it is one.
    """
    if response.status_code not in _PARTIAL:
        return
    asked = response.request.headers
    if 'Range' not in asked and 'A-IM' not in asked:
        response.close()
        raise ChunkedEncodingError('The answer is only a part of what was asked for (%d)'
                                   % response.status_code, request=response.request)


def read(response):
    """Read the body of a response into it.

    :param response: a ``requests.Response``; it is not changed if it was already read, or does not
        come from a connection.
    :raises ResponseTooLargeError: if it is larger than the client takes, or packed so that its size
        could not be foretold.
    :raises requests.exceptions.ChunkedEncodingError: if it is not as announced.
    :raises requests.exceptions.ContentDecodingError: if it cannot be unpacked, or not to its end.
    """
    if getattr(response, 'raw', None) is None or getattr(response, '_content_consumed', True):
        return
    done = False
    try:
        pieces, packed = unpacked(response)
        if response.status_code >= 300:
            parts, whole = _beginning(pieces)
        else:
            parts, whole = _everything(response, pieces, packed), True
        missing = unread_bytes(response) if whole else 0
        if missing:
            raise ChunkedEncodingError('The answer is %d bytes shorter than announced' % missing,
                                       request=response.request)
        done = whole
    finally:  # a connection in the middle of a response is useless, even after Ctrl-C
        if not done:
            response.close()
    response._content = b''.join(parts)
    response._content_consumed = True


def unpacked(response):
    """The body of a response, decompressed.

    :return: a pair: an iterator of its pieces, and a function that tells how many bytes they were
        on the way; None if they were not packed.
    :raises ResponseTooLargeError: if it was packed in a way that nobody asked for.
    """
    coding = coding_of(response) if hasattr(response.raw, 'stream') else None
    if coding is None:
        return response.iter_content(_PART), None
    response.raw.headers.pop('Content-Encoding', None)  # otherwise urllib3 would decompress it
    arrived = []
    return _unpacked(response, packing.Unpacker(coding), arrived), lambda: sum(arrived)


def coding_of(response):
    """How the body of a response was packed, one of :data:`packing.CODINGS`; None if it was not.

    :raises ResponseTooLargeError: if it was packed twice, or in a way that nobody asked for: a few
        bytes of such may unpack to gigabytes at once.
    """
    header = response.headers.get('Content-Encoding')
    codings = [coding.strip().lower() for coding in (header or '').split(',')]
    codings = [coding for coding in codings if coding and coding not in _HARMLESS]
    if not codings:
        return None
    if len(codings) > 1 or codings[0] not in packing.CODINGS:
        raise ResponseTooLargeError('The answer is packed in a way that was not asked for: %s'
                                    % ', '.join(codings)[:100], response)
    return codings[0]


def _error(message):
    return FramingError(native_str(message))


def _unpacked(response, unpacker, arrived):
    try:
        for part in response.iter_content(_PACKED_PART):
            arrived.append(len(part))
            for piece in unpacker.pieces(part):
                yield piece
        if arrived or _has_body(response):
            unpacker.finish()
    except packing.PackingError as error:
        raise ContentDecodingError('The answer cannot be unpacked: %s' % error,
                                   request=response.request)


def _has_body(response):
    """Whether a response with a content encoding must have a body.

    Errors may have none.
    """
    return response.status_code < 300 and response.status_code not in _BODILESS and getattr(
        response.request, 'method', None) != 'HEAD'


def _everything(response, pieces, packed):
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise ResponseTooLargeError('The answer is larger than %d bytes' % LARGEST_ANSWER,
                                        response)
        if packed and size > UNSUSPICIOUS and size > LARGEST_GROWTH * packed():
            raise ResponseTooLargeError('The answer grows by more than %d times when it is unpacked'
                                        % LARGEST_GROWTH, response)
    return parts


def _beginning(pieces):
    """The beginning of the body of a failure, and whether that is all of it."""
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece[:LARGEST_FAILURE - size])
        size += len(piece)
        if size > LARGEST_FAILURE:
            return parts, False
    return parts, True
