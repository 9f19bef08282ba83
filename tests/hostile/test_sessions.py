# -*- coding: utf-8 -*-
"""Logging in again, with many threads, and never in a loop."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.api import Api, SlipStreamError
from slipstream.sandbox import Sandbox

from ..threads import together

CREDS = {'username': 'jane', 'password': 'jane-password'}


def _outcome(api):
    try:
        return api.get_user('jane').username
    except SlipStreamError as error:
        return type(error).__name__


def _outcomes(api):
    """The results of sixteen threads that send requests at the same time."""
    return together([lambda: _outcome(api)] * 16)


def test_one_login_serves_all_threads_each_time(watched):
    with Api(watched.endpoint, persist_cookie=False, reauthenticate=True, login_creds=CREDS) as api:
        for turn in range(1, 4):
            assert _outcomes(api) == ['jane'] * 16
            assert watched.watch.logins == turn
            watched.faults.expire_sessions()


def test_credentials_that_fail_are_tried_once(watched):
    with Api(watched.endpoint, persist_cookie=False, reauthenticate=True,
             login_creds=dict(CREDS, password='wrong')) as api:
        assert _outcomes(api) == ['UnauthorizedError'] * 16
        assert watched.watch.logins == 1


def test_a_service_that_refuses_every_session_is_not_asked_in_a_loop(watched):
    watched.faults.add(status=401, times=None, path='/user')
    with Api(watched.endpoint, persist_cookie=False, reauthenticate=True, login_creds=CREDS) as api:
        assert [_outcome(api) for _ in range(5)] == ['UnauthorizedError'] * 5
        assert watched.watch.logins <= 5 and watched.watch.asked['GET', '/user/jane', 401] <= 10
    watched.watch.asked.clear()
    watched.faults.clear()
    watched.faults.add(status=403, times=None, path='/user')
    with Api(watched.endpoint, persist_cookie=False, reauthenticate=True, login_creds=CREDS) as api:
        assert [_outcome(api) for _ in range(5)] == ['ForbiddenError'] * 5
        assert watched.watch.logins == 1


def test_whatever_requests_cannot_go_to_is_an_error_of_its_family(monkeypatch):
    def refuse(*_, **__):
        raise ValueError('Invalid IPv6 URL')

    monkeypatch.setattr(requests.Session, 'request', refuse)
    with pytest.raises(requests.exceptions.InvalidURL):
        Api('https://slipstream.test', persist_cookie=False).get_user('jane')


def test_foreign_places_cause_no_login(watched):
    with Sandbox(http=True, speed=0) as foreign, Api(watched.endpoint, persist_cookie=False,
                                                     reauthenticate=True, login_creds=CREDS) as api:
        assert api.session.get(foreign.endpoint + '/user/jane').status_code == 401
        assert watched.watch.logins == 0
