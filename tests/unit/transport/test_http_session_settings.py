# -*- coding: utf-8 -*-
"""What the transport takes from the environment, and what goes along with a redirect."""
from __future__ import unicode_literals

import os

import pytest
import requests
from requests.structures import CaseInsensitiveDict

from slipstream.api.compat import cookiejar
from slipstream.api.transport import http_session


@pytest.fixture
def no_proxy(monkeypatch):
    """An environment that names no proxy."""
    monkeypatch.setenv(str('socks_proxy'), str('socks5://p'))
    for name in list(os.environ):
        if '_proxy' in name.lower():
            monkeypatch.delenv(name)
    return monkeypatch


def test_a_requests_that_can_unpack_more_is_not_asked_to(monkeypatch):
    monkeypatch.setattr(requests.sessions, 'default_headers', lambda: CaseInsensitiveDict(
        {'Accept-Encoding': 'gzip, deflate, br, zstd'}))
    assert http_session.HttpSession().headers['Accept-Encoding'] == 'gzip, deflate'


@pytest.mark.parametrize('name', ['http_proxy', 'HTTPS_PROXY', 'All_Proxy'])
def test_any_variable_that_ends_in_proxy_may_name_one(name, no_proxy):
    no_proxy.setattr(http_session, 'getproxies', http_session.getproxies_environment)
    assert not http_session.has_proxies()
    no_proxy.setenv(str(name), str('http://p'))
    assert http_session.has_proxies()


def test_a_system_may_name_a_proxy_in_its_settings(no_proxy):
    no_proxy.setattr(http_session, 'getproxies', dict)
    assert http_session.has_proxies()


@pytest.mark.parametrize('url, proxies', [
    ('http://h.org/', {}), ('http://i.org/', {'http': 'http://p.org'})])
def test_the_environment_says_which_hosts_have_no_proxy(url, proxies, no_proxy):
    no_proxy.setenv(str('http_proxy'), str('http://p.org'))
    no_proxy.setenv(str('no_proxy'), str('h.org'))
    merged = http_session.HttpSession().merge_environment_settings(url, {}, None, None, None)
    assert {'http': merged['proxies'].get('http')} == dict({'http': None}, **proxies)


@pytest.mark.parametrize('url, proxies', [
    ('http://localhost:81/', {}), ('http://127.0.0.1/', {}), ('http://h.org/', {'http': 'p:1'})])
def test_this_machine_is_asked_without_a_proxy(url, proxies):
    class Recorder(requests.adapters.BaseAdapter):
        def send(self, request, **options):
            recorded.append(options['proxies'])
            raise requests.ConnectionError()

        def close(self):
            """Nothing is open."""

    session, recorded = http_session.HttpSession(), []
    session.mount('http://', Recorder())
    with pytest.raises(requests.ConnectionError):
        session.send(requests.Request('GET', url).prepare(), proxies={'http': 'p:1'})
    assert recorded == [proxies]


def test_only_what_is_secret_stays_behind_at_a_redirect_to_another_place():
    before = requests.Response()
    before.request = requests.Request('GET', 'http://h.org/').prepare()
    headers = {'Accept': 'a/b', 'Authorization': 'hush', 'X-Auth-Token': 'hush', 'Cookie': 'a=hush',
               'Proxy-Authorization': 'for the proxy'}
    for url, kept in (('http://i.org/', ['Accept', 'Proxy-Authorization']),
                      ('http://h.org/x', sorted(headers))):
        request = requests.Request('GET', url, headers=headers).prepare()
        http_session.HttpSession().rebuild_auth(request, before)
        assert sorted(request.headers) == kept


def test_a_redirect_to_another_place_begins_without_cookies():
    before = requests.Response()
    before.request = requests.Request('GET', 'http://h.org/').prepare()
    request = requests.Request('GET', 'http://i.org/', cookies={'a': 'hush'}).prepare()
    http_session.HttpSession().rebuild_auth(request, before)
    assert isinstance(request._cookies, cookiejar.CookieJar) and len(request._cookies) == 0


def test_a_process_that_was_forked_sends_through_an_adapter_of_its_own(monkeypatch):
    session, process = http_session.HttpSession(), os.getpid()
    adapter = session.get_adapter('https://h.org')
    assert session.get_adapter('https://h.org') is adapter
    monkeypatch.setattr(os, 'getpid', lambda: process + 1)
    assert session.get_adapter('https://h.org') is not adapter
    other = requests.adapters.HTTPAdapter()
    session.mount('https://', other)
    assert session.get_adapter('https://h.org') is other
