# -*- coding: utf-8 -*-
"""Redirects: the data that is sent to the new URL."""
from __future__ import unicode_literals

import io

import pytest
import requests

from slipstream.api.transport import http_session

HERE = 'http://h.test/x'
ELSEWHERE = pytest.mark.parametrize('elsewhere', [
    'http://other.test/x', 'http://h.test:8080/x', 'https://h.test/x', 'http://sub.h.test/x'])

SECRETS = {'Authorization': 'Basic amFuZTpodXNo', 'Cookie': 'a=hush', 'X-Secret': 'hush',
           'X-Auth-Token': 'hush', 'X-Api-Key': 'hush', 'apikey': 'hush', 'PRIVATE-TOKEN': 'hush'}


class Redirecting(requests.adapters.BaseAdapter):
    """Redirects the first requests, responds to the last one, and keeps the headers of all."""

    def __init__(self, *locations):
        super(Redirecting, self).__init__()
        self.locations, self.headers = list(locations), []

    def send(self, request, **_):
        """A redirect, or an empty response."""
        response = requests.Response()
        response.url, response.request, response._content = request.url, request, b''
        response.raw, response.status_code = io.BytesIO(), 200
        if self.locations:
            response.status_code, response.headers['Location'] = 302, self.locations.pop(0)
        self.headers.append(dict(request.headers))
        return response

    def close(self):
        """Nothing is open."""


def headers_on_the_way(locations, session=None, **options):
    """The headers of a request and of those that redirects lead to."""
    session, adapter = session or http_session.HttpSession(), Redirecting(*locations.split())
    session.mount('http://', adapter)
    session.mount('https://', adapter)
    assert session.get(HERE, **options).status_code == 200
    return adapter.headers


@ELSEWHERE
@pytest.mark.parametrize('name', sorted(SECRETS))
def test_another_place_gets_no_header_with_a_secret(elsewhere, name):
    first, second = headers_on_the_way(elsewhere, headers=dict(SECRETS, **{'X-Plain': 'yes'}))
    assert first[name] == SECRETS[name] and name not in second
    assert first['X-Plain'] == second['X-Plain'] == 'yes'


@ELSEWHERE
def test_another_place_gets_no_header_with_a_secret_of_the_session(elsewhere):
    session = http_session.HttpSession()
    session.headers.update(SECRETS)
    first, second = headers_on_the_way(elsewhere, session)
    assert set(SECRETS) <= set(first) and not set(SECRETS) & set(second)


@ELSEWHERE
def test_another_place_gets_no_cookie_of_the_request(elsewhere):
    first, second = headers_on_the_way(elsewhere, cookies={'a': 'hush'})
    assert first['Cookie'] == 'a=hush' and 'Cookie' not in second


@ELSEWHERE
def test_another_place_gets_no_cookie_of_the_request_later_either(elsewhere):
    headers = headers_on_the_way(elsewhere + ' /there', cookies={'a': 'hush'})
    assert ['Cookie' in sent for sent in headers] == [True, False, False]


def test_another_place_gets_its_own_cookie():
    session = http_session.HttpSession()
    session.cookies.set('b', 'theirs', domain='other.test', path='/')
    first, second = headers_on_the_way('http://other.test/x', session, cookies={'a': 'hush'})
    assert (first['Cookie'], second['Cookie']) == ('a=hush', 'b=theirs')


@pytest.mark.parametrize('location', ['/there', 'http://h.test/there', 'HTTP://H.TEST:80/there'])
def test_the_same_place_gets_what_it_got_before(location):
    first, second = headers_on_the_way(location, headers={
        'Authorization': SECRETS['Authorization'], 'X-Secret': 'hush'}, cookies={'a': 'b'})
    for name in ('Authorization', 'X-Secret', 'Cookie'):
        assert first[name] == second[name]


def test_a_proxy_gets_its_credentials_during_a_redirect_to_another_host():
    session = http_session.HttpSession()
    session.proxies['http'] = 'http://me:hush@proxy.test:3128'
    for location in ('/there', 'http://other.test/x'):
        _, second = headers_on_the_way(location, session)
        assert second['Proxy-Authorization'].startswith('Basic ')
