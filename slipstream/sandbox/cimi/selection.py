# -*- coding: utf-8 -*-
"""Selecting attributes of documents."""
from __future__ import unicode_literals

import re

#: Attributes that are always shown.
ALWAYS = ('resourceURI', 'acl')


def selector(items):
    """Return a function that reduces a document to the selected attributes.

    :param items: names; parts of a path are separated by dots, ``*`` matches any characters. A
        single ``*`` selects all attributes.
    """
    if '*' in items:
        return lambda document: document
    names = frozenset(items) | frozenset(ALWAYS)
    if not any('*' in name or '.' in name for name in names):
        return lambda document: dict((name, value) for name, value in document.items()
                                     if name in names)
    patterns = '|'.join(re.escape(name).replace('\\*', '.*') for name in names)
    whole = re.compile('(?:%s)\\Z' % patterns, re.DOTALL)
    return lambda document: _reduced(document, '', whole)


def _reduced(value, path, whole):
    """The selected part of a value inside a document; None if nothing of it is selected."""
    if isinstance(value, list):
        parts = [_reduced(element, path, whole) for element in value]
        return [part for part in parts if part is not None] or None
    if not isinstance(value, dict):
        return None
    kept = {}
    for name, inner in value.items():
        place = '%s.%s' % (path, name) if path else name
        part = inner if whole.match(place) else _reduced(inner, place, whole)
        if part is not None:
            kept[name] = part
    return kept or None
