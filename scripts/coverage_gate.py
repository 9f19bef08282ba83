# -*- coding: utf-8 -*-
"""Coverage gate.

Put together what the tests have measured on each Python, and fail where it is not enough.

Usage: ``coverage_gate.py FOLDER``, with one ``coverage.ENVIRONMENT`` in the folder for each
environment of tox that ran tests.

A line that only one dialect can run is marked ``pragma: py2 only`` or ``pragma: py3 only``. It
counts as soon as a Python of that dialect has been measured, and does not where the machine has
none.
"""
import glob
import os
import subprocess
import sys

#: What must be covered, lines and branches: pattern of files, percentage.
GATES = (
    ('slipstream/api/*', 100),
    ('slipstream/sandbox/*', 95),
    ('slipstream/testing/*', 95),
    ('tests/*', 100),
)


def coverage(*arguments):
    """Run a command of coverage; return its exit status."""
    return subprocess.call([sys.executable, '-m', 'coverage'] + list(arguments))


def unmeasured_dialects(measures):
    """A regular expression for the marks of the dialects that no measure comes from."""
    names = [os.path.basename(measure) for measure in measures]
    has_py2 = 'coverage.py27' in names
    has_py3 = any(name != 'coverage.py27' for name in names)
    missing = [mark for mark, measured in (('py2', has_py2), ('py3', has_py3)) if not measured]
    return r'pragma: ({}) only'.format('|'.join(missing)) if missing else 'pragma: never'


def main(folder):
    """Combine and report; the number of gates that were not passed, as exit status."""
    measures = sorted(glob.glob(os.path.join(folder, 'coverage.*')))
    if not measures:
        print('Nothing has been measured: run the tests first.')
        return 1
    os.environ['DIALECTS_NOT_MEASURED'] = unmeasured_dialects(measures)
    os.environ['COVERAGE_FILE'] = os.path.join(folder, 'combined')
    print('Measured by: {}'.format(
        ', '.join(os.path.basename(measure).split('.', 1)[1] for measure in measures)))
    if coverage('combine', '-q', *measures):
        return 1
    failures = 0
    for pattern, percentage in GATES:
        print('\n{}: at least {} %'.format(pattern, percentage))
        sys.stdout.flush()
        failures += bool(coverage('report', '--include', pattern, '--fail-under', str(percentage)))
    return failures


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
