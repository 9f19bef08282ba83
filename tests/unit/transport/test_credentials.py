# -*- coding: utf-8 -*-
"""Credentials: which requests carry some, and where these may go."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import InsecureLoginError
from slipstream.api.transport import cookies, credentials

SESSION = credentials.SESSION_COOKIE + '=token=hush'


@pytest.mark.parametrize('url, expected', [
    ('https://h', True), ('HTTPS://h', True), ('http://h', False), ('HTTP://h', False),
    ('http://localhost', True), ('http://localhost.:8080/x', True), ('http://127.0.0.1:1', True),
    ('http://[::1]:8', True), ('http://127.0.0.1.h.org', False), ('http://localhost.h.org', False),
    ('http://127.0.0.1@h.org', False), ('http://h.org/localhost', False),
    ('http://127.h.org', False), ('mock://h', True)])
def test_where_credentials_may_travel(url, expected):
    assert credentials.may_travel(url) is expected


@pytest.mark.parametrize('url, expected', [
    ('http://h:80/x', True), ('http://H/x', True), ('http://h:81/x', False),
    ('http://other/x', False), ('http://h.other/x', False)])
def test_one_place_for_which_the_user_accepts_that_others_can_read_them(url, expected):
    assert credentials.may_travel(url, cookies.origin('http://h')) is expected


CARRYING = [
    {'headers': {'Authorization': 'Basic x'}}, {'headers': {'authorization': b'Bearer x'}},
    {'headers': {'Proxy-Authorization': 'x'}}, {'headers': {'X-Secret': 'x', 'X-Token.token': 'x'}},
    {'auth': ('jane', 'hush')}, {'headers': {'Cookie': SESSION}},
    {'headers': {'cookie': 'a=b;' + SESSION}}, {'cookies': {credentials.SESSION_COOKIE: 'token=x'}},
    {'data': {'password': 'hush'}}, {'json': {'a': {'password': 'hush'}}},
    {'data': b'<user name="a" password="hush"/>'}, {'data': bytearray(b'secret=hush')},
    {'url': 'http://jane:hush@h/run'}, {'method': 'POST', 'url': 'http://h/api/session'},
    {'method': 'POST', 'url': 'http://h/base/api/session/?a=b', 'json': {'pin': 5}},
    {'method': 'POST', 'url': 'http://h/auth/login', 'data': 'x'}]
BARE = [{}, {'headers': {'Cookie': 'a=b', 'Accept': 'x', 'Authorization': ''}},
        {'data': {'limit': 'x'}}, {'json': {'a': 1}}, {'data': iter([b'password=x'])},
        {'url': 'http://h/api/session'}, {'method': 'PUT', 'url': 'http://h/api/session'}]


def prepared(method='GET', url='http://h/run', **options):
    """A request, as it leaves."""
    return requests.Request(method, url, **options).prepare()


@pytest.mark.parametrize('options', CARRYING)
def test_what_carries_credentials_leaves_safely_or_not_at_all(options):
    request = prepared(**options)
    with pytest.raises(InsecureLoginError) as info:
        credentials.check(request)
    assert 'insecure=True' in str(info.value) and ' h ' in str(info.value)
    assert 'hush' not in str(info.value)
    credentials.check(request, cookies.origin('http://h'))
    request.url = request.url.replace('http:', 'https:')
    credentials.check(request)


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
