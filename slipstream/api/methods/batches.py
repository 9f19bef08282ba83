# -*- coding: utf-8 -*-
"""Batches: the threads that work through many items.

The thread of the caller starts them, shows the progress and waits. It alone is interrupted by
Ctrl-C.
"""
from __future__ import unicode_literals

import collections
import functools
import threading

from ..compat import native_str
from ..display.progress import CountBar, shown
from ..protocol import arguments
from ..transport import calls, pace
from .outcomes import Outcome, Outcomes

#: Seconds between two looks at whether Ctrl-C was pressed: Python 2, and any Python on Windows, do
#: not notice it while they wait for a thread.
LOOK = 0.5


def run(session, function, items, workers=8, progress=None):
    """Call a function for each item; see :meth:`slipstream.api.methods.many.Many.map`.

    :param session: the session whose requests slow down together.
    """
    if not callable(function):
        raise TypeError(native_str('The function must be callable, not %r' % (function,)))
    if items is None:
        raise TypeError(native_str('items must be a list, not None'))
    items = arguments.several(items, 'items')
    workers = arguments.number(workers, 'workers', least=1)
    progress = arguments.progress(progress)
    again = functools.partial(run, session, function, workers=workers, progress=progress)
    batch = Batch(function, items, pace.Pace(session))
    with shown(progress, lambda: CountBar('Items')) as show:
        interrupted = batch.work(min(workers, len(items)), show)
    return Outcomes(items, batch.outcomes(), interrupted, again)


class Batch(object):
    """Items, and the threads that work through them.

    :param function: what to call with each item.
    :param list items: the items.
    :param pace: the :class:`~slipstream.api.transport.pace.Pace` that the threads keep.
    """

    def __init__(self, function, items, pace):
        self._function, self._items, self._pace = function, items, pace
        self._left = collections.deque(range(len(items)))
        self._done = {}
        self._at_work = 0
        self._end = None
        self._changed = threading.Condition()

    def work(self, workers, show):
        """Work through the items.

        :param int workers: the number of threads.
        :param show: a function to call with the numbers of items that are done, and of all.
        :return: whether Ctrl-C has ended it early.
        """
        threads, interrupted = [], False
        try:
            try:
                for _ in range(workers):
                    self._start(threads)
                self._watch(show)
            finally:
                self._left.clear()
        except KeyboardInterrupt:
            interrupted = True
        finally:
            _wait_for(threads)
        if self._end is not None:
            raise self._end
        return interrupted

    def outcomes(self):
        """Hand over the outcomes: number of the item to :class:`Outcome`."""
        # The frames that the traceback of an error holds would hold the outcomes, too.
        done, self._done = self._done, {}
        return done

    def _start(self, threads):
        thread = threading.Thread(target=self._run)
        thread.daemon = True  # a second Ctrl-C ends the program, whatever they do
        threads.append(thread)
        with self._changed:
            self._at_work += 1
        thread.start()

    def _watch(self, show):
        reported, total = 0, len(self._items)
        show(reported, total)
        while reported < total:
            with self._changed:
                while len(self._done) == reported and self._at_work:
                    self._changed.wait(LOOK)
                if len(self._done) == reported:
                    return  # no thread is left: something has ended them early
                reported = len(self._done)
            show(reported, total)

    def _run(self):
        try:
            with calls.paced(self._pace):
                for number in iter(self._next, None):
                    outcome = self._outcome(self._items[number])
                    with self._changed:
                        self._done[number] = outcome
                        self._changed.notify_all()
        except BaseException as end:  # noqa: BLE001 - such as SystemExit, for the caller
            self._end = end
            self._left.clear()
        finally:
            with self._changed:
                self._at_work -= 1
                self._changed.notify_all()

    def _next(self):
        try:
            return self._left.popleft()
        except IndexError:
            return None

    def _outcome(self, item):
        try:
            return Outcome(item, self._function(item), None)
        except Exception as error:  # noqa: BLE001 - what belongs to this item
            return Outcome(item, None, error)


def _wait_for(threads):
    for thread in threads:
        while thread.is_alive():
            thread.join(LOOK)
