# -*- coding: utf-8 -*-
"""Logging in and out."""
from __future__ import unicode_literals

import copy
import pickle

import pytest
import requests

from slipstream.api import Api
from slipstream.api.errors import ForbiddenError, NotFoundError, ServiceError, UnauthorizedError

from .names import WORDPRESS


def test_login_internal_returns_the_new_session(anybody):
    result = anybody.login_internal('jane', 'jane-password')
    identifier = anybody.current_session()
    assert result == {'status': 201, 'message': '%s created' % identifier,
                      'resource-id': identifier}
    assert (result.status_code, result.ok, result.json()['resource-id'],
            result.raise_for_status()) == (201, True, identifier, None)
    assert result.headers['Location'] == identifier
    assert (anybody.username, anybody.is_authenticated()) == ('jane', True)


def test_login_apikey_accepts_an_id_with_or_without_prefix(anybody, sandbox):
    key = sandbox.api_keys[0]
    assert anybody.login_apikey(key['key'], key['secret'])['status'] == 201
    assert anybody.username == 'jane'
    assert anybody.login_apikey(key['key'].rpartition('/')[2], key['secret']).status_code == 201


def test_login_accepts_any_existing_template(anybody):
    result = anybody.login({'href': 'session-template/internal', 'username': 'tarzan',
                            'password': 'tarzan-password'})
    assert (result['status'], anybody.username) == (201, 'tarzan')
    with pytest.raises(NotFoundError) as caught:
        anybody.login({'href': 'session-template/nope', 'username': 'jane',
                       'password': 'jane-password'})
    assert caught.value.reason == 'session-template/nope not found'
    assert anybody.username == 'tarzan'


def test_b26_b27_b28_wrong_credentials_raise_and_keep_the_session(api):
    before = api.current_session()
    for login, who in ((api.login_internal, 'tarzan'), (api.login_apikey, 'credential/nope')):
        with pytest.raises(ForbiddenError) as caught:
            login(who, 'wrong')
        assert caught.value.reason == "invalid credentials for '%s'" % who
        assert isinstance(caught.value, requests.HTTPError)
        assert caught.value.response.status_code == 403
    assert (api.username, api.current_session()) == ('jane', before)
    assert api.session.login_params['username'] == 'jane'
    api.login_internal('tarzan', 'tarzan-password')
    assert api.username == 'tarzan'


def test_without_login_protected_calls_raise_unauthorized_error(anybody):
    assert (anybody.username, anybody.current_session(),
            anybody.is_authenticated()) == (None, None, False)
    with pytest.raises(UnauthorizedError):
        anybody.get_user()
    with pytest.raises(UnauthorizedError):
        next(anybody.list_deployments())
    with pytest.raises(ServiceError) as caught:
        anybody.cimi_get('event/nope')
    assert caught.value.status_code in (403, 404)
    with pytest.raises(UnauthorizedError):
        anybody.deploy(WORDPRESS)


def test_logout_forgets_user_and_cookies(api):
    assert api.logout() is None
    assert (api.username, api.is_authenticated(), len(api.session.cookies),
            api.session.login_params) == (None, False, 0, None)
    with pytest.raises(UnauthorizedError):
        api.get_user()
    assert api.logout() is None


def test_a_session_ends_after_a_day(api, sandbox):
    sandbox.clock.advance(23 * 3600)
    assert api.is_authenticated()
    sandbox.clock.advance(3600 + 1)
    with pytest.raises(UnauthorizedError):
        api.get_user('jane')
    assert not api.session.reauthenticate


def test_b31_b35_the_session_is_renewed_if_wanted(sandbox):
    with sandbox.api(reauthenticate=True) as api:
        first = api.current_session()
        sandbox.clock.advance(25 * 3600)
        assert api.get_user('jane').username == 'jane'
        second = api.current_session()
        assert second not in (None, first)
        sandbox.faults.expire_sessions()
        assert api.cimi_search('events').count == 0
        assert (api.username, api.is_authenticated()) == ('jane', True)
        third = api.current_session()
        for _ in range(2):  # it does not log in once more
            with pytest.raises(ForbiddenError):
                next(api.list_users())
        assert third not in (second, None)
        assert api.current_session() == third


def test_b29_stored_credentials_are_used_when_needed(sandbox):
    api = Api(sandbox.endpoint, persist_cookie=False, reauthenticate=True,
              login_creds={'username': 'jane', 'password': 'jane-password'})
    sandbox.mount(api.session)
    assert api.get_user('jane').first_name == 'Jane'
    again = Api(sandbox.endpoint, persist_cookie=False,
                login_creds={'username': 'jane', 'password': 'jane-password'})
    sandbox.mount(again.session)
    assert (again.username, again.is_authenticated()) == ('jane', True)


def test_b38_over_plain_http_to_this_machine_the_session_is_sent(served):
    with Api(served.endpoint, persist_cookie=False) as api:
        api.login_internal('jane', 'jane-password')
        assert api.is_authenticated()


def test_b44_an_api_and_its_errors_can_be_pickled(api):
    twin = pickle.loads(pickle.dumps(api))
    assert (twin.endpoint, twin.session.login_params) == (api.endpoint, {})
    assert b'jane-password' not in pickle.dumps(api)
    twin.close()
    with pytest.raises(NotFoundError) as caught:
        api.get_element('nowhere')
    error = pickle.loads(pickle.dumps(caught.value))
    assert (type(error), str(error),
            error.response.status_code) == (NotFoundError, str(caught.value), 404)


def test_clients_of_one_sandbox_are_closed_one_by_one(api, sandbox):
    with sandbox.api('tarzan') as other:
        assert other.get_user().username == 'tarzan'
    assert api.get_user().username == 'jane'
    assert other.get_user().username == 'tarzan'


def test_b44_a_copy_is_logged_in_too(api):
    with copy.deepcopy(api) as twin:
        assert twin.get_user() == api.get_user()
