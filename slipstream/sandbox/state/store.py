# -*- coding: utf-8 -*-
"""Where documents are kept.

Named tables of plain JSON documents (dicts of texts, numbers, booleans, lists and dicts), and
counters. A document that was put is never changed in place: whoever changes one puts a new one.
That makes reading cheap and saving simple.
"""
from __future__ import unicode_literals

import collections


class Table(object):
    """The documents of one kind, by key, in the order in which they came.

    ``changes`` is another object after each change.
    """

    def __init__(self):
        self._documents = collections.OrderedDict()
        self.changes = object()

    def get(self, key, default=None):
        """The document of that key; treat it as read-only."""
        return self._documents.get(key, default)

    def put(self, key, document):
        """Keep a document, in place of the one with the same key."""
        self._documents[key] = document
        self.changes = object()

    def remove(self, key):
        """Forget a document; nothing happens if there is none."""
        self._documents.pop(key, None)
        self.changes = object()

    def keys(self):
        """The keys, as a list."""
        return list(self._documents)

    def clear(self):
        """Forget all documents."""
        self._documents.clear()
        self.changes = object()

    def __iter__(self):
        return iter(list(self._documents.values()))

    def __contains__(self, key):
        return key in self._documents

    def __len__(self):
        return len(self._documents)


class Store(object):
    """All tables and counters of a sandbox."""

    def __init__(self):
        self._tables = {}
        self._counters = {}

    def table(self, name):
        """The table of that name; a new one is empty."""
        if name not in self._tables:
            self._tables[name] = self._new_table()
        return self._tables[name]

    def forget(self, name):
        """Forget all documents of a table."""
        self.table(name).clear()

    def next_number(self, name, first=1):
        """The next number of a counter."""
        self._counters[name] = self._counters.get(name, first - 1) + 1
        return self._counters[name]

    def _new_table(self):
        return Table()
