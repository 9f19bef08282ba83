# -*- coding: utf-8 -*-
"""Trouble on demand."""
from __future__ import unicode_literals

import threading

import pytest

from slipstream.sandbox.messages import Request
from slipstream.sandbox.simulation.faults import Fault, Faults


class FakeWorld(object):
    def __init__(self):
        self.lock = threading.RLock()
        self.accounts = self
        self.done = []

    def expire_tokens(self):
        self.done.append('expired')

    def save(self):
        self.done.append('saved')


@pytest.fixture
def faults():
    return Faults(FakeWorld())


def get(path='/run', method='GET'):
    return Request(method, path)


def test_no_trouble_without_asking(faults):
    assert faults.take(get()) is None


def test_a_fault_meets_as_many_requests_as_asked(faults):
    fault = faults.add(status=503, times=2)
    assert faults.take(get()) is fault
    assert faults.take(get()) is fault
    assert faults.take(get()) is None
    assert (fault.hits, fault.left) == (2, 0)


def test_a_fault_without_end_lasts_until_clear(faults):
    fault = faults.add(status=503, times=None)
    assert [faults.take(get()) for _ in range(5)] == [fault] * 5
    faults.clear()
    assert faults.take(get()) is None
    assert fault.hits == 5


@pytest.mark.parametrize('path, met', [
    ('/run', True), ('/run/1', True), ('/run?offset=1', True), ('/runs', False), ('/', False),
    ('/x/run', False)])
def test_a_path_means_itself_and_what_is_below(faults, path, met):
    faults.add(status=503, path='/run/')
    assert bool(faults.take(get(path))) is met


def test_a_method_is_compared_without_case(faults):
    faults.add(status=503, method='post')
    assert faults.take(get(method='GET')) is None
    assert faults.take(get(method='POST')).status == 503


def test_faults_are_tried_in_the_order_in_which_they_came(faults):
    faults.add(status=503)
    faults.add(status=429)
    assert [faults.take(get()).status for _ in range(2)] == [503, 429]


def test_the_answer_is_a_page_of_a_proxy():
    response = Fault(status=503, retry_after=3).response()
    assert response.status == 503
    assert b'<title>503 Service Unavailable</title>' in response.body
    assert response.headers.get('Content-Type') == 'text/html'
    assert response.headers.get('Retry-After') == '3'


@pytest.mark.parametrize('headers', [{'X-A': 'b'}, [('X-A', 'b')]])
def test_the_answer_can_be_given(headers):
    response = Fault(status=429, body='{"a": 1}', content_type='application/json',
                     headers=headers).response()
    assert response.body == b'{"a": 1}'
    assert response.headers.get('Content-Type') == 'application/json'
    assert response.headers.get('X-A') == 'b'
    assert response.headers.get('Retry-After') is None


@pytest.mark.parametrize('options', [{}, {'kind': 'earthquake', 'status': 500}, {'handled': True}])
def test_a_fault_that_makes_no_sense_is_refused(faults, options):
    with pytest.raises(ValueError):
        faults.add(**options)
    assert faults.take(get()) is None


def test_sessions_can_be_ended(faults):
    faults.expire_sessions()
    assert faults._world.done == ['expired', 'saved']
