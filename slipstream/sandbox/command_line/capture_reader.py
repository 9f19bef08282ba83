# -*- coding: utf-8 -*-
"""Reading a service.

The reader takes tasks from the spool, and adds their results to it: documents, and further tasks.
Most modules are found through the tree of projects. Modules in projects that the caller may not
read are found through the App Store and the references of components and applications.
"""
from __future__ import unicode_literals

import contextlib

from ..compat import native_str
from . import capture_modules, capture_runs
from .capture_modules import NotUnderstoodError
from .capture_resources import COLLECTIONS, account_of, document_of
from .capture_spool import BROKEN, UNREADABLE, FoundDocument, FoundModule, Task
from .remote_service import BrokenError, UnreadableError
from .worker_pool import WorkerPool

#: Sections of the spool that are not collections.
ACCOUNTS, CLOUDS, CREDENTIALS, RUNS = 'accounts', 'clouds', 'credentials', 'runs'
#: Tasks with the lowest rank come first. Checking for unread latest versions comes last.
_RANKS = {'account': 0, 'count': 1, 'page': 2, 'top': 3, 'published': 3, 'runs': 3, 'run': 3,
          'module': 4, 'versions': 4, 'latest': 5}


class Reader(object):
    """Reads a service into a spool.

    :param service: a :class:`~.remote_service.RemoteService`.
    :param spool: a :class:`~.capture_spool.Spool`.
    :param bool all_versions: read all versions of each module; otherwise only the latest one,
        published ones, and those that other modules refer to.
    :param int events: how many of the latest events to read.
    :param int runs: how many of the latest deployments to read.
    :param int at_once: how many modules to read at the same time.
    """

    def __init__(self, service, spool, all_versions, events=0, runs=0, at_once=1):
        self._service = service
        self._spool = spool
        self._all_versions = all_versions
        self._events = events
        self._runs = runs
        self._at_once = at_once
        self._clouds = frozenset()

    def read(self, show):
        """Do all tasks.

        :param show: called without arguments before each task and at the end.
        :raises StoppedError: if it makes no sense to continue now; the spool keeps all results.
        """
        self._spool.add(self._first_tasks())
        self._spool.try_again()
        with contextlib.closing(WorkerPool(self._at_once)) as pool:
            tasks = self._spool.batch()
            while tasks:
                # Other tasks read the spool, or depend on each other.
                workers = pool if tasks[0].rank == _RANKS['module'] else WorkerPool(1)
                for task, result in workers.results(self._result, tasks):
                    show()
                    self._spool.finish(task, **result)
                tasks = self._spool.batch()
        show()

    def _first_tasks(self):
        tasks = [_task('account', ''), _task('count', CREDENTIALS), _task('top', ''),
                 _task('published', '')]
        tasks.extend(_page(collection, 0) for collection in COLLECTIONS)
        tasks.extend([_page('events', 0)] if self._events else [])
        return tasks + ([_task('runs', '')] if self._runs else [])

    def _result(self, task):
        """Do a task; return its result as keyword arguments for the spool."""
        try:
            tasks, findings = getattr(self, '_read_' + task.kind)(task.name)
        except UnreadableError as error:
            return {native_str('state'): UNREADABLE, native_str('note'): '%s' % error}
        except (BrokenError, NotUnderstoodError) as error:
            return {native_str('state'): BROKEN, native_str('note'): '%s' % error}
        return {native_str('tasks'): tasks, native_str('findings'): findings}

    # -- tasks: they get a name, and return further tasks and findings ---------------------------

    def _read_account(self, name):
        account = account_of(self._service.user())
        return [], [FoundDocument(ACCOUNTS, account['username'], account, 0)]

    def _read_count(self, collection):
        count = self._service.count(collection)
        return [], [FoundDocument(CREDENTIALS, collection, {'count': count}, 0)]

    def _read_page(self, name):
        collection, _, first = name.partition(' ')
        first = int(first)
        resources, total = self._page(collection, first)
        documents = [document_of(collection, resource) for resource in resources]
        further = first + len(resources) < total and resources
        return ([_page(collection, first + len(resources))] if further else [],
                [FoundDocument(collection, document['id'], document, withheld)
                 for document, withheld in documents])

    def _page(self, collection, first):
        if collection != 'events':
            return self._service.page(collection, first)
        resources, total = self._service.page(collection, first, newest_first=True)
        return resources[:self._events - first], min(total, self._events)

    def _read_top(self, name):
        return [_module(*pair) for pair in self._service.modules()], []

    def _read_published(self, name):
        return [_module(*pair) for pair in self._service.modules(published=True)], []

    def _read_runs(self, name):
        return [_task('run', uuid) for uuid in self._service.runs(self._runs)], []

    def _read_run(self, uuid):
        reading = capture_runs.read(self._service.run(uuid))
        return [_module(*reading.module)], [
            FoundDocument(RUNS, reading.document['uuid'], reading.document, reading.withheld)]

    def _read_module(self, name):
        path, _, version = name.rpartition('/')
        return self._found(path, int(version))

    def _read_latest(self, path):
        return ([], []) if self._spool.has_latest(path) else self._found(path, None)

    def _read_versions(self, path):
        return [_module(path, version) for version, _ in self._service.versions(path)], []

    def _found(self, path, version):
        root = self._service.module(path, version)
        reading = capture_modules.read(root)
        tasks = [_module(*child) for child in reading.children]
        if self._all_versions:
            tasks.append(_task('versions', reading.path))
        for target, number in reading.references:
            tasks.append(_task('latest', target) if number is None else _module(target, number))
        modules = [FoundModule(reading.document, reading.is_latest, reading.withheld)]
        return tasks, modules + self._new_clouds(root)

    def _new_clouds(self, root):
        """The clouds in a document that were in no earlier one."""
        names = capture_modules.clouds(root) - self._clouds
        self._clouds |= names
        return [FoundDocument(CLOUDS, name, {'name': name}, 0) for name in sorted(names)]


def _task(kind, name):
    return Task(_RANKS[kind], kind, name)


def _page(collection, first):
    return _task('page', '%s %09d' % (collection, first))


def _module(path, version):
    return _task('latest', path) if version is None else _task(
        'module', '%s/%d' % (path, version))
