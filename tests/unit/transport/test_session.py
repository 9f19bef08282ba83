# -*- coding: utf-8 -*-
"""The session of a service: what its requests carry, how long they may take, their users."""
from __future__ import unicode_literals

import copy
import io
import itertools

import pytest
import requests
from requests.packages import urllib3

from slipstream.api import InsecureLoginError
from slipstream.api.compat import cookiejar
from slipstream.api.transport import calls, credentials
from slipstream.api.transport.session import SessionStore

from .test_relogin import sender_of

ENDPOINT = 'https://h.org/slipstream'
JANE = {'href': 'session-template/internal', 'username': 'jane', 'password': 'Hn4mYd9-Rk8sTb2'}


class Service(requests.adapters.BaseAdapter):
    """Responds to every request in the same way, and keeps what it was asked."""

    def __init__(self, status=200, error=None, **headers):
        super(Service, self).__init__()
        self.status, self.error, self.headers = status, error, headers
        self.requests, self.deadlines, self.lefts = [], [], []

    def send(self, request, **options):
        """The response."""
        self.requests.append(request)
        deadline = calls.deadline()
        self.deadlines.append(deadline)
        self.lefts.append(deadline.left() if deadline else None)
        if self.error:
            raise self.error
        answer = requests.Response()
        answer.status_code, answer.request, answer.url = self.status, request, request.url
        answer.headers.update(self.headers)
        answer.raw = urllib3.HTTPResponse(io.BytesIO(b'{}'), self.headers, self.status,
                                          preload_content=False)
        return answer

    def close(self):
        """Nothing is open."""


def session_of(service, **options):
    """A session that sends everything to this service, at ten o'clock."""
    session = SessionStore(ENDPOINT, persist_cookie=False, retries=0, clock=lambda: 10, **options)
    for prefix in ('https://', 'http://'):
        session.mount(prefix, service)
    return session


def test_certificates_are_those_that_the_session_was_made_with(tmpdir):
    for name in ('a.pem', 'b.pem'):
        tmpdir.join(name).write('x')
    session = session_of(Service(), ca_bundle=str(tmpdir.join('a.pem')),
                         client_cert=str(tmpdir.join('b.pem')))
    assert (session.verify, session.cert) == (str(tmpdir.join('a.pem')), str(tmpdir.join('b.pem')))


def test_what_is_no_json_is_not_sent():
    service = Service()
    with pytest.raises(ValueError):
        session_of(service).put(ENDPOINT + '/api/x', json={'a': float('nan')})
    assert service.requests == []


def test_a_request_to_the_service_has_the_credentials_of_the_call_before_those_of_the_session():
    service = Service()
    session = session_of(service)
    session.get(ENDPOINT)
    session.auth = ('a', 'b')
    session.get(ENDPOINT)
    session.get(ENDPOINT, auth=('c', 'd'))
    assert [request.headers.get('Authorization') for request in service.requests] == [
        None, 'Basic YTpi', 'Basic Yzpk']


def test_a_request_to_another_place_has_nothing_that_is_meant_for_the_service():
    service = Service()
    session = session_of(service)
    session.auth, session.headers['X-Auth-Token'], session.headers['X-A'] = ('a', 'b'), 'c', 'd'
    session.get('https://i.org/x')
    session.get('https://i.org/x', auth=('e', 'f'), headers={'X-Auth-Token': 'g', 'accept': 'h/i'})
    bare, own = [request.headers for request in service.requests]
    assert ('Authorization' in bare, bare.get('X-Auth-Token'), bare['X-A'], bare['Accept']) == (
        False, None, 'd', '*/*')
    assert (own['Authorization'], own['X-Auth-Token'], own['Accept']) == (
        'Basic ZTpm', 'g', 'h/i')


def test_a_secret_that_was_sent_is_not_shown_where_it_is_quoted():
    session = session_of(Service())
    session.put(ENDPOINT + '/api/x', json={'password': JANE['password']})
    session.get(ENDPOINT + '/wrong/' + JANE['password'])
    assert session.history[-1].path == '/slipstream/wrong/********'


@pytest.mark.parametrize('body, left', [(b'x', 400), (None, 400), (io.BytesIO(b'x'), None)])
def test_a_call_has_its_time_from_the_beginning_unless_it_sends_a_file(body, left):
    service = Service()
    session_of(service, timeout=400).put(ENDPOINT, data=body)
    assert service.lefts == [left]


@pytest.mark.parametrize('of_session, options, is_lifted', [
    (False, {}, False), (False, {'stream': True}, True), (True, {}, True),
    (True, {'stream': False}, False)])
def test_a_response_that_the_caller_reads_may_take_as_long_as_that_takes(
        of_session, options, is_lifted):
    service = Service()
    session = session_of(service, timeout=400)
    session.stream = of_session
    session.get(ENDPOINT, **options)
    assert [deadline.left() for deadline in service.deadlines] == [None if is_lifted else 400]


@pytest.mark.parametrize('url, is_own', [
    (ENDPOINT, True), (ENDPOINT + '/run', True), ('HTTPS://H.ORG:443/slipstream/run', True),
    ('HTTPS://H.ORG/slipstream', True),
    ('https://h.org/slipstreams', False), ('https://h.org/', False),
    ('https://h.org:444/slipstream', False), ('http://h.org/slipstream', False),
    ('https://i.org/slipstream', False)])
def test_what_belongs_to_the_service_is_below_its_address(url, is_own):
    session = session_of(Service(), reauthenticate=True)
    answer = requests.Response()
    answer.status_code = 403
    assert session.need_to_login(url, 403) == session.is_refused(url, answer) == is_own
    answer.url = 'https://i.org/slipstream'
    assert not session.is_refused(url, answer)


def test_a_login_is_asked_for_json_and_not_sent_elsewhere():
    service = Service(303, Location='https://h.org/slipstream/elsewhere')
    assert session_of(service).cimi_login(JANE).status_code == 303
    request, = service.requests
    assert (request.method, request.url) == ('POST', ENDPOINT + '/api/session')
    assert request.headers['Accept'] == 'application/json'


def test_a_login_replaces_the_session_that_a_program_has_set_and_nothing_else():
    session = session_of(Service(201))
    for name in (credentials.SESSION_COOKIE, 'other'):
        for domain in ('', '.h.org'):
            session.cookies.set(name, 'x', domain=domain)
    session.cimi_login(JANE)
    assert session.cookies.keys() == ['other', 'other']


def test_whose_a_session_is_is_asked_with_its_cookie_only():
    service = Service(303, Location='https://h.org/slipstream/elsewhere')
    session = session_of(service)
    cookie = credentials.session_cookie(credentials.SESSION_COOKIE + '=token=x')
    assert session.ask_for_session(cookie).status_code == 303
    request, = service.requests
    assert (request.headers['Accept'], request.headers['Cookie']) == (
        'application/json', cookie.header)
    assert session_of(Service(error=requests.ConnectionError())).ask_for_session(cookie) is None


def test_the_cookies_of_the_service_are_forgotten_and_no_others():
    session = session_of(Service())
    for name, domain in (('a', 'h.org'), ('b', '.H.org'), ('c', 'i.org'), ('d', ''),
                         ('e', 'Xh.org')):
        session.cookies.set(name, 'x', domain=domain)
    session.forget()
    assert sorted(session.cookies.keys()) == ['c', 'e'] and session.login_params is None


def test_cookies_are_forgotten_while_other_threads_change_the_jar(monkeypatch):
    session, taken = session_of(Service()), []
    session.cookies.set('a', 'x', domain='h.org')
    snapshot = session.cookies.snapshot

    def noting():
        taken.append(True)
        return snapshot()

    monkeypatch.setattr(session.cookies, 'snapshot', noting)
    session.forget()
    assert taken == [True] and len(session.cookies) == 0


def test_a_session_belongs_to_who_has_logged_in_or_else_to_whose_credentials_are_stored():
    class Opening(Service):
        def send(self, request, **options):
            answer = super(Opening, self).send(request, **options)
            answer.cookies.set(credentials.SESSION_COOKIE, 'token=t')
            return answer

    tarzan = dict(JANE, username='tarzan')
    session = session_of(Opening(201))
    session.login_params = JANE
    session.cimi_login(tarzan)
    owners = [[session._is_of(sender_of(params), cookie) for params in (JANE, tarzan)]
              for cookie in (credentials.session_cookie(credentials.SESSION_COOKIE + '=token=t'),
                             credentials.session_cookie(credentials.SESSION_COOKIE + '=token=u'))]
    assert owners == [[False, True], [True, False]]


@pytest.mark.parametrize('changed', [lambda session: session.remember(JANE), SessionStore.forget])
def test_after_a_login_or_logout_no_session_counts_as_renewed(changed):
    session = session_of(Service())
    session._relogin._renewed = credentials.session_cookie(credentials.SESSION_COOKIE + '=token=t')
    changed(session)
    assert session._relogin._renewed is None


def test_another_jar_is_forgotten_as_well():
    session = session_of(Service())
    session.cookies = requests.cookies.RequestsCookieJar()
    for name, domain in (('a', 'h.org'), ('b', 'Xh.org'), ('c', '.H.org')):
        session.cookies.set(name, 'x', domain=domain)
    session.forget()
    assert isinstance(session.cookies, cookiejar.CookieJar) and session.cookies.keys() == ['b']


def test_a_prepared_request_needs_no_call():
    service = Service()
    answer = session_of(service).send(requests.Request('GET', ENDPOINT).prepare())
    assert answer.status_code == 200 and service.deadlines == [None]


def test_a_copy_sends_what_the_session_does():
    session = session_of(Service())
    session.auth, session.params, session.headers['X-A'] = ('a', 'b'), {'c': ['d']}, 'e'
    made = copy.deepcopy(session)
    assert (made.auth, made.params, made.headers['X-A']) == (('a', 'b'), {'c': ['d']}, 'e')
    made.params['c'].append('f')
    assert session.params == {'c': ['d']}


def test_what_is_one_object_is_one_in_a_copy():
    session, shared = session_of(Service()), ['d']
    session.params, session.hooks['response'] = {'c': shared}, shared
    made, copied = copy.deepcopy([session, shared])
    assert made.params['c'] is made.hooks['response'] is copied is not shared


def test_arguments_may_have_the_order_of_requests():
    service = Service()
    session_of(service).request('GET', ENDPOINT, {'a': 'b'}, None, {'X-A': 'c'})
    request, = service.requests
    assert (request.url, request.headers['X-A']) == (ENDPOINT + '?a=b', 'c')


def test_credentials_go_in_the_open_to_the_service_only_and_only_if_accepted():
    for insecure, accepted in ((True, True), (False, False)):
        session = session_of(Service(), insecure=insecure)
        session.endpoint = 'http://h.org/slipstream'
        for url, is_sent in ((session.endpoint, accepted), ('http://i.org/', False)):
            try:
                assert session.get(url, auth=('a', 'b')).status_code == 200 and is_sent
            except InsecureLoginError:
                assert not is_sent


def test_nobody_is_logged_in_again_unless_that_is_wanted():
    assert session_of(Service()).reauthenticate is False
    assert not session_of(Service()).need_to_login(ENDPOINT, 403)


@pytest.mark.parametrize('endpoint, port', [
    ('https://h.org', '80'), ('http://h.org:8080/x', '8080'), ('https://h.org:443', '443')])
def test_cookies_of_the_file_are_those_of_the_port_of_the_service(endpoint, port):
    assert SessionStore(endpoint, persist_cookie=False).cookies._port == port


def test_a_call_may_take_as_long_as_its_longest_timeout():
    session = session_of(Service())
    assert [session.longest_call(timeout) for timeout in (400, (1, 400), (400, None), 1, None)] == [
        400, 400, 400, session.retries.total, session.retries.total]


def test_each_user_of_a_service_has_a_cookie_file(tmpdir, monkeypatch):
    monkeypatch.setenv(str('HOME'), str(tmpdir))
    session = SessionStore(ENDPOINT, login_creds={'username': 'jane', 'password': 'x'})
    assert session.cookies.filename == str(
        tmpdir.join('.slipstream', 'sessions', 'h.org%2Fslipstream_jane.txt'))


def test_the_time_of_a_call_is_that_of_the_clock_of_the_session():
    session, seconds = session_of(Service()), itertools.count(0, 100)
    session.clock = lambda: next(seconds)
    session.retries.total = 10 ** 6
    session.get(ENDPOINT)
    assert session.history[-1].elapsed_ms >= 100000
