# -*- coding: utf-8 -*-
"""The progress of a command: a bar in a terminal, or else occasional lines."""
from __future__ import unicode_literals

import time

from ..compat import native_str

_monotonic = getattr(time, 'monotonic', time.time)
#: Seconds between two lines without a terminal, and between two updates of a bar.
_PAUSE, _QUICK_PAUSE = 30.0, 0.1
_WIDTH = 30


class ProgressLine(object):
    """Shows how many items are done, at a limited rate.

    :param out: the text stream to write to.
    :param str what: what the items are.
    :param timer: a function that returns the time in seconds.
    """

    def __init__(self, out, what, timer=_monotonic):
        self._out = out
        self._what = what
        self._timer = timer
        self._draws = bool(getattr(out, 'isatty', bool)())
        self._shown = None
        self._is_open = False

    def show(self, done, total):
        """Show the progress; the last update is always shown."""
        now = self._timer()
        pause = _QUICK_PAUSE if self._draws else _PAUSE
        if done < total and self._shown is not None and now < self._shown + pause:
            return
        self._shown = now
        text = '%d of %d %s' % (done, total, self._what)
        if self._draws:
            full = _WIDTH * done // max(total, 1)
            text = '\r|%s%s| %s ' % ('#' * full, '-' * (_WIDTH - full), text)
        self._out.write(native_str(text + ('' if self._draws else '\n')))
        self._out.flush()
        self._is_open = self._draws

    def close(self):
        """End the line of the bar."""
        if self._is_open:
            self._out.write(native_str('\n'))
            self._is_open = False
