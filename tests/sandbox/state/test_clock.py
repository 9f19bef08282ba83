# -*- coding: utf-8 -*-
"""Clock and agenda: time in the sandbox."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state.clock import DEFAULT_START, Agenda, Clock


class Timer(object):
    """Real time, as the test moves it."""

    now = 100.0

    def __call__(self):
        return self.now


def test_a_clock_runs_with_real_time_scaled():
    timer = Timer()
    clock = Clock(start=1000, speed=10, timer=timer)
    timer.now += 2.5
    assert clock.now() == 1025
    clock.speed = 0
    timer.now += 100
    assert (clock.now(), clock.speed) == (1025, 0)
    clock.speed = 1
    timer.now += 1
    assert clock.now() == 1026


def test_a_stopped_clock_moves_by_hand_only():
    clock = Clock(speed=0)
    assert clock.now() == DEFAULT_START
    clock.advance(60)
    assert clock.now() == DEFAULT_START + 60
    with pytest.raises(ValueError):
        clock.advance(-1)


def test_a_clock_does_not_run_backwards():
    with pytest.raises(ValueError):
        Clock(speed=-1)


def test_entries_happen_in_order_each_at_its_own_time():
    clock = Clock(start=0, speed=0)
    agenda = Agenda(clock)
    seen = []
    agenda.on('note', lambda name: seen.append((name, clock.now())))
    agenda.after(20, 'note', name='late')
    agenda.after(10, 'note', name='early')
    agenda.at(10, 'note', name='same time, entered later')
    agenda.catch_up()
    assert seen == [] and len(agenda) == 3
    clock.advance(15)
    agenda.catch_up()
    assert seen == [('early', 10), ('same time, entered later', 10)]
    clock.advance(1000)
    agenda.catch_up()
    assert seen[-1] == ('late', 20) and len(agenda) == 0
    assert clock.now() == 1015


def test_an_entry_may_enter_another_which_is_due_as_well():
    clock = Clock(start=0, speed=0)
    agenda = Agenda(clock)
    seen = []

    def chain(left):
        seen.append(clock.now())
        if left:
            agenda.after(10, 'chain', left=left - 1)

    agenda.on('chain', chain)
    agenda.after(10, 'chain', left=2)
    clock.advance(100)
    agenda.catch_up()
    assert seen == [10, 20, 30]


def test_a_held_time_ends_with_the_block():
    clock = Clock(start=5, speed=0)
    with clock.held(3):
        assert clock.now() == 3
        with clock.held(4):
            assert clock.now() == 4
        assert clock.now() == 3
    assert clock.now() == 5
