# -*- coding: utf-8 -*-
"""Quotas.

They limit the number of machines of a user in a cloud. The service only checks them if quotas are
enabled (``world.quotas_enabled``).
"""
from __future__ import unicode_literals

from ..state import settings
from ..state.runs import REMOVED, TABLE, is_active
from .errors import Problem

DEPLOYMENT_LIMIT = 300
#: The limit without quotas: a sandbox needs a second for a few thousand machines.
MOST_MACHINES = 10000


def check_launch(world, username, requested):
    """Refuse a deployment that requests too many machines.

    :param dict requested: number of machines by cloud.
    :raises Problem: 409.
    """
    if world.quotas_enabled:
        _check(world, username, requested)
    limit = DEPLOYMENT_LIMIT if world.quotas_enabled else MOST_MACHINES
    if sum(requested.values()) > limit:
        raise Problem(409, 'Limit exceeded. Maximum %d VMs per deployment.' % limit)


def check_scaling(world, username, cloud, quantity):
    """Refuse to add too many machines to a run.

    :raises Problem: 409.
    """
    limit = MOST_MACHINES if world.cloud.scale_limit is None else world.cloud.scale_limit
    if quantity > limit:
        raise Problem(409, 'Limit exceeded. Maximum %d VMs per scale action.' % limit)
    if world.quotas_enabled and cloud is not None:
        _check(world, username, {cloud: quantity})


def _check(world, username, requested):
    for cloud in sorted(requested):
        quota = settings.vm_quota(world, username, cloud)
        current = _current(world, username, cloud)
        if current + requested[cloud] > quota:
            raise Problem(409, "Quota 'max_instances in connector/%s' exceeded (quota=%d, "
                          'current=%d, requested=%d)' % (cloud, quota, current, requested[cloud]))


def _current(world, username, cloud):
    runs = [run for run in world.store.table(TABLE)
            if run['owner'] == username and is_active(run) and cloud in run['clouds']]
    return sum(_machines(run, cloud) for run in runs)


def _machines(run, cloud):
    names = [name for name, instance in run['instances'].items()
             if instance['cloud'] == cloud and not instance['orchestrator']]
    return len([name for name in names
                if run['values']['%s:scale.state' % name] not in REMOVED])
