# -*- coding: utf-8 -*-
"""Crew: several things done at the same time, their outcomes in order."""
from __future__ import unicode_literals

#: Seconds to wait for an outcome; with a limit, Python 2 lets Ctrl-C through.
_LONG = 1000000


class Crew(object):
    """Threads that work for one.

    :param int size: how many; 1: none but the caller's.
    """

    def __init__(self, size):
        self._pool = None
        if size > 1:
            from multiprocessing.pool import ThreadPool  # Most captures do without.
            self._pool = ThreadPool(size)

    def outcomes(self, function, items):
        """Call a function for each item, and give item and outcome in the order of the items.

        What the function raises is raised here.
        """
        if self._pool is None:
            for item in items:
                yield item, function(item)
            return
        outcomes = self._pool.imap(function, items)
        for item in items:
            yield item, outcomes.next(_LONG)

    def close(self):
        """Let the threads end, each after the item that it is at."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
