# -*- coding: utf-8 -*-
"""Pace: when one thread is asked to wait, all do."""
from __future__ import unicode_literals

import os
import threading

import pytest
import requests

from slipstream.api import Api, TooManyRequestsError
from slipstream.api.transport import calls, retries
from slipstream.api.transport.pace import Pace

from ...threads import ends, happens, together
from ..fakes import answer


class Service(requests.adapters.BaseAdapter):
    """Responds from a script, and notes what happens.

    :param answers: path to the responses, in turn; the last one is repeated.
    """

    def __init__(self, **answers):
        super(Service, self).__init__()
        self.answers, self.noted, self.now = answers, [], 0.0

    def send(self, request, **_):
        """The next response for a path."""
        name = request.path_url.rpartition('/')[2]
        self.noted.append(name)
        waiting = self.answers.get(name) or [answer(json={'id': name})]
        response = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        response.url, response.request = request.url, request
        return response

    def sleep(self, seconds):
        """Note it, and let the time pass."""
        self.noted.append(round(seconds, 3))
        self.now += seconds

    def api(self, tmpdir):
        """A client of it."""
        made = Api('https://h', cookie_file=str(tmpdir.join('cookies.txt')), sleep=self.sleep,
                   clock=lambda: self.now, check_parameters=False)
        made.session.mount('https://', self)
        return made

    def close(self):
        """Nothing is open."""


def busy(status=503, **headers):
    """A response that asks to wait."""
    return answer(status, json={'message': 'busy'}, **headers)


def test_one_that_is_asked_to_wait_slows_all(tmpdir):
    service = Service(a=[busy(429, Retry_After='7')])
    refused = threading.Event()

    def work(name):
        if name == 'b':
            happens(refused)
            return api.cimi_get('event/b')
        try:
            api._send('DELETE', '/api/event/a')
        finally:
            refused.set()

    with service.api(tmpdir) as api:
        outcomes = api.map(work, ['a', 'b'], workers=2)
    assert isinstance(outcomes[0].error, TooManyRequestsError) and outcomes[1].result.id == 'b'
    assert service.noted == ['a', 7.0, 'b']


def test_a_read_is_repeated_after_the_wait_of_all(tmpdir):
    service = Service(a=[busy(Retry_After='7'), answer(json={'id': 'a'})])
    with service.api(tmpdir) as api:
        assert api.map(api.cimi_get, ['event/a', 'event/b'], workers=1)[0].result.id == 'a'
    assert service.noted == ['a', 7.0, 'a', 'b']


def test_one_thread_sleeps_for_all(tmpdir):
    service = Service()
    with service.api(tmpdir) as api:
        pace = Pace(api.session)
        assert pace.heard(busy(Retry_After='7')) is True
        together([pace.wait] * 8)
    assert service.noted == [7.0]


def test_who_is_asked_while_another_sleeps_is_heard(tmpdir):
    service = Service()
    with service.api(tmpdir) as api:
        pace = Pace(api.session)
        pace.heard(busy(Retry_After='7'))
        thread, sleeps, asked = threading.Thread(target=pace.wait), threading.Event(), []

        def sleep(seconds):
            sleeps.set()
            if not asked:
                asked.append(pace.heard(busy(Retry_After='30')))
            service.sleep(seconds)

        api.session.sleep = sleep
        thread.start()
        happens(sleeps)
        ends(thread)
        pace.wait()
    assert service.noted == [7.0, 23.0]


def test_the_longest_wait_counts_and_is_bounded(tmpdir):
    service = Service()
    with service.api(tmpdir) as api:
        pace = Pace(api.session)
        for seconds in ('7', '99999', '3'):
            pace.heard(busy(Retry_After=seconds))
        pace.wait()
    assert service.noted == [retries.LONGEST_WAIT]


def test_no_one_sleeps_longer_than_the_rest_of_the_wait(tmpdir):
    service = Service()
    with service.api(tmpdir) as api:
        pace = Pace(api.session)
        pace.heard(busy(Retry_After='7'))
        service.now = 6.75
        pace.wait()
        pace.heard(busy(Retry_After='7'))
        service.now += 9
        pace.wait()
    assert service.noted == [0.25, 0.0]


@pytest.mark.parametrize('heard', [
    busy(), busy(404, Retry_After='7'), busy(500, Retry_After='7'), answer(json={}),
    busy(Retry_After='soon'), requests.ConnectionError()])
def test_what_does_not_ask_for_it_slows_nobody(tmpdir, heard):
    service = Service()
    with service.api(tmpdir) as api:
        pace = Pace(api.session)
        assert pace.heard(heard) is False
        pace.wait()
    assert service.noted == []


def test_a_failure_without_a_wish_is_waited_for_by_its_thread_alone(tmpdir):
    service = Service(a=[busy(), answer(json={'id': 'a'})])
    with service.api(tmpdir) as api:
        assert api.map(api.cimi_get, ['event/a'])[0].error is None
    assert len(service.noted) == 3 and 0.5 <= service.noted[1] < 0.75


def test_a_pace_counts_for_its_session_and_its_block_only(tmpdir):
    with Service().api(tmpdir) as api, Service().api(tmpdir) as other:
        pace = Pace(api.session)
        with calls.paced(pace):
            assert calls.pace_of(api.session) is pace and calls.pace_of(other.session) is None
        assert calls.pace_of(api.session) is None


def test_a_thread_continues_if_another_has_slept(tmpdir):
    service = Service()
    with service.api(tmpdir) as api:
        pace, sleeps, go_on = Pace(api.session), threading.Event(), threading.Event()
        pace.heard(busy(Retry_After='7'))

        def sleep(seconds):
            sleeps.set()
            happens(go_on)
            service.sleep(seconds)

        api.session.sleep = sleep
        first, second = threading.Thread(target=pace.wait), threading.Thread(target=pace.wait)
        first.start()
        happens(sleeps)
        pace._sleeping = {os.getpid(): Noticed(pace._sleeping[os.getpid()], go_on)}
        second.start()
        ends(first, second)
    assert service.noted == [7.0]


class Noticed(object):
    """A lock that tells when somebody comes to it.

    :param lock: the lock.
    :param event: what it sets.
    """

    def __init__(self, lock, event):
        self._lock, self._event = lock, event

    def __enter__(self):
        self._event.set()
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()
