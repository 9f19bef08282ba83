# -*- coding: utf-8 -*-
"""Framing: where a response ends.

The standard library and urllib3 are lenient: they accept a header that breaks off, treat the end of
a connection as the end of the last chunk, and the bytes after a response as the next response. Here
every byte is checked: a response must be exactly as announced.

These streams read from a socket and pass the bytes on unchanged, so they work with every version of
urllib3. They read it before the deadline of the call or not at all, headers as well as bodies.
Responses that only announce another response (1xx) are skipped.
"""
from __future__ import unicode_literals

import functools
import re
import socket
import ssl

from ..compat import buffered, field_values, http_client, native_str, socket_below, watched_stream
from . import calls

#: Maximum length of a line of a chunked body in bytes, and maximum number of fields after the body.
LONGEST_LINE = 8192
MOST_TRAILERS = 100
#: How many interim responses (1xx) may precede one: too many would block a call.
MOST_INTERIM_ANSWERS = 100

# The longest line of a head that http.client would read.
_LONGEST_OF_HEAD = 65536
# Compiled for the first response that is chunked, or has a field of several lines.
# Not everybody folds: others may read a length or coding there.
_FOLDED = (br'(?i)[ \t](?![ \t]*(?:content-length|transfer-encoding)[ \t]*:)'
           br'[^\x00\r\n]*\r?\n\Z')
_CHUNK_SIZE = br'([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\x00-\x08\x0a-\x1f\x7f]*)?\r\n\Z'
# Python's own parser takes everything for a status that int() takes, and any version.
_STATUS = re.compile(br'HTTP/1\.[01] [1-9][0-9]{2}(?: [^\x00\r\n]*)?\r?\n\Z')
# A field for Python's own parser, which stops reading at the first line that is not one. Only
# blanks and tabs are white space (RFC 9112): of a length or coding, parsers strip others, too.
_FRAMING = br'(?:content-(?:length|encoding)|transfer-encoding):'
_FIELD = re.compile(b'(?!' + _FRAMING + br'.*[^\t -~\r\n])[!-9;-~]+:[^\x00\r\n]*\r?\n\Z', re.I)
_END_OF_HEAD = (b'\r\n', b'\n')
_BLANKS = native_str(' \t')
_DIGITS = re.compile(r'[0-9]{1,18}\Z')


class FramingError(http_client.HTTPException):
    """A response is not as announced: it ends too early, continues after its end, or contradicts
    itself."""


class Answer(http_client.HTTPResponse):
    """A response that is read before the deadline of the call, and to its end."""

    def __init__(self, sock, *args, **kwargs):
        # On Python 2, super() does not accept this class.
        http_client.HTTPResponse.__init__(self, sock, *args, **kwargs)
        self.strict = 1  # else Python 2 takes anything for an answer of HTTP/0.9
        deadline = calls.deadline() or calls.Deadline(None)
        deadline.sent()
        # The one below the stream works on when the connection lets go of it.
        self._socket = source = socket_below(self.fp, sock)
        self.fp = watched_stream(self.fp, lambda receive: in_time(
            deadline, source, lambda: in_order(receive)))

    def begin(self, *args, **kwargs):
        """Read the head, and find out where the response ends.

        :raises FramingError: if it is not whole.
        """
        if self.msg is not None:
            return
        stream = self.fp
        self.fp = Head(stream)
        http_client.HTTPResponse.begin(self, *args, **kwargs)
        self.fp = self._body(stream)

    def _body(self, stream):
        """The stream of the body."""
        at_end = functools.partial(refuse_more, stream, self._socket)
        chunked, length = announced(field_values(self.msg, 'Transfer-Encoding'),
                                    field_values(self.msg, 'Content-Length'),
                                    self.version == 10)
        if self._method == 'HEAD' or self.status in (204, 304) or self.status < 200:
            del self.msg['Transfer-Encoding']  # urllib3 would wait for a chunk
            self.chunked, self.length = False, 0
        elif chunked:
            return Chunked(stream, at_end)
        elif length is None:
            if hasattr(self._socket, 'suppress_ragged_eofs'):
                # Nothing but TLS can tell the end of what ends with the connection.
                self._socket.suppress_ragged_eofs = False
            return stream
        else:
            self.length = length
        if not self.length:
            at_end()
        return Counted(stream, self.length, at_end)

    def _read_status(self):
        """The status line, after those of responses that only announce another one."""
        for _ in range(MOST_INTERIM_ANSWERS):
            line = http_client.HTTPResponse._read_status(self)
            if not 100 <= line[1] < 200 or line[1] == http_client.SWITCHING_PROTOCOLS:
                return line
            while self.fp.readline(_LONGEST_OF_HEAD).strip():
                continue
        raise http_client.BadStatusLine(native_str('nothing but interim responses'))


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
            raise _error('The response ends within its header')
        if not self._is_proper(line):
            raise _error('The header of the response is malformed')
        self._before = line
        return line

    def _is_proper(self, line):
        if self._before in (None,) + _END_OF_HEAD:  # a status line, also after an interim response
            return bool(_STATUS.match(line))
        return bool(line in _END_OF_HEAD or _FIELD.match(line) or (
            not self._before.startswith(b'HTTP/') and re.match(_FOLDED, line)
            and not re.match(_FRAMING, self._before, re.I)))


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
            raise _error('The response ends %d bytes early' % (self._left - len(data)))
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
                raise _error('The response ends early, or has a chunk without a valid size')
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
            raise _error('The response ends early, or a chunk is longer than its size')
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
            raise _error('The response ends early, or has malformed fields after its last chunk')


_SIZE, _DATA, _BREAK, _TRAILERS, _OVER = 'size', 'data', 'break', 'trailers', 'over'


def announced(codings, lengths, is_old=False):
    """How a response announces its body.

    :param codings: the values of its ``Transfer-Encoding`` fields.
    :param lengths: the values of its ``Content-Length`` fields.
    :param bool is_old: whether it is one of HTTP/1.0, which has no codings.
    :return: ``(True, None)`` if it is chunked, ``(False, length)`` if it has a length, and
        ``(False, None)`` if it ends with the connection.
    :raises FramingError: if that is invalid or ambiguous.
    """
    codings = [coding.strip(_BLANKS).lower() for coding in codings]
    if codings and (is_old or codings not in (['chunked'], ['identity'])):
        raise _error('The response is transferred in a way that was not requested')
    # Some proxies repeat the same length.
    distinct = set(length.strip(_BLANKS) for field in lengths for length in field.split(','))
    if len(distinct) > 1 or not all(_DIGITS.match(length) for length in distinct):
        raise _error('The length of the response is not one number')
    chunked = codings == ['chunked']
    if chunked and distinct:  # a proxy between may use the other one
        raise _error('The response has a length and is chunked as well')
    return chunked, int(distinct.pop()) if distinct else None


def refuse_more(stream, sock):
    """Find out whether more has come than was announced.

    :raises FramingError: if so. The next response would begin with it.
    """
    if buffered(stream) or is_readable(sock):
        raise FramingError(native_str('There is data after the end of the response'))


def in_order(receive):
    """Receive something through TLS, whose end must be announced.

    :param receive: does it, without arguments.
    :raises FramingError: if the connection just ends; older versions of urllib3 let through what
        the standard library raises then.
    """
    try:
        return receive()
    except ssl.SSLError as error:
        if 'EOF' not in str(error).upper():
            raise
        raise FramingError(native_str('The response ends early'))


def in_time(deadline, sock, receive):
    """Receive something from a socket before the deadline.

    :param receive: does it, without arguments.
    :raises socket.timeout: if nothing comes in time.
    """
    left, timeout = deadline.left(), sock.gettimeout()
    if left is None or left > 0 and timeout is not None and timeout <= left:
        return receive()
    if left <= 0:
        raise socket.timeout('The call took too long')
    sock.settimeout(left)
    try:
        return receive()
    finally:
        sock.settimeout(timeout)


def is_readable(sock):
    """Whether something has come to a socket that nobody has read; its end does not count."""
    try:
        # Of what comes through TLS, nothing can be looked at in advance.
        if hasattr(sock, 'pending'):
            return bool(sock.pending())
        timeout = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(sock.recv(1, socket.MSG_PEEK))
        finally:
            sock.settimeout(timeout)
    except (OSError, ValueError, socket.error):  # there is nothing, or it is closed
        return False


def _error(message):
    return FramingError(native_str(message))
