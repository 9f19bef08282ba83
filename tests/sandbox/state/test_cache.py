# -*- coding: utf-8 -*-
"""What a sandbox remembers, and how it knows that it is still right."""
from __future__ import unicode_literals

import itertools
import threading

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.state.cache import Memory
from slipstream.sandbox.state.state_file import SavedTable
from slipstream.sandbox.state.store import Table


@pytest.fixture
def make():
    """A function whose results are 1, 2, 3 and so on."""
    numbers = itertools.count(1)
    return lambda: next(numbers)


def test_a_result_is_made_once_for_the_same_sources(make):
    memory, run, change = Memory(), {'state': 'Ready'}, object()
    assert [memory.recall('a', (run, change), make) for _ in range(3)] == [1, 1, 1]
    assert memory.recall('b', (run, change), make) == 2
    assert memory.recall('a', (run, change), make) == 1


def test_other_sources_make_another_result(make):
    memory, run, change = Memory(), {'n': 1}, object()
    sources = [(run, change), (dict(run), change), ({'n': True}, change), (run, object()), (run,),
               (run, change, None), (run, change)]
    assert [memory.recall('a', each, make) for each in sources] == [1, 2, 3, 4, 5, 6, 7]


def test_a_result_that_could_not_be_made_is_not_kept(make):
    memory, run = Memory(), {}
    with pytest.raises(ZeroDivisionError):
        memory.recall('a', (run,), lambda: 1 // 0)
    assert memory.recall('a', (run,), make) == 1


def test_the_oldest_result_is_forgotten(make):
    memory, run = Memory(most=2), {}
    assert [memory.recall(key, (run,), make) for key in 'abab'] == [1, 2, 1, 2]
    assert [memory.recall(key, (run,), make) for key in 'cba'] == [3, 2, 4]


def test_what_is_made_anew_is_the_youngest(make):
    memory = Memory(most=2)
    first, second = {}, {}
    assert [memory.recall(key, (first,), make) for key in 'ab'] == [1, 2]
    assert memory.recall('a', (second,), make) == 3
    assert memory.recall('c', (first,), make) == 4
    assert memory.recall('a', (second,), make) == 3
    assert memory.recall('b', (first,), make) == 5


@pytest.mark.parametrize('kind', [Table, SavedTable])
def test_a_table_tells_that_it_has_changed(kind):
    table, seen = kind(), []
    for change in (lambda: table.put('a', 1), lambda: table.put('a', 1), lambda: table.remove('a'),
                   lambda: table.put('b', 2), table.clear):
        seen.append(table.changes)
        change()
        assert not any(table.changes is each for each in seen)
    assert table.changes is table.changes
    assert (table.get('a'), table.keys(), len(table)) == (None, [], 0)


@pytest.mark.parametrize('http', [False, True])
def test_no_thread_reads_what_was_before(http):
    found = []

    def read(api, deployment, rounds):
        """Never less than before, whoever counts."""
        last = 0
        for _ in range(rounds):
            seen = tags(api, deployment)
            found.append(seen >= last)
            last = seen

    def count(api, deployment, rounds):
        """What was written can be read."""
        for number in range(1, rounds):
            api.set_deployment_parameter(deployment, 'ss:tags', '%d' % number, check=False)
            found.append(tags(api, deployment) == number)

    with Sandbox(http=http, speed=0) as sandbox:
        deployments = [sandbox.api().deploy('apps/WordPress/wordpress') for _ in range(2)]
        threads = [threading.Thread(target=do, args=(sandbox.api(), deployment, 40))
                   for deployment in deployments for do in (count, read, read)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 2 * (39 + 40 + 40) and all(found)


def tags(api, deployment):
    """The number that stands in the tags of a deployment, as its document tells them."""
    return int(api.get_deployment_parameters(deployment)['ss:tags'] or 0)
