# -*- coding: utf-8 -*-
"""Rows of runs: what the documents of runs, and lists of them, say.

A run is a deployment; its document also holds its runtime parameters.
"""
from __future__ import unicode_literals

import operator

from .. import models
from ..compat import native_str, to_text
from . import documents, fast_rows, paths

#: The scope of the parameters of the only instance of a component.
MACHINE = 'machine'

# The ends of the names of what is shown of an instance; found without a call for each parameter.
_ENDS = frozenset([':vmstate', ':hostname', ':ids', ':instanceid', ':cloudservice'])

# A deployment may have thousands of parameters: without a function of ours for each.
_GET_KEY = operator.methodcaller(native_str('get'), 'key')


def deployment_of(run):
    """Return the deployment that the document of a run describes."""
    values, of_instances = {'ss:abort': None, 'ss:url.service': None}, {}
    for parameters in run.findall('runtimeParameters'):
        # There may be thousands, and a path would be evaluated in Python.
        for element in parameters.iter('runtimeParameter'):
            key = element.get('key')
            if key in values:
                values[key] = documents.text_of(element)
            elif key and (key[-8:] in _ENDS or key[-9:] in _ENDS or key[-4:] in _ENDS
                          or key[-11:] in _ENDS or key[-13:] in _ENDS):
                of_instances[key] = element.text or None
    state = documents.attribute(run, 'state')
    return models.Deployment(
        id=documents.identifier(run.get('uuid')),
        module=paths.module_path(run.get('moduleResourceUri')),
        status=state and state.lower(),
        started_at=documents.attribute(run, 'startTime'),
        last_state_change=documents.attribute(run, 'lastStateChangeTime'),
        clouds=documents.words(run.get('cloudServiceNames')),
        username=documents.attribute(run, 'user'), abort=values['ss:abort'],
        service_url=values['ss:url.service'], scalable=documents.flag(run, 'mutable')
    ).with_instances(all_instances(of_instances))


def listed_deployment_of(item):
    """Return the deployment in a row of the list of runs; some attributes have other names there.

    :param item: the attributes of the row.
    """
    get = item.get  # each by itself: a function for each would take noticeable time
    state, username, abort, service_url = get('status'), get('username'), get('abort'), get(
        'serviceUrl')
    started_at, changed_at, mutable = get('startTime'), get('lastStateChangeTime'), get('mutable')
    return fast_rows.row(models.Deployment, (
        fast_rows.identifier(get('uuid')), fast_rows.module_path(get('moduleResourceUri')),
        state and state.strip().lower(),
        started_at and started_at.strip(), changed_at and changed_at.strip(),
        fast_rows.words(get('cloudServiceNames')),
        username and username.strip(), abort and abort.strip() or None,
        service_url and service_url.strip() or None,
        None if mutable is None else fast_rows.flag(mutable)))


def keys_of(run):
    """Return the names of the runtime parameters in the document of a run, as a set."""
    return frozenset(map(_GET_KEY, run.iter('runtimeParameter'))) - {None}


def values_of(run):
    """Return the runtime parameters in the document of a run, as a dict sorted by key.

    The value of those without one is None.
    """
    elements = dict((element.get('key'), element)
                    for element in run.findall('runtimeParameters/entry/runtimeParameter'))
    return dict((to_text(key), elements[key].text or None)
                for key in sorted(elements, key=lambda key: key or '') if key)


def scopes_of(values):
    """Return the scopes of all runtime parameters, as a set."""
    return set(key.partition(':')[0] for key in values)


def nodes_of(values):
    """Return the names of the nodes, as a sorted list; ``machine`` for that of a component."""
    nodes = sorted(key.partition(':')[0] for key in values if key.endswith(':ids'))
    return nodes or sorted({MACHINE} & scopes_of(values))


def all_instances(values):
    """Return the instances of all nodes, as a list."""
    return [instance for node in nodes_of(values) for instance in instances_of(values, node)]


def instances_of(values, node):
    """Return the instances of a node, in the order of their numbers.

    :param values: all runtime parameters.
    """
    if node == MACHINE and MACHINE + ':ids' not in values:
        return [_instance(values, node, MACHINE, None)]
    numbers = (documents.whole_number(word)
               for word in documents.words(values.get('%s:ids' % node)))
    return [_instance(values, node, '%s.%d' % (node, number), number)
            for number in sorted(number for number in numbers if number is not None)]


def _instance(values, node, name, number):
    def value(parameter):
        return values.get('%s:%s' % (name, parameter))
    return models.NodeInstance(
        name=name, node=node, id=number, cloud=value('cloudservice'), hostname=value('hostname'),
        status=value('vmstate'), instance_id=value('instanceid'))
