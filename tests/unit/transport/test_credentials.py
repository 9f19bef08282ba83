# -*- coding: utf-8 -*-
"""Credentials: which requests carry some, where these may go, and what is noted of them."""
from __future__ import unicode_literals

import json

import pytest
import requests

from slipstream.api import InsecureLoginError
from slipstream.api.redaction import MASK, SentValues
from slipstream.api.transport import cookies, credentials

SESSION = credentials.SESSION_COOKIE + '=token=hush'
XML = {'Content-Type': 'application/xml'}


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
    {'method': 'POST', 'url': 'http://h/auth/login', 'data': 'x'}]
BARE = [{}, {'headers': {'Proxy-Authorization': 'x'}}, {'headers': {'proxy-authorization': b'x'}},
        {'headers': {'Cookie': 'a=b', 'Accept': 'x', 'Authorization': ''}},
        {'data': {'limit': 'x'}}, {'json': {'a': 1}}, {'data': iter([b'password=x'])},
        {'json': {'password': ''}}, {'json': {'description': 'a passphrase'}},
        {'url': 'http://h/run?limit=1&token='},
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


def test_what_may_travel_is_not_taken_apart(monkeypatch):
    monkeypatch.setattr(credentials, 'carries_some', None)
    credentials.check(prepared(url='https://h/run', json={'password': 'hush'}))


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


def told(url='https://h/x', **options):
    """The values that are found in a request, without empty ones."""
    request = requests.Request('POST', url, **options).prepare()
    return sorted({value for value in credentials.of_request(request) if value})


@pytest.mark.parametrize('headers, expected', [
    ({'Authorization': 'Bearer abc-def'}, ['Bearer abc-def', 'abc-def']),
    ({'Authorization': 'Basic amFuZTpwOnc='}, ['Basic amFuZTpwOnc=', 'amFuZTpwOnc=', 'p:w']),
    ({'X-Auth-Token': 'abc-def'}, ['abc-def']), ({'Authorization': 'Basic ?'}, ['?', 'Basic ?']),
    ({'Authorization': 'Basic abc'}, ['Basic abc', 'abc']),
    ({'Cookie': 'a=b; com.sixsq.slipstream.cookie="token=xyz"'},
     ['"token=xyz"', 'b', 'xyz']),
    ({'Cookie': 'com.sixsq.slipstream.cookie=token=abc=='}, ['abc==', 'token=abc==']),
    ({'Accept': 'application/json'}, [])])
def test_secrets_in_headers_are_found(headers, expected):
    assert told(headers=headers) == expected


@pytest.mark.parametrize('url, expected', [
    ('https://h/a?token=t%2Bx&limit=5', ['t+x']), ('https://h/a?X-Amz-Signature=abc', ['abc']),
    ('https://h/a', [])])
def test_secrets_in_queries_are_found(url, expected):
    assert told(url) == expected


def test_secrets_before_the_host_are_found():
    request = requests.Request('GET', 'https://h/a@b?x=y@z').prepare()
    assert credentials.of_request(request) == []
    request.url = 'https://jane:p%2Fw@h/a@b'
    assert credentials.of_request(request) == ['p%2Fw', 'p/w']


@pytest.mark.parametrize('address, expected', [
    ('http://u:p w@host', {'p w'}), ('u:secret@host:80', {'secret'}), ('http://u:p@[::1', {'p'}),
    ('http://token-only@host', {'token-only'}), ('http://host:80', set()), ('host', set()),
    ('http://u:p@x@host', {'p@x'}), ('http://u:p w%40host', {'p w'}), ('u:pw%2540h', {'pw'}),
    ('http:/u:secret%40h', {'secret'}), ('http://host/a%40b', set())])
def test_secrets_in_addresses_of_proxies_are_found(address, expected):
    assert set(credentials.of_proxies({'https': address, 'no': None})) == expected
    assert credentials.of_proxies(None) == []


@pytest.mark.parametrize('document, expected', [
    ({'sessionTemplate': {'username': 'jane', 'password': 'p w', 'href': 'x'}}, ['p w']),
    ({'credentials': [{'secretKey': 'abc', 'n': {'token': 5}}]}, ['5', 'abc']),
    ({'secret': {'a': ['x', None, True]}}, ['x']),
    ([{'name': 'db_password', 'value': 'abc'}, {'key': 'size', 'value': 'secret'}], ['abc']),
    ({'name': ['token'], 'value': 'x'}, []), ({'description': 'a password'}, [])])
def test_secrets_in_json_are_found(document, expected):
    assert told(json=document) == expected
    assert told(data=json.dumps(document)) == expected


@pytest.mark.parametrize('form, expected', [
    ({'parameter--node--web--db_password': 'p w&x', 'refqname': 'a'}, ['p w&x']),
    ({'authn-method': 'internal', 'password': 'abc'}, ['abc']), ({'a': 'password'}, [])])
def test_secrets_in_forms_are_found(form, expected):
    assert told(data=form) == expected


@pytest.mark.parametrize('document, expected', [
    ('<user password="p&amp;w" name="jane"/>', ['p&w']),
    ('<a><parameter name="x" type="Password"><value>abc</value></parameter>'
     '<parameter name="y" type="String"><value>password</value></parameter></a>', ['abc']),
    ('<a><parameter name="exo.password" value="abc"/></a>', ['abc']),
    ('<a><password>abc</password></a>', ['abc']), ('<password', []), ('{"password": ', []),
    ('[' * 100000 + '"password"', [])])
def test_secrets_in_documents_are_found(document, expected):
    assert told(data=document, headers=XML) == expected


def test_the_value_of_a_secret_runtime_parameter_is_found():
    assert told('https://h/run/1/machine:db_password', data=b'p w') == ['p w']
    assert told('https://h/run/1/machine%3Apassword', data='p\xe9w'.encode('utf-8')) == ['p\xe9w']
    assert told('https://h/run/1/ss:tags', data=b'p w') == []


def test_large_bodies_and_streams_are_not_looked_through():
    body = 'password=' + 'x' * credentials.LARGEST_BODY
    assert told(data=body) == told(data=iter([b'password=x'])) == []


def test_requests_and_proxies_are_noted():
    sent = SentValues()
    for password in ('correct-horse', 'battery-staple'):
        request = requests.Request('GET', 'https://h/', headers={'Authorization': password})
        credentials.note(request.prepare(), {'https': 'http://u:%s-2@proxy' % password}, sent)
        assert sent.mask(password) == sent.mask(password + '-2') == MASK
    assert sent.are_noted(['battery-staple']) and not sent.are_noted([])


def test_which_headers_are_secret_is_not_remembered_without_end():
    for number in range(102):
        request = requests.Request('GET', 'https://h/', headers={'X-%d' % number: 'x'}).prepare()
        credentials.note(request, None, SentValues())
    assert len(credentials._SECRET_HEADERS) <= 101


def test_a_service_may_have_cookies_under_three_names():
    assert credentials.hosts_of('https://A.h.org:8443/base') == ['a.h.org', 'a.h.org.local', '']
    assert credentials.hosts_of('no address') == ['', '.local', '']


def test_a_login_that_brings_no_session_ends_that_of_before():
    response = requests.Response()
    assert credentials.hosts_left('https://h', response) == ['h', 'h.local', '']
    response.cookies.set(credentials.SESSION_COOKIE, 'token=x')
    assert credentials.hosts_left('https://h', response) == ['']
    assert credentials.hosts_left('https://h', 'made up') == ['']


def test_an_answer_brings_a_session_or_not():
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
