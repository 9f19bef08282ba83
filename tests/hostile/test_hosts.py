# -*- coding: utf-8 -*-
"""Hosts in every spelling: IPv6, zones, upper case, final dots, other alphabets.

A session works, stays at its place, and ends with the logout.
"""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import Api, InsecureLoginError
from slipstream.api.protocol import paths
from slipstream.api.transport import cookies, credentials
from slipstream.api.transport.request_cookies import bound_to
from slipstream.sandbox import Sandbox

from .test_readable_credentials import Wire

#: Endpoints, and other places that must not get anything from them.
PLACES = [
    ('https://[::1]', 'https://[::1]:8443'), ('https://[::1]:8443', 'https://[::1]'),
    ('https://[2001:db8::1]', 'https://[2001:db8::2]'),
    ('https://[2001:db8::1]:444', 'https://[2001:db8::1]:445'),
    ('https://[2001:DB8::1]', 'https://[2001:db8::1]:1'), ('http://[::1]', 'http://[::1]:8080'),
    ('http://[::1]:8080', 'http://[::1]:80'), ('https://[fe80::1%25eth0]', 'https://[fe80::1]:1'),
    ('https://NUV.La', 'https://nuv.la:8443'), ('https://nuv.la.', 'https://nuv.la:8443'),
    ('https://b\xfccher.example', 'https://bucher.example'),
    ('https://b\xfccher.example:444', 'https://b\xfccher.example:445'),
    ('https://B\xdcCHER.example', 'https://x.xn--bcher-kva.example'),
    ('https://xn--bcher-kva.example', 'https://xn--bcher-kva.example.org'),
    ('https://127.0.0.1:1', 'https://127.0.0.1:2'), ('https://localhost', 'https://localhost:1'),
    ('https://host', 'https://host.local:1'), ('https://a.b.c', 'https://b.c')]


@pytest.fixture
def sandbox():
    """A sandbox without a port, which responds under any name."""
    with Sandbox(speed=0) as made:
        yield made


def api_at(sandbox, endpoint, **options):
    """A client of a service with this address."""
    options = options or {'persist_cookie': False}
    api = Api(endpoint, reauthenticate=True, **options)
    for scheme in ('http://', 'https://'):
        api.session.mount(scheme, sandbox._adapters())
    return api


def cookie_for(api, url):
    """The cookies that a request would carry."""
    return api.session.prepare_request(requests.Request('GET', url)).headers.get('Cookie')


@pytest.mark.parametrize('endpoint, elsewhere', PLACES)
def test_a_session_works_and_stays_at_its_place(sandbox, endpoint, elsewhere):
    api = api_at(sandbox, endpoint)
    api.login_internal('jane', 'jane-password')
    assert api.whoami() == 'jane'
    assert api.get_user('jane').username == 'jane'
    assert 'token=' in cookie_for(api, endpoint + '/run')
    assert cookie_for(api, elsewhere + '/run') is None
    assert api.session.session_cookie() is not None


@pytest.mark.parametrize('endpoint', [row[0] for row in PLACES])
def test_logging_out_leaves_no_cookie_here_and_in_the_file(sandbox, endpoint, tmpdir):
    path = tmpdir.join('c.txt')
    api = api_at(sandbox, endpoint, cookie_file=str(path))
    api.login_internal('jane', 'jane-password')
    assert 'token=' in path.read()
    again = api_at(sandbox, endpoint, cookie_file=str(path))
    assert again.whoami() == 'jane'
    api.logout()
    assert list(api.session.cookies) == []
    assert 'token=' not in path.read()


@pytest.mark.parametrize('endpoint, elsewhere', PLACES)
def test_cookies_of_a_program_stay_at_the_place(sandbox, endpoint, elsewhere):
    api = api_at(sandbox, endpoint)
    api.session.cookies.set(str('own'), str('planted'))
    assert cookie_for(api, endpoint + '/run') == 'own=planted'
    assert cookie_for(api, elsewhere + '/run') is None
    jar = bound_to(paths.endpoint(endpoint) + '/run', {'one': 'planted'})
    assert [(cookie.domain, cookie.port) for cookie in jar] == [
        (paths.cookie_hosts(paths.endpoint(endpoint))[1], paths.cookie_port(endpoint))]
    api.session.cookies.clear()
    prepared = api.session.prepare_request(requests.Request(
        'GET', endpoint + '/run', cookies={'one': 'planted'}))
    assert prepared.headers['Cookie'] == 'one=planted'


@pytest.mark.parametrize('host, is_here', [
    ('::1', True), ('localhost', True), ('LOCALHOST.', True), ('a.localhost', True),
    ('127.0.0.1', True), ('127.0.0.1.', True), ('127.1', True), ('127.255.255.255', True),
    ('127.0.0.256', False), ('127.0.0.1.1', False), ('127.08.0.1', False), ('127.', False),
    ('127..1', False), ('127.0.0.1..', False), ('127.0.0.\xb2', False), ('127', False),
    ('127.0.0.1\n', False), ('127.0.0.1.test', False), ('localhost.test', False), ('', False),
    (None, False), ('::ffff:1.2.3.4', False), ('::', False), ('0.0.0.0', False),
    ('128.0.0.1', False), ('xlocalhost', False), ('localhost..', False)])
def test_only_what_is_surely_this_machine_counts(host, is_here):
    assert paths.is_loopback(host) is is_here


@pytest.mark.parametrize('endpoint', [
    'http://[2001:db8::1]', 'http://[fe80::1%25lo]', 'http://[::]', 'http://127.0.0.1.1',
    'http://127.0.0.256', 'http://LOCALHOST.test', 'http://b\xfccher.example', 'http://nuv.la.'])
def test_plain_http_to_other_machines_needs_consent(endpoint):
    wire = Wire()
    for options in ({}, {'insecure': True}):
        api = Api(endpoint, persist_cookie=False, retries=0, **options)
        api.session.mount('http://', wire)
        with pytest.raises(Exception) as caught:
            api.login_internal('jane', 'jane-password')
        assert isinstance(caught.value, InsecureLoginError) is not bool(options)
    assert len(wire.seen) == 1


@pytest.mark.parametrize('endpoint', ['http://[::1]', 'http://[::1]:8080', 'http://127.1',
                                      'http://LOCALHOST.:1'])
def test_this_machine_is_never_asked_through_a_proxy(endpoint, monkeypatch):
    for name in ('http_proxy', 'HTTP_PROXY', 'all_proxy'):
        monkeypatch.setenv(str(name), str('http://proxy.test:1'))
    asked = []
    api = Api(endpoint, persist_cookie=False, retries=0)
    wire = Wire()
    send, wire.send = wire.send, lambda request, **options: (
        asked.append(options['proxies']) or send(request))
    api.session.mount('http://', wire)
    with pytest.raises(requests.HTTPError):
        api.login_internal('jane', 'jane-password')
    assert asked == [{}]


def test_a_host_that_cannot_be_sent_is_refused_when_something_is_sent():
    for endpoint in ('https://\u0301a.b', 'https://\u3002'):
        with pytest.raises(ValueError):
            paths.endpoint(endpoint)
        with pytest.raises(ValueError):
            Api(endpoint, persist_cookie=False, retries=0).get_user('jane')


def test_an_address_that_is_none_has_no_port():
    assert paths.cookie_port('http://h:port') == '80'
    assert credentials.hosts_of('https://[::1]:1') == ['[::1]', '[::1].local', '']
    assert cookies.origin('http://[::1') == ('http://[::1', None, None)
