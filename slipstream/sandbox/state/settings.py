# -*- coding: utf-8 -*-
"""Settings of the owner of a run.

These are the execution settings, the cloud credentials and the quotas of an account. They are
documents of the JSON interface; an account without them has the settings of a new account.
"""
from __future__ import unicode_literals

from . import cimi_records

FRESH = {'defaultCloudService': '', 'keepRunning': 'on-success', 'mailUsage': 'never',
         'verbosityLevel': 0, 'sshPublicKey': '', 'timeout': 30}

#: Machines that a user may have in a cloud if neither the credential nor the connector has a quota.
DEFAULT_QUOTA = 20


class QuotaError(ValueError):
    """The quota of a user in a cloud is invalid."""


def execution(world, username):
    """The execution settings of a user: the members of the ``user-param`` document."""
    for document in world.store.table('user-param'):
        owner = document['acl']['owner']['principal']
        if document.get('paramsType') == 'execution' and owner == username:
            return document
    return FRESH


def has_execution(world, username):
    """Whether a user has execution settings of their own."""
    return execution(world, username) is not FRESH


def store_execution(world, username, members):
    """Store the execution settings of a user.

    :return: the stored document.
    """
    document = execution(world, username)
    if document is not FRESH:
        return cimi_records.update(world, document, **members)
    return cimi_records.insert(world, 'user-param', dict(members, paramsType='execution'),
                               owner=cimi_records.user(username),
                               rules=[cimi_records.user(username, 'MODIFY')])


def connector(world, cloud):
    """The connector document of a cloud, or None."""
    return world.store.table('connector').get('connector/%s' % cloud)


def credentials(world, username, cloud):
    """The cloud credentials that a user has for a cloud."""
    return [document for document in world.store.table('credential')
            if _serves(document, username, cloud)]


def vm_quota(world, username, cloud):
    """How many machines a user may have in a cloud.

    It comes from the credentials of the user, or else from the connector, or else it is
    :data:`DEFAULT_QUOTA`.

    :raises QuotaError: if the quota is not a number.
    """
    quotas = [credential.get('quota') for credential in credentials(world, username, cloud)]
    quotas += [(connector(world, cloud) or {}).get('quotaVm'), DEFAULT_QUOTA]
    quota = next(quota for quota in quotas if quota not in (None, ''))
    try:
        return int(quota)
    except ValueError:
        raise QuotaError("Cannot determine the quota of cloud %s: '%s' is not a number"
                         % (cloud, quota))


def _serves(document, username, cloud):
    return (document.get('type', '').startswith('cloud-cred-')
            and (document.get('connector') or {}).get('href') == 'connector/%s' % cloud
            and any(rule['type'] == 'USER' and rule['principal'] == username
                    for rule in document['acl'].get('rules', [])))
