# -*- coding: utf-8 -*-
"""Logging in again, without anything that sends."""
from __future__ import unicode_literals

import collections
import threading

import pytest
import requests

from slipstream.api.transport import calls, credentials, forbidden_places, relogin

from ..fakes import answer

JANE = {'href': 'session-template/internal', 'username': 'jane', 'password': 'hush'}
TARZAN = dict(JANE, username='tarzan')
ENDPOINT = 'https://h'


def cookie_of(number):
    """The session with that number."""
    return credentials.session_cookie('%s=token=%s' % (credentials.SESSION_COOKIE, number))


def sender_of(stored=None):
    """The sender of a call that began when these credentials were stored."""
    call = calls.Call('GET', ENDPOINT, {})
    call.stored = stored
    return credentials.Sender(call)


def with_cookie(response, cookie):
    """A response that brings a session."""
    response.cookies.set(*cookie.header.split('=', 1))
    return response


class Service(object):
    """A service that has sessions, and what Relogin needs of a session store that talks to it.

    :ivar alive: the sessions that exist.
    :ivar forbidden: paths that are forbidden for everybody.
    :ivar refusing: the responses to the next logins; when they are over, logins succeed.
    :ivar log: what was asked.
    """

    endpoint, session_base_url = ENDPOINT, ENDPOINT + '/api/session'

    def __init__(self, login_params=None, refusal=403, lock=threading.RLock):
        self.login_params = dict(JANE) if login_params is None else login_params
        self.now, self.refusal = 0, refusal
        self.relogin = relogin.Relogin(lambda: self.now, lock)
        self.alive, self.forbidden, self.refusing, self.log = set(), set(), [], []
        self.cookie, self.opened = None, 0
        self.answer_for_session = self.tell_session

    def get(self, path='/api/event/1', **options):
        """Send a call; the status and the cause."""
        call = calls.Call('GET', ENDPOINT + path, options)
        response = self.answer(call)
        return response.status_code, getattr(response, 'refused_login', None)

    def answer(self, call, send=None):
        """Send a call, and again after a refusal, as the session store does."""
        send = send or Service.send
        call.stored = self.login_params
        call.response = send(self, call)
        if self.is_refused(call.url, call.response):
            self.relogin.repeat(self, call, send)
        return call.response

    def is_of(self, sender, cookie):
        """Whether a session is of a sender."""
        return self.relogin.is_of(sender, cookie, credentials.user_of(self.login_params))

    def send(self, call):
        """Respond to a call once."""
        request = requests.Request('GET', call.url, headers=call.options.get('headers')).prepare()
        if self.cookie is not None and 'Cookie' not in request.headers:
            request.headers['Cookie'] = self.cookie.header
        sender = credentials.Sender(call)
        sender.sign(request, self.is_of)
        path = call.url[len(ENDPOINT):]
        self.log.append('GET ' + path)
        good = sender.cookie in self.alive and path not in self.forbidden
        return answer(200 if good else self.refusal)

    def is_refused(self, url, response):
        """Whether a response is a refusal."""
        return response.status_code in (401, 403)

    def session_cookie(self):
        """The session that the next request is sent in."""
        return self.cookie

    def cimi_login(self, login_params):
        """Log in as the session store does."""
        if not login_params:
            return None
        with self.relogin.login(login_params) as login:
            self.log.append('login ' + login_params['username'])
            login.response = self.refusing.pop(0) if self.refusing else self.open_session()
            if isinstance(login.response, Exception):
                raise login.response
        return login.response

    def open_session(self):
        """Respond to a login with a new session."""
        self.opened += 1
        self.cookie = cookie_of(self.opened)
        self.alive.add(self.cookie)
        return with_cookie(answer(201, json={'resource-id': 'session/1'}), self.cookie)

    def ask_for_session(self, cookie):
        """Respond to the question which session a cookie stands for."""
        self.log.append('question')
        return self.answer_for_session(cookie)

    def tell_session(self, cookie):
        """Respond to it as the service does."""
        return answer(200, json={'sessions': [{}] if cookie in self.alive else []})

    def asked(self):
        """What was asked since the last time."""
        log, self.log = self.log, []
        return log


GET = 'GET /api/event/1'


@pytest.mark.parametrize('refusal', [401, 403])
def test_sessions_may_end_again_and_again(refusal):
    service = Service(refusal=refusal)
    for turn in range(5):
        assert service.get() == (200, None)
        questions = ['question'] if turn and refusal == 403 else []
        assert service.asked() == [GET] + questions + ['login jane', GET]
        assert service.get() == (200, None) and service.asked() == [GET]
        service.alive.clear()


@pytest.mark.parametrize('refusal', [401, 403])
def test_a_session_that_ends_before_the_call_is_repeated_is_followed_by_another(refusal):
    service = Service(refusal=refusal)
    opening, endings = service.open_session, [True] * 3

    def open_briefly():
        response = opening()
        if endings:
            endings.pop()
            service.alive.clear()
        return response

    service.open_session = open_briefly
    assert service.get() == (200, None)
    assert service.asked() == [GET] + ['login jane', GET, 'question'] * 3 + ['login jane', GET]


@pytest.mark.parametrize('refusal', [401, 403])
def test_a_service_whose_sessions_end_at_once_is_asked_only_some_times(refusal):
    service = Service(refusal=refusal)
    service.open_session = lambda: with_cookie(answer(201), Service.open_session(
        service) and service.alive.clear() or service.cookie)
    assert service.get() == (refusal, None)
    assert service.asked().count('login jane') == relogin.MOST_REAUTHENTICATIONS


@pytest.mark.parametrize('refusal', [401, 403])
def test_a_login_that_brings_no_session_is_not_repeated(refusal):
    service = Service(refusal=refusal)
    service.open_session = lambda: answer(201)
    assert service.get() == (refusal, None) and service.asked() == [GET, 'login jane', GET]


def test_what_is_forbidden_costs_one_question_for_a_while():
    service = Service()
    service.forbidden.add('/api/event/1')
    assert service.get() == (403, None)
    assert service.asked() == [GET, 'login jane', GET, 'question']
    for _ in range(3):
        assert service.get() == (403, None) and service.asked() == [GET]
    service.now += forbidden_places.TRUSTED_FOR
    assert service.get() == (403, None) and service.asked() == [GET, 'question']
    assert service.get() == (403, None) and service.asked() == [GET]


def test_what_is_forbidden_in_one_collection_says_nothing_of_others():
    service = Service()
    service.forbidden |= {'/api/event/1', '/module/a'}
    assert service.get() == service.get('/module/a') == (403, None)
    service.alive.clear()
    assert service.get('/api/user/jane') == (200, None)
    assert service.opened == 2 and service.get() == (403, None)
    assert service.opened == 2


def test_a_new_session_is_trusted_no_longer_than_it_was_asked_for():
    service = Service()
    service.forbidden.add('/api/event/1')
    service.get()
    service.alive.clear()
    assert service.get('/api/user/jane') == (200, None)
    service.alive.clear()
    service.forbidden.clear()
    assert service.get() == (200, None) and service.opened == 3


@pytest.mark.parametrize('response', [
    answer(200, body=b'welcome'), answer(200, json=[]), answer(200, json={'sessions': None}),
    answer(500), answer(404), None])
def test_a_403_stands_if_nobody_says_that_the_session_has_ended(response):
    service = Service()
    service.get()
    service.alive.clear()
    service.answer_for_session = lambda cookie: response
    service.asked()
    assert service.get() == (403, None) and service.asked() == [GET, 'question']
    assert service.get() == (403, None) and service.asked() == [GET]


@pytest.mark.parametrize('status', [401, 403])
def test_a_service_that_refuses_even_the_question_wants_a_login_but_only_one(status):
    service = Service()
    service.answer_for_session = lambda cookie: answer(status)
    service.get()
    service.alive.clear()
    service.asked()
    assert service.get() == (200, None)
    assert service.asked() == [GET, 'question', 'login jane', GET]
    service.forbidden.add('/api/event/1')
    assert service.get() == (403, None)
    assert service.asked() == [GET, 'question', 'login jane', GET, 'question']
    assert service.get() == (403, None) and service.asked() == [GET]


def test_the_first_403_in_a_session_of_the_user_leads_to_one_login():
    service = Service()
    service.cimi_login(JANE)
    service.relogin.forget_session()
    service.alive.clear()
    service.asked()
    assert service.get() == (200, None) and service.asked() == [GET, 'login jane', GET]


# Whose request it is


def meanwhile(service, happen):
    """Let something happen after the first request of a call was sent."""
    def send(session, call):
        response = Service.send(session, call)
        if len(session.log) == 1:
            happen()
            session.log.append('meanwhile')
        return response

    call = calls.Call('GET', ENDPOINT + '/api/event/1', {})
    service.asked()
    return service.answer(call, send).status_code


def log_in_as(service, params):
    """What a login of the user does."""
    service.cimi_login(params)
    service.login_params = params
    service.relogin.forget_session()


@pytest.mark.parametrize('had_session', [True, False])
def test_a_refused_request_is_not_repeated_as_somebody_who_logged_in_meanwhile(had_session):
    service = Service()
    if had_session:
        service.get()
        service.alive.clear()
    assert meanwhile(service, lambda: log_in_as(service, TARZAN)) == 403
    assert service.log == [GET, 'login tarzan', 'meanwhile']


def test_a_request_of_nobody_is_not_repeated_as_somebody():
    service = Service({})
    assert meanwhile(service, lambda: log_in_as(service, TARZAN)) == 403
    assert service.log == [GET, 'login tarzan', 'meanwhile']


def test_a_request_in_a_session_of_unknown_origin_is_not_repeated_as_somebody():
    service = Service({})
    service.cookie = cookie_of('from a file')
    assert meanwhile(service, lambda: log_in_as(service, TARZAN)) == 403
    assert service.log == [GET, 'login tarzan', 'meanwhile']


def test_a_request_is_repeated_when_the_same_user_logged_in_meanwhile():
    service = Service()
    assert meanwhile(service, lambda: log_in_as(service, dict(JANE, password='new'))) == 200
    assert service.log == [GET, 'login jane', 'meanwhile', GET]


def test_after_a_change_of_the_stored_credentials_nobody_logs_in_for_a_request_of_before():
    service = Service()
    service.get()
    service.alive.clear()
    assert meanwhile(service, lambda: setattr(service, 'login_params', TARZAN)) == 403
    assert service.log == [GET, 'meanwhile']


def test_after_a_logout_nobody_logs_in_for_a_request_of_before():
    service = Service()

    def log_out():
        service.cookie = service.login_params = None

    service.get()
    service.alive.clear()
    assert meanwhile(service, log_out) == 403 and service.log == [GET, 'meanwhile']


def test_a_session_of_unknown_origin_belongs_to_the_stored_credentials():
    service = Service()
    service.cookie = cookie_of('from a file')
    assert service.get() == (200, None) and service.asked() == [GET, 'login jane', GET]


def test_what_is_repeated_goes_out_in_the_session_of_its_user():
    service, sent = Service(), []

    def send(session, call):
        if sent:
            log_in_as(session, TARZAN)
        response = Service.send(session, call)
        sent.append(credentials.Sender(call).cookie)
        return response

    call = calls.Call('GET', ENDPOINT + '/api/event/1', {})
    assert service.answer(call, send).status_code == 200
    assert service.log == [GET, 'login jane', 'login tarzan', GET]
    assert sent == [None, cookie_of(1)] and service.cookie == cookie_of(2)


@pytest.mark.parametrize('earlier_logins', [0, 1])
def test_while_somebody_logs_in_a_new_session_may_be_his(earlier_logins):
    service = Service()
    for _ in range(earlier_logins):
        service.cimi_login(JANE)
    service.cookie = cookie_of(1)
    sender = sender_of(JANE)
    request = requests.Request('GET', ENDPOINT, headers={'Cookie': cookie_of(1).header}).prepare()
    sender.sign(request, service.is_of)
    request.headers['Cookie'] = 'a=b; ' + cookie_of(2).header
    with service.relogin.login(TARZAN) as login:
        login.response = with_cookie(answer(201), cookie_of(2))
        sender.sign(request, service.is_of)
    assert request.headers['Cookie'] == 'a=b; ' + cookie_of(1).header
    request.headers['Cookie'] = cookie_of(3).header
    sender.sign(request, service.is_of)
    assert sender.cookie == cookie_of(3)


@pytest.mark.parametrize('options', [
    {'headers': {'cookie': cookie_of(5).header}},
    {'cookies': {credentials.SESSION_COOKIE: 'token=5'}}])
def test_a_call_with_a_session_of_its_own_is_not_repeated_in_another(options):
    service = Service()
    assert service.get(**options) == (403, None) and service.asked() == [GET]


def test_old_sessions_are_forgotten():
    service = Service()
    for number in range(200):
        service.cimi_login(dict(JANE, username='user%d' % number))
    assert len(service.relogin._users) == 100
    assert service.relogin._user(cookie_of(200), None) == credentials.user_of(
        dict(JANE, username='user199'))
    assert service.relogin._user(cookie_of(1), None) == ('session', cookie_of(1))


@pytest.mark.parametrize('headers', [
    {'X-Odd': cookie_of(5).header}, {'X-Odd': '5'}, None])
def test_a_call_with_headers_of_its_own_is_repeated(headers):
    service = Service()
    assert service.get(headers=headers) == (200, None)
    assert service.asked() == [GET, 'login jane', GET]


def test_what_is_remembered_again_takes_no_room_and_is_the_youngest():
    memory = collections.OrderedDict((number, 'old') for number in range(100))
    relogin._remember(memory, 50, 'new')
    assert sorted(memory) == list(range(100)) and list(memory.items())[-1] == (50, 'new')
    relogin._remember(memory, 100, 'new')
    assert sorted(memory) == list(range(1, 101))
