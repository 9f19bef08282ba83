# -*- coding: utf-8 -*-
"""Local variables: a traceback that shows them shows no secret of the library's functions."""
from __future__ import unicode_literals

import io
import traceback

import pytest
import requests
import six

from slipstream.api import Api, compat
from slipstream.api.errors import SlipStreamError
from slipstream.sandbox import Sandbox

with_locals = pytest.mark.skipif(six.PY2, reason='Python 2 shows no local variables')

SECRET, TOKEN = 'Hn4mYd9-Rk8sTb2', 'c2lnbmF0dXJlLW9m'
WORDPRESS = 'apps/WordPress/wordpress'
#: Where these functions stand: their own variables are those of the program.
HERE = __file__.replace('.pyc', '.py')


@pytest.fixture
def sandbox():
    """A sandbox on a port."""
    with Sandbox(http=True, speed=0) as made:
        yield made


def frames_of(error):
    """The functions of a traceback and of those of its causes, with their local variables."""
    frames, left = [], [traceback.TracebackException(type(error), error, error.__traceback__,
                                                    capture_locals=True)]
    while left:
        frame = left.pop()
        frames.extend(frame.stack)
        left.extend(other for other in (frame.__cause__, frame.__context__) if other)
    return frames


def refuse_login(sandbox):
    Api(sandbox.endpoint, persist_cookie=False).login_internal('jane', SECRET)


def refuse_a_key(sandbox):
    Api(sandbox.endpoint, persist_cookie=False).login_apikey('credential/1', SECRET)


def log_in_without_href(sandbox):
    Api(sandbox.endpoint, persist_cookie=False).login({'username': 'jane', 'password': SECRET})


def log_in_unencrypted(_):
    Api('http://slipstream.test', persist_cookie=False).login_internal('jane', SECRET)


def log_in_where_nobody_is(_):
    api = Api('http://127.0.0.1:1', persist_cookie=False, retries=0)
    api.login_internal('jane', SECRET)


def log_in_while_connections_break(sandbox):
    sandbox.faults.add(kind='reset', times=None)
    Api(sandbox.endpoint, persist_cookie=False, retries=0).login_internal('jane', SECRET)


def store_half_of_the_credentials(sandbox):
    Api(sandbox.endpoint, persist_cookie=False, login_creds={'password': SECRET})


def begin_with_half_of_the_credentials(sandbox):
    Api.from_environment(endpoint=sandbox.endpoint, password=SECRET)


def log_in_again_in_vain(sandbox):
    Api(sandbox.endpoint, persist_cookie=False, reauthenticate=True, retries=0,
        login_creds={'username': 'jane', 'password': SECRET}).get_user('jane')


def deploy_what_does_not_exist(sandbox):
    sandbox.api(retries=0).deploy('no/module/1', parameters={'db_password': SECRET})


def deploy_while_connections_break(sandbox):
    api = sandbox.api(retries=0)
    sandbox.faults.add(kind='reset', times=None)
    api.deploy(WORDPRESS, parameters={'db_password': SECRET})


def set_an_unknown_parameter(sandbox):
    api = sandbox.api(retries=0)
    api.set_deployment_parameter(api.deploy(WORDPRESS), 'machine:db_password', SECRET)


def set_a_parameter_in_vain(sandbox):
    api = sandbox.api(retries=0)
    run = api.deploy(WORDPRESS)
    sandbox.faults.add(status=500, times=None)
    api.set_deployment_parameter(run, 'machine:db_password', SECRET, check=False)


def create_a_user_in_vain(sandbox):
    sandbox.faults.add(status=500, times=None)
    api = Api(sandbox.endpoint, persist_cookie=False)
    api.create_user('mallory', SECRET, 'm@example.org', 'M', 'M')


def create_a_user_of_wrong_values(sandbox):
    sandbox.api(retries=0).create_user('mallory', SECRET, 7, 'M', 'M')


def add_a_credential_in_vain(sandbox):
    sandbox.api(retries=0).cimi_add('credentials', {'credentialTemplate': {
        'href': 'credential-template/nothing', 'secret': SECRET}})


def transfer_to_an_address_that_is_refused(sandbox):
    api, address = sandbox.api(retries=0), 'http://127.0.0.1:1/a?X-Amz-Signature=' + TOKEN
    api.cimi_operation = lambda *_: {'uri': address}
    api.cimi_get = lambda *_: {'objectName': 'x'}
    api.download_object('external-object/1', io.BytesIO())


def send_with_a_header(sandbox):
    api = sandbox.api(retries=0)
    api.session.headers['Authorization'] = str('Bearer ' + TOKEN)
    sandbox.faults.add(kind='reset', times=None)
    list(api.list_deployments())


def read_a_table_in_vain(sandbox):
    api = sandbox.api(retries=0)
    api.login_internal('jane', 'jane-password')
    sandbox.faults.add(kind='reset', times=None)
    api.session.request('GET', sandbox.endpoint + '/run', headers={'X-Secret': SECRET})


@with_locals
@pytest.mark.parametrize('call', [
    refuse_login, refuse_a_key, log_in_without_href, log_in_unencrypted, log_in_where_nobody_is,
    log_in_while_connections_break, store_half_of_the_credentials,
    begin_with_half_of_the_credentials, log_in_again_in_vain, deploy_what_does_not_exist,
    deploy_while_connections_break, set_an_unknown_parameter, set_a_parameter_in_vain,
    create_a_user_in_vain, create_a_user_of_wrong_values, add_a_credential_in_vain,
    transfer_to_an_address_that_is_refused, send_with_a_header, read_a_table_in_vain],
    ids=lambda call: call.__name__)
def test_no_function_of_the_library_shows_a_secret(call, sandbox):
    with pytest.raises((SlipStreamError, requests.RequestException, ValueError,
                        TypeError)) as caught:
        call(sandbox)
    frames = frames_of(caught.value)
    shown = [(frame.filename, frame.name, frame.locals) for frame in frames
             if frame.filename != HERE]
    secrets = [SECRET, TOKEN, 'jane-password', 'super-password', 'com.sixsq.slipstream.cookie=']
    assert [(place, name) for place, name, values in shown
            if any(secret in '%s' % (values,) for secret in secrets)] == []
    assert any('slipstream' in place for place, _, _ in shown)


@with_locals
def test_functions_that_are_called_back_keep_their_variables():
    def reply(*_, **__):
        of_the_program = 'kept'
        raise requests.ConnectionError(of_the_program)

    api = Api('https://h', persist_cookie=False, retries=0)
    api.session._request = reply
    with pytest.raises(requests.ConnectionError) as caught:
        api.get_user('jane')
    assert {"'kept'"} == {frame.locals['of_the_program'] for frame in frames_of(caught.value)
                          if frame.name == 'reply'}


def test_a_lazy_listing_continues_after_an_error(sandbox):
    api = sandbox.api(retries=0)
    run = api.deploy(WORDPRESS)
    listing = api.list_deployments()
    sandbox.faults.add(status=500, times=1)
    with pytest.raises(SlipStreamError):
        next(iter(listing))
    assert [deployment.id for deployment in api.list_deployments()] == [run]


def test_stored_credentials_show_no_secret():
    api = Api('https://h', persist_cookie=False, login_creds={'key': 'k', 'secret': SECRET})
    assert SECRET not in repr(vars(api.session)) and api.session.login_params['secret'] == SECRET
    api.session.remember({'href': 'x', 'password': SECRET})
    assert SECRET not in repr(vars(api.session)) and SECRET not in repr(vars(api))
    assert api.session.login_params == {'href': 'x', 'password': SECRET}


def test_the_cookies_of_a_response_show_no_value(sandbox):
    api = Api(sandbox.endpoint, persist_cookie=False)
    answer = api.login_internal('jane', 'jane-password')
    token = answer.cookies['com.sixsq.slipstream.cookie']
    assert token.startswith('token=')
    assert token not in repr(answer.cookies) + repr(list(answer.cookies))


def test_what_is_sent_to_log_in_shows_no_secret():
    shown = []

    def send(*_, **options):
        shown.append(repr(options['json']))
        raise requests.ConnectionError('none')

    api = Api('https://h', persist_cookie=False, retries=0)
    api.session._request = send
    with pytest.raises(requests.ConnectionError):
        api.login_internal('jane', SECRET)
    assert 'jane' in shown[0]
    assert SECRET not in shown[0]


def test_cookies_show_no_value():
    api = Api('https://h', persist_cookie=False)
    api.session.cookies.set(str('com.sixsq.slipstream.cookie'), str('token=' + SECRET))
    api.session.cookies.set_cookie(requests.cookies.create_cookie(str('b'), str(SECRET)))
    shown = ''.join(compat.to_text(repr(value)) for value in (
        list(api.session.cookies), api.session.cookies.snapshot(), api.session.cookies,
        list(api.session.cookies.copy())))
    assert SECRET not in shown and '********' in shown
    assert SECRET in {cookie.value for cookie in api.session.cookies}
