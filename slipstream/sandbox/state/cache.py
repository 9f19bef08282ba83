# -*- coding: utf-8 -*-
"""What a sandbox remembers.

Answers that take long to write and are asked for again and again, by those who wait for a change.
"""
from __future__ import unicode_literals

import collections


class Memory(object):
    """Results, each with what it was made of: one that would be made of anything else is made anew.

    :param int most: how many are kept; the one that was made first is forgotten first.
    """

    def __init__(self, most=100):
        self._most = most
        self._kept = collections.OrderedDict()

    def recall(self, key, sources, make):
        """The result under that key.

        :param tuple sources: all that the result depends on: documents of the store, and the
            ``changes`` of its tables. They are compared by identity, which is enough as documents
            are never changed in place.
        :param make: makes the result; called if there is none yet or one that was made of other
            sources.
        """
        kept = self._kept.get(key)
        if kept is None or not _same(kept[0], sources):
            # The sources are kept, too: nothing else can take the identity of an object that is
            # still there.
            kept = sources, make()
            self._kept.pop(key, None)
            self._kept[key] = kept
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return kept[1]


def _same(former, sources):
    return len(former) == len(sources) and all(one is other for one, other in zip(former, sources))
