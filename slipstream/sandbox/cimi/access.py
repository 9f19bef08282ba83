# -*- coding: utf-8 -*-
"""Access control lists of documents and collections."""
from __future__ import unicode_literals

from ..state import cimi_records
from . import errors

#: The effective rights, and the rights they include. Finer rights in a rule grant nothing.
_INCLUDED = {'VIEW': ('VIEW',), 'MODIFY': ('VIEW', 'MODIFY'), 'ALL': ('VIEW', 'MODIFY')}


def principals(caller):
    """The identities of a caller in access control lists: pairs of type and principal."""
    own = [('ROLE', role) for role in caller.roles]
    return frozenset(own if caller.is_anonymous else own + [('USER', caller.username)])


def readable(caller, document):
    """Whether the caller may view a document."""
    return _granted(caller, document['acl'], 'VIEW')


def modifiable(caller, document):
    """Whether the caller may change or delete a document."""
    return _granted(caller, document['acl'], 'MODIFY')


def check_readable(caller, document):
    """Refuse a caller who may not view the document.

    :raises Problem: 403.
    """
    if not readable(caller, document):
        raise errors.forbidden()


def check_modifiable(caller, document):
    """Refuse a caller who may not change the document.

    :raises Problem: 403.
    """
    if not modifiable(caller, document):
        raise errors.forbidden()


def visibility(caller):
    """Return a function that says whether a search shows a document to the caller.

    Any rule for the caller is enough, whatever its right.
    """
    if caller.is_admin:
        return lambda document: True
    own = principals(caller)

    def visible(document):
        acl = document['acl']
        owner = acl['owner']
        if (owner['type'], owner['principal']) in own:
            return True
        for rule in acl.get('rules', ()):
            if (rule['type'], rule['principal']) in own:
                return True
        return False
    return visible


def may_search(caller, kind):
    """Whether the caller may search a collection."""
    return caller.is_admin or kind.viewers in caller.roles


def may_add(caller, kind):
    """Whether the caller may add to a collection."""
    return kind.adders is not None and (caller.is_admin or kind.adders in caller.roles)


def collection_acl(kind):
    """The access control list that a collection shows."""
    if kind.collection_acl:
        return kind.collection_acl
    rules = [cimi_records.role('ADMIN', 'MODIFY' if kind.adders else 'VIEW')]
    rights = {kind.viewers: 'VIEW'}
    if kind.adders:
        rights[kind.adders] = 'MODIFY'
    rules.extend(cimi_records.role(name, rights[name]) for name in ('USER', 'ANON')
                 if name in rights)
    return {'owner': cimi_records.ADMIN, 'rules': rules}


def _granted(caller, acl, right):
    if caller.is_admin:
        return True
    own = principals(caller)
    if (acl['owner']['type'], acl['owner']['principal']) in own:
        return True
    return any((rule['type'], rule['principal']) in own
               and right in _INCLUDED.get(rule['right'], ()) for rule in acl.get('rules', ()))
