# -*- coding: utf-8 -*-
"""Combine the coverage of all Pythons, and fail where it is not enough.

Usage: ``coverage_gate.py FOLDER``. The folder has a file ``coverage.ENVIRONMENT`` for each
environment in which tests have run, such as ``coverage.py311``; a further part of the same
environment has another ending, such as ``coverage.py311.2``. The files are used up.

A line that only some Pythons can run carries a mark: ``pragma: py2 only``, ``py3 only``,
``cpython only``, ``pypy only``, ``before 3.7 only`` or ``since 3.7 only``. It has to be covered as
soon as one of these Pythons was measured.
"""
import collections
import glob
import os
import re
import subprocess
import sys

#: Required coverage of lines and branches: pattern of files, percentage.
GATES = (
    ('slipstream/api/*', 100),
    ('slipstream/sandbox/*', 95),
    ('slipstream/testing/*', 95),
    ('tests/*', 100),
)

#: Files that only one environment runs: its name, the files, and the reason.
SPECIAL = (
    ('notebook', ('slipstream/api/frames.py', 'slipstream/api/plots.py', 'tests/notebook/*'),
     'need pandas and matplotlib'),
    ('build', ('tests/install/*',), 'build packages and install them'),
    ('browser', ('tests/browser/*',), 'need Chromium'),
)

#: The newest minor version of Python 3 that a mark may name.
NEWEST = 30

Python = collections.namedtuple('Python', 'implementation version')


def environment_of(path):
    """The name of the environment that a measure comes from."""
    return os.path.basename(path).split('.')[1]


def python_of(environment):
    """The Python of an environment that is named after it, such as ``py314t``; None for others."""
    match = re.match(r'(py|python|pypy)(\d)(\d+)t?$', environment)
    if match is None:
        return None
    implementation = 'pypy' if match.group(1) == 'pypy' else 'cpython'
    return Python(implementation, (int(match.group(2)), int(match.group(3))))


def marks():
    """Each mark, with a function that tells whether a Python runs the lines that carry it."""
    yield 'py2', lambda python: python.version < (3,)
    yield 'py3', lambda python: python.version >= (3,)
    yield 'cpython', lambda python: python.implementation == 'cpython'
    yield 'pypy', lambda python: python.implementation == 'pypy'
    for minor in range(NEWEST + 1):
        yield 'before 3.%d' % minor, lambda python, version=(3, minor): python.version < version
        yield 'since 3.%d' % minor, lambda python, version=(3, minor): python.version >= version


def marks_not_measured(environments):
    """The marks of lines that none of these environments can have run."""
    pythons = [python for python in map(python_of, environments) if python]
    return [mark for mark, is_run_by in marks() if not any(map(is_run_by, pythons))]


def excluded_lines(environments):
    """A regular expression for the lines that need not be covered."""
    missing = marks_not_measured(environments)
    return r'pragma: ({}) only'.format('|'.join(map(re.escape, missing or ['never'])))


def special_not_measured(environments):
    """The entries of :data:`SPECIAL` whose environment is missing."""
    return [entry for entry in SPECIAL if entry[0] not in environments]


def coverage(*arguments):
    """Run a command of coverage; return its exit status."""
    sys.stdout.flush()
    return subprocess.call([sys.executable, '-m', 'coverage'] + list(arguments))


def failed_gates(environments):
    """Report what is covered; return how many of the gates were not passed."""
    missing = special_not_measured(environments)
    omitted = ','.join(pattern for _, patterns, _ in missing for pattern in patterns)
    options = ['--omit', omitted] if omitted else []
    failures = 0
    for pattern, percentage in GATES:
        print('\n{}: at least {} %'.format(pattern, percentage))
        arguments = ['--include', pattern, '--fail-under', str(percentage)] + options
        failures += bool(coverage('report', *arguments))
    return failures


def main(folder):
    """Combine and report; the number of gates that were not passed, as exit status."""
    measures = sorted(glob.glob(os.path.join(folder, 'coverage.*')))
    if not measures:
        print('Nothing has been measured: run the tests first.')
        return 1
    environments = sorted(set(map(environment_of, measures)))
    os.environ['DIALECTS_NOT_MEASURED'] = excluded_lines(environments)
    os.environ['COVERAGE_FILE'] = os.path.join(folder, 'combined')
    print('Measured by: {}'.format(', '.join(environments)))
    for name, patterns, reason in special_not_measured(environments):
        print('Left out: {}. They {} (tox run -e {})'.format(', '.join(patterns), reason, name))
    return 1 if coverage('combine', '-q', *measures) else failed_gates(environments)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
