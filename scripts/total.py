# -*- coding: utf-8 -*-
"""Total.

One closing line for all environments of tox: ``total.py FOLDER`` adds up the
``junit.ENVIRONMENT.xml`` in the folder.

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


def main(folder):
    """Print a line for each environment and the total; return the exit status."""
    totals = [0, 0, 0]
    for path in sorted(glob.glob(os.path.join(folder, 'junit.*.xml'))):
        results = results_of(path)
        totals = [total + result for total, result in zip(totals, results)]
        print('  {:<8}{:>6} passed, {} failed, {} skipped'.format(
            os.path.basename(path).split('.')[1], *results))
    print('{} passed, {} failed, {} skipped'.format(*totals))
    return 1 if totals[1] or not totals[0] else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
