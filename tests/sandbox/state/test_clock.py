# -*- coding: utf-8 -*-
"""The clock of the sandbox."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state.clock import DEFAULT_START, Clock


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


@pytest.mark.parametrize('set_it', [
    lambda value: Clock(speed=value), lambda value: setattr(Clock(), 'speed', value),
    lambda value: Clock(speed=0).advance(value)])
@pytest.mark.parametrize('wrong, error', [
    ('x', TypeError), (None, TypeError), ([], TypeError), (-1, ValueError),
    (float('nan'), ValueError), (float('inf'), ValueError)])
def test_a_speed_and_a_time_that_make_no_sense_are_explained(set_it, wrong, error):
    with pytest.raises(error) as info:
        set_it(wrong)
    assert str(info.value).endswith('not %r' % (wrong,))
    assert str(info.value).startswith(('The speed of a clock must be', 'The time to advance must'))


def test_a_held_time_ends_with_the_block():
    clock = Clock(start=5, speed=0)
    with clock.held(3):
        assert clock.now() == 3
        with clock.held(4):
            assert clock.now() == 4
        assert clock.now() == 3
    assert clock.now() == 5
