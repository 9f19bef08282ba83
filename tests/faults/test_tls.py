# -*- coding: utf-8 -*-
"""Certificates: of servers and of clients."""
from __future__ import unicode_literals

import pickle
import warnings

import pytest
import requests
from requests.packages.urllib3.exceptions import InsecureRequestWarning

from slipstream.api import Api

from ..threads import LAST_RESORT
from ..wire.server import ScriptedServer, reply
from .tls import TlsServer, certificate


@pytest.fixture
def server():
    """A server with a valid certificate from a private authority."""
    with TlsServer() as made:
        yield made


@pytest.fixture
def make(request):
    """A function that makes an Api for an endpoint."""
    def made(endpoint, **options):
        api = Api(endpoint, persist_cookie=False, retries=0, timeout=LAST_RESORT,
                  **options)
        request.addfinalizer(api.close)
        return api
    return made


def works(api):
    """Whether a call succeeds."""
    return api.cimi_get('event/1').id == 'event/1'


def test_certificates_are_checked(server, make):
    with pytest.raises(requests.exceptions.SSLError):
        make(server.endpoint).cimi_get('event/1')
    assert server.requests == []


def test_ca_bundle_makes_the_client_trust_its_authorities(server, make):
    assert works(make(server.endpoint, ca_bundle=certificate('ca')))
    assert server.clients == [None]


@pytest.mark.parametrize('name', ['expired', 'elsewhere'])
def test_an_invalid_certificate_is_refused_unless_insecure_is_set(make, name):
    with TlsServer(name) as server:
        with pytest.raises(requests.exceptions.SSLError):
            make(server.endpoint, ca_bundle=certificate('ca')).cimi_get('event/1')
        assert server.requests == []
        assert works(make(server.endpoint, insecure=True))


def test_an_authority_is_not_trusted_because_it_calls_itself_one(server, make):
    with pytest.raises(requests.exceptions.SSLError):
        make(server.endpoint, ca_bundle=certificate('elsewhere')).cimi_get('event/1')


@pytest.mark.parametrize('form',
                         [lambda path: path, lambda path: (path, path), lambda path: [path, path]])
def test_client_cert_identifies_the_client(server, make, form):
    assert works(make(server.endpoint, ca_bundle=certificate('ca'),
                      client_cert=form(certificate('client'))))
    assert server.clients == ['client']


def test_insecure_is_about_one_api_only(server, make):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter('always')
        assert works(make(server.endpoint, insecure=True))
        assert [warning for warning in seen
                if issubclass(warning.category, InsecureRequestWarning)] == []
        with pytest.raises(requests.exceptions.SSLError):
            make(server.endpoint).cimi_get('event/1')
        with requests.Session() as other:
            other.get(server.endpoint, verify=False)
        assert [warning for warning in seen
                if issubclass(warning.category, InsecureRequestWarning)] != []


def test_the_environment_names_authorities_but_does_not_undo_insecure(server, make, monkeypatch):
    monkeypatch.setenv(str('REQUESTS_CA_BUNDLE'), certificate('ca'))
    assert works(make(server.endpoint))
    monkeypatch.setenv(str('REQUESTS_CA_BUNDLE'), certificate('elsewhere'))
    assert works(make(server.endpoint, insecure=True))
    assert works(make(server.endpoint, ca_bundle=certificate('ca')))
    with pytest.raises(requests.exceptions.SSLError):
        make(server.endpoint).cimi_get('event/1')


@pytest.mark.parametrize('name', ['REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'])
def test_authorities_that_are_not_there_are_an_error_of_the_family(server, make, monkeypatch, name):
    monkeypatch.setenv(str(name), str('/nonexistent/bundle.pem'))
    with pytest.raises(requests.exceptions.SSLError) as info:
        make(server.endpoint).cimi_get('event/1')
    assert '/nonexistent/bundle.pem' in str(info.value)
    assert works(make(server.endpoint, insecure=True))


def test_a_certificate_that_goes_away_is_an_error_of_the_family(server, make, tmpdir):
    own = tmpdir.join('own.pem')
    with open(certificate('client')) as stream:
        own.write(stream.read())
    api = make(server.endpoint, ca_bundle=certificate('ca'), client_cert=(str(own), str(own)))
    own.remove()
    with pytest.raises(requests.exceptions.SSLError):
        api.cimi_get('event/1')


@pytest.mark.parametrize('options', [
    {'ca_bundle': '/nonexistent'}, {'client_cert': '/nonexistent'},
    {'client_cert': ('a', 'b', 'c')}, {'client_cert': ('/nonexistent', 'b')},
    {'ca_bundle': certificate('ca'), 'insecure': True}])
def test_what_cannot_be_is_refused_at_once(options):
    with pytest.raises(ValueError):
        Api('https://127.0.0.1', persist_cookie=False, **options)


def test_copies_trust_the_same(server, make):
    api = pickle.loads(pickle.dumps(make(server.endpoint, ca_bundle=certificate('ca'),
                                         client_cert=certificate('client')), 2))
    assert works(api) and server.clients == ['client']
    api.close()


def test_proxies_of_the_environment_are_used(make, monkeypatch):
    with ScriptedServer(reply(200, json={'id': 'event/1'})) as proxy:
        monkeypatch.setenv(str('http_proxy'), proxy.endpoint)
        assert works(make('http://slipstream.example.org', insecure=True))
        assert proxy.calls == ['GET http://slipstream.example.org/api/event/1']
        proxy.then(reply(403))
        monkeypatch.setenv(str('https_proxy'), proxy.endpoint)
        with pytest.raises(requests.exceptions.ProxyError):
            make('https://slipstream.example.org').cimi_get('event/1')
        assert proxy.calls[1:] == ['CONNECT slipstream.example.org:443']
