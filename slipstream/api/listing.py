# -*- coding: utf-8 -*-
"""
Listings: rows that come when they are asked for
================================================

The one lazy iterator that all listings of the XML interface return, and the paging behind it.
"""
from __future__ import unicode_literals

import collections
import itertools

from . import paths
from .compat import native_repr, to_text
from .errors import SlipStreamError

#: Most rows that the service gives for one request.
LARGEST_PAGE = 500

#: Rows that a ``repr`` shows.
SHOWN = 10


class Listing(object):
    """A lazy iterator over rows: nothing is requested before the first row is wanted.

    Works wherever a generator does: ``for``, ``list()``, ``next()``. Showing it asks for the first rows, which are kept and delivered later all
    the same. Pickling or copying it asks for all rows that are left.

    :param rows: an iterable of rows.
    """

    def __init__(self, rows=()):
        self._rows = iter(rows)
        self._kept = collections.deque()
        self._failure = None

    def __iter__(self):
        return self

    def __next__(self):
        if self._kept:
            return self._kept.popleft()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        return next(self._rows)

    next = __next__  # Python 2 asks by this name

    def peek(self, count=None):
        """The next rows, which stay to be delivered.

        A failure of the service on the way stays to be raised, after the rows that came before it.

        :param int count: at most so many; None for all that are left.
        :return: the rows as a list.
        """
        while self._failure is None and (count is None or len(self._kept) < count):
            try:
                self._kept.append(next(self._rows))
            except StopIteration:
                break
            except (SlipStreamError, EnvironmentError) as failure:  # EnvironmentError: what requests raises
                self._failure = failure
        return list(itertools.islice(self._kept, count))

    @native_repr
    def __repr__(self):
        rows = self.peek(SHOWN + 1)
        more = ' and more' if len(rows) > SHOWN else ', then %s' % type(self._failure).__name__ if self._failure is not None else ''
        lines = ['<%s of %d row%s%s' % (type(self).__name__, len(rows[:SHOWN]), '' if len(rows) == 1 else 's', more)]
        return '\n  '.join(lines + [to_text(repr(row)) for row in rows[:SHOWN]]) + '>'

    def __reduce__(self):
        rows = self.peek()
        if self._failure is not None:
            raise self._failure
        return type(self), (rows,)


def window(offset, limit):
    """The checked offset and limit of a listing.

    :param offset: how many rows to skip.
    :param limit: how many rows at most; None for all.
    :raises TypeError: if they are no numbers.
    :raises ValueError: if the offset is negative, or the limit is less than one.
    """
    return paths.number(offset, 'offset'), None if limit is None else paths.number(limit, 'limit', least=1)


def paged(fetch, offset, limit, largest=LARGEST_PAGE):
    """The rows of a listing, page after page; one request if the limit fits into a page.

    :param fetch: called with an offset and a size; returns the rows of that page, and the number of all rows (None if the service does not tell it).
    :param int offset: how many rows to skip.
    :param limit: how many rows at most; None for all.
    :param int largest: size of the largest page.
    """
    left = limit
    while left is None or left > 0:
        size = largest if left is None else min(left, largest)
        rows, total = fetch(offset, size)
        rows = rows[:size]
        for row in rows:
            yield row
        offset += len(rows)
        left = None if left is None else left - len(rows)
        if not rows or size == limit or (len(rows) < size if total is None else offset >= total):
            return
