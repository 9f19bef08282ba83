# -*- coding: utf-8 -*-
"""What requests does, mended: addresses, certificates, the size of the pool, timeouts."""
from __future__ import unicode_literals

import io
import re

import pytest
import requests
from requests.exceptions import InvalidURL, MissingSchema, ReadTimeout, SSLError

from slipstream.api.transport import connections, http_session, transfers
from slipstream.api.transport.session import SessionStore


def failing(error):
    """A session whose adapter fails."""
    class Failing(requests.adapters.BaseAdapter):
        def send(self, request, **_):
            raise error

        def close(self):
            """Nothing is open."""

    session = http_session.HttpSession()
    session.mount('http://', Failing())
    return session


def test_only_the_packing_that_is_unpacked_is_asked_for():
    assert http_session.HttpSession().headers['Accept-Encoding'] == 'gzip, deflate'


@pytest.mark.parametrize('error, expected', [
    (ValueError('https://me:hush@h/x'), 'https://********@h/x'),
    (ValueError('//h/x?y=hush'), '//h/x?********'),
    (ValueError('two', 'parts'), 'This URL is invalid'),
    (ValueError(3), 'This URL is invalid'),
    (ValueError(), 'This URL is invalid')])
def test_an_address_that_cannot_be_read_is_quoted_without_secrets(error, expected):
    failure = http_session.unreadable(MissingSchema, error)
    assert type(failure) is MissingSchema and str(failure) == expected


@pytest.mark.parametrize('error, kind, message', [
    (ValueError('//h/x?y=hush'), InvalidURL, '//h/x?********'),
    (InvalidURL('//h/x?y=hush'), InvalidURL, '//h/x?********'),
    (requests.packages.urllib3.exceptions.ProtocolError('gone'),
     requests.exceptions.ConnectionError, 'gone'),
    (requests.exceptions.ConnectionError('Read timed out.'),
     requests.exceptions.ConnectionError, 'Read timed out.'),
    (SSLError('bad'), SSLError, 'bad')])
def test_whatever_an_adapter_raises_is_of_the_family_of_requests(error, kind, message):
    with pytest.raises(kind, match=re.escape(message)):
        failing(error)._request('GET', 'http://h/')


def test_a_body_that_does_not_come_is_a_timeout_of_the_request():
    class Timeout(requests.exceptions.ConnectionError):
        """What requests makes of a timeout while a body is read."""

    request = requests.Request('GET', 'http://h/').prepare()
    cause = requests.packages.urllib3.exceptions.ReadTimeoutError(None, '/', 'too late')
    with pytest.raises(ReadTimeout, match='too late') as info:
        failing(Timeout(cause, request=request))._request('GET', 'http://h/')
    assert info.value.request is request


@pytest.mark.parametrize('size', [0, -1, True, 1.5, '3'])
def test_the_size_of_the_pool_is_a_whole_number_from_1_on(size):
    with pytest.raises(ValueError, match='pool_size must be a whole number, 1 or more, not '):
        http_session.HttpSession(pool_size=size)


@pytest.mark.parametrize('size, expected', [(None, 64), (1, 1), (100, 100)])
def test_as_many_connections_are_kept_as_the_pool_is_large(size, expected):
    session = http_session.HttpSession(pool_size=size)
    for address in ('http://h', 'https://h'):
        assert session.get_adapter(address)._pool_maxsize == expected
        assert session.get_adapter(address)._pool_connections == 10


def test_what_certificates_cannot_mean_is_refused(tmpdir):
    there = str(tmpdir.join('there.pem'))
    tmpdir.join('there.pem').write('x')
    with pytest.raises(ValueError, match='pass it or ca_bundle, not both'):
        http_session.HttpSession(insecure=True, ca_bundle=there)
    with pytest.raises(ValueError, match='ca_bundle: there is no .*missing.pem'):
        http_session.HttpSession(ca_bundle=str(tmpdir.join('missing.pem')))
    with pytest.raises(ValueError, match='client_cert: there is no .*missing.key'):
        http_session.HttpSession(client_cert=(there, str(tmpdir.join('missing.key'))))
    for pair in ((there,), (there,) * 3):
        with pytest.raises(ValueError, match='client_cert must be a path, or a pair of paths'):
            http_session.HttpSession(client_cert=pair)


def test_certificates_are_those_of_the_arguments(tmpdir):
    place = str(tmpdir.join('there.pem'))
    tmpdir.join('there.pem').write('x')
    session = http_session.HttpSession(ca_bundle=place, client_cert=[place, place])
    assert (session.verify, session.cert) == (place, (place, place))
    assert http_session.HttpSession(client_cert=place).cert == place
    assert http_session.HttpSession().verify is True
    assert http_session.HttpSession(insecure=True).verify is False
    assert http_session.HttpSession().cert is None


def test_a_path_may_begin_at_the_home(home):
    home.join('ca.pem').write('x')
    assert connections.existing_path('~/ca.pem', 'x') == str(home.join('ca.pem'))


@pytest.mark.parametrize('option', ['verify', 'cert'])
def test_a_certificate_that_has_gone_meanwhile_is_an_error_of_tls(option):
    session = failing(AssertionError('something was sent'))
    session.mount('https://', session.get_adapter('http://h'))
    request = requests.Request('GET', 'https://h/').prepare()
    for place in ('/no/such.pem', ('/no/such.pem', '/no/such.key')):
        with pytest.raises(SSLError, match='There are no certificates at /no/such.pem') as info:
            session.send(request, **{option: place})
        assert info.value.request is request


ENVIRONMENT = ('proxies', 'stream', 'verify', 'cert')


@pytest.mark.parametrize('variables, verify, expected', [
    ({}, None, True), ({}, True, True), ({}, False, False), ({}, '/ca', '/ca'),
    ({'REQUESTS_CA_BUNDLE': '/r', 'CURL_CA_BUNDLE': '/c'}, None, '/r'),
    ({'CURL_CA_BUNDLE': '/c'}, None, '/c'), ({'CURL_CA_BUNDLE': '/c'}, True, '/c'),
    ({'CURL_CA_BUNDLE': '/c'}, False, False), ({'CURL_CA_BUNDLE': '/c'}, '/ca', '/ca')])
@pytest.mark.parametrize('proxies', [{}, {'http': 'http://proxy:1'}])
def test_the_bundle_of_the_environment_counts_where_no_other_is_named(
        monkeypatch, variables, verify, expected, proxies):
    for name, value in variables.items():
        monkeypatch.setenv(str(name), str(value))
    settings = http_session.HttpSession().merge_environment_settings(
        'https://h', proxies, None, verify, None)
    assert [settings[name] for name in ENVIRONMENT] == [proxies, False, expected, None]


def test_settings_of_the_call_come_before_those_of_the_session():
    session = http_session.HttpSession()
    session.verify, session.cert, session.stream = '/ca', '/cert', True
    settings = session.merge_environment_settings('https://h', {}, None, None, None)
    assert [settings[name] for name in ENVIRONMENT] == [{}, True, '/ca', '/cert']
    proxies = {'http': 'http://proxy:1'}
    settings = session.merge_environment_settings('https://h', dict(proxies), False, '/x', '/y')
    assert [settings[name] for name in ENVIRONMENT] == [proxies, False, '/x', '/y']
    settings = session.merge_environment_settings('https://h', {}, False, '/other', '/mine')
    assert [settings[name] for name in ENVIRONMENT] == [{}, False, '/other', '/mine']


def test_a_redirect_to_where_others_can_read_is_none():
    session = http_session.HttpSession()
    response = requests.Response()
    response.status_code, response.url = 302, 'HTTPS://h/x'
    for location, expected in (('http://h/', None), ('HTTP://h/', None), ('//h/y', '//h/y'),
                               ('https://h/y', 'https://h/y'), ('http://[', None)):
        response.headers['Location'] = location
        assert session.get_redirect_target(response) == expected
    response.url, response.headers['Location'] = 'http://h/x', 'http://h/y'
    assert session.get_redirect_target(response) == 'http://h/y'
    response.status_code = 200
    assert session.get_redirect_target(response) is None


def test_only_an_insecure_session_is_silent_about_certificates():
    for insecure in (True, False):
        for address in ('http://h', 'https://h'):
            adapter = http_session.HttpSession(insecure).get_adapter(address)
            assert isinstance(adapter, connections.QuietAdapter) == insecure
    assert not isinstance(http_session.HttpSession().get_adapter('https://h'),
                          connections.QuietAdapter)


class Sent(requests.adapters.BaseAdapter):
    """Responds with a body that was not read yet, and keeps what it was asked."""

    def __init__(self, body=b'body', status=200, **headers):
        super(Sent, self).__init__()
        self.body, self.status, self.headers = body, status, headers
        self.options = self.request = None

    def send(self, request, **options):
        """The response."""
        self.request, self.options = request, options
        response = requests.Response()
        response.url, response.request, response.status_code = request.url, request, self.status
        response.raw = requests.packages.urllib3.HTTPResponse(
            io.BytesIO(self.body), self.headers, self.status, preload_content=False)
        response.headers.update(self.headers)
        return response

    def close(self):
        """Nothing is open."""


def through(adapter):
    """A session that sends everything through an adapter, and a request."""
    session = http_session.HttpSession()
    session.mount('http://', adapter)
    session.mount('https://', adapter)
    return session, session.prepare_request(requests.Request('GET', 'http://h.org/'))


@pytest.mark.parametrize('of_session, of_call, is_read', [
    (False, {}, True), (False, {'stream': True}, False), (True, {}, False),
    (True, {'stream': False}, True)])
def test_a_body_is_read_at_once_unless_the_caller_streams_it(of_session, of_call, is_read):
    adapter = Sent()
    session, request = through(adapter)
    session.stream = of_session
    response = session.send(request, **of_call)
    assert response._content_consumed == is_read and adapter.options['stream'] is True
    assert response.content == b'body'


def test_the_password_of_a_proxy_is_masked_from_then_on():
    session, request = through(Sent())
    response = session.send(request, proxies={'http': 'http://me:hush-hush@proxy.test'})
    assert 'hush' not in session.sent_values.mask('They said hush-hush.')
    assert response.sent_values is session.sent_values


def sent_by(*requests_, **options):
    """What waits to be looked through, after some requests to a place."""
    session = http_session.HttpSession()
    session.mount('https://', Sent())
    for url, parts in requests_:
        session.send(requests.Request('POST', url, **parts).prepare(), **options)
    return session.sent_values


def test_what_was_told_is_looked_through_when_something_is_masked(monkeypatch):
    looked = []
    find = http_session.sent_secrets.secrets_in
    monkeypatch.setattr(http_session.sent_secrets, 'secrets_in',
                        lambda *args: looked.append(args) or find(*args))
    sent = sent_by(('https://h.org/', {'json': {'password': 'hush-hush'}}))
    assert looked == [] and len(sent.unread) == 1
    assert sent.mask('a hush-hush') == 'a ********' and len(looked) == 1 and not sent.unread


def test_what_was_told_before_is_not_kept_again():
    read = ('https://h.org/a', {'headers': {'Authorization': 'Bearer hush-hush'}})
    sent = sent_by(read, read, ('https://h.org/b', read[1]))
    assert len(sent.unread) == 1 and sent.mask('hush-hush') == '********'
    other = ('https://h.org/a', {'headers': {'Authorization': 'Bearer hush-2-hush'}})
    assert len(sent_by(read, other, read).unread) == 2
    assert len(sent_by(read, read, proxies={'https': 'http://u:hush-hush@p'}).unread) == 1
    for secret in ({'data': 'x'}, {'params': {'token': 'hush'}}):
        assert len(sent_by(*[('https://h.org/', secret)] * 3).unread) == 3


@pytest.mark.parametrize('requests_, waiting', [
    ([('https://h.org/', {'data': 'x'})] * 19, 19), ([('https://h.org/', {'data': 'x'})] * 20, 0),
    ([('https://h.org/', {'data': 'x' * 65536})], 1),
    ([('https://h.org/', {'data': 'x' * 65537})], 0),
    ([('https://h.org/', {'data': iter([b'x'])})], 1)])
def test_little_waits_to_be_looked_through(requests_, waiting):
    assert len(sent_by(*requests_).unread) == waiting


def test_heads_are_not_remembered_without_end():
    sent = sent_by(*[('https://h.org/', {'headers': {'X-%d' % number: 'x'}})
                     for number in range(50)])
    assert len(sent.heads) <= 20


def test_what_a_body_was_when_it_was_sent_is_looked_for():
    session, body = http_session.HttpSession(), bytearray(b'password=hush-hush')
    session.mount('https://', Sent())
    request = requests.Request('POST', 'https://h.org/', data=b'').prepare()
    request.body = body
    session.send(request)
    body[:] = b'nothing'
    assert session.sent_values.mask('hush-hush') == '********'


def test_a_part_that_nobody_asked_for_is_refused():
    session, request = through(Sent(status=206))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        session.send(request)


def test_the_body_of_a_redirect_is_read_within_bounds(monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_FAILURE', 2)
    session, request = through(Sent(status=302, Location='/x'))
    response = session.send(request, stream=True, allow_redirects=False)
    assert session.get_redirect_target(response) == '/x' and response.content == b'bo'


def test_what_is_left_of_a_failure_beyond_its_bounds_is_not_missing(monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_FAILURE', 2)
    body = b'x' * 4 * http_session._PART
    session, request = through(Sent(body, 500, **{'Content-Length': '%d' % len(body)}))
    assert session.send(request).content == b'xx'


def test_this_machine_gets_no_credentials_for_a_proxy():
    session, request = through(Sent())
    request.headers['Proxy-Authorization'] = 'Basic x'
    proxies = {'http': 'http://me:hush@proxy.test'}
    assert session.rebuild_proxies(request, proxies)['http'] == proxies['http']
    assert request.headers['Proxy-Authorization'] != 'Basic x'
    request.url = 'http://localhost/'
    assert session.rebuild_proxies(request, proxies) == {}
    assert 'Proxy-Authorization' not in request.headers


def test_a_session_that_trusts_no_environment_takes_nothing_from_it(monkeypatch):
    monkeypatch.setenv(str('CURL_CA_BUNDLE'), str('/c'))
    session = http_session.HttpSession()
    session.trust_env = False
    settings = session.merge_environment_settings('https://h', {}, None, None, None)
    assert [settings[name] for name in ENVIRONMENT] == [{}, False, True, None]


def test_a_transfer_has_the_timeout_of_its_session():
    for timeout, expected in ((7, 7), (None, SessionStore('https://h').default_timeout())):
        session, adapter = SessionStore('https://h', persist_cookie=False, timeout=timeout), Sent()
        session.mount('http://', adapter)
        transfers.put(session, 'http://h.org/', transfers.Meter(io.BytesIO(b'x'), 1))
        assert adapter.options['timeout'] == expected and adapter.request.method == 'PUT'


def test_a_folder_is_no_place_for_a_download(tmpdir):
    with pytest.raises(ValueError, match='%s is a folder$' % re.escape(tmpdir.basename)):
        transfers.Sink(str(tmpdir))


@pytest.mark.parametrize('endpoint', ['', 'nonsense', 'http://'])
def test_nothing_is_sent_to_an_endpoint_that_is_none(endpoint):
    session = SessionStore(endpoint, persist_cookie=False)
    for _ in range(2):
        with pytest.raises(ValueError, match='The endpoint must be an address such as'):
            session.get(session.endpoint + '/run')


def test_a_transfer_that_fails_says_why():
    session = SessionStore('https://h', persist_cookie=False)
    for prefix in ('http://', 'https://'):
        session.mount(prefix, failing(SSLError('gone; token=hush')).get_adapter('http://h'))
    with pytest.raises(SSLError, match=r'gone; token=\*+$'):
        transfers.put(session, 'http://h.org/', transfers.Meter(io.BytesIO(b'x'), 1))


def test_the_cookies_that_a_response_brings_do_not_show_their_values():
    class Bringing(Sent):
        def send(self, request, **options):
            response = super(Bringing, self).send(request, **options)
            response.cookies.set('a', 'hush')
            return response

    session, request = through(Bringing())
    response = session.send(request)
    assert response.cookies['a'] == 'hush' and 'hush' not in repr(list(response.cookies))


def test_the_response_of_another_adapter_may_know_of_no_cookies():
    class Bare(object):
        status_code, headers, is_redirect, history, elapsed = 200, {}, False, (), None
        _content_consumed = True
        raw = None

    class Odd(Sent):
        def send(self, request, **options):
            return answer

    answer = Bare()
    session, request = through(Odd())
    assert session.send(request, stream=True, allow_redirects=False) is answer
