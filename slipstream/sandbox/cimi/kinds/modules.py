# -*- coding: utf-8 -*-
"""Modules: components, applications and images that users can deploy, and projects.

A module document has the path of the module and its versions. The contents of versions are separate
documents, in collections that only administrators see.
"""
from __future__ import unicode_literals

import re

from ... import checks
from ...state import cimi_records
from .. import errors, schema
from .base import Kind

_SEGMENT = '[A-Za-z0-9_.-]+'
_PATH = checks.matching('%s(/%s)*' % (_SEGMENT, _SEGMENT))
_VERSION_NUMBER = re.compile(r'[0-9]{1,10}\Z')
_TYPES = ('PROJECT', 'IMAGE', 'COMPONENT', 'APPLICATION')
_CONTENTS = {'IMAGE': 'module-image', 'COMPONENT': 'module-component',
             'APPLICATION': 'module-application'}
_VERSION = checks.structure({'href': schema.href},
                            {'author': checks.nonblank, 'commit': checks.text})
_MODULE = schema.Schema(
    {'path': _PATH, 'parentPath': checks.text, 'type': checks.one_of(*_TYPES)},
    {'versions': checks.list_of(checks.nullable(_VERSION)), 'logoURL': checks.nonblank,
     'dataAcceptContentTypes': checks.list_of(checks.nonblank),
     'dataAccessProtocols': checks.list_of(checks.nonblank)})
_PARAMETERS = checks.list_of(checks.structure(
    {'parameter': checks.nonblank}, {'description': checks.text, 'value': checks.text}))
_SIZES = dict((name, checks.integer()) for name in ('cpu', 'ram', 'disk', 'volatileDisk'))
_SCRIPTS = ('preinstall', 'postinstall', 'deployment', 'reporting', 'onVmAdd', 'onVmRemove',
            'prescale', 'postscale')
_TARGETS = checks.structure({}, dict(((name, checks.text) for name in _SCRIPTS),
                                     packages=checks.list_of(checks.nonblank)))
_NETWORK = checks.one_of('public', 'private')
_SYSTEM = checks.one_of('CentOS', 'Debian', 'Fedora', 'OpenSuSE', 'RedHat', 'SLES', 'Ubuntu',
                        'Windows', 'Other')
_MAPPINGS = checks.list_of(checks.structure(
    {'parameter': checks.nonblank}, {'mapped': checks.flag, 'value': checks.text}))
_NODE = checks.structure(
    {'node': checks.nonblank, 'multiplicity': checks.integer(), 'component': schema.link},
    {'maxProvisioningFailures': checks.integer(), 'parameterMappings': _MAPPINGS})
_SCHEMAS = {
    'module-image': schema.Schema(
        {'os': _SYSTEM, 'loginUser': checks.nonblank, 'networkType': _NETWORK,
         'author': checks.nonblank},
        dict(_SIZES, imageIDs=checks.map_of(checks.nonblank), sudo=checks.flag,
             relatedImage=schema.link, commit=checks.text)),
    'module-component': schema.Schema(
        {'parentModule': schema.link, 'networkType': _NETWORK, 'outputParameters': _PARAMETERS,
         'author': checks.nonblank},
        dict(_SIZES, inputParameters=_PARAMETERS, ports=checks.list_of(checks.nonblank),
             mounts=checks.list_of(checks.nonblank), targets=_TARGETS, commit=checks.text)),
    'module-application': schema.Schema(
        {'author': checks.nonblank}, {'nodes': checks.list_of(_NODE), 'commit': checks.text}),
}


class Module(Kind):
    """Modules: ``module/UUID`` is the latest version, ``module/UUID_N`` version N."""

    name = 'module'
    key = 'modules'

    def find(self, world, resource_id):
        """The module, or None; ``module/UUID_N`` has the content of version N."""
        identity, separator, number = resource_id.partition('_')
        document = world.store.table(self.name).get(identity)
        if document is None or not separator:
            return document
        versions = document.get('versions', [])
        if not _VERSION_NUMBER.match(number) or int(number) >= len(versions):
            return None
        if versions[int(number)] is None:
            return None
        return dict(document, content=content(world, versions[int(number)]))

    def present(self, world, caller, document):
        """Add the content of the latest version, unless there is that of another one."""
        versions = [version for version in document.get('versions', []) if version is not None]
        if not versions or 'content' in document:
            return document
        return dict(document, content=content(world, versions[-1]))

    def complete(self, world, caller, document, request):
        """Store the content in a separate document."""
        metadata = _metadata(document)
        metadata.pop('versions', None)
        self.validate(world, caller, metadata)
        if metadata['type'] != 'PROJECT':
            metadata['versions'] = [_keep(world, caller, metadata['type'], document.get('content'))]
        return metadata, {}

    def validate(self, world, caller, document):
        """Check everything but the content."""
        if document.get('type') not in _TYPES and document.get('type') is not None:
            raise errors.Problem(400, 'unknown module type: %s' % document['type'])
        _MODULE.check(document)

    def change(self, world, caller, stored, merged, body):
        """An edit creates a new version."""
        if stored['type'] == 'PROJECT':
            raise errors.Problem(400, 'a project has no versions to edit')
        metadata = _metadata(dict(merged, type=stored['type']))
        metadata['versions'] = stored['versions']
        self.validate(world, caller, metadata)
        version = _keep(world, caller, stored['type'], body.get('content'))
        metadata['versions'] = stored['versions'] + [version]
        return metadata

    def discard(self, world, document, resource_id):
        """Remove the module with its contents, or one version."""
        if resource_id == document['id']:
            for version in document.get('versions', []):
                _forget(world, version)
            world.store.table(self.name).remove(resource_id)
            return
        number = int(resource_id.partition('_')[2])
        _forget(world, document['versions'][number])
        versions = list(document['versions'])
        versions[number] = None
        metadata = dict((name, value) for name, value in document.items() if name != 'content')
        cimi_records.update(world, metadata, versions=versions)


class _Content(Kind):
    """Contents of module versions, written by the service."""

    viewers = 'ADMIN'
    adders = 'ADMIN'

    def validate(self, world, caller, document):
        """Check a content."""
        _SCHEMAS[self.name].check(document)


class ModuleImage(_Content):
    """Contents of images."""

    name = 'module-image'
    key = 'moduleImages'


class ModuleComponent(_Content):
    """Contents of components."""

    name = 'module-component'
    key = 'moduleComponents'


class ModuleApplication(_Content):
    """Contents of applications."""

    name = 'module-application'
    key = 'moduleApplications'


def content(world, version):
    """The content of a version, as a module shows it."""
    stored = world.store.table(version['href'].partition('/')[0]).get(version['href'], {})
    return dict((name, value) for name, value in stored.items()
                if name not in ('acl', 'resourceURI'))


def _metadata(document):
    """A module document without content; the parent is derived from the path."""
    metadata = dict((name, value) for name, value in document.items() if name != 'content')
    if not _PATH(metadata.get('path')):
        metadata['parentPath'] = metadata['path'].rpartition('/')[0]
    else:
        metadata.setdefault('parentPath', '')
    return metadata


def _keep(world, caller, kind, body):
    """Store a content.

    :return: the entry of the version in the module.
    """
    if not isinstance(body, dict):
        raise schema.failure('content', body, 'a map')
    name = _CONTENTS[kind]
    document = dict((key, value) for key, value in body.items()
                    if key not in ('id', 'created', 'updated', 'resourceURI', 'operations', 'acl'))
    _SCHEMAS[name].check(document)
    stored = cimi_records.insert(world, name, document)
    version = {'href': stored['id'], 'author': stored['author']}
    return dict(version, commit=stored['commit']) if 'commit' in stored else version


def _forget(world, version):
    if version is not None:
        world.store.table(version['href'].partition('/')[0]).remove(version['href'])
