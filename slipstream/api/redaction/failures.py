# -*- coding: utf-8 -*-
"""Failures: what the errors of a call say.

Errors of requests and of what is below it quote what has arrived. They are cleaned where they leave
the library, together with the errors that led to them.
"""
from __future__ import unicode_literals

import sys

from ..compat import native_str, string_types, to_text
from .lines import safe_line


class Cleaned(object):
    """A context: an error that leaves it says nothing that a terminal would obey.

    :param clean: what makes a text harmless, a function.
    """

    def __init__(self, clean=safe_line):
        self._clean = clean

    def __enter__(self):
        # An error that the program is handling meanwhile is its own.
        self._outer = sys.exc_info()[1]
        return self

    def __exit__(self, kind, error, traceback):
        for part in chain(error, self._outer):
            _clean(part, self._clean)
        self._outer = None


def chain(error, outer=None):
    """An error, those that led to it and those that it carries.

    :param error: the error; None for none.
    :param outer: an error to leave out, with those that led to it.
    :return: a list.
    """
    errors, left = [], [error]
    while left:
        part = left.pop()
        if part is None or part is outer or any(part is other for other in errors):
            continue
        errors.append(part)
        carried = list(part.args) + [getattr(part, name, None)
                                     for name in ('reason', '__cause__', '__context__')]
        left.extend(other for other in carried if isinstance(other, BaseException))
    return errors


def _clean(error, clean):
    args = tuple(native_str(clean(to_text(part))) if isinstance(part, string_types) else part
                 for part in error.args)
    if args != error.args:
        error.args = args
