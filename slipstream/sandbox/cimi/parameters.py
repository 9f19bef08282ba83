# -*- coding: utf-8 -*-
"""The parameters of a request.

Their names begin with a dollar sign. They come from the query string, and from the body if that is
a form.
"""
from __future__ import unicode_literals

import re

from . import bodies

_NUMBER = re.compile(r'[+-]?[0-9]{1,18}\Z')


class Parameters(object):
    """The parameters of a request, with a list of values for every name.

    The query string takes precedence over the form.
    """

    def __init__(self, request):
        form = request.form if request.media_type == bodies.FORM else []
        self._values = dict(_gathered(form), **_gathered(request.args))

    def all(self, name):
        """The values of a parameter (``name`` without the dollar sign)."""
        return self._values.get('$' + name, [])

    def items(self, name):
        """The items of a parameter with comma-separated values: trimmed, without empty ones."""
        return split(self.all(name))

    def number(self, name, default):
        """The first value that is an integer, or the default."""
        return next((int(value) for value in self.all(name) if _NUMBER.match(value)), default)

    def __contains__(self, name):
        return '$' + name in self._values


def split(values):
    """The items of comma-separated values: trimmed, without empty ones."""
    return [part.strip() for value in values for part in value.split(',') if part.strip()]


def of_query(request, name):
    """The values of a parameter in the query string, for requests that ignore the form."""
    return [value for key, value in request.args if key == '$' + name]


def _gathered(pairs):
    values = {}
    for name, value in pairs:
        if name.startswith('$'):
            values.setdefault(name, []).append(value)
    return values
