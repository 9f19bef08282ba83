# -*- coding: utf-8 -*-
"""Records: CIMI documents as the server itself writes them.

The parts of the sandbox itself (the simulated clouds, the catalogue, the XML interface) write
documents with these functions. They add the common attributes and the access rule for
administrators, but do not check what a caller may do.
"""
from __future__ import unicode_literals

from .. import timestamps

ADMIN = {'type': 'ROLE', 'principal': 'ADMIN'}
ADMIN_ALL = {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}
DMTF = 'http://schemas.dmtf.org/cimi/2/'
SIXSQ = 'http://sixsq.com/slipstream/1/'
_DMTF_KINDS = frozenset(['cloud-entry-point', 'event', 'notification', 'resource-metadata'])

#: Kinds of documents that the service generates, unless a catalogue contains some.
IN_MEMORY = frozenset(['configuration-template', 'connector-template', 'credential-template',
                       'external-object-template', 'user-param-template'])


def given_table(kind):
    """The name of the table for the documents of a kind that a catalogue contains.

    Kinds that the service generates have a separate table: documents that users add to such a
    collection never appear.
    """
    return 'given-' + kind if kind in IN_MEMORY else kind


def user(name, right=None):
    """Build an owner (without a right) or a rule for a user."""
    return _principal('USER', name, right)


def role(name, right=None):
    """Build an owner (without a right) or a rule for a role."""
    return _principal('ROLE', name, right)


def type_uri(kind):
    """The ``resourceURI`` of documents of this kind (type name in kebab case)."""
    return (DMTF if kind in _DMTF_KINDS else SIXSQ) + kind.title().replace('-', '')


def acl(owner, rules=()):
    """Build an access control list as stored: without duplicates, with the administrators' rule."""
    kept = list(rules) + [ADMIN_ALL]
    return {'owner': owner, 'rules': [rule for number, rule in enumerate(kept)
                                      if rule not in kept[:number]]}


def insert(world, kind, document, owner=ADMIN, rules=(), name=None):
    """Store a new document.

    :param str kind: type name in kebab case, for example ``event``; also the name of the table.
    :param dict document: its own members; common ones are added. An ``acl`` in it is kept.
    :param dict owner: owner of the access control list, see :func:`user` and :func:`role`.
    :param list rules: further access rules.
    :param str name: second part of the id; a random UUID if None.
    :return: the stored document.
    """
    now = timestamps.cimi(world.clock.now())
    stored = dict(document, id='%s/%s' % (kind, name or world.ids.uuid()),
                  resourceURI=type_uri(kind), created=now, updated=now)
    stored.setdefault('acl', acl(owner, rules))
    world.store.table(kind).put(stored['id'], stored)
    return stored


def update(world, document, **members):
    """Replace some members of a document, and set ``updated``.

    :return: the stored document.
    """
    stored = dict(document, **members)
    stored['updated'] = timestamps.cimi(world.clock.now())
    world.store.table(stored['id'].split('/')[0]).put(stored['id'], stored)
    return stored


def _principal(kind, name, right):
    entry = {'type': kind, 'principal': name}
    return dict(entry, right=right) if right else entry
