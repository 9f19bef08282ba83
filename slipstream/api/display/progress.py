# -*- coding: utf-8 -*-
"""Progress: how far it is.

A bar in the terminal or in the notebook where ``tqdm`` is installed (the extra ``notebook`` brings
it), else plain lines on standard error.
"""
from __future__ import unicode_literals

import sys

from ..compat import monotonic, native_str, to_text
from .values import clipped, neutral

#: Seconds between two lines about bytes.
PAUSE = 5


class StatusBar(object):
    """Shows through which statuses a deployment goes; nothing before it has been read.

    :param statuses: all statuses in order.
    :param targets: those that are waited for.
    :param bool stop_on_abort: whether an abort ends the waiting.
    """

    def __init__(self, statuses, targets, stop_on_abort=True):
        self._statuses = list(statuses)
        self._targets = targets
        self._stop_on_abort = stop_on_abort
        self._last = self._bar = None
        self._started = monotonic()

    def show(self, deployment):
        """Show where a deployment is."""
        if self._last is None:
            total = max(1, min(self._statuses.index(status) for status in self._targets))
            self._bar = _bar('Deployment ' + to_text(deployment.id)[:8], total)
        status = 'aborted' if self._has_failed(deployment) else clipped(
            neutral(deployment.status or 'unknown'), 40)
        if self._bar is None and status != self._last:
            self._write(deployment.id, status)
        elif self._bar is not None:
            self._move(deployment, status)
        self._last = status

    def tell(self, deployment_id, text):
        """Show that something is wrong, until the deployment can be read again.

        :param deployment_id: UUID of the deployment.
        :param str text: what is wrong.
        """
        if self._bar is not None:
            self._bar.set_postfix_str(native_str(text), refresh=False)
            self._bar.refresh()
            return
        self._write(deployment_id, text)
        if self._last is not None:
            self._last = text

    def close(self):
        """Leave it as it is."""
        if self._bar is not None:
            self._bar.close()

    def _move(self, deployment, status):
        self._bar.set_postfix_str(native_str(status.ljust(max(map(len, self._statuses)))),
                                  refresh=False)  # else the bar would change its width
        if deployment.status in self._targets and not self._has_failed(deployment):
            self._bar.n = self._bar.total
        elif deployment.status in self._statuses:  # a bar that is not full shows a failure
            self._bar.n = min(self._statuses.index(deployment.status), self._bar.total - 1)
        self._bar.refresh()

    def _has_failed(self, deployment):
        return bool(self._stop_on_abort and deployment.abort)

    def _write(self, deployment_id, text):
        sys.stderr.write(native_str('Deployment %s %s (%d s)\n' % (
            to_text(deployment_id)[:8], text, monotonic() - self._started)))
        sys.stderr.flush()


class ByteBar(object):
    """Shows how many bytes of a file have been transferred; nothing before there are any.

    :param str what: what is done, for example ``Sending data.csv``; it may come from anybody.
    """

    def __init__(self, what):
        self._what = clipped(neutral(what), 40)
        self._bar = None
        self._started = self._written = monotonic()
        self._done = self._total = self._told = None

    def show(self, done, total):
        """Show how far it is.

        :param int done: the bytes so far; fewer than before if it has begun again.
        :param total: all bytes, or None.
        """
        if self._done is None:
            self._bar = _byte_bar(self._what, total)
        if self._bar is not None:
            self._bar.update(done - (self._done or 0))
        self._done, self._total = done, total
        if self._bar is None and monotonic() - self._written >= PAUSE:
            self._write()

    def close(self):
        """Leave it as it is."""
        if self._bar is not None:
            self._bar.close()
        elif self._told != self._done:
            self._write()

    def _write(self):
        self._written, self._told = monotonic(), self._done
        of = '' if self._total is None else ' of %s' % _size(self._total)
        sys.stderr.write(native_str('%s: %s%s (%d s)\n' % (self._what, _size(self._done), of,
                                                           self._written - self._started)))
        sys.stderr.flush()


class CountBar(object):
    """Shows how many of a number of things are done; a context, which gives the function to show.

    :param str what: what they are, for example ``Items``.
    """

    def __init__(self, what):
        self._what = what
        self._bar = self._told = None
        self._started = self._written = monotonic()
        self._numbers = (0, 0)

    def __enter__(self):
        return self.show

    def __exit__(self, *_):
        if self._bar is not None:
            self._bar.close()
        elif self._told not in (None, self._numbers):
            self._write()

    def show(self, done, total):
        """Show how far it is.

        :param int done: how many are done.
        :param int total: how many there are.
        """
        if self._told is None:
            self._bar, self._told = _count_bar(self._what, total), ()
        if self._bar is not None:
            self._bar.update(done - self._numbers[0])
        self._numbers = (done, total)
        if self._bar is None and monotonic() - self._written >= PAUSE:
            self._write()

    def _write(self):
        self._written, self._told = monotonic(), self._numbers
        sys.stderr.write(native_str('%s: %d of %d (%d s)\n' % (
            (self._what,) + self._numbers + (self._written - self._started,))))
        sys.stderr.flush()


def _bar(what, total):
    """A bar with this number of steps, or None without tqdm."""
    tqdm = _tqdm()
    return tqdm and tqdm(desc=native_str(what), total=total, leave=True,
                         bar_format=native_str('{desc} |{bar}| {elapsed}{postfix}'))


def _byte_bar(what, total):
    """A bar of a number of bytes, which may be unknown, or None without tqdm."""
    tqdm = _tqdm()
    return tqdm and tqdm(total=total, leave=True, desc=native_str(what), unit=native_str('B'),
                         unit_scale=True)


def _count_bar(what, total):
    """A bar for this number of items, or None without tqdm."""
    tqdm = _tqdm()
    return tqdm and tqdm(total=total, leave=True, desc=native_str(what), unit=native_str('item'))


def _tqdm():
    try:
        from tqdm.auto import tqdm  # An extra; and costly.
    except ImportError:
        return None
    # No thread that looks after it.
    return type(native_str('Bar'), (tqdm,), {'monitor_interval': 0})


def _size(count):
    """A number of bytes as people read it."""
    for unit, bytes_each in (('GB', 10 ** 9), ('MB', 10 ** 6), ('kB', 10 ** 3)):
        if count >= bytes_each:
            return '%.1f %s' % (count / float(bytes_each), unit)
    return '%d bytes' % count
