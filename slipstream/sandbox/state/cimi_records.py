# -*- coding: utf-8 -*-
"""Records: CIMI documents as the server itself writes them.

Adding the common attributes, the access rule for administrators, and keeping the result. What a
caller may do is decided elsewhere; this is how the sandbox's own parts (the simulated clouds, the
catalogue, the XML interface) write documents.
"""
from __future__ import unicode_literals

from .. import timestamps

ADMIN = {'type': 'ROLE', 'principal': 'ADMIN'}
ADMIN_ALL = {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}
DMTF = 'http://schemas.dmtf.org/cimi/2/'
SIXSQ = 'http://sixsq.com/slipstream/1/'
_DMTF_KINDS = frozenset(['cloud-entry-point', 'event', 'notification', 'resource-metadata'])

#: Kinds of documents that the service makes up itself, unless a catalogue gives others.
IN_MEMORY = frozenset(['configuration-template', 'connector-template', 'credential-template',
                       'external-object-template', 'user-param-template'])


def given_table(kind):
    """The name of the table for those documents of a kind that a catalogue brings.

    Those of kinds that the service makes up have one of their own: what is added to such a
    collection does not show up there.
    """
    return 'given-' + kind if kind in IN_MEMORY else kind


def user(name, right=None):
    """An owner (without right) or a rule for a user."""
    return _principal('USER', name, right)


def role(name, right=None):
    """An owner (without right) or a rule for a role."""
    return _principal('ROLE', name, right)


def type_uri(kind):
    """The ``resourceURI`` of a document of that kind (kebab-case type name)."""
    return (DMTF if kind in _DMTF_KINDS else SIXSQ) + kind.title().replace('-', '')


def acl(owner, rules=()):
    """An access control list as it is stored: without doubles, with the rule for administrators."""
    kept = list(rules) + [ADMIN_ALL]
    return {'owner': owner, 'rules': [rule for number, rule in enumerate(kept)
                                      if rule not in kept[:number]]}


def insert(world, kind, document, owner=ADMIN, rules=(), name=None):
    """Write a new document.

    :param str kind: kebab-case type name, for example ``event``; also the name of the table.
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
    """Write a document anew with some members replaced; ``updated`` moves.

    :return: the stored document.
    """
    stored = dict(document, **members)
    stored['updated'] = timestamps.cimi(world.clock.now())
    world.store.table(stored['id'].split('/')[0]).put(stored['id'], stored)
    return stored


def _principal(kind, name, right):
    entry = {'type': kind, 'principal': name}
    return dict(entry, right=right) if right else entry
