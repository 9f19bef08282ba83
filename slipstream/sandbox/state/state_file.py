# -*- coding: utf-8 -*-
"""State in a file.

A sandbox with a state file goes on where an earlier one stopped, however that one ended. All its
documents, counters, the time and what is planned are in one SQLite file. What a request changes is
written in one transaction before its answer leaves, and only the documents that it changed are
written.

Faults and the settings of the simulated clouds are not kept.
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

#: What a state file says of itself, in the two header fields that SQLite has for that: "Slip", and
#: the layout.
APPLICATION, LAYOUT = 0x536c6970, 1

_TABLES = (
    'CREATE TABLE documents (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, '
    'document TEXT NOT NULL, UNIQUE (kind, key))',
    'CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL)',
    'CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)')
#: The year 9999: no sandbox has a time behind it.
_END_OF_TIME = 253370764800.0
# Held while a state file is created and opened: no other thread of the process may come between.
_opening = threading.Lock()
_FACT = 'INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)'
_COUNTER = 'INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)'
_DELETE = 'DELETE FROM documents WHERE kind = ? AND key = ?'
_INSERT = 'INSERT INTO documents (document, kind, key) VALUES (?, ?, ?)'
_UPDATE = 'UPDATE documents SET document = ? WHERE kind = ? AND key = ?'
_DOCUMENTS = 'SELECT kind, key, document FROM documents ORDER BY number'
_COUNTERS = 'SELECT name, value FROM counters'


class StateError(ValueError):
    """A state file cannot be used; the message tells why."""


class SavedTable(Table):
    """A table that knows which of its documents have changed since they were saved.

    ``touched`` has the keys in the order in which documents came; its values tell whether the
    document took a new place at the end.
    """

    def __init__(self):
        Table.__init__(self)
        self.touched = collections.OrderedDict()

    def put(self, key, document):
        """Keep a document, in place of the one with the same key."""
        if key in self:
            self.touched.setdefault(key, False)
        else:
            self.touched.pop(key, None)
            self.touched[key] = True
        Table.put(self, key, document)

    def remove(self, key):
        """Forget a document; nothing happens if there is none."""
        if key in self:
            self.touched[key] = True
        Table.remove(self, key)

    def clear(self):
        """Forget all documents."""
        for key in self.keys():
            self.remove(key)


class SavedStore(Store):
    """A store of such tables.

    ``counted`` are the names of the counters that have moved since they were saved.
    """

    def __init__(self):
        Store.__init__(self)
        self.counted = set()

    def next_number(self, name, first=1):
        """The next number of a counter."""
        self.counted.add(name)
        return Store.next_number(self, name, first)

    def pass_number(self, name, number):
        """Let a counter go on behind a number, if it has not reached it."""
        self.counted.add(name)
        Store.pass_number(self, name, number)

    def fill(self, documents, counters):
        """Take over what was saved.

        :param documents: triples of table, key and document.
        :param counters: pairs of name and value.
        """
        for kind, key, document in documents:
            self.table(kind).put(key, document)
        self._counters.update(counters)
        self.clean()

    def changes(self):
        """The SQL statements, with their values, that bring a file up to date."""
        for kind, table in sorted(self._tables.items()):
            for key, anew in table.touched.items():
                for statement in _written(kind, key, anew, table.get(key)):
                    yield statement
        for name in sorted(self.counted):
            yield _COUNTER, (name, self._counters[name])

    def clean(self):
        """Note that all is saved."""
        self.counted.clear()
        for table in self._tables.values():
            table.touched.clear()

    def _new_table(self):
        return SavedTable()


def _written(kind, key, anew, document):
    """The SQL statements that write a document, or delete it if there is none."""
    if anew:
        yield _DELETE, (kind, key)
    if document is not None:
        yield _INSERT if anew else _UPDATE, (to_text(json.dumps(document)), kind, key)


class StateFile(object):
    """The file that keeps one sandbox; no other sandbox can use it at the same time.

    :param str path: where it is, or will be: then only its owner can read it.
    :raises StateError: if it cannot be opened, is no state file, or another sandbox uses it.
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
        """What the catalogue said when the state began; None for a new file."""
        with self._understanding():
            contents = self._facts().get('contents')
            return None if contents is None else _contents(json.loads(contents))

    def load(self, clock, ids):
        """Set clock and generator to where they stood, and give the store.

        A clock that is ahead of the saved time stays there.

        :return: a :class:`SavedStore`.
        :raises StateError: if the file is damaged.
        """
        with self._understanding():
            facts = self._facts()
            if 'ids' in facts:
                ids.restore(json.loads(facts['ids']))
                clock.advance(max(0, _moment(json.loads(facts['clock'])) - clock.now()))
            self._store, self._clock, self._ids, self._moved = SavedStore(), clock, ids, clock.moved
            # All at once: a query that is not finished would keep the file locked after an error.
            rows, counters = [self._database.execute(query).fetchall()
                              for query in (_DOCUMENTS, _COUNTERS)]
            self._store.fill([(kind, key, _document(kind, text)) for kind, key, text in rows],
                             [(name, _counted(value)) for name, value in counters])
        return self._store

    def save(self, contents=None):
        """Write what has changed; nothing if it is only the time that went on by itself.

        :param dict contents: what the catalogues said, if that has changed, too.
        :raises StateError: if it cannot be written; then it is tried once more the next time.
        """
        changes = list(self._store.changes())
        if contents is not None:
            changes.append((_FACT, ('contents', to_text(json.dumps(contents)))))
        if changes or self._clock.moved != self._moved:
            self._write(changes)

    def close(self):
        """Let others use the file.

        What was not saved is lost; nothing happens if it is closed already.
        """
        if self._database:
            self._database.close()
            self._database = None

    def _open(self):
        # Any thread that holds the lock of the world may use the connection.
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
        """Make the tables of a new file; refuse a file of something else."""
        layout = self._value('PRAGMA application_id'), self._value('PRAGMA user_version')
        if layout == (0, 0) and not self._value('SELECT count(*) FROM sqlite_master'):
            for statement in _TABLES + ('PRAGMA application_id = %d' % APPLICATION,
                                        'PRAGMA user_version = %d' % LAYOUT):
                self._database.execute(statement)
        elif layout != (APPLICATION, LAYOUT):
            raise StateError('The file %s is a database, but not the state of a sandbox of this '
                             'version' % self._path)

    def _value(self, query):
        """The one value that a query gives."""
        return self._database.execute(query).fetchone()[0]

    @contextlib.contextmanager
    def _understanding(self):
        """Whatever is wrong with what is read within the block is a :class:`StateError`."""
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
            pass  # There is no transaction: it was what could not begin, or it is undone already.


def _create(path):
    """Make a file that only its owner can read, unless there is one.

    An existing one must not be opened here. When a process closes any of its openings of a file,
    the system takes away all its locks on that file, those of another sandbox as well.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        if error.errno != errno.EEXIST:
            raise
        if os.path.isdir(path):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))


def _document(kind, text):
    """A document as it was kept."""
    document = json.loads(text)
    if not isinstance(document, dict):
        raise ValueError('a document of %s is no object' % kind)
    if kind == 'agenda':
        _moment(document['due'])
        _counted(document['number'])
        dict(document['arguments'], kind=document['kind'])
    return document


def _contents(kept):
    """What the catalogues said, as it was kept."""
    for name in ('users', 'api_keys'):
        if not all(isinstance(entry, dict) for entry in kept[name]):
            raise ValueError('the %s are no objects' % name)
    return kept


def _moment(value):
    """A time as it was kept."""
    if isinstance(value, bool) or not 0 <= value < _END_OF_TIME:
        raise ValueError('%r is no time' % (value,))
    return value


def _counted(value):
    """A number as it was kept."""
    if value != int(value):
        raise ValueError('%r is no whole number' % (value,))
    return value


def _reason(error):
    text = '%s' % error
    return 'another sandbox uses it' if text == 'database is locked' else text
