# -*- coding: utf-8 -*-
"""Virtual machines.

``GET /vms`` exists in versions up to 3.61. Later versions only have the collection
``virtual-machine`` of the JSON interface.
"""
from __future__ import unicode_literals

from .. import timestamps
from ..state import machines
from ..state.runs import find
from ..state.service_offers import cloud_of, number
from . import representations
from .elements import element
from .errors import Problem
from .runs import check_user_filter, paging

#: The first version without the resource.
REMOVED_IN = (3, 62)
_FILTERS = ('cloud', 'runUuid', 'runOwner')
_ATTRIBUTES = (
    'cloud', 'user', 'instanceId', 'state', 'measurement', 'runUuid', 'runOwner', 'ip', 'name',
    'nodeName', 'nodeInstanceId', 'isUsable', 'cpu', 'ram', 'disk', 'instanceType')


def list_machines(world, request):
    """``GET /vms``: the machines of the caller, the latest measurement first.

    Privileged callers see the machines of all users.

    :raises Problem: 404 if the version does not have it; 400, 403 for invalid query parameters.
    """
    if world.server_version >= REMOVED_IN:
        raise Problem(404)
    offset, limit = paging(request)
    listed = sorted(_selected(world, request), key=lambda machine: -machine['measurement'])
    items = [element('vm', _attributes(machine)) for machine in listed[offset:offset + limit]]
    echo = tuple((name, request.arg(name)) for name in _FILTERS + ('user',))
    return representations.document(request, element('vms', (
        ('offset', offset), ('limit', limit), ('count', len(items)),
        ('totalCount', len(listed))) + echo, *items))


def _selected(world, request):
    filters = dict((name, request.arg(name) or None) for name in _FILTERS)
    user = check_user_filter(world, request)
    if not world.accounts.is_privileged(request.caller.username):
        user = request.caller.username
    return [machine for machine in inventory(world) if user in (None, machine['user'])
            and all(value in (None, machine[name]) for name, value in filters.items())]


def inventory(world):
    """All machines of all clouds, as dicts with the attributes of the document."""
    return [_machine(world, document) for document in world.store.table('virtual-machine')]


def _machine(world, document):
    place = machines.place(world, document)
    run = find(world, place['run']) if place else None
    machine = {
        'cloud': cloud_of(document), 'user': machines.owner(world, document),
        'instanceId': document['instanceID'], 'state': document['state'],
        'measurement': timestamps.parse_cimi(document['updated'], fraction_required=False),
        'ip': document.get('ip'), 'isUsable': bool(run) and document['state'] == machines.RUNNING,
        'runUuid': None, 'runOwner': None}
    if run:
        machine.update(_place_in_run(run, place['instance']))
    return machine


def _place_in_run(run, name):
    instance, values = run['instances'][name], run['values']
    cpu, ram, disk = (number(values.get('%s:%s' % (name, parameter)))
                      for parameter in ('cpu.nb', 'ram.GB', 'disk.GB'))
    return {
        'runUuid': run['uuid'], 'runOwner': run['owner'], 'name': name,
        'nodeName': instance['node'], 'nodeInstanceId': instance['index'],
        'cpu': None if cpu is None else int(cpu), 'ram': None if ram is None else ram * 1024,
        'disk': disk,
        'instanceType': values.get('%s:%s.instance.type' % (name, instance['cloud']))}


def _attributes(machine):
    shown = dict(machine, measurement=timestamps.legacy(machine['measurement']))
    return [(name, shown.get(name)) for name in _ATTRIBUTES]
