# -*- coding: utf-8 -*-
"""A session belongs to a user, and an invalid endpoint is refused when something is sent."""
from __future__ import unicode_literals

import os

import pytest

from slipstream.api import Api, SlipStreamError
from slipstream.sandbox import Sandbox

JANE = {'username': 'jane', 'password': 'jane-password'}
TARZAN = {'username': 'tarzan', 'password': 'tarzan-password'}


@pytest.fixture
def service():
    """A sandbox over a socket, whose clients keep their sessions in files."""
    with Sandbox(http=True, speed=0) as made:
        yield made


def test_named_credentials_never_act_with_a_session_of_somebody_else(service):
    with Api(service.endpoint) as somebody:
        somebody.login_internal('tarzan', 'tarzan-password')
    with Api(service.endpoint, login_creds=JANE, reauthenticate=True) as api:
        assert api.username == 'jane'
    with Api(service.endpoint) as again:
        assert again.username == 'tarzan'


def test_two_users_with_credentials_keep_two_sessions(service):
    for creds in (JANE, TARZAN, JANE):
        with Api(service.endpoint, login_creds=creds, reauthenticate=True) as api:
            assert api.username == creds['username']
    assert sorted(os.listdir(os.path.expanduser('~/.slipstream/sessions'))) == sorted(
        name % service.endpoint.rpartition(':')[2] for name in (
            'http_127.0.0.1%%3A%s_jane.txt', 'http_127.0.0.1%%3A%s_jane.txt.lock',
            'http_127.0.0.1%%3A%s_tarzan.txt', 'http_127.0.0.1%%3A%s_tarzan.txt.lock'))


def test_the_environment_names_a_user(service, monkeypatch):
    with Api(service.endpoint) as somebody:
        somebody.login_internal('tarzan', 'tarzan-password')
    for name, value in (('ENDPOINT', service.endpoint), ('USERNAME', 'jane'),
                        ('PASSWORD', 'jane-password')):
        monkeypatch.setenv(str('SLIPSTREAM_' + name), str(value))
    with Api.from_environment() as api:
        assert api.username == 'jane'


def test_a_file_that_is_given_is_used(service, tmpdir):
    path = str(tmpdir.join('c.txt'))
    with Api(service.endpoint, path, login_creds=JANE, reauthenticate=True) as api:
        assert api.username == 'jane' and os.path.exists(path)


@pytest.mark.parametrize('creds', [None, {}])
def test_without_credentials_the_default_file_is_used(service, creds):
    with Api(service.endpoint) as somebody:
        somebody.login_internal('tarzan', 'tarzan-password')
    with Api(service.endpoint, login_creds=creds) as api:
        assert api.username == 'tarzan'


@pytest.mark.parametrize('endpoint', ['://', '', None, 'nuv.la', 'http://[::1', 'http://h:x', 5,
                                      'ftp://h', 'https://', 'https://me:hush@h'])
def test_any_endpoint_constructs_and_the_first_request_says_what_to_write(endpoint):
    with Api(endpoint, persist_cookie=False) as api:
        assert 'hush' not in repr(vars(api)) + repr(api) + repr(vars(api.session))
        for call in (lambda: api.login_internal('me', 'x'), lambda: api.get_user('me'),
                     lambda: api.cimi_get('event/1'), lambda: list(api.list_deployments()),
                     api.is_authenticated):
            with pytest.raises(ValueError) as info:
                call()
            assert 'The endpoint' in str(info.value) and 'hush' not in str(info.value)
            assert not isinstance(info.value, SlipStreamError)
