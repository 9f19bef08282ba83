# -*- coding: utf-8 -*-
"""Logins that are refused, or asked for by many threads at once."""
from __future__ import unicode_literals

import threading

import pytest
import requests

from slipstream.api import InsecureLoginError
from slipstream.api.transport import calls, credentials, relogin

from ...threads import happens, together
from ..fakes import answer
from .test_relogin import ENDPOINT, GET, JANE, TARZAN, Service, cookie_of


@pytest.mark.parametrize('status', [400, 401, 403, 404, 409, 423])
def test_refused_credentials_are_not_tried_again_until_they_change(status):
    service = Service()
    service.refusing = [answer(status)]
    for _ in range(3):
        code, cause = service.get()
        assert code == 403 and cause.status_code == status
        service.now += 10 ** 6
    assert service.asked() == [GET, 'login jane', GET, GET]
    service.login_params = dict(JANE, password='new')
    assert service.get() == (200, None)


@pytest.mark.parametrize('status', [401, 403, 423, 429, 503])
def test_refused_credentials_are_tried_again_when_the_time_that_was_named_has_passed(status):
    service = Service()
    service.refusing = [answer(status, Retry_After='300')]
    for moment in (0, 1, 299):
        service.now = moment
        assert service.get()[1].status_code == status
    assert service.asked() == [GET, 'login jane', GET, GET]
    service.now = 300
    assert service.get() == (200, None)


def test_a_throttled_login_that_names_no_time_has_to_wait_as_well():
    service = Service()
    service.refusing = [answer(429)]
    assert service.get()[1].status_code == service.get()[1].status_code == 429
    service.now = relogin.THROTTLED_FOR
    assert service.get() == (200, None) and service.asked().count('login jane') == 2


@pytest.mark.parametrize('status', [200, 303, 408, 500, 502, 504])
def test_a_login_that_fails_otherwise_is_tried_at_the_next_refusal(status):
    service = Service()
    service.refusing = [answer(status, Retry_After='300')]
    assert service.get()[1].status_code == status
    assert service.get() == (200, None)


def test_a_busy_service_that_names_no_time_is_asked_at_the_next_refusal():
    service = Service()
    service.refusing = [answer(503), answer(503, Retry_After='soon')]
    assert service.get()[1].status_code == service.get()[1].status_code == 503
    assert service.get() == (200, None)


@pytest.mark.parametrize('error', [requests.exceptions.ConnectionError('gone'),
                                   requests.exceptions.ReadTimeout('late'),
                                   InsecureLoginError('readable')])
def test_what_a_login_ends_with_is_the_cause(error, caplog):
    service = Service()
    service.refusing = [error]
    assert service.get() == (403, error)
    assert 'Logging in again at https://h failed' in caplog.text
    assert getattr(error, '__traceback__', None) is None
    assert service.get() == (200, None)


def test_a_login_of_the_user_that_is_throttled_counts_as_well():
    service = Service()
    service.refusing = [answer(429, Retry_After='300')]
    service.cimi_login(JANE)
    assert service.get()[1].status_code == 429 and service.asked() == ['login jane', GET]
    service.cimi_login(JANE)
    service.alive.clear()
    assert service.get() == (200, None)


def test_the_cause_shows_no_secrets():
    service = Service()
    refusal = answer(403)
    refusal.request = requests.Request('POST', ENDPOINT, json={'sessionTemplate': JANE}).prepare()
    service.refusing = [refusal]
    cause = service.get()[1]
    assert cause.request.body is None and 'hush' not in repr(vars(service.relogin))


def test_without_credentials_nothing_is_sent():
    service = Service({})
    assert service.get() == (403, None) and service.asked() == [GET]


def test_log_in_raises_or_returns_whether_it_worked():
    service = Service()
    service.refusing = [answer(403)]
    assert not service.relogin.log_in(service) and not service.relogin.log_in(service)
    service.login_params = TARZAN
    assert service.relogin.log_in(service) and service.asked() == ['login jane', 'login tarzan']
    service.refusing = [InsecureLoginError('readable'), requests.exceptions.ReadTimeout('late')]
    with pytest.raises(InsecureLoginError):
        service.relogin.log_in(service)
    assert not service.relogin.log_in(service)


def test_a_simulated_403_causes_a_login():
    class Answer(object):
        status_code, cookies, headers = 403, None, {}

    service = Service({})
    called = []
    service.cimi_login = called.append
    call = calls.Call('GET', ENDPOINT + '/run', {})
    service.cookie = cookie_of('from a file')
    made = service.answer(call, lambda session, call: Answer())
    assert made.status_code == 403 and called == [{}]
    service.cimi_login = lambda params: answer(201)
    assert service.answer(call, lambda session, call: answer(200)).ok
    assert credentials.session_of(Answer()) is None


def test_a_simulated_refusal_of_a_login_needs_no_headers():
    class Bare(object):
        status_code, cookies = 401, None

    service = Service()
    service.refusing = [Bare()]
    assert service.get()[0] == service.get()[0] == 403
    assert service.asked() == [GET, 'login jane', GET]


class Queue(object):
    """A lock that knows how many threads have come to it."""

    def __init__(self, expected):
        self._lock, self._expected = threading.RLock(), expected
        self._threads = set()
        self.is_full = threading.Event()

    def __enter__(self):
        self._threads.add(threading.current_thread())
        if len(self._threads) == self._expected:
            self.is_full.set()
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


def refused_at_once(service, queue, refusing):
    """What eight threads get that are refused before the first of them has logged in."""
    def answer_login():
        happens(queue.is_full)
        return refusing.pop(0) if refusing else Service.open_session(service)

    service.open_session = answer_login
    return together([service.get] * 8)


def test_one_login_serves_all_threads():
    queue = Queue(8)
    service = Service(lock=lambda: queue)
    assert refused_at_once(service, queue, []) == [(200, None)] * 8
    assert service.log.count('login jane') == 1


@pytest.mark.parametrize('status', [403, 429, 500, 503])
def test_a_login_that_fails_is_not_repeated_by_each_thread_that_waited(status):
    queue = Queue(8)
    service = Service(lock=lambda: queue)
    outcomes = refused_at_once(service, queue, [answer(status)])
    assert [(code, cause.status_code) for code, cause in outcomes] == [(403, status)] * 8
    assert service.log.count('login jane') == 1
    service.get()  # who comes later may try once more
    assert service.log.count('login jane') == (2 if status >= 500 else 1)


def test_one_question_serves_all_threads():
    queue = Queue(8)
    service = Service(lock=lambda: queue)
    service.forbidden.add('/api/event/1')
    service.relogin.log_in(service)

    def tell_session(cookie):
        happens(queue.is_full)
        return Service.tell_session(service, cookie)

    service.answer_for_session = tell_session
    assert together([service.get] * 8) == [(403, None)] * 8
    assert service.log.count('question') == 1 and service.log.count('login jane') == 1


def test_credentials_are_the_same_whatever_the_kind_of_their_texts():
    service = Service(dict(JANE, password='h\udce4\xe4'))
    service.refusing = [answer(403)]
    service.get()
    service.login_params = {str('href'): b'session-template/internal', str('username'): b'jane',
                            'password': 'h\udce4\xe4'}
    assert service.get()[1].status_code == 403


class Masked(type('')):
    """A secret that does not show itself."""

    def __repr__(self):
        return str('<secret>')  # as its text does: programs have such classes


class Described(object):
    """A secret of a class of the program, whose text is used."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text

    __unicode__ = __str__   # what Python 2 calls


DIFFERENT = (
    {}, {'password': 'a'}, {'password': 'b'}, {'password': Masked('c')}, {'password': Masked('d')},
    {'password': b'\xff'}, {'password': b'\xfe'}, {'password': '\ufffd'}, {'password': '\ud800'},
    {'password': '\\ud800'}, {'password': "a', 'b"}, {'password': 'a', 'b': ''}, {'password': None},
    {'password': 'None'}, {'password': 1}, {'password': '1'}, {'password': ['a']},
    {'a': 'b', 'password': ''}, {'a': 'bpassword'}, 'password=a', '', None,
    {'password': 'x', 'a': 'y'}, {'password': 'y', 'a': 'x'}, {'password': 2},
    {'password': Described('\ud800')}, {'password': Described('\ud801')})


def test_credentials_that_differ_are_told_apart():
    digest = relogin.Relogin()._digest
    assert [repr(Masked('c')), len({digest(value) for value in DIFFERENT})] == [
        '<secret>', len(DIFFERENT)]


@pytest.mark.parametrize('value', DIFFERENT, ids=list(map(str, range(len(DIFFERENT)))))
def test_equal_credentials_are_known_again(value):
    digest = relogin.Relogin()._digest
    again = dict(reversed(list(value.items()))) if isinstance(value, dict) else value
    assert digest(again) == digest(value) != relogin.Relogin()._digest(value)


def test_of_a_long_refusal_only_the_beginning_is_kept():
    service = Service()
    refusal = answer(403)
    refusal._content = b'no ' * relogin.MOST_OF_REFUSAL
    service.refusing = [refusal]
    for _ in range(2):
        assert service.get()[1].content == refusal.content[:relogin.MOST_OF_REFUSAL]
