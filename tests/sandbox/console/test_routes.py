# -*- coding: utf-8 -*-
"""What the console returns, and whom it obeys."""
from __future__ import unicode_literals

import logging

import pytest

from slipstream.sandbox.console import overview, routes
from slipstream.sandbox.console.exchanges import Exchanges
from slipstream.sandbox.console.pages import POLICY
from slipstream.sandbox.messages import Request

TOKEN = 'X-Sandbox-Token'


@pytest.mark.parametrize('path, media_type, begins', [
    ('/', 'text/html', '<!DOCTYPE html>'), ('/sandbox/', 'text/html', '<!DOCTYPE html>'),
    ('/sandbox/console.css', 'text/css', ''), ('/sandbox/console.js', 'text/javascript', '')])
def test_the_files_are_served(ask, path, media_type, begins):
    response = ask('GET', path, headers={'Accept': 'text/html'})
    assert (response.status_code, response.text[:len(begins)]) == (200, begins)
    assert response.headers['Content-Type'] == media_type + '; charset=utf-8'


@pytest.mark.parametrize('path', ['/sandbox/', '/sandbox/state', '/sandbox/nothing'])
def test_nothing_comes_from_elsewhere_and_nothing_goes_there(ask, path):
    headers = ask('GET', path).headers
    assert headers['Content-Security-Policy'] == POLICY
    assert "default-src 'none'" in POLICY and 'unsafe' not in POLICY and '*' not in POLICY
    assert "require-trusted-types-for 'script'" in POLICY
    assert (headers['X-Content-Type-Options'], headers['Referrer-Policy'],
            headers['Cross-Origin-Resource-Policy'], headers['Cache-Control']) == (
                'nosniff', 'no-referrer', 'same-origin', 'no-store')
    assert not [name for name in headers if name.lower().startswith('access-control')]


@pytest.mark.parametrize('method, path, status', [
    ('GET', '/sandbox/%2E%2E%2Fsetup.py', 404), ('GET', '/sandbox/pages.py', 404),
    ('GET', '/sandbox/console.css/', 404), ('GET', '/sandbox/exchanges/1', 404),
    ('GET', '/sandbox/exchanges/x', 404), ('GET', '/sandbox/exchanges/%C2%B2', 404),
    ('GET', '/sandbox/exchanges', 404),
    ('PUT', '/sandbox/state', 405), ('DELETE', '/sandbox/', 405),
    ('GET', '/sandbox/controls/advance', 405), ('PUT', '/sandbox/controls/advance', 405),
    ('POST', '/sandbox/controls/nothing', 404), ('POST', '/sandbox/controls', 405)])
def test_what_does_not_exist_is_refused_in_json(ask, method, path, status):
    response = ask(method, path)
    assert response.status_code == status
    assert response.json()['error']
    assert ('Allow' in response.headers) is (status == 405)


@pytest.mark.parametrize('headers, status', [
    ({}, 403), ({TOKEN: ''}, 403), ({TOKEN: 'guessed'}, 403),
    ({'Content-Type': 'text/plain'}, 415),
    ({'Content-Type': 'application/x-www-form-urlencoded'}, 415),
    ({'Origin': 'http://evil.test'}, 403), ({'Origin': 'null'}, 403),
    ({'Origin': 'http://127.0.0.1:1'}, 403)])
def test_a_foreign_page_changes_nothing(sandbox, ask, state, headers, status):
    before = sandbox.clock.now()
    right = {} if not headers or TOKEN in headers else {TOKEN: state()['token']}
    response = ask('POST', '/sandbox/controls/advance', json={'seconds': 5},
                   headers=dict(right, **headers))
    assert (response.status_code, sandbox.clock.now()) == (status, before)


def test_its_own_page_does(sandbox, ask, state):
    headers = {TOKEN: state()['token'], 'Origin': sandbox.endpoint}
    assert ask('POST', '/sandbox/controls/advance', json={'seconds': 5},
               headers=headers).json() == {'done': 'advance'}


def test_a_preflight_is_not_answered_with_yes(ask):
    response = ask('OPTIONS', '/sandbox/controls/advance', headers={
        'Origin': 'http://evil.test', 'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': TOKEN})
    assert response.status_code == 405
    assert 'Access-Control-Allow-Origin' not in response.headers


@pytest.mark.parametrize('data', [b'', b'{', b'[]', b'\xff', b'{"seconds": NaN}',
                                  b'{"seconds": -1}', b'{"seconds": "5"}', b'{"seconds": true}'])
def test_arguments_that_do_not_fit_are_refused(ask, state, data):
    headers = {TOKEN: state()['token'], 'Content-Type': 'application/json'}
    response = ask('POST', '/sandbox/controls/advance', data=data, headers=headers)
    assert response.status_code == 400
    assert response.json()['error']


def test_one_exchange_is_shown_masked(sandbox, ask):
    sandbox.api()
    shown = ask('GET', '/sandbox/exchanges/1').json()
    assert (shown['method'], shown['target'], shown['status']) == ('POST', '/api/session', 201)
    assert '"username": "jane"' in shown['request']['body']
    assert 'jane-password' not in '%s' % shown
    assert ['Set-Cookie', '********'] in shown['response']['headers']
    assert shown['request']['length'] > 0


def test_a_body_that_was_not_kept_is_not_shown(ask, monkeypatch):
    monkeypatch.setattr('slipstream.sandbox.console.exchanges.LONGEST', 3)
    ask('POST', '/run', data=b'12345')
    assert ask('GET', '/sandbox/exchanges/1').json()['request'][str('body')].startswith('Not shown')


def test_a_failure_is_a_500_in_json(ask, monkeypatch, caplog):
    monkeypatch.setattr(overview, 'read', lambda *args: 1 // 0)
    with caplog.at_level(logging.ERROR, logger='slipstream.sandbox'):
        response = ask('GET', '/sandbox/state')
    assert (response.status_code, response.json()) == (
        500, {'error': 'The console failed; see the log'})
    assert 'ZeroDivisionError' in caplog.text


@pytest.mark.parametrize('address, is_local', [
    ('127.0.0.1', True), ('127.9.9.9', True), ('::1', True), ('::ffff:127.0.0.1', True),
    ('192.0.2.1', False), ('::ffff:192.0.2.1', False), ('2001:db8::1', False), ('10.127.0.1', False)
])
def test_only_this_machine_sees_the_passwords(sandbox, address, is_local):
    console = routes.Console(sandbox, Exchanges(), lambda: {
        'users': sandbox.users, 'api_keys': sandbox.api_keys})
    request = Request('GET', '/sandbox/state', client=address)
    body = console.handle(sandbox.world, request).body.decode('ascii')
    assert ('jane-password' in body, 'the-secret-key' in body) == (is_local, is_local)
