# -*- coding: utf-8 -*-
"""One closing line for all environments of tox: ``total.py FOLDER...``.

It adds up every ``junit.ENVIRONMENT.xml`` in the folders.

The exit status is 1 when a test has failed, or when none has run.
"""
import glob
import os
import sys
from xml.etree import ElementTree


def results_of(path):
    """How many tests passed, failed and were skipped in one environment."""
    passed = failed = skipped = 0
    for suite in ElementTree.parse(path).getroot().iter('testsuite'):
        bad = int(suite.get('failures', 0)) + int(suite.get('errors', 0))
        left_out = int(suite.get('skipped', 0))
        passed += int(suite.get('tests', 0)) - bad - left_out
        failed += bad
        skipped += left_out
    return passed, failed, skipped


def added(paths):
    """How many tests passed, failed and were skipped in all of these reports."""
    return [sum(numbers) for numbers in zip((0, 0, 0), *map(results_of, paths))]


def main(*folders):
    """Print a line for each environment and the total; return the exit status."""
    patterns = [os.path.join(folder, 'junit.*.xml') for folder in folders]
    paths = [path for pattern in patterns for path in sorted(glob.glob(pattern))]
    for path in paths:
        name = os.path.basename(path)[len('junit.'):-len('.xml')]
        print('  {:<10}{:>6} passed, {} failed, {} skipped'.format(name, *results_of(path)))
    passed, failed, skipped = added(paths)
    print('{} passed, {} failed, {} skipped'.format(passed, failed, skipped))
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
