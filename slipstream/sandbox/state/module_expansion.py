# -*- coding: utf-8 -*-
"""Inheritance between components.

A component inherits scripts, packages, parameters, login user and platform from its parent
component. The functions here take the chain of a component (see
:func:`slipstream.sandbox.state.modules.lineage`), the oldest ancestor first.
"""
from __future__ import unicode_literals

import collections

from . import modules


def parameters(chain):
    """The parameters of the last component of a chain, including inherited ones.

    A value from an ancestor does not count as set by the component itself, no matter which of them
    declared the parameter.

    :return: the parameters by name, in order of their first appearance.
    """
    merged = collections.OrderedDict()
    for module in chain:
        for parameter in module['parameters']:
            merged[parameter['name']] = _merged(merged.get(parameter['name']), parameter)
        if module is not chain[-1]:
            for name in merged:
                merged[name] = dict(merged[name], isSet=False)
    for name in merged:
        merged[name] = _with_default(merged[name])
    return merged


def own(expanded, module):
    """Those of the parameters that the module itself declares."""
    return [expanded[parameter['name']] for parameter in module['parameters']]


def of_category(expanded, category):
    """Those of the parameters that have this category."""
    return [parameter for parameter in expanded.values() if parameter['category'] == category]


def script(module, name):
    """The script target or build script of a module, or None."""
    if name in ('prerecipe', 'recipe'):
        return module[name]
    return next((target.get('script') for target in module['targets'] if target['name'] == name),
                None)


def login_and_platform(world, component):
    """The login user and the platform of a component: those of its base image.

    :return: a pair of strings; both are empty if it has no base image.
    """
    base = modules.lineage(world, component)[0]
    return (base['loginUser'] or '', base['platform'] or '') if base['isBase'] else ('', '')


def built_on(component):
    """The clouds with a built image of a component; base images are never built."""
    if component['isBase']:
        return []
    return [image['cloudServiceName'] for image in component['cloudImageIdentifiers']
            if image.get('cloudImageIdentifier')]


def network(world, node, component):
    """The network of a node of an application, from the node or from its component.

    :return: its name; None if neither has one.
    """
    for mapping in node['parameterMappings']:
        if mapping['name'] == 'network' and mapping['value']:
            return unquoted(mapping['value'])
    if node['network']:
        return node['network']
    expanded = parameters(modules.lineage(world, component))
    return expanded['network']['value'] if 'network' in expanded else None


def is_link(mapping):
    """Whether a parameter of a node is linked to an output parameter and not a constant.

    Constants are in quotes.
    """
    value = mapping['value'] or ''
    return mapping['isMappedValue'] and unquoted(value) == value


def unquoted(value):
    """Remove the quotes around a value, if there are any."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in '\'"'
    return value[1:-1] if quoted else value


def _merged(inherited, parameter):
    """A parameter that a component declares, with the inherited value if it has none."""
    if parameter['isSet'] or inherited is None:
        return parameter
    return dict(parameter, value=inherited['value'], defaultValue=inherited['defaultValue'])


def _with_default(parameter):
    if parameter['value'] is None or parameter['defaultValue'] is not None:
        return parameter
    return dict(parameter, defaultValue=parameter['value'])
