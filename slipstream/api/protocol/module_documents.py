# -*- coding: utf-8 -*-
"""Drafts: documents of new modules.

Plain arguments in, a document out that the service accepts as a new project, component or
application. Pure functions.
"""
from __future__ import unicode_literals

import re

from ..compat import Iterable, Mapping, etree, native_str, string_types, to_text
from . import arguments, paths

#: The scripts that a component may bring.
SCRIPTS = ('execute', 'report', 'onvmadd', 'onvmremove', 'prescale', 'postscale')

#: The types that a parameter may have.
TYPES = ('String', 'Text', 'Password', 'Boolean', 'Enum', 'RestrictedString', 'RestrictedText',
         'Hidden', 'Dummy')

NETWORKS = ('Public', 'Private')

#: What may be told about a parameter, and about a node.
PARAMETER_MEMBERS = ('value', 'category', 'description', 'type', 'mandatory', 'readonly',
                     'instructions', 'choices')
NODE_MEMBERS = ('component', 'multiplicity', 'cloud', 'max_provisioning_failures', 'network',
                'parameters', 'links')

#: What every component has that was made on the web page; without the first two its instances would
#: not tell their addresses.
STANDARD_PARAMETERS = (
    ('hostname',
     {'description': 'hostname/ip of the image', 'category': 'Output', 'mandatory': True}),
    ('instanceid', {'description': 'Cloud instance id', 'category': 'Output', 'mandatory': True}),
    ('cpu.nb', {'description': 'Number of CPUs', 'category': 'Cloud'}),
    ('ram.GB', {'description': 'RAM in GB', 'category': 'Cloud'}),
    ('disk.GB', {'description': 'Disk in GB', 'category': 'Cloud'}),
    ('extra.disk.volatile', {'description': 'Volatile extra disk in GB', 'category': 'Cloud'}),
    ('network', {'description': 'Network type', 'category': 'Cloud', 'mandatory': True,
                 'choices': NETWORKS, 'value': 'Public'}))


def project(path, attributes, comment=None):
    """The document of a project.

    :param str path: its path.
    :param dict attributes: ``description`` and ``logoLink``; those that are None are left out.
    :param str comment: what to say about this version.
    """
    return _module('projectModule', 'Project', path, attributes, comment)


def component(path, attributes, comment=None, identifiers=None, parameters=None, targets=None,
              prerecipe=None, recipe=None, packages=None):
    """The document of a component; arguments as for ``create_component``.

    :param dict attributes: ``description``, ``logoLink``, ``moduleReferenceUri``, ``isBase``,
        ``loginUser`` and ``platform``.
    :param dict identifiers: cloud name to identifier of the image there.
    """
    root = _module('imageModule', 'Image', path, attributes, comment)
    scripts = [(arguments.one_of(name, SCRIPTS, 'a script'),
                arguments.text(script, 'the script %s' % to_text(name)))
               for name, script in sorted(arguments.mapping(targets, 'targets').items())]
    container = etree.SubElement(root, 'targets')
    for name, script in scripts:
        etree.SubElement(container, 'target', {'name': name}).text = script
    container = etree.SubElement(root, 'packages')
    for name in _several(packages, 'packages'):
        etree.SubElement(container, 'package',
                         {'name': arguments.name(name, 'a package'), 'repository': '', 'key': ''})
    for name, script in (('prerecipe', prerecipe), ('recipe', recipe)):
        if script is not None:
            etree.SubElement(root, name).text = arguments.text(script, name)
    container = etree.SubElement(root, 'cloudImageIdentifiers')
    for cloud, identifier in sorted(identifiers.items() if identifiers else ()):
        etree.SubElement(container, 'cloudImageIdentifier',
                         {'cloudServiceName': cloud, 'cloudImageIdentifier': identifier})
    wanted = dict(STANDARD_PARAMETERS)
    wanted.update((arguments.name(name, 'a parameter name'), _members(told, name)) for name,
                  told in arguments.mapping(parameters, 'parameters').items())
    _entries(root, 'parameters',
             [(name, parameter(name, **wanted[name])) for name in sorted(wanted)])
    return root


def application(path, attributes, comment=None, nodes=None):
    """The document of an application; arguments as for ``create_application``."""
    nodes = dict((paths.node_name(name), told) for name,
                 told in arguments.mapping(nodes, 'nodes').items())
    if not nodes:
        raise ValueError(native_str('An application needs nodes'))
    root = _module('deploymentModule', 'Deployment', path, attributes, comment)
    _entries(root, 'nodes',
             [(name, _node(name, nodes[name], set(nodes))) for name in sorted(nodes)])
    return root


def parameter(name, value=None, category='Input', description='', type=None, mandatory=False,
              readonly=False, instructions=None, choices=None):
    """The element of a parameter of a component.

    :param str name: its name.
    :param value: its value; None for none.
    :param str category: ``Input``, ``Output``, ``Cloud``, or the name of a cloud.
    :param str description: what it is.
    :param str type: one of :data:`TYPES`; default: ``Enum`` if there are choices, else ``String``.
    :param bool mandatory: whether it must have a value.
    :param bool readonly: whether it may be changed.
    :param str instructions: help for those who set it.
    :param choices: the values that it may have.
    """
    choices = [arguments.text(choice, 'a choice of %s' % name)
               for choice in _several(choices, 'the choices of %s' % name)]
    element = etree.Element('parameter', {
        'name': name, 'category': arguments.name(category, 'the category of %s' % name),
        'description': arguments.text(description, 'description'),
        'type': arguments.one_of(type or ('Enum' if choices else 'String'), TYPES,
                                 'the type of %s' % name),
        'mandatory': _flag(mandatory, 'mandatory'), 'readonly': _flag(readonly, 'readonly')})
    if instructions is not None:
        etree.SubElement(element,
                         'instructions').text = arguments.text(instructions, 'instructions')
    if choices:
        container = etree.SubElement(element, 'enumValues', {'length': '%d' % len(choices)})
        for choice in choices:
            etree.SubElement(container, 'string').text = choice
    if value is not None:
        written = arguments.one_of(value, choices, name) if choices else arguments.text(value, name)
        for tag in ('value', 'defaultValue'):
            etree.SubElement(element, tag).text = written
    return element


def identifiers(given):
    """The checked image identifiers of a component: cloud name to identifier."""
    return dict((arguments.name(cloud, 'a cloud name'),
                 arguments.name(identifier, 'the identifier for %s' % to_text(cloud)))
                for cloud, identifier in arguments.mapping(given, 'cloud_identifiers').items())


def new_name(name):
    """The name of a new module.

    :raises ValueError: if the service would take it for something else: a version, or one of its
        own words.
    """
    if re.match(r'[+-]?[0-9]+$', name) or name in ('new', 'publish'):
        raise ValueError(native_str(
            'A module cannot be called %s: the service takes that for something else' % name))
    return name


def _module(tag, category, path, attributes, comment):
    parent, _, name = paths.module_reference(path).rpartition('/')
    root = etree.Element(tag, {
        'category': category, 'parentUri': parent if '/' in parent else parent + '/',
        'shortName': new_name(name), 'version': '0'})
    for key, value in attributes.items():
        if value is not None:
            root.set(key, arguments.text(value, key))
    if comment is not None:
        etree.SubElement(etree.SubElement(root, 'commit'),
                         'comment').text = arguments.text(comment, 'comment')
    return root


def _node(name, told, nodes):
    told = _known({'component': told} if isinstance(told, string_types) else told, NODE_MEMBERS,
                  'node %s' % name)
    if not told.get('component'):
        raise ValueError(native_str('The component of node %s is missing' % name))
    node = etree.Element('node', {
        'name': name, 'imageUri': paths.module_reference(told['component']),
        'multiplicity': '%d' % arguments.number(told.get('multiplicity', 1),
                                            'multiplicity of node %s' % name),
        'maxProvisioningFailures': '%d' % arguments.number(told.get('max_provisioning_failures', 0),
                                                       'max_provisioning_failures of node %s'
                                                       % name),
        'cloudService': arguments.optional(told.get('cloud'), 'the cloud of node %s' % name)
        or 'default'})
    if told.get('network') is not None:
        node.set('network',
                 arguments.one_of(told['network'], NETWORKS, 'the network of node %s' % name))
    mappings = _mappings(name, told, nodes)
    # The service shows each of them in both maps.
    for tag in ('parameterMappings', 'parameters'):
        _entries(node, tag,
                 [(key, _mapping(key, value, linked)) for key, value, linked in mappings])
    return node


def _mappings(node, told, nodes):
    """The parameters of a node as triples, sorted: name, value as it is written, whether it is a link."""
    literal = arguments.mapping(told.get('parameters'), 'the parameters of node %s' % node)
    linked = arguments.mapping(told.get('links'), 'the links of node %s' % node)
    both = sorted(set(literal) & set(linked))
    if both:
        raise ValueError(
            native_str('%s of node %s is both a parameter and a link' % (both[0], node)))
    triples = [(arguments.name(key, 'a parameter name'), quoted(arguments.text(value, key)), False)
               for key, value in literal.items()]
    return sorted(triples + [(arguments.name(key, 'a parameter name'), _link(key, value, nodes),
                              True) for key, value in linked.items()])


def quoted(text):
    """A literal as nodes write it: in quotes, without which it would be a link."""
    quote = '"' if "'" in text and '"' not in text else "'"
    return quote + text + quote


def _link(name, value, nodes):
    node, _, output = arguments.name(value, 'the link of %s' % name).partition(':')
    if not output:
        raise ValueError(
            native_str('%s must be linked to NODE:PARAMETER, not to %s' % (name, value)))
    if node not in nodes:
        raise ValueError(native_str('%s is linked to the node %s, but there are: %s'
                                    % (name, node, ', '.join(sorted(nodes)))))
    return to_text(value)


def _mapping(name, value, linked):
    element = etree.Element('parameter', {
        'name': name, 'category': 'General', 'description': '', 'type': 'String',
        'mandatory': 'false', 'readonly': 'false',
        'isMappedValue': _flag(linked, name)})
    etree.SubElement(element, 'value').text = value
    return element


def _entries(root, tag, pairs):
    container = etree.SubElement(root, tag)
    for key, element in pairs:
        entry = etree.SubElement(container, 'entry')
        etree.SubElement(entry, 'string').text = key
        entry.append(element)


def _members(told, name):
    return _known(told, PARAMETER_MEMBERS,
                  'parameter %s' % to_text(name)) if isinstance(told, Mapping) else {'value': told}


def _known(told, names, what):
    """A dict as one with native keys, all of which must be known."""
    unknown = sorted(to_text(key) for key in arguments.mapping(told, what) if key not in names)
    if unknown:
        raise ValueError(
            native_str('What is %s in %s? It can have: %s' % (unknown[0], what, ', '.join(names))))
    return dict((native_str(key), value) for key, value in told.items())


def _several(values, what):
    if values is None:
        return []
    if not isinstance(values, Iterable) or isinstance(values, string_types + (bytes,)):
        raise TypeError(native_str('%s must be a list, not %r' % (what, values)))
    return list(values)


def _flag(value, what):
    return arguments.text(arguments.boolean(value, what), what)
