# -*- coding: utf-8 -*-
"""Nesting: how deep a JSON text is, measured without decoding it.

A decoder that exhausts the stack may end the process, on some Pythons. The client has the same
functions: the sandbox uses none of it, so that a mistake of one shows in the other.
"""
from __future__ import unicode_literals

import json

#: How deeply maps and lists may be nested; real documents are far below.
MAX_DEPTH = 100

_ALL = bytes(bytearray(range(256)))
# Brackets of one kind instead of two, so that one replacement removes a whole level.
_ONE_KIND = _ALL.replace(b'[', b'{').replace(b']', b'}')
_OTHERS = _ALL.translate(None, b'[]{}"')


def loads(text):
    """The value of a JSON text, see ``json.loads``.

    :raises ValueError: if it is not JSON, or nested too deeply.
    """
    if is_deeper(text.encode('utf-8', 'replace')):
        raise ValueError('nested too deeply')
    return json.loads(text)


def is_deeper(content, levels=MAX_DEPTH):
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
