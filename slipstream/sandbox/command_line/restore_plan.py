# -*- coding: utf-8 -*-
"""Planning what to restore, and in which order.

A module can be saved once the modules that it refers to exist. Versions are restored in the order
of their numbers, which is the order in which they were created on the captured service. If an
intermediate version is missing, the versions that are needed come earlier.
"""
from __future__ import unicode_literals

import collections
from operator import itemgetter

from ..state import modules
from ..state.module_templates import STANDARD

#: A version to restore: ``number`` is its version in the catalogue (or its position there),
#: ``is_last`` whether it is the last version of its path, ``refers`` the modules that it refers to,
#: as pairs of path and number (None for the latest).
Step = collections.namedtuple('Step', 'path number entry is_last refers')


def steps(catalogue):
    """The versions of a complete catalogue, and parent projects that it does not contain, in the
    order in which they can be restored.

    :return: a list of :class:`Step`.
    """
    entries = _numbered(catalogue['modules'])
    return _Order(entries + _missing_projects(entries)).placed


def _numbered(entries):
    """Entries with their numbers; entries without a number get the next ones."""
    highest = max([entry['version'] or 0 for entry in entries] or [0])
    numbered = []
    for place, entry in enumerate(entries, 1):
        number = entry['version']
        if number is None:
            entry, number = _with_standard_parameters(entry), highest + place
        numbered.append((entry['path'], number, entry))
    return numbered


def _with_standard_parameters(entry):
    if entry['type'] != 'component':
        return entry
    own = [parameter['name'] for parameter in entry['parameters']]
    usual = {'instructions': None, 'enumValues': [], 'readonly': False, 'order': 0,
             'type': 'String', 'mandatory': False, 'defaultValue': None, 'withheld': False}
    return dict(entry, parameters=entry['parameters'] + [
        dict(usual, **parameter) for parameter in STANDARD if parameter['name'] not in own])


def _missing_projects(entries):
    paths = set(path for path, _, _ in entries)
    missing = set()
    for path in paths:
        parent = modules.parent_path(path)
        while parent and parent not in paths:
            missing.add(parent)
            parent = modules.parent_path(parent)
    return [(path, 0, project(path)) for path in missing]


def project(path):
    """An entry for a project that is not in the catalogue."""
    return {'path': path, 'type': 'project', 'version': 0, 'owner': None, 'authz': {},
            'description': None, 'logoLink': None, 'customVersion': None, 'tag': None,
            'placementPolicy': None, 'created': None, 'note': None, 'parameters': [],
            'published': False, 'commit': None}


def references(entry):
    """The modules that an entry refers to, as pairs of path and version (None for the latest)."""
    paths = [entry.get('parent')] + [node['component'] for node in entry.get('nodes', ())]
    return [modules.split_version(path) for path in paths if path]


class _Order(object):
    """Sorts versions; ``placed`` has the steps in order."""

    def __init__(self, entries):
        self._versions = collections.defaultdict(list)
        for path, number, entry in sorted(entries, key=itemgetter(0, 1)):
            self._versions[path].append((number, entry))
        self._begun = set()
        self.placed = []
        for path, number, _ in sorted(entries, key=itemgetter(1, 0)):
            self._place(path, number)

    def _place(self, path, last):
        """Add the versions of a path up to a number, each after the versions that it needs."""
        for number, entry in self._versions[path]:
            if number > last or (path, number) in self._begun:
                continue
            # This stops circular references.
            self._begun.add((path, number))
            parent = modules.parent_path(path)
            if parent:
                self._place_before(parent, None, number)
            refers = references(entry)
            for target, version in refers:
                self._place_before(target, version, number)
            is_last = number == self._versions[path][-1][0]
            self.placed.append(Step(path, number, entry, is_last, refers))

    def _place_before(self, path, version, number):
        """Add the versions that a version refers to: a specific one, or all earlier ones, or all
        versions if there are no earlier ones.
        """
        numbers = [candidate for candidate, _ in self._versions.get(path, ())]
        if version is not None:
            self._place(path, version if version in numbers else 0)
        elif numbers:
            self._place(path, number if numbers[0] < number else numbers[-1])
