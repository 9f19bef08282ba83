# -*- coding: utf-8 -*-
"""State in a file.

A sandbox with a state file continues where the previous one stopped, however that one ended. Its
documents, counters, time and planned changes are in one SQLite file. The changes of a request are
written in one transaction before its response is sent; only changed documents are written.

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

from ..compat import to_text
from .store import Store, Table

#: The two header fields of SQLite that identify a state file: "Slip", and its layout.
APPLICATION, LAYOUT = 0x536c6970, 1

_TABLES = (
    'CREATE TABLE documents (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, '
    'document TEXT NOT NULL, UNIQUE (kind, key))',
    'CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)',
    'CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
#: The year 9999: the latest time of a sandbox.
_END_OF_TIME = 253370764800.0
# Held while a state file is created and opened, so that no other thread interferes.
_opening = threading.Lock()
_FACT = 'INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)'
_COUNTER = 'INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)'
_DELETE = 'DELETE FROM documents WHERE kind = ? AND key = ?'
_INSERT = 'INSERT INTO documents (document, kind, key) VALUES (?, ?, ?)'
_UPDATE = 'UPDATE documents SET document = ? WHERE kind = ? AND key = ?'
_DOCUMENTS = 'SELECT kind, key, document FROM documents ORDER BY number'
_COUNTERS = 'SELECT name, value FROM counters'


class StateError(ValueError):
    """A state file cannot be used; the message says why."""


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
            yield _COUNTER, (name, self._counters[name])

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
        yield _INSERT if anew else _UPDATE, (to_text(json.dumps(document)), kind, key)


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
            contents = self._facts().get('contents')
            return None if contents is None else _contents(json.loads(contents))

    def load(self, clock, ids):
        """Restore the clock and the generator, and return the store.

        A clock that is ahead of the saved time is not changed.

        :return: a :class:`SavedStore`.
        :raises StateError: if the file is damaged.
        """
        with self._understanding():
            facts = self._facts()
            if 'ids' in facts:
                ids.restore(json.loads(facts['ids']))
                clock.advance(max(0, _moment(json.loads(facts['clock'])) - clock.now()))
            self._store, self._clock, self._ids, self._moved = SavedStore(), clock, ids, clock.moved
            # Fetch all rows: an unfinished query would keep the file locked after an error.
            rows, counters = [self._database.execute(query).fetchall()
                              for query in (_DOCUMENTS, _COUNTERS)]
            self._store.fill([(kind, key, _document(kind, text)) for kind, key, text in rows],
                             [(name, _counted(value)) for name, value in counters])
        return self._store

    def save(self, contents=None):
        """Write all changes; do nothing if only time has passed.

        :param dict contents: the catalogue, if it has changed too.
        :raises StateError: if the file cannot be written; the next call tries again.
        """
        changes = list(self._store.changes())
        if contents is not None:
            changes.append((_FACT, ('contents', to_text(json.dumps(contents)))))
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
        self._database = sqlite3.connect(self._path, timeout=0, isolation_level=None,
                                         check_same_thread=False)
        self._database.execute('PRAGMA locking_mode = EXCLUSIVE')
        self._database.execute('PRAGMA synchronous = NORMAL')
        self._database.execute('BEGIN EXCLUSIVE')
        self._check_layout()
        complaint = self._value('PRAGMA quick_check(1)')
        if complaint != 'ok':
            raise StateError('The state file %s is damaged: %s' % (self._path, complaint))
        self._database.execute('COMMIT')

    def _check_layout(self):
        """Create the tables of a new file; refuse a file from another program."""
        layout = self._value('PRAGMA application_id'), self._value('PRAGMA user_version')
        if layout == (0, 0) and not self._value('SELECT count(*) FROM sqlite_master'):
            for statement in _TABLES + ('PRAGMA application_id = %d' % APPLICATION,
                                        'PRAGMA user_version = %d' % LAYOUT):
                self._database.execute(statement)
        elif layout != (APPLICATION, LAYOUT):
            raise StateError('The file %s is a database, but not the state of a sandbox of this '
                             'version' % self._path)

    def _value(self, query):
        """The single value that a query returns."""
        return self._database.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _understanding(self):
        """Turn all errors about the content of the file into :class:`StateError`."""
        try:
            yield
        except StateError:
            raise
        except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError,
                sqlite3.Error) as error:
            raise StateError('The state file %s is damaged: %s' % (self._path, _reason(error)))

    def _facts(self):
        return dict(self._database.execute('SELECT name, value FROM facts').fetchall())

    def _moments(self):
        return [(_FACT, ('clock', to_text(json.dumps(self._clock.now())))),
                (_FACT, ('ids', to_text(json.dumps(self._ids.state()))))]

    def _write(self, statements):
        if self._database is None:
            raise StateError('The state file %s is closed' % self._path)
        try:
            self._database.execute('BEGIN IMMEDIATE')
            for statement, values in statements + self._moments():
                self._database.execute(statement, values)
            self._database.execute('COMMIT')
        except sqlite3.Error as error:
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
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
        if os.path.isdir(path):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))


def _document(kind, text):
    """Decode a document."""
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError('a document of %s is not an object' % kind)
    if kind == 'agenda':
        _moment(document['due'])
        _counted(document['number'])
        dict(document['arguments'], kind=document['kind'])
    return document


def _contents(kept):
    """Decode the catalogue."""
    for name in ('users', 'api_keys'):
        if not all(isinstance(entry, dict) for entry in kept[name]):
            raise ValueError('the %s are not objects' % name)
    return kept


def _moment(value):
    """Check a time."""
    if isinstance(value, bool) or not 0 <= value < _END_OF_TIME:
        raise ValueError('%r is not a time' % (value,))
    return value


def _counted(value):
    """Check the value of a counter."""
    if value != int(value):
        raise ValueError('%r is not an integer' % (value,))
    return value


def _reason(error):
    text = '%s' % error
    return 'another sandbox uses it' if text == 'database is locked' else text
