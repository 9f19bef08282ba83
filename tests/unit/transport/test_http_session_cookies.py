# -*- coding: utf-8 -*-
"""The cookies of requests: to which host and port they go, and what a program may set."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api.compat import cookiejar
from slipstream.api.transport import cookies, http_session


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('domain, host, is_sent', [
    ('h.org', 'h.org', True), ('.h.org', 'a.h.org', False), ('h.org', 'other.org', False),
    ('XX.org', 'xx.org', True)])
def test_cookies_go_to_their_own_host(scheme, domain, host, is_sent):
    session = http_session.HttpSession()
    session.cookies = cookies.CookieFileJar(policy=cookies.EndpointPolicy())
    session.cookies.set_cookie(requests.cookies.create_cookie('a', 'b', domain=domain))
    request = session.prepare_request(requests.Request('GET', '%s://%s/' % (scheme, host)))
    assert request.headers.get('Cookie') == ('a=b' if is_sent else None)


@pytest.mark.parametrize('url, domain, port, is_sent', [
    ('https://a.org/x', 'a.org', None, True), ('https://a.org:444/x', 'a.org', None, False),
    ('https://a.org:444/x', 'a.org', '444', True), ('https://a.org/x', '.org', None, False),
    ('https://b.a.org/x', '.a.org', None, False)])
def test_a_cookie_goes_to_its_own_host_and_port_whoever_is_asked(url, domain, port, is_sent):
    session = http_session.HttpSession()
    session.cookies = cookies.CookieFileJar(
        policy=cookies.EndpointPolicy(None, cookies.origin('https://a.org')))
    session.cookies.set_cookie(requests.cookies.create_cookie(
        'a', 'b', domain=domain, port=port))
    request = session.prepare_request(requests.Request('GET', url))
    assert request.headers.get('Cookie') == ('a=b' if is_sent else None)


def test_a_program_may_set_cookies_as_requests_takes_them():
    session = http_session.HttpSession()
    session.cookies = {str('a'): str('b')}
    request = session.prepare_request(requests.Request('GET', 'https://h.org/'))
    assert request.headers['Cookie'] == 'a=b'


def test_a_program_may_set_another_policy_for_cookies():
    session = http_session.HttpSession()
    session.cookies = cookies.CookieFileJar(policy=cookiejar.DefaultCookiePolicy())
    session.cookies.set_cookie(requests.cookies.create_cookie('a', 'b', domain='h.org'))
    request = session.prepare_request(requests.Request('GET', 'https://h.org/'))
    assert request.headers['Cookie'] == 'a=b'


def test_a_redirect_to_another_host_carries_the_cookies_of_that_host():
    session = http_session.HttpSession()
    for name, domain in (('a', 'h.org'), ('b', 'i.org')):
        session.cookies.set_cookie(requests.cookies.create_cookie(name, 'x', domain=domain))
    first = session.prepare_request(requests.Request('GET', 'http://h.org/'))
    response = requests.Response()
    response.request = first
    request = first.copy()
    request.url = 'http://i.org/'
    session.rebuild_auth(request, response)
    assert (first.headers['Cookie'], request.headers['Cookie']) == ('a=x', 'b=x')
