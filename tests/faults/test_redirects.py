# -*- coding: utf-8 -*-
"""Redirects: the target of a request, and the data that is sent there."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import Api, RedirectError
from slipstream.api.transport.session import SessionStore

from ..wire.server import ScriptedServer, reply
from .tls import TlsServer, certificate

COOKIE = 'com.sixsq.slipstream.cookie=token=%s;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'
REFUSED = reply(403, json={'message': 'credentials required'})


@pytest.fixture
def other():
    """A server of somebody else."""
    with ScriptedServer(reply(200, 'theirs')) as made:
        yield made


def test_to_another_place_nothing_of_ours_goes_along(server, session, other):
    session.auth = ('alice', 'pw')
    server.then(reply(200, Set_Cookie=COOKIE % 'first'),
                reply(302, Location=other.endpoint + '/x', Set_Cookie=COOKIE % 'second'))
    session.get(server.endpoint)
    assert session.get(server.endpoint, headers={'Authorization': 'Bearer hush'},
                       cookies={'own': 'hush'}).text == 'theirs'
    assert 'second' not in str(other.requests) and 'hush' not in str(other.requests)
    assert not {'cookie', 'authorization'} & set(other.requests[0].headers)


def test_to_another_place_its_own_cookies_go_along(server, session, other):
    other.then(reply(200, Set_Cookie=COOKIE % 'theirs'))
    session.get(other.endpoint)
    server.then(reply(302, Location=other.endpoint + '/x'))
    session.get(server.endpoint)
    assert other.requests[1].headers['cookie'].endswith('token=theirs')


def test_on_the_way_within_the_service_the_cookie_goes_along(server, session):
    server.then(reply(302, Location='/there', Set_Cookie=COOKIE % 'new'), reply(200, 'ours'))
    assert session.get(server.endpoint).text == 'ours'
    assert server.requests[1].headers['cookie'].endswith('token=new')


def test_from_https_to_http_nobody_follows(other):
    with TlsServer() as server:
        server.then(reply(302, Location=other.endpoint + '/x'))
        session = SessionStore(server.endpoint, persist_cookie=False, ca_bundle=certificate('ca'))
        assert session.get(server.endpoint).status_code == 302
        session.close()
        with Api(server.endpoint, persist_cookie=False, ca_bundle=certificate('ca')) as api:
            with pytest.raises(RedirectError) as info:
                list(api.list_applications())
        assert other.endpoint in str(info.value)
    assert other.requests == []


def test_a_refusal_by_another_host_causes_no_login(server, other):
    other.then(REFUSED)
    server.then(reply(302, Location=other.endpoint + '/x'))
    session = SessionStore(server.endpoint, True, None, {'username': 'alice', 'password': 'pw'},
                           persist_cookie=False)
    assert session.get(server.endpoint + '/x').status_code == 403
    assert server.calls == ['GET /x']
    session.close()


def test_a_circle_of_redirects_ends_with_an_error(server, session):
    server.then(reply(302, Location='/'))
    with pytest.raises(requests.exceptions.TooManyRedirects):
        session.get(server.endpoint)


def test_an_address_that_is_none_is_not_followed(server, session):
    server.then(reply(302, Location='http://[::1'))
    assert session.get(server.endpoint).status_code == 302


def test_a_redirect_does_not_have_to_be_read_to_its_end(server, session):
    server.then(reply(302, b'x' * 3000000, Location='/there'), reply(200, 'ours'))
    assert session.get(server.endpoint).text == 'ours'


@pytest.mark.parametrize('status', [301, 302, 303, 307, 308])
@pytest.mark.parametrize('call', [
    lambda api: api.deploy('shop/web'), lambda api: api.publish('shop/web'),
    lambda api: api.delete_element('shop/web')])
def test_what_changes_something_is_not_redirected(server, status, call):
    server.then(reply(status, Location='/there'))
    with Api(server.endpoint, persist_cookie=False) as api:
        with pytest.raises(RedirectError):
            call(api)
    # What is only read before, may be redirected.
    assert len([request for request in server.requests if request.method != 'GET']) == 1
