# -*- coding: utf-8 -*-
"""Progress: how far it is.

A bar in the terminal or in the notebook where ``tqdm`` is installed (the extra ``notebook`` brings
it), else plain lines on standard error.
"""
from __future__ import unicode_literals

import sys

from ..compat import monotonic, native_str, to_text
from .values import clipped, neutral

#: Seconds between two lines about the same file or items.
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


def shown(progress, make_bar):
    """A context that shows how far something is; it gives a function of what is done and of all.

    :param progress: such a function; or True for a bar, None or False for nothing.
    :param make_bar: makes the bar, which is such a context.
    """
    if callable(progress):
        return _Called(progress)
    return make_bar() if progress else _Called(lambda done, total: None)


class _Called(object):
    """A context that leaves showing to a function."""

    def __init__(self, show):
        self._show = show

    def __enter__(self):
        return self._show

    def __exit__(self, *_):
        """Leave nothing."""


class _CountingBar(object):
    """Shows how much of something is done; nothing before :attr:`show` is called.

    A context, which gives that function.

    :param str what: what is done, for example ``Sending data.csv``; it may come from anybody.
    """

    def __init__(self, what):
        self._what = clipped(neutral(what), 40)
        self._bar = None
        self._started = self._written = monotonic()
        self._done = self._total = self._done_in_line = None

    def __enter__(self):
        return self.show

    def __exit__(self, *_):
        if self._bar is not None:
            self._bar.close()
        elif self._done_in_line != self._done:
            self._write()

    def show(self, done, total):
        """Show how far it is.

        :param int done: how much is done; less than before if it has begun again.
        :param total: all of it, or None.
        """
        if self._done is None:
            tqdm = _tqdm()
            self._bar = tqdm and tqdm(desc=native_str(self._what), total=total, leave=True,
                                      **self._options())
        if self._bar is not None:
            self._bar.update(done - (self._done or 0))
        self._done, self._total = done, total
        if self._bar is None and monotonic() - self._written >= PAUSE:
            self._write()

    def _write(self):
        self._written, self._done_in_line = monotonic(), self._done
        of = '' if self._total is None else ' of %s' % self._amount(self._total)
        sys.stderr.write(native_str('%s: %s%s (%d s)\n' % (
            self._what, self._amount(self._done), of, self._written - self._started)))
        sys.stderr.flush()

    def _options(self):
        """Return what tqdm has to know of the unit; for subclasses to say."""

    def _amount(self, count):
        """Return a number with its unit; for subclasses to say."""


class ByteBar(_CountingBar):
    """Shows how many bytes of a file have been transferred."""

    def _options(self):
        return {'unit': native_str('B'), 'unit_scale': True}

    def _amount(self, count):
        for unit, bytes_each in (('GB', 10 ** 9), ('MB', 10 ** 6), ('kB', 10 ** 3)):
            if count >= bytes_each:
                return '%.1f %s' % (count / float(bytes_each), unit)
        return '%d bytes' % count


class CountBar(_CountingBar):
    """Shows how many of a number of items are done."""

    def _options(self):
        return {'unit': native_str('item')}

    def _amount(self, count):
        return '%d' % count


def _bar(what, total):
    """A bar with this number of steps, or None without tqdm."""
    tqdm = _tqdm()
    return tqdm and tqdm(desc=native_str(what), total=total, leave=True,
                         bar_format=native_str('{desc} |{bar}| {elapsed}{postfix}'))


def _tqdm():
    try:
        from tqdm.auto import tqdm  # An extra; and costly.
    except ImportError:
        return None
    # No thread that looks after it.
    return type(native_str('Bar'), (tqdm,), {'monitor_interval': 0})
