# -*- coding: utf-8 -*-
"""Virtual machines.

A machine is a document of the collection ``virtual-machine``. For machines that a deployment
booted, the table ``machine`` holds the run and the instance that they belong to.
"""
from __future__ import unicode_literals

PENDING, RUNNING, FAILED = 'pending', 'running', 'failed'
STOPPING, TERMINATED = 'stopping', 'terminated'


def find(world, machine_id):
    """The document of a machine, or None."""
    return world.store.table('virtual-machine').get(machine_id)


def state_of(world, instance):
    """The state of the machine of an instance; ``Unknown`` if it has none."""
    machine = find(world, instance['machine'])
    return machine['state'] if machine else 'Unknown'


def is_up(world, instance):
    """Whether the service on an instance responds: it is installed, and its machine is running."""
    return bool(instance.get('installed')) and state_of(world, instance) == RUNNING


def place(world, machine):
    """The run and the instance that a machine belongs to.

    :return: a dict with ``run``, ``instance``, ``cloud``, ``owner`` and ``mapping``; None if no
        deployment booted it.
    """
    return world.store.table('machine').get(machine['id'])


def owner(world, machine):
    """The name of the user who owns a machine; empty if unknown."""
    booted = place(world, machine)
    if booted:
        return booted['owner']
    href = ((machine.get('deployment') or {}).get('user') or {}).get('href') or ''
    users = [rule['principal'] for rule in machine['acl'].get('rules', [])
             if rule['type'] == 'USER']
    return href.partition('/')[2] or (users[0] if users else '')
