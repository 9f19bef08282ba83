# -*- coding: utf-8 -*-
"""Deployments for the console: runs, and the deployments of the JSON interface."""
from __future__ import unicode_literals

from .. import timestamps
from ..state import machines, modules
from ..state.runs import ACTIVE, FINAL, is_active, newest_first

#: How many deployments of each kind are shown.
MOST = 50
_STEPS = 8


def summary(world):
    """The newest deployments of both kinds, and the total number of deployments."""
    runs, others = newest_first(world), list(world.store.table('deployment'))
    others.reverse()
    return {'total': len(runs) + len(others),
            'active': len([run for run in runs if is_active(run)]),
            'items': [_run(world, run) for run in runs[:MOST]]
            + [_deployment(document) for document in others[:MOST]]}


def _run(world, run):
    values = run['values']
    path, version = modules.split_version(run['module'].partition('/')[2])
    return {
        'id': run['uuid'], 'kind': run['category'], 'module': path, 'version': version,
        'owner': run['owner'], 'state': run['state'], 'active': is_active(run),
        'abort': values.get('ss:abort') or '', 'created': run['creation'],
        'clouds': run['clouds'], 'url': values.get('ss:url.service') or '',
        'steps': _steps(world, 'run/%s' % run['uuid']),
        'instances': [_instance(world, run, name) for name in run['nodeNames'][:MOST]]}


def _instance(world, run, name):
    instance, values = run['instances'][name], run['values']
    return {'name': name, 'cloud': instance['cloud'],
            'state': machines.state_of(world, instance).lower(),
            'address': values.get('%s:hostname' % name) or '',
            'note': values.get('%s:abort' % name) or values.get('%s:statecustom' % name) or ''}


def _deployment(document):
    return {
        'id': document['id'], 'kind': 'CIMI', 'module': document['module']['href'],
        'version': None, 'owner': document['acl']['owner']['principal'],
        'state': document['state'], 'active': document['state'] not in ('CREATED', 'STOPPED'),
        'abort': '', 'created': timestamps.parse_cimi(document['created'], False), 'clouds': [],
        'url': '', 'steps': [], 'instances': []}


def _steps(world, resource_id):
    """The states that a run has gone through, each with the time when it was entered."""
    states = [event for event in world.store.table('event').having(_resource, resource_id)
              if event['type'] == 'state' and event['content']['state'] in ACTIVE + FINAL]
    return [{'state': event['content']['state'],
             'at': timestamps.parse_cimi(event['timestamp'], False)} for event in states[-_STEPS:]]


def _resource(event):
    return event['content']['resource']['href']
