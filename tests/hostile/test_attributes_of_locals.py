# -*- coding: utf-8 -*-
"""Attributes of local variables: a tool that looks into what a failed call held finds no secret.

Such tools (error reporters, debuggers) show the local variables of every function of a traceback,
and what these contain.
"""
from __future__ import unicode_literals

import base64
import binascii
import json
import unicodedata

import pytest
import requests

from slipstream.api import Api
from slipstream.api.compat import quote, to_text
from slipstream.api.errors import SlipStreamError
from slipstream.sandbox import Sandbox

from ..wire.server import ScriptedServer, reply
from .test_locals import with_locals

SECRET = 'Hn4\xe4mYd9-Rk8 "sTb2'
#: Beginnings of it in every shape in which a variable may have it.
SHAPES = sorted({to_text(shape) for shape in (
    SECRET, json.dumps(SECRET)[1:-1], repr(SECRET), quote(SECRET),
    quote(SECRET).replace('%20', '+'), SECRET.replace('"', '&quot;'),
    unicodedata.normalize(str('NFD'), SECRET),
    base64.b64encode(SECRET.encode('utf-8')).decode('ascii')[:16],
    base64.b64encode(('jane:' + SECRET).encode('utf-8')).decode('ascii')[8:24],
    base64.b64encode(('jane:' + SECRET).encode('latin-1')).decode('ascii')[8:24],
    binascii.hexlify(SECRET.encode('utf-8')).decode('ascii'), 'Hn4', 'mYd9-Rk8', 'sTb2')})
DOCUMENTED = (SlipStreamError, requests.RequestException, ValueError, TypeError)


def attributes(value):
    """The attributes of an object, whatever it keeps them in."""
    held = dict(getattr(value, '__dict__', {}))
    for kind in type(value).__mro__:
        slots = vars(kind).get('__slots__', ())
        for name in [slots] if isinstance(slots, str) else slots:
            held.setdefault(name, getattr(value, name, None))
    return held


def leaks(error, places):
    """Where a secret is seen: module and name of the function, and the name of the variable.

    :param places: the files that are of the program, whose variables are its own.
    """
    left, seen, shown = [error], [], []
    while left:
        part = left.pop()
        if part is None or any(part is other for other in seen):
            continue
        seen.append(part)
        left.extend([part.__cause__, part.__context__])
        left.extend(other for other in part.args if isinstance(other, BaseException))
        trace = part.__traceback__
        while trace is not None:
            frame, trace = trace.tb_frame, trace.tb_next
            if frame.f_code.co_filename not in places:
                shown += [(frame.f_globals['__name__'], frame.f_code.co_name, name)
                          for name, value in frame.f_locals.items() if tells(value)]
        if tells(part):
            shown.append(('error', type(part).__name__, 'itself'))
    return shown


def tells(value):
    """Whether a value shows a secret, or one of its attributes does."""
    texts = [repr(value)] + [repr(held) for held in attributes(value).values()]
    return any(shape in text for text in texts for shape in SHAPES)


def cut_off(connection, request):
    """Close the connection without a response."""
    return False


#: How a service may fail.
FAILURES = {
    'refused': reply(401), 'broken': reply(500), 'cut off': cut_off,
    'nonsense': b'nonsense\r\n\r\n',
    'half': b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nx',
    'odd chunks': b'HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    'packed': b'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc',
    'redirect': b'HTTP/1.1 307 So\r\nLocation: http://[::1/a\r\nContent-Length: 0\r\n\r\n',
    'odd redirect': b'HTTP/1.1 307 So\r\nLocation: nothing9://a\r\nContent-Length: 0\r\n\r\n',
    'odd cookie': b'HTTP/1.1 401 So\r\nSet-Cookie: a=b; Max-Age=x\r\nContent-Length: 0\r\n\r\n',
    'secret cookie': (
        'HTTP/1.1 500 So\r\nSet-Cookie: com.sixsq.slipstream.cookie=token=mYd9-Rk8\r\n'
        'Content-Length: 0\r\n\r\n').encode('ascii'),
    'quoting': ('HTTP/1.1 500 %s\r\nX-A: %s\r\nContent-Length: 4\r\n\r\nHere' % (
        SECRET, SECRET)).encode('utf-8')}


def prepared(api, **options):
    """A request of a program."""
    return api.session.prepare_request(requests.Request(
        options.pop('method', 'POST'), api.endpoint + options.pop('path', '/run'), **options))


#: Calls that send the secret, and fail however the service does.
CALLS = {
    'login_internal': lambda api: api.login_internal('jane', SECRET),
    'login_apikey': lambda api: api.login_apikey('credential/1', SECRET),
    'login': lambda api: api.login({'href': 'session-template/internal', 'username': 'jane',
                                    'password': SECRET}),
    'cimi_login': lambda api: api.session.cimi_login(
        {'href': 'a', 'username': 'jane', 'password': SECRET}),
    'update_user': lambda api: api.update_user('jane', password=SECRET),
    'create_user': lambda api: api.create_user('m', SECRET, 'm@example.org', 'M', 'M'),
    'cimi_edit': lambda api: api.cimi_edit('credential/1', {'password': SECRET}),
    'deploy': lambda api: api.deploy('a/b/1', parameters={'db_password': SECRET}),
    'xml login': lambda api: api.session.post(api.endpoint + '/auth/login', data={
        'username': 'jane', 'password': SECRET}),
    'request': lambda api: api.session.request('PUT', api.endpoint + '/a', json={
        'password': SECRET}),
    'basic': lambda api: api.session.get(api.endpoint, auth=('jane', SECRET)),
    'address': lambda api: api.session.get(api.endpoint, params={
        'token': SECRET}),
    'send': lambda api: api.session.send(prepared(api, json={
        'password': SECRET}), timeout=0.3),
    'send a form': lambda api: api.session.send(prepared(api, path='/auth/login', data={
        'password': SECRET}), timeout=0.3),
    'send XML': lambda api: api.session.send(prepared(api, method='PUT', data='<a password=\'%s\'/>'
                                                      % SECRET), timeout=0.3),
    'send with a header': lambda api: api.session.send(prepared(
        api, auth=('jane', SECRET)), timeout=0.3),
    'login_again': lambda api: store(api).session.login_again() or refuse()}


def store(api):
    """The Api, with credentials that it is to log in with again."""
    api.session.login_params = {'href': 'a', 'username': 'jane', 'password': SECRET}
    return api


def refuse(*_):
    """Fail, where a call only returns whether it succeeded."""
    raise ValueError('refused')


@with_locals
@pytest.mark.parametrize('failure', sorted(FAILURES))
@pytest.mark.parametrize('call', sorted(CALLS))
def test_no_variable_of_a_call_holds_a_secret(call, failure):
    with ScriptedServer(FAILURES[failure]) as server:
        api = Api(server.endpoint, persist_cookie=False, retries=0, timeout=0.3)
        with pytest.raises(DOCUMENTED) as caught:
            CALLS[call](api)
            refuse()
        assert leaks(caught.value, [__file__]) == []
        api.close()


@with_locals
@pytest.mark.parametrize('body', [
    '{"resource-id": "credential/1", "secretKey": "%s"', '{"secretKey": "%s"}', '["%s"]',
    '{"resource-id": 7, "secretKey": "%s"}', '<credential secretKey="%s"/>', '"%s"'])
def test_no_variable_holds_a_secret_that_an_odd_response_brings(body):
    with Sandbox(http=True, speed=0) as sandbox:
        api = sandbox.api(retries=0)
        api.delete_api_key(api.create_api_key('a')[0])
        sandbox.faults.add(status=201, body=body % SECRET.replace('"', '\\"'),
                           content_type='application/json', times=None)
        with pytest.raises(DOCUMENTED) as caught:
            api.create_api_key('b')
        assert leaks(caught.value, [__file__]) == []


class Kept(object):
    """Keeps a secret in a slot."""

    __slots__ = ('kept',)


@with_locals
def test_a_secret_in_a_slot_and_in_an_error_would_be_noticed():
    kept = Kept()
    kept.kept = SECRET
    assert tells(kept)
    assert leaks(ValueError(SECRET), []) == [('error', 'ValueError', 'itself')]


@with_locals
@pytest.mark.parametrize('fault', [{'status': 500}, {'status': 409}, {'kind': 'reset'}], ids=str)
def test_no_variable_holds_a_password_that_was_not_changed(fault):
    with Sandbox(http=True, speed=0) as sandbox:
        api = sandbox.api('super', retries=0)
        sandbox.faults.add(method='PUT', times=None, **fault)
        with pytest.raises(DOCUMENTED) as caught:
            api.update_user('jane', password=SECRET)
        assert leaks(caught.value, [__file__]) == []


@with_locals
def test_a_leak_would_be_found():
    def fail(request):
        raise ValueError('none')

    for value in (SECRET, {'a': SECRET}, requests.Request('GET', 'https://h', data=SECRET)):
        with pytest.raises(ValueError) as caught:
            fail(value)
        assert ('tests.hostile.test_attributes_of_locals', 'fail', 'request') in leaks(
            caught.value, [])
