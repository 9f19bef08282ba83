# -*- coding: utf-8 -*-
"""Loading documents of the JSON interface into a world."""
from __future__ import unicode_literals

from .. import timestamps
from ..state import cimi_records
from .shapes import COLLECTIONS


def add_resources(world, resources):
    """Load documents into a world, unchanged.

    :param dict resources: documents by name of the collection, as in a complete catalogue.
    """
    now = timestamps.cimi(world.clock.now())
    for collection, documents in sorted(resources.items()):
        kind = COLLECTIONS[collection]
        table = world.store.table(cimi_records.given_table(kind))
        for document in documents:
            stored = dict({'created': now, 'updated': now}, **document)
            stored['resourceURI'] = cimi_records.type_uri(kind)
            stored.setdefault('acl', cimi_records.acl(cimi_records.ADMIN,
                                                      [cimi_records.role('USER', 'VIEW')]))
            table.put(stored['id'], stored)
