# -*- coding: utf-8 -*-
"""The sandbox as its users see it."""
from __future__ import unicode_literals

import os
import threading
from wsgiref.util import setup_testing_defaults

import pytest
import requests

from slipstream.api.errors import UnauthorizedError
from slipstream.sandbox import Sandbox
from slipstream.sandbox.state.clock import DEFAULT_START

from ..threads import LAST_RESORT, ends, happens

TITLE = 'Fish & <chips>'


@pytest.fixture(params=[False, True], ids=['in process', 'socket'])
def sandbox(request):
    """A sandbox whose clock stands, in process and over a socket."""
    with Sandbox(http=request.param, speed=0) as sandbox:
        yield sandbox


def test_a_client_is_logged_in(sandbox):
    api = sandbox.api()
    assert api.username == 'jane'
    assert api.is_authenticated()
    assert api.get_user().default_cloud == 'exoscale-ch-gva'


def test_api_logs_in_any_account_or_none(sandbox):
    assert sandbox.api('super').get_user('tarzan').first_name == 'Tarzan'
    assert not sandbox.api(login=False).is_authenticated()


def test_the_documented_logins_work(sandbox):
    api = sandbox.api(login=False)
    api.login_internal('username', 'password')
    assert api.username == 'username'
    api.login_apikey('credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e', 'the-secret-key')
    assert api.current_session()
    assert api.get_user('jane').username == 'jane'


def test_an_account_that_does_not_exist_is_reported():
    with Sandbox(speed=0) as sandbox:
        with pytest.raises(ValueError) as caught:
            sandbox.api('nobody')
        assert 'nobody' in '%s' % caught.value and 'tarzan' in '%s' % caught.value
        assert '-password' not in '%s' % caught.value


def test_the_documented_deployment_runs_as_described(sandbox):
    api = sandbox.api()
    deployment_id = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva',
                               {'wordpress_title': TITLE})
    assert api.get_deployment(deployment_id).status == 'initializing'
    sandbox.clock.advance(3600)
    deployment = api.get_deployment(deployment_id)
    assert deployment.status == 'ready'
    assert deployment.service_url.startswith(sandbox.endpoint)
    page = api.session.get(deployment.service_url)
    assert 'Fish &amp; &lt;chips&gt;' in page.text and TITLE not in page.text
    assert api.get_deployment_parameter(deployment_id, 'machine:admin_email') == 'admin@example.org'
    assert len(api.get_deployment_parameter(deployment_id, 'machine:admin_password')) >= 8
    assert api.terminate(deployment_id)
    assert api.get_deployment(deployment_id).status == 'done'


def test_no_cookie_file_is_touched(monkeypatch, tmpdir):
    monkeypatch.setenv(str('HOME'), str(tmpdir))
    with Sandbox(speed=0) as sandbox:
        sandbox.api()
    assert os.listdir(str(tmpdir)) == []


def test_a_cookie_file_is_used_if_asked_for(tmpdir):
    path = tmpdir.join('cookies.txt')
    with Sandbox(speed=0) as sandbox:
        sandbox.api(cookie_file=str(path))
        assert path.check()
        assert sandbox.api(login=False, cookie_file=str(path)).is_authenticated()


def test_sandboxes_live_side_by_side():
    with Sandbox(speed=0) as one, Sandbox(speed=0,
                                          http=True) as two, Sandbox(speed=0, http=True) as three:
        assert len({one.endpoint, two.endpoint, three.endpoint}) == 3
        deployments = [sandbox.api().deploy('apps/WordPress/wordpress')
                       for sandbox in (one, two, three)]
        assert len(set(deployments)) == 1  # The same seed gives the same identifiers,
        one.api().terminate(deployments[0])  # but each has its own deployments.
        assert two.api().get_deployment(deployments[1]).status == 'initializing'


def test_seeds_make_sandboxes_differ():
    identifiers = []
    for seed in (1, 2):
        with Sandbox(speed=0, seed=seed) as sandbox:
            identifiers.append(sandbox.api().deploy('apps/WordPress/wordpress'))
    assert identifiers[0] != identifiers[1]


@pytest.mark.parametrize('http', [False, True])
def test_nothing_is_left_when_it_is_closed(http):
    before = threading.enumerate()
    sandbox = Sandbox(http=http, speed=0)
    api = sandbox.api(retries=0)
    sandbox.close()
    assert threading.enumerate() == before
    with pytest.raises(requests.exceptions.ConnectionError):
        api.get_user()
    sandbox.close()
    assert repr(sandbox).endswith(' closed>')


def test_a_port_and_a_host_can_be_chosen():
    with Sandbox(http=True, speed=0) as first:
        port = int(first.endpoint.rpartition(':')[2])
    with Sandbox(http=True, host='localhost', port=port, speed=0) as second:
        assert second.endpoint == 'http://localhost:%d' % port
        assert second.world.endpoint == second.endpoint
        assert repr(second) == '<Sandbox http://localhost:%d>' % port
        assert second.api().is_authenticated()


def test_other_machines_are_kept_out():
    with pytest.raises(ValueError):
        Sandbox(http=True, host='0.0.0.0')
    with Sandbox(http=True, host='0.0.0.0', allow_remote=True, speed=0) as sandbox:
        assert sandbox.api().is_authenticated()


def test_any_session_can_be_brought():
    with Sandbox(speed=0) as sandbox, requests.Session() as session:
        response = sandbox.mount(session).get(sandbox.endpoint + '/api/cloud-entry-point')
        assert response.json()['baseURI'] == 'https://sandbox.test/api/'


def test_a_sandbox_is_a_wsgi_application(sandbox):
    environ = {}
    setup_testing_defaults(environ)
    environ.update(PATH_INFO=str('/api/cloud-entry-point'), SCRIPT_NAME=str(''))
    started = []
    body = b''.join(sandbox.wsgi(environ, lambda status, headers: started.append(status)))
    assert started == ['200 OK']
    assert b'"cloud-entry-point"' in body


def test_a_bare_server_has_no_account():
    with Sandbox(catalogue=None, speed=0) as sandbox:
        assert (sandbox.users, sandbox.api_keys) == ([], [])
        with pytest.raises(ValueError):
            sandbox.api()
        sandbox.world.accounts.create('eve', 'apple')
        api = sandbox.api(login=False)
        api.login_internal('eve', 'apple')
        assert list(api.list_applications()) == []


def test_a_catalogue_can_be_brought():
    def catalogue(world):
        world.accounts.create('eve', 'apple')
        return {'users': [{'username': 'eve', 'password': 'apple', 'privileged': False}]}

    with Sandbox(catalogue=catalogue, speed=0) as sandbox:
        assert sandbox.api().username == 'eve'
        assert sandbox.api_keys == []


def test_what_is_reported_cannot_be_damaged():
    with Sandbox(speed=0) as sandbox:
        sandbox.users[0]['password'] = 'changed'
        sandbox.api_keys[0]['secret'] = 'changed'
        assert sandbox.users[0]['password'] == 'jane-password'
        assert sandbox.api_keys[0]['secret'] == 'the-secret-key'


def test_the_clock_can_be_chosen():
    with Sandbox(speed=0) as sandbox:
        assert sandbox.clock.now() == DEFAULT_START
        sandbox.clock.advance(5)
        assert sandbox.clock.now() == DEFAULT_START + 5
    with Sandbox(speed=7, start=1000) as sandbox:
        assert sandbox.clock.speed == 7
        assert 1000 <= sandbox.clock.now() < 1000 + 7 * 60


@pytest.mark.parametrize('chosen, version', [('3.71', (3, 71)), ((3, 46), (3, 46)),
                                            ('3.71.1', (3, 71)), ([3, 46], (3, 46))])
def test_the_version_can_be_chosen(chosen, version):
    with Sandbox(server_version=chosen, catalogue=None) as sandbox:
        assert sandbox.world.server_version == version


def test_a_version_that_is_none_is_refused():
    with pytest.raises(ValueError):
        Sandbox(server_version='newest')


def test_switches_arrive_in_the_world():
    with Sandbox(quotas=True, trust_authn_header=True, catalogue=None) as sandbox:
        assert sandbox.world.quotas_enabled and sandbox.world.trust_authn_header
    with Sandbox(catalogue=None) as sandbox:
        assert not sandbox.world.quotas_enabled and not sandbox.world.trust_authn_header


def test_faults_meet_the_client(sandbox):
    api = sandbox.api()
    sandbox.faults.add(status=404, path='/user')
    with pytest.raises(requests.exceptions.HTTPError):
        api.get_user()
    sandbox.faults.add(kind='reset', method='POST')
    with pytest.raises(requests.exceptions.ConnectionError):
        api.deploy('apps/WordPress/wordpress')
    sandbox.faults.expire_sessions()
    with pytest.raises(UnauthorizedError):
        api.get_user()


def test_waiting_can_be_replaced():
    slept = []
    with Sandbox(speed=0, sleep=slept.append) as sandbox:
        api = sandbox.api()
        sandbox.faults.add(delay=100)
        with pytest.raises(requests.exceptions.ReadTimeout):
            api.session.get(sandbox.endpoint + '/user/jane', timeout=3)
    assert slept[:1] == [3]


def test_a_delay_ends_with_the_sandbox():
    sandbox = Sandbox(http=True, speed=0)
    sandbox.faults.add(delay=3600)
    answers, delayed, sleep = [], threading.Event(), sandbox._core._sleep

    def ask():
        answers.append(requests.get(sandbox.endpoint + '/api/cloud-entry-point',
                                    proxies={'http': None}).status_code)

    def tell(seconds):
        delayed.set()
        sleep(seconds)

    sandbox._core._sleep = tell
    thread = threading.Thread(target=ask)
    thread.start()
    happens(delayed)
    sandbox.close()
    ends(thread)
    assert answers == [200]


def test_a_client_that_sleeps_moves_a_clock_that_stands():
    with Sandbox(speed=0) as sandbox:
        begin = sandbox.clock.now()
        sandbox.api(login=False).session.sleep(90)
        assert sandbox.clock.now() == begin + 90


def test_a_client_that_sleeps_leaves_a_running_clock_alone():
    with Sandbox(speed=3600) as sandbox:
        sandbox.api(login=False).session.sleep(0.001)
        duid = sandbox.api().deploy('apps/WordPress/wordpress')
        deployment = sandbox.api().wait_deployment(duid, timeout=LAST_RESORT, interval=0.01)
        assert deployment.status == 'ready'
