# -*- coding: utf-8 -*-
"""Tracebacks: what a notebook shows of a failed call.

Your own lines and the message, not the source of this library. IPython asks an exception for it by
the name ``_render_traceback_``; the whole traceback stays where it is, for ``%debug`` and
``traceback.print_last()``.
"""
from __future__ import unicode_literals

import sys
import traceback

from .compat import native_str, to_text

#: Packages whose lines say nothing about the program that called.
_HIDDEN = ('slipstream.api', 'requests', 'urllib3', 'IPython')


def shortened():
    """Return the lines to show for the exception that is being handled, as a list."""
    error, trace = sys.exc_info()[1:]
    lines = traceback.format_list([
        entry for frame, entry in zip(_frames(trace), traceback.extract_tb(trace))
        if not _is_hidden(frame)])
    lines.append('%s: %s' % (type(error).__name__, to_text(error)))
    return [native_str(line) for line in lines + list(getattr(error, '__notes__', ()))]


def _frames(trace):
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next


def _is_hidden(frame):
    name = to_text(frame.f_globals.get('__name__') or '')
    return any(name == package or name.startswith(package + '.') for package in _HIDDEN)
