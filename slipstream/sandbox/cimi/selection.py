# -*- coding: utf-8 -*-
"""Selecting attributes of documents."""
from __future__ import unicode_literals

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
    patterns = [name.split('*') for name in names]
    return lambda document: _reduced(document, '', patterns)


def _reduced(value, path, patterns):
    """The selected part of a value inside a document; None if nothing of it is selected."""
    if isinstance(value, list):
        parts = [_reduced(element, path, patterns) for element in value]
        return [part for part in parts if part is not None] or None
    if not isinstance(value, dict):
        return None
    kept = {}
    for name, inner in value.items():
        place = '%s.%s' % (path, name) if path else name
        is_whole = any(_fits(place, pieces) for pieces in patterns)
        part = inner if is_whole else _reduced(inner, place, patterns)
        if part is not None:
            kept[name] = part
    return kept or None


def _fits(text, pieces):
    """Whether a text consists of these pieces, with any characters between them.

    A regular expression would need exponential time for many pieces.
    """
    first, last = pieces[0], pieces[-1]
    if len(pieces) == 1:
        return text == first
    place, end = len(first), len(text) - len(last)
    if place > end or not (text.startswith(first) and text.endswith(last)):
        return False
    for piece in pieces[1:-1]:
        begin = text.find(piece, place, end)
        if begin < 0:
            return False
        place = begin + len(piece)
    return True
