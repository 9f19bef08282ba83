# -*- coding: utf-8 -*-
"""Trouble on demand."""
from __future__ import unicode_literals

import threading

import pytest

from slipstream.sandbox.simulation.faults import Faults


class FakeWorld(object):
    """What faults need of a world."""

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
    """The faults of a world."""
    return Faults(FakeWorld())


def test_without_a_fault_requests_are_served(faults):
    assert faults.take('GET', '/run') is None


def test_faults_are_pending_until_they_have_met_their_requests(faults):
    one, other = faults.add(status=503, path='/run/', method='get'), faults.add(delay=1, times=None)
    assert faults.pending() == [one, other]
    assert (one.path, one.method, other.path, other.method) == ('/run', 'GET', '', None)
    faults.take('GET', '/run')
    assert faults.pending() == [other]


def test_a_fault_meets_as_many_requests_as_asked(faults):
    fault = faults.add(status=503, times=2)
    assert faults.take('GET', '/run') is fault
    assert faults.take('GET', '/run') is fault
    assert faults.take('GET', '/run') is None
    assert (fault.hits, fault.left) == (2, 0)


def test_a_fault_without_end_lasts_until_clear(faults):
    fault = faults.add(status=503, times=None)
    assert [faults.take('GET', '/run') for _ in range(5)] == [fault] * 5
    faults.clear()
    assert faults.take('GET', '/run') is None
    assert fault.hits == 5


@pytest.mark.parametrize('path, met', [
    ('/run', True), ('/run/1', True), ('/runs', False), ('/', False),
    ('/x/run', False)])
def test_a_path_means_itself_and_what_is_below(faults, path, met):
    faults.add(status=503, path='/run/')
    assert bool(faults.take('GET', path)) is met


def test_a_method_is_compared_without_case(faults):
    faults.add(status=503, method='post')
    assert faults.take('GET', '/run') is None
    assert faults.take('POST', '/run').status == 503


def test_faults_are_tried_in_the_order_in_which_they_came(faults):
    faults.add(status=503)
    faults.add(status=429)
    assert [faults.take('GET', '/run').status for _ in range(2)] == [503, 429]


@pytest.mark.parametrize('options, reaches', [
    ({'status': 503}, False), ({'status': 503, 'handled': True}, True), ({'delay': 1}, True),
    ({'kind': 'reset'}, False), ({'kind': 'reset', 'handled': True}, True)])
def test_a_fault_may_let_the_request_reach_the_service(faults, options, reaches):
    assert faults.add(**options).reaches_service is reaches


@pytest.mark.parametrize('options', [{}, {'kind': 'earthquake', 'status': 500}, {'handled': True}])
def test_a_fault_that_makes_no_sense_is_refused(faults, options):
    with pytest.raises(ValueError):
        faults.add(**options)
    assert faults.take('GET', '/run') is None


def test_sessions_can_be_ended(faults):
    faults.expire_sessions()
    assert faults._world.done == ['expired', 'saved']


@pytest.mark.parametrize('options, shown', [
    ({'status': 503, 'times': 4, 'path': '/run', 'method': 'get'},
     '<Fault kind answer, status 503, method GET, path /run, left 4, hits 0>'),
    ({'kind': 'reset', 'times': None, 'body': 'secret', 'headers': {'X': 'secret'}},
     '<Fault kind reset, hits 0>'),
    ({'delay': 5}, '<Fault kind answer, delay 5, left 1, hits 0>')])
def test_a_fault_says_what_it_does(faults, options, shown):
    assert repr(faults.add(**options)) == shown


def test_an_option_that_no_fault_has_is_refused(faults):
    with pytest.raises(TypeError, match='count'):
        faults.add(status=503, count=4)
    assert faults.pending() == []
