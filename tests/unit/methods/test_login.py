# -*- coding: utf-8 -*-
"""Login: who is using the service."""
from __future__ import unicode_literals

import copy
import pickle

import pytest

from slipstream.api import errors
from slipstream.api.methods import login
from slipstream.api.methods.cimi import Cimi
from slipstream.api.methods.login import LoginResult
from slipstream.api.methods.users import Users

from ..fakes import FakeSession, answer

SESSION = {'id': 'session/1', 'username': 'jane'}
CREATED = {'status': 201, 'message': 'session/1 created', 'resource-id': 'session/1'}


class Client(Users, Cimi):
    """These groups, without the rest."""


def client(*answers):
    return Client('https://h', FakeSession(*answers))


def sessions(*documents):
    return answer(json={'count': len(documents), 'sessions': list(documents)})


def test_b25_a_login_returns_a_dict_that_is_a_response_too():
    made = client(answer(201, json=CREATED, Set_Cookie='a=hush'))
    result = made.login_internal('jane', 'hush')
    assert isinstance(result, dict) and result == CREATED and result['resource-id'] == 'session/1'
    assert result.status_code == 201 and result.ok and result.json() == CREATED
    assert result.raise_for_status() is None
    assert 'created' in result.text and result.headers['Content-Type'] == 'application/json'
    assert made.session.logins == [{'href': 'session-template/internal', 'username': 'jane',
                                    'password': 'hush'}]
    assert made.session.login_params == made.session.logins[0]
    assert made.username == 'jane' and len(made.session.sent) == 1
    assert b'hush' not in pickle.dumps(result, 2)
    assert pickle.loads(pickle.dumps(result, 2)).status_code == 201 == copy.deepcopy(
        result).status_code
    with pytest.raises(AttributeError, match='_nope'):
        result._nope
    assert LoginResult(None) == {}


def test_login_sends_the_template_of_keys_passwords_or_the_caller():
    made = client(answer(201, json=CREATED), answer(201, json=CREATED), answer(201, json=CREATED))
    made.login_apikey('credential/1', 'hush')
    template = {'href': 'session-template/other', 'token': 'x'}
    made.login(template)
    made.login('jane', 'pw')
    assert made.session.logins == [{'href': 'session-template/api-key', 'key': 'credential/1',
                                    'secret': 'hush'}, template,
                                   {'href': 'session-template/internal', 'username': 'jane',
                                    'password': 'pw'}]
    assert made.session.logins[1] is not template and 'href' in template


def test_b26_b27_a_refused_login_raises_and_changes_nothing():
    made = client(answer(201, json=CREATED),
                  answer(403, json={'status': 403, 'message': "invalid credentials for 'bob'"}))
    made.login_internal('jane', 'good')
    with pytest.raises(errors.ForbiddenError) as info:
        made.login_internal('bob', 'wrong')
    assert "invalid credentials for 'bob'" in str(info.value)
    assert made.username == 'jane' and made.session.login_params['password'] == 'good'


@pytest.mark.parametrize('status', [200, 204, 302, 400, 500, 503])
def test_b26_anything_but_201_is_no_login(status):
    with pytest.raises(errors.ServiceError):
        client(answer(status)).login_internal('jane', 'pw')


@pytest.mark.parametrize('params', [None, {}, 'jane', {'username': 'jane'}])
def test_bad_login_parameters_are_refused_before_anything_is_sent(params):
    made = client()
    with pytest.raises(ValueError):
        made.login(params)
    assert made.session.sent == []


def test_b28_the_name_is_that_of_the_last_login():
    made = client(answer(201, json=CREATED), answer(201, json=CREATED),
                  sessions(dict(SESSION, username='key-owner')))
    made.login_internal('old', 'pw')
    made.login_apikey('credential/1', 'x')
    assert made.username == 'key-owner'
    assert made.username == 'key-owner' and made.session.calls[2:] == ['PUT /api/session']


def test_the_current_session_says_who_is_logged_in():
    made = client(sessions(SESSION), sessions(SESSION), sessions(), sessions(), sessions())
    assert made.current_session() == 'session/1' and made.is_authenticated()
    assert made.current_session() is None and not made.is_authenticated() and made.username is None
    assert made.session.sent[0][2]['idempotent'] is True


def test_b35_stored_credentials_are_used_when_asked_who_we_are():
    made = client(sessions(), True, sessions(SESSION))
    made.session.login_params = {'href': 'x'}
    assert made.username == 'jane' and made.session.logins == [{'href': 'x'}]
    refused = client(sessions(), False)
    refused.session.login_params = {'href': 'x'}
    assert refused.username is None


def test_whoami_asks_each_time():
    made = client(sessions(SESSION), sessions(dict(SESSION, username='bob')), sessions())
    assert (made.whoami(), made.username, made.whoami(), made.username) == (
        'jane', 'jane', 'bob', 'bob')
    assert made.whoami() is None and len(made.session.sent) == 3


def test_whoami_uses_stored_credentials():
    made = client(sessions(), True, sessions(SESSION))
    made.session.login_params = {'href': 'x'}
    assert made.whoami() == 'jane'


@pytest.mark.parametrize('document', [{}, {'count': 0}, [], {'sessions': None}])
def test_b36_a_response_that_does_not_say_is_an_error(document):
    with pytest.raises(errors.ResponseError):
        client(answer(json=document)).is_authenticated()
    with pytest.raises(errors.NotFoundError):
        client(answer(404)).is_authenticated()


@pytest.mark.parametrize('identifier', [None, 5, '', '../user/jane'])
def test_b36_a_session_without_an_id_is_an_error(identifier):
    made = client(sessions({'id': identifier}))
    with pytest.raises(errors.ResponseError):
        made.logout()
    assert made.session.forgotten == 1


@pytest.mark.parametrize('name', ['', ' ', '..', 'a//b', 5, ['jane']])
def test_b35_a_session_of_a_user_without_a_name_is_an_error(name):
    made = client(sessions(dict(SESSION, username=name)))
    with pytest.raises(errors.ResponseError):
        made.get_user()
    assert made.session.calls == ['PUT /api/session']


def test_b23_logging_out_forgets_locally():
    made = client(sessions(SESSION), answer(json={'status': 200}))
    made.logout()
    assert made.session.calls == ['PUT /api/session', 'DELETE /api/session/1']
    assert made.session.forgotten == 1
    made = client(sessions())
    made.logout()
    assert made.session.calls == ['PUT /api/session'] and made.session.forgotten == 1


def test_b36_logging_out_forgets_whatever_the_service_returns():
    made = client(answer(500))
    made._cache.username = 'jane'
    with pytest.raises(errors.ServerError):
        made.logout()
    assert made.session.forgotten == 1 and made._cache.username is None
    assert made.session.login_params is None


@pytest.mark.parametrize('session, name', [({'username': 'jane'}, 'jane'), ({}, None)])
def test_the_name_in_a_session_is_a_text_or_missing(session, name):
    assert login.name_in(session) == name
    with pytest.raises(errors.ResponseError) as info:
        login.name_in(dict(session, username=3))
    assert str(info.value) == 'The service did not return the name of the user who is logged in'


def test_a_list_of_sessions_that_is_none_says_nothing_of_who_is_logged_in():
    for sessions in (3, ['x']):
        with pytest.raises(errors.ResponseError) as info:
            client(answer(json={'sessions': sessions})).whoami()
        assert str(info.value) == 'The service did not say who is logged in'


def test_the_response_to_a_login_has_no_private_members_of_a_response():
    with pytest.raises(AttributeError):
        LoginResult({}, answer(200))._content
