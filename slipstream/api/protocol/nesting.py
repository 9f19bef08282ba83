# -*- coding: utf-8 -*-
"""Nesting: how deep a JSON text is, measured without decoding it."""
from __future__ import unicode_literals

import json

from ..compat import DEEPEST_JSON, native_str

_ALL = bytes(bytearray(range(256)))
# Brackets of one kind instead of two, so that one replacement removes a whole level.
_ONE_KIND = _ALL.replace(b'[', b'{').replace(b']', b'}')
_OTHERS = _ALL.translate(None, b'[]{}"')


def loads(text):
    """The value of a JSON text, see ``json.loads``.

    :raises ValueError: if it is not JSON, or is nested deeper than this Python can read.
    """
    try:
        refuse_deep(text.encode('utf-8', 'replace'))
        return json.loads(text)
    except RuntimeError:  # Python's word for nesting that is too deep
        raise too_deep()


def refuse_deep(content, deepest=DEEPEST_JSON):
    """Refuse a JSON text that this Python cannot read safely.

    :param bytes content: the text.
    :param int deepest: how many levels it may have; None if decoding it shows that.
    :raises ValueError: if it has more.
    """
    if deepest is not None and is_deeper(content, deepest):
        raise too_deep()


def too_deep():
    """What to raise for a document of too many levels."""
    return ValueError(native_str('nested too deeply'))


def is_deeper(content, levels):
    """Whether a JSON text is nested deeper than some levels.

    If it is not JSON, what counts is its beginning, up to the mistake.

    :param bytes content: the text.
    """
    if content.count(b'[') + content.count(b'{') <= levels:
        return False
    brackets = rest = _brackets(content)
    for _ in range(levels):
        shorter = rest.replace(b'{}', b'')
        if not shorter:
            return False
        if len(shorter) > 0.9 * len(rest):  # no list of many things: counting ends sooner
            break
        rest = shorter
    return _goes_deeper(brackets, levels)


def _brackets(content):
    """The brackets outside of strings."""
    if b'\\' in content:
        content = content.replace(b'\\\\', b'').replace(b'\\"', b'')
    # Two quotes side by side are a string without brackets, or the gap between two strings.
    marks = content.translate(_ONE_KIND, _OTHERS).replace(b'""', b'')
    return b''.join(marks.split(b'"')[::2])


def _goes_deeper(brackets, levels):
    depth = 0
    for code in bytearray(brackets):
        depth += 1 if code == 0x7b else -1
        if not 0 <= depth <= levels:
            break
    return depth > levels
