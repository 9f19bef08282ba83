# -*- coding: utf-8 -*-
"""What is measured of threads that share a client, as in :mod:`tests.benchmarks.measures`."""
from __future__ import division, unicode_literals

from . import measures

#: The environments of Pythons without a GIL.
FREE_THREADED = ('ours-3.13t', 'ours-3.14t')


def threads(environments, endpoint, rounds):
    """Threads that share a client: while a service takes 20 ms, and while they read responses."""
    return _waiting_threads(environments['ours'], endpoint, rounds) + [
        row for name in FREE_THREADED if name in environments
        for row in _reading_threads(environments, name, endpoint, rounds)]


def _reading_threads(environments, free_threaded, endpoint, rounds):
    """The cores that a batch of long listings keeps busy, beside those of a Python with a GIL."""
    order = {'do': 'cores', 'endpoint': endpoint + '/2000', 'call': 'list_deployments',
             'rows': 2000, 'repeat': 24, 'threads': 2}
    with measures.Talk(environments[free_threaded], 'worker.py', 'ours') as free, measures.Talk(
            environments['ours'], 'worker.py', 'ours') as ours:
        cores = measures.in_turns({'free': free, 'ours': ours}, min(rounds, 9), order)
    return [at_best('cores that map keeps busy with 2 workers, long listings, Python ' +
                    free_threaded.partition('-')[2], 'cores', cores['free'], cores['ours'],
                    least=1.5)]


def at_best(what, unit, values, others, least):
    """A row of the best round of each, as whatever else the machine does only takes away.

    :param least: the value must be as large as that.
    """
    row = measures.compared(what, unit, values, others)
    value, other = max(values), max(others)
    return row._replace(value=value, other=other, ratio=value / other,
                        goal='%s at least %.1f' % (unit, least), reached=value >= least)


def _waiting_threads(environment, endpoint, rounds):
    """Threads that share a client, with a service that takes 20 ms."""
    order = {'do': 'threads', 'endpoint': endpoint + '/1+20', 'call': 'cimi_get', 'threads': 32}
    workers = dict((name, measures.Talk(environment, 'worker.py', name))
                   for name in ('ours', 'floor', 'keeping', 'changing'))
    times = measures.in_turns(workers, min(rounds, 9), dict(order, repeat=100))
    apart, at_once = [[workers['ours'].do(**dict(order, do=do, threads=count, repeat=200))
                       for _ in range(min(rounds, 9) + 1)][1:]
                      for do, count in (('threads', 1), ('map', 16))]
    for worker in workers.values():
        worker.__exit__()
    return [
        throughput('200 reads with map and 16 workers, against one after another, 20 ms latency',
                   at_once, apart, least=12),
        throughput('32 threads, 20 ms latency', times['ours'], times['floor'], least=0.9),
        throughput('32 threads, each call changes a cookie, in a file that takes 50 ms',
                   times['keeping'], times['floor'], least=0.9),
        throughput('the same, against cookies in memory', times['keeping'], times['changing'])]


def throughput(what, values, others, least=None):
    """A row that compares calls in a second.

    :param least: the ratio must be as large as that; None: any.
    """
    rounds = [value / other for value, other in zip(values, others)]
    ratio = measures.median(values) / measures.median(others)
    return measures.Row(what, 'calls/s', measures.median(values), measures.median(others), ratio,
                        [measures.quantile(rounds, share) for share in (0.25, 0.75)],
                        '' if least is None else 'at least %.2f' % least,
                        least is None or ratio >= least)
