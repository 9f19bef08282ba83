# -*- coding: utf-8 -*-
"""Exchanges with a service, recorded and replayed without it."""
from __future__ import unicode_literals

import io
import os

import pytest
import requests

from slipstream.api import Api, NotFoundError, ServerError
from slipstream.api.transport.http_session import HttpSession
from slipstream.sandbox import Sandbox
from slipstream.testing import record, replay
from slipstream.testing.recording import ReplayError

WORDPRESS = 'apps/WordPress/wordpress'


@pytest.fixture(params=['in process', 'over a socket'])
def sandbox(request):
    """A sandbox behind each of its two shells."""
    with Sandbox(http=request.param == 'over a socket', speed=0) as made:
        yield made


@pytest.fixture
def path(tmpdir):
    """The path of a recording."""
    return str(tmpdir.join('launch.txt'))


def content_of(path):
    with io.open(path, encoding='utf-8') as stream:
        return stream.read()


def program(api):
    """Use both interfaces, with all types of bodies.

    :return: what the program has found out, and the secrets that it has seen.
    """
    api.login_internal('jane', 'jane-password')
    deployment_id = api.deploy(WORDPRESS, 'exoscale-ch-gva', {'wordpress_title': 'Gr\u00fc\u00dfe'})
    deployment = api.wait_deployment(deployment_id)
    secrets = [api.get_deployment_parameter(deployment_id, 'machine:admin_password')]
    key = api.cimi_add_or_get('credentials', {'credentialTemplate': {
        'href': 'credential-template/generate-api-key', 'ttl': 0}})
    secrets.append(key.secret_key)
    with pytest.raises(NotFoundError) as caught:
        api.get_element('no/such')
    results = [deployment, sorted(api.get_deployment_parameters(deployment_id)), api.get_user(),
             [app.name for app in api.list_applications()], str(caught.value), key.id,
             api.cimi_search('events', last=3).json, api.username]
    api.terminate(deployment_id)
    return results, secrets


def recorded(sandbox, path, use, **options):
    """Record what a program does, and what it returns."""
    api = sandbox.api(login=False, **options)
    with record(path):
        return use(api), api


def replayed(endpoint, path, use, **options):
    """Do the same without the service."""
    with Api(endpoint, persist_cookie=False, **options) as api, replay(path):
        return use(api)


def test_a_recording_is_replayed_without_the_service(sandbox, path):
    (results, secrets), api = recorded(sandbox, path, program)
    sandbox.close()
    again, masked = replayed(api.endpoint, path, program)
    assert again == results and masked == ['********'] * 2
    token = api.session.cookies['com.sixsq.slipstream.cookie']
    shown = content_of(path)
    assert [secret for secret in secrets + [token, 'jane-password'] if secret in shown] == []
    assert shown.count('\n\n') >= len(api.history) and '"username": "jane"' in shown


def test_a_new_login_is_replayed(sandbox, path):
    def use(api):
        """Continue after the session has ended."""
        names = [app.name for app in api.list_applications()]
        api.session.expired()
        return names + [app.name for app in api.list_applications()]

    creds = {'username': 'jane', 'password': 'jane-password'}
    api = sandbox.api(login=False, reauthenticate=True, login_creds=creds)
    api.session.expired = sandbox.expire_sessions
    with record(path):
        names = use(api)
    with Api(api.endpoint, persist_cookie=False, reauthenticate=True, login_creds=dict(
            creds, password='another one')) as other, replay(path):
        other.session.expired = lambda: None
        assert use(other) == names
        assert other.history[-1].reauthenticated
    assert 'recorded-2' in content_of(path)


def test_repetitions_are_replayed_without_waiting(sandbox, path):
    def use(api):
        """Read something from a busy service."""
        with pytest.raises(ServerError):
            api.get_user('jane')
        return api.history[-1].retries

    sandbox.fail_next_request(status=503, times=None, retry_after=2)
    repetitions, api = recorded(sandbox, path, use)
    sleeps = []
    assert replayed(api.endpoint, path, use, sleep=sleeps.append) == repetitions > 0
    assert sleeps == [] and 'Retry-After: 2' in content_of(path)


def test_a_failure_of_the_network_is_replayed(sandbox, path):
    def use(api):
        """Send something that gets no response."""
        with pytest.raises(requests.ConnectionError) as caught:
            api.deploy(WORDPRESS)
        return type(caught.value)

    sandbox.fail_next_request(status=None, times=None)
    kind, api = recorded(sandbox, path, use)
    assert replayed(api.endpoint, path, use) is kind


def test_the_message_of_a_failure_is_recorded_without_secrets(path, monkeypatch):
    def failing(*_, **__):
        """Send nothing, and tell the password."""
        raise requests.ConnectionError('no response to jane%2Dpassword')

    def use(api):
        """Send something that gets no response, with known credentials."""
        monkeypatch.setattr('requests.adapters.HTTPAdapter.send', failing)
        with pytest.raises(requests.ConnectionError):
            api.get_element(WORDPRESS)

    with Sandbox(http=True, speed=0) as served:
        api = served.api()
        with record(path):
            use(api)
    assert 'ConnectionError: no response to ********' in content_of(path)


def test_any_password_will_do_but_the_user_name_is_compared(sandbox, path):
    _, api = recorded(sandbox, path, lambda api: api.login_internal('jane', 'jane-password'))
    assert replayed(api.endpoint, path, lambda api: api.login_internal('jane', 'x')).ok
    with pytest.raises(ReplayError) as caught:
        replayed(api.endpoint, path, lambda api: api.login_internal('ann', 'jane-password'))
    assert 'jane' in str(caught.value) and 'ann' in str(caught.value)


def test_contents_of_objects_are_replayed(sandbox, path, tmpdir):
    contents, target = bytes(bytearray(range(256))), tmpdir.join('target')

    def use(api):
        """Store something and fetch it again."""
        api.login_internal('jane', 'jane-password')
        credential = api.cimi_first('credentials', "type^='cloud-cred'")
        made = api.upload_object(io.BytesIO(contents), 'jane-data', 'x', credential)
        api.download_object(made.id, str(target))
        return target.read_binary()

    _, api = recorded(sandbox, path, use)
    target.remove()
    assert replayed(api.endpoint, path, use) == contents
    assert '    (streamed)' in content_of(path) and 'base64 AAEC' in content_of(path)


def test_the_first_deviation_is_named(sandbox, path):
    def use(api):
        """Launch something, and look at it."""
        api.deploy(WORDPRESS, parameters={'wordpress_title': 'one'})
        return api.get_user('jane')

    def deviating(api):
        """Launch it in another way; what comes after that deviates as well."""
        with pytest.raises(ReplayError):
            api.deploy(WORDPRESS, parameters={'wordpress_title': 'two'})
        return api.get_user('tarzan')

    _, api = recorded(sandbox, path, lambda api: api.login_internal(
        'jane', 'jane-password') and use(api))
    lines = content_of(path).splitlines()
    line = lines.index('    parameter--wordpress_title=one') + 1
    with pytest.raises(ReplayError) as caught:
        replayed(api.endpoint, path, lambda api: api.login_internal(
            'jane', 'jane-password') and deviating(api))
    assert str(caught.value) == (
        '%s, line %d, in the body of POST %s/run\n  recorded: parameter--wordpress_title=one\n'
        '  sent:     parameter--wordpress_title=two' % (path, line, api.endpoint))


@pytest.fixture
def two(path):
    """The recording of two requests."""
    with Sandbox(speed=0) as made:
        api = made.api()
        with record(path):
            api.get_user('jane')
            api.cimi_add('events', EVENT)
    return api.endpoint


EVENT = {'type': 'state', 'severity': 'low', 'timestamp': '2019-03-29T08:00:00.000Z',
         'content': {'state': 'x', 'resource': {'href': 'run/1'}},
         'acl': {'owner': {'type': 'USER', 'principal': 'jane'}}}


@pytest.mark.parametrize('use, message', [
    (lambda api: api.get_user('tarzan'),
     'line 3\n  recorded: GET {0}/user/jane\n  sent:     GET {0}/user/tarzan'),
    (lambda api: api.get_user('jane'), 'the program did not send GET {0}/api/cloud-entry-point'),
    (lambda api: (api.get_user('jane'), api.cimi_add('events', EVENT), api.get_user('jane')),
     'its end\n  recorded: nothing more was recorded\n  sent:     GET {0}/user/jane'),
    (lambda api: (api.get_user('jane'), api.cimi_add('events', dict(EVENT, severity='high'))),
     'recorded: "severity": "low",\n  sent:     "severity": "high",'),
    (lambda api: (api.get_user('jane'), api.cimi_add('events', dict(EVENT, zz='1'))), 'sent: '),
    (lambda api: (api.get_user('jane'), api.session.put(api.endpoint + '/api/x')), 'recorded: ')])
def test_every_deviation_is_an_error(two, path, use, message):
    with pytest.raises(ReplayError) as caught:
        replayed(two, path, use)
    assert message.format(two) in str(caught.value) and path in str(caught.value)


def test_the_end_of_a_body_is_compared(path):
    with io.open(path, 'w', encoding='utf-8') as stream:
        stream.write('slipstream exchanges, version 1\n\n'
                     'POST https://h/x\n    one\n    two\n200 OK\n')
    with pytest.raises(ReplayError) as caught:
        replayed('https://h', path, lambda api: api.session.post('https://h/x', data='one'))
    assert 'line 5' in str(caught.value) and 'sent:     (the end of the body)' in str(caught.value)


def test_a_deviation_that_the_program_swallows_is_raised_at_the_end(two, path):
    def use(api):
        """Continue, whatever happens."""
        with pytest.raises(AssertionError):
            api.get_user('tarzan')

    with pytest.raises(ReplayError) as caught:
        replayed(two, path, use)
    assert 'user/tarzan' in str(caught.value)


def test_an_error_of_the_program_is_not_covered_up(two, path):
    with pytest.raises(KeyError):
        replayed(two, path, lambda api: {}['x'])


def test_a_place_that_cannot_be_written_is_an_error_at_once(sandbox, tmpdir):
    for _ in range(2):  # the first one leaves no recording in progress
        with pytest.raises((IOError, OSError)):
            record(str(tmpdir.join('no-such-folder', 'launch.txt'))).__enter__()


def test_a_second_recording_at_the_same_time_is_refused(two, path):
    ordinary = vars(HttpSession)['get_adapter']
    with record(path), pytest.raises(RuntimeError):
        record(path).__enter__()
    assert vars(HttpSession)['get_adapter'] is ordinary


def test_nothing_of_the_user_is_touched(two, path, home):
    with Api(two) as api:
        jar, sleep = api.session.cookies, api.session.sleep
        with replay(path):
            api.get_user('jane')
            assert api.session.cookies is not jar
            api.cimi_add('events', EVENT)
        assert (api.session.cookies, api.session.sleep) == (jar, sleep)
    assert not os.path.exists(str(home.join('.slipstream', 'cookies.txt')))


def test_a_session_without_credentials_is_replayed(two, path):
    """As that for the contents of objects, which waits for nothing."""
    with pytest.raises(ReplayError), HttpSession() as session, replay(path):
        assert session.get(two + '/user/jane').status_code == 200
