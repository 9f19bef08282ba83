# -*- coding: utf-8 -*-
"""The faults.

Everything that can be wrong with a response, each as a function of the good one.
"""
from __future__ import unicode_literals

import gzip
import io
import json
import socket
import time
import zlib

from ..wire.server import reply
from .server import reset

LOGIN_PAGE = (
    '<!DOCTYPE html>\n<html><head><title>Log in</title></head><body><form action="/login"><input '
    'name="username"/></form></body></html>')


class Fault(object):
    """A fault.

    :param str name: what the table calls it.
    :param answer: a function of the request and the good response; bytes of a bad one.
    :param act: a function of server, connection, request and good response that does what it likes,
        and returns bytes or False.
    :param on_connect: a function of server and connection, called instead of reading a request.
    :param bool lasting: all further requests meet it, too.
    :param bool slow: it is a matter of time, so the call needs a short timeout.
    """

    def __init__(self, name, answer=None, act=None, on_connect=None, lasting=True, slow=False):
        self.name, self.on_connect, self.lasting, self.slow = name, on_connect, lasting, slow
        self._answer, self._act = answer, act

    def __repr__(self):
        return str(self.name)

    def happen(self, server, connection, request, good):
        """Apply the fault to a request."""
        return self._act(server, connection, request,
                         good) if self._act else self._answer(request, good)


def split(good):
    """Head and body of a response."""
    head, _, body = good.partition(b'\r\n\r\n')
    return head, body


def declared(good):
    """The media type of a response."""
    for line in split(good)[0].decode('latin-1').split('\r\n'):
        if line.lower().startswith('content-type:'):
            return line.partition(':')[2].strip()
    return 'text/plain'


def part(good, where):
    """The beginning of a response: nothing, half its headers, or its headers and half its body."""
    head, body = split(good)
    return {'before': b'', 'headers': head[:len(head) // 2],
            'body': head + b'\r\n\r\n' + body[:len(body) // 2]}[where]


def padded(good):
    """A response with a body, so that it has a middle."""
    head, body = split(good)
    return good if body else reply(200, b'x' * 100, 'text/plain')


def breaking(where):
    """Send a part and reset."""
    def act(server, connection, request, good):
        connection.sendall(part(padded(good), where))
        reset(connection)
        return False
    return act


def stalling(where):
    """Send a part, and then nothing."""
    def act(server, connection, request, good):
        connection.sendall(part(padded(good), where))
        server.stall()
        return False
    return act


def trickling(server, connection, request, good):
    """Send the headers, and then a byte now and then, faster than any timeout."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n')
    while True:
        connection.sendall(b' ')
        time.sleep(0.01)


def trickling_headers(server, connection, request, good):
    """Send a header without end, a byte now and then."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nX: ')
    while True:
        connection.sendall(b'x')
        time.sleep(0.01)


def closing(server, connection, request, good):
    """Give a good response, say that the connection stays, and close it.

    It says so in the response itself, so that the order of arrival does not matter.
    """
    connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, 'TCP_CORK', socket.TCP_NODELAY), 1)
    connection.sendall(good)
    connection.shutdown(socket.SHUT_WR)
    return False


def with_length(change):
    """The good response with another Content-Length; then the connection is closed."""
    def act(server, connection, request, good):
        head, body = split(padded(good))
        lines = [line for line in head.split(b'\r\n')
                 if not line.lower().startswith(b'content-length')]
        lines.append(b'Content-Length: ' + change(len(body)).encode('ascii'))
        connection.sendall(b'\r\n'.join(lines) + b'\r\n\r\n' + body)
        return False
    return act


def with_body(make, content_type=None, status=200, **headers):
    """A response with another body; of the media type of the good one unless told otherwise."""
    made = {}

    def answer(request, good):
        if not made:
            made['body'] = make()
        return reply(status, made['body'], content_type or declared(good), **headers)
    return answer


def packed(data, times=1):
    """Data in gzip."""
    for _ in range(times):
        stream = io.BytesIO()
        with gzip.GzipFile(fileobj=stream, mode='wb', mtime=0) as file:
            file.write(data)
        data = stream.getvalue()
    return data


def redirect(status, location):
    """A response that redirects; ``%s`` in the location stands for host and port of the server."""
    def act(server, connection, request, good):
        return reply(status, b'', Location=location.replace('%s', '127.0.0.1:%d' % server.port))
    return act


def raw(data):
    """Bytes, whatever the request; then the connection is closed."""
    def act(server, connection, request, good):
        connection.sendall(data)
        return False
    return act


def interim(request, good):
    """The good response after others that only announce it."""
    return (b'HTTP/1.1 100 Continue\r\n\r\n'
            b'HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n'
            b'HTTP/1.1 102 Processing\r\n\r\n' + good)


def in_another_charset(request, good):
    """The good response in UTF-16, declared to be Latin-1."""
    _, body = split(good)
    return reply(200, body.decode('utf-8').encode('utf-16'),
                 declared(good).partition(';')[0] + ';charset=ISO-8859-1')


def cut(where):
    """The beginning of a response; then the connection is closed."""
    def act(server, connection, request, good):
        good = padded(good)
        lines = good.split(b'\r\n', 2)
        ends = {'status line': 12, 'headers': len(lines[0]) + len(lines[1]) // 2 + 2}
        connection.sendall(good[:ends[where]])
        return False
    return act


def packed_part(pack, kept):
    """The good response packed, but only a part of it."""
    def answer(request, good):
        body = split(padded(good))[1]
        return reply(200, pack(body)[:kept], declared(good),
                     Content_Encoding='gzip' if pack is packed else 'deflate')
    return answer


def with_more(request, good):
    """The good response, followed by more bytes."""
    return good + b'more'


def as_part(request, good):
    """The good response, declared to be a part."""
    return reply(206, split(good)[1], declared(good), Content_Range='bytes 0-10/1000')


BILLION_LAUGHS = '<!DOCTYPE run [<!ENTITY a "aaaaaaaaaa">%s]><run>&l9;</run>' % ''.join(
    '<!ENTITY l%d "%s">' % (level, ('&l%d;' % (level - 1) if level else '&a;') * 10)
    for level in range(10))

TRANSPORT = [
    Fault('reset before the request', on_connect=lambda server, connection: reset(connection)),
    Fault('closed before the request', on_connect=lambda server, connection: connection.close()),
    Fault('stalls before the request', on_connect=lambda server, connection: server.stall(),
          slow=True),
    Fault('reset after the request', act=breaking('before')),
    Fault('reset amid the headers', act=breaking('headers')),
    Fault('reset amid the body', act=breaking('body')),
    Fault('closed after the request', act=lambda *_: False),
    Fault('stalls after the request', act=stalling('before'), slow=True),
    Fault('stalls amid the headers', act=stalling('headers'), slow=True),
    Fault('stalls amid the body', act=stalling('body'), slow=True),
    Fault('headers trickle', act=trickling_headers, slow=True),
    Fault('body trickles', act=trickling, slow=True),
    Fault('reset once', act=breaking('before'), lasting=False),
    Fault('503 once', answer=with_body(lambda: b'', status=503), lasting=False),
    Fault('keep-alive, but closed', act=closing),
]
CHUNKED = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'
FRAMES = [
    Fault('Content-Length too long', act=with_length(lambda length: '%d' % (length + 10))),
    Fault('Content-Length too short', act=with_length(lambda length: '%d' % (length // 2))),
    Fault('Content-Length no number', act=with_length(lambda length: 'many')),
    Fault('Content-Length twice', act=with_length(lambda length: '%d, %d' % (length, length + 1))),
    Fault('chunks of garbage',
          act=raw(
              b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n<run/>\r\n0\r\n\r\n')),
    Fault('chunks that end',
          act=raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n<run')),
    Fault('negative chunk', act=raw(CHUNKED + b'-5\r\n<run/>\r\n0\r\n\r\n')),
    Fault('chunks without end', act=raw(CHUNKED + b'6\r\n<run/>\r\n0\r\n')),
    Fault('cut in the status line', act=cut('status line')),
    Fault('cut in the headers', act=cut('headers')),
    Fault('more than announced', answer=with_more),
    Fault('part of a response', answer=as_part),
    Fault('no HTTP', act=raw(b'SSH-2.0-OpenSSH_8.0\r\n')),
    Fault('headers of 1 MB', act=raw(b'HTTP/1.1 200 OK\r\nX: ' + b'x' * 1000000 + b'\r\n\r\n')),
    Fault('1 000 headers', act=raw(b'HTTP/1.1 200 OK\r\n' + b'X: x\r\n' * 1000 + b'\r\n')),
    Fault('interim responses', answer=interim),
    Fault('interim responses only', act=raw(b'HTTP/1.1 103 Early Hints\r\n\r\n' * 200)),
    Fault('broken gzip', answer=with_body(lambda: packed(b'<run/>' * 100)[:30] + b'garbage' * 9,
                                          Content_Encoding='gzip')),
    Fault('gzip that is none', answer=with_body(lambda: b'<run/>', Content_Encoding='gzip')),
    Fault('gzip bomb', answer=with_body(lambda: packed(b' ' * 20000000), Content_Encoding='gzip')),
    Fault('gzip cut short', answer=packed_part(packed, -8)),
    Fault('deflate cut short', answer=packed_part(zlib.compress, -4)),
    Fault('empty gzip', answer=packed_part(packed, 0)),
    Fault('gzip in gzip',
          answer=with_body(lambda: packed(b' ' * 10000, 2), Content_Encoding='gzip, gzip')),
]
REDIRECTS = [
    Fault('redirect loop', act=redirect(302, 'http://%s/loop')),
    Fault('redirect to nowhere', act=redirect(302, 'http://127.0.0.1:1/')),
    Fault('redirect to no address', act=redirect(302, 'http://[::1')),
    Fault('redirect to another scheme', act=redirect(302, 'gopher://127.0.0.1/')),
    Fault('redirect to bytes', act=redirect(302, 'http://127.0.0.1:1/\xff\xfe')),
    Fault('redirect without address', answer=with_body(lambda: b'', status=302)),
    Fault('300', answer=with_body(lambda: b'', status=300)),
    Fault('304', answer=with_body(lambda: b'', status=304)),
] + [Fault('%d to a login page' % status, act=redirect(status, 'http://%s/login'))
     for status in (301, 302, 303, 307, 308)]
BODIES = [
    Fault('200 with a login page',
          answer=with_body(lambda: LOGIN_PAGE.encode('ascii'), 'text/html')),
    Fault('login page as XML',
          answer=with_body(lambda: LOGIN_PAGE.partition('\n')[2].encode('ascii'),
                           'application/xml')),
    Fault('empty 200', answer=with_body(lambda: b'')),
    Fault('empty 201', answer=with_body(lambda: b'', status=201)),
    Fault('empty 204', answer=with_body(lambda: b'', status=204)),
    Fault('wrong charset', answer=in_another_charset),
    Fault('random bytes', answer=with_body(lambda: bytes(bytearray(range(256))))),
    Fault('broken XML', answer=with_body(lambda: b'<run><a></run>', 'application/xml')),
    Fault('broken JSON', answer=with_body(lambda: b'{"a": [1, 2', 'application/json')),
    Fault('other XML', answer=with_body(lambda: b'<other/>', 'application/xml')),
    Fault('JSON that is a number', answer=with_body(lambda: b'7', 'application/json')),
    Fault('JSON that is a list', answer=with_body(lambda: b'[[], {}]', 'application/json')),
    Fault('JSON that is null', answer=with_body(lambda: b'null', 'application/json')),
    Fault('empty JSON object', answer=with_body(lambda: b'{}', 'application/json')),
    Fault('members of other types', answer=with_body(lambda: json.dumps(dict.fromkeys(
        ['id', 'uri', 'operations', 'count', 'events', 'sessions', 'resource-id', 'status',
         'baseURI', 'credentials', 'username', 'message'],
        7)).encode('ascii'), 'application/json')),
    Fault('NaN',
          answer=with_body(lambda: b'{"count": NaN, "events": [Infinity]}', 'application/json')),
    Fault('duplicate keys',
          answer=with_body(lambda: b'{"count": 1, "count": 2, "events": [], "events": []}',
                           'application/json')),
    Fault('deep XML', answer=with_body(lambda: b'<run>' + b'<a>' * 100000 + b'</a>' * 100000
                                       + b'</run>', 'application/xml')),
    Fault('deep JSON', answer=with_body(lambda: b'[' * 100000 + b']' * 100000, 'application/json')),
    Fault('entity bomb',
          answer=with_body(lambda: BILLION_LAUGHS.encode('ascii'), 'application/xml')),
    Fault('external entity', answer=with_body(
        lambda: b'<!DOCTYPE run [<!ENTITY x SYSTEM "file:///etc/passwd">]><run>&x;</run>',
        'application/xml')),
    Fault('error page of 20 MB',
          answer=with_body(lambda: b'<html>' + b'x' * 20000000, 'text/html', 500)),
    Fault('error document of 20 MB',
          answer=with_body(lambda: b'<error>' + b'x' * 20000000 + b'</error>',
                           'application/xml', 409)),
]
FAULTS = TRANSPORT + FRAMES + REDIRECTS + BODIES

STATUS_BODIES = {
    'JSON': ('application/json',
             '{"status": %d, "message": "words of the service", "resource-id": "event/1"}'),
    'XML': ('application/xml', '<error code="%d">words of the service</error>'),
    'text': ('text/plain', 'words of the service %d'),
    'HTML': ('text/html', '<html><body>words of a proxy %d</body></html>'), 'empty': (None, '')}


def status_faults():
    """Every status that is a failure, with each kind of body."""
    for status in range(400, 600):
        for kind, (content_type, body) in sorted(STATUS_BODIES.items()):
            content = body % status if '%d' in body else body
            yield Fault('%d %s' % (status, kind),
                        answer=with_body(content.encode, content_type or 'text/plain', status))
