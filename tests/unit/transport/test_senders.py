# -*- coding: utf-8 -*-
"""Who sends a request: the session of a call, the user whom it stands for, what is remembered."""
from __future__ import unicode_literals

import collections
import decimal
import logging

import pytest
import requests

from slipstream.api.transport import calls, credentials, forbidden_places, relogin

from ..fakes import answer
from .test_relogin import (ENDPOINT, GET, JANE, TARZAN, Service, cookie_of, log_in_as, meanwhile,
                           sender_of)


def test_the_first_session_of_a_sender_stays_the_first():
    sender = sender_of()
    assert (sender.first, sender.cookie, sender.has_sent) == (None, None, False)
    for number in (1, 2):
        sender.sends(cookie_of(number))
        assert (sender.first, sender.cookie, sender.has_sent) == (
            cookie_of(1), cookie_of(number), True)


def test_a_sender_without_a_session_stays_one():
    sender = sender_of()
    for cookie in (None, cookie_of(1)):
        sender.sends(cookie)
        assert (sender.first, sender.cookie) == (None, cookie)


def test_a_request_of_nobody_continues_without_a_session_that_appears():
    service = Service({})
    sender = sender_of()
    for cookie, expected in ((None, None), (cookie_of(1), '')):
        request = requests.Request('GET', ENDPOINT).prepare()
        if cookie is not None:
            request.headers['Cookie'] = cookie.header
        sender.sign(request, service.is_of)
        assert request.headers.get('Cookie') == expected


def test_a_session_in_a_response_belongs_to_its_receiver():
    service = Service({})
    call = calls.Call('GET', ENDPOINT, {})
    sender = credentials.Sender(call)
    request = requests.Request('GET', ENDPOINT).prepare()
    sender.sign(request, service.is_of)
    call.gained_sessions.append(cookie_of(7))
    request.headers['Cookie'] = cookie_of(7).header
    sender.sign(request, service.is_of)
    assert sender.cookie == cookie_of(7)


@pytest.mark.parametrize('params', [None, {}, 'jane', 5])
def test_nobody_is_no_user(params):
    assert credentials.user_of(params) is None


def test_a_user_is_known_without_his_secrets():
    assert 'hush' not in repr(credentials.user_of(dict(JANE, secret='hush', token='hush')))
    assert credentials.user_of({'href': 'x', 'key': b'k', 'secret': 's'}) == (('href', 'x'),
                                                                        ('key', 'k'))


def test_a_session_that_appears_meanwhile_is_used_if_it_may_be_of_the_stored_credentials():
    service, other = Service(), cookie_of('from a file')
    service.alive.add(other)
    assert meanwhile(service, lambda: setattr(service, 'cookie', other)) == 200
    assert service.log == [GET, 'meanwhile', GET]


def test_for_a_request_in_the_session_of_another_user_nobody_logs_in():
    service = Service()
    service.cimi_login(TARZAN)
    service.alive.clear()
    assert service.get() == (403, None) and service.asked() == ['login tarzan', GET]


def test_why_a_login_failed_is_logged_without_secrets(caplog):
    caplog.set_level(logging.WARNING, 'slipstream.api')
    service = Service()
    service.refusing = [requests.ConnectionError('gone; password=hush')]
    assert service.get()[0] == 403
    assert [record.getMessage() for record in caplog.records] == [
        'Logging in again at https://h failed: gone; password=********']


def test_of_what_is_remembered_the_latest_stays():
    memory = collections.OrderedDict()
    for number in range(100):
        relogin._remember(memory, number, None)
    relogin._remember(memory, 0, 'again')
    assert len(memory) == 100 and list(memory)[-1] == 0 and memory[0] == 'again'
    relogin._remember(memory, 'new', None)
    assert len(memory) == 100 and 1 not in memory and 0 in memory


@pytest.mark.parametrize('params, other', [
    ({'a': 'b', 'c': 'd'}, {'a': 'b', 'c': 'e'}), ({'a': 'bc'}, {'ab': 'c'}),
    ({'a': '1'}, {'a': 1}), ({'a': decimal.Decimal(1)}, {'a': 1}),
    ({'a': None}, {'a': 'None'}), ({'a': {'b': 'c'}}, {'a': {}, 'b': 'c'}),
    (JANE, TARZAN)])
def test_only_equal_credentials_are_taken_for_those_that_were_refused(params, other):
    assert relogin._exact(params) == relogin._exact(dict(sorted(params.items(), reverse=True)))
    assert relogin._exact(params) != relogin._exact(other)


def test_a_session_of_another_user_is_not_gone_on_in_though_the_credentials_are_the_stored_ones():
    service = Service()
    service.cimi_login(TARZAN)
    service.alive.clear()
    assert meanwhile(service, lambda: log_in_as(service, JANE)) == 403
    assert service.log == [GET, 'login jane', 'meanwhile']


def test_a_login_of_the_program_s_own_brings_a_session_of_the_stored_credentials():
    service = Service()
    service.cimi_login = lambda params: service.open_session()
    assert service.get() == (200, None) and service.asked() == [GET, GET]


def test_only_a_success_says_that_a_session_has_ended():
    service = Service()
    service.get()
    service.alive.clear()
    service.answer_for_session = lambda cookie: answer(404, json={'sessions': []})
    service.asked()
    assert service.get() == (403, None) and service.asked() == [GET, 'question']


@pytest.mark.parametrize('path, part', [
    ('/api/event/1', ('api', 'event')), ('/api/event?a=b', ('api', 'event')), ('/run/1', ('run',)),
    ('/module/X/y/', ('module',)), ('', ('',))])
def test_a_part_of_the_service_is_an_interface_or_a_collection(path, part):
    call = calls.Call('GET', 'https://h/base' + path, {})
    assert forbidden_places.place('https://h/base', call) == (part, ('GET', path.partition('?')[0]))


def test_a_request_does_not_go_on_in_a_session_that_another_user_has_brought():
    service = Service()
    assert meanwhile(service, lambda: service.cimi_login(TARZAN)) == 403
    assert service.log == [GET, 'login tarzan', 'meanwhile']
