# -*- coding: utf-8 -*-
"""The cache of a sandbox, and how it knows that a result is still right."""
from __future__ import unicode_literals

import threading

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.state.cache import Cache
from slipstream.sandbox.state.state_file import SavedTable
from slipstream.sandbox.state.store import Table

from ...threads import ends


def test_a_result_is_kept_with_its_sources():
    cache, run, change = Cache(), {'state': 'Ready'}, object()
    cache.keep('a', (run, change), 'result')
    assert cache.get('a', (run, change)) == 'result'
    assert cache.get('b', (run, change)) is None


def test_a_result_is_not_given_for_other_sources():
    cache, run, change = Cache(), {'n': 1}, object()
    cache.keep('a', (run, change), 'result')
    for sources in ((dict(run), change), ({'n': True}, change), (run, object()), (run,),
                    (run, change, None), ()):
        assert cache.get('a', sources) is None


def test_a_second_result_replaces_the_first():
    cache, first, second = Cache(), {}, {}
    cache.keep('a', (first,), 1)
    cache.keep('a', (second,), 2)
    assert (cache.get('a', (first,)), cache.get('a', (second,))) == (None, 2)


def test_the_oldest_result_goes_first():
    cache, run = Cache(most=2), {}
    for key in 'abac':
        cache.keep(key, (run,), key)
    assert [cache.get(key, (run,)) for key in 'abc'] == ['a', None, 'c']


@pytest.mark.parametrize('kind', [Table, SavedTable])
def test_a_table_tells_that_it_has_changed(kind):
    table, seen = kind(), []
    for change in (lambda: table.put('a', 1), lambda: table.put('a', 1), lambda: table.remove('a'),
                   lambda: table.put('b', 2), table.clear):
        seen.append(table.changes)
        change()
        assert not any(table.changes is earlier for earlier in seen)
    assert table.changes is table.changes
    assert (table.get('a'), table.keys(), len(table)) == (None, [], 0)


@pytest.mark.parametrize('http', [False, True])
def test_no_thread_reads_what_was_before(http):
    checks = []

    def read(api, deployment, rounds):
        """Never less than before, in any thread."""
        last = 0
        for _ in range(rounds):
            seen = tags(api, deployment)
            checks.append(seen >= last)
            last = seen

    def count(api, deployment, rounds):
        """What was written can be read."""
        for number in range(1, rounds):
            api.set_deployment_parameter(deployment, 'ss:tags', '%d' % number, check=False)
            checks.append(tags(api, deployment) == number)

    with Sandbox(http=http, speed=0) as sandbox:
        deployments = [sandbox.api().deploy('apps/WordPress/wordpress') for _ in range(2)]
        threads = [threading.Thread(target=do, args=(sandbox.api(), deployment, 40))
                   for deployment in deployments for do in (count, read, read)]
        for thread in threads:
            thread.start()
        ends(*threads)
    assert len(checks) == 2 * (39 + 40 + 40) and all(checks)


def tags(api, deployment):
    """The number in the tags of a deployment, as in its document."""
    return int(api.get_deployment_parameters(deployment)['ss:tags'] or 0)
