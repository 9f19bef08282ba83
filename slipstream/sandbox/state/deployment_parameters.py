# -*- coding: utf-8 -*-
"""Parameters of CIMI deployments.

These are documents of the collection ``deployment-parameter``: the global parameters of a
deployment, and the parameters of each node instance.
"""
from __future__ import unicode_literals

from . import cimi_records, ids

_KIND = 'deployment-parameter'
#: Name of the global parameter with the state of the deployment.
STATE = 'ss:state'
#: The parameters of every node instance.
_NODE = ('hostname', 'instanceid', 'complete')


def identity(deployment_id, node, name):
    """The second part of the id of a parameter.

    :param str node: name of the node instance; empty for global parameters.
    """
    return ids.name_based_uuid('%s:%s:%s' % (deployment_id, node, name))


def find(world, deployment_id, node, name):
    """The document of a parameter, or None."""
    return world.store.table(_KIND).get('%s/%s' % (_KIND, identity(deployment_id, node, name)))


def prepare(world, deployment):
    """Add the parameters of a deployment that is being started, unless they exist."""
    for output in deployment['outputParameters']:
        _insert(world, deployment, '', output['parameter'], output.get('value'))
    for node, content in nodes(deployment['module']):
        defaults = dict((output['parameter'], output.get('value'))
                        for output in content.get('outputParameters', []))
        for name in _NODE + tuple(output['parameter']
                                  for output in content.get('outputParameters', [])):
            _insert(world, deployment, node, name, defaults.get(name))


def change(world, deployment_id, node, name, value):
    """Set a parameter; do nothing if it does not exist."""
    document = find(world, deployment_id, node, name)
    if document is not None:
        cimi_records.update(world, document, value=value)


def nodes(module):
    """Names and contents of the node instances of a module.

    A component has one, called ``machine``; an application has the instances of its nodes.
    """
    content = module.get('content', {})
    if module.get('type') == 'COMPONENT':
        return [('machine', content)]
    return [('%s.%d' % (node['node'], number), node.get('component', {}).get('content', {}))
            for node in content.get('nodes', []) for number in range(1, node['multiplicity'] + 1)]


def _insert(world, deployment, node, name, value=None):
    if find(world, deployment['id'], node, name):
        return
    members = {'deployment': {'href': deployment['id']}, 'name': name, 'nodeID': node,
               'value': value}
    owner = deployment['acl']['owner']
    rules = [cimi_records.user(owner['principal'], 'MODIFY')] if owner['type'] == 'USER' else []
    cimi_records.insert(world, _KIND, dict((key, item) for key, item in members.items() if item),
                        rules=rules, name=identity(deployment['id'], node, name))
