# -*- coding: utf-8 -*-
"""Dicts: rows as what ``json.dumps`` takes."""
from __future__ import unicode_literals

from collections import OrderedDict
from uuid import UUID

from ..compat import to_text


def to_dict(self):
    """Return the fields as a dict that ``json.dumps`` takes: ids as text, sets as sorted lists.

    ::

        >>> api.list_applications()[0].to_dict()['version']
        1510

    :return: a dict with the fields in their order.
    """
    return OrderedDict((name, _plain(value)) for name, value in zip(self._fields, self))


def to_dicts(self):
    """Return all rows as dicts, which ``json.dumps`` takes.

    ::

        >>> [row['id'] for row in api.cimi_search('connectors', last=1).to_dicts()]
        ['connector/exoscale-ch-gva']

    :return: a list of dicts in the order of the rows.
    """
    return [row.to_dict() for row in self]


def _plain(value):
    if isinstance(value, UUID):
        return to_text(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return value.to_dict() if hasattr(value, 'to_dict') else value
