# -*- coding: utf-8 -*-
"""Framing: where an answer ends.

The standard library and urllib3 forgive much: a head that breaks off counts as one without further
fields, the end of a connection as the end of the last chunk, and what follows an answer as the next
one. Here every byte is accounted for. What an answer announces must come, as it was announced, and
nothing else.

These streams read from a socket and hand the bytes on as they are,
so they work with every version of urllib3.
"""
from __future__ import unicode_literals

import re

from ..compat import http_client, native_str

#: Bytes of the longest line of a chunked body, and the most fields that may follow such a body.
LONGEST_LINE = 8192
MOST_TRAILERS = 100

# Compiled by the first answer that comes in chunks.
_CHUNK_SIZE = br'([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n\Z'
# What Python's own parser takes for a field; at the first line that is none it would stop reading.
_FIELD = re.compile(br'[!-9;-~]+:[^\x00\r\n]*\r?\n\Z')
_FOLDED = re.compile(br'[ \t][^\x00\r\n]*\r?\n\Z')
_END_OF_HEAD = (b'\r\n', b'\n')
_DIGITS = re.compile(r'[0-9]{1,18}\Z')


class FramingError(http_client.HTTPException):
    """An answer is not what it announced: it ends too early, goes on behind its end, or contradicts
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
    """A body of so many bytes.

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


def _error(message):
    return FramingError(native_str(message))
