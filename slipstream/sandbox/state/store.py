# -*- coding: utf-8 -*-
"""The store: named tables of documents, and counters.

Documents are plain JSON (dicts of strings, numbers, booleans, lists and dicts). A stored document
is never changed in place; to change it, store a new one. This makes reading cheap and saving easy.
"""
from __future__ import unicode_literals

import collections


class StateError(ValueError):
    """A state file cannot be used; the message says why.

    ::

        >>> with open('notes.db', 'w') as notes:
        ...     written = notes.write('not a state file')
        >>> Sandbox(state='notes.db')
        Traceback (most recent call last):
            ...
        slipstream.sandbox.state.store.StateError: The state file notes.db cannot be used: ...
    """


class Table(object):
    """The documents of one kind, by key, in the order in which they were added.

    ``changes`` is a new object after every change.
    """

    def __init__(self):
        self._documents = collections.OrderedDict()
        self._groups = {}
        self.changes = object()

    def get(self, key, default=None):
        """The document with this key; treat it as read-only."""
        return self._documents.get(key, default)

    def having(self, member_of, value):
        """The documents of a group, in the order in which they were added.

        The time this takes depends on the size of the group, not of the table.

        :param member_of: a function that returns the name of the group of a document. Pass the same
            function every time, because the groups are stored with it.
        :param str value: the name of the group.
        """
        if member_of not in self._groups:
            self._groups[member_of] = {}
            for key, document in self._documents.items():
                self._group(member_of, document)[key] = document
        return list(self._groups[member_of].get(value, {}).values())

    def put(self, key, document):
        """Store a document; it replaces the one with the same key."""
        former = self._documents.get(key)
        for member_of in self._groups:
            if former is not None and member_of(former) != member_of(document):
                del self._group(member_of, former)[key]
            self._group(member_of, document)[key] = document
        self._documents[key] = document
        self.changes = object()

    def remove(self, key):
        """Remove a document, if it exists."""
        former = self._documents.pop(key, None)
        for member_of in self._groups if former is not None else ():
            del self._group(member_of, former)[key]
        self.changes = object()

    def keys(self):
        """The keys, as a list."""
        return list(self._documents)

    def clear(self):
        """Remove all documents."""
        self._documents.clear()
        self._groups.clear()
        self.changes = object()

    def _group(self, member_of, document):
        return self._groups[member_of].setdefault(member_of(document), collections.OrderedDict())

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
        """The table with this name; it is created if it does not exist."""
        if name not in self._tables:
            self._tables[name] = self._new_table()
        return self._tables[name]

    def forget(self, name):
        """Remove all documents of a table."""
        self.table(name).clear()

    def next_number(self, name, first=1):
        """The next number of a counter."""
        self._counters[name] = self._counters.get(name, first - 1) + 1
        return self._counters[name]

    def pass_number(self, name, number):
        """Continue a counter after a number, unless it is already higher."""
        self._counters[name] = max(self._counters.get(name, number), number)

    def _new_table(self):
        return Table()
