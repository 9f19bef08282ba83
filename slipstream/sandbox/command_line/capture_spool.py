# -*- coding: utf-8 -*-
"""The spool of a capture: its tasks and results.

It is a SQLite file next to the catalogue that is being written. An interrupted capture continues
from it, and only little of it must be in memory. It is deleted when the catalogue is complete.
"""
from __future__ import unicode_literals

import collections
import json
import os
import sqlite3

from ..compat import to_text

#: The header fields that identify a spool: "SlCa", and the version of its layout.
APPLICATION, LAYOUT = 0x536c4361, 1
#: States of a task.
TO_DO, DONE, UNREADABLE, BROKEN = range(4)

#: How many tasks are loaded, and saved, together.
AT_ONCE = 100

#: A task; lower ranks come first. Kind and name identify a task.
Task = collections.namedtuple('Task', 'rank kind name')
#: A module that was read; ``document`` is its entry for the catalogue.
FoundModule = collections.namedtuple('FoundModule', 'document is_latest withheld')
#: A document of the JSON interface, or another document for a section of the catalogue.
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
    """The file of a capture cannot be used; the message says why."""


class Spool(object):
    """The tasks and the results of a capture.

    :param str path: path of the file; only its owner can read it.
    :param dict purpose: the options of the capture; a file with other options is refused.
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

    # -- tasks -----------------------------------------------------------------------------------

    def add(self, tasks):
        """Add tasks, unless they already exist."""
        self.total += sum(self._write(
            'INSERT OR IGNORE INTO tasks (rank, kind, name, state) VALUES (?, ?, ?, ?)',
            task + (TO_DO,)) for task in tasks)

    def next(self):
        """The next task, or None.

        Tasks with lower ranks come first, except those that were added while a batch of
        :data:`AT_ONCE` tasks was being done.
        """
        if not self._waiting:
            self._save()
            self._waiting = collections.deque(Task(*row) for row in self._database.execute(
                'SELECT rank, kind, name FROM tasks WHERE state = ? AND rank = '
                '(SELECT min(rank) FROM tasks WHERE state = ?) ORDER BY kind, name LIMIT ?',
                (TO_DO, TO_DO, AT_ONCE)))
        return self._waiting.popleft() if self._waiting else None

    def batch(self):
        """The next tasks, all with the same rank; empty if all are done.

        Finish them before you get the next batch.
        """
        first = self.next()
        tasks, self._waiting = [first] + list(self._waiting), []
        return tasks if first else []

    def finish(self, task, tasks=(), findings=(), state=DONE, note=None):
        """Store the result of a task, and mark it as done.

        Nothing is missing if the program ends during this: the task is marked last, and repeating
        it does no harm.

        :param tasks: further tasks.
        :param findings: the results, each a :class:`FoundModule` or :class:`FoundDocument`.
        :param state: the new state of the task.
        :param str note: the reason of a failure.
        """
        for finding in findings:
            self._keep(finding)
        self.add(tasks)
        self._write('UPDATE tasks SET state = ?, note = ? WHERE kind = ? AND name = ?',
                    (state, note, task.kind, task.name))
        self.done += 1

    def try_again(self):
        """Repeat the broken tasks."""
        self.done -= self._write('UPDATE tasks SET state = ? WHERE state = ?', (TO_DO, BROKEN))

    # -- results ---------------------------------------------------------------------------------

    def has_latest(self, path):
        """Whether the latest version of a module has been read."""
        return bool(self._one('SELECT count(*) FROM modules WHERE path = ? AND latest', path))

    def has_version(self, path, version):
        """Whether a version of a module has been read."""
        return bool(self._one('SELECT count(*) FROM modules WHERE path = ? AND version = ?', path,
                              version))

    def modules(self):
        """Iterate over the entries of all modules, sorted by path and version."""
        return self._documents('SELECT document FROM modules ORDER BY path, version')

    def sections(self):
        """The sorted names of the sections that have documents."""
        rows = self._database.execute('SELECT DISTINCT section FROM documents ORDER BY section')
        return [section for section, in rows.fetchall()]

    def section(self, name):
        """Iterate over the documents of a section, sorted by key."""
        return self._documents('SELECT document FROM documents WHERE section = ? ORDER BY key',
                               name)

    def numbers(self):
        """The number of modules by type, and of documents by section, as a dict."""
        return dict(self._database.execute(
            'SELECT type, count(*) FROM modules GROUP BY type UNION ALL '
            'SELECT section, count(*) FROM documents GROUP BY section').fetchall())

    @property
    def withheld(self):
        """The number of omitted secrets."""
        return sum(self._one('SELECT coalesce(sum(withheld), 0) FROM %s' % table)
                   for table in ('modules', 'documents'))

    def failures(self, state):
        """The failed tasks: triples of kind, name and reason.

        :param state: :data:`UNREADABLE` or :data:`BROKEN`.
        """
        return self._database.execute(
            'SELECT kind, name, note FROM tasks WHERE state = ? ORDER BY kind, name', (state,))

    # -- the file --------------------------------------------------------------------------------

    def close(self):
        """Save all changes and close the file."""
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
        # Lock the file. A step that is lost in a power failure is repeated.
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
            raise SpoolError('%s is not a capture of this version' % self._path)
        recorded = self._one('SELECT value FROM facts WHERE name = ?', 'purpose')
        if recorded != expected:
            raise SpoolError(
                '%s belongs to a capture with other options: %s, not %s. Use the same options, or '
                'delete it to start over' % (self._path, recorded, expected))

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
        """Execute a statement, and return the number of changed rows."""
        if not self._is_writing:
            self._database.execute('BEGIN IMMEDIATE')
            self._is_writing = True
        return self._database.execute(statement, values).rowcount

    def _save(self):
        """Commit all changes."""
        if self._is_writing:
            self._database.execute('COMMIT')
            self._is_writing = False

    def _documents(self, statement, *values):
        for text, in self._database.execute(statement, values):
            yield json.loads(text)

    def _one(self, statement, *values):
        return self._database.execute(statement, values).fetchone()[0]
