# -*- coding: utf-8 -*-
"""Outcomes: what became of many items."""
from __future__ import unicode_literals

import copy
import pickle
from collections import namedtuple

from ..compat import Sequence, native_repr, native_str
from ..display import text as text_display, values
from ..display.previewed import Previewed


class Outcome(namedtuple(native_str('Outcome'), native_str('item result error'))):
    """What became of one item.

    ::

        >>> outcome = api.map(api.get_element, ['jane/web'])[0]
        >>> print(outcome.item, outcome.result.version, outcome.error)
        jane/web 1519 None

    :ivar item: the item.
    :ivar result: what the function has returned; None if it has raised an exception.
    :ivar error: the exception; None if there was none.
    """

    __slots__ = ()

    @native_repr
    def __repr__(self):
        return text_display.line_of(self)

    def _masked(self):
        """The outcome as it may be shown."""
        return self if self.error is None else self._replace(error=values.failure(self.error))

    def _repr_html_(self):
        return text_display.card(self)._repr_html_()


class Outcomes(Previewed, Sequence):
    """What became of many items, in the order of the items: a sequence of :class:`Outcome`.

    Showing it shows a table. If it has more rows than are shown, those that failed come first.

    ::

        >>> outcomes = api.map(api.get_element, ['jane/web', 'jane/none'])
        >>> len(outcomes.ok), len(outcomes.failed), outcomes.not_started
        (1, 1, [])
        >>> len(outcomes.retry().failed)
        1

    :param list items: all items.
    :param dict outcomes: number of the item to its :class:`Outcome`; those that were not started
        are missing.
    :param bool interrupted: whether Ctrl-C has ended it early.
    :param again: a function that does the same with other items.
    :ivar bool interrupted: whether Ctrl-C has ended it early.
    """

    def __init__(self, items, outcomes, interrupted=False, again=None):
        self._items, self._outcomes, self._again = list(items), outcomes, again
        self._done = [outcomes[number] for number in sorted(outcomes)]
        self.interrupted = interrupted

    def __len__(self):
        return len(self._done)

    def __getitem__(self, index):
        return self._done[index]

    @property
    def ok(self):
        """The outcomes without an error, as a list."""
        return [outcome for outcome in self._done if outcome.error is None]

    @property
    def failed(self):
        """The outcomes with an error, as a list."""
        return [outcome for outcome in self._done if outcome.error is not None]

    @property
    def not_started(self):
        """The items that were not started before Ctrl-C was pressed, as a list."""
        return [item for number, item in enumerate(self._items) if number not in self._outcomes]

    def retry(self):
        """Call the function again for the items that failed or were not started.

        ::

            outcomes = outcomes.retry()

        :return: the outcomes of all items, with the new ones instead of the old ones.
        :rtype: Outcomes
        :raises ValueError: these come out of a pickle, and the function could not be pickled, as
            none that is written as ``lambda``. Call ``api.map`` again, with the items that failed.
        """
        if self._again is None:
            raise ValueError(native_str(
                'The function could not be pickled with these outcomes. Pass it to api.map again, '
                'with the items of "failed" and with "not_started"'))
        numbers = [number for number in range(len(self._items))
                   if number not in self._outcomes or self._outcomes[number].error is not None]
        new = self._again([self._items[number] for number in numbers])
        merged = dict((number, outcome) for number, outcome in self._outcomes.items()
                      if outcome.error is None)
        merged.update((numbers[number], outcome) for number, outcome in new._outcomes.items())
        return Outcomes(self._items, merged, new.interrupted, self._again)

    def __copy__(self):
        return type(self)(self._items, dict(self._outcomes), self.interrupted, self._again)

    def __deepcopy__(self, memo):
        items, outcomes = copy.deepcopy((self._items, self._outcomes), memo)
        return type(self)(items, outcomes, self.interrupted, self._again)

    def __reduce__(self):
        again = self._again if _can_be_pickled(self._again) else None
        return type(self), (self._items, self._outcomes, self.interrupted, again)

    def _preview(self):
        """Return a headline and the rows."""
        failed, left = len(self.failed), len(self._items) - len(self)
        head = 'Outcomes: %d ok, %d failed%s' % (
            len(self) - failed, failed, ', %d not started' % left if left else '')
        return head, self._done if len(self) <= values.SHOWN else self.failed + self.ok


def _can_be_pickled(function):
    try:
        return bool(pickle.dumps(function, 2))
    except (AttributeError, TypeError, ValueError, RuntimeError, pickle.PicklingError):
        return False
