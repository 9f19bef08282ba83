# -*- coding: utf-8 -*-
"""Mutation testing: do the tests notice small mistakes in the client?

``mutation.py`` tries a random sample; ``mutation.py slipstream/api/transport/retries.py`` tries
that module, ``mutation.py --sample 0`` every mutant there is. The tests run in a copy of the tree.

First, all tests run once, to find out which lines each of them runs; this is kept for the next run.
Then a forked process changes a function to a mutant and runs the tests of the changed line, the
most likely ones first, until one of them fails. ``--resume`` continues an earlier run.

A mutant is killed when a test fails or takes far too long. The exit status is 1 if any other
survives but those in ``tests/mutation/equivalent.txt``, which nobody could notice.
"""
import argparse
import glob
import io
import multiprocessing
import os
import random
import shutil
import sys
import tempfile

from mutation_results import SURVIVED, TRIED, read_results, report

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

#: What is mutated.
FOLDERS = ('slipstream/api/transport', 'slipstream/api/protocol', 'slipstream/api/methods')

#: The tests that have to notice it.
TESTS = ('tests/unit', 'tests/wire', 'tests/faults', 'tests/hostile', 'tests/client')

#: Tests that are about speed and load, or choose their steps by chance: they find no small mistake.
NOT_TESTS = ('tests/faults/test_matrix.py', 'tests/hostile/test_walk.py',
             'tests/hostile/test_socket_walk.py',
             'tests/hostile/test_soak.py', 'tests/hostile/test_stress.py',
             'tests/client/test_speed.py', 'tests/client/test_benchmarks.py',
             'tests/client/test_scaling.py')

EQUIVALENT = os.path.join('tests', 'mutation', 'equivalent.txt')

#: A folder that no mutant may write to.
DEVICES = os.path.dirname(os.devnull)

#: What the copy of the tree leaves out.
NOT_COPIED = shutil.ignore_patterns('.*', '*.pyc', '__pycache__', 'build', 'dist', '_build',
                                    '*.egg-info')


def options_of(arguments):
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('paths', nargs='*', default=FOLDERS, help='modules or folders to mutate')
    parser.add_argument('--sample', type=int, default=1000, metavar='N',
                        help='how many mutants to try, chosen by chance; 0 tries all (%(default)s)')
    parser.add_argument('--seed', type=int, default=1, help='another sample (%(default)s)')
    parser.add_argument('--jobs', type=int, default=multiprocessing.cpu_count(),
                        help='processes at a time (%(default)s)')
    parser.add_argument('--seconds', type=float, default=20, metavar='S',
                        help='of tests for each mutant, at most (%(default)s)')
    parser.add_argument('--tests', action='append', metavar='PATH', help='run only these tests')
    parser.add_argument('--results', default='mutation.jsonl', metavar='FILE',
                        help='where what became of each mutant is added (%(default)s)')
    parser.add_argument('--survivors', action='store_true',
                        help='try only those that survived according to this file')
    parser.add_argument('--resume', action='store_true',
                        help='what was tried according to this file is not tried again')
    return parser.parse_args(arguments)


def modules_in(paths):
    """The modules that these files and folders name, below the top of the repository."""
    modules = []
    for path in paths:
        pattern = path if path.endswith('.py') else os.path.join(path, '**', '*.py')
        modules += sorted(glob.glob(pattern, recursive=True))
    return modules


def equivalents_of(text):
    """The keys of the mutants that nobody could notice, with the reasons.

    An entry is the path, a line with ``-``, one with ``+``, and the reason::

        slipstream/api/transport/pace.py
        - if delay > 0:
        + if delay >= 0:
        To sleep for no time is not to sleep.
    """
    equivalents = {}
    for entry in text.split('\n\n'):
        lines = [line for line in entry.strip().split('\n') if not line.startswith('#')]
        if lines and len(lines) < 4:
            raise ValueError('This entry has no reason: %s' % entry)
        if lines:
            equivalents[lines[0], lines[1][2:], lines[2][2:]] = ' '.join(lines[3:])
    return equivalents


def stale(equivalents, folder):
    """The keys among these whose lines are no longer there."""
    keys = []
    for path, removed, added in sorted(equivalents):
        place, text = os.path.join(folder, path), ''
        if os.path.exists(place):
            with io.open(place, encoding='utf-8') as file:
                text = ' '.join(line.strip() for line in file)
        if removed not in text:
            keys.append((path, removed, added))
    return keys


def may_do_harm(folder=DEVICES):
    """Whether a mutant could replace a device, such as the one that has no content."""
    return os.access(folder, os.W_OK)


def main(arguments):
    """Run it; return the exit status."""
    options = options_of(arguments)
    if may_do_harm():
        print('A mutant could replace %s. Run this as another user, or where /dev is read-only:\n'
              "unshare --mount sh -c 'mount --rbind /dev /dev && "
              "mount -o remount,bind,ro /dev && ...'" % os.devnull)
        return 1
    options.results = os.path.abspath(options.results)
    if not os.path.isdir(os.path.dirname(options.results)):
        os.makedirs(os.path.dirname(options.results))
    os.chdir(ROOT)
    copy = os.path.join(tempfile.mkdtemp(prefix='mutation-'), 'tree')
    shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
    try:
        return _run_in(copy, options)
    finally:
        os.chdir(ROOT)
        shutil.rmtree(os.path.dirname(copy), ignore_errors=True)


def _run_in(copy, options):
    os.chdir(copy)
    os.environ['PYTHONPATH'] = copy
    os.environ['HOME'] = os.path.dirname(copy)      # where a mutant may write, too
    sys.path.insert(0, copy)
    # These need what only the environment of tox has.
    import mutants
    import mutation_runner
    modules, equivalents = modules_in(options.paths), _equivalents()
    for path, removed, _ in stale(equivalents, copy):
        print('{} names a line that {} no longer has: {}'.format(EQUIVALENT, path, removed))
    campaign = mutation_runner.Campaign(
        options, modules, _chosen(options, modules, mutants.mutants_of), equivalents,
        mutants.living_functions)
    if options.resume:
        campaign.known = {key: outcome for key, outcome in read_results(options.results).items()
                          if outcome in TRIED}
    mutation_runner.run(campaign, options.tests or TESTS, NOT_TESTS)
    print(report(campaign.results))
    return 1 if not campaign.results or any(
        outcome == SURVIVED for _, outcome in campaign.results) else 0


def _equivalents():
    with io.open(EQUIVALENT, encoding='utf-8') as file:
        return equivalents_of(file.read())


def _chosen(options, modules, mutants_of):
    """The functions that make the mutants to try, in the order of trying."""
    makers = [maker for path in modules for maker in mutants_of(path)]
    print('{} mutants in these modules'.format(len(makers)))
    if options.survivors:
        before = read_results(options.results)
        made = (maker() for maker in makers if _is_any_of(before, maker))
        return [lambda mutant=mutant: mutant for mutant in made
                if before.get(mutant.key) == SURVIVED]
    size = min(options.sample, len(makers)) if options.sample else len(makers)
    return random.Random(options.seed).sample(makers, size)


def _is_any_of(results, maker):
    """Whether a mutant may be one of the survivors, as its line tells."""
    return any(path == maker.path and removed in maker.text
               for (path, removed, _), outcome in results.items() if outcome == SURVIVED)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
