# -*- coding: utf-8 -*-
"""Tracebacks: what a notebook shows of a failed call.

Your own lines and the message, not the source of this library. IPython asks an exception for it by
the name ``_render_traceback_``. The whole traceback stays in ``sys.last_traceback``, for
``%debug``.
"""
from __future__ import unicode_literals

import sys
import traceback

from ..compat import native_str, to_text

_PACKAGE = __name__.rpartition('.redaction.')[0]
#: This library and what it calls.
LIBRARIES = (_PACKAGE, 'slipstream.sandbox', 'requests', 'urllib3', 'http', 'httplib', 'json',
             'xml', 'urllib', 'ssl', 'socket', 'idna', 'base64', 'codecs', 'inspect')
#: Packages whose lines say nothing about the program that called.
_HIDDEN = LIBRARIES + ('IPython', 'contextlib')
#: What says that an argument is wrong, that nothing can be sent or written, or that somebody has
#: pressed Ctrl-C. Others, such as an ``AttributeError``, are errors of this library: who reports
#: one needs the whole traceback.
_EXPLAINED = (TypeError, ValueError, EnvironmentError, KeyboardInterrupt)


def shorten(error):
    """Let a notebook show an exception without the source of this library.

    :param error: the exception; nothing happens if it is one that our source cannot be left out of.
    """
    if isinstance(error, _EXPLAINED) and not hasattr(error, '_render_traceback_'):
        error._render_traceback_ = shortened


def shortened():
    """Return the lines to show for the exception that is being handled, as a list."""
    error, trace = sys.exc_info()[1:]
    lines = traceback.format_list([
        entry for frame, entry in zip(_frames(trace), traceback.extract_tb(trace))
        if not is_inside(module_of(frame), _HIDDEN)])
    lines.append(': '.join(filter(None, [type(error).__name__, to_text(error)])))
    return [native_str(line) for line in lines + list(getattr(error, '__notes__', ()))]


def module_of(frame):
    """Return the name of the module of a frame."""
    return to_text(frame.f_globals.get('__name__') or '')


def is_inside(module, packages):
    """Whether a module is one of these packages, or belongs to one of them."""
    return any((module + '.').startswith(package + '.') for package in packages)


def _frames(trace):
    while trace is not None:
        yield trace.tb_frame
        trace = trace.tb_next
