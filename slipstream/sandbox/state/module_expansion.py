# -*- coding: utf-8 -*-
"""What components inherit.

A component may name another one as its parent and inherits scripts, packages, parameters, login
user and platform from it. The functions here take the chain of a component (see
:func:`slipstream.sandbox.state.modules.lineage`), the farthest ancestor first.
"""
from __future__ import unicode_literals

import collections

from . import modules


def parameters(chain):
    """The parameters of the last component of a chain, with all that it inherits.

    A value that comes from an ancestor counts as not set by the component itself, no matter which
    of them declared the parameter.

    :return: the parameters by name, in the order in which they first appear.
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
    """Of these parameters those which the module declares itself."""
    return [expanded[parameter['name']] for parameter in module['parameters']]


def of_category(expanded, category):
    """Of these parameters those of a category."""
    return [parameter for parameter in expanded.values() if parameter['category'] == category]


def script(module, name):
    """The text of a script target or build script of a module, or None."""
    if name in ('prerecipe', 'recipe'):
        return module[name]
    return next((target.get('script') for target in module['targets'] if target['name'] == name),
                None)


def login_and_platform(world, component):
    """The login user and the platform of a component: those of the base that it is built on.

    :return: a pair of texts; both are empty if it is not built on a base.
    """
    base = modules.lineage(world, component)[0]
    return (base['loginUser'] or '', base['platform'] or '') if base['isBase'] else ('', '')


def built_on(component):
    """The clouds with a built image of a component; nothing is built of a base."""
    if component['isBase']:
        return []
    return [image['cloudServiceName'] for image in component['cloudImageIdentifiers']
            if image.get('cloudImageIdentifier')]


def network(world, node, component):
    """The network of a node of an application, by its own setting or that of its component.

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
    """Whether a parameter of a node gets the value of an output parameter, and not a constant.

    A constant is in quotes.
    """
    value = mapping['value'] or ''
    return mapping['isMappedValue'] and unquoted(value) == value


def unquoted(value):
    """A value without the pair of quotes around it, if there is one."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in '\'"'
    return value[1:-1] if quoted else value


def _merged(inherited, parameter):
    """A parameter that a component declares, with the inherited value if it sets none itself."""
    if parameter['isSet'] or inherited is None:
        return parameter
    return dict(parameter, value=inherited['value'], defaultValue=inherited['defaultValue'])


def _with_default(parameter):
    if parameter['value'] is None or parameter['defaultValue'] is not None:
        return parameter
    return dict(parameter, defaultValue=parameter['value'])
