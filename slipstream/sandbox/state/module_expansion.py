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
    """The parameters of the last component of a chain, with all that it inherits, by name in the order
    of their appearance.

    A value that comes from an ancestor counts as not set by the component itself, whoever declared
    the parameter.
    """
    found = collections.OrderedDict()
    for module in chain:
        for each in module['parameters']:
            inherited = found.get(each['name'])
            found[each['name']] = each if each['isSet'] or inherited is None else dict(
                each, value=inherited['value'], defaultValue=inherited['defaultValue'])
        if module is not chain[-1]:
            found = collections.OrderedDict((name, _handed_down(each)) for name,
                                            each in found.items())
    return collections.OrderedDict((name, _with_default(each)) for name, each in found.items())


def own(expanded, module):
    """Of these parameters those which the module declares itself."""
    return [expanded[each['name']] for each in module['parameters']]


def of_category(expanded, category):
    """Of these parameters those of a category."""
    return [each for each in expanded.values() if each['category'] == category]


def script(module, name):
    """The text of a script target or build script of a module, or None."""
    if name in ('prerecipe', 'recipe'):
        return module[name]
    return next((target.get('script') for target in module['targets'] if target['name'] == name),
                None)


def login_and_platform(world, component):
    """The login user and the platform of a component: its own if it is a base, else those of its parent component."""
    base = modules.lineage(world, component)[0]
    return (base['loginUser'] or '', base['platform'] or '') if base['isBase'] else ('', '')


def built_on(component):
    """The clouds with a built image of a component; nothing is built of a base."""
    if component['isBase']:
        return []
    return [each['cloudServiceName'] for each in component['cloudImageIdentifiers']
            if each.get('cloudImageIdentifier')]


def network(world, node, image):
    """The network of a node: its own setting, else that of its component; None if neither has one."""
    for each in node['parameterMappings']:
        if each['name'] == 'network' and each['value']:
            return unquoted(each['value'])
    if node['network']:
        return node['network']
    expanded = parameters(modules.lineage(world, image))
    return expanded['network']['value'] if 'network' in expanded else None


def unquoted(value):
    """A value without the pair of quotes around it, if there is one."""
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in '\'"'
    return value[1:-1] if quoted else value


def _handed_down(parameter):
    return dict(parameter, isSet=False)


def _with_default(parameter):
    if parameter['value'] is None or parameter['defaultValue'] is not None:
        return parameter
    return dict(parameter, defaultValue=parameter['value'])
