# -*- coding: utf-8 -*-
"""The sandbox with hostile clients."""
from __future__ import unicode_literals

import ast
import contextlib
import inspect
import itertools
import json
import logging
import select
import socket

import pytest
from hypothesis import given, settings, strategies as st

from slipstream.sandbox import Sandbox, messages
from slipstream.sandbox.messages import Request
from slipstream.sandbox.shells import http_channel
from slipstream.sandbox.shells.server import Server
from slipstream.sandbox.state import accounts

from ..threads import LAST_RESORT

#: Bodies that want to do harm.
BODIES = {
    'deep JSON': b'[' * 100000, 'deep JSON, closed': b'[' * 100000 + b']' * 100000,
    'deep objects': b'{"a":' * 50000 + b'1' + b'}' * 50000,
    'deep XML': b'<a>' * 20000, 'deep XML, closed': b'<a>' * 20000 + b'</a>' * 20000,
    'bomb': b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
            b'<user>&c;</user>',
    'external entity': b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><user>&b;</user>',
    'many attributes': b'<user ' + b' '.join(
        ('a%d=""' % number).encode('ascii') for number in range(1000)) + b'/>',
    'not UTF-8': b'\xff\xfe{}\x80', 'NULs': b'\0' * 1000, 'a NUL in JSON': b'{"a": "\\u0000"}',
    'half a surrogate pair': b'{"a": "\\ud800"}',
    'huge number': b'{"a": ' + b'9' * 100000 + b'}', 'NaN': b'{"a": NaN}',
    'infinite': b'{"a": 1e999}', 'twice the same key': b'{"a": 1, "a": 2}',
    'empty': b'', 'blank': b' \n', 'a list': b'[]', 'a text': b'"a"', 'null': b'null',
    'a form': b'a=%ff&=&&&b',
    'many fields': b'&'.join([b'a=b'] * 1000)}
#: Where they go.
PLACES = [('POST', '/api/session'), ('POST', '/api/credential'), ('PUT', '/api/event'),
          ('POST', '/api/event'), ('POST', '/api/user'), ('PUT', '/user/jane'), ('POST', '/run'),
          ('PUT', '/module/examples/images/centos-7'), ('POST', '/auth/login'),
          ('PUT', '/pages/nothing'), ('PUT', '/objects/nothing')]
#: Where the service itself returns a 500 for nonsense: invalid XML, and bodies that are not
#: announced as JSON.
REFERENCE = [('PUT', '/user/jane'), ('PUT', '/module/examples/images/centos-7'),
             ('POST', '/api/session'), ('POST', '/api/credential'), ('POST', '/api/event'),
             ('POST', '/api/user')]
TYPES = ['application/json', 'application/xml', 'application/x-www-form-urlencoded', 'text/plain',
         '', '\x80;;=']

#: A request as bytes, and the possible statuses; None: the connection ends without a response.
REQUESTS = [
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: ' + b'9' * 5000 + b'\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999\r\n\r\n', {413}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\rHost: a\r\n\r\n', {400}),
    (b'GET /a\rb HTTP/1.1\r\nHost: a\r\n\r\n', {400}),
    (b'GET /a\0b HTTP/1.1\r\nHost: a\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\0\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: \x1b[31m\r\n\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a\rb\r\na\r\n0\r\n\r\n',
     {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: \0\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n', {421}),
    (b'GET http://evil.test/ HTTP/1.1\r\nHost: a\r\n\r\n', {421}),
    (b'GET / HTTP/1.0\r\nHost: evil.test\r\n\r\n', {421}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x1\r\n\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n'
     b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n', {501}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n', {501}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n', {413}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n', {400}),
    (b'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n',
     {400}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', {400}), (b'GET / HTTP/1.1\r\n\r\n', {400}),
    (b'GET / HTTP/9.9\r\n\r\n', {505}),
    (b'\0\0\0\0\r\n\r\n', {400}),
    (b'GET  / HTTP/1.1\r\n\r\n', {400}), (b'\x16\x03\x01\x02\0\r\n\r\n', {400}),
    (b'GET /' + b'a' * 70000 + b' HTTP/1.1\r\n\r\n', {414}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: ' + b'a' * 70000 + b'\r\n\r\n', {431}),
    (b'GET / HTTP/1.1\r\nHost: a\r\n' + b'X: a\r\n' * 200 + b'\r\n', {431}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\nConnection: close\r\n\r\n', {400}),
    (b'GET / HTTP/1.1\nHost: a\nConnection: close\n\n', {404, 401}),
    (b'GET /%00%ff%2e%2e/\xff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', {400, 404}),
    (b'GET / HTTP/1.1\r\nHost: a\r\nExpect: everything\r\n\r\n', {417})]


@pytest.fixture(scope='module')
def sandbox(no_thread_left):
    """A sandbox on a port, which accepts the host name "a"."""
    with Sandbox(http=True, speed=0, allowed_hosts=['a', 'h']) as made:
        yield made


@pytest.fixture(scope='module')
def cookie(sandbox):
    """The Cookie header of a privileged user."""
    with sandbox.api('super') as api:
        return '; '.join('%s=%s' % (cookie.name, cookie.value) for cookie in api.session.cookies)


class _Failures(logging.Handler):
    """Keeps what the last resort of the sandbox has caught: a 500 that no reference asks for."""

    def __init__(self):
        super(_Failures, self).__init__(logging.ERROR)
        self.kept = []

    def emit(self, record):
        """Keep the message with its traceback."""
        self.kept.append(self.format(record))


@contextlib.contextmanager
def _no_failure():
    """A context in which the sandbox must not log a failure."""
    logger, failures = logging.getLogger('slipstream.sandbox'), _Failures()
    logger.addHandler(failures)
    try:
        yield
    finally:
        logger.removeHandler(failures)
    assert failures.kept == []


def _said(url, data):
    """All that a server at an address says to some bytes, after which the client sends no more."""
    host, _, port = url[len('http://'):].rpartition(':')
    connection = socket.create_connection((host, int(port)), 10)
    try:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        parts = []
        while not parts or parts[-1]:
            parts.append(connection.recv(65536))
        return b''.join(parts)
    finally:
        connection.close()


@pytest.mark.parametrize('number', range(len(REQUESTS)))
def test_malformed_requests_get_one_response_each(sandbox, number):
    data, statuses = REQUESTS[number]
    answer = _said(sandbox.endpoint, data)
    assert int(answer.split(b' ')[1]) in statuses, answer
    assert answer.count(b'HTTP/1.1 ') == 1  # what follows is not taken for another request


@pytest.mark.parametrize('name', sorted(BODIES))
def test_hostile_bodies_are_answered_without_failure(sandbox, cookie, name):
    for method, path in PLACES:
        for media_type in TYPES[:2] if len(BODIES[name]) > 10000 else TYPES:
            for cookies in ('', cookie):
                request = Request(method, path, [('Host', 'h'), ('Content-Type', media_type),
                                                 ('Cookie', cookies)], BODIES[name])
                with _no_failure():
                    response = sandbox._core.handle(request)
                assert 200 <= response.status < 500 or response.status == 500 and (
                    method, path) in REFERENCE


@pytest.mark.parametrize('name', ['deep JSON', 'deep XML', 'not UTF-8', 'NULs'])
def test_hostile_bodies_over_the_socket_are_refused(sandbox, name):
    fields = ('Host: h\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: %d'
              % len(BODIES[name]))
    head = 'POST /api/session HTTP/1.1\r\n%s\r\n\r\n' % fields
    assert _said(sandbox.endpoint, head.encode('ascii') + BODIES[name]).startswith(b'HTTP/1.1 400 ')
    with sandbox.api() as api:
        assert api.username == 'jane'


_SEGMENTS = st.sampled_from([
    'api', 'auth', 'login', 'logout', 'user', 'users', 'jane', 'run', 'module', 'vms', 'dashboard',
    'appstore', 'objects', 'pages', 'event', 'credential', 'session', 'cloud-entry-point',
    'session-template', 'internal', 'external-object', 'virtual-machine', 'service-offer',
    'user-param', 'examples', 'images', 'centos-7', 'ss:state', 'publish', '', '.', '..', '%2e%2e',
    '%ff', '%00', '\u00e9', 'a b', 'x' * 300, '-1', '\ud7ff',
    '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'])
_VALUES = st.sampled_from([
    '', '0', '-1', '1', '99999999999999999999', 'a', "a='b'", "a='", '%', '%ff', '%00', 'true',
    'id:asc', 'count:id', ',', '\u00e9', '[]', 'null', '1.5'])
_NAMES = st.sampled_from([
    '$filter', '$first', '$last', '$select', '$orderby', '$aggregation', '$expand', 'offset',
    'limit', 'cloud', 'runUuid', 'user', 'activeOnly', 'new', 'ignoreabort', 'moduleResourceUri',
    'X-HTTP-Method-Override', 'method', 'media', 'chooser', '', 'a'])
_MEMBERS = st.sampled_from([
    'name', 'acl', 'href', 'sessionTemplate', 'credentialTemplate', 'userTemplate', 'id',
    'properties', 'type', 'content', 'severity', 'timestamp', 'owner', 'rules', 'username',
    'password', 'state'])
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(),
                     st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5))
_JSON = st.recursive(
    _SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=3),
                                      st.dictionaries(_MEMBERS, inner, max_size=4)),
    max_leaves=8)
_BODY = st.one_of(st.binary(max_size=40),
                  st.sampled_from(
                      [BODIES[name] for name in sorted(BODIES) if len(BODIES[name]) < 2000]),
                  _JSON.map(lambda value: json.dumps(value).encode('ascii')))


@settings(max_examples=400)
@given(st.sampled_from(['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'X']),
       st.lists(_SEGMENTS, max_size=4),
       st.lists(st.tuples(_NAMES, _VALUES), max_size=3), st.sampled_from(TYPES), _BODY,
       st.booleans())
def test_any_request_is_answered_without_failure(
        sandbox, cookie, method, segments, query, media_type, body, logged_in):
    target = '/' + '/'.join(segments)
    if query:
        target += '?' + '&'.join('='.join(pair) for pair in query)
    headers = [('Host', 'h'), ('Content-Type', media_type)]
    headers += [('Cookie', cookie)] if logged_in else []
    with _no_failure():
        response = sandbox._core.handle(Request(method, target, headers, body))
    assert http_channel.render(response, method, True).startswith(b'HTTP/1.1 ')


@pytest.mark.parametrize('host', ['0.0.0.0', '::', '192.0.2.1', 'example.invalid', ''])
def test_only_this_machine_is_listened_to(host):
    with pytest.raises((ValueError, socket.error)):
        Server(None, host)


def test_a_failure_would_be_found():
    with pytest.raises(AssertionError):
        with _no_failure():
            logging.getLogger('slipstream.sandbox').exception('failed')


def test_a_client_that_drips_is_not_waited_for_for_ever(monkeypatch):
    """Each byte comes in time, but the request as a whole does not."""
    # Whenever the server looks at the clock, it is 100 seconds later, for 1000 seconds.
    seconds = itertools.chain(range(0, 1000, 100), itertools.repeat(1000))
    monkeypatch.setattr(http_channel, '_now', lambda: next(seconds))
    monkeypatch.setattr(http_channel, '_LINGER_SECONDS', LAST_RESORT)
    with Sandbox(http=True, speed=0) as sandbox:
        host, _, port = sandbox.endpoint[len('http://'):].rpartition(':')
        connection = socket.create_connection((host, int(port)), LAST_RESORT)
        while not select.select([connection], [], [], 0.01)[0]:
            connection.sendall(b'G')
        assert connection.recv(100).startswith(b'HTTP/1.1 408 ')
        connection.close()


def test_a_request_that_the_end_of_the_service_cuts_off_is_not_blamed_on_the_client():
    made = Sandbox(http=True, speed=0, allowed_hosts=['h'])
    host, _, port = made.endpoint[len('http://'):].rpartition(':')
    connection = socket.create_connection((host, int(port)), 10)
    try:
        connection.sendall(
            b'POST /run HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n')
        assert connection.recv(100).startswith(b'HTTP/1.1 100 ')
        made.close()
        with pytest.raises(socket.error):
            assert connection.recv(100) is None
    finally:
        connection.close()


def test_a_body_that_is_too_large_is_not_read(sandbox, monkeypatch):
    monkeypatch.setattr(http_channel, 'MAX_BODY', 10)
    answer = _said(sandbox.endpoint, b'POST /run HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n')
    assert answer.startswith(b'HTTP/1.1 413 ') and messages.MAX_BODY > 10


def test_secrets_are_compared_in_constant_time():
    """By a function that does; nowhere are two digests compared otherwise."""
    tree = ast.parse(inspect.getsource(accounts))
    compared = [operand for node in ast.walk(tree) if isinstance(node, ast.Compare)
                for operand in [node.left] + node.comparators]
    assert [operand for operand in compared if 'digest' in ast.dump(operand)] == []
    called = [node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Attribute)]
    assert 'compare_digest' in called
