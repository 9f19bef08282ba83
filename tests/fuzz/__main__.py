# -*- coding: utf-8 -*-
"""``python -m tests.fuzz``: a coverage-guided run.

It needs atheris. Each target runs in its own processes. A crash stops the run and prints the input
that caused it.
"""
from __future__ import print_function, unicode_literals

import argparse
import datetime
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from ..processes import output_of
from . import seeds, targets

#: The shares of the targets in the inputs or the time; slow targets get less.
SHARES = {'caller_texts': 3, 'cimi_documents': 3, 'cookie_files': 5, 'error_bodies': 5,
          'filter_values': 5, 'locations': 1, 'quoted_secrets': 3, 'request_bodies': 3,
          'xml_documents': 5}
#: A timeout that is never reached, in seconds.
FOR_EVER = 10 ** 6
_DONE = re.compile('Done ([0-9]+) (?:in|runs)')


def main(arguments=None):
    """Run the targets on the command line.

    :return: the exit status: 0 if no bugs were found.
    """
    options = _options().parse_args(arguments)
    names = options.targets or sorted(targets.TARGETS)
    began, total, failed = time.time(), 0, []
    for name in names:
        done, status = _run(
            name, _limits(options, SHARES[name] / float(sum(SHARES[name] for name in names))),
            _longest(options))
        print('%-16s %9d inputs%s' % (name, done, '' if status == 0 else ', FAILED'))
        sys.stdout.flush()
        total += done
        failed += [name] if status else []
    print('%s: %d inputs in %d s, %d cores, Python %s: %s' % (
        datetime.date.today(), total, time.time() - began, multiprocessing.cpu_count(),
        sys.version.split()[0],
        'failed: %s' % ', '.join(failed) if failed else 'nothing found'))
    return 1 if failed else 0


def _options():
    """The parsed command line."""
    parser = argparse.ArgumentParser(prog='python -m tests.fuzz',
                                     description='Feed hostile input to the client, guided by '
                                     'coverage.')
    parser.add_argument('targets', nargs='*', help='targets to run: %s (default: all)'
                        % ', '.join(sorted(targets.TARGETS)))
    parser.add_argument('--runs', type=int, default=0,
                        help='inputs in all, shared by the targets (default: no limit)')
    parser.add_argument('--seed', type=int, default=0,
                        help='where the random choices begin; 0 for another place each time '
                        '(default: 0)')
    parser.add_argument('--hung-after', type=int, default=1800,
                        help='seconds after which a target that is to end, but has not, counts as '
                        'hung (default: 1800)')
    parser.add_argument('--seconds', type=int, default=0,
                        help='time in all, shared by the targets (default: no limit)')
    return parser


def _limits(options, share):
    limits = ['-seed=%d' % options.seed] if options.seed else []
    limits += ['-atheris_runs=%d' % (options.runs * share + 1)] if options.runs else []
    return limits + (['-max_total_time=%d' % (options.seconds * share + 1)] if options.seconds
                     else [])


def _longest(options):
    """The seconds after which a target counts as hung; without a limit, the user watches it."""
    return options.seconds + options.hung_after if options.runs or options.seconds else FOR_EVER


def _run(name, limits, longest):
    """Run a target in its own process, because the engine ends the process.

    :param longest: seconds after which a hanging process is killed.
    :return: the number of inputs and the status.
    """
    folder = tempfile.mkdtemp(prefix='fuzz-')
    try:
        for number, content in enumerate(seeds.of(name)):
            with open(os.path.join(folder, 'seed-%04d' % number), 'wb') as stream:
                stream.write(content)
        command = [sys.executable, '-m', 'tests.fuzz.guided', name, folder] + limits
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = output_of(process, longest)[0].decode('utf-8', 'replace')
    finally:
        shutil.rmtree(folder)
    if process.returncode:
        print(output[-6000:])
    counts = _DONE.findall(output)
    return int(counts[-1]) if counts else 0, process.returncode


if __name__ == '__main__':  # pragma: no cover - in processes of their own
    sys.exit(main())
