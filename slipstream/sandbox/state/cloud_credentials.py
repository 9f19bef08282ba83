# -*- coding: utf-8 -*-
"""Cloud credentials: what opens the account of a user at a cloud.

They are documents of the collection ``credential``. The XML interface shows one for each cloud, as
parameters of the account.
"""
from __future__ import unicode_literals

from . import cimi_records, settings
from .cloud_kinds import CREDENTIAL_MEMBERS

_COMMON = frozenset([
    'id', 'resourceURI', 'created', 'updated', 'name', 'description', 'properties', 'acl',
    'operations', 'resourceMetadata', 'type', 'method', 'connector', 'key', 'secret', 'quota',
    'managers', 'disabledMonitoring', 'href', 'deletedAt'])


def find(world, username, cloud, rights=('VIEW', 'MODIFY', 'ALL')):
    """The first credential of a cloud on which a user has one of these rights, or None."""
    for document in settings.credentials(world, username, cloud):
        for rule in document['acl']['rules']:
            is_own = rule['type'] == 'USER' and rule['principal'] == username
            if is_own and rule.get('right') in rights:
                return document
    return None


def store(world, username, cloud, credential, members):
    """Write the members of a credential; one without key and secret is removed.

    :param dict credential: the stored document; None: there is none yet.
    """
    empty = not members['key'] and not members['secret']
    if credential is None:
        if not empty:
            _insert(world, username, cloud, members)
    elif empty:
        world.store.table('credential').remove(credential['id'])
    elif any(credential.get(name) != value for name, value in members.items()):
        cimi_records.update(world, credential, **members)


def kind_of(world, cloud):
    """The kind of a cloud, as its connector says; empty without a connector."""
    return (settings.connector(world, cloud) or {}).get('cloudServiceType', '')


def further_members(world, cloud, credential):
    """The names of the members, besides key, secret and quota, that hold texts."""
    names = CREDENTIAL_MEMBERS.get(kind_of(world, cloud), sorted(credential))
    return [name for name in names if name not in _COMMON
            and not isinstance(credential.get(name), (dict, list, bool))]


def _insert(world, username, cloud, members):
    kind = kind_of(world, cloud)
    document = dict(members, name=cloud, type='cloud-cred-%s' % kind,
                    method='store-cloud-cred-%s' % kind,
                    connector={'href': 'connector/%s' % cloud})
    cimi_records.insert(world, 'credential', document,
                        rules=[cimi_records.user(username, 'MODIFY')])
