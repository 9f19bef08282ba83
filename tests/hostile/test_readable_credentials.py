# -*- coding: utf-8 -*-
"""Credentials over plain http are never sent to another machine."""
from __future__ import unicode_literals

import copy
import pickle

import pytest
import requests
from requests.adapters import BaseAdapter

from slipstream.api import Api, InsecureLoginError, SlipStreamError
from slipstream.api.compat import to_text
from slipstream.api.transport.credentials import SESSION_COOKIE
from slipstream.sandbox import Sandbox

REMOTE = 'http://slipstream.test'
JANE = {'username': 'jane', 'password': 'jane-password'}
KEY = {'key': 'credential/1', 'secret': 'jane-secret'}
SECRETS = ('jane-password', 'jane-secret', 'planted')


class Wire(BaseAdapter):
    """A network with an eavesdropper.

    :ivar seen: everything that was sent, as text.
    :ivar answers: the status of the next responses; when they are over, 401.
    :ivar fields: header fields of every response.
    """

    def __init__(self):
        super(Wire, self).__init__()
        self.seen, self.answers, self.fields = [], [], {}

    def send(self, request, **_):
        """Listen, and respond."""
        self.seen.append('%s %s %s %s' % (request.method, request.url, dict(request.headers),
                                          to_text(request.body)))
        response = requests.Response()
        response.status_code = self.answers.pop(0) if self.answers else 401
        response.url, response.request, response._content = request.url, request, b''
        response.headers.update(self.fields)
        return response

    def close(self):
        """Nothing is open."""


@pytest.fixture
def wire():
    """An adapter that notes what would leave this machine, and sends nothing."""
    return Wire()


@pytest.fixture
def connect(wire):
    """A function that makes an Api of a service on another machine, over plain http."""
    def make(endpoint=REMOTE, made=None, **options):
        api = made or Api(endpoint, persist_cookie=False, retries=0, **options)
        api.session.mount('http://', wire)
        api.session.mount('https://', wire)
        return api
    return make


def with_session(api, **options):
    """Let an Api have a session that says ``planted``."""
    api.session.cookies.set(SESSION_COOKIE, 'token=planted', **options)
    return api


LOGINS = [
    lambda api: api.login_internal('jane', 'jane-password'),
    lambda api: api.login_apikey('credential/1', 'jane-secret'),
    lambda api: api.login({'href': 'session-template/other', 'pin': 'planted'}),
    lambda api: api.login('jane', 'jane-password'),
    lambda api: api.session.cimi_login({'href': 'x', 'pin': 'planted'}),
    lambda api: api.session.post(api.session.session_base_url, data={'pin': 'planted'}),
    lambda api: api.session.post(REMOTE + '/auth/login?username=jane', data='pin=planted'),
    lambda api: api.cimi_add('sessions', {'sessionTemplate': {'pin': 'planted'}})]


@pytest.mark.parametrize('login', LOGINS)
def test_no_login_leaves_over_plain_http(connect, wire, login):
    wire.answers = [200]
    with pytest.raises((InsecureLoginError, SlipStreamError)):
        login(connect())
    assert not any(secret in seen for seen in wire.seen for secret in SECRETS)
    assert not any(seen.startswith('POST') for seen in wire.seen)


@pytest.mark.parametrize('status', [401, 403])
@pytest.mark.parametrize('creds', [JANE, KEY])
@pytest.mark.parametrize('call', [
    lambda api: api.get_user('jane'), lambda api: api.cimi_get('event/1'),
    lambda api: api.deploy('apps/WordPress/wordpress'), lambda api: api.terminate(
        '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b')])
def test_no_login_in_response_to_a_refusal_leaves(connect, wire, creds, call, status):
    wire.answers = [status] * 9
    api = connect(reauthenticate=True, login_creds=creds)
    for _ in range(2):
        with pytest.raises(SlipStreamError) as info:
            call(api)
        assert info.value.status_code == status
        assert isinstance(info.value.__cause__, InsecureLoginError)
        assert not any(secret in str(info.value.__cause__) for secret in SECRETS)
    assert not any(secret in seen for seen in wire.seen for secret in SECRETS)


def test_no_login_of_the_environment_leaves(connect, wire, monkeypatch):
    for name, value in (('ENDPOINT', REMOTE), ('USERNAME', 'jane'), ('PASSWORD', 'jane-password')):
        monkeypatch.setenv(str('SLIPSTREAM_' + name), str(value))
    api = connect(made=Api.from_environment(persist_cookie=False))
    with pytest.raises(SlipStreamError) as info:
        api.get_user('jane')
    assert isinstance(info.value.__cause__, InsecureLoginError) and len(wire.seen) == 1


@pytest.mark.parametrize('ask', [lambda api: api.username, lambda api: api.current_session(),
                                 lambda api: api.is_authenticated()])
def test_questions_about_the_user_report_why_nobody_is_logged_in(connect, wire, ask):
    wire.send, answer = lambda request, **_: Answering(request), wire.send
    api = connect(login_creds=JANE)
    with pytest.raises(InsecureLoginError):
        ask(api)
    assert wire.seen == [] and answer


class Answering(requests.Response):
    """A response that says that nobody is logged in."""

    def __init__(self, request):
        super(Answering, self).__init__()
        self.status_code, self.url, self.request = 200, request.url, request
        self._content = b'{"sessions": []}'


@pytest.mark.parametrize('secure', [True, False])
@pytest.mark.parametrize('domain', ['slipstream.test', ''])
def test_no_session_leaves_whether_or_not_it_is_marked_secure(connect, wire, secure, domain):
    api = with_session(connect(), domain=domain, secure=secure)
    with pytest.raises(SlipStreamError):
        api.get_user('jane')
    assert not any('planted' in seen for seen in wire.seen)


def test_a_session_that_cannot_leave_is_reported(connect, wire):
    with pytest.raises(InsecureLoginError) as info:
        with_session(connect(), domain='slipstream.test').get_user('jane')
    assert 'https' in str(info.value) and 'planted' not in str(info.value) and wire.seen == []


EXPLICIT = [
    {'headers': {'Authorization': 'planted'}}, {'headers': {'authorization': 'planted'}},
    {'headers': {'Cookie': 'a=b; %s=token=planted' % SESSION_COOKIE}},
    {'cookies': {SESSION_COOKIE: 'token=planted'}}, {'auth': ('jane', 'jane-password')},
    {'auth': requests.auth.HTTPBasicAuth('jane', 'jane-password')},
    {'json': {'password': 'planted'}}, {'data': {'secretKey': 'planted', 'password': 'planted'}}]


@pytest.mark.parametrize('options', EXPLICIT)
@pytest.mark.parametrize('url', [REMOTE + '/run', 'http://elsewhere.test/object'])
def test_nothing_that_the_caller_adds_leaves(connect, wire, options, url):
    api = connect()
    with pytest.raises(InsecureLoginError):
        api.session.request('PUT', url, **options)
    assert wire.seen == []


@pytest.mark.parametrize('change', [
    lambda session: setattr(session, 'auth', ('jane', 'jane-password')),
    lambda session: session.headers.update(Authorization='planted')])
def test_what_the_session_adds_to_each_request_stays_with_the_service(connect, wire, change):
    api = connect()
    change(api.session)
    with pytest.raises(InsecureLoginError):
        api.session.get(REMOTE + '/run')
    assert wire.seen == []
    for url in ('http://elsewhere.test/object', 'https://elsewhere.test/object'):
        api.session.get(url)
    assert len(wire.seen) == 2
    assert not any('planted' in seen or 'Basic' in seen for seen in wire.seen)


def test_credentials_in_an_address_do_not_leave(connect, wire):
    with pytest.raises(InsecureLoginError) as info:
        connect().session.get('http://jane:planted@elsewhere.test/object')
    assert wire.seen == [] and 'planted' not in str(info.value)


def test_what_is_prepared_by_hand_does_not_leave(connect, wire):
    api = with_session(connect(), domain='slipstream.test')
    prepared = api.session.prepare_request(requests.Request('GET', REMOTE + '/run'))
    with pytest.raises(InsecureLoginError):
        api.session.send(prepared)
    assert wire.seen == []


@pytest.mark.parametrize('duplicate', [copy.deepcopy,
                                       lambda api: pickle.loads(pickle.dumps(api))])
def test_copies_keep_the_rule(connect, wire, duplicate):
    api = connect(made=duplicate(Api(REMOTE, persist_cookie=False, retries=0)))
    with pytest.raises(InsecureLoginError):
        api.login_internal('jane', 'jane-password')
    assert wire.seen == []


@pytest.mark.parametrize('start', ['https://slipstream.test', 'http://127.0.0.1:1'])
def test_no_redirect_leads_a_session_to_where_it_can_be_read(connect, wire, start):
    api = connect(start)
    for domain in ('slipstream.test', '127.0.0.1'):
        with_session(api, domain=domain)
    wire.answers, wire.fields = [302, 302, 302], {'Location': REMOTE + '/there'}
    with pytest.raises((SlipStreamError, requests.exceptions.RequestException)):
        api.get_user('jane')
    assert 'planted' in wire.seen[0] and wire.seen[0].startswith('GET ' + start)
    assert not any('planted' in seen for seen in wire.seen[1:])


@pytest.mark.parametrize('endpoint, options', [
    (REMOTE, {'insecure': True}), (REMOTE + ':8080', {'insecure': 'yes'}),
    ('http://localhost', {}), ('http://127.0.0.1:8', {}), ('http://[::1]:8', {}),
    ('https://slipstream.test', {})])
def test_where_the_user_accepts_it_or_nobody_listens_credentials_leave(connect, wire, endpoint,
                                                                     options):
    api = connect(endpoint, **options)
    with pytest.raises(SlipStreamError):
        api.login_internal('jane', 'jane-password')
    api.session.get(endpoint + '/run', auth=('jane', 'x'))
    assert 'jane-password' in wire.seen[0] and 'Basic' in wire.seen[1]


@pytest.mark.parametrize('place', ['http://elsewhere.test', 'http://slipstream.test:81'])
def test_what_the_user_accepts_is_about_one_place(connect, wire, place):
    api = connect(insecure=True)
    with pytest.raises(InsecureLoginError):
        api.session.get(place, auth=('jane', 'x'))
    assert wire.seen == []


def test_anonymous_reading_works_over_plain_http(connect, wire):
    wire.answers = [200]
    assert connect().session.get(REMOTE + '/api/cloud-entry-point').status_code == 200


def test_on_this_machine_plain_http_is_safe():
    with Sandbox(http=True, speed=0) as sandbox, Api(
            sandbox.endpoint, persist_cookie=False, reauthenticate=True, login_creds=JANE) as api:
        assert api.get_user('jane').username == 'jane'
