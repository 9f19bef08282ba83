# -*- coding: utf-8 -*-
"""The runtime parameters of runs.

Names, descriptions and initial values of the runtime parameters of a run, its nodes and its
instances.

A node of a run is a dict with the members ``name``, ``cloud``, ``image`` (component with version),
``imageId``, ``loginUser``, ``tolerated`` (number of provisioning failures), ``initial`` (component
parameter to its initial value on a new instance), ``described`` (component parameter to
``[description, type]``), ``outputs`` (output parameter to the template for its value), ``links``
(component parameter to the ``[node, parameter]`` that it gets its value from).
"""
from __future__ import unicode_literals

from .runs import MACHINE, ORCHESTRATION, split_key

_GLOBAL = (
    ('category', 'Module category'), ('state', 'Global execution state'),
    ('abort', 'Run abort flag, set when aborting'),
    ('complete', 'Global complete flag, set when run completed'),
    ('groups', 'Comma separated node groups'),
    ('url.service', 'Optional service URL for the deployment'),
    ('tags', 'Comma separated tag values'),
    ('recovery.mode', 'Run abort flag, set when aborting'), ('run.api.key', 'API key for the run'),
    ('deployment.credential.ids', 'Cloud credentials IDs for managing deployment'))

_INSTANCE = (
    ('statecustom', 'Custom state', ''),
    ('vmstate', 'State of the VM, according to the cloud layer', ''),
    ('abort', 'Machine abort flag, set when aborting', ''),
    ('complete', "'true' when current state is completed", 'false'),
    ('url.ssh', 'SSH URL to connect to virtual machine', ''),
    ('url.service', 'Optional service URL for virtual machine', ''),
    ('is.orchestrator', "True if it's an orchestrator", 'false'),
    ('cloudservice', 'Cloud Service where the node resides', ''),
    ('hostname', 'hostname/ip of the image', None), ('instanceid', 'Cloud instance id', None))

_ORDINARY = (
    ('scale.state', 'Defined scalability state', 'creating'),
    ('pre.scale.done', "Node instance sets to 'true' after running pre-scale script", 'false'),
    ('scale.iaas.done', "Orchestrator sets to 'true' after scaling the node instance", 'false'),
    ('disk.attach.size', 'Size of the extra disk to attach', ''),
    ('disk.attached.device', 'Attached device name', ''),
    ('disk.detach.device', 'Name of the block device to detach', ''),
    ('image.id', 'Cloud image id', ''),
    ('image.platform', 'Platform (eg: ubuntu, windows)', ''),
    ('service-offer', 'Service Offer Id', ''))

_APPLICATION = (('nodename', 'Nodename', ''), ('id', 'Node instance id', ''))

_ORCHESTRATOR = (
    ('max.iaas.workers', 'Max number of concurrently provisioned VMs by orchestrator', '20'),)

_NODE = (
    ('ids', 'IDs of the machines in a mutable deployment.'),
    ('multiplicity', 'Multiplicity number'),
    ('max-provisioning-failures', 'Max provisioning failures'))

#: Parameters that every connector knows; launch requests omit the name of the cloud in them.
CONNECTOR = (
    ('instance.type', 'Cloud instance type'),
    ('security.groups', 'Security groups (comma separated list)'),
    ('disk', 'Size of the root disk (in GB)'), ('cpu', 'Number of CPUs'),
    ('ram', 'Size of RAM (in GB)'))

_OF_GLOBAL = dict(_GLOBAL)
_OF_NODE = dict(_NODE)
_OF_INSTANCE = dict((row[0], row[1])
                    for row in _INSTANCE + _ORDINARY + _APPLICATION + _ORCHESTRATOR)
_OF_CONNECTOR = dict(CONNECTOR)


def global_values(category, groups, tags):
    """The initial values of the global parameters of a run."""
    values = dict(('ss:%s' % name, '') for name, _ in _GLOBAL)
    values.update({'ss:category': category, 'ss:groups': groups, 'ss:tags': tags,
                   'ss:recovery.mode': 'false'})
    return values


def node_values(node, multiplicity):
    """The initial values of the parameters of an application node itself."""
    return {'%s:ids' % node['name']: ','.join('%d' % number
                                              for number in range(1, multiplicity + 1)),
            '%s:multiplicity' % node['name']: '%d' % multiplicity,
            '%s:max-provisioning-failures' % node['name']: '%d' % node['tolerated']}


def add_instance(draft, node, index=None):
    """Add an instance of a node, with its parameters, to a run.

    :param int index: its number; None for the only instance of a component run.
    :return: its name.
    """
    name = node['name'] if index is None else '%s.%d' % (node['name'], index)
    rows = _INSTANCE + _ORDINARY + (() if index is None else _APPLICATION)
    values = dict((row[0], row[2]) for row in rows)
    values.update(node['initial'])
    values['cloudservice'] = node['cloud']
    if index is not None:
        values.update({'nodename': node['name'], 'id': '%d' % index})
    _add(draft, name, values, node=node['name'], index=index, cloud=node['cloud'],
         orchestrator=False)
    for parameter, (other, source) in sorted(node['links'].items()):
        _link(draft, '%s.1:%s' % (other, source), '%s:%s' % (name, parameter))
    # A node that is linked to this one may already exist.
    for key in ['%s:%s' % (name, parameter) for parameter in sorted(values)]:
        if key in draft['mappings']:
            draft.assign(key, draft.get(key))
    return name


def add_orchestrator(draft, cloud, workers):
    """Add the orchestrator of a cloud, with its parameters, to a run."""
    values = dict((row[0], row[2]) for row in _INSTANCE + _ORCHESTRATOR)
    values.update({'cloudservice': cloud, 'is.orchestrator': 'true',
                   'max.iaas.workers': '%s' % workers})
    _add(draft, 'orchestrator-%s' % cloud, values, node=None, index=None, cloud=cloud,
         orchestrator=True)


def describe(run, key):
    """The description and the type of a runtime parameter."""
    scope, name = split_key(key)
    if scope == 'ss':
        return _OF_GLOBAL.get(name, ''), 'String'
    if scope not in run['instances']:
        return _OF_NODE.get(name, ''), 'String'
    node = next((node for node in run['nodes'] if node['name'] == run['instances'][scope]['node']),
                {'described': {}})
    if name in node['described']:
        return tuple(node['described'][name])
    prefix = '%s.' % run['instances'][scope]['cloud']
    return _OF_INSTANCE.get(name) or _OF_CONNECTOR.get(name[len(prefix):], ''), 'String'


def is_set(run, key):
    """Whether a runtime parameter is set; the list of groups always is, even if empty."""
    return bool(run['values'][key]) or key == 'ss:groups'


def created(run, key):
    """When a runtime parameter was created."""
    instance = run['instances'].get(split_key(key)[0])
    return instance['creation'] if instance else run['creation']


def has_orchestrators(run_type):
    """Whether runs of this type have an orchestrator in each cloud."""
    return run_type in (ORCHESTRATION, MACHINE)


def _add(draft, name, values, **members):
    for parameter, value in values.items():
        draft['values']['%s:%s' % (name, parameter)] = value
    draft['instances'][name] = dict(members, machine=None, creation=draft.world.clock.now())
    draft['nodeNames'] = draft['nodeNames'] + [name]


def _link(draft, source, target):
    draft['mappings'][source] = draft['mappings'].get(source, []) + [target]
    if draft.get(source):
        draft.assign(target, draft.get(source))
