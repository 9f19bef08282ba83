# -*- coding: utf-8 -*-
"""Reading module documents.

Reads the body of ``PUT /module/...``. The category says which of the three kinds a document is; the
name of its root does not matter.
"""
from __future__ import unicode_literals

from ..state import modules
from . import elements, readings
from .errors import Problem
from .readings import LEAF, STRINGS, Shape

_ATTRIBUTES = ('category', 'parentUri', 'shortName', 'version')
_OPTIONAL = (
    'class', 'resourceUri', 'name', 'lastModified', 'description', 'deleted', 'isLatestVersion',
    'moduleReferenceUri', 'logoLink', 'customVersion', 'tag', 'placementPolicy', 'creation')

_COMMON = {
    'authz': Shape(required=('owner', 'inheritedGroupMembers') + modules.FLAGS,
                   children={'groupMembers': STRINGS}, needed=('groupMembers',)),
    'commit': Shape(optional=('author',), children={'comment': LEAF}), 'published': None,
    'note': LEAF, 'cloudNames': None, 'runs': None}
_PARAMETERS = readings.parameters_shape(extra=('isSet',))
_MAPPINGS = readings.parameters_shape(required=('isMappedValue',))
_TARGETS = Shape(repeated=('target', Shape(required=('name',))))
_PACKAGES = Shape(repeated=('package', Shape(
    required=('name',), optional=('repository', 'key'))))
_IMAGES = Shape(repeated=('cloudImageIdentifier', Shape(
    required=('cloudServiceName',),
    optional=('resourceUri', 'cloudImageIdentifier', 'region'))))

_NODE = Shape(
    required=('name', 'multiplicity', 'maxProvisioningFailures', 'cloudService'),
    optional=('deleted', 'imageUri', 'creation', 'network'),
    children={'parameterMappings': _MAPPINGS, 'parameters': _MAPPINGS, 'notes': None,
              'image': None})

#: None stands for parts that the service computes itself and ignores in requests.
_SHAPES = {
    modules.PROJECT: Shape(_ATTRIBUTES, _OPTIONAL, dict(
        _COMMON, children=None, parameters=_PARAMETERS)),
    modules.COMPONENT: Shape(_ATTRIBUTES + ('isBase', 'loginUser', 'platform'), _OPTIONAL, dict(
        _COMMON, parameters=_PARAMETERS, targets=_TARGETS, prerecipe=LEAF, recipe=LEAF,
        packages=_PACKAGES, cloudImageIdentifiers=_IMAGES, targetsExpanded=None,
        inputParametersExpanded=None, outputParametersExpanded=None, packagesExpanded=None,
        buildStates=None, notes=None)),
    modules.APPLICATION: Shape(_ATTRIBUTES, _OPTIONAL, dict(
        _COMMON, parameters=_PARAMETERS, targets=_TARGETS, targetsExpanded=None,
        nodes=readings.map_shape('node', _NODE)))}
_TEXTS = ('description', 'logoLink', 'customVersion', 'tag', 'placementPolicy',
          'moduleReferenceUri')


def read(body):
    """The module that a document describes.

    :param bytes body: the XML.
    :return: a dict for :func:`slipstream.sandbox.state.modules.save`.
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
    path = '%s/%s' % (parent.partition('/')[2].strip('/'), root.get('shortName'))
    document = dict((name, root.get(name)) for name in _TEXTS)
    document.update(
        path=path.lstrip('/'), category=category, authz=_authz(root.find('authz')),
        commit=_commit(root.find('commit')), note=root.findtext('note'), creation=_creation(root),
        targets=[{'name': target.get('name'), 'script': target.text}
                 for target in root.findall('targets/target')],
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
    if node is None:
        return None
    return {'author': node.get('author'), 'comment': node.findtext('comment')}


def _creation(node):
    text = node.get('creation')
    return None if text is None else readings.timestamp(text)


def _component(root):
    return {
        'isBase': readings.flag(root.get('isBase')), 'loginUser': root.get('loginUser'),
        'platform': root.get('platform'), 'prerecipe': root.findtext('prerecipe') or None,
        'recipe': root.findtext('recipe') or None,
        'packages': _rows(root, 'packages/package', ('name', 'repository', 'key')),
        'cloudImageIdentifiers': _rows(root, 'cloudImageIdentifiers/cloudImageIdentifier',
                                       ('cloudServiceName', 'cloudImageIdentifier', 'region'))}


def _rows(root, path, names):
    """These attributes of all elements at a path."""
    return [dict((name, node.get(name)) for name in names) for node in root.findall(path)]


def _application(root):
    return {'nodes': [_node(node) for node in root.findall('nodes/entry/node')]}


def _node(node):
    # Both maps of a node hold the same mappings; a document may have only one of them.
    mappings = dict((mapping['name'], mapping) for tag in ('parameters', 'parameterMappings')
                    for mapping in readings.parameters(node.find(tag)))
    return {
        'name': node.get('name'), 'multiplicity': readings.integer(node.get('multiplicity')),
        'maxProvisioningFailures': readings.integer(node.get('maxProvisioningFailures')),
        'cloudService': node.get('cloudService'), 'imageUri': node.get('imageUri'),
        'network': node.get('network'), 'creation': _creation(node),
        'parameterMappings': [mappings[name] for name in sorted(mappings)]}


_SPECIFICS = {modules.PROJECT: lambda root: {}, modules.COMPONENT: _component,
              modules.APPLICATION: _application}
