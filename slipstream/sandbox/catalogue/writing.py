# -*- coding: utf-8 -*-
"""Catalogues as files.

JSON that people edit and compare: sorted, with one idea a line. A module has each of its members on
a line of its own, and each parameter, each right and each line of a script; what came or went shows
as just these lines in a diff. The file is written piece by piece: only one entry is in memory at a
time.
"""
from __future__ import unicode_literals

import json
import re

from ..compat import to_text

_SURROGATE = re.compile('[\ud800-\udfff]')
_encode = json.JSONEncoder(ensure_ascii=False).encode
#: What says which entry it is comes first.
_FIRST = ('id', 'path', 'version', 'username', 'name', 'type')


class Writer(object):
    """Writes a catalogue.

    :param out: a text stream.

    Give the members in the order of the file, each only once.
    """

    def __init__(self, out):
        self._out = out
        self._begun = False
        out.write('{')

    def value(self, name, value):
        """Write a member of the catalogue that has one value."""
        self._begin(name)
        self._out.write(json_of(value))

    def entries(self, name, documents):
        """Write a member that is a list of dicts.

        :param documents: an iterable of them, in the order of the list.
        """
        self._begin(name)
        self._list(documents, '')

    def groups(self, name, pairs):
        """Write a member that is a dict of lists of dicts.

        :param pairs: an iterable of names and iterables of dicts.
        """
        self._begin(name)
        self._out.write('{')
        separator = '\n'
        for group, documents in pairs:
            self._out.write('%s %s: ' % (separator, json_of(group)))
            self._list(documents, ' ')
            separator = ',\n'
        self._out.write('\n}' if separator == ',\n' else '}')

    def end(self):
        """Write what ends the file."""
        self._out.write('\n}\n')

    def _begin(self, name):
        self._out.write('%s%s: ' % (',\n' if self._begun else '\n', json_of(name)))
        self._begun = True

    def _list(self, documents, indent):
        separator = '\n'
        self._out.write('[')
        for document in documents:
            self._out.write('%s%s ' % (separator, indent))
            self._out.write(_several_lines(document, indent + ' '))
            separator = ',\n'
        self._out.write('\n%s]' % indent if separator == ',\n' else ']')


def json_of(value):
    """A value as JSON in one line, the members of dicts sorted."""
    if isinstance(value, dict):
        return '{%s}' % ', '.join('%s: %s' % (json_of(name), json_of(value[name]))
                                  for name in _names(value))
    if isinstance(value, (list, tuple)):
        return '[%s]' % ', '.join(json_of(element) for element in value)
    plain = to_text(_encode(value))
    # Half a surrogate pair cannot be written as UTF-8.
    return to_text(json.dumps(value)) if _SURROGATE.search(plain) else plain


def lines_of(text):
    """A text as a catalogue has it: the list of its lines if there are several; None for None."""
    return text.split('\n') if text is not None and '\n' in text else text


def _several_lines(value, indent):
    """A value as JSON, each member of a dict and each element of a list on a line of its own."""
    if isinstance(value, dict) and value:
        parts = ['%s: %s' % (json_of(name), _several_lines(value[name], indent + ' '))
                 for name in _names(value)]
        brackets = '{}'
    elif isinstance(value, (list, tuple)) and value:
        parts = [_element(element, indent + ' ') for element in value]
        brackets = '[]'
    else:
        return json_of(value)
    inner = '\n%s ' % indent
    return '%s%s%s\n%s%s' % (brackets[0], inner, (',' + inner).join(parts), indent, brackets[1])


def _element(value, indent):
    """An element of a list: in one line if it is a dict of plain values."""
    is_flat = isinstance(value, dict) and not any(
        isinstance(member, (dict, list, tuple)) for member in value.values())
    return json_of(value) if is_flat else _several_lines(value, indent)


def _names(members):
    return sorted(members, key=lambda name: (
        _FIRST.index(name) if name in _FIRST else len(_FIRST), to_text(name)))


