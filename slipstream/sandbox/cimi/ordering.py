# -*- coding: utf-8 -*-
"""Order of search results."""
from __future__ import unicode_literals

import re

from .. import timestamps
from ..compat import text_type
from . import attributes, errors

_KEY = re.compile(r'(.*?)(?::(asc|desc))?\Z', re.DOTALL)


def parse(items):
    """Parse ``$orderby`` into sort keys: pairs of attribute and direction.

    :param items: its parts, such as ``price:unitCost:desc``.
    """
    pairs = (_KEY.match(item).groups() for item in items)
    return [(attribute.strip(), direction or 'asc') for attribute, direction in pairs
            if attribute.strip()]


def check(keys, sample):
    """Refuse to sort by attributes that the database does not know.

    :param keys: from :func:`parse`.
    :param sample: a function that returns the value that decided the type of an attribute, or None.
    :raises Rejected: if no document ever had one of the attributes.
    """
    for attribute, _ in keys:
        if '/' in attribute or sample(_path(attribute)) is None:
            raise errors.Rejected('No mapping found for [%s] in order to sort on' % attribute)


def ordered(documents, keys, hidden=()):
    """Sort documents; earlier keys take precedence.

    Documents that lack an attribute come last, in either direction.
    """
    for attribute, direction in reversed(keys):
        read = attributes.reader(_path(attribute), hidden)
        documents = _by_key(documents, read, direction == 'desc')
    return documents


def _by_key(documents, read, descending):
    choose = max if descending else min
    ranked, without = [], []
    for document in documents:
        ranks = [_rank(value) for value in read(document) if not isinstance(value, dict)]
        if ranks:
            ranked.append((choose(ranks), document))
        else:
            without.append(document)
    ranked.sort(key=lambda pair: pair[0], reverse=descending)
    return [document for _, document in ranked] + without


def _rank(value):
    """A sort key for a value, so that values of different types can be compared."""
    if isinstance(value, text_type):
        moment = None if attributes.is_timestamp(value) else attributes.moment(value)
        return 1, value if moment is None else timestamps.cimi(moment)
    return 0, value


def _path(attribute):
    return attribute.replace('.', '/')
