# -*- coding: utf-8 -*-
"""Credentials: which requests carry some, and where these may go."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import InsecureLoginError
from slipstream.api.transport import credentials

SESSION = credentials.SESSION_COOKIE + '=token=hush'


CARRYING = [
    {'headers': {'Authorization': 'Basic x'}}, {'headers': {'authorization': b'Bearer x'}},
    {'headers': {'X-Secret': 'x', 'X-Token.token': 'x'}},
    {'auth': ('jane', 'hush')}, {'headers': {'Cookie': SESSION}},
    {'headers': {'cookie': 'a=b;' + SESSION}}, {'cookies': {credentials.SESSION_COOKIE: 'token=x'}},
    {'data': {'password': 'hush'}}, {'json': {'a': {'password': 'hush'}}},
    {'data': b'<user name="a" password="hush"/>'}, {'data': bytearray(b'secret=hush')},
    {'json': {'passphrase': 'hush'}}, {'json': {'passwd': 'hush'}}, {'json': {'password1': 'hush'}},
    {'json': {'a': [{'privateKey': 'hush'}]}}, {'json': {'name': 'db_password', 'value': 'hush'}},
    {'data': {'parameter--node--web--passphrase': 'hush'}}, {'data': {'p\xe4ss-passwd': 'hush'}},
    {'data': '<parameter name="x.password"><value>hush</value></parameter>'},
    {'data': bytearray(b'<parameter type="Password"><value>hush</value></parameter>')},
    {'data': '{"p\\u0061ssword": "hush"}'}, {'data': b'p%61ssword=hush'},
    {'url': 'http://h/run?password=hush'}, {'url': 'http://h/run?limit=1&api-token=hush'},
    {'method': 'PUT', 'url': 'http://h/run/1/ss:db_password', 'data': 'hush'},
    {'url': 'http://jane:hush@h/run'}, {'method': 'POST', 'url': 'http://h/api/session'},
    {'method': 'POST', 'url': 'http://h/base/api/session/?a=b', 'json': {'pin': 5}},
    {'method': 'POST', 'url': 'http://h/auth/login', 'data': 'x'}, {'data': iter([b'a=x'])}]
BARE = [{}, {'headers': {'Proxy-Authorization': 'x'}}, {'headers': {'proxy-authorization': b'x'}},
        {'headers': {'Cookie': 'a=b', 'Accept': 'x', 'Authorization': ''}},
        {'data': {'limit': 'x'}}, {'json': {'a': 1}},
        {'json': {'password': ''}}, {'json': {'description': 'a passphrase'}},
        {'url': 'http://h/run?limit=1&token='},
        {'url': 'http://h/api/session'}, {'method': 'PUT', 'url': 'http://h/api/session'}]


def prepared(method='GET', url='http://h/run', **options):
    """A request, as it leaves."""
    return requests.Request(method, url, **options).prepare()


@pytest.mark.parametrize('options', CARRYING)
def test_what_carries_credentials_does_not_leave_unencrypted(options):
    request = prepared(**options)
    with pytest.raises(InsecureLoginError) as info:
        credentials.check(request)
    assert 'insecure=True' in str(info.value) and ' h ' in str(info.value)
    assert 'hush' not in str(info.value)


@pytest.mark.parametrize('options', BARE)
def test_what_carries_none_may_go_anywhere(options):
    credentials.check(prepared(**options))


@pytest.mark.parametrize('header, expected', [
    (None, None), ('', None), ('a=b', None), (SESSION, SESSION), ('a=b; ' + SESSION, SESSION),
    (SESSION.encode('ascii'), SESSION), (';; ' + SESSION + ' ;c=d', SESSION),
    ('x' + SESSION, None), (SESSION + '; ' + SESSION, SESSION + '; ' + SESSION)])
def test_session_cookie_finds_the_session_in_a_header(header, expected):
    cookie = credentials.session_cookie(header)
    assert getattr(cookie, 'header', None) == expected


def test_with_session_cookie_replaces_the_session():
    other = credentials.session_cookie(SESSION + '2')
    assert credentials.with_session_cookie('a=b; %s; c=d' % SESSION,
                                           other) == ('a=b; c=d; %s2' % SESSION)
    assert credentials.with_session_cookie(SESSION, None) == ''


def test_a_session_is_comparable_and_does_not_show_itself():
    one, same, other = [credentials.session_cookie(SESSION + end) for end in ('', '', '2')]
    assert one == same and one != other and one != SESSION and len({one, same, other}) == 2
    assert 'hush' not in repr(one) + str(one)


def test_a_service_may_have_cookies_under_three_names():
    assert credentials.hosts_of('https://A.h.org:8443/base') == ['a.h.org', 'a.h.org.local', '']
    assert credentials.hosts_of('no address') == ['', '.local', '']


def test_a_login_that_brings_no_session_ends_that_of_before():
    response = requests.Response()
    assert credentials.hosts_left('https://h', response) == ['h', 'h.local', '']
    response.cookies.set(credentials.SESSION_COOKIE, 'token=x')
    assert credentials.hosts_left('https://h', response) == ['']
    assert credentials.hosts_left('https://h', 'made up') == ['']


def test_a_response_brings_a_session_or_not():
    response = requests.Response()
    response.cookies.set('a', 'b')
    assert credentials.session_of(response) is credentials.session_of('made up') is None
    response.cookies.set(credentials.SESSION_COOKIE, 'token=x')
    assert credentials.session_of(response).header == credentials.SESSION_COOKIE + '=token=x'


def test_a_session_takes_the_place_of_another_in_a_header():
    cookie = credentials.session_cookie('a=b; %s=token=x ;c=d' % credentials.SESSION_COOKIE)
    assert cookie.header == credentials.SESSION_COOKIE + '=token=x'
    header = 'a=b; %s; c=d' % SESSION
    assert credentials.with_session_cookie(header, cookie) == 'a=b; c=d; ' + cookie.header
    assert credentials.with_session_cookie(header, None) == 'a=b; c=d'
    assert credentials.with_session_cookie(None, None) == ''
    for nothing in (None, '', 'a=b', 'x%s' % SESSION):
        assert credentials.session_cookie(nothing) is None


@pytest.mark.parametrize('url, body, expected', [
    ('http://h/api/session', None, True), ('http://h/api/session/', None, True),
    ('http://h/api/sessionX', None, False), ('http://h/x', '["password=hush"]', True),
    ('http://h/x', b'["password=hush"]', True),
    ('http://h/x', bytearray(b'["password=hush"]'), True),
    ('http://h/x', b'a: b', False), ('http://h/x', iter([b'password=hush']), True)])
def test_what_looks_like_a_secret_is_one_wherever_it_stands(url, body, expected):
    request = requests.Request('POST', url).prepare()
    request.body = body
    assert credentials.carries_some(request) is expected


def test_the_parameters_of_a_login_show_all_but_the_secrets():
    shown = repr(credentials.LoginParams({'username': str('jane'), 'password': str('hush')}))
    assert 'jane' in shown and '********' in shown and 'hush' not in shown
