# -*- coding: utf-8 -*-
"""The form that launches a run.

Parameters of a component are sent as ``parameter--NAME``, those of an application as
``parameter--node--NODE--NAME``. The service accepts any other words instead of ``parameter`` and
``node``.
"""
from __future__ import unicode_literals

import collections

from ..state import modules
from ..state.module_expansion import unquoted
from .errors import Problem

#: Name of the one instance of a component run.
MACHINE_NAME = 'machine'

_GLOBAL = ('refqname', 'type', 'mutable', 'keep-running', 'tags', 'bypass-ssh-check',
           'redirect_to_dashboard')
_MEDIA_TYPES = ('', 'application/x-www-form-urlencoded', 'text/plain')


class Form(object):
    """The fields of a request; the first one wins if a field is repeated."""

    def __init__(self, request):
        if request.media_type not in _MEDIA_TYPES:
            raise Problem(415)
        self._fields = collections.OrderedDict()
        for name, value in request.form:
            self._fields.setdefault(name, value)

    def get(self, name, default=None):
        """The value of a field."""
        return self._fields.get(name, default)

    def choices(self, category):
        """The parameter values that the user chose.

        :param str category: category of the module; a component has one node, ``machine``.
        :return: a dict of node name to a dict of parameter name to value.
        :raises Problem: 409 for a field whose name does not have the right number of parts.
        """
        chosen = collections.OrderedDict()
        for key in self._fields:
            if key not in _GLOBAL:
                node, name = _split(key, category)
                value = self._fields[key]
                value = value if category == modules.COMPONENT else unquoted(value)
                chosen.setdefault(node, collections.OrderedDict()).setdefault(name, value)
        return chosen


def _split(key, category):
    parts = key.split('--')
    while parts and not parts[-1]:
        parts.pop()
    if len(parts) != (2 if category == modules.COMPONENT else 4):
        raise Problem(409, 'Invalid key format for %s module: %s' % (category, key))
    return (MACHINE_NAME, parts[1]) if category == modules.COMPONENT else (parts[2], parts[3])
