# -*- coding: utf-8 -*-
"""The jar of a session: its types, its copies, and the cookies of answers."""
from __future__ import unicode_literals

import copy
import pickle
import time

import pytest
import requests
from hypothesis import given, strategies as st

from slipstream.api.compat import cookiejar
from slipstream.api.errors import CookieFileWarning
from slipstream.api.transport import cookie_file, cookies

from .test_cookies import LINE, cookie, names, saved


def test_b45_the_jar_is_that_of_requests_and_of_mozilla(tmpdir):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path)
    assert isinstance(jar, requests.cookies.RequestsCookieJar)
    assert isinstance(jar, cookiejar.MozillaCookieJar)
    jar.set('a', 'b', domain='h.org', expires=4102444800)
    jar['c'] = 'd'
    assert jar.get('a') == 'b' == jar['a']
    assert jar.get_dict() == {'a': 'b', 'c': 'd'}
    assert len(list(jar)) == 2
    jar.save()
    other = str(tmpdir.join('other.txt'))
    jar.save(other, ignore_discard=True)
    assert names(other) == ['a']  # what belongs to no host has no place in a file
    jar.set('e', 'f')
    jar.revert()
    assert sorted(jar.keys()) == ['a']
    jar.load(other)
    jar.load(str(tmpdir.join('missing.txt')))
    assert sorted(jar.copy().keys()) == ['a']
    with pytest.raises(KeyError):
        jar.clear('unknown.org')
    tmpdir.join('folder').mkdir()
    with pytest.warns(CookieFileWarning):
        jar.save(str(tmpdir.join('folder')))


def test_expired_cookies_are_loaded_on_request(tmpdir):
    tmpdir.join('c.txt').write(LINE.replace('4102444800', '1000'))
    jar = cookies.CookieFileJar()
    jar.load(str(tmpdir.join('c.txt')), ignore_expires=True)
    assert [kept.name for kept in jar] == ['name']


def test_ports_are_kept_apart(tmpdir):
    path = tmpdir.join('c.txt')
    saved(path, cookie('s', 'any'), cookie('s', 'one', port='8001'),
          cookie('s', 'two', port='8002'))
    assert cookies.open_jar(str(path), port='8001')['s'] == 'one'
    assert cookies.open_jar(str(path), port='8002')['s'] == 'two'
    assert cookies.open_jar(str(path), port='80')['s'] == 'any'
    assert len(names(path)) == 3
    assert len(cookies.open_jar(str(path))) == 1


def test_b44_copies_keep_cookies_and_pickles_only_what_is_on_disk(tmpdir):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path, policy=cookies.EndpointPolicy(('http', 'h', 80)), port='80')
    jar.set_cookie(cookie(value='planted'))
    assert b'planted' not in pickle.dumps(jar, 2)
    assert len(pickle.loads(pickle.dumps(jar, 2))) == 0
    jar.flush()
    assert pickle.loads(pickle.dumps(jar, 2))['name'] == 'planted'
    again = copy.deepcopy(jar)
    assert again['name'] == 'planted' and again._policy.plain_origin == ('http', 'h', 80)
    assert copy.deepcopy(jar._policy).plain_origin == ('http', 'h', 80)


class Answer(object):
    """An answer that sets a cookie, as jars see it."""

    def __init__(self, line):
        self.line = str(line)

    def info(self):
        return self

    def get_all(self, name, default=None):
        return [self.line] if name == 'Set-Cookie' else default

    def getheaders(self, name):  # pragma: py2 only - what it calls this
        return self.get_all(name, [])


def asked(**headers):
    """A request, as jars see it."""
    return requests.cookies.MockRequest(
        requests.Request('GET', 'http://h.org/', headers=headers).prepare())


ENDS = 'name=INVALID;Path=/;Max-Age=0;Expires=Fri, 29 Mar 2019 09:00:12 +0000'


@pytest.mark.parametrize('sent, kept', [
    ({'Cookie': 'name=old'}, ['new']), ({}, ['new']), ({'Cookie': 'a=b; name=new'}, []),
    ({'Cookie': 'name=newer'}, ['new'])])
def test_b32_a_late_refusal_does_not_end_the_session_of_another_thread(sent, kept):
    jar = cookies.CookieFileJar()
    jar.set_cookie(cookie(value='new', domain='h.org'))
    jar.extract_cookies(Answer(ENDS), asked(**sent))
    assert [held.value for held in jar] == kept
    jar.clear()
    assert len(jar) == 0


def test_the_date_of_the_service_is_understood():
    jar = cookies.CookieFileJar()
    jar.extract_cookies(Answer('a=token=x;Secure;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'),
                        asked())
    assert [(held.value, held.secure, held.port, time.gmtime(held.expires).tm_year)
            for held in jar] == [('token=x', True, '80', 2069)]


@pytest.mark.parametrize('host, expected', [
    ('localhost', True), ('LOCALHOST.', True), ('a.localhost', True), ('127.0.0.1', True),
    ('127.1.2.3', True), ('::1', True),
    ('127.evil.org', False),
    ('h.org', False), ('', False), (None, False), ('128.0.0.1', False)])
def test_is_loopback_knows_the_names_and_addresses_of_this_machine(host, expected):
    assert cookies.is_loopback(host) is expected


def test_origins_are_comparable():
    assert cookies.origin('HTTPS://H.org/x') == cookies.origin('https://h.org:443') == (
        'https', 'h.org', 443)
    assert cookies.origin('nonsense') == ('', '', None)


@given(st.binary(max_size=200))
def test_any_file_is_read_without_an_exception(content):
    read, damaged = cookie_file.parse(content)
    assert damaged >= 0
    again, lost = cookie_file.parse(cookie_file.write(read))
    assert len(again) + lost == len(read) or lost >= 0


@pytest.mark.parametrize('endpoint, params, expected', [
    ('https://nuv.la', {'username': 'jane'}, 'nuv.la_jane.txt'),
    ('http://localhost:8080', {'username': 'jane'}, 'http_localhost%3A8080_jane.txt'),
    ('https://h/below', {'key': 'credential/1', 'secret': 'x'}, 'h%2Fbelow_credential%2F1.txt'),
    ('https://h', {'username': '../../../etc/passwd'}, 'h_..%2F..%2F..%2Fetc%2Fpasswd.txt'),
    ('https://h', {'username': 'j\xe4ne x'}, 'h_j%C3%A4ne%20x.txt')])
def test_each_user_of_each_service_has_a_cookie_file(endpoint, params, expected):
    path = cookie_file.of_user(endpoint, params)
    assert path == '~/.slipstream/sessions/' + expected and isinstance(path, str)


def test_credentials_that_name_nobody_have_no_cookie_file():
    assert cookie_file.of_user('https://h', {'password': 'x'}) is None


def test_long_names_of_users_are_kept_apart():
    paths = {cookie_file.of_user('https://h', {'username': 'x' * number}) for number in (500, 501)}
    assert len(paths) == 2 and max(map(len, paths)) < 240
