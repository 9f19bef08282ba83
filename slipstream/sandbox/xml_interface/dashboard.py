# -*- coding: utf-8 -*-
"""Dashboard: usage and quota of every cloud."""
from __future__ import unicode_literals

import collections

from ..state import modules, settings
from ..state.machines import PENDING, RUNNING
from ..state.runs import TABLE, is_active
from . import machines, representations
from .elements import element

ALL_CLOUDS = 'All Clouds'

_ARRAY_LIST = 'java.util.ArrayList'
_COUNTERS = ('userVmUsage', 'userInactiveVmUsage', 'othersVmUsage', 'pendingVmUsage',
             'unknownVmUsage')


def read(world, request):
    """``GET /dashboard``.

    :raises Problem: 409 if a quota cannot be determined.
    """
    username = request.caller.username
    clouds = modules.cloud_names(world)
    rows = [_usage(world, username, cloud) for cloud in clouds]
    if world.server_version < machines.REMOVED_IN:
        # The service itself dropped these counters with 3.42, but the gateway of the older version
        # that the sandbox imitates kept them for old clients.
        counted = _count_machines(world, username)
        rows = [row + [(name, counted[row[0][1], name]) for name in _COUNTERS] for row in rows]
    rows.append(_sum(rows, world.server_version < machines.REMOVED_IN))
    names = [element('string', text=cloud) for cloud in clouds]
    usages = [element('cloudUsage', row) for row in rows]
    return representations.document(request, element(
        'dashboard', (), element('clouds', (('class', _ARRAY_LIST),), *names),
        element('cloudUsages', (('class', _ARRAY_LIST),), *usages)))


def _usage(world, username, cloud):
    privileged = world.accounts.is_privileged(username)
    runs = [run for run in world.store.table(TABLE)
            if (privileged or run['owner'] == username) and is_active(run)
            and cloud in ','.join(run['clouds'])]
    return [('cloud', cloud), ('vmQuota', settings.vm_quota(world, username, cloud)),
            ('userRunUsage', len(runs))]


def _sum(rows, with_counters):
    names = ('vmQuota', 'userRunUsage') + (_COUNTERS if with_counters else ())
    sums = [(name, sum(dict(row)[name] for row in rows)) for name in names]
    return [('cloud', ALL_CLOUDS)] + sums


def _count_machines(world, username):
    return collections.Counter((machine['cloud'], _counter(machine, username))
                               for machine in machines.inventory(world))


def _counter(machine, username):
    if machine['user'] != username:
        return 'othersVmUsage'
    if machine['runUuid'] is None:
        return 'unknownVmUsage'
    if machine['state'] == PENDING:
        return 'pendingVmUsage'
    return 'userVmUsage' if machine['state'] == RUNNING else 'userInactiveVmUsage'
