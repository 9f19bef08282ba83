# -*- coding: utf-8 -*-
"""Loading deployments into a world.

They stay in the state in which they were captured: no changes are planned, and they have no
machines. Their owners can read, scale and terminate them.
"""
from __future__ import unicode_literals

from .. import timestamps
from ..state import module_expansion, modules, runs
from .filling_modules import STAND_IN


def add_run(world, run):
    """Load a deployment of a catalogue into a world.

    :param dict run: its entry in a complete catalogue.
    """
    module = modules.find(world, 'module/' + run['module'])
    created = timestamps.parse_cimi(run['created'])
    values = dict(run['parameters'], **dict((key, STAND_IN) for key in run['withheld']))
    instances = dict((instance['name'], _instance(instance, created))
                     for instance in run['instances'])
    for name in instances:
        values['%s:vmstate' % name] = ''
    document = {
        'uuid': run['uuid'], 'type': run['type'], 'category': module['category'],
        'module': modules.uri(module), 'owner': run['owner'], 'mutable': run['mutable'],
        'creation': created, 'state': run['state'],
        'lastStateChange': timestamps.parse_cimi(run['changed'] or run['created']),
        'endTime': run['ended'] and timestamps.parse_cimi(run['ended']),
        'clouds': run['clouds'], 'nodeNames': [instance['name'] for instance in run['instances']],
        'groups': run['groups'], 'values': values, 'mappings': run['links'],
        'settings': _settings(run, instances),
        'instances': instances, 'step': 0, 'path': None, 'failure': None, 'failed': None,
        'stalled': None, 'watched': False}
    for name in ('state', 'abort', 'url.service', 'tags', 'recovery.mode'):
        values.setdefault('ss:%s' % name, '')
    names = sorted(set(instance['node'] for instance in instances.values()) - {None})
    document['nodes'] = [_node(world, name, document, module, run['described'].get(name, {}))
                         for name in names]
    world.store.table(runs.TABLE).put(run['uuid'], document)


def _settings(run, instances):
    """The settings of the launch, including those that the service itself needs."""
    settings = {runs.KEEP_RUNNING: 'on-success', runs.GARBAGE_COLLECTED: 'false'}
    for instance in sorted(instances.values(), key=lambda entry: entry['index'] or 0):
        if instance['index'] is not None:
            settings['%s:node.increment' % instance['node']] = '%d' % (instance['index'] + 1)
    return dict(settings, **run['settings'])


def _instance(instance, created):
    node, _, index = instance['name'].partition('.')
    is_orchestrator = instance['name'].startswith('orchestrator-')
    return {
        'node': None if is_orchestrator else node,
        'index': int(index) if index.isdigit() and not is_orchestrator else None,
        'cloud': instance['cloud'], 'orchestrator': is_orchestrator, 'machine': None,
        'creation': timestamps.parse_cimi(instance['created']) if instance['created'] else created}


def _node(world, name, run, module, described):
    """A node as runs store it, so that further instances can be added."""
    component = _component(world, name, module)
    chain = modules.lineage(world, component) if component else []
    parameters = module_expansion.parameters(chain) if chain else {}
    initial = dict(
        (parameter['name'], None if parameter['category'] == 'Output' else parameter['value'])
        for parameter in parameters.values())
    initial.update((setting.partition(':')[2], value) for setting, value in run['settings'].items()
                   if setting.partition(':')[0] == name
                   and setting.partition(':')[2] in initial)
    tolerated = run['values'].get('%s:max-provisioning-failures' % name) or '0'
    texts = dict((parameter['name'], [parameter['description'] or '', parameter['type']])
                 for parameter in parameters.values())
    texts.update((parameter, [text['description'], text['type']])
                 for parameter, text in described.items())
    return {
        'name': name, 'image': component and modules.uri(component), 'initial': initial,
        'cloud': next(instance['cloud'] for instance in run['instances'].values()
                      if instance['node'] == name),
        'tolerated': int(tolerated) if tolerated.isdigit() else 0,
        'loginUser': module_expansion.login_and_platform(world, component)[0] if component else '',
        'links': _links(name, run), 'outputs': {}, 'described': texts}


def _component(world, name, module):
    if module['category'] == modules.COMPONENT:
        return module
    node = next((candidate for candidate in module['nodes'] if candidate['name'] == name), None)
    return node and modules.find(world, node['imageUri'])


def _links(name, run):
    """The linked parameters of a node: name to the node and parameter with the value."""
    links = {}
    for source, targets in run['mappings'].items():
        for scope, parameter in map(runs.split_key, targets):
            if run['instances'].get(scope, {}).get('node') == name:
                links[parameter] = [source.partition('.')[0], runs.split_key(source)[1]]
    return links
