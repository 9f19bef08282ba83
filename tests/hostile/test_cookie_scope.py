# -*- coding: utf-8 -*-
"""Cookies and other credentials stay where they belong: host, port, machine."""
from __future__ import unicode_literals

import io
import os
import socket
import warnings

import pytest
import requests

from slipstream.api.compat import cookiejar
from slipstream.api.errors import CookieFileWarning
from slipstream.api.transport import cookie_file, cookies, http_session, request_cookies
from slipstream.api.transport.session import SessionStore

from ..wire.server import ScriptedServer, reply

NAME = 'com.sixsq.slipstream.cookie'
END = '; Path=/; Expires=Sat, 30 Mar 2069 08:15:30 +0000'


@pytest.fixture
def resolved(monkeypatch):
    """Make all host names below ``.test`` resolve to this machine."""
    real = socket.getaddrinfo

    def getaddrinfo(host, *args, **kwargs):
        """The addresses of a host."""
        return real('127.0.0.1' if str(host).endswith('.test') else host, *args, **kwargs)

    monkeypatch.setattr(socket, 'getaddrinfo', getaddrinfo)


@pytest.fixture
def server(resolved):
    """A server that is reached under any name below ``.test``."""
    with ScriptedServer(reply()) as made:
        yield made


@pytest.fixture
def session(server, tmpdir):
    """A session of the service ``api.h.test``, with a cookie file."""
    made = SessionStore(address(server, 'api.h.test'), cookie_file=str(tmpdir.join('c.txt')),
                        insecure=True)
    yield made
    made.close()


def address(server, host):
    """The address of the server under a name."""
    return str('http://%s:%d' % (host, server.port))


def cookies_of(server):
    """The Cookie header of each request."""
    return [request.headers.get('cookie') for request in server.requests]


@pytest.mark.parametrize('domain', ['', '; Domain=h.test', '; Domain=.h.test',
                                    '; Domain=api.h.test', '; Domain=.api.h.test'])
@pytest.mark.parametrize('sibling', ['other.h.test', 'h.test', 'sub.api.h.test', 'api.h.test.test',
                                     'xapi.h.test'])
def test_a_cookie_is_sent_to_its_own_host_only(server, session, domain, sibling):
    server.then(reply(200, Set_Cookie=NAME + '=token=x' + domain + END), reply(),
                reply(302, Location=address(server, sibling) + '/there'), reply())
    session.get(session.endpoint)
    session.get(session.endpoint)
    session.get(session.endpoint)
    session.get(address(server, sibling))
    assert cookies_of(server) == [None, NAME + '=token=x', NAME + '=token=x', None, None]


DOMAINS = ['', '; Domain=h.test', '; Domain=.h.test', '; Domain=api.h.test', '; Domain=.API.h.test']
ENDED = '; Path=/; Max-Age=0'


@pytest.mark.parametrize('secure', ['', '; Secure'])
@pytest.mark.parametrize('domain', DOMAINS)
def test_redirects_bring_cookies_to_their_own_place_only_and_end_them(server, session, domain,
                                                                      secure):
    kept, elsewhere = domain + secure + '; Path=/', address(server, 'h.test')
    server.then(reply(302, Location='/b', Set_Cookie=NAME + '=token=x' + kept),
                reply(302, Location='/c', Set_Cookie=NAME + '=token=y' + kept),
                reply(302, Location='/d', Set_Cookie=NAME + '=z' + domain + ENDED),
                reply(302, Location=elsewhere, Set_Cookie=NAME + '=token=w' + kept), reply())
    session.get(session.endpoint, cookies={'a': 'b'})
    assert [sent and sorted(sent.split('; ')) for sent in cookies_of(server)] == [
        ['a=b'], ['a=b', NAME + '=token=x'], ['a=b', NAME + '=token=y'], ['a=b'], None]
    session.get(session.endpoint)
    assert cookies_of(server)[-1] == NAME + '=token=w'


@pytest.mark.parametrize('domain', DOMAINS)
def test_the_service_ends_its_cookie_whatever_domain_it_names(server, session, domain):
    server.then(reply(200, Set_Cookie=NAME + '=token=x' + domain + END),
                reply(200, Set_Cookie=NAME + '=' + domain + ENDED), reply())
    for _ in range(3):
        session.get(session.endpoint)
    assert cookies_of(server) == [None, NAME + '=token=x', None]


@pytest.mark.parametrize('domain', ['other.h.test', '.other.test', 'sub.api.h.test', 'i.h.test'])
def test_the_end_of_a_cookie_for_a_foreign_domain_ends_nothing(server, session, domain):
    session.cookies.set(NAME, 'token=x', domain='api.h.test')
    session.cookies.set(NAME, 'token=x', domain=domain)
    server.then(reply(200, Set_Cookie=NAME + '=; Domain=' + domain + ENDED))
    session.get(session.endpoint)
    assert sorted(session.cookies.list_domains()) == sorted(['api.h.test', domain])


@pytest.mark.parametrize('port', [None, 'own'])
def test_another_port_of_the_host_does_not_replace_the_session(server, session, port):
    session.cookies.set(NAME, 'token=x', domain='api.h.test', port=port and str(server.port))
    with ScriptedServer(reply(200, Set_Cookie=NAME + '=token=y' + END)) as other:
        server.then(reply(302, Location=address(other, 'api.h.test')), reply())
        session.get(session.endpoint)
        session.get(session.endpoint)
    assert cookies_of(server) == [NAME + '=token=x'] * 2


def test_a_cookie_that_only_another_port_has_is_kept_for_that(server, session):
    with ScriptedServer(reply(200, Set_Cookie='a=b' + END), reply()) as other:
        for _ in range(3):
            session.get(address(other, 'api.h.test'))
        assert cookies_of(other) == [None, 'a=b', 'a=b']
    session.get(session.endpoint)
    assert cookies_of(server) == [None]


class StrangeCookie(cookiejar.Cookie):
    """A cookie of a program, which cannot become one of another class."""

    __slots__ = ('note',)


def test_a_redirect_keeps_what_a_program_has_put_into_its_own_jar(server, session):
    session.cookies = requests.cookies.RequestsCookieJar()
    server.then(reply(302, Location='/b', Set_Cookie='c=d; Path=/'), reply())
    session.get(session.endpoint, cookies={'a': 'b'})
    assert sorted(cookies_of(server)[-1].split('; ')) == ['a=b', 'c=d']


def test_a_redirect_keeps_cookies_of_any_class(server, session):
    jar = requests.cookies.RequestsCookieJar()
    jar.set_cookie(StrangeCookie(0, 'a', 'b', None, False, '', False, False, '/', True, False,
                                 None, True, None, None, {}))
    session.get(session.endpoint, cookies=jar)
    assert cookies_of(server) == ['a=b']


@pytest.mark.parametrize('domain', ['', '; Domain=h.test', '; Domain=.api.h.test'])
def test_a_cookie_of_another_port_is_not_sent(server, session, domain):
    server.then(reply(200, Set_Cookie=NAME + '=token=x' + domain + END))
    session.get(session.endpoint)
    with ScriptedServer(reply()) as other:
        session.get(address(other, 'api.h.test'))
        assert cookies_of(other) == [None]


def own_and_foreign(server, session, send):
    """The Cookie headers of two requests: to the service, and to another port of its host."""
    with ScriptedServer(reply()) as other:
        send(session.endpoint)
        send(address(other, 'api.h.test'))
        server.then(reply(302, Location=address(other, 'api.h.test')))
        send(session.endpoint)
        return cookies_of(server), cookies_of(other)


@pytest.mark.parametrize('domain', ['api.h.test', '.api.h.test', 'API.h.test'])
def test_a_cookie_without_a_port_is_sent_to_that_of_the_service(server, session, domain):
    session.cookies.set(NAME, 'token=x', domain=domain)
    assert own_and_foreign(server, session, session.get) == ([NAME + '=token=x'] * 2, [None, None])


def test_a_cookie_of_a_file_without_a_port_is_sent_to_that_of_the_service(server, tmpdir):
    path = tmpdir.join('c.txt')
    path.write('api.h.test\tFALSE\t/\tFALSE\t3131692530\t%s\ttoken=x\n' % NAME)
    with SessionStore(address(server, 'api.h.test'), cookie_file=str(path),
                      insecure=True) as session:
        sent = own_and_foreign(server, session, session.get)
    assert sent == ([NAME + '=token=x'] * 2, [None, None])


def test_a_cookie_of_one_request_is_sent_wherever_that_goes(server, session):
    sent = own_and_foreign(server, session, lambda url: session.get(url, cookies={'a': 'b'}))
    assert sent == (['a=b'] * 2, ['a=b', None])


def test_a_cookie_without_a_port_keeps_to_the_service_by_https(session):
    session.cookies._policy.own_origin = cookies.origin('https://api.h.test:8443')
    session.cookies.set(NAME, 'x', domain='api.h.test')
    urls = ['https://api.h.test:8443/a', 'https://api.h.test/a', 'https://api.h.test:9443/a']
    assert [session.prepare_request(requests.Request('GET', url)).headers.get('Cookie')
            for url in urls] == [NAME + '=x', None, None]


def test_cookies_of_one_request_are_tied_to_its_host_and_port():
    jar = request_cookies.bound_to('http://H.org/x', {'a': 'b'})
    assert [(kept.name, kept.domain, kept.port) for kept in jar] == [('a', 'h.org', '80')]
    far = request_cookies.bound_to('https://h.org:8443/x', {'a': 'b'})
    assert [kept.port for kept in far] == ['8443']
    mine = requests.cookies.RequestsCookieJar()
    mine.set('a', 'b', domain='other.org')
    mine.set('c', 'd')
    bound = request_cookies.bound_to('http://h.org', mine)
    assert sorted((kept.name, kept.domain) for kept in bound) == [
        ('a', 'other.org'), ('c', 'h.org')]
    assert sorted(kept.domain for kept in mine) == ['', 'other.org']


def test_a_cookie_for_a_foreign_domain_is_not_kept(server, session):
    server.then(reply(200, Set_Cookie=NAME + '=token=x; Domain=elsewhere.test' + END))
    session.get(session.endpoint)
    assert not list(session.cookies)


@pytest.mark.parametrize('domain', ['', '; Domain=h.test', '; Domain=.h.test'])
def test_logging_out_forgets_a_cookie_in_memory_and_in_the_file(server, session, domain):
    server.then(reply(200, Set_Cookie=NAME + '=token=x' + domain + END))
    session.get(session.endpoint)
    kept = cookie_file.load(session.cookies.filename)[0]
    assert [(cookie.domain, cookie.port) for cookie in kept] == [('api.h.test', str(server.port))]
    session.forget()
    assert not list(session.cookies) and cookie_file.load(session.cookies.filename)[0] == []


# Credentials for hosts

def test_netrc_is_not_used_after_a_redirect_within_the_service(server, session, home):
    netrc = home.join('.netrc')
    netrc.write('machine api.h.test login me password hush\n')
    netrc.chmod(0o600)
    server.then(reply(302, Location='/there'), reply())
    session.get(session.endpoint)
    assert ['authorization' in request.headers for request in server.requests] == [False, False]


# Proxies

LOOPBACK = ['localhost', '127.0.0.1', '127.0.0.2', '[::1]', 'sandbox.localhost', 'LOCALHOST']


class Recorder(requests.adapters.BaseAdapter):
    """Sends empty responses, and records the options of requests."""

    def __init__(self, *answers):
        super(Recorder, self).__init__()
        self.answers = list(answers)
        self.proxies, self.headers = [], []

    def send(self, request, proxies=None, **_):
        """An empty response, or a redirect."""
        self.proxies.append(dict(proxies or {}))
        self.headers.append(request.headers)
        response = requests.Response()
        response.url, response.request, response._content = request.url, request, b''
        response.raw, response.status_code = io.BytesIO(), 200
        if self.answers:
            response.status_code, response.headers['Location'] = 302, self.answers.pop(0)
        return response

    def close(self):
        """Nothing is open."""


@pytest.fixture
def recorded():
    """A function that makes a session and the adapter that all of it goes through."""
    def make(*answers):
        session, adapter = http_session.HttpSession(insecure=True), Recorder(*answers)
        session.mount('http://', adapter)
        session.mount('https://', adapter)
        return session, adapter
    return make


def choose(way, session, monkeypatch):
    """Name a proxy with a password in one of the ways there are; options for the request."""
    proxies = {'http': 'http://me:hush@proxy.test:3128', 'https': 'http://me:hush@proxy.test:3128'}
    if way == 'variables':
        for scheme, proxy in proxies.items():
            monkeypatch.setenv(str(scheme + '_proxy'), str(proxy))
    elif way == 'session':
        session.proxies.update(proxies)
    return {'proxies': proxies} if way == 'argument' else {}


WAYS = pytest.mark.parametrize('way', ['variables', 'session', 'argument'])


@WAYS
@pytest.mark.parametrize('host', LOOPBACK)
@pytest.mark.parametrize('scheme', ['http', 'https'])
def test_this_machine_is_never_asked_through_a_proxy(recorded, monkeypatch, way, host, scheme):
    session, adapter = recorded()
    session.get('%s://%s:8080/x' % (scheme, host), **choose(way, session, monkeypatch))
    assert adapter.proxies == [{}]
    assert 'Proxy-Authorization' not in adapter.headers[0]


@WAYS
def test_a_proxy_is_not_used_for_localhost_after_a_redirect(recorded, monkeypatch, way):
    session, adapter = recorded('http://localhost:8080/there')
    session.get('http://h.test/x', **choose(way, session, monkeypatch))
    assert bool(adapter.proxies[0]) and adapter.proxies[1] == {}
    assert 'Proxy-Authorization' not in adapter.headers[1]


@WAYS
def test_other_machines_are_asked_through_the_proxy(recorded, monkeypatch, way):
    session, adapter = recorded()
    session.get('http://h.test/x', **choose(way, session, monkeypatch))
    assert adapter.proxies[0]['http'].endswith('proxy.test:3128')


# Cookie files

@pytest.mark.parametrize('name', ['a\x00b.txt', '\x00', 'folder\x00/c.txt'])
def test_a_name_that_can_be_no_path_is_warned_of(name):
    with pytest.warns(CookieFileWarning, match='kept in memory'):
        jar = cookies.open_jar(name)
    jar.set('name', 'value', domain='h.test')
    jar.flush()
    assert jar['name'] == 'value'


def test_a_lone_surrogate_in_a_name_fails_nothing(tmpdir):
    with warnings.catch_warnings(record=True) as caught:  # Python 2 can write such a name
        warnings.simplefilter('always')
        jar = cookies.open_jar(str(tmpdir.join('c')) + '\ud800.txt')
        jar.set('name', 'value', domain='h.test', expires=2 ** 31)
        jar.flush()
    assert {warning.category for warning in caught} <= {CookieFileWarning}
    assert jar['name'] == 'value'


def test_a_relative_name_in_a_folder_that_is_gone_is_warned_of(tmpdir):
    before = os.getcwd()
    folder = tmpdir.mkdir('gone')
    os.chdir(str(folder))
    try:
        folder.remove()
        with pytest.warns(CookieFileWarning, match='kept in memory'):
            jar = cookies.open_jar('c.txt')
    finally:
        os.chdir(before)
    assert jar.filename is None


def test_a_cookie_without_an_end_stays_one_and_is_readable_for_others(tmpdir):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path)
    jar.set('name', 'value', domain='h.test', rest={})
    jar.flush()
    line = tmpdir.join('c.txt').read().splitlines()[-1].split('\t')
    assert len(line) == 7 and int(line[4]) == 2 ** 31 - 1  # what curl and 3.71.1 read
    cookie = next(iter(cookies.open_jar(path)))
    assert (cookie.value, cookie.expires, cookie.discard) == ('value', None, True)
    others = cookies.cookiejar.MozillaCookieJar(path)
    others.load()
    assert [cookie.value for cookie in others] == ['value']
