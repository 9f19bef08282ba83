# -*- coding: utf-8 -*-
"""Measures: what is measured, and how.

Each measure returns rows of the table. A ratio is that of the medians of all rounds; its spread are
the quartiles of the ratios of single rounds, in which the clients take their turns one right after
the other.
"""
from __future__ import division, unicode_literals

import collections
import json
import math
import os
import resource
import subprocess
import time

from . import responses

HERE = os.path.dirname(os.path.abspath(__file__))
clock = getattr(time, 'perf_counter', time.time)

#: A row of the table: what, in which unit, the value, that of the other, their ratio and its
#: quartiles, the goal in words, whether it is reached.
Row = collections.namedtuple(str('Row'), str('what unit value other ratio spread goal reached'))

SMALL = ('cimi_get', 'get_deployment', 'get_deployment_parameter')
SIZES = {'list_deployments': 10000, 'list_users': 10000, 'list_project_content': 5000,
         'cimi_search': 10000}


class Talk(object):
    """A process that reads and writes lines.

    :param environment: its :class:`~tests.benchmarks.environments.Environment`.
    """

    def __init__(self, environment, script, *arguments):
        self._process = subprocess.Popen([environment.python, os.path.join(HERE, script)]
                                         + list(arguments), env=environment.variables,
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def reply(self):
        """The next line, decoded."""
        return json.loads(self._process.stdout.readline().decode('utf-8'))

    def do(self, **order):
        """Send an order; return the response."""
        self._process.stdin.write(json.dumps(order).encode('ascii') + b'\n')
        self._process.stdin.flush()
        return self.reply()


def median(values):
    """The middle value."""
    return quantile(values, 0.5)


def quantile(values, share):
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def compared(what, unit, values, others, most=None, least=None):
    """A row that compares the rounds of one with those of another.

    :param most: the ratio may be as large as that; None: any.
    :param least: the other must take at least this many times as long; None: any.
    """
    rounds = [value / other for value, other in zip(values, others) if other]
    ratio, spread = median(values) / median(others), [quantile(rounds, 0.25),
                                                      quantile(rounds, 0.75)]
    if least is not None:
        inverse = [1 / quartile for quartile in reversed(spread)]
        return Row(what, unit, median(values), median(others), 1 / ratio, inverse,
                   'at least %.1f' % least, 1 / ratio >= least)
    goal = '' if most is None else 'at most %.2f' % most
    return Row(what, unit, median(values), median(others), ratio, spread, goal,
               most is None or ratio <= most)


def alone(what, unit, value, most=None, least=None):
    """A row of one value."""
    goal = ('' if most is None and least is None else 'at most %g' % most if least is None
            else 'at least %g' % least)
    return Row(what, unit, value, None, None, None, goal,
               (most is None or value <= most) and (least is None or value >= least))


def in_turns(workers, rounds, order):
    """The responses of each worker to the same order, round after round.

    The first round, which warms up, is left out.
    """
    times = dict((name, []) for name in workers)
    for _ in range(rounds + 1):
        for name, worker in workers.items():
            times[name].append(worker.do(**order))
    return dict((name, values[1:]) for name, values in times.items())


def imports(environments, rounds):
    """The cost of the import, without that of an empty interpreter; and its memory."""
    programs = [('ours', 'import slipstream.api'), ('ours', 'import requests'), ('ours', FIRST_API),
                ('old', 'import slipstream.api'),
                ('old', 'import requests'), ('old', FIRST_API), ('nuvla', 'import nuvla.api'),
                ('PyGithub', 'import github'),
                ('python-gitlab', 'import gitlab'), ('boto3', 'import boto3'),
                ('openstacksdk', 'import openstack')]
    times = dict((program, []) for program in programs)
    for number in range(rounds + 1):
        # Each comes behind each: a large one leaves the caches of the processor to the next.
        first = number % len(programs)
        for name, program in programs[first:] + programs[:first]:
            environment = environments[name]
            times[name,
                  program].append(_seconds(environment, program) - _seconds(environment, 'pass'))
    times = dict((program, [1000 * value for value in values[1:]])
                 for program, values in times.items())
    ours = times['ours', 'import slipstream.api']
    rows = [compared('import, against requests', 'ms', ours, times['ours', 'import requests'],
                     most=1.25),
            compared('import of 3.71.1, against requests', 'ms',
                     times['old', 'import slipstream.api'], times['old', 'import requests']),
            compared('import, against 3.71.1', 'ms', ours, times['old', 'import slipstream.api'],
                     most=1.0),
            compared('import and a first Api, against 3.71.1', 'ms', times['ours', FIRST_API],
                     times['old', FIRST_API])]
    rows += [compared('import, against %s' % name, 'ms', ours, times[name, program],
                      most=1.0 if name != 'nuvla' else 1.05)
             for name, program in programs[6:]]
    memory = [_kilobytes(environments['ours'], module) for module in ('slipstream.api', 'requests')]
    return rows + [alone('memory after import, beyond requests', 'MB',
                         (memory[0] - memory[1]) / 1024, most=2)]


#: What is deferred by the import is paid here.
FIRST_API = 'from slipstream.api import Api; Api()'


def _seconds(environment, program):
    """Processor seconds: unlike the clock, they do not depend on other load."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.check_call([environment.python, '-c', program], env=environment.variables,
                          cwd=environment.home)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _kilobytes(environment, module):
    program = ('import %s, resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)'
               % module)
    return median([int(subprocess.check_output([environment.python, '-c', program],
                                               env=environment.variables, cwd=environment.home))
                   for _ in range(9)])


def small_calls(environment, endpoint, rounds):
    """Small calls against the floor."""
    rows = []
    with Talk(environment, 'worker.py',
              'ours') as ours, Talk(environment, 'worker.py', 'floor') as floor:
        for call in SMALL:
            times = in_turns({'ours': ours, 'floor': floor}, rounds,
                             {'do': 'time', 'endpoint': endpoint + '/1', 'call': call,
                              'repeat': 50})
            rows.append(compared(call, 'ms', *[[1000 * value for value in times[name]]
                                               for name in ('ours', 'floor')], most=1.10))
    return rows


def listings(environments, endpoint, rounds, share):
    """Long listings: against the floor, and against the others on the Pythons that they work on."""
    rows = []
    for own, others in (('ours', {'floor': 'ours'}),
                        ('ours-3.8', {'floor': 'ours-3.8', 'old': 'old-3.8', 'nuvla': 'nuvla-3.8'}),
                        ('ours-2.7', {'floor': 'ours-2.7', 'old': 'old-2.7'})):
        others = dict((client, environments[name]) for client, name in others.items()
                      if name in environments)
        if own in environments and others:
            rows += _listings(environments[own], others, own[4:], endpoint, rounds, share)
    return rows


def _listings(environment, others, where, endpoint, rounds, share):
    """The rows of all calls that list, for one Python."""
    workers = collections.OrderedDict([('ours', Talk(environment, 'worker.py', 'ours'))])
    workers.update((client, Talk(other, 'worker.py', client))
                   for client, other in sorted(others.items()))
    rows = []
    for call in sorted(SIZES):
        size = max(10, int(SIZES[call] * share))
        able = dict((client, worker) for client, worker in workers.items() if client != 'nuvla'
                    or call == 'cimi_search')
        order = {'do': 'time', 'endpoint': '%s/%d' % (endpoint, size), 'call': call, 'rows': size,
                 'repeat': 1}
        times = in_turns(able, rounds, order) if len(able) > 1 else {}
        rows += _compared_clients(call, size, times, where and ' on Python ' + where[1:])
    for worker in workers.values():
        worker.__exit__()
    return rows


def _compared_clients(call, size, times, where):
    """The rows for a call: our client against each other one.

    And each other against the floor, which nobody can be faster than by much.
    """
    what, times = '%s of %d rows' % (call, size), dict((client, [1000 * value for value in values])
                                                       for client, values in times.items())
    rows = []
    for client in sorted(set(times) - {'ours'}):
        goals = {'most': 1.3 if call == 'cimi_search' else 1.35} if client == 'floor' else {
            'least': 4.0 if call == 'cimi_search' else 1.5}
        rows.append(compared('%s, against %s%s' % (what, NAMES[client], where), 'ms', times['ours'],
                             times[client], **goals))
    for client in sorted(set(times) - {'ours', 'floor'}):
        rows.append(compared('%s: %s against the floor%s' % (what, NAMES[client], where), 'ms',
                             times[client], times['floor']))
    return rows


def shapes(environments, endpoint, rounds, share):
    """Lists of deployments with sixteen kinds of rows, against 3.71.1."""
    rows = []
    # On newer Pythons, 3.71.1 cannot list deployments.
    for own, other in (('ours-3.8', 'old-3.8'), ('ours-2.7', 'old-2.7')):
        if own in environments and other in environments:
            with Talk(environments[own], 'worker.py', 'ours') as ours, Talk(
                    environments[other], 'worker.py', 'old') as old:
                rows += [_shape({'ours': ours, 'old': old}, shape, own[4:], endpoint, rounds, share)
                         for shape in responses.SHAPES]
    return rows


def _shape(workers, shape, where, endpoint, rounds, share):
    """The row of one shape of long listings."""
    size = max(10, int(2000 * share))
    times = in_turns(workers, rounds, {
        'do': 'cpu', 'endpoint': '%s/%d/%s' % (endpoint, size, shape), 'call': 'list_deployments',
        'rows': size, 'repeat': 1})
    return compared('list_deployments of %d rows (%s), against 3.71.1%s' % (
        size, shape.replace('-', ', '), where and ' on Python ' + where[1:]), 'ms',
                    *[[1000 * seconds for seconds in times[name]] for name in ('ours', 'old')],
                    most=1.0)


NAMES = {'floor': 'the floor', 'old': '3.71.1', 'nuvla': 'nuvla-api'}


def memory(environment, endpoint, share):
    """Peaks of memory, each in a new process."""
    rows = []
    for call in sorted(SIZES):
        peaks = [_peak(environment, name, endpoint, call, max(10, int(SIZES[call] * share)))
                 for name in ('ours', 'floor')]
        rows.append(compared('peak memory of ' + call, 'MB', [peaks[0]], [peaks[1]], most=1.3))
    size = max(10, int(200000 * share))
    return rows + [alone('paging %d CIMI documents, above idle' % size, 'MB',
                         _peak(environment, 'ours', endpoint, 'cimi_all', size), most=60)]


def _peak(environment, client, endpoint, call, rows):
    with Talk(environment, 'worker.py', client) as worker:
        before, after = worker.do(do='memory', endpoint='%s/%d' % (endpoint, rows), call=call,
                                  rows=rows)
        return max(0.01, (after - before) / 1024)


def growth(environment, endpoint, rounds, share):
    """How time and memory grow with the number of rows: the exponent of the best power law.

    Beside it that of the floor.
    """
    rows = []
    sizes = sorted(
        set(max(10, int(size * share)) for size in (10, 100, 1000, 3000, 10000, 30000, 100000)))
    large = sizes[-5:]  # a few rows take as long as one: without them, the power is larger
    for call in ('cimi_search', 'list_deployments', 'list_users'):
        seconds, floor = [dict((size, _shortest(environment, client, endpoint, call, size,
                                                min(rounds, 7))) for size in sizes)
                          for client in ('ours', 'floor')]
        for some in (sizes, large):
            ours, other = [exponent(some, [times[size] for size in some])
                            for times in (seconds, floor)]
            # Large documents leave the caches of the processor, those of the floor as well.
            most = 1.05 if some is sizes else None
            row = alone('growth of the time of %s, %d to %d rows' % (call, some[0], some[-1]),
                        'exponent', ours, most=most)
            rows.append(row._replace(other=other))
        peaks = [_peak(environment, 'ours', endpoint, call, size) for size in sizes[-3:]]
        rows.append(alone(
            'growth of the memory of %s, %d to %d rows' % (call, sizes[-3], sizes[-1]), 'exponent',
                          exponent(sizes[-3:], peaks), most=1.05))
    return rows


def _shortest(environment, client, endpoint, call, size, rounds):
    with Talk(environment, 'worker.py', client) as worker:
        return min(worker.do(do='time', endpoint='%s/%d' % (endpoint, size), call=call, rows=size,
                             repeat=1) for _ in range(rounds + 1))


def exponent(sizes, values):
    """The slope of the line that fits best through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(value) for value in values]
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys)) / (
        sum((x - x_mean) ** 2 for x in xs) or 1)
