# -*- coding: utf-8 -*-
"""HTTP/1.1 on a socket.

Reads requests from a connection and writes responses to it. It is strict wherever two parsers could
disagree about the end of a request. Its limits protect the memory: a broken client gets an error.
"""
from __future__ import unicode_literals

import collections
import email.utils
import re
import socket
import time

from ..compat import to_text
from ..messages import MAX_BODY, Request, Response, content_length

#: Maximum length of the request line and of a header field, in bytes.
MAX_LINE = 64 * 1024
#: Maximum length of the line before a chunk, in bytes.
MAX_CHUNK_LINE = 1024
#: Maximum number of header fields in a request.
MAX_FIELDS = 100

_REQUEST_LINE = re.compile(
    r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^ \t#]+) HTTP/([0-9])\.([0-9])\Z")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)\Z")
# No line may contain control characters other than tabs: parsers do not agree on what they mean.
_CONTROL = re.compile(r'[\x00-\x08\x0a-\x1f\x7f]')
_AUTHORITY = re.compile(r'https?://([^/?]*)', re.IGNORECASE)
_CHUNK = re.compile(r'([0-9a-fA-F]{1,8})[ \t]*(;.*)?\Z')
_now = getattr(time, 'monotonic', time.time)
_LINGER_BYTES = 1024 * 1024
_LINGER_SECONDS = 1.0

Received = collections.namedtuple('Received', 'request keep_alive')


class Refusal(Exception):
    """A request is invalid or too large: a status and a message.

    The connection is closed after the response.
    """

    def __init__(self, status, sentence):
        super(Refusal, self).__init__(status, sentence)
        self.response = Response(status, sentence + '\n', 'text/plain;charset=UTF-8')


class Channel(object):
    """A connection that is read in lines or in a given number of bytes.

    :param float longest: real seconds that a request may take to arrive; None for any time.
    """

    def __init__(self, connection, longest=None):
        self._connection = connection
        # What has been received, and how much of it has been read. Cutting off what has been read
        # would copy the rest each time, and a body can have millions of tiny chunks.
        self._buffer, self._position = b'', 0
        self._longest, self._ends = longest, None

    def wait(self):
        """Wait for the first byte of a request.

        :return: False if the client closes the connection, or is idle for too long.
        """
        self._ends = None
        try:
            there = self._position < len(self._buffer) or self._fill()
        except socket.timeout:
            return False
        self._ends = None if self._longest is None else _now() + self._longest
        return there

    def line(self, limit, status, lenient=False):
        """The next line without its end, as text; the status refuses a line that is too long.

        Lines end with CR LF; a lenient caller also accepts a line feed alone.
        """
        end = self._buffer.find(b'\n', self._position)
        while end < 0 and len(self._buffer) - self._position <= limit:
            self._more()
            end = self._buffer.find(b'\n', self._position)
        if end < 0 or end - self._position > limit:
            raise Refusal(status, 'A line of the request is too long')
        text = self._take(end + 1 - self._position)[:-1].decode('latin-1')
        if text.endswith('\r'):
            text = text[:-1]
        elif not lenient:
            raise Refusal(400, 'A line of the request does not end with CR LF')
        if _CONTROL.search(text):
            raise Refusal(400, 'A line of the request contains a control character')
        return text

    def read(self, count):
        """Read exactly this many bytes."""
        data = bytearray(self._take(count))
        while len(data) < count:
            self._more()
            data += self._take(count - len(data))
        return bytes(data)

    def send(self, data):
        """Send all data at once."""
        self._connection.sendall(data)

    def linger(self):
        """Stop sending, and let the client finish.

        A client might not read a response while it is still sending.
        """
        self._connection.shutdown(socket.SHUT_WR)
        self._connection.settimeout(_LINGER_SECONDS)
        self._ends = _now() + _LINGER_SECONDS
        left = _LINGER_BYTES
        while left > 0 and self._fill():
            left -= len(self._take(_LINGER_BYTES))

    def _take(self, count):
        """Read at most this many of the bytes that have been received."""
        data = self._buffer[self._position:self._position + count]
        self._position += len(data)
        return data

    def _more(self):
        if not self._fill():
            raise Refusal(400, 'The request is incomplete')

    def _fill(self):
        if self._ends is not None and _now() > self._ends:
            raise socket.timeout()
        data = self._connection.recv(64 * 1024)
        self._buffer, self._position = self._buffer[self._position:] + data, 0
        return bool(data)


def receive(channel, client, names=None):
    """The next request of a connection.

    :param names: the :class:`~slipstream.sandbox.shells.host_names.HostNames` of the service; None
        to accept any name.
    :return: :class:`Received`, or None if there are no more requests.
    :raises Refusal: if the request cannot be served.
    """
    if not channel.wait():
        return None
    try:
        method, authority, target, version = _request_line(channel)
        # RFC 9112 accepts a line feed alone in the head of a request, but not in a body.
        fields = _fields(channel, lenient=True)
        fields = _with_host(authority, fields, version, names)
        request = Request(method, target, fields, client=client)
        request.body = _body(channel, fields, version)
        return Received(request, _keep_alive(fields, version))
    except socket.timeout:
        raise Refusal(408, 'The request took too long')


def render(response, method, keep_alive):
    """The bytes of a response."""
    fields = [('Server', 'slipstream-sandbox'),
              ('Date', email.utils.formatdate(usegmt=True))] + response.fields()
    fields.append(('Connection', 'keep-alive' if keep_alive else 'close'))
    lines = ['HTTP/1.1 %d %s' % (response.status, response.phrase)]
    lines.extend('%s: %s' % (to_text(name), to_text(value)) for name, value in fields)
    return ('\r\n'.join(lines) + '\r\n\r\n').encode('utf-8') + response.payload(method)


def _request_line(channel):
    # An empty line before a request is ignored.
    line = channel.line(MAX_LINE, 414, True) or channel.line(MAX_LINE, 414, True)
    match = _REQUEST_LINE.match(line)
    if not match:
        raise Refusal(400, 'This is not an HTTP request')
    method, target, major, minor = match.groups()
    if major != '1':
        raise Refusal(505, 'This server supports HTTP/1.1')
    authority, path = _split_target(target)
    # Bytes that are not ASCII are read as UTF-8, as the percent escapes are.
    path = path.encode('latin-1').decode('utf-8', 'replace')
    return method, authority, path, '1.%s' % ('0' if minor == '0' else '1')


def _split_target(target):
    """The authority of a target, or None, and its path with the query."""
    match = _AUTHORITY.match(target)
    if not match:
        if not target.startswith('/') and target != '*':
            raise Refusal(400, 'The target of the request is neither a path nor a URL')
        return None, target
    path = target[match.end():]
    return match.group(1), path if path.startswith('/') else '/' + path


def _with_host(authority, fields, version, names):
    """The fields with the host name that counts: that of the target, if it has one."""
    hosts = _values(fields, 'host')
    if len(hosts) > 1 or version == '1.1' and not hosts:
        raise Refusal(400, 'A request must have one Host field')
    hosts += [] if authority is None else [authority]
    if names is not None and not all(names.include(host) for host in hosts):
        raise Refusal(421, 'This service does not have this host name. To allow other names, '
                      'start it with --allow-host or allowed_hosts')
    return [field for field in fields if field[0].lower() != 'host'] + [
        ('Host', host) for host in hosts[-1:]]


def _fields(channel, lenient=False):
    fields, room = [], MAX_LINE
    while True:
        line = channel.line(room, 431, lenient)
        if not line:
            return fields
        room -= len(line)
        match = _FIELD.match(line)
        if not match:
            raise Refusal(400, 'A header field is malformed')
        fields.append((match.group(1), match.group(2).strip(' \t')))
        if len(fields) > MAX_FIELDS:
            raise Refusal(431, 'There are too many header fields')


def _body(channel, fields, version):
    codings, lengths = _values(fields, 'transfer-encoding'), _values(fields, 'content-length')
    # HTTP/1.0 has no transfer codings: other parsers might ignore this field.
    if len(codings[:1] + lengths) > 1 or codings and version == '1.0':
        raise Refusal(400, 'The length of the body is ambiguous')
    length = _length(lengths)
    if codings and [coding.lower() for coding in codings] != ['chunked']:
        raise Refusal(501, 'The only supported transfer coding is chunked')
    _expectation(channel, fields, version)
    return _chunks(channel) if codings else channel.read(length)


def _length(lengths):
    try:
        return _within_limit(content_length(next(iter(lengths), '0')))
    except ValueError as error:
        raise Refusal(400, '%s' % error)


def _expectation(channel, fields, version):
    expected = set(value.lower() for value in _values(fields, 'expect'))
    if not expected or version == '1.0':
        return
    if expected != {'100-continue'}:
        raise Refusal(417, 'The only supported expectation is 100-continue')
    channel.send(b'HTTP/1.1 100 Continue\r\n\r\n')


def _chunks(channel):
    data = bytearray()
    while True:
        match = _CHUNK.match(channel.line(MAX_CHUNK_LINE, 400))
        if not match:
            raise Refusal(400, 'The size of a chunk is not a number')
        size = int(match.group(1), 16)
        if not size:
            break
        _within_limit(len(data) + size)
        data += channel.read(size)
        if channel.line(2, 400):
            raise Refusal(400, 'A chunk is longer than its size')
    _fields(channel)  # Trailers are ignored.
    return bytes(data)


def _within_limit(size):
    if size > MAX_BODY:
        raise Refusal(413, 'The body of a request may have at most %d bytes' % MAX_BODY)
    return size


def _values(fields, name):
    return [value for key, value in fields if key.lower() == name]


def _keep_alive(fields, version):
    options = [option.strip().lower() for value in _values(fields, 'connection')
               for option in value.split(',')]
    return 'close' not in options if version == '1.1' else 'keep-alive' in options

