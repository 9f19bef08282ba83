# -*- coding: utf-8 -*-
"""Routes, bodies and refusals of the JSON interface."""
from __future__ import unicode_literals

import json

import pytest

from slipstream.sandbox.cimi import bodies, routes
from slipstream.sandbox.messages import Request

pytestmark = pytest.mark.usefixtures('kinds')
FORM = [('Content-Type', 'application/x-www-form-urlencoded')]
ACL = {'owner': {'type': 'USER', 'principal': 'jane'}}


@pytest.mark.parametrize('method, place, message', [
    ('POST', 'cloud-entry-point', 'post'), ('DELETE', 'cloud-entry-point', 'delete'),
    ('DELETE', 'event', 'delete'), ('PATCH', 'event', 'patch'),
    ('HEAD', 'event', 'head'), ('GET', 'nonsense', 'get'), ('POST', 'Event', 'post'),
    ('GET', 'nonsense/1', 'get'), ('GET', 'Event/1', 'get'),
    ('POST', 'event/1', 'post'), ('PUT', 'event/1', 'put'), ('POST', 'credential-template', 'post'),
    ('PUT', 'credential-template/open', 'put'),
    ('DELETE', 'credential-template/open', 'delete'), ('GET', 'cloud-entry-point/1', 'get'),
    ('PATCH', 'user/a/b/c', 'patch'),
])
def test_a_method_that_is_not_allowed_is_refused(ask, method, place, message):
    answer = ask(method, place, by='super')
    assert (answer.status, answer.type) == (405, 'application/json')
    path = '/api/' + place
    assert answer.json == {'status': 405, 'message': 'invalid method (%s) for %s' % (message, path),
                           'resource-id': path}


@pytest.mark.parametrize('place', ['', 'event/', 'event//x', '/event', 'a/b/c/d', 'event/1/',
                                   'user/', 'event/1/start/x', 'event%2F/'])
def test_an_unknown_resource_is_not_found(ask, place):
    answer = ask('GET', place)
    assert (answer.status, answer.type) == (404, 'application/json')
    assert answer.json == {'status': 404, 'message': 'unknown resource',
                           'resource-id': '/api/' + place}


def test_nothing_is_served_at_the_bare_prefix(world):
    assert routes.handle(world, Request('GET', '/api')).status == 404


@pytest.mark.parametrize('method, place, pair', [
    ('POST', 'event/1/start', '["event" "start"]'),
    ('GET', 'nonsense/1/start', '["nonsense" "start"]'),
    ('PUT', 'deployment/1/describe', '["deployment" "describe"]')])
def test_an_undefined_action_is_not_found(ask, method, place, pair):
    answer = ask(method, place)
    path = '/api/' + place
    assert answer.status == 404
    assert answer.json == {'status': 404, 'message': 'undefined action (%s, %s) for %s'
                           % (method.lower(), pair, path), 'resource-id': path}


@pytest.mark.parametrize('place', ['user/realm/jane/x', 'user/realm%2Fjane/x'])
def test_names_of_users_may_have_slashes(ask, place):
    answer = ask('GET', place)
    assert (answer.status, answer.json['resource-id']) == (404, 'user/realm/jane/x')


def test_an_action_accepts_any_method(ask):
    deployment = ask('POST', 'deployment', {'note': 'x'}).json['resource-id']
    for method in ('POST', 'GET', 'PUT', 'DELETE'):
        answer = ask(method, deployment + '/start')
        assert (answer.status, answer.headers.get('Location')) == (202, 'job/1')
    assert ask('POST', 'deployment/nope/start').message == 'deployment/nope not found'
    assert ask('POST', 'credential-template/open/describe').json == {
        'described': 'credential-template/open'}
    assert ask('POST', 'credential-template/nope/describe').status == 403


# -- filters come first -------------------------------------------------------

@pytest.mark.parametrize('method, place', [
    ('GET', 'event'), ('POST', 'event'), ('GET', 'nonsense'), ('DELETE', 'a/b/c/d'),
    ('GET', 'callback'), ('GET', 'cloud-entry-point'),
    ('GET', 'credential-template'), ('GET', 'session')])
@pytest.mark.parametrize('by', [None, 'super'])
def test_a_bad_filter_is_refused_anywhere(ask, method, place, by):
    answer = ask(method, place + "?$filter=type='missing end quote", by=by)
    assert (answer.status, answer.type) == (400, 'application/json')
    assert answer.message.startswith(
        "Invalid CIMI filter. Parse error at line 1, column 7:\n(type='missing end quote)\n      "
        "^\nExpected one of:\n")


def test_a_bad_filter_in_a_form_is_refused_too(ask):
    assert ask('POST', 'session', headers=FORM, raw=b'$filter=').status == 400


@pytest.mark.parametrize('query', ['$filter=', '%24filter=', '$filter=a=1&$filter=', "$filter=%00",
                                   '$filter=a%3D%C3%A9'])
def test_a_filter_that_cannot_be_read_is_refused(ask, query):
    assert ask('GET', 'event?' + query).status == 400


def test_a_filter_can_break_out_of_its_parentheses(ask):
    assert ask('GET', 'event?$filter=a=1) or (b=2').status == 200


def test_filters_that_alternate_for_ever_are_refused(ask):
    text = '(a=1 and (a=1 or ' * 200 + 'a=1' + '))' * 200
    answer = ask.put('event', '$filter=' + text.replace(' ', '+'))
    assert (answer.status, answer.message) == (400, 'Invalid CIMI filter. It is nested too deeply.')
    assert ask.put('event', '$filter=' + '+or+'.join(['a=1'] * 2000)).status == 200


# -- bodies -------------------------------------------------------------------

@pytest.mark.parametrize('raw', [
    b'{', b'{"a": NaN}', b'{"a": Infinity}', b'{"a": -Infinity}', b'{"a": 1e999}', b'{"a": -1e999}',
    b'\xff', b'{"a": ' + b'1' * 301 + b'}', b"{'a': 1}", b'{"a": 1} x'])
def test_a_body_that_is_not_json_is_refused_before_the_path_is_looked_up(ask, raw):
    for method, place in (('POST', 'event'), ('GET', 'nonsense'), ('PUT', 'event')):
        answer = ask(method, place, headers=[('Content-Type', 'application/json; charset=UTF-8')],
                     raw=raw)
        assert (answer.status, answer.type,
                answer.text) == (400, 'text/plain', 'Malformed JSON in request body.')


def test_half_a_character_is_refused_or_kept(ask):
    answer = ask('POST', 'service-offer', {'name': '\ud800'})
    # For Python 2 it has a UTF-8 form.
    assert answer.status == (400 if '\ud800'.encode('utf-8', 'replace') == b'?' else 201)
    assert ask('POST', 'service-offer', {'name': '\U0001f600'}).status == 201


@pytest.mark.parametrize('body', [[], [1], 'text', 1, True, False])
def test_bodies_must_be_objects(ask, body):
    for method, place in (('POST', 'service-offer'), ('PUT', 'service-offer/1')):
        answer = ask(method, place, body)
        assert (answer.status,
                answer.message.split('\n')[0]) == (400, 'resource does not satisfy defined schema:')


def test_deep_nesting_is_refused(ask):
    body = {'acl': ACL}
    for _ in range(98):
        body = {'acl': ACL, 'x': [body]} if _ % 2 else {'acl': ACL, 'x': body}
    assert ask('POST', 'service-offer', body).status == 400
    assert ask('POST', 'service-offer', {'x': [[[['deep']]]]}).status == 201
    for raw in (b'[' * 100000, b'{"a":' * 100000 + b'1' + b'}' * 100000):
        answer = ask('POST', 'event', headers=[('Content-Type', 'application/json')], raw=raw)
        assert answer.status == 400
        assert answer.message.endswith('\nThe document is nested too deeply.')


@pytest.mark.parametrize('headers', [[], [('Content-Type', 'text/plain')], FORM,
                                     [('Content-Type', 'application/jsonx')]])
def test_json_that_is_not_announced_ends_in_a_500(ask, headers):
    raw = json.dumps({'name': 'x'}).encode('ascii')
    stored = ask('POST', 'service-offer', {'a:b': 1}).json['resource-id']
    for method, place in (('POST', 'service-offer'), ('PUT', stored)):
        answer = ask(method, place, headers=headers, raw=raw)
        assert (answer.status, answer.type) == (500, 'application/json; charset=utf-8')
        assert answer.message.startswith('Unexpected exception thrown: ')


@pytest.mark.parametrize('content_type', ['application/json', 'Application/JSON; charset=utf-8',
                                          'application/vnd.x+json'])
def test_json_is_accepted_by_any_of_its_names(ask, content_type):
    assert ask('POST', 'service-offer', headers=[('Content-Type', content_type)],
               raw=b'{"a:b": 1}').status == 201


def test_the_type_is_json_whatever_is_accepted(ask):
    answer = ask('GET', 'event?$format=xml', headers=[('Accept', 'application/xml')])
    assert (answer.status, answer.type) == (200, 'application/json')


def test_responses_are_indented_ascii(ask):
    ask('POST', 'service-offer', {'name': 'caf\u00e9'})
    text = ask('GET', 'service-offer').text
    assert '"name": "caf\\u00e9"' in text
    assert text.count('\n') > 10


def test_a_refusal_without_a_message_has_no_body():
    response = bodies.refusal(routes.errors.Problem(404, ''))
    assert (response.status, response.body) == (404, b'')


# -- forms --------------------------------------------------------------------

def test_a_form_can_be_sent_instead_of_json_to_log_in(ask):
    answer = ask('POST', 'session', headers=FORM,
                 raw=b'href=session-template%2Finternal&username=j%C3%A9&username=k', by=None)
    assert answer.json == {'sessionTemplate': {'href': 'session-template/internal',
                                               'username': 'j\u00e9'}}
    assert ask('POST', 'session', headers=FORM, by=None).json == {'sessionTemplate': {}}


def test_a_form_with_a_charset_is_no_form(ask):
    answer = ask('POST', 'session',
                 headers=[('Content-Type', 'application/x-www-form-urlencoded; charset=utf-8')],
                 raw=b'a=b', by=None)
    assert answer.status == 500


# -- the older login ----------------------------------------------------------

def older(world, action, query='', body=b'', method='POST', scheme='https'):
    return routes.handle(world, Request(method, '/auth/%s%s' % (action, query),
                                        FORM if body else [], body, scheme=scheme))


@pytest.mark.parametrize('query, body', [('', b'username=jane&password=correct+horse'),
                                         ('?username=jane&password=correct%20horse', b'')])
def test_the_older_login_sets_a_cookie_without_a_session_document(world, query, body):
    response = older(world, 'login', query, body)
    assert (response.status, response.headers.get('Content-Type'),
            response.body) == (200, 'text/plain', b'')
    cookie = response.headers.get('Set-Cookie')
    assert 'Secure' in cookie
    caller = routes.caller(world, Request('GET', '/', [('Cookie', cookie.split(';')[0])]))
    assert (caller.username, caller.is_admin, 'USER' in caller.roles) == ('jane', False, True)
    assert len(world.store.table('session')) == 0


def test_the_older_login_over_plain_http_sets_no_secure_cookie(world):
    assert 'Secure' not in older(world, 'login', '?username=jane&password=correct%20horse',
                                 scheme='http').headers.get('Set-Cookie')


@pytest.mark.parametrize('query',
                         ['', '?username=jane', '?username=jane&password=wrong', '?password=x'])
def test_the_older_login_refuses_wrong_credentials(world, query):
    response = older(world, 'login', query)
    assert (response.status, response.headers.get('Content-Type'),
            response.body) == (401, 'text/plain', b'')
    assert 'Set-Cookie' not in response.headers


def test_the_older_logout_invalidates_the_cookie(world):
    response = older(world, 'logout')
    assert (response.status, response.headers.get('Content-Type')) == (200, 'text/plain')
    assert response.headers.get('Set-Cookie').startswith('com.sixsq.slipstream.cookie=INVALID;')


@pytest.mark.parametrize('action, method', [('login', 'GET'), ('logout', 'DELETE'),
                                            ('other', 'POST'), ('', 'POST'), ('login/', 'POST')])
def test_nothing_else_is_there(world, action, method):
    assert older(world, action, method=method).status == 404
