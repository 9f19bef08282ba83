# -*- coding: utf-8 -*-
"""Listings: rows that are read when you need them.

The one lazy kind of list that all listings of the XML interface return, and its paging.
"""
from __future__ import unicode_literals

import itertools

from .display import values
from .display.previewed import PreviewedRows
from .display.values import SHOWN
from .errors import SlipStreamError
from .redaction import forget_locals

#: The maximum number of rows in one response of the service.
LARGEST_PAGE = 500
#: How many rows a listing keeps, for the next loop.
KEPT = 10000


class Listing(PreviewedRows):
    """Rows that are read from the service when you need them.

    Use it in a ``for`` loop, with ``list()``, ``len()`` and indexes, or with ``next()``, like a
    generator. The first request is sent when you need the first row. The rows stay: after a loop
    over all of them, the next one begins at the first row again. What you take in pieces comes
    once, as from a generator. Showing a listing reads its first rows; pickling or copying it reads
    all.

    ``len()`` and negative indexes need the number of rows. The service tells it with the first
    rows; where it does not, all are read.

    ::

        >>> apps = api.list_applications()
        >>> len(apps)
        2
        >>> print(apps[-1].name)
        wordpress
        >>> [app.version for app in apps] == [app.version for app in apps]
        True

    :param rows: an iterable of rows.
    """

    def __init__(self, rows=()):
        is_read = isinstance(rows, list)  # as a copy has them
        self._source = rows
        self._rows = iter(() if is_read else rows)
        self._arrived = getattr(rows, 'arrived', list)
        self._read = list(rows) if is_read else []
        self._begin()
        self._forgotten = 0
        self._failure = None
        self._is_over = False
        self._is_exhausted = is_read  # there are no more rows to read
        self._loops = 0  # that took rows since the beginning

    def __iter__(self):
        if self._is_over and self._loops == 1:
            if self._forgotten:
                raise SlipStreamError(
                    'The first %d rows of this listing were not kept; list them again' % (
                        self._forgotten))
            self._begin()
            self._is_over, self._loops = False, 0
        self._loops += 1
        # Once at its end, this stays there. What takes rows in pieces, as itertools.islice does,
        # comes to an end as with a generator: only a single loop over all of them begins anew.
        return itertools.chain.from_iterable(self._turns())

    def __next__(self):
        return next(itertools.chain.from_iterable(self._turns()))

    next = __next__  # the name on Python 2

    def __len__(self):
        self._read_to(1)
        ahead = getattr(self._source, 'ahead', None)
        if ahead is None:
            self._read_to(None)
        return self._forgotten + len(self._read) + (ahead or 0)

    def __bool__(self):
        if not self._forgotten:
            self._read_to(1)
        return bool(self._forgotten or self._read)

    __nonzero__ = __bool__  # the name on Python 2

    def __getitem__(self, index):
        self._read_to(_needed(index))
        if self._forgotten:
            raise SlipStreamError('This listing is too long to be kept: loop over it instead')
        return self._read[index]

    @classmethod
    def __class_getitem__(cls, row):  # for annotations, such as Listing[Deployment]
        return cls

    def peek(self, count=None):
        """Return the next rows without consuming them.

        A failure of the service is raised when you get to the row where it happened.

        ::

            >>> apps = api.list_applications()
            >>> apps.peek(1) == [next(apps)]
            True

        :param int count: the maximum number of rows; None for all.
        :return: the rows as a list.
        """
        while count is None or self._left() < count:
            if not self._has_read_more():
                break
        position = len(self._read) - self._left()
        return self._read[position:None if count is None else position + count]

    def to_dicts(self):
        """Return all remaining rows as dicts, which ``json.dumps`` takes. This consumes them.

        ::

            >>> [row['version'] for row in api.list_applications().to_dicts()]
            [1510, 1517]

        :return: a list of dicts in the order of the rows, each with the fields in their order.
        """
        return [row.to_dict() for row in self]

    def _begin(self):
        """Let the next loop begin at the first row that is kept."""
        # The rows that may be taken without asking for more. All loops share the iterator, which
        # needs no function of ours for each row: that saves 6 % of a long listing.
        self._stretch = list(self._read)
        self._taken = iter(self._stretch)

    def _left(self):
        """Return how many rows were read, but not taken."""
        return self._taken.__length_hint__()

    def _turns(self):
        """Yield the rows that can be taken, stretch after stretch."""
        while True:
            if not self._left():
                try:
                    self._continue()
                except StopIteration:
                    return
            yield self._taken

    def _continue(self):
        """Read on, when all rows that were read have been taken."""
        if len(self._read) > KEPT:
            self._forgotten += len(self._read)
            self._read = []
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        try:
            self._add_next()
        except StopIteration:
            self._is_over = self._is_exhausted = True
            raise
        except BaseException as error:
            forget_locals(error)
            raise

    def _add_next(self):
        """Read the next row, and those that have arrived with it."""
        rows = [next(self._rows)]
        rows.extend(self._arrived())
        self._read.extend(rows)
        if self._left():  # somebody has looked ahead
            self._stretch.extend(rows)
        else:
            self._stretch = rows
            self._taken = iter(rows)

    def _has_read_more(self):
        """Read one row or more, if there is one. A failure is kept."""
        if self._failure is not None:
            return False
        try:
            self._add_next()
            return True
        except StopIteration:
            self._is_exhausted = True
            return False
        except (SlipStreamError, EnvironmentError) as failure:  # EnvironmentError: of requests
            forget_locals(failure)
            self._failure = failure
            return False

    def _read_to(self, count):
        """Read this many rows, or all for None.

        A failure of the service is raised if it is in the way.
        """
        while count is None or len(self._read) < count:
            if not self._has_read_more():
                break
        if self._failure is not None and (count is None or len(self._read) < count):
            raise self._failure

    def _preview(self):
        """Return a headline, the first rows, and how many rows there are besides."""
        while len(self._read) <= SHOWN and self._has_read_more():
            continue
        rows = self._read[:SHOWN]
        ahead = getattr(self._source, 'ahead', None)
        beyond = getattr(self._source, 'beyond', None)
        count = self._forgotten + len(self._read) + (ahead or 0)
        is_open = ahead is None and not self._is_exhausted and len(self._read) > SHOWN
        head = '%s of %s%d%s row%s' % (
            type(self).__name__, 'more than ' if is_open else '', SHOWN if is_open else count,
            ' of %d' % (count + beyond) if beyond else '', '' if count == 1 and not beyond else 's')
        more = ', the first %d' % SHOWN if len(self._read) > SHOWN else ''
        more += '; limit=None for all' if beyond else ''
        return head, rows, more if self._failure is None else ', then ' + values.failure(
            self._failure)

    def __reduce__(self):
        rows = list(self._read) if self._is_over else self.peek()
        if self._failure is not None:
            raise self._failure
        return type(self), (rows,)


def _needed(index):
    """How many rows an index needs; None for all."""
    if not isinstance(index, slice):
        return index + 1 if index >= 0 else None
    ends = [index.start or 0, -1 if index.stop is None else index.stop]
    return max(ends) if min(ends + [index.step or 1]) >= 0 else None


class AtOnce(object):
    """The rows of a listing that arrive in one response, which is requested with the first row.

    :param fetch: a function that returns the rows, an iterable.
    """

    def __init__(self, fetch):
        self._fetch = fetch
        self._rows = iter(())
        self._has_begun = False

    def __iter__(self):
        self._rows = iter(self._fetch())
        self._has_begun = True
        for row in self._rows:
            yield row

    def arrived(self):
        """As :meth:`Pages.arrived`."""
        return list(self._rows)

    @property
    def ahead(self):
        """As :attr:`Pages.ahead`: the first row comes with all others."""
        return 0 if self._has_begun else None


def at_once(rows):
    """Return a listing of rows that arrive in one response.

    :param rows: a generator, which sends the request for its first row.
    """
    return Listing(AtOnce(lambda: rows))


class Pages(object):
    """The rows of a listing, page after page; see :func:`paged`."""

    def __init__(self, fetch, offset, limit, largest):
        self._fetch, self._offset, self._limit, self._largest = fetch, offset, limit, largest
        self._first = offset
        self._left = limit
        self._page = iter(())
        self._total = None
        self._over = limit is not None and limit <= 0

    def __iter__(self):
        return itertools.chain.from_iterable(self._turns())

    def arrived(self):
        """Return the rows that have arrived, but were not taken; they are taken now."""
        return list(self._page)

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

    @property
    def beyond(self):
        """How many rows the limit leaves out; None if unknown."""
        if self._total is None or self._limit is None:
            return None
        return max(0, self._total - self._first - self._limit)

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
