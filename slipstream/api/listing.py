# -*- coding: utf-8 -*-
"""Listings: rows that are read when you need them.

The one lazy iterator that all listings of the XML interface return, and its paging.
"""
from __future__ import unicode_literals

import collections
import itertools

from .compat import native_repr
from .display import html, text as text_display, values
from .display.values import SHOWN
from .errors import SlipStreamError

#: The maximum number of rows in one answer of the service.
LARGEST_PAGE = 500


class Listing(object):
    """A lazy iterator over rows. The first request is sent when you read the first row.

    Use it like a generator: with ``for``, ``list()`` or ``next()``. Showing it reads the first
    rows, which you still get when you iterate. Pickling or copying it reads all rows.

    :param rows: an iterable of rows.
    """

    def __init__(self, rows=()):
        self._source = rows
        self._rows = iter(rows)
        self._kept = collections.deque()
        self._failure = None

    def __iter__(self):
        return self

    def __next__(self):
        if not self._kept and self._failure is None:
            return next(self._rows)
        if self._kept:
            return self._kept.popleft()
        failure, self._failure = self._failure, None
        raise failure

    next = __next__  # the name on Python 2

    @classmethod
    def __class_getitem__(cls, row):  # for annotations, such as Listing[Deployment]
        return cls

    def peek(self, count=None):
        """Return the next rows without consuming them.

        A failure of the service is raised when you get to the row where it happened.

        :param int count: the maximum number of rows; None for all.
        :return: the rows as a list.
        """
        while self._failure is None and (count is None or len(self._kept) < count):
            try:
                self._kept.append(next(self._rows))
            except StopIteration:
                break
            except (SlipStreamError, EnvironmentError) as failure:  # EnvironmentError: of requests
                self._failure = failure
        return list(itertools.islice(self._kept, count))

    def to_dicts(self):
        """Return all remaining rows as dicts, which ``json.dumps`` takes. This consumes them.

        :return: a list of dicts in the order of the rows, each with the fields in their order.
        """
        return [row.to_dict() for row in self]

    @native_repr
    def __repr__(self):
        return text_display.block(*self._preview())

    def _repr_html_(self):
        return html.table(*self._preview())

    def _preview(self):
        """Return a headline, the first rows, and whether these are all."""
        rows = self.peek(SHOWN + 1)
        shown = len(rows[:SHOWN])
        head = '%s of %d row%s' % (type(self).__name__, shown, '' if shown == 1 else 's')
        if len(rows) > SHOWN:
            ahead = getattr(self._source, 'ahead', None)
            return head, rows, ' and more' if ahead is None else ' and %d more' % (
                len(self._kept) - SHOWN + ahead)
        return head, rows, '' if self._failure is None else ', then ' + values.failure(
            self._failure)

    def __reduce__(self):
        rows = self.peek()
        if self._failure is not None:
            raise self._failure
        return type(self), (rows,)


class Pages(object):
    """The rows of a listing, page after page; see :func:`paged`."""

    def __init__(self, fetch, offset, limit, largest):
        self._fetch, self._offset, self._limit, self._largest = fetch, offset, limit, largest
        self._left = limit
        self._page = iter(())
        self._total = None
        self._over = limit is not None and limit <= 0

    def __iter__(self):
        return itertools.chain.from_iterable(self._turns())

    @property
    def ahead(self):
        """How many rows are still to come; None if the service does not say."""
        here = self._page.__length_hint__()
        if self._over:
            return here
        if self._total is None:
            return None
        later = self._total - self._offset
        return here + (later if self._left is None else min(later, self._left))

    def _turns(self):
        while not self._over:
            self._turn()
            yield self._page

    def _turn(self):
        size = self._largest if self._left is None else min(self._left, self._largest)
        rows, self._total = self._fetch(self._offset, size)
        count = len(rows[:size])
        self._page = iter(rows[:size])
        self._offset += count
        self._left = None if self._left is None else self._left - count
        last = count < size if self._total is None else self._offset >= self._total
        self._over = not count or size == self._limit or last or self._left == 0


def paged(fetch, offset, limit, largest=LARGEST_PAGE):
    """Return the rows of a listing, page after page; one request if the limit fits into a page.

    :param fetch: called with an offset and a size; returns the rows of that page, and the number of
        all rows (None if the service does not say).
    :param int offset: how many rows to skip.
    :param limit: the maximum number of rows; None for all.
    :param int largest: size of the largest page.
    :return: an iterable that also knows how many rows are :attr:`~Pages.ahead`.
    """
    return Pages(fetch, offset, limit, largest)
