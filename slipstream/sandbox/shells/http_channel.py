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
#: Maximum number of header fields in a request.
MAX_FIELDS = 100

_REQUEST_LINE = re.compile(
    r"([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\s\x00-\x1f\x7f]+) HTTP/(\d)\.(\d)\Z")
_FIELD = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)\Z")
# The value of a field must not contain control characters other than tabs.
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
        self._buffer = b''
        self._longest, self._ends = longest, None

    def wait(self):
        """Wait for the first byte of a request.

        :return: False if the client closes the connection, or is idle for too long.
        """
        self._ends = None
        try:
            there = bool(self._buffer) or self._fill()
        except socket.timeout:
            return False
        self._ends = None if self._longest is None else _now() + self._longest
        return there

    def line(self, limit, status):
        """The next line without its end, as text; the status refuses a line that is too long."""
        while b'\n' not in self._buffer:
            if len(self._buffer) > limit:
                raise Refusal(status, 'A line of the request is too long')
            self._more()
        line, _, rest = self._buffer.partition(b'\n')
        if len(line) > limit:
            raise Refusal(status, 'A line of the request is too long')
        self._buffer = rest
        line = line[:-1] if line.endswith(b'\r') else line
        if b'\r' in line:  # only some parsers treat it as the end of a line
            raise Refusal(400, 'A line of the request contains a carriage return')
        return line.decode('latin-1')

    def read(self, count):
        """Read exactly this many bytes."""
        parts, missing = [self._buffer[:count]], count - len(self._buffer[:count])
        self._buffer = self._buffer[count:]
        while missing:
            self._more()
            parts.append(self._buffer[:missing])
            self._buffer, missing = self._buffer[missing:], missing - len(parts[-1])
        return b''.join(parts)

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
            left -= len(self._buffer)
            self._buffer = b''

    def _more(self):
        if not self._fill():
            raise Refusal(400, 'The request is incomplete')

    def _fill(self):
        if self._ends is not None and _now() > self._ends:
            raise socket.timeout()
        data = self._connection.recv(64 * 1024)
        self._buffer += data
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
        fields = _fields(channel, MAX_FIELDS)
        request = Request(method, target, fields, client=client)
        hosts = _hosts(authority, fields, version)
        request.body = _body(channel, request, fields, version)
        if names is not None and not all(names.include(host) for host in hosts):
            raise Refusal(421, 'This service does not have this host name. To allow other names, '
                          'start it with --allow-host or allowed_hosts')
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
    line = channel.line(MAX_LINE, 414) or channel.line(MAX_LINE, 414)
    match = _REQUEST_LINE.match(line)
    if not match:
        raise Refusal(400, 'This is not an HTTP request')
    method, target, major, minor = match.groups()
    if major != '1':
        raise Refusal(505, 'This server speaks HTTP/1.1')
    authority, path = _split_target(target)
    # Bytes that are not ASCII are read as UTF-8, as the percent escapes are.
    path = path.encode('latin-1').decode('utf-8', 'replace')
    return method, authority, path, '1.%s' % ('0' if minor == '0' else '1')


def _split_target(target):
    """The authority of a target, or None, and its path with the query."""
    match = _AUTHORITY.match(target)
    if not match:
        return None, target
    path = target[match.end():]
    return match.group(1), path if path.startswith('/') else '/' + path


def _hosts(authority, fields, version):
    """The host names in a request: in its Host field, and in its target."""
    hosts = _values(fields, 'host')
    if len(hosts) > 1 or version == '1.1' and not hosts:
        raise Refusal(400, 'A request must have one Host field')
    return hosts + ([] if authority is None else [authority])


def _fields(channel, most):
    fields, room = [], MAX_LINE
    while True:
        line = channel.line(room, 431)
        if not line:
            return fields
        room -= len(line)
        match = _FIELD.match(line)
        if not match:
            raise Refusal(400, 'A header field is malformed')
        name, value = match.groups()
        if _CONTROL.search(value):
            raise Refusal(400, 'A header field contains control characters')
        fields.append((name, value.strip(' \t')))
        if len(fields) > most:
            raise Refusal(431, 'There are too many header fields')


def _body(channel, request, fields, version):
    codings, lengths = _values(fields, 'transfer-encoding'), set(_values(fields, 'content-length'))
    if codings and lengths or len(lengths) > 1:
        raise Refusal(400, 'The length of the body is ambiguous')
    length = _length(lengths)
    if codings and [coding.lower() for coding in codings] != ['chunked']:
        raise Refusal(501, 'The only supported transfer coding is chunked')
    _expectation(channel, request, version)
    return _chunks(channel) if codings else channel.read(length)


def _length(lengths):
    try:
        return _within_limit(content_length(next(iter(lengths), '0')))
    except ValueError as error:
        raise Refusal(400, '%s' % error)


def _expectation(channel, request, version):
    expected = request.headers.get('Expect')
    if expected is None or version == '1.0':
        return
    if expected.lower() != '100-continue':
        raise Refusal(417, 'The only supported expectation is 100-continue')
    channel.send(b'HTTP/1.1 100 Continue\r\n\r\n')


def _chunks(channel):
    parts, total = [], 0
    while True:
        match = _CHUNK.match(channel.line(MAX_LINE, 400))
        if not match:
            raise Refusal(400, 'The size of a chunk is not a number')
        size = int(match.group(1), 16)
        if not size:
            break
        total = _within_limit(total + size)
        parts.append(channel.read(size))
        if channel.line(2, 400):
            raise Refusal(400, 'A chunk is longer than its size')
    _fields(channel, MAX_FIELDS)  # Trailers are ignored.
    return b''.join(parts)


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

