# -*- coding: utf-8 -*-
"""A worker: a client in its own process.

Usage: ``worker.py CLIENT``. It reads orders, one JSON object per line, and responds to each with a
line:

``{"do": "time", "endpoint": ..., "call": "list_users", "rows": 10000, "repeat": 1}``
    the seconds of one call, on average; ``cpu`` instead of ``time``: of the processor;
``{"do": "memory", ...}``
    the kilobytes before, and at the peak of, a call: only once in the life of a process;
``{"do": "threads", "endpoint": ..., "call": ..., "repeat": 50, "threads": 32}``
    calls in a second by that many threads that share one client;
``{"do": "map", ...}``
    the same with ``api.map``, which starts its threads itself;
``{"do": "cores", ...}``
    how many cores such a batch keeps busy: its seconds of the processor in a second of the clock.
"""
from __future__ import print_function, unicode_literals

import gc
import json
import resource
import sys
import threading
import time

import clients

clock = getattr(time, 'perf_counter', time.time)
cpu_clock = getattr(time, 'process_time', getattr(time, 'clock', None))


class Worker(object):
    """Runs orders."""

    def __init__(self, name):
        self._kind = clients.CLIENTS[name]
        self._made = {}

    def _call(self, order):
        endpoint = order['endpoint']
        if endpoint not in self._made:
            self._made[endpoint] = self._kind(endpoint)
        method = getattr(self._made[endpoint], order['call'])
        return method if order['call'] in clients.SMALL else lambda: method(order['rows'])

    def time(self, order):
        """The seconds of a call."""
        call = self._call(order)
        gc.collect()
        started = clock()
        for _ in range(order['repeat']):
            call()
        return (clock() - started) / order['repeat']

    def cpu(self, order):
        """The seconds of the processor that a call takes, whatever else the machine does."""
        call = self._call(order)
        gc.collect()
        started = cpu_clock()
        for _ in range(order['repeat']):
            call()
        return (cpu_clock() - started) / order['repeat']

    def memory(self, order):
        """Kilobytes in use before a call, and the peak during it."""
        warm = dict(order, call='cimi_get')
        self._call(warm)()
        call = self._call(order)
        before = _current()
        held = call()
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        del held
        return [before, after]

    def threads(self, order):
        """Calls in a second."""
        call = self._call(order)
        threads = [threading.Thread(target=lambda: [call() for _ in range(order['repeat'])])
                   for _ in range(order['threads'])]
        started = clock()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return order['threads'] * order['repeat'] / (clock() - started)

    def map(self, order):
        """Calls in a second."""
        return order['repeat'] / self._mapped(order)

    def cores(self, order):
        """Seconds of the processor in a second of the clock."""
        started = cpu_clock()
        seconds = self._mapped(order)
        return (cpu_clock() - started) / seconds

    def _mapped(self, order):
        call = self._call(order)
        api = self._made[order['endpoint']].api
        started = clock()
        outcomes = api.map(lambda _: call(), range(order['repeat']), workers=order['threads'])
        assert not outcomes.failed
        return clock() - started


def _current():
    """Kilobytes in use now, as far as the system tells."""
    try:
        with open('/proc/self/status') as status:
            return int([line for line in status if line.startswith('VmRSS')][0].split()[1])
    except (IOError, IndexError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(name, source, target):
    """Run all orders."""
    worker = Worker(name)
    for line in iter(source.readline, ''):
        order = json.loads(line)
        print(json.dumps(getattr(worker, order['do'])(order)), file=target)
        target.flush()


if __name__ == '__main__':
    main(sys.argv[1], sys.stdin, sys.stdout)
