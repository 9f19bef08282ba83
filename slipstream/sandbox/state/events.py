# -*- coding: utf-8 -*-
"""Events that the service writes.

Events are documents of the collection ``event``. Users may add more.
"""
from __future__ import unicode_literals

from .. import timestamps
from . import cimi_records


def write(world, resource_id, state, kind='action', acl=None, owner=cimi_records.ADMIN):
    """Write an event.

    :param str resource_id: the resource that it is about.
    :param str state: what happened.
    :param str kind: ``action`` or ``state``.
    :param dict acl: its access control list; None if only the owner and administrators may see it.
    :param dict owner: its owner, if there is no ``acl``.
    """
    document = {'timestamp': timestamps.cimi(world.clock.now()), 'type': kind,
                'severity': 'medium'}
    if acl:
        document['acl'] = acl
    document['content'] = {'resource': {'href': resource_id}, 'state': state}
    cimi_records.insert(world, 'event', document, owner=owner)
