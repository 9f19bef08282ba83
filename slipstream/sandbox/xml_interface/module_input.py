# -*- coding: utf-8 -*-
"""Module documents in.

Reads what ``PUT /module/...`` brings. The category decides which of the three kinds a document is,
whatever its root is called.
"""
from __future__ import unicode_literals

from ..state import modules
from . import elements, readings
from .errors import Problem
from .readings import LEAF, STRINGS, Shape

_ATTRIBUTES = ('category', 'parentUri', 'shortName', 'version')
_OPTIONAL = (
    'class', 'resourceUri', 'name', 'lastModified', 'description', 'deleted', 'isLatestVersion',
    'moduleReferenceUri', 'logoLink',
    'customVersion', 'tag', 'placementPolicy', 'creation')

_COMMON = {
    'authz': Shape(required=('owner', 'inheritedGroupMembers') + modules.FLAGS,
                   children={'groupMembers': STRINGS}, needed=('groupMembers',)),
    'commit': Shape(optional=('author',), children={'comment': LEAF}), 'published': None,
    'note': LEAF, 'cloudNames': None, 'runs': None}
_PARAMETERS = readings.parameters_shape(extra=('isSet',))
_MAPPINGS = readings.parameters_shape(required=('isMappedValue',))
_TARGETS = Shape(each=('target', Shape(required=('name',))))

_NODE = Shape(
    required=('name', 'multiplicity', 'maxProvisioningFailures', 'cloudService'),
    optional=('deleted', 'imageUri', 'creation', 'network'),
    children={'parameterMappings': _MAPPINGS, 'parameters': _MAPPINGS, 'notes': None,
              'image': None})

_SHAPES = {
    modules.PROJECT: Shape(_ATTRIBUTES, _OPTIONAL, dict(_COMMON, children=None, parameters=_PARAMETERS)),
    modules.COMPONENT: Shape(_ATTRIBUTES + ('isBase', 'loginUser', 'platform'), _OPTIONAL, dict(
        _COMMON, parameters=_PARAMETERS, targets=_TARGETS, prerecipe=LEAF, recipe=LEAF,
        packages=Shape(each=('package', Shape(required=('name',), optional=('repository', 'key')))),
        cloudImageIdentifiers=Shape(each=('cloudImageIdentifier', Shape(
            required=('cloudServiceName',), optional=('resourceUri', 'cloudImageIdentifier', 'region')))),
        # What the service computes itself is not even looked at.
        targetsExpanded=None, inputParametersExpanded=None, outputParametersExpanded=None, packagesExpanded=None, buildStates=None,
        notes=None)),
    modules.APPLICATION: Shape(_ATTRIBUTES, _OPTIONAL, dict(
        _COMMON, parameters=_PARAMETERS, targets=_TARGETS, targetsExpanded=None, nodes=readings.map_shape('node', _NODE)))}


def read(body):
    """The module that a document describes.

    :param bytes body: the XML.
    :return: a dict of the shape that :func:`slipstream.sandbox.state.modules.save` takes.
    :raises Problem: if it is not well-formed or has no category (500), or is not a module document
        (400).
    """
    try:
        root = elements.read(body)
    except ValueError:
        raise Problem(500)
    category = root.get('category')
    if category is None:
        raise Problem(500)
    if category not in _SHAPES:
        raise Problem(400, 'Unknown category')
    try:
        readings.check(root, _SHAPES[category])
        return _module(root, category)
    except readings.Unreadable as reason:
        raise Problem(400,
                      'Invalid xml module: cannot deserialize object, with detail: %s' % reason)


def _module(root, category):
    parent = root.get('parentUri')
    if not parent.startswith('module/'):
        raise Problem(400, 'Validation error: Parent must start with module/')
    document = dict((name, root.get(name)) for name in (
        'description', 'logoLink', 'customVersion', 'tag', 'placementPolicy', 'moduleReferenceUri'))
    document.update(
        path=('%s/%s' % (parent.partition('/')[2].strip('/'), root.get('shortName'))).lstrip('/'),
        category=category,
        authz=_authz(root.find('authz')), commit=_commit(root.find('commit')),
        note=root.findtext('note'),
        creation=None if root.get('creation') is None else readings.timestamp(root.get('creation')),
        targets=[{'name': each.get('name'), 'script': each.text}
                 for each in root.findall('targets/target')],
        parameters=readings.parameters(root.find('parameters')))
    document.update(_SPECIFICS[category](root))
    return document


def _authz(node):
    if node is None:
        return None
    authz = dict((name, readings.flag(node.get(name)))
                 for name in modules.FLAGS + ('inheritedGroupMembers',))
    authz['groupMembers'] = readings.strings(node.find('groupMembers'))
    return authz


def _commit(node):
    return None if node is None else {'author': node.get('author'),
                                      'comment': node.findtext('comment')}


def _component(root):
    return {
        'isBase': readings.flag(root.get('isBase')), 'loginUser': root.get('loginUser'),
        'platform': root.get('platform'),
        'prerecipe': root.findtext('prerecipe') or None, 'recipe': root.findtext('recipe') or None,
        'packages': [dict((name, each.get(name)) for name in ('name', 'repository', 'key'))
                     for each in root.findall('packages/package')],
        'cloudImageIdentifiers': [
            dict((name, each.get(name))
                 for name in ('cloudServiceName', 'cloudImageIdentifier', 'region'))
            for each in root.findall('cloudImageIdentifiers/cloudImageIdentifier')]}


def _application(root):
    return {'nodes': [_node(each) for each in root.findall('nodes/entry/node')]}


def _node(node):
    # Both maps of a node are one: whoever writes only one of them means both.
    mappings = dict((each['name'], each) for tag in ('parameters', 'parameterMappings')
                    for each in readings.parameters(node.find(tag)))
    return {
        'name': node.get('name'), 'multiplicity': readings.integer(node.get('multiplicity')),
        'maxProvisioningFailures': readings.integer(node.get('maxProvisioningFailures')),
        'cloudService': node.get('cloudService'),
        'imageUri': node.get('imageUri'), 'network': node.get('network'),
        'creation': None if node.get('creation') is None
        else readings.timestamp(node.get('creation')),
        'parameterMappings': [mappings[name] for name in sorted(mappings)]}


_SPECIFICS = {modules.PROJECT: lambda root: {}, modules.COMPONENT: _component,
              modules.APPLICATION: _application}
