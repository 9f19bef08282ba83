# -*- coding: utf-8 -*-
"""The attributes of documents, as a search sees them.

An attribute is named by its path; a path leads through all items of a list. As in the database of
the service, the first value that an attribute ever had in its collection decides its type, even
after the document is deleted.
"""
from __future__ import unicode_literals

import re

from .. import timestamps
from ..compat import text_type

NUMBERS = (int, float, type(2 ** 64))
#: The attributes that the database knows before a collection has any documents.
_INNATE = {'id': '', 'resourceURI': '', 'created': '1970-01-01T00:00:00.000Z',
           'updated': '1970-01-01T00:00:00.000Z'}
_TABLE = 'attribute'
_NUMERIC = re.compile(r'-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\Z')
_MOMENT = re.compile(
    r'[0-9]{4}-[0-9][0-9]-[0-9][0-9](T[0-9:]{8}(\.[0-9]+)?(Z|[+-][0-9][0-9]:[0-9][0-9])?)?\Z')


def reader(attribute, hidden=()):
    """Return a function that returns the values of an attribute in a document.

    The values are a sequence without lists and nulls.

    :param str attribute: path, its parts separated by slashes.
    :param hidden: top-level attributes that cannot be searched.
    """
    path = attribute.split('/')
    if path[0] == 'operations' or path[0] in hidden:
        return lambda document: ()
    if len(path) == 1:
        return lambda document: _spread(document.get(attribute))

    def read(document):
        values = (document,)
        for name in path:
            values = [inner for value in values if isinstance(value, dict)
                      for inner in _spread(value.get(name))]
        return values
    return read


def is_number(value):
    """Whether a JSON value is a number."""
    return isinstance(value, NUMBERS) and not isinstance(value, bool)


def number(text):
    """Parse a number; None if the string is not a number."""
    return float(text) if _NUMERIC.match(text) else None


def moment(text):
    """Parse a time, and return the seconds since the epoch, or None.

    A date alone stands for the beginning of the day; without a time zone it is UTC.
    """
    match = _MOMENT.match(text)
    if not match:
        return None
    complete = text if match.group(3) else text + ('Z' if match.group(1) else 'T00:00:00Z')
    try:
        return timestamps.parse_cimi(complete, fraction_required=False)
    except ValueError:
        return None


def is_timestamp(text):
    """Whether a string looks like a stored timestamp; it is not checked further."""
    return len(text) == 24 and text[23] == 'Z' and text[10] == 'T' and text[19] == '.'


def first_value(documents, attribute, hidden=()):
    """The first simple value of an attribute in some documents, or None."""
    read = reader(attribute, hidden)
    values = (value for document in documents for value in read(document)
              if not isinstance(value, dict))
    return next(values, _INNATE.get(attribute))


def remembered(world, name, attribute):
    """The first value of an attribute in documents that were deleted, or None.

    :param str name: the collection.
    """
    entry = world.store.table(_TABLE).get('%s %s' % (name, attribute))
    return entry['value'] if entry else None


def remember(world, name, document):
    """Remember the attributes of a document that is being deleted.

    :param str name: the collection.
    """
    table = world.store.table(_TABLE)
    for attribute, value in _leaves(document):
        key = '%s %s' % (name, attribute)
        if key not in table:
            table.put(key, {'value': value})


def _leaves(document):
    todo = [('', document)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            todo.extend(('%s/%s' % (path, name), inner) for name, inner in value.items())
        elif isinstance(value, list):
            todo.extend((path, inner) for inner in reversed(value))
        elif value is not None:
            yield path[1:], value


def _spread(value):
    if value is None:
        return ()
    if not isinstance(value, list):
        return (value,)
    return [inner for element in value for inner in _spread(element)]


def texts(value):
    """All strings in a value that are neither references nor times."""
    todo, free = [value], []
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            todo.extend(inner for name, inner in value.items() if name != 'href')
        elif isinstance(value, list):
            todo.extend(value)
        elif isinstance(value, text_type) and moment(value) is None:
            free.append(value)
    return free
