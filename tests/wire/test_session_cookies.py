# -*- coding: utf-8 -*-
"""Cookies and credentials of a session: where they are kept, and where they are sent."""
from __future__ import unicode_literals

import copy
import logging
import pickle

import pytest
import requests

from slipstream.api import errors
from slipstream.api.transport import credentials
from slipstream.api.transport.credentials import to_login_params
from slipstream.api.transport.session import SessionStore

from .server import ScriptedServer, hang_up, reply
from .test_session import COOKIE, CREDS, REFUSED, by_cookie, login_answer, store


def test_b24_cookies_of_redirects_and_repeated_requests_are_saved(server, tmpdir):
    path = str(tmpdir.join('c.txt'))
    server.then(reply(302, Location='/there',
                      Set_Cookie='hop=1;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'), REFUSED,
                login_answer('new'),
                reply(302, Location='/there'),
                reply(200, Set_Cookie='late=1;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'))
    session = SessionStore(server.endpoint, True, path, CREDS)
    assert session.get(server.endpoint + '/here').status_code == 200
    assert set(SessionStore(server.endpoint, False, path).cookies.keys()) == {
        'hop', 'late', 'com.sixsq.slipstream.cookie'}


def test_b14_trouble_with_the_cookie_file_fails_no_request(server, tmpdir, monkeypatch):
    from slipstream.api.transport import cookie_file
    server.then(login_answer('new'))
    session = SessionStore(server.endpoint, True, str(tmpdir.join('c.txt')), CREDS)

    def full(path, changes, longest_wait):
        raise cookie_file.CookieFileError('No space left on device')

    monkeypatch.setattr(cookie_file, 'change', full)
    with pytest.warns(errors.CookieFileWarning) as seen:
        assert session.post(server.endpoint + '/run').status_code == 201
        assert session.post(server.endpoint + '/run').status_code == 201
    assert len(seen) == 1 and seen[0].filename.rstrip('co') == __file__.rstrip('co')
    assert session.cookies['com.sixsq.slipstream.cookie'] == 'token=new'


def test_b14_no_request_fails_where_warnings_are_errors(server, tmpdir, monkeypatch, caplog):
    from slipstream.api.transport import cookie_file
    server.then(login_answer('new'))
    session = SessionStore(server.endpoint, True, str(tmpdir.join('c.txt')), CREDS)
    monkeypatch.setattr(cookie_file, '_replace', lambda target, content: open('/nonexistent/x'))
    assert session.post(server.endpoint + '/run').status_code == 201
    assert 'Cookies are kept in memory' in caplog.text


def test_b22_clearing_a_domain_keeps_the_others(server, tmpdir):
    path = tmpdir.join('c.txt')
    path.write(
        '# Netscape HTTP Cookie '
        'File\none.org\tFALSE\t/\tFALSE\t\ta\tb\ntwo.org\tFALSE\t/\tFALSE\t\tc\td\n')
    session = SessionStore(server.endpoint, False, str(path))
    session.clear('one.org')
    session.clear('unknown.org')
    assert 'two.org' in path.read() and 'one.org' not in path.read()


def test_b23_forgetting_is_local_and_only_about_this_service(server, tmpdir):
    path = tmpdir.join('c.txt')
    path.write('# Netscape HTTP Cookie File\none.org\tFALSE\t/\tFALSE\t\ta\tb\n')
    server.then(login_answer('new'))
    session = SessionStore(server.endpoint, True, str(path), CREDS)
    session.cimi_login(session.login_params)
    assert 'token=new' in path.read()
    session.forget()
    assert 'token' not in path.read() and 'one.org' in path.read()
    assert session.login_params is None and session.cookies.get_dict('one.org') == {'a': 'b'}


def test_ports_do_not_see_each_others_sessions(server, tmpdir):
    path = str(tmpdir.join('c.txt'))
    server.then(login_answer('one'))
    with ScriptedServer(login_answer('two')) as other:
        for service in (server, other):
            SessionStore(service.endpoint, True, path, CREDS).cimi_login({'href': 'x'})
        server.then(reply())
        other.then(reply())
        for service, token in ((server, 'one'), (other, 'two')):
            session = SessionStore(service.endpoint, True, path)
            assert session.cookies['com.sixsq.slipstream.cookie'] == 'token=' + token
            session.get(server.endpoint)
            session.get(other.endpoint)
        assert ['cookie' in request.headers for request in server.requests] == [False, True, False]
        assert ['cookie' in request.headers for request in other.requests] == [False, False, True]


def cookie_sent(endpoint, url, **options):
    session = SessionStore(endpoint, persist_cookie=False, **options)
    host = requests.compat.urlparse(url).hostname
    session.cookies.set('com.sixsq.slipstream.cookie', 'token=x', domain=host, secure=True)
    return session.prepare_request(requests.Request('GET', url)).headers.get('Cookie')


@pytest.mark.parametrize('endpoint, url, options, expected', [
    ('https://h.org', 'https://h.org/x', {}, True), ('http://h.org', 'http://h.org/x', {}, False),
    ('http://h.org', 'http://h.org/x', {'insecure': True}, True),
    ('http://127.0.0.1:8', 'http://127.0.0.1:8/x', {}, True),
    ('http://h.org', 'http://other.org/x', {'insecure': True}, False),
    ('https://h.org', 'http://h.org/x', {'insecure': True}, False)])
def test_b39_secure_cookies_go_over_http_only_where_it_is_allowed(endpoint, url, options, expected):
    assert (cookie_sent(endpoint, url, **options) is not None) == expected


def test_an_explicit_cookie_header_stays(server):
    session = SessionStore(server.endpoint, persist_cookie=False)
    session.cookies.set('other', '2')
    request = requests.Request('GET', server.endpoint, headers={'Cookie': 'mine=1'})
    assert session.prepare_request(request).headers['Cookie'] == 'mine=1'


@pytest.mark.parametrize('endpoint, options, expected', [
    ('https://h', {}, True), ('http://h', {}, False), ('http://h', {'insecure': 'yes'}, True),
    ('http://localhost:8', {}, True),
    ('http://[::1]', {}, True)])
def test_credentials_may_go_where_nobody_else_can_read_them(endpoint, options, expected):
    assert SessionStore(endpoint, persist_cookie=False,
                        **options).may_send_credentials() is expected


@pytest.mark.parametrize('insecure, verify', [
    (True, False), (1, False), ('yes', False), ('True', False), (False, True), (None, True),
    ('', True), (0, True),
    ('false', True), ('no', True), ('0', True)])
def test_b41_insecure_is_plain_truth(insecure, verify):
    assert SessionStore('https://h', persist_cookie=False, insecure=insecure).verify is verify


def test_b40_insecure_wins_over_the_environment(monkeypatch):
    monkeypatch.setenv(str('REQUESTS_CA_BUNDLE'), str('/some/bundle'))

    def merged(**options):
        session = SessionStore('https://h', persist_cookie=False, **options)
        return session.merge_environment_settings('https://h', {}, None, None, None)['verify']

    assert merged(insecure=True) is False
    assert merged() == '/some/bundle'


def test_b46_credentials_of_a_netrc_file_are_not_sent(server, tmpdir, monkeypatch):
    tmpdir.join('netrc').write('machine 127.0.0.1 login a password hush\n')
    monkeypatch.setenv(str('NETRC'), str(tmpdir.join('netrc')))
    server.then(reply())
    store(server).get(server.endpoint + '/x')
    assert 'authorization' not in server.requests[0].headers
    session = store(server)
    session.auth = ('jane', 'pw')
    session.get(server.endpoint + '/x')
    assert server.requests[1].headers['authorization'].startswith('Basic ')


def test_b30_credentials_of_the_caller_are_copied():
    creds = {'username': 'jane', 'password': 'hush'}
    session = SessionStore('https://h', persist_cookie=False, login_creds=creds)
    assert creds == {'username': 'jane', 'password': 'hush'}
    assert session.login_params == dict(creds, href='session-template/internal')
    assert to_login_params({'key': 'k', 'secret': 's'}) == {'href': 'session-template/api-key',
                                                            'key': 'k', 'secret': 's'}
    assert to_login_params(None) == to_login_params({}) == to_login_params(
        {'username': None, 'password': None}) == {}


@pytest.mark.parametrize('creds', [{'username': 'jane'}, {'user': 'jane', 'password': 'hush'},
                                   {'key': 'k', 'secret': ''}])
def test_b29_incomplete_credentials_are_refused(creds):
    with pytest.raises(ValueError) as info:
        SessionStore('https://h', persist_cookie=False, login_creds=creds)
    assert 'username and password' in str(info.value) and 'hush' not in str(info.value)


def test_b44_sessions_are_pickled_without_secrets(server, tmpdir):
    server.then(login_answer('planted-token'))
    session = SessionStore(server.endpoint, True, str(tmpdir.join('c.txt')),
                           {'username': 'jane', 'password': 'planted-password'})
    session.cimi_login(session.login_params)
    session.headers['Authorization'] = session.auth = 'planted-header'
    data = pickle.dumps(session, 2)
    assert b'planted' not in data
    again = pickle.loads(data)
    assert again.cookies['com.sixsq.slipstream.cookie'] == 'token=planted-token'
    assert again.login_params == {}
    assert (again.endpoint, again.reauthenticate, again.timeout) == (session.endpoint, True, None)
    again.get(server.endpoint + '/x')
    assert server.requests[-1].headers['cookie'].endswith('planted-token')


def test_b44_sessions_are_copied_with_everything(server):
    server.then(login_answer('new'))
    session = store(server)
    session.cimi_login(session.login_params)
    made = copy.deepcopy(session)
    assert made.cookies.get_dict() == session.cookies.get_dict()
    assert made.login_params == session.login_params
    assert made.cookies is not session.cookies


def test_b90_each_request_is_logged_without_secrets(server, caplog):
    caplog.set_level(logging.DEBUG, str('slipstream.api'))
    server.then(by_cookie())
    store(server).get(server.endpoint + '/run?token=hush')
    lines = [record.getMessage() for record in caplog.records
             if record.name == 'slipstream.api.transport.history']
    assert lines[-1].startswith('GET /run 200 in ')
    assert lines[-1].endswith(' ms, after logging in again')
    assert 'hush' not in caplog.text and 'new' not in caplog.text


def test_another_jar_may_be_put_in_place(server):
    server.then(reply(200, Set_Cookie='a=b'))
    session = store(server)
    session.cookies = requests.cookies.RequestsCookieJar()
    session.get(server.endpoint)
    assert session.cookies['a'] == 'b'
    session.forget()
    assert len(session.cookies) == 0


def test_cookies_of_a_call_go_where_the_call_goes_and_no_further(server):
    session = store(server)
    with ScriptedServer(reply()) as foreign:
        server.then(reply(302, Location=foreign.endpoint + '/there'), reply())
        for cookies in ({'a': 'b'}, requests.cookies.cookiejar_from_dict({'a': 'b'})):
            session.get(server.endpoint + '/here', cookies=cookies)
            assert server.requests[-1].headers['cookie'] == 'a=b'
        session.get(foreign.endpoint + '/here', cookies={'a': 'b'})
        assert [request.headers.get('cookie') for request in foreign.requests] == [None, 'a=b']
    session.get(server.endpoint + '/here')
    assert 'cookie' not in server.requests[-1].headers


def test_cookies_that_a_program_sets_without_a_host_go_to_the_service(server):
    session = copy.deepcopy(store(server))
    requests.utils.add_dict_to_cookiejar(session.cookies, {'a': 'b'})
    server.then(reply())
    with ScriptedServer(reply()) as foreign:
        session.get(server.endpoint + '/here')
        session.get(foreign.endpoint + '/there')
        assert 'cookie' not in foreign.requests[0].headers
    assert server.requests[0].headers['cookie'] == 'a=b'


def test_a_session_that_a_program_has_set_is_replaced_by_a_login_and_forgotten(server):
    server.then(by_cookie())
    session = store(server)
    name = 'com.sixsq.slipstream.cookie'
    requests.utils.add_dict_to_cookiejar(session.cookies, {name: 'token=old'})
    assert session.get(server.endpoint + '/run').text == 'welcome'
    assert server.requests[0].headers['cookie'] == name + '=token=old'
    assert server.requests[-1].headers['cookie'] == name + '=token=new'
    requests.utils.add_dict_to_cookiejar(session.cookies, {name: 'token=old'})
    session.forget()
    assert len(session.cookies) == 0


def test_an_endpoint_that_is_no_address_has_no_session():
    assert SessionStore('nuv.la', persist_cookie=False).session_cookie() is None


def test_a_service_that_cannot_be_asked_tells_of_no_session(server):
    session = SessionStore(server.endpoint, persist_cookie=False, retries=0)
    cookie = credentials.SessionCookie(str('com.sixsq.slipstream.cookie=token=x'))
    server.then(hang_up)
    assert session.ask_for_session(cookie) is None
    session.close()


@pytest.mark.parametrize('unwanted', ['Secure;', 'none'])
def test_a_session_that_a_redirect_brings_is_that_of_the_next_request(server, unwanted):
    server.then(reply(302, Location='/there', Set_Cookie=(COOKIE % 'new').replace(unwanted, '')),
                reply())
    with SessionStore(server.endpoint, persist_cookie=False, retries=0) as session:
        session.get(server.endpoint + '/here')
    assert 'token=new' in server.requests[-1].headers['cookie']
