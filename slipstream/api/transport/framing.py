# -*- coding: utf-8 -*-
"""Framing: where an answer ends, and how much of it is read.

The standard library and urllib3 forgive much: a head that breaks off counts as one without further
fields, the end of a connection as the end of the last chunk, and what follows an answer as the next
one. Here every byte is accounted for. What an answer announces must come, as it was announced, and
nothing else.

These streams read from a socket and hand the bytes on as they are,
so they work with every version of urllib3.

A body is read whole or not taken for whole: what is shorter than announced, or breaks off within
its packing, is an error. It is not read without end, either. Of a failure the beginning is enough.
With ``stream=True`` you read the body yourself, without these limits.
"""
from __future__ import unicode_literals

import re

from requests.exceptions import ChunkedEncodingError, ContentDecodingError

from ..compat import http_client, native_str, unread_bytes
from ..errors import ResponseTooLargeError
from . import packing

#: Bytes of the longest line of a chunked body, and the most fields that may follow such a body.
LONGEST_LINE = 8192
MOST_TRAILERS = 100
#: Bytes of the largest answer that is taken, unpacked: half a gigabyte.
LARGEST_ANSWER = 512 * 1024 * 1024
#: Bytes that are read of an answer that is a failure or a redirect; the rest is left, and the
#: connection is closed.
LARGEST_FAILURE = 1024 * 1024
#: Times that an answer may grow when it is unpacked; documents of the service grow by ten to fifty.
LARGEST_GROWTH = 300
#: Bytes up to which nobody asks how much an answer has grown.
UNSUSPICIOUS = 16 * 1024 * 1024

# Compiled by the first answer that comes in chunks.
_CHUNK_SIZE = br'([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n\Z'
# What Python's own parser takes for a field; at the first line that is none it would stop reading.
_FIELD = re.compile(br'[!-9;-~]+:[^\x00\r\n]*\r?\n\Z')
_FOLDED = re.compile(br'[ \t][^\x00\r\n]*\r?\n\Z')
_END_OF_HEAD = (b'\r\n', b'\n')
_DIGITS = re.compile(r'[0-9]{1,18}\Z')
# Statuses of an answer that is only a part of what was asked for, or only what has changed in it.
_PARTIAL = (206, 226)
# Responses without a body, whatever their header says.
_BODILESS = (204, 205, 304)
# What some services call the charset, or the way in which contents were stored.
_HARMLESS = ('', 'identity', 'none', 'utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'binary', '8bit',
             'aws-chunked')
# Bytes that are read at a time: of what is packed only few, as each of them may become a thousand.
_PART = 64 * 1024
_PACKED_PART = 8 * 1024


class FramingError(http_client.HTTPException):
    """A response is not as announced: it ends too early, continues after its end, or contradicts
    itself."""


class _Above(object):
    """What stands above a stream.

    :param stream: what to read from.
    """

    def __init__(self, stream):
        self._stream = stream

    def close(self):
        """Close what is below."""
        self._stream.close()

    def flush(self):
        """There is nothing to flush."""


class Head(_Above):
    """The lines of a head: status line and fields, each of them whole."""

    _before = None

    def readline(self, limit=-1):
        """The next line.

        :raises FramingError: if the head ends here, or the line is none of a head.
        """
        line = self._stream.readline(limit)
        if self._before is None and not line or len(line) == limit:
            # What these mean, the standard library knows: no answer, and too much of
            # it.
            return line
        if not line.endswith(b'\n'):
            raise _error('The answer ends within its head')
        if not self._is_proper(line):
            raise _error('The answer has a head that cannot be understood')
        self._before = line
        return line

    def _is_proper(self, line):
        if self._before in (None,) + _END_OF_HEAD:  # a status line, also after an interim answer
            return b'\r' not in line[:-2] and b'\0' not in line
        folded = not self._before.startswith(b'HTTP/') and _FOLDED.match(line)
        return bool(line in _END_OF_HEAD or _FIELD.match(line) or folded)


class Counted(_Above):
    """A body with this number of bytes.

    :param stream: what to read it from.
    :param int length: how many.
    :param at_end: called when the last one has been read.
    """

    def __init__(self, stream, length, at_end):
        super(Counted, self).__init__(stream)
        self._left, self._at_end = length, at_end

    def read(self, size=-1):
        """The next bytes: as many as wanted, or as there are.

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
        """The same into a buffer; returns their number."""
        data = self.read(len(target))
        target[:len(data)] = data
        return len(data)

    read1 = read


class Chunked(Counted):
    """A body in chunks, each behind its size; handed on with all that belongs to them.

    :param stream: what to read it from.
    :param at_end: called when the last byte has been read.
    """

    def __init__(self, stream, at_end):
        super(Chunked, self).__init__(stream, 0, self._chunk_read)
        self._is_read = at_end
        self._state, self._trailers = _SIZE, 0

    def readline(self, limit=-1):
        """The size of the next chunk, or a line behind the last one.

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
        """The next bytes of a chunk, or the line break behind it.

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
    """How an answer announces its body.

    :param codings: the values of its ``Transfer-Encoding`` fields.
    :param lengths: the values of its ``Content-Length`` fields.
    :return: ``(True, None)`` if it comes in chunks, ``(False, length)`` if it has a length, and
        ``(False, None)`` if it ends with the connection.
    :raises FramingError: if that cannot be understood, or is ambiguous.
    """
    if codings and [coding.strip().lower() for coding in codings] not in (
            ['chunked'], ['identity']):
        raise _error('The answer is transferred in a way that was not asked for')
    # The same one several times is what some proxies make of one.
    told = set(length.strip() for field in lengths for length in field.split(','))
    if len(told) > 1 or not all(_DIGITS.match(length) for length in told):
        raise _error('The length of the answer is not one number')
    chunked = bool(codings) and codings[0].strip().lower() == 'chunked'
    return chunked, int(told.pop()) if told and not chunked else None


def refuse_part(response):
    """Refuse a part of an answer, unless a part was asked for.

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
    """Read the body of an answer into it.

    :param response: a ``requests.Response``; one that was read already, or that is none of a
        connection, is left as it is.
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
    finally:  # a connection in the middle of an answer is of no use, also after Ctrl-C
        if not done:
            response.close()
    response._content = b''.join(parts)
    response._content_consumed = True


def unpacked(response):
    """The body of an answer, unpacked.

    :return: a pair: an iterator of its pieces, and a function that tells how many bytes they were
        on the way; None if they were not packed.
    :raises ResponseTooLargeError: if it was packed in a way that nobody asked for.
    """
    coding = coding_of(response) if hasattr(response.raw, 'stream') else None
    if coding is None:
        return response.iter_content(_PART), None
    response.raw.headers.pop('Content-Encoding', None)  # else urllib3 would unpack it
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
    """Whether an answer that says how it was packed must have a body.

    A failure may be without one.
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
