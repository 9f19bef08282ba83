# -*- coding: utf-8 -*-
"""Module documents: new projects, components and applications, and changes of components.

Pure functions: arguments in, a document out that the service accepts.
"""
from __future__ import unicode_literals

import re

from ..compat import Mapping, etree, native_str, to_text
from . import arguments, documents, paths

#: The scripts of a component.
SCRIPTS = ('execute', 'report', 'onvmadd', 'onvmremove', 'prescale', 'postscale')

#: The types of a parameter.
TYPES = ('String', 'Text', 'Password', 'Boolean', 'Enum', 'RestrictedString', 'RestrictedText',
         'Hidden', 'Dummy')

NETWORKS = ('Public', 'Private')

#: What can be said about a parameter, and about a node.
PARAMETER_MEMBERS = ('value', 'category', 'description', 'type', 'mandatory', 'readonly',
                     'instructions', 'choices')
NODE_MEMBERS = ('component', 'multiplicity', 'cloud', 'max_provisioning_failures', 'network',
                'parameters', 'links')

#: What every component has that was created on the web page; without the first two its instances
#: would not publish their addresses.
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


# New modules

def project(path, attributes, comment=None):
    """Return the document of a project.

    :param str path: its path.
    :param dict attributes: ``description`` and ``logoLink``; those that are None are left out.
    :param str comment: a comment on this version.
    """
    return _module(documents.PROJECT, 'Project', path, attributes, comment)


def project_of(path):
    """Return the path of the project that a new component or application belongs to.

    :param str path: the path of the new module.
    :raises ValueError: it has no project; the service would show it among the projects.
    """
    parent = parent_of(path)
    if not parent:
        name = paths.module_path(paths.module_reference(path))
        raise ValueError(native_str(
            "'%s' is in no project: pass a path such as 'PROJECT/%s'" % (name, name)))
    return parent


def parent_of(path):
    """Return the path of what a module is in; an empty string at the top level.

    :param str path: the path of the module.
    """
    return paths.module_path(paths.module_reference(path)).rpartition('/')[0]


def component(path, attributes, comment=None, identifiers=None, parameters=None, targets=None,
              prerecipe=None, recipe=None, packages=None):
    """Return the document of a component; arguments as for ``create_component``.

    :param dict attributes: ``description``, ``logoLink``, ``moduleReferenceUri``, ``isBase``,
        ``loginUser`` and ``platform``.
    :param dict identifiers: cloud name to identifier of the image there.
    """
    root = _module(documents.COMPONENT, 'Image', path, attributes, comment)
    _add_scripts(root, targets, prerecipe, recipe)
    container = etree.SubElement(root, 'packages')
    for name in arguments.several(packages, 'packages'):
        etree.SubElement(container, 'package',
                         {'name': arguments.name(name, 'a package'), 'repository': '', 'key': ''})
    set_image_identifiers(root, identifiers or {})
    members = dict(STANDARD_PARAMETERS)
    members.update((arguments.name(name, 'a parameter name'), _members(described, name))
                   for name, described in arguments.mapping(parameters, 'parameters').items())
    _add_entries(root, 'parameters',
                 [(name, parameter(name, **members[name])) for name in sorted(members)])
    return root


def application(path, attributes, comment=None, nodes=None):
    """Return the document of an application; arguments as for ``create_application``."""
    nodes = dict((paths.node_name(name), described)
                 for name, described in arguments.mapping(nodes, 'nodes').items())
    if not nodes:
        raise ValueError(native_str('An application needs nodes'))
    root = _module(documents.APPLICATION, 'Deployment', path, attributes, comment)
    _add_entries(root, 'nodes',
                 [(name, _node(name, nodes[name], set(nodes))) for name in sorted(nodes)])
    return root


def parameter(name, value=None, category='Input', description='', type=None, mandatory=False,
              readonly=False, instructions=None, choices=None):
    """Return the element of a parameter of a component.

    :param str name: its name.
    :param value: its value; None for none.
    :param str category: ``Input``, ``Output``, ``Cloud``, or the name of a cloud.
    :param str description: what it is.
    :param str type: one of :data:`TYPES`; default: ``Enum`` if there are choices, else ``String``.
    :param bool mandatory: whether it must have a value.
    :param bool readonly: whether its value is fixed.
    :param str instructions: help for those who set it.
    :param choices: the values to choose from.
    """
    choices = [arguments.text(choice, 'a choice of %s' % name)
               for choice in arguments.several(choices, 'the choices of %s' % name)]
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


def identifiers(cloud_identifiers):
    """Return the image identifiers of a new component: cloud name to identifier."""
    return dict((arguments.name(arguments.cloud_of(cloud), 'a cloud name'),
                 arguments.name(identifier, 'the identifier for %s' % to_text(cloud)))
                for cloud, identifier
                in arguments.mapping(cloud_identifiers, 'cloud_identifiers').items())


def new_name(name):
    """Return the name of a new module.

    :raises ValueError: the service would take it for a version, or for one of its own words.
    """
    if re.match(r'[+-]?[0-9]+\Z', name) or name in ('new', 'publish'):
        raise ValueError(native_str(
            'A module cannot be called %s: the service uses this name for something else' % name))
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


def _add_scripts(root, targets, prerecipe, recipe):
    scripts = [(arguments.one_of(name, SCRIPTS, 'a script'),
                arguments.text(script, 'the script %s' % to_text(name)))
               for name, script in sorted(arguments.mapping(targets, 'targets').items())]
    container = etree.SubElement(root, 'targets')
    for name, script in scripts:
        etree.SubElement(container, 'target', {'name': name}).text = script
    for name, script in (('prerecipe', prerecipe), ('recipe', recipe)):
        if script is not None:
            etree.SubElement(root, name).text = arguments.text(script, name)


def _members(described, name):
    """Return what a caller said about a parameter; anything but a dict is its value."""
    if not isinstance(described, Mapping):
        return {'value': described}
    return _checked_members(described, PARAMETER_MEMBERS, 'parameter %s' % to_text(name))


def _checked_members(described, names, what):
    """Return a dict with native keys, all of which must be among some names."""
    unknown = sorted(to_text(key) for key in arguments.mapping(described, what) if key not in names)
    if unknown:
        raise ValueError(native_str(
            'Unknown: %s of %s. Use one of: %s' % (unknown[0], what, ', '.join(names))))
    return dict((native_str(key), value) for key, value in described.items())


def _add_entries(root, tag, pairs):
    container = etree.SubElement(root, tag)
    for key, element in pairs:
        entry = etree.SubElement(container, 'entry')
        etree.SubElement(entry, 'string').text = key
        entry.append(element)


def _flag(value, what):
    return arguments.text(arguments.boolean(value, what), what)


# Nodes of applications

def _node(name, described, nodes):
    members = {'component': described} if arguments.is_module(described) else described
    members = _checked_members(members, NODE_MEMBERS, 'node %s' % name)
    if not members.get('component'):
        raise ValueError(native_str('The component of node %s is missing' % name))
    node = etree.Element('node', {
        'name': name, 'imageUri': paths.module_reference(members['component']),
        'multiplicity': _count(members.get('multiplicity', 1), 'multiplicity of node %s' % name),
        'maxProvisioningFailures': _count(members.get('max_provisioning_failures', 0),
                                          'max_provisioning_failures of node %s' % name),
        'cloudService': arguments.cloud(members.get('cloud'), 'the cloud of node %s' % name)
        or 'default'})
    if members.get('network') is not None:
        node.set('network',
                 arguments.one_of(members['network'], NETWORKS, 'the network of node %s' % name))
    mappings = _mappings(name, members, nodes)
    # The service shows each of them in both maps.
    for tag in ('parameterMappings', 'parameters'):
        _add_entries(node, tag,
                     [(key, _mapping(key, value, linked)) for key, value, linked in mappings])
    return node


def _count(value, what):
    return '%d' % arguments.number(value, what)


def _mappings(node, members, nodes):
    """Return the parameters of a node as sorted triples: name, text, whether it is a link."""
    literal = arguments.mapping(members.get('parameters'), 'the parameters of node %s' % node)
    linked = arguments.mapping(members.get('links'), 'the links of node %s' % node)
    both = sorted(set(literal) & set(linked))
    if both:
        raise ValueError(
            native_str('%s of node %s is both a parameter and a link' % (both[0], node)))
    triples = [(arguments.name(key, 'a parameter name'), quoted(arguments.text(value, key)), False)
               for key, value in literal.items()]
    return sorted(triples + [(arguments.name(key, 'a parameter name'), _link(key, value, nodes),
                              True) for key, value in linked.items()])


def quoted(text):
    """Return a literal as nodes write it: in quotes, without which it would be a link."""
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


# Changes of components

def component_changes(description, module_reference_uri, cloud_identifiers, keep, logo_link):
    """Return the changes of a component; arguments as for ``update_component``.

    :return: a triple: attributes to set, None for those to remove; image identifiers to set by
        cloud, None for those to remove; whether to remove all others.
    """
    images = dict((arguments.name(arguments.cloud_of(cloud), 'a cloud name'),
                   _image(identifier, cloud))
                  for cloud, identifier
                  in arguments.mapping(cloud_identifiers, 'cloud_identifiers').items())
    becomes_native = any(images.values()) and not keep
    if becomes_native and module_reference_uri:
        raise ValueError(native_str(
            'A component has either a parent component or cloud identifiers: pass one of '
            'module_reference_uri and cloud_identifiers, or keep_ref_uri_and_cloud_ids=True'))
    attributes = dict((key, arguments.text(value, key)) for key, value in (
        ('description', description), ('logoLink', logo_link)) if value is not None)
    if module_reference_uri:
        attributes['moduleReferenceUri'] = arguments.text(
            paths.module_reference(module_reference_uri), 'module_reference_uri')
        attributes['isBase'] = 'false'
    elif module_reference_uri is not None or becomes_native:
        attributes['moduleReferenceUri'] = None
    if becomes_native:  # with neither the service could not launch it
        attributes['isBase'] = 'true'
    return attributes, images, bool(module_reference_uri) and not keep


def change_component(root, attributes, images, removes_others=False):
    """Change the document of a component in place; see :func:`component_changes`."""
    for key, value in attributes.items():
        if value is None:
            root.attrib.pop(key, None)
        else:
            root.set(key, value)
    set_image_identifiers(root, images, removes_others)
    leave_inherited(root)


def set_image_identifiers(root, images, removes_others=False):
    """Set the image identifiers of a component.

    :param root: its document.
    :param dict images: cloud name to identifier; None removes that of a cloud.
    :param bool removes_others: whether to remove those of other clouds.
    """
    container = root.find('cloudImageIdentifiers')
    if container is None:
        container = etree.SubElement(root, 'cloudImageIdentifiers')
    existing = dict((element.get('cloudServiceName'), element)
                    for element in container.findall('cloudImageIdentifier'))
    for cloud in existing:
        if images.get(cloud) is None and (removes_others or cloud in images):
            container.remove(existing[cloud])
    for cloud in sorted(cloud for cloud in images if images[cloud] is not None):
        element = existing.get(cloud)
        if element is None:
            element = etree.SubElement(container, 'cloudImageIdentifier',
                                       {'cloudServiceName': cloud})
        element.set('cloudImageIdentifier', images[cloud])


def leave_inherited(root):
    """Remove the values that a component only inherits: sent back, they would become its own."""
    for element in root.findall('parameters/entry/parameter'):
        if documents.flag(element, 'isSet') == 'false':
            for inherited in element.findall('value') + element.findall('defaultValue'):
                element.remove(inherited)


def _image(identifier, cloud):
    """Return the identifier of an image as text; None to remove it."""
    if identifier is None:
        return None
    return arguments.text(identifier, 'the identifier for %s' % to_text(cloud)) or None
