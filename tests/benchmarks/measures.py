# -*- coding: utf-8 -*-
"""
Measures: what is measured, and how
===================================

Each measure returns rows of the table. A ratio is that of the medians of all rounds; its spread are the quartiles of the ratios of single rounds,
in which the clients take their turns one right after the other.
"""
from __future__ import division, unicode_literals

import collections
import json
import math
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
clock = getattr(time, 'perf_counter', time.time)

#: A row of the table: what, in which unit, the value, that of the other, their ratio and its quartiles, the goal in words, whether it is reached.
Row = collections.namedtuple(str('Row'), str('what unit value other ratio spread goal reached'))

SMALL = ('cimi_get', 'get_deployment', 'get_deployment_parameter')
SIZES = {'list_deployments': 10000, 'list_users': 10000, 'list_project_content': 5000, 'cimi_search': 10000}


class Talk(object):
    """A process to which one talks in lines.

    :param environment: its :class:`~tests.benchmarks.environments.Environment`.
    """

    def __init__(self, environment, script, *arguments):
        self._process = subprocess.Popen([environment.python, os.path.join(HERE, script)] + list(arguments), env=environment.variables,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def said(self):
        """The next line, decoded."""
        return json.loads(self._process.stdout.readline().decode('utf-8'))

    def do(self, **order):
        """Give an order; return the answer."""
        self._process.stdin.write(json.dumps(order).encode('ascii') + b'\n')
        self._process.stdin.flush()
        return self.said()


def median(values):
    """The middle value."""
    return quantile(values, 0.5)


def quantile(values, share):
    """The value below which that share lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def compared(what, unit, values, others, most=None, least=None):
    """A row that compares the rounds of one with those of another.

    :param most: the ratio may be as large as that; None: any.
    :param least: the other must take at least so many times as long; None: any.
    """
    rounds = [value / other for value, other in zip(values, others) if other]
    ratio, spread = median(values) / median(others), [quantile(rounds, 0.25), quantile(rounds, 0.75)]
    if least is not None:
        inverse = [1 / each for each in reversed(spread)]
        return Row(what, unit, median(values), median(others), 1 / ratio, inverse, 'at least %.1f' % least, 1 / ratio >= least)
    goal = '' if most is None else 'at most %.2f' % most
    return Row(what, unit, median(values), median(others), ratio, spread, goal, most is None or ratio <= most)


def alone(what, unit, value, most=None, least=None):
    """A row of one value."""
    goal = '' if most is None and least is None else 'at most %g' % most if least is None else 'at least %g' % least
    return Row(what, unit, value, None, None, None, goal, (most is None or value <= most) and (least is None or value >= least))


def in_turns(workers, rounds, order):
    """The answers of each worker to the same order, round after round; the first round, which warms up, is left out."""
    found = dict((name, []) for name in workers)
    for _ in range(rounds + 1):
        for name, worker in workers.items():
            found[name].append(worker.do(**order))
    return dict((name, values[1:]) for name, values in found.items())


def imports(environments, rounds):
    """Importing, less what an empty interpreter takes; and the memory."""
    programs = [('ours', 'slipstream.api'), ('ours', 'requests'), ('old', 'slipstream.api'), ('old', 'requests'), ('nuvla', 'nuvla.api'),
                ('PyGithub', 'github'), ('python-gitlab', 'gitlab'), ('boto3', 'boto3'), ('openstacksdk', 'openstack')]
    times = dict((program, []) for program in programs)
    for _ in range(rounds + 1):
        for name, module in programs:
            environment = environments[name]
            times[name, module].append(_seconds(environment, 'import ' + module) - _seconds(environment, 'pass'))
    times = dict((program, [1000 * value for value in values[1:]]) for program, values in times.items())
    ours = times['ours', 'slipstream.api']
    rows = [compared('import, against requests', 'ms', ours, times['ours', 'requests'], most=1.05),
            compared('import of 3.71.1, against requests', 'ms', times['old', 'slipstream.api'], times['old', 'requests'])]
    rows += [compared('import, against %s' % name, 'ms', ours, times[name, module], most=1.0 if name != 'nuvla' else 1.05)
             for name, module in programs[2:] if module != 'requests']
    memory = [_kilobytes(environments['ours'], module) for module in ('slipstream.api', 'requests')]
    return rows + [alone('memory after import, beyond requests', 'MB', (memory[0] - memory[1]) / 1024, most=2)]


def _seconds(environment, program):
    started = clock()
    subprocess.check_call([environment.python, '-c', program], env=environment.variables)
    return clock() - started


def _kilobytes(environment, module):
    program = 'import %s, resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)' % module
    return median([int(subprocess.check_output([environment.python, '-c', program], env=environment.variables)) for _ in range(9)])


def small_calls(environment, endpoint, rounds):
    """Small calls against the floor."""
    rows = []
    with Talk(environment, 'worker.py', 'ours') as ours, Talk(environment, 'worker.py', 'floor') as floor:
        for call in SMALL:
            found = in_turns({'ours': ours, 'floor': floor}, rounds, {'do': 'time', 'endpoint': endpoint + '/1', 'call': call, 'repeat': 50})
            rows.append(compared(call, 'ms', *[[1000 * value for value in found[name]] for name in ('ours', 'floor')], most=1.10))
    return rows


def listings(environments, endpoint, rounds, share):
    """Long listings: against the floor, and against the others on the Pythons that they work on."""
    rows = []
    for own, others in (('ours', {'floor': 'ours'}), ('ours-3.8', {'old': 'old-3.8', 'nuvla': 'nuvla-3.8'}), ('ours-2.7', {'old': 'old-2.7'})):
        others = dict((client, environments[name]) for client, name in others.items() if name in environments)
        if own in environments and others:
            rows += _listings(environments[own], others, own[4:], endpoint, rounds, share)
    return rows


def _listings(environment, others, where, endpoint, rounds, share):
    workers = collections.OrderedDict([('ours', Talk(environment, 'worker.py', 'ours'))])
    workers.update((client, Talk(other, 'worker.py', client)) for client, other in sorted(others.items()))
    rows = []
    for call in sorted(SIZES):
        size = max(10, int(SIZES[call] * share))
        able = dict((client, worker) for client, worker in workers.items() if client != 'nuvla' or call == 'cimi_search')
        order = {'do': 'time', 'endpoint': '%s/%d' % (endpoint, size), 'call': call, 'rows': size, 'repeat': 1}
        found = in_turns(able, rounds, order) if len(able) > 1 else {}
        for client in sorted(set(found) - {'ours'}):
            what = '%s of %d rows, against %s%s' % (call, size, NAMES[client], where and ' on Python ' + where[1:])
            goals = {'most': 1.3 if call == 'cimi_search' else 1.35} if client == 'floor' else {'least': 4.0 if call == 'cimi_search' else 1.5}
            rows.append(compared(what, 'ms', [1000 * each for each in found['ours']], [1000 * each for each in found[client]], **goals))
    for worker in workers.values():
        worker.__exit__()
    return rows


NAMES = {'floor': 'the floor', 'old': '3.71.1', 'nuvla': 'nuvla-api'}


def memory(environment, endpoint, share):
    """Peaks of memory, each in a new process."""
    rows = []
    for call in sorted(SIZES):
        peaks = [_peak(environment, name, endpoint, call, max(10, int(SIZES[call] * share))) for name in ('ours', 'floor')]
        rows.append(compared('peak memory of ' + call, 'MB', [peaks[0]], [peaks[1]], most=1.3))
    size = max(10, int(200000 * share))
    return rows + [alone('paging %d CIMI documents, above idle' % size, 'MB', _peak(environment, 'ours', endpoint, 'cimi_all', size), most=60)]


def _peak(environment, client, endpoint, call, rows):
    with Talk(environment, 'worker.py', client) as worker:
        before, after = worker.do(do='memory', endpoint='%s/%d' % (endpoint, rows), call=call, rows=rows)
        return max(0.01, (after - before) / 1024)


def threads(environment, endpoint, rounds):
    """Threads that share a client, with a service that takes 20 ms."""
    with Talk(environment, 'worker.py', 'ours') as ours, Talk(environment, 'worker.py', 'floor') as floor:
        order = {'do': 'threads', 'endpoint': endpoint + '/1+20', 'call': 'cimi_get', 'repeat': 20, 'threads': 32}
        found = in_turns({'ours': ours, 'floor': floor}, rounds, order)
    ratio = median(found['ours']) / median(found['floor'])
    each = [one / other for one, other in zip(found['ours'], found['floor'])]
    return [Row('32 threads, 20 ms latency', 'calls/s', median(found['ours']), median(found['floor']), ratio,
                [quantile(each, 0.25), quantile(each, 0.75)], 'at least 0.90', ratio >= 0.9)]


def growth(environment, endpoint, rounds, share):
    """How time and memory grow with the number of rows: the exponent of the power that fits best."""
    rows = []
    sizes = [size for size in (1000, 3000, 10000, 30000, 100000) if size * share >= 100]
    for call in ('list_users', 'cimi_search'):
        sizes_of_call = [int(size * share) for size in sizes if call != 'cimi_search' or size <= 10000]
        with Talk(environment, 'worker.py', 'ours') as worker:
            seconds = [min(worker.do(do='time', endpoint='%s/%d' % (endpoint, size), call=call, rows=size, repeat=1) for _ in range(rounds))
                       for size in sizes_of_call]
        rows.append(alone('growth of the time of %s, %d to %d rows' % (call, sizes_of_call[0], sizes_of_call[-1]), 'exponent',
                          exponent(sizes_of_call, seconds), most=1.05))
    peaks = [_peak(environment, 'ours', endpoint, 'list_users', int(size * share)) for size in sizes[2:] or sizes]
    counts = [int(size * share) for size in sizes[2:] or sizes]
    return rows + [alone('growth of the memory of list_users', 'exponent', exponent(counts, peaks), most=1.05)]


def exponent(sizes, values):
    """The slope of the line that fits best through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys)) / (sum((x - x_mean) ** 2 for x in xs) or 1)


def sandboxes(environment, repeat):
    """The sandbox, in process and over a socket."""
    with Talk(environment, 'sandboxes.py', '%d' % repeat) as process:
        found = process.said()
    rows = []
    for shell, most in (('in process', 0.35), ('socket', 1.3)):
        for call in SMALL:
            rows.append(alone('sandbox, %s: %s' % (shell, call), 'ms', found[shell][call]['median'], most=most))
    slow = max(figures['99 %'] for figures in found['socket'].values())
    return rows + [
        alone('bare threaded server of the standard library', 'ms', found['floor']['median']),
        alone('sandbox, socket: 99 of 100 calls within', 'ms', slow, most=40),
        alone('sandbox, in process: fresh to first answer', 'ms', found['fresh'], most=5),
        alone('sandbox, socket: start to first answer', 'ms', found['start'], most=150),
        alone('sandbox, 1000 deployments at once: real seconds for a second', 's', found['crowd']['real seconds for a second'], most=1)]
