# -*- coding: utf-8 -*-
"""Sequences: a collection of the JSON interface that behaves like a list.

Resources are read in windows when you need them. A few windows are kept, so iterating over any
number of resources needs little memory.

The service sorts and counts at each request: what is added or removed meanwhile may shift
positions. In the order of creation, the default, new resources come last and shift nothing.
"""
from __future__ import unicode_literals

import collections
import itertools
import operator
import os
import threading

from . import errors
from .compat import Sequence, native_str, string_types, to_text
from .display import values
from .display.dicts import to_dicts
from .display.previewed import PreviewedRows
from .display.values import SHOWN
from .filters import builder
from .filters.builder import Attr
from .forks import PerProcess
from .protocol import arguments, documents, paths

#: The maximum number of resources in one response of the service.
LARGEST_PAGE = 10000
#: The number of resources in one response, unless you pass another.
PAGE = 500
#: The last position that the service reaches in one search.
REACH = 200000
#: The maximum number of resources that a sequence keeps, if that is more than one window.
KEPT = 2000

# What every resource has, never changes and can be compared in a filter: a search sorted by these
# can continue after a resource.
_LASTING = ('created', 'id')

# Errors of the service, or of reading its response, while a sequence is shown. They are shown
# instead, so that debuggers and logs do not fail.
_FAILURES = (errors.SlipStreamError, EnvironmentError, AttributeError, LookupError, TypeError,
             ValueError)


class _Shown(PreviewedRows, Sequence):
    """A sequence that shows its first resources as a table, with at most one request."""

    to_dicts = to_dicts

    def _head(self):
        """Return the headline; for subclasses to say."""

    def _first_rows(self):
        """Return the first resources as a list; for subclasses to say."""

    def _preview(self):
        """Return a headline, the first resources, and whether these are all."""
        try:
            rows = self._first_rows()
            return self._head(), rows, ', the first %d' % len(rows) if rows and len(rows) < len(
                self) else ''
        except _FAILURES as failure:
            return self._head(), [], ', but ' + values.failure(failure)


class CimiSequence(_Shown):
    """The resources of a collection that match a filter, as a lazy sequence.

    Use ``len()``, indexes (also negative ones), slices (which are lazy, too), ``reversed()``,
    iteration and ``in``, from any number of threads. Showing it reads the first window, which is
    kept; if that fails, the failure is shown.

    ::

        >>> offers = api.cimi_list('serviceOffers', orderby='price:unitCost:desc')
        >>> len(offers), [offer['price:unitCost'] for offer in offers[:2]]
        (19, [0.441, 0.441])

    :param api: an :class:`~slipstream.api.Api`.
    :param str resource_type: name of the collection.
    :param filter: as for :meth:`~slipstream.api.Api.cimi_list`, and so are ``select``, ``orderby``
        and ``page_size``.
    :raises ValueError: an argument is invalid.
    """

    def __init__(self, api, resource_type, filter=None, select=None, orderby=None, page_size=PAGE):
        self._api = api
        self.resource_type = paths.collection(resource_type)
        checked = builder.as_filter(filter)
        self._filters = checked if isinstance(checked, list) else [checked] if checked else []
        self._select = select if select is None or isinstance(
            select, string_types) else list(select)
        self._keys = sort_keys(orderby)
        self._page_size = arguments.number(page_size, 'page_size', least=1)
        if self._page_size > LARGEST_PAGE:
            raise ValueError(native_str(
                'page_size must be at most %d, not %d' % (LARGEST_PAGE, self._page_size)))
        self._locks = PerProcess(threading.RLock)
        self._windows = collections.OrderedDict()
        self._anchors = []
        self._whole = None
        self._count = None
        self._note = ''

    def __len__(self):
        with self._locks[os.getpid()]:
            if self._count is None:
                self._search([], 1, 0)
            return self._count

    def __getitem__(self, index):
        if isinstance(index, slice):
            if self._count is None and (index.start or 0) >= 0 and (index.step or 1) > 0:
                # The response contains the total number.
                self._window((index.start or 0) // self._page_size)
            return CimiSlice(self, _positions(index, self))
        return self._at(_position(index, self))

    def __iter__(self):
        if self._count is None:  # list() asks for the length before it asks for the first resource
            self._window(0)
        return self._walk()

    def __reversed__(self):
        return iter(self[::-1])

    def __reduce__(self):
        return type(self), (self._api, self.resource_type, self._filters or None, self._select,
                            self._orderby(), self._page_size)

    def _head(self):
        count = '' if self._count is None else ': %s' % to_text(self._count)
        return '%s of %s%s%s' % (type(self).__name__, to_text(self.resource_type), count,
                                 self._note)

    def _first_rows(self):
        return [] if self._count == 0 else self._known_or_first(range(SHOWN))

    def _known_or_first(self, positions):
        """Return the resources at the first of some positions, as far as one window reaches.

        None of them, if that window would take several requests.
        """
        number = positions[0] // self._page_size
        if number >= REACH // self._page_size and number not in self._windows:
            return []
        window = self._window(number)
        inside = [position - number * self._page_size for position in positions]
        return [window[position] for position in itertools.takewhile(
            lambda position: 0 <= position < len(window), inside)]

    def _walk(self):
        """Yield all resources, window after window."""
        number = 0
        while number * self._page_size < self._count:
            window = self._window(number)
            if not window:  # the service counts more than there is
                return
            for resource in window:
                yield resource
            number += 1

    def _at(self, position):
        number, start = divmod(position, self._page_size)
        window = self._window(number) if self._count is None or position < self._count else ()
        if start >= len(window):
            raise _missing(position, self._count)
        return window[start]

    def _window(self, number):
        """Return the resources of a window, from those that are kept or from the service."""
        with self._locks[os.getpid()]:
            if self._whole is not None:
                return self._whole[number * self._page_size:(number + 1) * self._page_size]
            window = self._windows.pop(number, None)
            if window is None:
                while self._windows and (len(self._windows) + 1) * self._page_size > KEPT:
                    self._windows.popitem(last=False)
                window = self._fetched(number)
            self._windows[number] = window
            return window

    def _fetched(self, number):
        """Read the resources of a window, by a search that begins close enough before it."""
        reach = REACH // self._page_size
        stretch, inside = divmod(number, reach)
        further = self._behind(stretch, reach * self._page_size)
        if further is None:
            return []
        resources = self._search(further, inside * self._page_size + 1,
                                 (inside + 1) * self._page_size)
        return resources if self._whole is None else self._whole[
            number * self._page_size:(number + 1) * self._page_size]

    def _behind(self, stretch, size):
        """Return the filters for a stretch of ``size`` positions; None if it no longer exists."""
        if not stretch:
            return []
        if set(name for name, _ in self._keys) - set(_LASTING):
            raise ValueError(native_str(
                'The service only returns the first %d resources of a search that is sorted by %s. '
                'Use a narrower filter, or leave out orderby' % (
                    REACH, ', '.join(name for name, _ in self._keys))))
        len(self)  # a search behind a resource counts only what is there
        while len(self._anchors) < stretch:
            last = self._api.cimi_search(
                self.resource_type, filter=self._filters + self._anchors[-1:], first=size,
                last=size, orderby=self._orderby(), select=','.join(_LASTING))
            if not len(last):
                return None
            self._anchors.append(behind(self._keys, anchor_of(last[0])).text)
        return [self._anchors[stretch - 1]]

    def _search(self, further, first, last):
        """Return the resources of one response.

        This also learns the total number, and whether the service returns all resources whatever
        you ask for.
        """
        page = self._api.cimi_search(self.resource_type, filter=self._filters + further or None,
                                     first=first, last=last, orderby=self._orderby(),
                                     select=self._select)
        count = count_of(page)
        if len(page) > max(0, min(last, count) - first + 1):
            if self._filters:
                raise errors.ResponseError(
                    'The service ignores filters for %s, and returns all %d resources' % (
                        to_text(self.resource_type), len(page)))
            self._whole = page.resources_list
        if self._count is None:
            self._count, self._note = count, page._note
        return page.resources_list

    def _orderby(self):
        return ','.join('%s:%s' % key for key in self._keys)


class CimiSlice(_Shown):
    """A part of a :class:`CimiSequence`, which is lazy, too.

    ::

        >>> part = api.cimi_list('serviceOffers', orderby='id')[5:15:5]
        >>> len(part), part[0] == api.cimi_list('serviceOffers', orderby='id')[5]
        (2, True)

    :param sequence: the whole sequence.
    :param positions: start, step and number of its positions.
    """

    def __init__(self, sequence, positions):
        self._sequence = sequence
        self._positions = positions

    def __len__(self):
        return self._positions[2]

    def __getitem__(self, index):
        start, step, _ = self._positions
        if isinstance(index, slice):
            inner, stride, number = _positions(index, self)
            return CimiSlice(self._sequence, (start + inner * step, step * stride, number))
        position = _position(index, self)
        if position >= len(self):
            raise _missing(index, len(self))
        return self._sequence[start + position * step]

    def __reversed__(self):
        return iter(self[::-1])

    def _head(self):
        start, step, number = self._positions
        return '%s of %s: %d from %d%s%s' % (type(self).__name__,
                                             to_text(self._sequence.resource_type), number, start,
                                             '' if step == 1 else ' by %d' % step,
                                             self._sequence._note)

    def _first_rows(self):
        start, step, number = self._positions
        return self._sequence._known_or_first(
            [start + index * step for index in range(min(number, SHOWN))]) if number else []


def sort_keys(orderby):
    """Return the sort keys of an order, as pairs of attribute and direction.

    The id comes last, so that the order is always defined.

    :param orderby: ``ATTR[:asc|:desc]``, several as a comma-separated string or as a list; None for
        the order of creation.
    :raises ValueError: a direction is another word.
    """
    orderby = 'created' if orderby is None else arguments.order(orderby)
    parts = [orderby] if isinstance(orderby, string_types) else map(to_text, orderby)
    keys = [sort_key(item) for part in parts for item in part.split(',') if item.strip()]
    return keys if 'id' in [name for name, _ in keys] else keys + [('id', 'asc')]


def sort_key(item):
    """Return attribute and direction of one sort key."""
    name, colon, direction = to_text(item).strip().rpartition(':')
    if colon and direction in ('asc', 'desc'):
        return name.strip(), direction
    return to_text(item).strip(), 'asc'


def count_of(page):
    """Return how many resources a search found, as the service says.

    :param page: a :class:`~slipstream.api.models.CimiCollection`.
    :raises ResponseError: the service does not say, or its number is invalid.
    """
    count = documents.count(page['count'] if 'count' in page else None)
    if count is None:
        raise errors.ResponseError(
            'The service did not say how many %s there are' % to_text(page.resource_type))
    return count


def anchor_of(resource):
    """Return the members of a resource after which a search can continue.

    :raises ResponseError: it lacks them.
    """
    anchor = dict((name, resource[name] if name in resource else None) for name in _LASTING)
    if not all(isinstance(value, string_types) for value in anchor.values()):
        raise errors.ResponseError('The service did not return id and creation time of a resource')
    return anchor


def behind(keys, anchor):
    """Return the condition that a resource comes behind another in an order.

    :param keys: pairs of attribute and direction; the attributes are never missing.
    :param dict anchor: the other resource.
    """
    result = None
    for name, direction in reversed(keys):
        beyond = Attr(name) > anchor[name] if direction == 'asc' else Attr(name) < anchor[name]
        result = beyond if result is None else beyond | (Attr(name) == anchor[name]) & result
    return result


def _position(index, sequence):
    """Return a position counted from the beginning."""
    position = operator.index(index)
    if position < 0:
        position += len(sequence)
        if position < 0:
            raise _missing(index, len(sequence))
    return position


def _positions(part, sequence):
    """Return start, step and number of the positions in a slice."""
    start, stop, step = part.indices(len(sequence))
    return start, step, max(0, (stop - start + step - (1 if step > 0 else -1)) // step)


def _missing(position, count):
    return IndexError(native_str('There is no resource at %d; there are %d' % (position, count)))
