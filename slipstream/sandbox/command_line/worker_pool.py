# -*- coding: utf-8 -*-
"""A pool of threads that returns results in order."""
from __future__ import unicode_literals

#: Seconds to wait for a result; with a limit, Python 2 lets Ctrl-C through.
_LONG = 1000000


class WorkerPool(object):
    """A pool of threads.

    :param int size: the number of threads; 1 for only the thread of the caller.
    """

    def __init__(self, size):
        self._pool = None
        if size > 1:
            from multiprocessing.pool import ThreadPool  # Most captures do without.
            self._pool = ThreadPool(size)

    def results(self, function, items):
        """Call a function for each item; yield pairs of item and result, in the order of the items.

        Exceptions of the function are raised here.
        """
        if self._pool is None:
            for item in items:
                yield item, function(item)
            return
        results = self._pool.imap(function, items)
        for item in items:
            yield item, results.next(_LONG)

    def close(self):
        """Stop the threads, each after its current item."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()
