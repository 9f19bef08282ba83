# -*- coding: utf-8 -*-
"""Converting modules from a catalogue to a service.

Entries of a complete catalogue become documents for ``PUT /module/...``. All functions are pure.
"""
from __future__ import unicode_literals

from xml.etree import ElementTree

from .. import timestamps
from ..catalogue.checking import is_constant, is_withheld
from ..catalogue.shapes import CATEGORIES
from ..state import modules

_TAGS = {'project': 'projectModule', 'component': 'imageModule', 'application': 'deploymentModule'}
_TEXTS = ('description', 'logoLink', 'customVersion', 'tag', 'placementPolicy')


def document(entry, path, comment, refer, keeps_owner=True):
    """The document of a module.

    :param dict entry: the entry of the module in a complete catalogue.
    :param str path: the path on the service.
    :param str comment: the comment of this version.
    :param refer: a function that turns the path of another module in the catalogue, which may end
        in a version, into a reference.
    :param bool keeps_owner: whether the owner has the rights in the entry; otherwise the owner gets
        all rights, which are needed while further versions follow.
    """
    parent, _, name = path.rpartition('/')
    root = ElementTree.Element(_TAGS[entry['type']], {
        'category': CATEGORIES[entry['type']], 'parentUri': 'module/' + parent, 'shortName': name,
        'version': '0'})
    for member in _TEXTS:
        _set(root, member, entry[member])
    if entry['created'] is not None:
        root.set('creation', timestamps.legacy(timestamps.parse_cimi(entry['created'])))
    root.append(_rights(entry, keeps_owner))
    _text(_element(root, 'commit'), 'comment', comment)
    if entry['note'] is not None:
        _text(root, 'note', entry['note'])
    if entry['type'] != 'project':
        _targets(root, entry)
    if entry['type'] == 'component':
        _component(root, entry, refer)
    if entry['type'] == 'application':
        _entries(root, 'nodes', [(node['name'], _node(node, refer)) for node in entry['nodes']])
    _entries(root, 'parameters', [(parameter['name'], _parameter(parameter))
                                  for parameter in entry['parameters']])
    return root


def _rights(entry, keeps_owner):
    rights = dict(modules.default_authz(), **dict(
        (name, value) for name, value in entry['authz'].items() if value is not None))
    if not keeps_owner:
        rights.update((flag, True) for flag in modules.FLAGS if flag.startswith('owner'))
    # The user who restores the module becomes its owner, whatever the entry says.
    element = ElementTree.Element('authz', {'owner': entry['owner'] or 'nobody'})
    for flag in modules.FLAGS + ('inheritedGroupMembers',):
        element.set(flag, _flag(rights[flag]))
    members = _element(element, 'groupMembers')
    for member in rights['groupMembers']:
        _text(members, 'string', member)
    return element


def _targets(root, entry):
    targets = _element(root, 'targets')
    for name, script in sorted(entry['targets'].items()):
        _text(targets, 'target', script).set('name', name)


# -- components ------------------------------------------------------------------------------------

def _component(root, entry, refer):
    images = entry['images'] or {}
    is_base = entry['isBase']
    if is_base is None:
        is_base = entry['parent'] is None and bool(images)
    root.set('isBase', _flag(is_base))
    root.set('loginUser', entry['loginUser'])
    root.set('platform', entry['platform'])
    if entry['parent'] is not None:
        root.set('moduleReferenceUri', refer(entry['parent']))
    packages = _element(root, 'packages')
    for package in entry['packages']:
        _package(packages, package)
    for name in ('prerecipe', 'recipe'):
        _text(root, name, entry[name])
    identifiers = _element(root, 'cloudImageIdentifiers')
    for cloud, image in sorted(images.items()):
        element = _element(identifiers, 'cloudImageIdentifier')
        element.set('cloudServiceName', cloud)
        members = image if isinstance(image, dict) else {'identifier': image, 'region': None}
        _set(element, 'cloudImageIdentifier', members['identifier'])
        _set(element, 'region', members['region'])


def _package(packages, package):
    members = package if isinstance(package, dict) else {
        'name': package, 'repository': '', 'key': ''}
    element = _element(packages, 'package')
    for name in ('name', 'repository', 'key'):
        _set(element, name, members[name])


# -- applications ----------------------------------------------------------------------------------

def _node(node, refer):
    element = ElementTree.Element('node', {
        'name': node['name'], 'multiplicity': '%d' % node['multiplicity'],
        'maxProvisioningFailures': '%d' % node['maxProvisioningFailures'],
        'cloudService': node['cloud']})
    if node['component'] is not None:
        element.set('imageUri', refer(node['component']))
    _set(element, 'network', node['network'])
    # The service repeats each mapping in both maps.
    for tag in ('parameterMappings', 'parameters'):
        _entries(element, tag, [(name, _mapping(name, mapping))
                                for name, mapping in sorted(node['mappings'].items())])
    return element


def _mapping(name, mapping):
    if not isinstance(mapping, dict):
        members = {'value': mapping, 'mapped': not is_constant(mapping)}
    else:
        # Unknown secrets are included without a value, so that somebody can set them.
        members = dict(mapping, value="''") if is_withheld(mapping) else mapping
    element = _described('parameter', name, dict({
        'category': 'General', 'description': '', 'type': 'String', 'mandatory': False,
        'readonly': False, 'order': 0}, **members))
    element.set('isMappedValue', _flag(members['mapped']))
    if members['value'] is not None:
        _text(element, 'value', members['value'])
    return element


# -- parameters ------------------------------------------------------------------------------------

def _parameter(parameter):
    element = _described('parameter', parameter['name'], parameter)
    if parameter['instructions'] is not None:
        _text(element, 'instructions', parameter['instructions'])
    if parameter['enumValues']:
        choices = _element(element, 'enumValues')
        choices.set('length', '%d' % len(parameter['enumValues']))
        for choice in parameter['enumValues']:
            _text(choices, 'string', choice)
    default = parameter['defaultValue']
    for name, value in (('value', parameter['value']),
                        ('defaultValue', parameter['value'] if default is None else default)):
        if value is not None:
            _text(element, name, value)
    return element


def _described(tag, name, members):
    element = ElementTree.Element(tag, {
        'name': name, 'category': members['category'], 'type': members['type'],
        'mandatory': _flag(members['mandatory']), 'readonly': _flag(members['readonly'])})
    _set(element, 'description', members['description'])
    for attribute in ('order_', 'order'):
        element.set(attribute, '%d' % members['order'])
    return element


# -- elements --------------------------------------------------------------------------------------

def _entries(root, tag, pairs):
    container = _element(root, tag)
    for key, element in pairs:
        entry = _element(container, 'entry')
        _text(entry, 'string', key)
        entry.append(element)


def _element(parent, tag):
    return ElementTree.SubElement(parent, tag)


def _text(parent, tag, text):
    element = _element(parent, tag)
    element.text = text
    return element


def _set(element, name, value):
    if value is not None:
        element.set(name, value)


def _flag(value):
    return 'true' if value else 'false'
