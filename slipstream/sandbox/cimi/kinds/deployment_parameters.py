# -*- coding: utf-8 -*-
"""Parameters of deployments.

What the machines of a deployment tell each other and the user. Two of them do something:
``complete`` of a node names the state that is over and so moves the deployment on, and the state of
the deployment may end it.
"""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records, ids
from .. import schema
from . import events
from .base import Kind

_SCHEMA = schema.Schema({'deployment': schema.link, 'name': checks.solid},
                        {'nodeID': checks.solid, 'value': checks.nonblank})
_STEPS = ('Provisioning', 'Executing', 'SendingReports', 'Ready')
#: States at which a deployment is over, and the settings with which it is then kept.
_KEPT = {'Ready': ('Always', 'On Success'), 'Aborted': ('Always', 'On Error')}
_STATE = 'ss:state'
_NODE = ('hostname', 'instanceid', 'complete')


class DeploymentParameter(Kind):
    """Parameters: administrators add them, users of the deployment write them."""

    name = 'deployment-parameter'
    key = 'deploymentParameters'
    collection_uri = cimi_records.SIXSQ + 'DeploymentCollection'
    adders = 'ADMIN'

    def identify(self, world, document):
        """By deployment, node and name."""
        return _identity(document['deployment']['href'], document.get('nodeID', ''),
                         document['name'])

    def complete(self, world, caller, document, request):
        """Check before an id is made of it."""
        self.validate(world, caller, document)
        return document, {}

    def validate(self, world, caller, document):
        """Check a parameter."""
        _SCHEMA.check(document)

    def added(self, world, caller, document):
        """A parameter that comes with a value was written."""
        if 'value' in document:
            _written(world, document)

    def change(self, world, caller, stored, merged, body):
        """See what follows from a new value."""
        self.validate(world, caller, merged)
        if merged.get('value') not in (None, stored.get('value')):
            _written(world, merged)
        return merged


def prepare(world, deployment):
    """Write the parameters of a deployment that is started: those of the whole, and those of each node instance."""
    for each in deployment['outputParameters']:
        _insert(world, deployment, '', each['parameter'], each.get('value'))
    for node, content in _nodes(deployment['module']):
        defaults = dict((each['parameter'], each.get('value'))
                        for each in content.get('outputParameters', []))
        for name in _NODE + tuple(each['parameter']
                                  for each in content.get('outputParameters', [])):
            _insert(world, deployment, node, name, defaults.get(name))


def fill(world, deployment):
    """Write where the machines of a deployment are, which has started."""
    for node, _ in _nodes(deployment['module']):
        number = world.store.next_number('cimi-machine')
        _set(world, deployment['id'], node, 'hostname', '203.0.113.%d' % (1 + (number - 1) % 254))
        _set(world, deployment['id'], node, 'instanceid', world.ids.uuid())


def _nodes(module):
    """Names and contents of the node instances: one machine of a component, several of an application."""
    content = module.get('content', {})
    if module.get('type') == 'COMPONENT':
        return [('machine', content)]
    return [('%s.%d' % (node['node'], number), node.get('component', {}).get('content', {}))
            for node in content.get('nodes', []) for number in range(1, node['multiplicity'] + 1)]


def _identity(deployment, node, name):
    return ids.name_based_uuid('%s:%s:%s' % (deployment, node, name))


def _insert(world, deployment, node, name, value=None):
    identity = _identity(deployment['id'], node, name)
    if 'deployment-parameter/%s' % identity in world.store.table('deployment-parameter'):
        return
    members = {'deployment': {'href': deployment['id']}, 'name': name, 'nodeID': node,
               'value': value}
    owner = deployment['acl']['owner']
    rules = [cimi_records.user(owner['principal'], 'MODIFY')] if owner['type'] == 'USER' else []
    cimi_records.insert(world, 'deployment-parameter',
                        dict((key, inner) for key, inner in members.items() if inner), rules=rules,
                        name=identity)


def _set(world, deployment, node, name, value):
    document = world.store.table('deployment-parameter').get(
        'deployment-parameter/' + _identity(deployment, node, name))
    if document is not None:
        cimi_records.update(world, document, value=value)


def _written(world, parameter):
    """What follows from a value that was written."""
    if parameter['name'] == _STATE:
        _entered(world, parameter, parameter['value'])
    elif parameter['name'] == 'complete' and 'nodeID' in parameter:
        _step(world, parameter)


def _step(world, parameter):
    """The next state of a deployment, if the value names the present one: a node has completed it."""
    identity = _identity(parameter['deployment']['href'], '', _STATE)
    state = world.store.table('deployment-parameter').get('deployment-parameter/%s' % identity)
    over = parameter['value']
    if state is not None and state.get('value') == over and over in _STEPS[:-1]:
        following = _STEPS[_STEPS.index(over) + 1]
        cimi_records.update(world, state, value=following)
        _entered(world, state, following)


def _entered(world, parameter, state):
    """A deployment has entered a state: an event tells of it, and it may be stopped.

    The deployment itself may be missing; the event then belongs to whose the parameter is.
    """
    href = parameter['deployment']['href']
    deployment = world.store.table('deployment').get(href)
    events.write(world, href, state, (deployment or parameter)['acl'], 'state')
    kept = _KEPT.get(state)
    if deployment and kept and deployment.get('keepRunning', 'Always') not in kept and deployment[
            'state'] in ('STARTING', 'STARTED', 'ERROR'):
        world.agenda.after(0, 'cimi-deployment-stop', deployment=href)
