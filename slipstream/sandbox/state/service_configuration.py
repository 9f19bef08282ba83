# -*- coding: utf-8 -*-
"""The configuration of the service itself.

It is a document of the collection ``configuration``. Some of its members are URLs of the service.
"""
from __future__ import unicode_literals

from . import cimi_records

SERVICE = 'slipstream'
_ID = 'configuration/' + SERVICE


def find(world):
    """The document; None if an administrator deleted it."""
    return world.store.table('configuration').get(_ID)


def write(world, members, placeholder):
    """Create the document.

    :param str placeholder: URL in the members that stands for that of the service.
    """
    cimi_records.insert(world, 'configuration',
                        _relocated(members, placeholder, world.endpoint), name=SERVICE)


def relocate(world, former):
    """Update the URLs after the endpoint of the world has changed.

    :param str former: the endpoint before.
    """
    document = find(world)
    if document:
        world.store.table('configuration').put(_ID, _relocated(document, former, world.endpoint))


def _relocated(members, former, endpoint):
    """The members, with the former endpoint replaced by the new one."""
    return dict((name, endpoint + value[len(former):] if _is_at(value, former) else value)
                for name, value in members.items())


def _is_at(value, address):
    text = '%s' % (value,)
    return text == address or text.startswith(address + '/')
