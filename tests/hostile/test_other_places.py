# -*- coding: utf-8 -*-
"""What is meant for the service goes nowhere else: with prepared requests and redirects, too."""
from __future__ import unicode_literals

import base64
import gzip
import io

import pytest
import requests

from slipstream.api.transport.session import SessionStore

from ..wire.server import ScriptedServer, reply

SECRET = 'hush-hush-42'
#: How a program may give a session a secret for the service.
GIVEN = {'auth': ('jane', SECRET), 'headers': {'X-Auth-Token': SECRET},
         'params': {'token': SECRET, 'page': '3'}}
#: How a program sends a request.
SENDERS = {
    'request': lambda session, url, **options: session.request('GET', url, **options),
    'get': lambda session, url, **options: session.get(url, **options),
    'prepared': lambda session, url, **options: session.send(
        session.prepare_request(requests.Request('GET', url, **options)))}
#: Bodies that tell a secret, or cannot be searched for one.
TELLING = {
    'JSON': {'json': {'password': SECRET}}, 'form': {'data': {'password': SECRET}},
    'file': {'data': lambda: io.BytesIO(b'{"password": "%s"}' % SECRET.encode('ascii'))},
    'parts': {'files': {'password': SECRET}},
    'XML': {'data': '<user password="%s"/>' % SECRET},
    'compressed': {'data': gzip.compress(SECRET.encode('ascii')) if hasattr(
        gzip, 'compress') else SECRET, 'headers': {'Content-Encoding': 'gzip'}}}


@pytest.fixture
def other():
    """A server that is not the service."""
    with ScriptedServer(reply(200, b'fine')) as made:
        yield made


@pytest.fixture
def own():
    """The server that is the service."""
    with ScriptedServer(reply(200, b'fine')) as made:
        yield made


@pytest.fixture
def session(own, tmpdir, monkeypatch):
    """A session of the service, on a machine with a netrc file."""
    tmpdir.join('netrc').write('machine 127.0.0.1 login jane password %s\n' % SECRET)
    monkeypatch.setenv(str('NETRC'), str(tmpdir.join('netrc')))
    with SessionStore(own.endpoint, persist_cookie=False) as made:
        yield made


def has_secret(server):
    """Whether a server has received the secret."""
    seen = ''.join('%r' % (request,) for request in server.requests)
    return SECRET in seen or base64.b64encode(b'jane:' + SECRET.encode('ascii')).decode(
        'ascii') in seen


@pytest.mark.parametrize('send', sorted(SENDERS))
def test_the_netrc_file_does_not_count_at_the_service(session, own, send):
    assert SENDERS[send](session, own.endpoint + '/x').text == 'fine'
    assert not has_secret(own)


@pytest.mark.parametrize('send', sorted(SENDERS))
@pytest.mark.parametrize('name', sorted(GIVEN))
def test_secrets_of_the_session_go_to_the_service_only(session, own, other, send, name):
    session.trust_env = False
    setattr(session, name, GIVEN[name])
    for server in (own, other):
        assert SENDERS[send](session, server.endpoint + '/x').text == 'fine'
    assert has_secret(own) and not has_secret(other)
    assert ('page=3' in other.calls[0]) == (name == 'params')


@pytest.mark.parametrize('send', sorted(SENDERS))
@pytest.mark.parametrize('name', sorted(GIVEN))
def test_what_a_request_itself_carries_goes_where_it_goes(session, other, send, name):
    setattr(session, name, GIVEN[name])
    SENDERS[send](session, other.endpoint + '/x', **{name: GIVEN[name]})
    assert has_secret(other)


@pytest.mark.parametrize('send', sorted(SENDERS))
def test_parameters_of_any_kind_reach_other_places(session, other, send):
    session.params = {'token': SECRET}
    for params, query in (
            ({'a': '1'}, '?a=1'), ('b=2', '?b=2'), ([('c', '3')], '?c=3'), (None, '')):
        SENDERS[send](session, other.endpoint + '/x', params=params)
        assert other.calls[-1] == 'GET /x' + query
    session.params = [('token', SECRET)]  # requests merges mappings only
    SENDERS[send](session, other.endpoint + '/x')
    assert other.calls[-1] == 'GET /x'


@pytest.mark.parametrize('status', [307, 308])
@pytest.mark.parametrize('verb', ['POST', 'PUT', 'PATCH', 'DELETE'])
@pytest.mark.parametrize('body', sorted(TELLING))
def test_no_redirect_takes_a_secret_in_a_body_elsewhere(session, own, other, status, verb, body):
    own.then(reply(status, Location=other.endpoint + '/x'))
    options = {name: value() if callable(value) else value for name, value in TELLING[body].items()}
    response = session.request(verb, own.endpoint + '/x', **options)
    assert (response.status_code, other.requests) == (status, [])


@pytest.mark.parametrize('status', [307, 308])
def test_a_secret_in_a_body_stays_at_the_service(session, own, status):
    own.then(reply(status, Location='/y'), reply(200, b'fine'))
    assert session.post(own.endpoint + '/x', json={'password': SECRET}).text == 'fine'
    assert own.calls == ['POST /x', 'POST /y']


@pytest.mark.parametrize('status', [301, 302, 303])
def test_a_redirect_without_the_body_is_followed(session, own, other, status):
    own.then(reply(status, Location=other.endpoint + '/x'))
    assert session.post(own.endpoint + '/x', json={'password': SECRET}).text == 'fine'
    assert not has_secret(other)


@pytest.mark.parametrize('body', [{'json': {'name': 'x'}}, {}], ids=['innocent', 'none'])
def test_a_body_without_a_secret_is_sent_elsewhere(session, own, other, body):
    own.then(reply(307, Location=other.endpoint + '/x'))
    assert session.post(own.endpoint + '/x', **body).text == 'fine'
    assert other.requests[0].body == (b'{"name": "x"}' if body else b'')


def test_another_place_may_redirect_what_it_was_sent(session, own, other):
    other.then(reply(307, Location=other.endpoint + '/y'), reply(200, b'fine'))
    assert session.post(other.endpoint + '/x', json={'password': SECRET}).text == 'fine'
    assert other.calls == ['POST /x', 'POST /y']
