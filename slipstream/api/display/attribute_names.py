# -*- coding: utf-8 -*-
"""Attribute names: how the members of a document are called as attributes."""
from __future__ import unicode_literals

import re


def snake_case(name):
    """The attribute name of a member.

    ``resourceURI`` gives ``resource_uri``, ``instanceID`` gives ``instance_id``, ``price:unitCost``
    gives ``price_unit_cost``.
    """
    converted = _SNAKE_CASE.get(name)
    if converted is None:
        if len(_SNAKE_CASE) > 5000:  # names come from a service: do not remember without end
            _SNAKE_CASE.clear()
        words = re.sub(_LOWER_UPPER, r'\1_\2', re.sub(_WORD_START, r'\1_\2', name)).lower()
        converted = _SNAKE_CASE[name] = re.sub(_PUNCTUATION, '_', words)
    return converted


def keys_by_attribute(document):
    """The member that each attribute name of a document means, as a dict.

    Documents of a kind have the same members: it is made once for them.
    """
    shape = tuple(document)
    names = _SHAPES.get(shape)
    if names is None:
        if len(_SHAPES) > 500:  # as above
            _SHAPES.clear()
        names = dict((snake_case(key), key) for key in sorted(shape, reverse=True))
        if len(shape) < 100:
            _SHAPES[shape] = names
    return names


# These are compiled when the first name is converted.
_WORD_START = '(.)([A-Z][a-z]+)'
_PUNCTUATION = r'(?u)_*\W[\W_]*'
_LOWER_UPPER = '([a-z0-9])([A-Z])'
_SNAKE_CASE = {}
_SHAPES = {}
