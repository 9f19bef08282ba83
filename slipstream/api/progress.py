# -*- coding: utf-8 -*-
"""
Progress: how far it is
=======================

A bar in the terminal or in the notebook where ``tqdm`` is installed (the extra ``notebook`` brings it), else plain lines on standard error.
"""
from __future__ import unicode_literals

import sys

from .compat import monotonic, native_str, to_text


class StatusBar(object):
    """Shows through which statuses a deployment goes.

    :param statuses: all statuses in order.
    :param wanted: those that are waited for.
    """

    def __init__(self, statuses, wanted):
        self._statuses = list(statuses)
        self._last = None
        self._started = monotonic()
        self._bar = _bar(max(1, min(self._statuses.index(status) for status in wanted)))

    def show(self, deployment):
        """Show where a deployment is."""
        if self._bar is None:
            self._write(deployment)
            return
        self._bar.set_description_str(native_str(_described(deployment)), refresh=False)
        if deployment.status in self._statuses:
            self._bar.n = min(self._statuses.index(deployment.status), self._bar.total)
        self._bar.refresh()

    def close(self):
        """Leave it as it is."""
        if self._bar is not None:
            self._bar.close()

    def _write(self, deployment):
        if deployment.status != self._last:
            self._last = deployment.status
            sys.stderr.write(native_str('%s (%d s)\n' % (_described(deployment), monotonic() - self._started)))
            sys.stderr.flush()


def _described(deployment):
    return 'Deployment %s %s' % (to_text(deployment.id)[:8], deployment.status)


def _bar(total):
    """A bar of so many steps, or None without tqdm."""
    try:
        from tqdm.auto import tqdm  # An extra; and costly.
    except ImportError:
        return None
    return tqdm(total=total, leave=True, bar_format=native_str('{desc} |{bar}| {elapsed}'))
