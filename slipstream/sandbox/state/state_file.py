# -*- coding: utf-8 -*-
"""State in a file.

A sandbox with a state file continues where the previous one stopped, however that one ended. Its
documents, counters, time and planned changes are in one SQLite file. The changes of a request are
written in one transaction before its response is sent; only changed documents are written. Every
row has a checksum, because SQLite itself only notices damage to the structure of a file.

Faults and the settings of the simulated clouds are not saved.
"""
from __future__ import unicode_literals

import collections
import contextlib
import errno
import json
import os
import sqlite3
import threading
import zlib

from ..compat import native_str, to_bytes, to_text
from .store import StateError, Store, Table

#: The two header fields of SQLite that identify a state file: "Slip", and its layout.
APPLICATION, LAYOUT = 0x536c6970, 2

_TABLES = (
    'CREATE TABLE documents (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, '
    'document TEXT NOT NULL, checksum INTEGER NOT NULL, UNIQUE (kind, key))',
    'CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL, '
    'checksum INTEGER NOT NULL)',
    'CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, checksum INTEGER NOT NULL)')
# Held while a state file is created and opened, so that no other thread interferes.
_opening = threading.Lock()
_FACT = 'INSERT OR REPLACE INTO facts (checksum, name, value) VALUES (?, ?, ?)'
_COUNTER = 'INSERT OR REPLACE INTO counters (checksum, name, value) VALUES (?, ?, ?)'
_DELETE = 'DELETE FROM documents WHERE kind = ? AND key = ?'
_INSERT = 'INSERT INTO documents (checksum, document, kind, key) VALUES (?, ?, ?, ?)'
_UPDATE = 'UPDATE documents SET checksum = ?, document = ? WHERE kind = ? AND key = ?'
_SCHEMA = 'SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid'
_DOCUMENTS = 'SELECT checksum, document, kind, key FROM documents ORDER BY number'
_COUNTERS = 'SELECT checksum, name, value FROM counters'
_FACTS = 'SELECT checksum, name, value FROM facts'


class SavedTable(Table):
    """A table that records which of its documents have changed since the last save.

    ``touched`` has the keys of these documents in order; a value is true if the document was added
    at the end of the table.
    """

    def __init__(self):
        Table.__init__(self)
        self.touched = collections.OrderedDict()

    def put(self, key, document):
        """Store a document; it replaces the one with the same key."""
        if key in self:
            self.touched.setdefault(key, False)
        else:
            self.touched.pop(key, None)
            self.touched[key] = True
        Table.put(self, key, document)

    def remove(self, key):
        """Remove a document, if it exists."""
        if key in self:
            self.touched[key] = True
        Table.remove(self, key)

    def clear(self):
        """Remove all documents."""
        for key in self.keys():
            self.remove(key)


class SavedStore(Store):
    """A store of such tables.

    ``counted`` has the names of the counters that have changed since the last save.
    """

    def __init__(self):
        Store.__init__(self)
        self.counted = set()

    def next_number(self, name, first=1):
        """The next number of a counter."""
        self.counted.add(name)
        return Store.next_number(self, name, first)

    def pass_number(self, name, number):
        """Continue a counter after a number, unless it is already higher."""
        self.counted.add(name)
        Store.pass_number(self, name, number)

    def fill(self, documents, counters):
        """Load saved documents and counters.

        :param documents: triples of table, key and document.
        :param counters: pairs of name and value.
        """
        for kind, key, document in documents:
            self.table(kind).put(key, document)
        self._counters.update(counters)
        self.clean()

    def changes(self):
        """The SQL statements that update the file, with their values."""
        for kind, table in sorted(self._tables.items()):
            for key, anew in table.touched.items():
                for statement in _written(kind, key, anew, table.get(key)):
                    yield statement
        for name in sorted(self.counted):
            yield _COUNTER, _sealed(name, self._counters[name])

    def size(self):
        """How many documents and counters there are."""
        return sum(len(table) for table in self._tables.values()) + len(self._counters)

    def clean(self):
        """Mark everything as saved."""
        self.counted.clear()
        for table in self._tables.values():
            table.touched.clear()

    def _new_table(self):
        return SavedTable()


def _written(kind, key, anew, document):
    """The SQL statements that write a document, or delete it if it is None."""
    if anew:
        yield _DELETE, (kind, key)
    if document is not None:
        yield _INSERT if anew else _UPDATE, _sealed(to_text(json.dumps(document)), kind, key)


class StateFile(object):
    """The state file of a sandbox; no other sandbox can use it at the same time.

    :param str path: its path; a new file can only be read by its owner.
    :raises StateError: if it cannot be opened, is not a state file, or another sandbox uses it.
    """

    def __init__(self, path):
        self._path = os.path.abspath(to_text(path) if isinstance(path, bytes) else '%s' % path)
        self._database = None
        self._store = self._clock = self._ids = self._moved = None
        try:
            with _opening:
                _create(self._path)
                self._open()
        except StateError:
            self.close()
            raise
        except (OSError, TypeError, ValueError, sqlite3.Error) as error:
            self.close()
            raise StateError('The state file %s cannot be used: %s'
                             % (to_text(repr(self._path)), _reason(error)))

    @property
    def contents(self):
        """The catalogue that the state began with; None for a new file."""
        with self._understanding():
            facts = self._facts()
            return facts['contents'] if facts else None

    def load(self, clock, ids):
        """Restore the clock and the generator, and return the store.

        A clock that is ahead of the saved time is not changed.

        :return: a :class:`SavedStore`.
        :raises StateError: if the file is damaged.
        """
        with self._understanding():
            facts = self._facts()
            if facts:
                ids.restore(facts['ids'])
                clock.advance(max(0, facts['clock'] - clock.now()))
            self._store, self._clock, self._ids, self._moved = SavedStore(), clock, ids, clock.moved
            self._store.fill([(kind, key, json.loads(text))
                              for text, kind, key in self._rows(_DOCUMENTS)],
                             self._rows(_COUNTERS))
            if self._store.size() != facts.get('size', 0):
                raise ValueError('rows are missing')
        return self._store

    def save(self, contents=None):
        """Write all changes; do nothing if only time has passed.

        :param dict contents: the catalogue, if it has changed too.
        :raises StateError: if the file cannot be written; the next call tries again.
        """
        changes = list(self._store.changes())
        if contents is not None:
            changes.append(_fact('contents', contents))
        if changes or self._clock.moved != self._moved:
            self._write(changes)

    def close(self):
        """Close the file, so that other sandboxes can use it.

        Unsaved changes are lost. You may close it twice.
        """
        if self._database:
            self._database.close()
            self._database = None

    def _open(self):
        # Any thread that holds the world's lock may use the connection.
        self._database = sqlite3.connect(_real(self._path), timeout=0, isolation_level=None,
                                         check_same_thread=False)
        self._database.execute('PRAGMA locking_mode = EXCLUSIVE')
        self._database.execute('PRAGMA synchronous = NORMAL')
        self._database.execute('BEGIN EXCLUSIVE')
        self._check_layout()
        complaint = self._value('PRAGMA quick_check(1)')
        if complaint != 'ok':
            raise StateError('The state file %s is damaged: %s' % (self._path, complaint))
        # Writing also shows whether the file can be written.
        self._database.execute('PRAGMA user_version = %d' % LAYOUT)
        self._database.execute('COMMIT')

    def _check_layout(self):
        """Create the tables of a new file; refuse a file from another program."""
        layout = self._value('PRAGMA application_id'), self._value('PRAGMA user_version')
        # SQLite also takes a file of a single byte for a new database.
        if layout == (0, 0) and not os.path.getsize(_real(self._path)):
            for statement in _TABLES + ('PRAGMA application_id = %d' % APPLICATION,):
                self._database.execute(statement)
        elif layout[0] != APPLICATION:
            raise StateError('%s is not a state file of a sandbox' % self._path)
        elif layout[1] != LAYOUT:
            raise StateError('The state file %s has layout %d, and this version needs layout %d: '
                             'use another file' % (self._path, layout[1], LAYOUT))
        elif [row[0] for row in self._database.execute(_SCHEMA).fetchall()] != list(_TABLES):
            raise StateError('The state file %s is damaged: its tables are not those of a sandbox'
                             % self._path)

    def _value(self, query):
        """The single value that a query returns."""
        return self._database.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _understanding(self):
        """Turn all errors about the content of the file into :class:`StateError`."""
        try:
            yield
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
                sqlite3.Error) as error:
            raise StateError('The state file %s is damaged: %s' % (self._path, _reason(error)))

    def _rows(self, query):
        """The rows that a query returns, without their checksums."""
        # Fetch all rows: an unfinished query would keep the file locked after an error.
        rows = self._database.execute(query).fetchall()
        for row in rows:
            if row != _sealed(*row[1:]):
                raise ValueError('a checksum is wrong')
        return [row[1:] for row in rows]

    def _facts(self):
        return dict((name, json.loads(value)) for name, value in self._rows(_FACTS))

    def _moments(self):
        return [_fact('clock', self._clock.now()), _fact('ids', self._ids.state()),
                _fact('size', self._store.size())]

    def _write(self, statements):
        if self._database is None:
            raise StateError('The state file %s is closed' % self._path)
        try:
            self._database.execute('BEGIN IMMEDIATE')
            for statement, values in statements + self._moments():
                self._database.execute(statement, values)
            self._database.execute('COMMIT')
        except (sqlite3.Error, OverflowError) as error:  # an integer may be too large for SQLite
            self._roll_back()
            raise StateError('The state file %s cannot be written: %s'
                             % (self._path, _reason(error)))
        self._store.clean()
        self._moved = self._clock.moved

    def _roll_back(self):
        try:
            self._database.execute('ROLLBACK')
        except sqlite3.OperationalError:
            pass  # There is no transaction: it could not begin, or is already rolled back.


def _create(path):
    """Create a file that only its owner can read, unless it exists.

    An existing file must not be opened here. When a process closes one of its descriptors of a
    file, it loses all its locks on that file, even those of another sandbox.
    """
    try:
        os.close(os.open(_real(path), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
        if os.path.isdir(path):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))


def _real(path):
    """The file that a path leads to; a link to a new file must not decide who can read it."""
    return os.path.realpath(path)


def _fact(name, value):
    """The SQL statement that writes a fact, with its values."""
    return _FACT, _sealed(name, to_text(json.dumps(value)))


def _sealed(*values):
    """The values of a row with their checksum before them."""
    text = '\0'.join('%s' % value for value in values)
    return (zlib.crc32(to_bytes(text)) & 0xffffffff,) + values


def _reason(error):
    # On Python 2, the message may contain bytes from the file.
    text = to_text(native_str('%s') % error)
    return 'another sandbox uses it' if text == 'database is locked' else text
