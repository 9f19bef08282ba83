# -*- coding: utf-8 -*-
"""Rules for applications.

The nodes of an application must match the components that they refer to. The service hardly checks
components and projects: a broken reference there only shows up at deployment.
"""
from __future__ import unicode_literals

import re

from ..state import module_expansion, modules
from .errors import Problem

_NODE_NAME = re.compile(r'[A-Za-z0-9_]+\Z')
#: Outputs of every instance, whether its component declares them or not.
_STANDARD_OUTPUTS = frozenset(['hostname', 'instanceid'])
#: Outputs of the node itself.
_NODE_OUTPUTS = frozenset(['ids', 'multiplicity'])
#: Inputs of every component that was created on the web page; nodes may set them.
_STANDARD_INPUTS = frozenset(['cpu.nb', 'ram.GB', 'disk.GB', 'extra.disk.volatile', 'network'])


def check(world, document):
    """Check an application before storing it; other modules always pass.

    :raises Problem: 409 with the rule that it breaks.
    """
    if document['category'] != modules.APPLICATION:
        return
    images = dict((node['name'], _image(world, node)) for node in document['nodes'])
    expanded = dict((name, module_expansion.parameters(modules.lineage(world, image)))
                    for name, image in images.items())
    for node in document['nodes']:
        _check_inputs(world, node, images[node['name']], expanded[node['name']])
        for mapping in node['parameterMappings']:
            _check_link(mapping, expanded)


def _image(world, node):
    if not _NODE_NAME.match(node['name']):
        raise Problem(409, 'invalid node name: %s' % node['name'])
    image = modules.find(world, node['imageUri'])
    if image is None or image['category'] != modules.COMPONENT:
        raise Problem(409, 'Cannot find image: %s' % (node['imageUri'] or ''))
    return image


def _check_inputs(world, node, image, expanded):
    mapped = set(mapping['name'] for mapping in node['parameterMappings'])
    for name in sorted(mapped):
        if name not in expanded and name not in _STANDARD_INPUTS and not _of_a_cloud(world, name):
            raise Problem(409, "Input parameter: %s doesn't exist in image: %s"
                          % (name, image['path']))
    for parameter in module_expansion.of_category(expanded, 'Input'):
        if parameter['mandatory'] and not parameter['value'] and parameter['name'] not in mapped:
            raise Problem(409, 'Missing input parameter %s in node %s'
                          % (parameter['name'], node['name']))


def _check_link(mapping, expanded):
    if not module_expansion.is_link(mapping):
        return
    node, _, name = (mapping['value'] or '').partition(':')
    if node not in expanded or name not in _outputs(expanded[node]):
        raise Problem(409, 'Failed to find output parameter: %s' % (mapping['value'] or ''))


def _outputs(expanded):
    declared = module_expansion.of_category(expanded, 'Output')
    return _STANDARD_OUTPUTS | _NODE_OUTPUTS | set(parameter['name'] for parameter in declared)


def _of_a_cloud(world, name):
    return any(name.startswith(cloud + '.') for cloud in modules.cloud_names(world))
