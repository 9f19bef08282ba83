# -*- coding: utf-8 -*-
"""A cache for documents that take long to build and are requested repeatedly.

Programs that wait for a change read the same document many times before it changes.
"""
from __future__ import unicode_literals

import collections


class Cache(object):
    """Results with the sources that they were built from. A changed source invalidates a result.

    Sources are documents of the store and the ``changes`` of its tables. They are compared by
    identity, which is enough because documents are never changed in place.

    :param int most: the maximum number of results; the oldest is dropped first.
    """

    def __init__(self, most=100):
        self._most = most
        self._kept = collections.OrderedDict()

    def get(self, key, sources):
        """The result for a key if it was built from these sources, or None."""
        sources_then, result = self._kept.get(key, (None, None))
        return result if sources_then and _same(sources_then, sources) else None

    def keep(self, key, sources, result):
        """Store a result and the sources that it was built from.

        Keeping the sources alive ensures that no other object gets their identity.
        """
        self._kept.pop(key, None)
        self._kept[key] = sources, result
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _same(former, sources):
    return len(former) == len(sources) and all(one is other for one, other in zip(former, sources))
