# -*- coding: utf-8 -*-
"""Several things at the same time."""
from __future__ import unicode_literals

import contextlib
import threading

import pytest

from slipstream.sandbox.command_line.worker_pool import Crew

from ...threads import Gate, happens


@pytest.mark.parametrize('size', [1, 2, 5])
def test_outcomes_have_the_order_of_the_items(size):
    with contextlib.closing(Crew(size)) as crew:
        for items in ([], [3], list(range(20))):
            assert list(crew.outcomes(lambda item: item * 2, items)) == [
                (item, item * 2) for item in items]


def test_as_many_as_there_are_threads_are_under_way():
    gate = Gate(3)
    with contextlib.closing(Crew(3)) as crew:
        assert len(list(crew.outcomes(lambda item: gate.enter(), range(3)))) == 3


def test_alone_the_thread_of_the_caller_does_it():
    names = [name for _, name in Crew(1).outcomes(
        lambda item: threading.current_thread().name, [1])]
    assert names == [threading.current_thread().name]


@pytest.mark.parametrize('size', [1, 3])
def test_what_the_function_raises_is_raised_in_its_turn(size):
    def even(item):
        """Half of an even number."""
        if item % 2:
            raise ValueError(item)
        return item // 2

    finished = []
    with contextlib.closing(Crew(size)) as crew, pytest.raises(ValueError):
        for _, outcome in crew.outcomes(even, [2, 4, 5, 6]):
            finished.append(outcome)
    assert finished == [1, 2]


def test_closing_waits_for_what_is_under_way():
    begun, may_end, ended = threading.Event(), threading.Event(), []

    def work(item):
        """Work until it may end."""
        begun.set()
        happens(may_end)
        ended.append(item)

    crew = Crew(2)
    crew._pool.imap(work, [1])
    happens(begun)
    may_end.set()
    crew.close()
    assert ended == [1]
