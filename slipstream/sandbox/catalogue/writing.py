# -*- coding: utf-8 -*-
"""Writing catalogues to files.

The JSON is easy to edit and to compare: it is sorted, and each member of a module, each parameter,
each right and each line of a script has its own line, so diffs only show what has changed. Only one
entry is in memory at a time.
"""
from __future__ import unicode_literals

import json
import re

from ..compat import to_text

_SURROGATE = re.compile('[\ud800-\udfff]')
_encode = json.JSONEncoder(ensure_ascii=False).encode
#: Members that identify an entry come first.
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
        """Write a member of the catalogue with a single value."""
        self._begin(name)
        self._out.write(json_of(value))

    def entries(self, name, documents):
        """Write a member that is a list of dicts.

        :param documents: an iterable of these dicts, in order.
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
        """Write the end of the file."""
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
    """A value as JSON on one line, with sorted members."""
    if isinstance(value, dict):
        return '{%s}' % ', '.join('%s: %s' % (json_of(name), json_of(value[name]))
                                  for name in _names(value))
    if isinstance(value, (list, tuple)):
        return '[%s]' % ', '.join(json_of(element) for element in value)
    plain = to_text(_encode(value))
    # Half a surrogate pair cannot be encoded in UTF-8.
    return to_text(json.dumps(value)) if _SURROGATE.search(plain) else plain


def lines_of(text):
    """A string for a catalogue: a list of lines if there are several; None for None."""
    return text.split('\n') if text is not None and '\n' in text else text


def _several_lines(value, indent):
    """A value as JSON, with each member of a dict and each element of a list on its own line."""
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
    """An element of a list: on one line if it is a dict of plain values."""
    is_flat = isinstance(value, dict) and not any(
        isinstance(member, (dict, list, tuple)) for member in value.values())
    return json_of(value) if is_flat else _several_lines(value, indent)


def _names(members):
    return sorted(members, key=lambda name: (
        _FIRST.index(name) if name in _FIRST else len(_FIRST), to_text(name)))


