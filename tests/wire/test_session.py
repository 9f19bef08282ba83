# -*- coding: utf-8 -*-
"""SessionStore against a scripted server: what is sent, how often, and what is remembered."""
from __future__ import unicode_literals

import io
import threading

import pytest
import requests

from slipstream.api import Api
from slipstream.api.transport.retries import Retries
from slipstream.api.transport.session import SessionStore

from ..threads import happens, together
from .server import ScriptedServer, hang_up, reply

CREDS = {'username': 'jane', 'password': 'hush'}
COOKIE = (
    'com.sixsq.slipstream.cookie=token=%s;Secure;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000')
REFUSED = reply(403, json={'message': 'credentials required'})


def login_answer(token):
    return reply(201, json={'status': 201, 'resource-id': 'session/1'}, Set_Cookie=COOKIE % token)


def by_cookie(good='new', refused=403, login=None):
    """A service that knows one cookie: refuses others, and sets it at logins."""
    def serve(connection, request):
        if request.target == '/api/session' and request.method == 'POST':
            return login or login_answer(good)
        if 'token=' + good in request.headers.get('cookie', ''):
            return reply(200, 'welcome')
        return reply(refused, json={'message': 'credentials required'})
    return serve


def store(server, **options):
    options.setdefault('retries', 0)
    return SessionStore(server.endpoint, True, None, options.pop('creds', CREDS),
                        persist_cookie=False, **options)


def logins(server):
    return [call for call in server.calls if call == 'POST /api/session']


def test_default_headers_are_for_the_service_only(server):
    server.then(reply())
    session = store(server)
    session.get(server.endpoint + '/run')
    with ScriptedServer(reply()) as foreign:
        session.get(foreign.endpoint + '/object')
        session.get(foreign.endpoint + '/object', headers={'accept': 'text/x'})
        assert [request.headers['accept'] for request in foreign.requests] == ['*/*', 'text/x']
    assert server.requests[0].headers['accept'] == 'application/xml'
    assert server.requests[0].headers['user-agent'].startswith('slipstream-api/4')
    session.close()


@pytest.mark.parametrize('call', [
    lambda session, url: session.request('GET', url), lambda session,
    url: session.request(method='GET', url=url),
    lambda session, url: session.request('GET', url=url), lambda session, url: session.get(url),
    lambda session,
    url: session.request('GET', url, None, None, {'X-A': 'b'}, None, None, None, 5)])
def test_b37_any_call_style_of_requests_works(server, call):
    server.then(reply(200, 'ok'))
    assert call(store(server), server.endpoint + '/run').text == 'ok'
    assert server.calls == ['GET /run']


def test_a_refused_request_is_repeated_after_one_login(server):
    server.then(by_cookie())
    session = store(server)
    assert session.get(server.endpoint + '/run').text == 'welcome'
    assert server.calls == ['GET /run', 'POST /api/session', 'GET /run']
    assert session.get(server.endpoint + '/run').text == 'welcome' and len(server.calls) == 4


def test_a_401_causes_a_login_even_if_the_response_clears_the_cookie(server):
    server.then(login_answer('old'),
                reply(401, Set_Cookie='com.sixsq.slipstream.cookie=INVALID;Path=/;Max-Age=0'),
                login_answer('new'),
                reply(200, 'ok'))
    session = store(server)
    session.cimi_login(session.login_params)
    assert session.get(server.endpoint + '/run').text == 'ok'
    assert server.requests[-1].headers['cookie'] == 'com.sixsq.slipstream.cookie=token=new'


def test_nobody_logs_in_again_unless_asked_to(server):
    server.then(by_cookie())
    session = SessionStore(server.endpoint, False, None, CREDS, persist_cookie=False)
    assert session.get(server.endpoint + '/run').status_code == 403 and len(server.calls) == 1


def test_b31_a_403_with_a_fresh_cookie_is_final(server):
    server.then(REFUSED, login_answer('new'), REFUSED)
    session = store(server)
    assert session.get(server.endpoint + '/secret').status_code == 403
    assert session.get(server.endpoint + '/secret').status_code == 403
    assert server.calls == ['GET /secret', 'POST /api/session', 'GET /secret', 'GET /api/session',
                            'GET /secret']
    server.then(reply(401), login_answer('newer'), reply(200, 'ok'))
    assert session.get(server.endpoint + '/run').text == 'ok'


def test_refused_credentials_are_not_tried_again(server):
    server.then(by_cookie(login=reply(403, 'no', Retry_After='7200')))
    now = [0]
    session = store(server, clock=lambda: now[0])
    for moment in (0, 1, 7199):
        now[0] = moment
        response = session.get(server.endpoint + '/run')
        assert response.status_code == 403 and response.refused_login.text == 'no'
    assert len(logins(server)) == 1
    now[0] = 7200
    session.get(server.endpoint + '/run')
    assert len(logins(server)) == 2
    session.remember(dict(session.login_params, password='other'))
    session.get(server.endpoint + '/run')
    assert len(logins(server)) == 3


def test_a_login_that_fails_for_now_is_tried_at_the_next_refusal(server):
    server.then(by_cookie(login=reply(503)))
    session = store(server)
    session.get(server.endpoint + '/run')
    server.then(by_cookie())
    assert session.get(server.endpoint + '/run').text == 'welcome'


def test_a_login_that_cannot_be_sent_leaves_the_refusal_standing(server, caplog):
    def serve(connection, request):
        return False if request.method == 'POST' else REFUSED
    server.then(serve)
    assert store(server).get(server.endpoint + '/run').status_code == 403
    assert 'Logging in again' in caplog.text and 'hush' not in caplog.text


def test_b32_many_refused_threads_need_one_login(server):
    server.then(by_cookie())
    session = store(server)
    assert together([lambda: session.get(server.endpoint + '/run').text] * 8) == ['welcome'] * 8
    assert len(logins(server)) == 1


def test_b33_a_file_is_sent_whole_after_a_login(server):
    server.then(by_cookie())
    stream = io.BytesIO(b'skip' + b'x' * 1000)
    stream.seek(4)
    assert store(server).put(server.endpoint + '/object', data=stream).text == 'welcome'
    assert [len(request.body) for request in server.requests if request.method == 'PUT'] == [
        1000, 1000]


class Pipe(object):
    """Can be read once; knows its length, so that it is not sent in chunks."""

    def __init__(self, data):
        self._stream = io.BytesIO(data)
        self.len = len(data)

    def read(self, size=-1):
        return self._stream.read(size)


class DeafPipe(Pipe):
    """Tells where it is, but cannot go back."""

    def tell(self):
        return self._stream.tell()


@pytest.mark.parametrize('options', [
    lambda: {'data': Pipe(b'abc')}, lambda: {'data': DeafPipe(b'abc')},
    lambda: {'data': iter([b'a', b'bc'])},
    lambda: {'files': {'f': io.BytesIO(b'abc')}}])
def test_b33_what_cannot_be_rewound_is_not_repeated(server, options):
    server.then(by_cookie())
    assert store(server).put(server.endpoint + '/object', **options()).status_code == 403
    assert len(server.requests) == 1


def test_b34_foreign_hosts_cause_no_login(server):
    server.then(by_cookie())
    with ScriptedServer(REFUSED) as foreign:
        assert store(server).put(foreign.endpoint + '/object', data=b'x').status_code == 403
        assert foreign.calls == ['PUT /object'] and server.calls == []


def test_a_refused_login_causes_no_login(server):
    server.then(REFUSED)
    session = store(server)
    assert session.cimi_login(session.login_params).status_code == 403 and len(server.calls) == 1
    assert session.cimi_login({}) is None
    assert session.cimi_login(None) is None
    assert len(server.calls) == 1


def test_programs_may_replace_private_parts_in_their_tests(server):
    class Answer(object):
        status_code, cookies, headers = 403, None, {}

    called = []
    session = store(server, creds={})
    assert session.login_params == {}
    session._request = lambda *args, **kwargs: Answer()
    session.cimi_login = called.append
    assert session.request('GET', server.endpoint + '/run').status_code == 403
    assert called == [{}] and server.calls == []


def test_the_body_reaches_send(server, monkeypatch):
    sent = []
    answer = requests.Response()
    answer.status_code = 200
    monkeypatch.setattr(requests.sessions.Session, 'send',
                        lambda self, request, **kwargs: sent.append(request.body) or answer)
    store(server).post(server.endpoint + '/x', data='body')
    assert sent == ['body']


@pytest.mark.parametrize('script, method, options, expected', [
    ([reply(503), reply(502), reply(200, 'ok')], 'GET', {'idempotent': False}, 3),
    ([hang_up, reply(200, 'ok')], 'GET', {}, 2),
    ([reply(429, Retry_After='7'), reply(200, 'ok')], 'PUT', {'idempotent': True}, 2)])
def test_b43_reads_are_repeated(server, script, method, options, expected):
    server.then(*script)
    waits = []
    session = store(server, retries=2, sleep=waits.append)
    assert session.request(method, server.endpoint + '/x', **options).text == 'ok'
    assert len(server.calls) == expected and len(waits) == expected - 1
    assert method == 'GET' or waits == [7.0]


@pytest.mark.parametrize('script', [[reply(503), reply(200)], [reply(429), reply(200)],
                                    [hang_up, reply(200)], [reply(504), reply(200)]])
@pytest.mark.parametrize('method', ['POST', 'DELETE', 'PUT'])
def test_nothing_that_changes_something_is_sent_twice(server, script, method):
    server.then(*script)
    session = store(server, retries=5, sleep=lambda seconds: None)
    try:
        assert session.request(method, server.endpoint + '/run').status_code in (429, 503, 504)
    except requests.exceptions.ConnectionError:
        pass
    assert len(server.calls) == 1


def test_failed_connects_are_repeated_for_any_method():
    waits = []
    session = SessionStore('http://127.0.0.1:1', persist_cookie=False, retries=2,
                           sleep=waits.append)
    with pytest.raises(requests.exceptions.ConnectionError):
        session.post('http://127.0.0.1:1/run', data=b'x')
    assert len(waits) == 2


def test_retries_end_with_the_total_time(server):
    server.then(reply(503))
    session = store(server, retries=Retries(5, total=0.0001))
    assert session.get(server.endpoint + '/x').status_code == 503 and len(server.calls) == 1


def test_retries_do_not_send_half_a_body(server):
    server.then(hang_up)
    session = store(server, retries=2, sleep=lambda seconds: None)
    with pytest.raises(requests.exceptions.ConnectionError):
        session.request('PUT', server.endpoint + '/x', data=iter([b'a']), idempotent=True)
    assert len(server.calls) <= 1


def test_timeouts_are_those_of_the_api_or_the_global_one(server, monkeypatch):
    seen = []
    monkeypatch.setattr(requests.Session, 'request',
                        lambda self, method, url, **options: seen.append(options['timeout'])
                        or requests.Response())
    monkeypatch.setattr(requests.Response, 'status_code', 200, raising=False)
    for timeout in (None, 3, (1, 2)):
        api = Api(server.endpoint, persist_cookie=False, timeout=timeout)
        api.session.request('GET', server.endpoint)
    api.session.request('GET', server.endpoint, timeout=9)
    monkeypatch.setattr('slipstream.api.api.DEFAULT_TIMEOUT', 77)
    Api(server.endpoint, persist_cookie=False).session.request('GET', server.endpoint)
    SessionStore(server.endpoint, persist_cookie=False).request('GET', server.endpoint)
    assert seen == [120, 3, (1, 2), 9, 77, 120]


@pytest.mark.parametrize('value', [0, -1, 'x', True, (1,), (1, 2, 3), (1, 'x'), [1, 0]])
def test_bad_timeouts_and_retries_are_refused(value):
    with pytest.raises(ValueError):
        SessionStore('http://h', persist_cookie=False, timeout=value)


def test_a_stalled_body_is_a_timeout(server):
    stop = threading.Event()

    def stall(connection, request):
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nab')
        happens(stop)

    server.then(stall)
    try:
        with pytest.raises(requests.exceptions.Timeout):
            store(server).get(server.endpoint + '/x', timeout=0.05)
    finally:
        stop.set()


def test_a_short_body_is_an_error(server):
    server.then(lambda connection, request: connection.sendall(
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nab'))
    with pytest.raises((requests.exceptions.ConnectionError,
                        requests.exceptions.ChunkedEncodingError)):
        store(server).get(server.endpoint + '/x')


def test_a_streamed_body_is_left_to_the_caller(server):
    server.then(reply(200, 'abc'))
    assert store(server).get(server.endpoint + '/x', stream=True).content == b'abc'
