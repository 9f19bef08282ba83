# -*- coding: utf-8 -*-
"""Set up and run the tests on one Python: ``python3 scripts/test.py``.

Creates the environment ``.venv-test``, installs the library and the requirements of its tests, runs
the tests in two processes, and checks the coverage that this Python can reach. Prints a summary at
the end. The exit status is 0 if everything succeeded.
"""
import collections
import glob
import os
import platform
import re
import subprocess
import sys
import sysconfig
import threading
import time
from xml.etree import ElementTree

import coverage_gate
import total

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.path.join(ROOT, '.venv-test')
RESULTS = os.path.join(FOLDER, 'results')

#: The oldest Python that this runs on; tox runs the tests on older ones.
OLDEST = (3, 8)

#: What the first process tests; the second one tests everything else. Both take about as long.
FIRST_HALF = ('tests/client', 'tests/faults', 'tests/hostile')

#: Whether coverage can be measured. PyPy ends the measurement at the first deep recursion, and some
#: tests are about just that.
IS_MEASURED = platform.python_implementation() == 'CPython'

#: What pytest writes while it runs: marks and a percentage. Anything else is printed at the end,
#: one half after the other.
PROGRESS = re.compile(r'^\S+ +\[ *\d+%\]$')


def environment_name():
    """What tox calls an environment of this Python, such as ``py311``, ``py314t``, ``pypy311``."""
    name = 'pypy' if platform.python_implementation() == 'PyPy' else 'py'
    suffix = 't' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''
    return '{}{}{}{}'.format(name, sys.version_info[0], sys.version_info[1], suffix)


def program(name):
    """The path of a program of the environment."""
    place = ('Scripts', name + '.exe') if os.name == 'nt' else ('bin', name)
    return os.path.join(FOLDER, *place)


def say(text):
    """Print a line at once, also where the output goes into a file."""
    print(text)
    sys.stdout.flush()


def install():
    """Create the environment, and install the library and the requirements of its tests."""
    say('Making {} for {}'.format(os.path.relpath(FOLDER, ROOT), python()))
    subprocess.check_call([sys.executable, '-m', 'venv', '--clear', FOLDER])
    # Where the newest version of a package has no wheel for this Python, take one that has.
    options = ['--quiet', '--prefer-binary', '--disable-pip-version-check', '--no-input']
    command = [program('python'), '-m', 'pip', 'install'] + options + ['.[test]']
    subprocess.check_call(command, cwd=ROOT)
    os.mkdir(RESULTS)


def halves():
    """The arguments for pytest of both processes."""
    left_out = [pattern[:-2] for _, patterns, _ in coverage_gate.SPECIAL for pattern in patterns
                if pattern.startswith('tests/')]
    ignored = ['--ignore={}'.format(folder) for folder in left_out + list(FIRST_HALF)]
    return [list(FIRST_HALF), ['tests'] + ignored]


def start(number, arguments):
    """Start the tests of one half; return the process."""
    name = '{}.{}'.format(environment_name(), number)
    measure = os.path.join(RESULTS, 'coverage.' + name)
    report = os.path.join(RESULTS, 'junit.{}.xml'.format(name))
    command = [program('coverage'), 'run'] if IS_MEASURED else []
    command += [program('pytest'), '-q', '-p', 'no:cacheprovider', '--timeout=600', '--color=no',
                '--junitxml={}'.format(report)]
    environment = dict(os.environ, COVERAGE_FILE=measure, PYTHONHASHSEED='0')
    return subprocess.Popen(command + arguments, cwd=ROOT, env=environment, text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def follow(process, number, kept):
    """Print the progress of a process; keep its other output."""
    for line in process.stdout:
        if PROGRESS.match(line):
            say('half {}: {}'.format(number, line.rstrip()))
        else:
            kept.append(line)


def run_tests():
    """Run both halves at the same time; whether they succeeded."""
    say('Running the tests in two processes')
    processes = [start(number, arguments) for number, arguments in enumerate(halves(), 1)]
    kept = [[] for _ in processes]
    threads = [threading.Thread(target=follow, args=(process, number, kept[number - 1]))
               for number, process in enumerate(processes, 1)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        for process in processes:
            process.terminate()
        raise
    for number, lines in enumerate(kept, 1):
        say('\nhalf {}: {}'.format(number, ''.join(lines).strip()))
    return [process.wait() for process in processes] == [0, 0]


def is_covered():
    """Whether everything is covered that this Python can run."""
    say('\nWhat the tests have covered')
    gate = [program('python'), os.path.join('scripts', 'coverage_gate.py'), RESULTS]
    return subprocess.call(gate, cwd=ROOT) == 0


def python():
    """This Python, for people."""
    suffix = ', free-threaded' if sysconfig.get_config_var('Py_GIL_DISABLED') else ''
    name, version = platform.python_implementation(), platform.python_version()
    return '{} {}{} ({})'.format(name, version, suffix, sys.executable)


def reports():
    """The paths of the reports of the halves."""
    return sorted(glob.glob(os.path.join(RESULTS, 'junit.*.xml')))


def reasons():
    """Why tests were skipped: each reason, with the number of tests."""
    numbers = collections.Counter()
    for path in reports():
        skipped = ElementTree.parse(path).getroot().iter('skipped')
        numbers.update(entry.get('message') for entry in skipped)
    return sorted(numbers.items())


def said_of_coverage(covered):
    """The coverage, for the summary."""
    if not IS_MEASURED:
        return 'not measured: {} cannot'.format(platform.python_implementation())
    return {None: 'not looked at', True: 'complete for this Python',
            False: 'NOT ENOUGH, see above'}[covered]


def summary(seconds, tests_passed, covered):
    """How many tests, on which Python, what was left out and why, as lines."""
    yield '\nSummary'
    yield '  Python:    {}'.format(python())
    yield '  Time:      {:.0f} s'.format(seconds)
    yield '  Tests:     {}'.format('passed' if tests_passed else 'FAILED, see above')
    yield '  Coverage:  {}'.format(said_of_coverage(covered))
    for reason, count in reasons():
        yield '  Skipped:   {} ({})'.format(count, reason)
    for name, patterns, reason in coverage_gate.SPECIAL:
        yield '  Left out:  {}'.format(', '.join(patterns))
        yield '             They {}: "tox run -e {}".'.format(reason, name)
    yield '  Left out:  other Pythons, documentation, style, types'
    yield '             CONTRIBUTING.rst has the command for all of it.'


def main():
    """Run everything; return the exit status."""
    if sys.version_info < OLDEST:
        raise SystemExit('This needs Python {}.{} or later; tox runs the tests on older ones: '
                         'see CONTRIBUTING.rst.'.format(*OLDEST))
    started = time.monotonic()
    install()
    tests_passed = run_tests()
    covered = is_covered() if tests_passed and IS_MEASURED else None
    for line in summary(time.monotonic() - started, tests_passed, covered):
        say(line)
    say('\n{} passed, {} failed, {} skipped'.format(*total.added(reports())))
    return 0 if tests_passed and (covered or not IS_MEASURED) else 1


if __name__ == '__main__':
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        sys.exit('Failed: {}'.format(' '.join(map(str, error.cmd))))
