# -*- coding: utf-8 -*-
"""Malformed URLs: the password in them is never shown."""
from __future__ import unicode_literals

import io
import json
import pickle
import socket
import traceback

import pytest
import requests
import six

from slipstream.api import Api, compat, doctor
from slipstream.api.__main__ import main
from slipstream.api.errors import SlipStreamError
from slipstream.api.protocol import paths

#: What follows the marks that break an address is a secret, and so is what comes before.
FRONT, BACK = 'Zq1xWv7', 'Hn4mYd9'

ENDPOINTS = [address.format(FRONT, BACK) for address in (
    'https://user:{}{}@host', 'https://user:{} {}@host', 'http://user:{}{}@[::1',
    'user:{}{}@host', 'user:{} {}@host:80', 'https://user:{}?{}@host', 'https://user:{}#{}@host',
    'https://user:{}/{}@host', '//user:{}{}@host', 'https:user:{}{}@host',
    'https://user:{}{}@host:99999', 'https://user:{}{}@host:port', 'https://user:{}@{}@host',
    'https://host/?token={}{}', 'ftp://user:{}{}@host', 'https://{}{}@', 'https://user:{}\n{}@host',
    '  https://user:{}{}@host', 'https://user:{}%{}@host',
    'https://user:{}{}%40host', 'https://user:{}{}%2540host/x', 'user:{}{}%40host',
    'https:/user:{}{}%40host', 'http s://user:{}{}%40host', 'https:\\\\user:{}{}%40host',
    'https://{}{}%40host', '//user:{}{}%40host', 'https://user:{}{}', 'user:{}{}', '//user:{}{}',
    'https://user:{}/{}', 'https://user:{}?{}', 'https://user:{} {}', 'https://user:{}:{}',
    'https:user:{}{}', 'https://host/;token={}{}', 'https://host/a;JSESSIONID={}{}/b',
    'https://host;password={}{}/x',
    'https://host/a;access%5ftoken={}{};v=1')]
PROXIES = [address.format(FRONT, BACK) for address in (
    'http://user:{}{}@[::1', 'user:{}{}@proxy.test:80', 'http://user:{} {}@proxy.test',
    'http://user:{}?{}@proxy.test:1', 'http://user:{}/{}@proxy.test:1',
    'http://user:{}#{}@proxy.test:1', 'nothing9://user:{}{}@proxy.test', 'user:{}{}@',
    '://user:{}{}@proxy.test', 'http://user:{}{}@proxy.test:port',
    'http://user:{}{}@proxy.test:99999999', 'http://user:{}@{}@proxy.test:1',
    'http://user:{}{}%40proxy.test:1', 'user:{}{}%40proxy.test', 'http://user:{}{}', 'user:{}{}',
    'http://user:{}/{}', 'http://user:{}?{}', 'http://user:{}{}/', '//user:{}{}',
    'http://user:{}:{}', 'http:user:{}{}', 'http://user:{}{}@', 'https://user:{}{}@/',
    'socks5://user:{}{}@', 'http://user:{}{}@?x', 'http://user:{}{}@:80', 'http://{}:@#{}')]


def assert_hidden(texts):
    assert [text for text in texts if FRONT in text or BACK in text] == []


def seen_of(error):
    """Everything that is printed of an error."""
    seen = [six.text_type(error), compat.to_text(repr(error)),
            pickle.dumps(error, 2).decode('latin-1')]
    lines = traceback.TracebackException(type(error), error, error.__traceback__,
                                         capture_locals=True).format() if six.PY3 else []
    # The variables of this module are those of a program.
    return seen + [text for text in lines if __file__ not in text]


@pytest.fixture
def no_network(monkeypatch):
    """Make all name lookups and connections fail."""
    def refuse(*_, **__):
        raise socket.gaierror(8, str('no such name'))

    monkeypatch.setattr(socket, 'getaddrinfo', refuse)
    for name in ('http_proxy', 'https_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY',
                 'all_proxy', 'ALL_PROXY'):
        monkeypatch.delenv(str(name), raising=False)
    return monkeypatch


@pytest.mark.parametrize('endpoint', ENDPOINTS)
def test_no_error_quotes_the_password_of_an_endpoint(endpoint, no_network):
    api = Api(endpoint, persist_cookie=False, retries=0)
    with pytest.raises((ValueError, TypeError, requests.RequestException)) as caught:
        api.login_internal('jane', 'jane-password')
    assert_hidden(seen_of(caught.value) + [repr(api), repr(vars(api)), repr(vars(api.session)),
                                           repr(api.history), compat.to_text(api.endpoint)])
    with pytest.raises(ValueError) as caught:
        paths.endpoint(endpoint)
    assert_hidden([six.text_type(caught.value)])


@pytest.mark.parametrize('endpoint', [
    ['https://user:%s%s@host' % (FRONT, BACK)], {'url': 'https://u:%s/%s@host' % (FRONT, BACK)},
    bytearray(('https://u:%s%s@host' % (FRONT, BACK)).encode('ascii'))])
def test_no_error_quotes_an_endpoint_of_another_type(endpoint):
    assert_hidden([compat.to_text(repr(vars(Api(endpoint, persist_cookie=False))))])
    with pytest.raises(TypeError) as caught:
        paths.endpoint(endpoint)
    assert_hidden([six.text_type(caught.value)])


@pytest.mark.parametrize('endpoint', ENDPOINTS)
@pytest.mark.parametrize('form', [[], ['--json']])
def test_the_doctor_shows_no_password_of_an_endpoint(endpoint, form, no_network):
    output = io.StringIO() if six.PY3 else io.BytesIO()
    assert main(['doctor', '--endpoint', endpoint] + form, output) in (1, 2)
    assert_hidden([compat.to_text(output.getvalue())])


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('proxy', PROXIES)
def test_the_doctor_shows_no_password_of_a_proxy(proxy, scheme, no_network):
    no_network.setenv(str(scheme + '_proxy'), compat.native_str(proxy))
    api = Api(scheme + '://slipstream.test', persist_cookie=False, retries=0, insecure=True)
    findings = doctor.Doctor(api, resolve=socket.getaddrinfo).examine()
    texts = [compat.to_text(doctor.report(findings)), compat.to_text(doctor.as_json(findings))]
    assert_hidden(texts)
    assert [entry['check'] for entry in json.loads(texts[1])] == [
        finding.check for finding in findings]
    assert scheme + '_proxy' in texts[0]


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('proxy', PROXIES)
@pytest.mark.parametrize('is_own', [True, False])
def test_no_error_quotes_the_password_of_a_proxy(is_own, proxy, scheme, no_network):
    api = Api(scheme + '://slipstream.test', persist_cookie=False, retries=0, insecure=True)
    if is_own:
        api.session.proxies = {scheme: compat.native_str(proxy)}
    else:
        no_network.setenv(str(scheme + '_proxy'), compat.native_str(proxy))
    with pytest.raises((ValueError, SlipStreamError, requests.RequestException)) as caught:
        api.get_user('jane')
    assert_hidden(seen_of(caught.value) + [repr(vars(api)), repr(api.history)])
    assert_hidden([pickle.dumps(api, 2).decode('latin-1')])
