# -*- coding: utf-8 -*-
"""``python -m tests.soak``: run everything, and check the result."""
from __future__ import print_function, unicode_literals

import argparse
import collections
import datetime
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile

from slipstream.api.transport import cookie_file

from ..processes import ended, output_of

#: How much more memory the end of a run may show than its first minute, in kilobytes: what
#: allocators and tables of fixed size take.
GROWTH = 20 * 1024
#: Seconds after its time is over in which a process must have ended.
LONGEST_DELAY = 600


def main(arguments=None):
    """Run the test.

    :return: the exit status: 0 if there were no problems.
    """
    options = _options().parse_args(arguments)
    folder = tempfile.mkdtemp(prefix='soak-')
    try:
        outcome = run(os.path.join(folder, 'cookies.txt'), options)
    finally:
        shutil.rmtree(folder)
    problems = judged(outcome, options.threads)
    print(text_of(outcome, options))
    for problem in problems:
        print('PROBLEM: ' + problem)
    return 1 if problems else 0


def _options():
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog='python -m tests.soak',
                                     description='Threads and processes against a sandbox that has '
                                     'trouble.')
    parser.add_argument('--seconds', type=float, default=30.0)
    parser.add_argument('--threads', type=int, default=64)
    parser.add_argument('--processes', type=int, default=16)
    return parser


def run(path, options):
    """Start all processes, wait, and collect their reports; all have ended afterwards."""
    processes, seconds = [], '%s' % options.seconds

    def started(module, *arguments):
        processes.append(_started(module, *arguments))
        return processes[-1]

    longest = options.seconds + LONGEST_DELAY
    with ended(processes, longest):
        service = started('service', seconds)
        endpoint = service.stdout.readline().decode('ascii').strip()
        load = started('threads', endpoint, seconds, '%d' % options.threads)
        sharers = [started('cookies', path, '%d' % number, seconds, endpoint)
                   for number in range(options.processes)]
        shared = [_said(process, longest) for process in sharers]
        threads, held = _said(load, longest), _said(service)
    kept, damaged = cookie_file.load(path)
    return {'threads': threads, 'cookies': shared, 'service': held, 'damaged': damaged,
            'kept': dict((cookie.domain, cookie.value) for cookie in kept)}


def judged(outcome, count):
    """The problems, as a list of sentences."""
    threads, tags = outcome['threads'], outcome['service']['tags']
    lost = [tag for tag in threads['sure'] if not tags.get(tag)]
    doubled = [tag for tag, number in tags.items() if number > 1]
    strange = [tag for tag in tags if tag not in threads['sure'] and tag not in threads['unsure']]
    early, late = threads['early'], threads['late']
    checks = [
        (lost, 'lost deployments: %s' % lost), (doubled, 'doubled deployments: %s' % doubled),
        (strange, 'nobody asked for: %s' % strange),
        (threads['surprises'], 'exceptions that are not documented: %s' % threads['surprises']),
        (threads['hung'] or threads['left'],
         '%d threads hang, %d are left over' % (threads['hung'], threads['left'])),
        (not threads['calls'], 'no call succeeded'),
        (late['memory'] - early['memory'] > GROWTH,
         'memory has grown from %d to %d kB' % (early['memory'], late['memory'])),
        (late['files'] > early['files'] + count,
         'open files have grown from %d to %d' % (early['files'], late['files'])),
        (late['threads'] > early['threads'],
         'threads have grown from %d to %d' % (early['threads'], late['threads'])),
        (outcome['damaged'], 'the cookie file is damaged')]
    for cookie in outcome['cookies']:
        wrong = dict((name, cookie[name]) for name in ('corrupt', 'lost', 'readable by others',
                                                     'warnings') if cookie.get(name))
        checks.append((wrong, '%s: %s' % (cookie['name'], wrong)))
        checks.append((outcome['kept'].get(cookie['name']) != cookie['last'],
                       'the cookie of %s is lost' % cookie['name']))
    return [sentence for bad, sentence in checks if bad]


def text_of(outcome, options):
    """The report, as the documentation shows it."""
    threads, service = outcome['threads'], outcome['service']['counts']
    shared = collections.Counter()
    for cookie in outcome['cookies']:
        shared.update(dict((name, value) for name, value in cookie.items()
                           if name not in ('name', 'last')))
    lines = ['%s: %d s, %d threads, %d processes, %d cores, Python %s' % (
        datetime.date.today(), options.seconds, options.threads, options.processes,
        multiprocessing.cpu_count(), sys.version.split()[0])]
    lines.append(
        'Threads: %d calls succeeded, %d failed, %d retries; %d deployments confirmed, %d attempts '
        'with unknown outcome' % (
            sum(threads['calls'].values()), sum(threads['errors'].values()), threads['retries'],
            len(threads['sure']), len(threads['unsure'])))
    lines.append(
        'Service: %d requests, %d logins, %d deployments' % (service['requests'], service['logins'],
                                                   sum(outcome['service']['tags'].values())))
    lines.append('Trouble: ' + _listed(dict((name[9:], number) for name, number in service.items()
                                            if name.startswith('trouble: '))))
    lines.append('Errors: ' + _listed(threads['errors']))
    lines.append('Cookie file: ' + _listed(shared))
    for name in ('early', 'late'):
        lines.append('Resources %s: %s' % (name, _listed(threads[name])))
    return '\n'.join(lines)


def _listed(counts):
    return ', '.join('%s %s' % (name, counts[name]) for name in sorted(counts)) or 'none'


def _started(module, *arguments):
    return subprocess.Popen([sys.executable, '-m', 'tests.soak.' + module] + list(arguments),
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _said(process, seconds=LONGEST_DELAY):
    output = output_of(process, seconds)[0]
    if process.returncode:
        raise RuntimeError('A process has failed with status %s' % process.returncode)
    return json.loads(output.decode('utf-8').strip().splitlines()[-1])


if __name__ == '__main__':  # pragma: no cover - in processes of their own
    sys.exit(main())
