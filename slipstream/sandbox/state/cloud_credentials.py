# -*- coding: utf-8 -*-
"""Cloud credentials, for the account of a user at a cloud.

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
    """The first credential of a cloud that a user has one of these rights on, or None."""
    for document in settings.credentials(world, username, cloud):
        for rule in document['acl']['rules']:
            is_own = rule['type'] == 'USER' and rule['principal'] == username
            if is_own and rule.get('right') in rights:
                return document
    return None


def store(world, username, cloud, credential, members):
    """Store the members of a credential; remove it if it has neither key nor secret.

    :param dict credential: the stored document, or None if it is new.
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
    """The kind of a cloud, from its connector; empty if there is no connector."""
    return (settings.connector(world, cloud) or {}).get('cloudServiceType', '')


def further_members(world, cloud, credential):
    """The names of the members other than key, secret and quota that hold strings."""
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
