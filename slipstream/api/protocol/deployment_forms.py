# -*- coding: utf-8 -*-
"""Deployment forms: what is sent to launch, build and scale a deployment.

Pure functions: arguments in, the fields of a form out.
"""
from __future__ import unicode_literals

import re

from ..compat import Iterable, Mapping, native_str, to_text
from ..models import NodeInstance
from . import arguments, paths

#: Names that concern the whole deployment: as ``parameters`` they are sent as they are.
GLOBAL_PARAMETERS = [native_str(name) for name in (
    'bypass-ssh-check', 'refqname', 'keep-running', 'tags', 'mutable', 'type')]


def launch(path, cloud=None, parameters=None, tags=None, keep_running=None, scalable=False,
           multiplicity=None, tolerate_failures=None, check_ssh_key=False, raw_params=None,
           global_parameters=()):
    """Return the form that launches a deployment.

    :param global_parameters: names of parameters that are sent as they are. The other arguments are
        those of ``Api.deploy``.
    """
    form = raw_fields(raw_params)
    form.update(parameter_fields(parameters, global_parameters))
    form.update(cloud_fields(cloud))
    form.update(number_fields(multiplicity, 'multiplicity', 'multiplicity'))
    form.update(number_fields(tolerate_failures, 'tolerate_failures', 'max-provisioning-failures'))
    form['refqname'] = paths.module_reference(path)
    if tags:
        form['tags'] = arguments.joined(tags, 'tags')
    if keep_running is not None:
        form['keep-running'] = arguments.keep_running(keep_running, 'keep_running')
    if arguments.boolean(scalable, 'scalable'):
        form['mutable'] = 'on'
    if arguments.boolean(check_ssh_key, 'check_ssh_key'):
        form.pop('bypass-ssh-check', None)
    else:
        form.setdefault('bypass-ssh-check', 'true')
    return form


def build(path, cloud=None):
    """Return the form that builds a component on a cloud, None for the default cloud."""
    return {'type': 'Machine', 'refqname': paths.module_reference(path),
            'parameter--cloudservice': arguments.cloud(cloud, 'cloud') or 'default'}


def addition(quantity):
    """Return the form that adds instances to a node; None for None, which lets the service decide.

    The service would take an empty form for one instance, so 0 has to be sent.
    """
    return None if quantity is None else {'n': '%d' % arguments.number(quantity, 'quantity')}


def removal(numbers, keep_machines):
    """Return the form that removes instances from a node."""
    form = {'ids': ','.join('%d' % number for number in numbers)}
    if arguments.boolean(keep_machines, 'keep_machines'):
        form['delete-ids-only'] = 'true'
    return form


def raw_fields(raw_params):
    """Return the raw form fields of the caller.

    :raises ValueError: for the one that makes the service omit the id of the deployment.
    """
    form = dict((arguments.name(field, 'a name in raw_params'),
                 arguments.text(value, 'raw_params[%s]' % field))
                for field, value in arguments.mapping(raw_params, 'raw_params').items())
    if 'redirect_to_dashboard' in form:
        raise ValueError(native_str(
            'With redirect_to_dashboard, the service would not return the id of the deployment'))
    return form


def parameter_fields(parameters, global_parameters):
    """Return the fields of parameters: of the whole deployment, a component, or the nodes."""
    form = {}
    for key, value in arguments.mapping(
            parameters, 'parameters', ' of names to values').items():
        if isinstance(value, Mapping):
            form.update(node_parameter_fields(key, value))
        elif key in global_parameters:
            form[to_text(key)] = global_value(to_text(key), value)
        else:
            form['parameter--%s' % parameter_name(key)] = arguments.text(
                value, 'parameter %s' % to_text(key))
    return form


def node_parameter_fields(node, parameters):
    """Return the fields of the parameters of one node."""
    prefix = 'parameter--node--%s--' % paths.node_name(node)
    return dict((prefix + parameter_name(name),
                 arguments.text(value, 'parameter %s of node %s' % (to_text(name), to_text(node))))
                for name, value in parameters.items())


def parameter_name(name):
    """Return the name of a parameter, fit for a form.

    :raises ValueError: it contains the separator of the form's field names.
    """
    written = arguments.name(name, 'a parameter name')
    if '--' in written:
        raise ValueError(native_str('A parameter name must not contain "--": %s' % written))
    return written


def global_value(name, value):
    """Return the text of a parameter that concerns the whole deployment."""
    if name == 'keep-running':
        return arguments.keep_running(value, name)
    return arguments.joined(value, name) if name == 'tags' else arguments.text(value, name)


def cloud_fields(cloud):
    """Return the fields that say where: one cloud for a component, one per node otherwise."""
    if isinstance(cloud, Mapping):
        return dict(('parameter--node--%s--cloudservice' % paths.node_name(node),
                     arguments.name(arguments.cloud_of(name),
                                    'the cloud of node %s' % to_text(node)))
                    for node, name in cloud.items())
    if isinstance(cloud, (list, set)):
        raise TypeError(native_str(
            'cloud must be a name, or a dict of node names to clouds, not %s' % (
                type(cloud).__name__)))
    name = arguments.cloud(cloud, 'cloud')
    return {'parameter--cloudservice': name} if name else {}


def number_fields(numbers, what, field):
    """Return the fields that give a number to each node."""
    return dict(('parameter--node--%s--%s' % (paths.node_name(node), field),
                 '%d' % arguments.number(number, '%s of node %s' % (what, to_text(node))))
                for node, number in arguments.mapping(
                    numbers, what, ' of node names to numbers').items())


def instance_numbers(ids, node):
    """Return the numbers of node instances, without repetitions, in the order passed.

    :param ids: numbers, names or rows of instances: one, a comma-separated string, or an iterable.
    :param str node: the node that they must belong to.
    :raises ValueError: there are none, or one is neither a number from 1 on nor the name of an
        instance of that node.
    :raises TypeError: one is neither a number nor a string.
    """
    if arguments.is_string(ids):
        ids = to_text(ids).split(',')
    elif isinstance(ids, NodeInstance) or not isinstance(ids, Iterable):
        ids = [ids]
    numbers = []
    for instance in ids:
        number = instance_number(instance, node)
        if number not in numbers:
            numbers.append(number)
    if not numbers:
        raise ValueError(native_str('Name at least one instance to remove'))
    return numbers


def instance_number(instance, node):
    """Return the number of a node instance, passed as its number, its name or its row."""
    instance = arguments.instance_of(instance)
    if arguments.is_string(instance):
        instance = to_text(instance).strip()
        own = re.match(r'(?:%s\.)?([+-]?[0-9]+)\Z' % re.escape(node), instance)
        if not own:
            raise ValueError(native_str("'%s' is not an instance of %s" % (instance, node)))
        instance = own.group(1)
    return arguments.number(instance, 'A node instance of %s' % node, least=1)
