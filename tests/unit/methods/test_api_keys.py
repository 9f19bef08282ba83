# -*- coding: utf-8 -*-
"""API keys: making one, using it, deleting it."""
from __future__ import unicode_literals

import pytest

from slipstream.api import compat, errors, models
from slipstream.api.methods.api_keys import ApiKeys
from slipstream.sandbox import Sandbox

from ..fakes import FakeSession, answer

ENTRY_POINT = {'credentials': {'href': 'credential'}}
ADD = {'count': 0, 'credentials': [], 'operations': [{'rel': 'add', 'href': 'credential'}]}


def client(created):
    return ApiKeys('https://h', FakeSession(answer(json=ENTRY_POINT), answer(json=ADD),
                                            answer(201, json=created)))


@pytest.fixture
def sandbox():
    """A sandbox whose clock stands."""
    with Sandbox(speed=0) as made:
        yield made


def test_a_program_logs_in_with_an_api_key_until_it_is_deleted(sandbox):
    api, program = sandbox.api(), sandbox.api(login=False)
    key = api.create_api_key('nightly', ttl=600)
    program.login_apikey(*key)
    assert program.whoami() == 'jane'
    assert api.cimi_get(key.key).name == 'nightly'
    assert api.delete_api_key(key) is True
    with pytest.raises(errors.ForbiddenError):
        program.login_apikey(*key)


@pytest.mark.parametrize('name_it', [lambda api, key: key.key, lambda api, key: key,
                                     lambda api, key: api.cimi_get(key.key)])
def test_a_key_is_deleted_by_its_id_or_itself(sandbox, name_it):
    api = sandbox.api()
    key = api.create_api_key('nightly')
    assert api.delete_api_key(name_it(api, key)) is True
    with pytest.raises(errors.NotFoundError):
        api.cimi_get(key.key)


@pytest.mark.parametrize('wrong', ['event/1', 'credential', 'job/1', '/api/connector/ec2'])
def test_what_is_in_another_collection_is_no_key(wrong):
    made = ApiKeys('https://h', FakeSession())
    with pytest.raises(ValueError) as info:
        made.delete_api_key(wrong)
    assert 'is not an API key' in str(info.value)
    assert made.session.sent == []


@pytest.mark.parametrize('members', [{}, {'type': None}, {'type': ['api-key']}])
def test_a_credential_without_type_is_not_deleted(members):
    document = dict(members, operations=[{'rel': 'delete', 'href': 'credential/1'}])
    made = ApiKeys('https://h', FakeSession(answer(json=document)))
    with pytest.raises(errors.ResponseError):
        made.delete_api_key('credential/1')
    assert made.session.calls == ['GET /api/credential/1']


def test_credentials_for_clouds_are_not_deleted_as_keys(sandbox):
    api = sandbox.api()
    for credential in api.get_cloud_credentials():
        for name in (credential, credential.id, '/api/' + credential.id):
            with pytest.raises(ValueError) as info:
                api.delete_api_key(name)
            assert credential.id + ' is not an API key' in str(info.value)
        assert api.cimi_get(credential.id).id == credential.id


@pytest.mark.parametrize('ttl, sent', [(None, 0), (60, 60)])
def test_a_key_lives_as_long_as_it_should(ttl, sent):
    made = client({'resource-id': 'credential/1', 'secretKey': 'a.b'})
    assert made.create_api_key('ci', ttl) == ('credential/1', 'a.b')
    assert '"ttl": %d' % sent in compat.to_text(made.session.sent[-1][2]['data'])


@pytest.mark.parametrize('arguments', [('ci', 0), ('ci', -1), ('ci', 'x'), ('', 5), (None, 5)])
def test_what_makes_no_sense_is_refused_before_anything_is_sent(arguments):
    made = ApiKeys('https://h', FakeSession())
    with pytest.raises((TypeError, ValueError)):
        made.create_api_key(*arguments)
    assert made.session.sent == []


@pytest.mark.parametrize('created', [{'resource-id': 'credential/1'}, {'secretKey': 'x'},
                                     {'resource-id': 'credential/1', 'secretKey': 5}])
def test_a_response_without_id_or_secret_is_an_error(created):
    with pytest.raises(errors.ResponseError) as info:
        client(created).create_api_key('ci')
    assert str(info.value).startswith((
        'The service created an API key, but did not return its secret',
        'The service did not return the id of the resource that it has added'))


def test_the_secret_of_a_key_is_not_shown():
    key = models.ApiKey('credential/1', 'a.secret')
    shown = repr(key) + '%r' % [key] + key._repr_html_()
    assert 'a.secret' not in shown and 'credential/1' in shown
    assert key.secret == 'a.secret'


def test_a_key_may_be_named_by_its_address():
    document = {'id': 'credential/1', 'type': 'api-key',
                'operations': [{'rel': 'delete', 'href': 'credential/1'}]}
    made = ApiKeys('https://h', FakeSession(*[answer(json=document)] * 3))
    assert made.delete_api_key('https://h/api/credential/1') is True
    assert made.session.calls[-1] == 'DELETE /api/credential/1'


def test_a_credential_without_type_is_named():
    document = {'operations': [{'rel': 'delete', 'href': 'credential/1'}]}
    made = ApiKeys('https://h', FakeSession(answer(json=document)))
    with pytest.raises(errors.ResponseError) as info:
        made.delete_api_key('credential/1')
    assert str(info.value).startswith('The service did not return the type of credential/1')


def test_a_credential_that_cannot_be_deleted_is_named():
    made = ApiKeys('https://h', FakeSession(answer(json={'type': 'api-key'})))
    with pytest.raises(errors.UnknownOperationError) as info:
        made.delete_api_key('credential/1')
    assert info.value.reason == 'The resource credential/1 does not offer the operation delete.'
