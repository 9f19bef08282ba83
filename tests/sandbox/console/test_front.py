# -*- coding: utf-8 -*-
"""What the console has of a sandbox, and what the service keeps."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.sandbox import Sandbox

from ..shells.test_server import Client

PAGE = {'Accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'}
POLICY = 'Content-Security-Policy'


def is_console(response):
    return POLICY in response.headers


@pytest.mark.parametrize('method, path, headers', [
    ('GET', '/', PAGE), ('GET', '/?a=b', {'Accept': 'TEXT/HTML; q=0.1'}), ('GET', '/sandbox/', {}),
    ('GET', '/sandbox/state', {}), ('POST', '/sandbox/anything', {}), ('HEAD', '/sandbox/', {})])
def test_these_are_of_the_console(ask, method, path, headers):
    assert is_console(ask(method, path, headers=headers))


@pytest.mark.parametrize('method, path, headers', [
    ('GET', '/', {}), ('GET', '/', {'Accept': 'application/xml'}), ('POST', '/', PAGE),
    ('GET', '/', {'Accept': 'text/*'}), ('HEAD', '/', PAGE), ('GET', '/sandbox', PAGE),
    ('GET', '/sandboxes/', PAGE), ('GET', '/run', PAGE), ('GET', '/api/sandbox/', PAGE)])
def test_everything_else_is_answered_as_in_process(sandbox, ask, method, path, headers):
    served = ask(method, path, headers=headers, allow_redirects=False)
    headers = dict(headers, Host=sandbox.endpoint.partition('//')[2])
    with Sandbox(speed=0) as local, requests.Session() as session:
        plain = local.mount(session).request(method, local.endpoint + path, headers=headers,
                                             allow_redirects=False)
    assert not is_console(served)
    assert (served.status_code, served.text.replace(sandbox.endpoint, local.endpoint)) == (
        plain.status_code, plain.text.replace('http:' + local.endpoint[6:], local.endpoint))


def test_there_is_no_console_in_process():
    with Sandbox(speed=0) as sandbox, requests.Session() as session:
        sandbox.mount(session)
        assert session.get(sandbox.endpoint + '/sandbox/state').status_code == 404


@pytest.mark.parametrize('host, is_there', [
    ('127.0.0.1', True), ('localhost:1', True), ('mine.test', True), ('evil.test', False)])
def test_a_name_that_only_the_star_allows_has_no_console(host, is_there):
    with Sandbox(http=True, speed=0, allowed_hosts=['mine.test', '*']) as sandbox:
        for path in ('/', '/sandbox/state'):
            response = requests.get(sandbox.endpoint + path, headers=dict(PAGE, Host=host),
                                    allow_redirects=False, proxies={'http': None})
            assert is_console(response) is is_there
            assert response.status_code == (200 if is_there else 404)


def test_faults_do_not_meet_the_console(sandbox, state):
    fault = sandbox.fail_next_request(times=None)
    assert state()['faults'][0]['hits'] == 0 == fault.hits


def test_what_is_due_has_happened_when_the_console_looks(sandbox, state):
    sandbox.api().deploy('apps/WordPress/wordpress')
    sandbox.clock.advance(600)
    assert state()['deployments']['items'][0]['state'] == 'Ready'


def test_exchanges_with_the_service_are_noted_and_those_with_the_console_not(sandbox, ask, state):
    ask('GET', '/run?a=b')
    ask('GET', '/sandbox/')
    sandbox.clock.advance(60)
    sandbox.api()
    post, get = state()['exchanges']
    assert (get['method'], get['target'], get['status'], get['who']) == ('GET', '/run?a=b', 401, '')
    assert (post['target'], post['status'], post['at'] - get['at']) == ('/api/session', 201, 60)
    assert 0 <= post['elapsed_ms']


def test_a_broken_connection_is_noted(sandbox, ask, state):
    sandbox.fail_next_request(status=None)
    with pytest.raises(requests.exceptions.ConnectionError):
        ask('GET', '/run')
    assert [(exchange['target'], exchange['status']) for exchange in state()['exchanges']] == [
        ('/run', None)]
    assert ask('GET', '/sandbox/exchanges/1').json()['response'] is None


def test_who_asked_is_reported(sandbox, state):
    list(sandbox.api().list_deployments())
    assert state()['exchanges'][0]['who'] == 'jane'


def test_the_host_name_of_a_target_counts_more_than_the_field():
    with Sandbox(http=True, speed=0, allowed_hosts=['*']) as sandbox, \
            Client(sandbox._server) as client:
        for host, status in (('localhost', '200 OK'), ('evil.test', '404 Not Found')):
            client.send('GET http://%s/sandbox/state HTTP/1.1\nHost: localhost\n\n' % host)
            assert client.answer()[0] == 'HTTP/1.1 ' + status
