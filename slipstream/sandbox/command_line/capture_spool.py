# -*- coding: utf-8 -*-
"""Where a capture keeps what it has read.

A SQLite file beside the catalogue that is being made. It holds what is still to be read and what
has been read, so that a capture that was interrupted goes on where it stopped, and so that little
of it has to be in memory. It is gone when the catalogue is complete.
"""
from __future__ import unicode_literals

import collections
import json
import os
import sqlite3

from ..compat import to_text

#: What a file says of itself: "SlCa", and the layout.
APPLICATION, LAYOUT = 0x536c4361, 1
#: What became of a task.
TO_DO, DONE, UNREADABLE, BROKEN = range(4)

#: Tasks that are saved, and taken from the file, together.
AT_ONCE = 100

#: Something to read: lower ranks come first; two of the same kind and name are one.
Task = collections.namedtuple('Task', 'rank kind name')
#: A module that was read: ``document`` is its entry of the catalogue.
FoundModule = collections.namedtuple('FoundModule', 'document is_latest withheld')
#: A document of the JSON interface, or another one that is part of a section of the catalogue.
FoundDocument = collections.namedtuple('FoundDocument', 'section key document withheld')

_TABLES = (
    'CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL)',
    'CREATE TABLE tasks (kind TEXT NOT NULL, name TEXT NOT NULL, rank INTEGER NOT NULL, '
    'state INTEGER NOT NULL, note TEXT, PRIMARY KEY (kind, name))',
    'CREATE INDEX tasks_in_order ON tasks (state, rank, kind, name)',
    'CREATE TABLE modules (path TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL, '
    'latest INTEGER NOT NULL, withheld INTEGER NOT NULL, document TEXT NOT NULL, '
    'PRIMARY KEY (path, version))',
    'CREATE TABLE documents (section TEXT NOT NULL, key TEXT NOT NULL, withheld INTEGER NOT NULL, '
    'document TEXT NOT NULL, PRIMARY KEY (section, key))')


class SpoolError(ValueError):
    """The file of a capture cannot be used; the message tells why."""


class Spool(object):
    """What has been read and what is still to be read.

    :param str path: where the file is or will be; only its owner can read it.
    :param dict purpose: what is captured; a file that was begun for something else is refused.
    :raises SpoolError: if the file cannot be used.
    """

    def __init__(self, path, purpose):
        self._path = path
        self._database = None
        self._is_writing = False
        self._waiting = []
        try:
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._open()
            self._begin(purpose)
        except (OSError, sqlite3.Error) as error:
            self.close()
            text = to_text('%s' % error)
            raise SpoolError('%s cannot be used: %s' % (
                path, 'another capture uses it' if 'locked' in text else text))
        except SpoolError:
            self.close()
            raise
        self.total, self.done = (self._one('SELECT count(*) FROM tasks WHERE state >= ?', least)
                                 for least in (TO_DO, DONE))

    # -- what is to be read ----------------------------------------------------------------------

    def add(self, tasks):
        """Note what is to be read, unless it is known already."""
        self.total += sum(self._write(
            'INSERT OR IGNORE INTO tasks (rank, kind, name, state) VALUES (?, ?, ?, ?)',
            task + (TO_DO,)) for task in tasks)

    def next(self):
        """A task that is to be done, or None.

        Those of a higher rank wait until none of a lower one is left, but for what became known
        while :data:`AT_ONCE` were given out.
        """
        if not self._waiting:
            self._save()
            self._waiting = collections.deque(Task(*row) for row in self._database.execute(
                'SELECT rank, kind, name FROM tasks WHERE state = ? AND rank = '
                '(SELECT min(rank) FROM tasks WHERE state = ?) ORDER BY kind, name LIMIT ?',
                (TO_DO, TO_DO, AT_ONCE)))
        return self._waiting.popleft() if self._waiting else None

    def batch(self):
        """The tasks that are to be done next, all of one rank; none if all is done.

        They have to be finished before the next ones are asked for.
        """
        first = self.next()
        tasks, self._waiting = [first] + list(self._waiting), []
        return tasks if first else []

    def finish(self, task, tasks=(), findings=(), state=DONE, note=None):
        """Note that a task is done, and what it has brought.

        Whatever of this is lost because the program ends, nothing is missing: the task counts as
        done last, and doing it once more changes nothing.

        :param tasks: what is to be read besides.
        :param findings: what was read: any of :class:`FoundModule` and :class:`FoundDocument`.
        :param state: what became of it.
        :param str note: why it could not be read.
        """
        for finding in findings:
            self._keep(finding)
        self.add(tasks)
        self._write('UPDATE tasks SET state = ?, note = ? WHERE kind = ? AND name = ?',
                    (state, note, task.kind, task.name))
        self.done += 1

    def try_again(self):
        """Take up again what was broken."""
        self.done -= self._write('UPDATE tasks SET state = ? WHERE state = ?', (TO_DO, BROKEN))

    # -- what has been read ----------------------------------------------------------------------

    def has_latest(self, path):
        """Whether the latest version of a module has been read."""
        return bool(self._one('SELECT count(*) FROM modules WHERE path = ? AND latest', path))

    def has_version(self, path, version):
        """Whether a version of a module has been read."""
        return bool(self._one('SELECT count(*) FROM modules WHERE path = ? AND version = ?', path,
                              version))

    def modules(self):
        """The entries of all modules, one after another, sorted by path and version."""
        return self._documents('SELECT document FROM modules ORDER BY path, version')

    def sections(self):
        """The names of the sections of documents that were read, sorted."""
        rows = self._database.execute('SELECT DISTINCT section FROM documents ORDER BY section')
        return [section for section, in rows.fetchall()]

    def section(self, name):
        """The documents of a section, one after another, sorted by their keys."""
        return self._documents('SELECT document FROM documents WHERE section = ? ORDER BY key',
                               name)

    def numbers(self):
        """How many modules of each type and documents of each section there are, as a dict."""
        return dict(self._database.execute(
            'SELECT type, count(*) FROM modules GROUP BY type UNION ALL '
            'SELECT section, count(*) FROM documents GROUP BY section').fetchall())

    @property
    def withheld(self):
        """How many secrets were left out."""
        return sum(self._one('SELECT coalesce(sum(withheld), 0) FROM %s' % table)
                   for table in ('modules', 'documents'))

    def failures(self, state):
        """What could not be read: triples of kind, name and reason.

        :param state: :data:`UNREADABLE` or :data:`BROKEN`.
        """
        return self._database.execute(
            'SELECT kind, name, note FROM tasks WHERE state = ? ORDER BY kind, name', (state,))

    # -- the file --------------------------------------------------------------------------------

    def close(self):
        """Save what was written and let others use the file."""
        if self._database:
            try:
                self._save()
            finally:
                self._database.close()
                self._database = None

    def remove(self):
        """Close the file and delete it."""
        self.close()
        for ending in ('', '-wal', '-shm', '-journal'):
            if os.path.exists(self._path + ending):
                os.remove(self._path + ending)

    def _open(self):
        self._database = sqlite3.connect(self._path, timeout=0, isolation_level=None)
        # Nobody else may use it; and a step that is lost with the power is read once more.
        for pragma in ('locking_mode = EXCLUSIVE', 'journal_mode = WAL', 'synchronous = NORMAL'):
            self._database.execute('PRAGMA ' + pragma).fetchall()

    def _begin(self, purpose):
        layout = tuple(self._one('PRAGMA ' + name) for name in ('application_id', 'user_version'))
        expected = to_text(json.dumps(purpose, sort_keys=True))
        if layout == (0, 0) and not self._one('SELECT count(*) FROM sqlite_master'):
            for statement in _TABLES:
                self._write(statement, ())
            self._write('INSERT INTO facts VALUES (?, ?)', ('purpose', expected))
            for name, value in (('application_id', APPLICATION), ('user_version', LAYOUT)):
                self._write('PRAGMA %s = %d' % (name, value), ())
            self._save()
        elif layout != (APPLICATION, LAYOUT):
            raise SpoolError('%s is not the file of a capture by this version' % self._path)
        recorded = self._one('SELECT value FROM facts WHERE name = ?', 'purpose')
        if recorded != expected:
            raise SpoolError(
                '%s was begun for something else: %s, not %s. Give the same options, or delete it '
                'to begin anew' % (self._path, recorded, expected))

    def _keep(self, finding):
        text = to_text(json.dumps(finding.document))
        if isinstance(finding, FoundModule):
            self._write('INSERT OR REPLACE INTO modules VALUES (?, ?, ?, ?, ?, ?)',
                        tuple(finding.document[name] for name in ('path', 'version', 'type'))
                        + (finding.is_latest, finding.withheld, text))
        else:
            self._write('INSERT OR REPLACE INTO documents VALUES (?, ?, ?, ?)',
                        (finding.section, finding.key, finding.withheld, text))

    def _write(self, statement, values):
        """Change something; how many rows."""
        if not self._is_writing:
            self._database.execute('BEGIN IMMEDIATE')
            self._is_writing = True
        return self._database.execute(statement, values).rowcount

    def _save(self):
        """Let what was written outlive this process."""
        if self._is_writing:
            self._database.execute('COMMIT')
            self._is_writing = False

    def _documents(self, statement, *values):
        for text, in self._database.execute(statement, values):
            yield json.loads(text)

    def _one(self, statement, *values):
        return self._database.execute(statement, values).fetchone()[0]
