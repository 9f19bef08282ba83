# -*- coding: utf-8 -*-
"""A cache of results that take long to make and are asked for again and again.

Programs that wait for a change read the same document many times before it changes.
"""
from __future__ import unicode_literals

import collections


class Cache(object):
    """Results, and what each was made of. A result that would be made of anything else is gone.

    What a result depends on are documents of the store, and the ``changes`` of its tables. They are
    compared by identity, which is enough as documents are never changed in place.

    :param int most: how many results are kept; the oldest goes first.
    """

    def __init__(self, most=100):
        self._most = most
        self._kept = collections.OrderedDict()

    def get(self, key, sources):
        """The result under that key, or None if there is none that was made of these sources."""
        sources_then, result = self._kept.get(key, (None, None))
        return result if sources_then and _same(sources_then, sources) else None

    def keep(self, key, sources, result):
        """Keep a result and the sources of which it was made.

        The sources are kept as well: no other object can take the identity of one that is alive.
        """
        self._kept.pop(key, None)
        self._kept[key] = sources, result
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _same(former, sources):
    return len(former) == len(sources) and all(one is other for one, other in zip(former, sources))
