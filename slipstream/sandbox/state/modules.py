# -*- coding: utf-8 -*-
"""Modules: versions and rights.

The stored projects, components and applications, and their access rights. Every save creates a new
version; version numbers come from one counter for the whole service. Deleting only sets a flag.
"""
from __future__ import unicode_literals

import re

TABLE = 'legacy-module'
PROJECT, COMPONENT, APPLICATION = 'Project', 'Image', 'Deployment'

SCOPES = ('owner', 'group', 'public')
RIGHTS = ('Get', 'Put', 'Post', 'Delete', 'CreateChildren')
#: The names of the rights flags, in the order of the document.
FLAGS = tuple(scope + right for scope in SCOPES for right in RIGHTS)
_OWN = dict((flag, flag.startswith('owner')) for flag in FLAGS)

#: The scripts that a component can have, besides its build scripts.
TARGETS = ('execute', 'report', 'onvmadd', 'onvmremove', 'prescale', 'postscale')

#: The counter of versions, and where it begins.
_COUNTER, _FIRST = 'module-version', 1500
_VERSION = re.compile(r'-?[0-9]{1,10}\Z')

_BLANK = {
    'description': None, 'logoLink': None, 'customVersion': None, 'tag': None,
    'placementPolicy': None, 'note': None, 'creation': None,
    'commit': None, 'moduleReferenceUri': None, 'isBase': False, 'loginUser': '', 'platform': '',
    'cloudImageIdentifiers': [],
    'targets': [], 'packages': [], 'prerecipe': None, 'recipe': None, 'parameters': [], 'nodes': [],
    'authz': None, 'lastModified': None, 'published': None}

_BLANK_PARAMETER = {
    'description': '', 'category': 'General', 'mandatory': False, 'type': 'String',
    'readonly': False, 'order': 0, 'isSet': False,
    'value': None, 'defaultValue': None, 'instructions': None, 'enumValues': []}

_BLANK_MAPPING = dict(_BLANK_PARAMETER, isMappedValue=False)

_BLANK_NODE = {
    'multiplicity': 1, 'maxProvisioningFailures': 0, 'cloudService': 'default', 'imageUri': None,
    'network': None, 'creation': None, 'parameterMappings': []}


def default_authz():
    """The default rights of a module: all for the owner, none for others."""
    return dict(_OWN, inheritedGroupMembers=True, groupMembers=[])


# -- names --------------------------------------------------------------------

def uri(module):
    """The resource identifier of a version: ``module/PATH/VERSION``."""
    return 'module/%s/%d' % (module['path'], module['version'])


def short_name(path):
    """The last part of a path."""
    return path.rpartition('/')[2]


def parent_path(path):
    """All but the last part of a path; empty for a top-level module."""
    return path.rpartition('/')[0]


def split_version(path):
    """Split the version off a path: ``'a/b/12'`` becomes ``('a/b', 12)``.

    :return: a pair: the path, and the version. None means the latest version, as does ``-1`` in
        the path.
    """
    head, _, tail = path.rpartition('/')
    if not _VERSION.match(tail):
        return path, None
    number = int(tail)
    return head, None if number == -1 else number


# -- finding ------------------------------------------------------------------

def versions(world, path):
    """All versions of a path, including deleted ones, the oldest first."""
    return sorted(world.store.table(TABLE).having(_path, path), key=_number)


def version(world, path, number):
    """One version of a path, deleted or not; None if there is none."""
    return world.store.table(TABLE).get('%s/%d' % (path, number))


def latest(world, path):
    """The highest version of a path that is not deleted, or None."""
    alive = [module for module in versions(world, path) if not module['deleted']]
    return alive[-1] if alive else None


def addressed(world, path, number=None):
    """The version with this number, or the latest one if it is None; None if there is none."""
    return latest(world, path) if number is None else version(world, path, number)


def find(world, reference):
    """The module for a reference ``module/PATH[/VERSION]``, or None."""
    prefix, _, rest = (reference or '').strip().partition('/')
    return addressed(world, *split_version(rest)) if prefix == 'module' and rest else None


def is_latest(world, module):
    """Whether a version is the latest one of its path."""
    newest = latest(world, module['path'])
    return newest is not None and newest['version'] == module['version']


def children(world, path):
    """The latest versions of the modules directly below a path, which is empty for the top."""
    newest = {}
    for module in world.store.table(TABLE).having(_place, path):
        if not module['deleted']:
            newest[module['path']] = max(newest.get(module['path'], module), module, key=_number)
    return [newest[name] for name in sorted(newest)]


def published(world):
    """All versions that are published and not deleted."""
    return [module for module in world.store.table(TABLE)
            if module['published'] is not None and not module['deleted']]


def parent_component(world, module):
    """The component that a component inherits from, or None."""
    return find(world, module['moduleReferenceUri'])


def lineage(world, component):
    """A component and its ancestors, the oldest first; cycles are cut."""
    chain, seen = [], set()
    while component is not None and component['path'] not in seen:
        seen.add(component['path'])
        chain.insert(0, component)
        component = parent_component(world, component)
    return chain


def cloud_names(world):
    """The names of all configured clouds, which are the names of the connectors."""
    return [key.partition('/')[2] for key in world.store.table('connector').keys()]


# -- rights -------------------------------------------------------------------

def may(world, module, username, right, inherited=True):
    """Whether a user has a right on a module.

    :param right: one of :data:`RIGHTS`; ``Post`` is the right to execute.
    :param inherited: whether inherited groups count; in lists they do not.
    """
    authz = module['authz']
    if authz['public' + right]:
        return True
    if username == module['owner']:
        return authz['owner' + right]
    if world.accounts.is_privileged(username):
        return True
    return authz['group' + right] and username in group_members(world, module, inherited)


def group_members(world, module, inherited=True):
    """The members of a module's group: its own list, or the inherited one."""
    while module['authz']['inheritedGroupMembers']:
        module = _ancestor(world, module['path']) if inherited else None
        if module is None:
            return []
    return module['authz']['groupMembers']


def _ancestor(world, path):
    while path:
        path = parent_path(path)
        module = latest(world, path)
        if module is not None:
            return module
    return None


# -- changing -----------------------------------------------------------------

def save(world, document, username):
    """Store a document as the new latest version.

    The user owns it, and it is not published. Missing members get their defaults; ``creation`` is
    kept if there is one.

    :return: the stored version.
    """
    now = world.clock.now()
    stored = dict(document, version=world.store.next_number(_COUNTER, _FIRST), owner=username,
                  lastModified=now, published=None)
    return keep(world, stored)


def keep(world, document):
    """Store a version unchanged, with its ``version``, ``owner`` and dates.

    Missing members get their defaults. Later versions get higher numbers.

    :return: the stored version.
    """
    stored = completed(world, document)
    world.store.pass_number(_COUNTER, max(stored['version'], _FIRST - 1))
    return _put(world, stored)


def completed(world, document):
    """A version with defaults for all missing members; it is not stored."""
    now = world.clock.now()
    whole = dict(_BLANK, **document)
    whole.update(deleted=False, authz=dict(default_authz(), **(whole['authz'] or {})))
    for name in ('creation', 'lastModified'):
        whole[name] = now if whole[name] is None else whole[name]
    whole['parameters'] = [_parameter(parameter) for parameter in whole['parameters']]
    whole['nodes'] = [_node(node, now) for node in whole['nodes']]
    return whole


def delete(world, module):
    """Mark a version as deleted.

    :return: the version as stored.
    """
    return _put(world, dict(module, deleted=True))


def set_image(world, component, cloud, identifier):
    """Record the image of a version of a component on a cloud, without creating a new version.

    :return: the version as stored.
    """
    images = component['cloudImageIdentifiers']
    former = [image for image in images if image['cloudServiceName'] == cloud]
    others = [image for image in images if image['cloudServiceName'] != cloud]
    image = {'cloudServiceName': cloud, 'cloudImageIdentifier': identifier,
             'region': former[0]['region'] if former else None}
    return _put(world, dict(component, cloudImageIdentifiers=others + [image]))


def publish(world, module):
    """Publish a version in the App Store.

    :return: the version as stored.
    """
    return _put(world, dict(module, published=world.clock.now()))


def unpublish(world, module):
    """Remove a version from the App Store.

    :return: the version as stored.
    """
    return _put(world, dict(module, published=None))


def _put(world, module):
    world.store.table(TABLE).put('%s/%d' % (module['path'], module['version']), module)
    return module


def _parameter(members):
    stored = dict(_BLANK_PARAMETER, **members)
    stored['isSet'] = bool(stored['value'])
    return stored


def _node(members, now):
    stored = dict(_BLANK_NODE, **members)
    stored['creation'] = now if stored['creation'] is None else stored['creation']
    stored['parameterMappings'] = [dict(_BLANK_MAPPING, **mapping)
                                   for mapping in stored['parameterMappings']]
    return stored


def _number(module):
    return module['version']


def _path(module):
    return module['path']


def _place(module):
    return parent_path(module['path'])
