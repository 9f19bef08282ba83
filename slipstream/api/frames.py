# -*- coding: utf-8 -*-
"""Frames: listings and collections as pandas data frames.

``pandas.DataFrame(api.list_deployments())`` gives named columns, all of text. :func:`to_dataframe`
gives them the types that they mean. Needs pandas, which the extra ``notebook`` brings.
"""
from __future__ import unicode_literals

from .compat import Mapping, integer_types, string_types
from .display.values import DULL
from .protocol import timestamps
from .rows import Flag

#: Columns with few different strings.
CATEGORIES = frozenset(['category', 'cloud', 'network', 'organization', 'severity', 'state',
                        'status', 'type', 'username', 'deployment_owner'])
#: Columns that hold times.
TIMES = frozenset(['started_at', 'last_state_change', 'created', 'modified', 'updated', 'timestamp',
                   'active_since', 'last_online', 'expiry'])
#: Columns that hold numbers, written as text.
NUMBERS = frozenset(['version', 'cpu', 'ram', 'disk', 'extra_disk_volatile', 'multiplicity',
                     'max_provisioning_failures'])


def to_dataframe(rows, columns=None):
    """Rows as a data frame with types: times in UTC, numbers, flags and categories.

    Where a column holds something that does not fit its type, the whole column stays as it is. A
    reference to another resource becomes the id of that resource. :doc:`/guides/notebooks` shows
    how to keep ids and dates on one line in a notebook.

    ::

        >>> to_dataframe(api.list_deployments()).dtypes['started_at']  # doctest: +SKIP
        datetime64[ns, UTC]

    :param rows: a listing (which is read to its end), a collection of the JSON interface, or any
        iterable of named tuples, resources or dicts.
    :param columns: names of the columns and their order; None for all but ``acl``, ``operations``
        and ``resourceURI``, which say nothing about the resources themselves. With them, a frame of
        no rows has columns, too.
    :return: a ``pandas.DataFrame``.
    :raises ImportError: if pandas is not installed.
    """
    import pandas  # An extra; and it takes half a second.
    documents = [_document(row) for row in rows]
    names = list(columns or _names(documents))
    series = [(name, _typed(pandas, name, [_plain(document.get(name)) for document in documents]))
              for name in names]
    return pandas.DataFrame(dict(series), columns=names)


def _plain(value):
    """A value; of a reference, where it leads."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value['href'] if isinstance(value, Mapping) and list(value) == ['href'] else value


def _document(row):
    if isinstance(row, tuple) and hasattr(row, '_fields'):
        return dict(zip(row._fields, row))
    document = getattr(row, 'json', row)
    if not isinstance(document, Mapping):
        raise TypeError(
            'Rows must be named tuples, resources or dicts, not %s' % type(row).__name__)
    return document


def _names(documents):
    names = []
    for document in documents:
        names.extend(name for name in document if name not in names and name not in DULL)
    return names


def _typed(pandas, name, values):
    present = [value for value in values if value is not None]
    if present and all(isinstance(value, (bool, Flag)) for value in present):
        return pandas.Series([None if value is None else bool(value) for value in values],
                             dtype='boolean')
    if present and all(isinstance(value, integer_types) for value in present):
        return pandas.Series(values, dtype='Int64')
    for names, convert in ((TIMES, _times), (NUMBERS, _numbers)):
        if name in names:
            try:
                return convert(pandas, values)
            except (TypeError, ValueError, OverflowError):  # unheard of: it stays as it is
                break
    if name in CATEGORIES and all(isinstance(value, string_types) for value in present):
        return pandas.Series(values, dtype='category')
    return pandas.Series(values, dtype='object')


def _times(pandas, values):
    return pandas.Series(pandas.to_datetime([timestamps.parse(value) for value in values],
                                            utc=True)).astype('datetime64[ns, UTC]')


def _numbers(pandas, values):
    numbers = pandas.to_numeric(
        pandas.Series([None if value in (None, '') else value for value in values], dtype='object'))
    whole = all(value is None or float(value).is_integer()
                for value in numbers.astype(object).where(numbers.notna(), None))
    return numbers.astype('Int64' if whole else 'Float64')
