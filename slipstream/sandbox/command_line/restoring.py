# -*- coding: utf-8 -*-
"""Restoring the modules of a catalogue on a service."""
from __future__ import print_function, unicode_literals

import re

from ..state import modules
from . import restore_documents, restore_plan
from .progress_line import ProgressLine
from .remote_service import BrokenError, UnreadableError

#: The beginning of the comment of a restored version, which identifies the version.
_MARK = re.compile(r'\[restored from version (\d+)\] ?')


class Restoring(object):
    """Restores a catalogue.

    Versions that were already restored are recognized by their comments, so an interrupted command
    can be repeated.

    :param service: a :class:`~.remote_service.RemoteService`.
    :param options: the parsed command line.
    :param out: where to print.
    :param err: where to print errors and progress.
    """

    def __init__(self, service, options, out, err):
        self._service = service
        self._options = options
        self._out = out
        self._err = err
        # For each path on the service, its versions: number in the catalogue to number on the
        # service. Versions that were not restored have the key None. None if there are no versions.
        self._there = {}
        parts = options.under.split('/')
        self._above = ['/'.join(parts[:count]) for count in range(1, len(parts) + 1)]
        self._paths = frozenset()
        self._created = self._found = 0
        self._failures = []

    def run(self, steps):
        """Do the steps, or print them.

        :param steps: from :func:`slipstream.sandbox.command_line.restore_plan.steps`.
        :return: the exit status: 0 if all modules exist.
        """
        kinds = dict((step.path, step.entry['type']) for step in steps)
        self._paths = frozenset(kinds)
        self._find_existing()
        conflicts = [path for path in sorted(kinds) if kinds[path] != 'project'
                     and list(self._there[self._target(path)] or ()) == [None]]
        if conflicts:
            for path in conflicts:
                print('%s already exists and was not restored from a catalogue'
                      % self._target(path), file=self._err)
            print('Nothing was done. Choose another project with --under.', file=self._err)
            return 1
        self._restore_all(steps)
        self._sum_up(steps)
        return 1 if self._failures else 0

    # -- existing modules --------------------------------------------------------------------------

    def _find_existing(self):
        """Find out which of the modules and their parent projects exist."""
        for target in self._above:
            self._there[target] = self._versions(target)
        for target in map(self._target, sorted(self._paths)):
            # A missing project has no modules.
            is_inside = self._there[modules.parent_path(target)] is not None
            self._there[target] = self._versions(target) if is_inside else None

    def _versions(self, target):
        try:
            versions = self._service.versions(target)
        except UnreadableError:
            versions = []
        there = {}
        for number, comment in versions:
            mark = _MARK.match(comment)
            origin = int(mark.group(1)) if mark else None
            # If our comment occurs twice, somebody changed the module and kept the comment.
            there[origin if origin not in there else None] = number
        return there or None

    def _target(self, path):
        return '%s/%s' % (self._options.under, path)

    # -- creating modules --------------------------------------------------------------------------

    def _restore_all(self, steps):
        for path in self._above:
            if self._there[path] is None:
                self._create(restore_plan.Step(path, 0, restore_plan.project(path), True, []), path)
        progress = ProgressLine(self._err, 'versions restored')
        try:
            for number, step in enumerate(steps, 1):
                self._restore(step, self._target(step.path))
                progress.show(number, len(steps))
        finally:
            progress.close()

    def _restore(self, step, target):
        there = self._there[target] or {}
        # Modules that somebody has changed since are left alone.
        if step.number in there or None in there:
            self._found += 1
        else:
            self._create(step, target)
        number = (self._there[target] or {}).get(step.number)
        if self._options.publish and step.entry['published'] and number is not None:
            self._try(step, target, self._service.publish, target, number)

    def _create(self, step, target):
        """Save a version, or print that it would be saved."""
        if self._options.dry_run:
            self._print_step(step, target)
            return
        root = restore_documents.document(step.entry, target, _comment(step), self._refer,
                                          keeps_owner=step.is_last)
        there = self._there[target] or {}
        number = self._try(step, target, self._service.save, target, root, not there)
        if number is not None:
            self._there[target] = dict(there)
            self._there[target][step.number] = number
            self._created += 1

    def _try(self, step, target, function, *arguments):
        """Call a function; if the service refuses, return None and report it at the end."""
        try:
            return function(*arguments)
        except (BrokenError, UnreadableError) as error:
            self._failures.append('%s from version %d: %s' % (target, step.number, error))
            return None

    def _print_step(self, step, target):
        self._created += 1
        origin = ' from version %d' % step.number if step.number else ''
        print('would create %s %s%s' % (step.entry['type'], target, origin), file=self._out)
        for path in sorted(set(path for path, _ in step.refers) - self._paths):
            print('  it refers to %s, which is not in the catalogue' % path, file=self._out)

    def _refer(self, reference):
        """The new reference to a module of the catalogue; references to others are kept."""
        path, version = modules.split_version(reference)
        if path not in self._paths:
            return 'module/' + reference
        target = self._target(path)
        number = (self._there[target] or {}).get(version) if version is not None else None
        return 'module/%s' % target if number is None else 'module/%s/%d' % (target, number)

    # -- the report ------------------------------------------------------------------------------

    def _sum_up(self, steps):
        words = 'would be created' if self._options.dry_run else 'created'
        print('%d versions %s, %d already there, under %s.' % (
            self._created, words, self._found, self._options.under), file=self._out)
        secrets = ['  %s: %s' % pair for step in steps if step.is_last for pair in _withheld(step)]
        if secrets:
            print('The catalogue does not contain these secrets; set them yourself:',
                  file=self._out)
            print('\n'.join(secrets), file=self._out)
        for line in self._failures:
            print('Not restored: %s' % line, file=self._err)


def _comment(step):
    comment = (step.entry['commit'] or {}).get('comment') or ''
    return ('[restored from version %d] %s' % (step.number, comment)).rstrip()


def _withheld(step):
    """The secret parameters of a version: pairs of path and name."""
    for parameter in step.entry['parameters']:
        if parameter['withheld']:
            yield step.path, parameter['name']
    for node in step.entry.get('nodes', ()):
        for name, mapping in sorted(node['mappings'].items()):
            if restore_documents.is_withheld(mapping):
                yield step.path, '%s of node %s' % (name, node['name'])
