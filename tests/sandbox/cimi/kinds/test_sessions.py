# -*- coding: utf-8 -*-
"""
Sessions: logging in and out
"""
from __future__ import unicode_literals

import base64
import json

import pytest

from slipstream.sandbox.cimi import routes
from slipstream.sandbox.messages import Request
from slipstream.sandbox.session_cookies import NAME as COOKIE_NAME
from slipstream.sandbox.state.accounts import Caller

INTERNAL = {'href': 'session-template/internal', 'username': 'jane', 'password': 'correct horse'}
FORM = [('Content-Type', 'application/x-www-form-urlencoded')]


@pytest.fixture
def send(world):
    """A function that sends a request as a client does, with a cookie to say who it is."""
    def send(method, place, body=None, cookie=None, headers=(), scheme='https', raw=None):
        fields = list(headers) + ([('Cookie', cookie)] if cookie else [])
        if body is not None:
            raw = json.dumps(body).encode('ascii')
            fields.append(('Content-Type', 'application/json'))
        request = Request(method, '/api/' + place, fields, raw or b'', scheme=scheme)
        request.caller = routes.caller(world, request)
        return routes.handle(world, request)
    return send


@pytest.fixture
def login(send):
    """A function that logs in and gives the response."""
    return lambda **members: send('POST', 'session', {'sessionTemplate': dict(INTERNAL, **members)})


@pytest.fixture
def api_key(ask):
    """A function that makes an API key of jane: its id and its secret."""
    def make(**members):
        template = dict({'href': 'credential-template/generate-api-key'}, **members)
        made = ask('POST', 'credential', {'credentialTemplate': template}).json
        return made['resource-id'], made['secretKey']
    return make


def cookie_of(response):
    """What a client sends back."""
    return response.headers.get('Set-Cookie').split(';')[0]


def claims_in(cookie):
    """What a curious client can decode of a cookie."""
    encoded = cookie.split('.')[-2]
    return json.loads(base64.urlsafe_b64decode((encoded + '===').encode('ascii')).decode('ascii'))


def body_of(response):
    """The decoded body."""
    return json.loads(response.body.decode('ascii'))


def with_key(send, key, secret):
    """Log in with an API key."""
    return send('POST', 'session',
                {'sessionTemplate': {'href': 'session-template/api-key', 'key': key,
                                     'secret': secret}})


def test_login_returns_a_session_and_a_cookie(login):
    response = login()
    made = body_of(response)
    session = made['resource-id']
    assert response.status == 201
    assert made == {'status': 201, 'message': '%s created' % session, 'resource-id': session}
    assert response.headers.get('Location') == session
    assert response.headers.get('Content-Type') == 'application/json; charset=utf-8'
    assert session.startswith('session/')
    assert response.headers.get('Set-Cookie').startswith(COOKIE_NAME + '=token=ey')
    assert response.headers.get('Set-Cookie').split(';')[1:3] == ['Secure', 'Path=/']


@pytest.mark.parametrize('scheme, headers, secure', [
    ('http', [], False), ('https', [], True), ('http', [('X-Forwarded-Proto', 'https')], True),
    ('https', [('X-Forwarded-Proto', 'http')], False)])
def test_the_cookie_is_secure_unless_it_travels_in_the_open(send, scheme, headers, secure):
    response = send('POST', 'session', {'sessionTemplate': INTERNAL}, headers=headers,
                    scheme=scheme)
    assert (';Secure;' in response.headers.get('Set-Cookie')) is secure


def test_a_session_document_has_the_documented_members(send, world):
    headers = [('slipstream-ssl-server-name', 'slipstream.example.org'),
               ('X-Real-IP', '192.0.2.17')]
    body = {'sessionTemplate': INTERNAL, 'name': 'mine', 'description': 'from home',
            'properties': {'a': 'b'}}
    response = send('POST', 'session', body, headers=headers)
    session = body_of(response)['resource-id']
    claims = claims_in(cookie_of(response))
    assert (claims['server'], claims['clientIP']) == ('slipstream.example.org', '192.0.2.17')
    assert body_of(send('GET', session, cookie=cookie_of(response))) == {
        'id': session, 'resourceURI': 'http://sixsq.com/slipstream/1/Session',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'method': 'internal',
        'sessionTemplate': {'href': 'session-template/internal'},
        'username': 'jane', 'roles': 'USER ANON ' + session, 'expiry': '2019-03-30T08:00:00.000Z',
        'server': 'slipstream.example.org',
        'clientIP': '192.0.2.17', 'name': 'mine', 'description': 'from home',
        'properties': {'a': 'b'},
        'acl': {'owner': {'principal': session, 'type': 'ROLE'},
                'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'VIEW'},
                          {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'delete', 'href': session}]}


def test_what_is_not_known_of_a_client_is_left_out(login, send):
    response = login()
    document = body_of(send('GET', body_of(response)['resource-id'], cookie=cookie_of(response)))
    assert not {'server', 'clientIP', 'redirectURI', 'name'} & set(document)
    assert not {'server', 'clientIP'} & set(claims_in(cookie_of(response)))


def test_administrators_have_the_role(login, send):
    response = login(username='super', password='user')
    session = body_of(response)['resource-id']
    assert body_of(send('GET', session,
                        cookie=cookie_of(response)))['roles'] == 'ADMIN USER ANON ' + session


def test_a_form_can_log_in(send):
    raw = b'href=session-template%2Finternal&username=jane&password=correct%20horse'
    assert send('POST', 'session', headers=FORM, raw=raw).status == 201
    assert send('POST', 'session', headers=FORM, raw=raw + b'%20no').status == 403
    assert send('POST', 'session', headers=[('Content-Type', FORM[0][1] + '; charset=utf-8')],
                raw=raw).status == 500


@pytest.mark.parametrize('members, name', [
    ({'password': 'wrong'}, 'jane'), ({'username': 'nobody'}, 'nobody'),
    ({'username': 'd\u2019oh'}, 'd\u2019oh')])
def test_bad_credentials_open_no_session(login, members, name):
    response = login(**members)
    assert response.status == 403
    assert body_of(response) == {'status': 403, 'message': "invalid credentials for '%s'" % name,
                                 'resource-id': name}
    assert response.headers.get('Set-Cookie') is None


@pytest.mark.parametrize('state', ['NEW', 'SUSPENDED', 'DELETED'])
def test_only_active_users_log_in(world, login, state):
    world.accounts.create('kim', 'secret of kim', state=state)
    assert login(username='kim', password='secret of kim').status == 403


def test_a_field_left_out_is_the_placeholder(send):
    response = send('POST', 'session',
                    {'sessionTemplate': {'href': 'session-template/internal',
                                         'password': 'correct horse'}})
    assert body_of(response)['resource-id'] == 'username'
    assert send('POST', 'session',
                {'sessionTemplate': {'href': 'session-template/internal'}}).status == 403


def test_a_login_with_an_unknown_template_is_refused(send):
    response = send('POST', 'session',
                    {'sessionTemplate': {'href': 'session-template/nope', 'username': 'jane'}})
    assert response.status == 404
    assert body_of(response) == {'status': 404, 'message': 'session-template/nope not found',
                                 'resource-id': 'session-template/nope'}


def test_a_template_that_is_not_for_everybody_cannot_be_used_to_log_in(ask, send):
    hidden = {'method': 'internal', 'instance': 'hidden', 'username': 'u', 'password': 'p',
              'acl': {'owner': {'type': 'USER', 'principal': 'joe'}}}
    assert ask('POST', 'session-template', hidden, by='super').status == 201
    response = send('POST', 'session',
                    {'sessionTemplate': dict(INTERNAL, href='session-template/internal-hidden')})
    assert response.status == 400
    assert body_of(response)['message'] == (
        'requested href cannot be accessed: session-template/internal-hidden')


def test_a_method_that_a_sandbox_does_not_serve_is_refused(ask, send):
    template = {'method': 'github', 'instance': 'github',
                'acl': {'owner': {'type': 'ROLE', 'principal': 'ANON'}}}
    ask('POST', 'session-template', template, by='super')
    response = send('POST', 'session', {'sessionTemplate': {'href': 'session-template/github'}})
    assert response.status == 400
    assert "'github'" in body_of(response)['message']


@pytest.mark.parametrize('template', [
    dict(INTERNAL, colour='red'), dict(INTERNAL, password=''), dict(INTERNAL, username=' '),
    dict(INTERNAL, username=5),
    dict(INTERNAL, redirectURI='a b'), dict(INTERNAL, redirectURI=''), {'method': 'internal'}, {},
    [], 'text', None, {'href': 5}])
def test_an_invalid_login_is_refused_and_its_password_not_quoted(send, template):
    response = send('POST', 'session', {'sessionTemplate': template})
    assert response.status == 400
    assert body_of(response)['message'].startswith('resource does not satisfy defined schema:\n')
    assert 'correct horse' not in response.body.decode('ascii')


@pytest.mark.parametrize('body', [{}, {'sessionTemplate': INTERNAL, 'colour': 'red'},
                                  {'sessionTemplate': INTERNAL, 'name': ''}])
def test_what_stands_beside_the_template_is_checked(send, body):
    assert send('POST', 'session', body).status == 400


def test_a_browser_is_sent_on(login, send):
    response = login(redirectURI='https://portal.example.org/home?tab=1')
    assert response.status == 303
    assert response.headers.get('Location') == 'https://portal.example.org/home?tab=1'
    document = body_of(send('GET', 'session', cookie=cookie_of(response)))['sessions'][0]
    assert document['redirectURI'] == 'https://portal.example.org/home?tab=1'


@pytest.mark.parametrize('members, expected', [
    ({'password': 'no', 'redirectURI': 'https://p.example.org/'},
     'https://p.example.org/?error=invalid%20credentials%20for%20%27jane%27'),
    ({'password': '', 'redirectURI': 'https://p.example.org/?a=1'},
     'https://p.example.org/?a=1&error=resource%20does%20not%20')])
def test_a_browser_is_sent_on_with_the_error(login, members, expected):
    response = login(**members)
    assert response.status == 303
    assert response.headers.get('Location').startswith(expected)
    assert response.headers.get('Set-Cookie') is None


def test_an_unknown_template_is_reported_to_browsers_too(login):
    assert login(href='session-template/nope', redirectURI='https://p.example.org/').status == 404


def test_an_api_key_can_log_in(send, api_key):
    key, secret = api_key()
    response = with_key(send, key, secret)
    assert response.status == 201
    document = body_of(send('GET', 'session', cookie=cookie_of(response)))['sessions'][0]
    assert document['username'] == 'jane'
    assert document['method'] == 'api-key'
    assert document['roles'] == 'USER ANON ' + document['id']


def test_the_key_may_be_short_and_the_secret_may_carry_junk(send, api_key):
    key, secret = api_key()
    assert with_key(send, key.partition('/')[2], secret).status == 201
    assert with_key(send, key, secret.replace('.', '')).status == 201
    assert with_key(send, key, ' %s\n01lIoO-_' % secret).status == 201


def test_a_login_with_a_wrong_api_key_is_refused(send, api_key, world):
    key, secret = api_key()
    for bad_key, bad_secret in ((key, secret[:-1]), (key, secret + 'a'),
                                ('credential/nope', secret), ('nope', secret), (key, '...')):
        response = with_key(send, bad_key, bad_secret)
        assert response.status == 403
        assert body_of(response) == {'status': 403, 'message': "invalid credentials for '%s'"
                                     % bad_key, 'resource-id': bad_key}
    public = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAQQC+dd3+aZ+9l2dpz1vA1C8M'
    world.store.table('credential').put(
        'credential/other', {'id': 'credential/other', 'type': 'ssh-public-key', 'digest': public})
    assert with_key(send, 'credential/other', secret).status == 403


@pytest.mark.parametrize('state', ['NEW', 'SUSPENDED', 'DELETED', None])
def test_only_active_users_log_in_with_an_api_key(send, api_key, world, state):
    key, secret = api_key()
    if state is None:
        world.store.table('user').remove('user/jane')
    else:
        world.store.table('user').put('user/jane', dict(world.accounts.user('jane'), state=state))
    response = with_key(send, key, secret)
    assert (response.status, body_of(response)['resource-id']) == (403, key)


def test_api_keys_expire(send, api_key, world):
    key, secret = api_key(ttl=60)
    world.clock.advance(59)
    assert with_key(send, key, secret).status == 201
    world.clock.advance(1)
    assert with_key(send, key, secret).status == 403


def test_everybody_sees_only_his_own_session(send, login):
    first, second = login(), login()
    collection = body_of(send('PUT', 'session', cookie=cookie_of(second)))
    assert collection['count'] == 1
    assert [session['id'] for session in collection['sessions']] == [body_of(second)['resource-id']]
    assert [entry['right'] for entry in collection['acl']['rules']] == ['MODIFY'] * 3
    assert collection['operations'] == [{'rel': 'add', 'href': 'session'}]
    assert send('GET', body_of(first)['resource-id'], cookie=cookie_of(second)).status == 403
    assert body_of(send('GET', 'session'))['count'] == 0
    administrator = login(username='super', password='user')
    assert body_of(send('GET', 'session', cookie=cookie_of(administrator)))['count'] == 1


def test_a_filter_is_parsed_and_replaced(send, login):
    cookie = cookie_of(login())
    assert body_of(send('GET', "session?$filter=username='nobody'", cookie=cookie))['count'] == 1
    assert send('GET', 'session?$filter=(', cookie=cookie).status == 400


def test_logout_clears_the_cookie_but_not_the_token(send, login, world):
    response = login()
    session, cookie = body_of(response)['resource-id'], cookie_of(response)
    gone = send('DELETE', session, cookie=cookie)
    assert gone.status == 200
    assert body_of(gone) == {'status': 200, 'message': session + ' deleted', 'resource-id': session}
    assert gone.headers.get('Set-Cookie').startswith(
        COOKIE_NAME + '=INVALID;Path=/;Max-Age=0;Expires=')
    assert send('GET', session, cookie=cookie).status == 404
    assert send('GET', 'credential', cookie=cookie).status == 200
    world.clock.advance(24 * 3600)
    assert send('GET', 'credential', cookie=cookie).status == 403


def test_sessions_cannot_be_edited(send, login):
    response = login()
    assert send('PUT', body_of(response)['resource-id'], {'name': 'x'},
                cookie=cookie_of(response)).status == 405


def test_the_session_of_another_can_be_ended_by_an_administrator(ask, login, world):
    session = body_of(login())['resource-id']
    assert ask('DELETE', session, by='joe').status == 403
    assert ask('DELETE', session, by='super').status == 200
    assert session not in world.store.table('session')


def test_a_session_is_a_role(world, login):
    session = body_of(login())['resource-id']
    assert Caller('jane', ['USER', session], session).session == session
    assert world.store.table('session').get(session)['acl']['owner']['principal'] == session
