# -*- coding: utf-8 -*-
"""The cloud entry point, the document that lists the collections."""
from __future__ import unicode_literals

import collections

from .. import timestamps
from ..state import cimi_records
from . import bodies, errors, resources, schema, templates

NAME = 'cloud-entry-point'
_ACL = {'owner': cimi_records.ADMIN,
        'rules': [cimi_records.role('ANON', 'VIEW'), cimi_records.ADMIN_ALL]}
_EDITABLE = frozenset(['name', 'description', 'properties', 'acl', 'operations'])
_SCHEMA = schema.Schema({})
_OPERATIONS = [{'rel': 'edit', 'href': NAME}]


def read(world, caller, kinds, request):
    """Handle a read; everybody may read it.

    :param kinds: all collections by name.
    """
    document = _shown(kinds, request, stored(world))
    if caller.is_admin:
        document['operations'] = _OPERATIONS
    return bodies.response(200, document, charset=True)


def edit(world, caller, kinds, request, body):
    """Handle an edit.

    Administrators may change the name, the description, the properties and the access control
    list. Unlike with other documents, the response lists the operations of the caller.

    :param body: the decoded body of the request.
    """
    if not caller.is_admin:
        raise errors.forbidden()
    shown = _shown(kinds, request, stored(world))
    changes = templates.without(bodies.members(body), frozenset(shown) - _EDITABLE)
    _SCHEMA.check(changes)
    document = dict(stored(world), **templates.without(changes, ['operations']))
    document = cimi_records.update(world, resources.stored_form(document))
    return bodies.response(200, dict(_shown(kinds, request, document), operations=_OPERATIONS))


def stored(world):
    """The stored part of the entry point: everything but its links and its address."""
    document = world.store.table(NAME).get(NAME)
    if document is None:
        started = timestamps.cimi(world.store.table('server').get('started')['at'])
        document = {'id': NAME, 'resourceURI': cimi_records.type_uri(NAME), 'created': started,
                    'updated': started, 'acl': _ACL}
        world.store.table(NAME).put(NAME, document)
    return document


def _shown(kinds, request, document):
    shown = collections.OrderedDict((name, document[name])
                                    for name in ('id', 'resourceURI', 'created', 'updated'))
    shown['baseURI'] = request.base_url + '/api/'
    shown.update((name, document[name]) for name in ('name', 'description', 'properties', 'acl')
                 if name in document)
    shown.update((kind.key, {'href': kind.name}) for kind in kinds.values())
    return shown
