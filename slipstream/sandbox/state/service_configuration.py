# -*- coding: utf-8 -*-
"""The configuration of the service itself.

A document of the collection ``configuration``. Some of its members are addresses of the service.
"""
from __future__ import unicode_literals

from . import cimi_records

SERVICE = 'slipstream'
_ID = 'configuration/' + SERVICE


def find(world):
    """The document; None if an administrator deleted it."""
    return world.store.table('configuration').get(_ID)


def write(world, members, placeholder):
    """Write it for the first time.

    :param str placeholder: address in the members that stands for the one of the service.
    """
    cimi_records.insert(world, 'configuration',
                        _relocated(members, placeholder, world.endpoint), name=SERVICE)


def relocate(world, former):
    """Let its addresses follow the endpoint of the world.

    :param str former: the endpoint before.
    """
    document = find(world)
    if document:
        world.store.table('configuration').put(_ID, _relocated(document, former, world.endpoint))


def _relocated(members, former, endpoint):
    """The members, with another beginning of those that are or begin with an address."""
    return dict((name, endpoint + value[len(former):] if _is_at(value, former) else value)
                for name, value in members.items())


def _is_at(value, address):
    text = '%s' % (value,)
    return text == address or text.startswith(address + '/')
