# -*- coding: utf-8 -*-
"""A pool of threads that returns results in order."""
from __future__ import unicode_literals

import contextlib
import threading

import pytest

from slipstream.sandbox.command_line.worker_pool import WorkerPool

from ...threads import Gate, happens


@pytest.mark.parametrize('size', [1, 2, 5])
def test_results_come_in_the_order_of_the_items(size):
    with contextlib.closing(WorkerPool(size)) as pool:
        for items in ([], [3], list(range(20))):
            assert list(pool.results(lambda item: item * 2, items)) == [
                (item, item * 2) for item in items]


def test_all_threads_work_at_the_same_time():
    gate = Gate(3)
    with contextlib.closing(WorkerPool(3)) as pool:
        assert len(list(pool.results(lambda item: gate.enter(), range(3)))) == 3


def test_a_pool_of_one_uses_the_thread_of_the_caller():
    names = [name for _, name in WorkerPool(1).results(
        lambda item: threading.current_thread().name, [1])]
    assert names == [threading.current_thread().name]


@pytest.mark.parametrize('size', [1, 3])
def test_exceptions_of_the_function_are_raised_in_order(size):
    def half(item):
        """Half of an even number."""
        if item % 2:
            raise ValueError(item)
        return item // 2

    finished = []
    with contextlib.closing(WorkerPool(size)) as pool, pytest.raises(ValueError):
        for _, result in pool.results(half, [2, 4, 5, 6]):
            finished.append(result)
    assert finished == [1, 2]


def test_closing_waits_for_the_current_item():
    begun, may_end, ended = threading.Event(), threading.Event(), []

    def work(item):
        """Work until the test allows it to end."""
        begun.set()
        happens(may_end)
        ended.append(item)

    pool = WorkerPool(2)
    pool._pool.imap(work, [1])
    happens(begun)
    may_end.set()
    pool.close()
    assert ended == [1]
