# -*- coding: utf-8 -*-
"""Parameters of accounts.

The XML interface shows the settings of an account and its cloud credentials as one list of
parameters. Behind them are documents of the JSON interface: one ``user-param`` and any number of
``credential``.
"""
from __future__ import unicode_literals

import collections

from .. import timestamps
from ..compat import native_str
from ..state import cimi_records, modules, settings
from ..state.cloud_kinds import CREDENTIAL_MEMBERS
from .errors import Problem

GENERAL = 'General'
ORCHESTRATOR_KEY = 'General.orchestrator.publicsshkey'
_PUBLIC_KEY = (
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC1NnpTfmeqblwcnU+GApis2KbabqGaNeprKU9kv1D9LQN+ixofl8bmrEhaLV3S+16ztVhWWhe6aKIf7bMu1ooEKeii'
    '/lU/zcIcBYjaJoXF5wg6MCDn4quLWNt6Qlwo9UlR754HMHcVhHoIKgsNky3KzAL9bSwO2AIpEY1p/GLPqw== root@slipstream')

#: Name, member of the ``user-param`` document, description, type, choices, instructions.
_SETTINGS = (
    ('General.default.cloud.service', 'defaultCloudService', 'Default cloud', 'Enum', None,
     'Cloud to use when none is given.'),
    ('General.keep-running', 'keepRunning', 'Keep running after deployment', 'String',
     ('always', 'on-success', 'on-error', 'never'),
     'When to leave the application running.'),
    ('General.mail-usage', 'mailUsage', 'Cloud usage email', 'String', ('never', 'daily'), None),
    ('General.Verbosity Level', 'verbosityLevel', 'Level of verbosity', 'String',
     ('0', '1', '2', '3'), None),
    ('General.Timeout', 'timeout', 'Execution timeout (in minutes)', 'String', None, None),
    ('General.ssh.public.key', 'sshPublicKey', 'SSH Public Key(s) (one per line)', 'String',
     None, None))
_NUMBERS = ('verbosityLevel', 'timeout')

#: How the parameters of clouds of these kinds are called which have names of their own for key and
#: secret.
_KEY_NAMES = {'ec2': ('access.id', 'secret.key')}
_USUAL_KEY_NAMES = ('username', 'password')
_COMMON_MEMBERS = frozenset([
    'id', 'resourceURI', 'created', 'updated', 'name', 'description', 'properties', 'acl',
    'operations', 'resourceMetadata', 'type',
    'method', 'connector', 'key', 'secret', 'quota', 'managers', 'disabledMonitoring', 'href',
    'deletedAt'])


class Parameter(collections.namedtuple(
        'Parameter', 'name value category description type mandatory order choices instructions')):
    """A parameter: its name, its text, and how it is presented.

    ``choices`` are the allowed texts, None if any will do.
    """

    __slots__ = ()

    def __repr__(self):
        return native_str('<Parameter %s>' % self.name)


# -- settings -----------------------------------------------------------------

def general(world, username=None):
    """The general parameters of an account; those of a fresh one without a name."""
    document = settings.FRESH if username is None else settings.execution(world, username)
    return [_setting(world, row, '%s' % document[row[1]]) for row in _SETTINGS]


def orchestrator_key():
    """The parameter that tells the public key of the service itself; it is no setting."""
    return Parameter(ORCHESTRATOR_KEY, _PUBLIC_KEY, GENERAL, '', 'String', False, 0, None, None)


def new_settings(given):
    """The members of a ``user-param`` document for parameters that were sent; what is missing is as in
    a fresh account.

    :param dict given: texts by parameter name.
    :raises Problem: 500 for a time-out or verbosity that is not an integer.
    """
    members = dict(settings.FRESH)
    for name, member, _, _, choices, _ in _SETTINGS:
        if name in given:
            value = given[name] or ''
            members[member] = _number(value) if member in _NUMBERS else value or (
                settings.FRESH[member] if choices else '')
    return members


def store_settings(world, username, members):
    """Keep the settings of an account."""
    document = settings.execution(world, username)
    if document is not settings.FRESH:
        return cimi_records.update(world, document, **members)
    return cimi_records.insert(world, 'user-param', dict(members, paramsType='execution'),
                               owner=cimi_records.user(username),
                          rules=[cimi_records.user(username, 'MODIFY')])


def has_settings(world, username):
    """Whether an account has settings of its own."""
    return settings.execution(world, username) is not settings.FRESH


def _setting(world, row, value):
    name, member, description, kind, choices, instructions = row
    if member == 'defaultCloudService':
        choices = tuple(modules.cloud_names(world))
    return Parameter(name, value, GENERAL, description, kind, False, 0, choices, instructions)


def _number(text):
    try:
        return int(text.strip() or 0)
    except ValueError:
        raise Problem(500)


# -- credentials --------------------------------------------------------------

def of_clouds(world, username):
    """The parameters of all clouds for which an account has credentials; none for a privileged account."""
    if world.accounts.is_privileged(username):
        return []
    found = []
    for cloud in modules.cloud_names(world):
        credential = _credential(world, username, cloud)
        if credential is not None:
            found.extend(_cloud_parameters(world, cloud, credential))
    return found


def new_credentials(world, username, parameters):
    """What becomes of the credentials of an account when these parameters were sent.

    Members that are missing are emptied, as missing settings are reset; a privileged account is not
    shown its credentials, so that it keeps those which it does not mention.

    :param parameters: dicts with ``name``, ``category``, ``value``; those of unknown clouds are
        passed over.
    :return: list of (cloud, stored credential or None, new members).
    :raises Problem: 500 for a quota that is not an integer.
    """
    planned = []
    for cloud in modules.cloud_names(world):
        given = _given_members(world, cloud, parameters)
        credential = _credential(world, username, cloud, ('MODIFY', 'ALL'))
        if given or (credential is not None and not world.accounts.is_privileged(username)):
            planned.append((cloud, credential, _new_members(world, cloud, credential, given)))
    return planned


def store_credentials(world, username, planned):
    """Carry out what :func:`new_credentials` planned; a credential without key and secret is removed."""
    for cloud, credential, members in planned:
        empty = not members['key'] and not members['secret']
        if credential is None and not empty:
            _insert_credential(world, username, cloud, members)
        elif credential is not None and empty:
            world.store.table('credential').remove(credential['id'])
        elif credential is not None and any(credential.get(name) != value for name,
                                            value in members.items()):
            cimi_records.update(world, credential, **members)


def _credential(world, username, cloud, rights=('VIEW', 'MODIFY', 'ALL')):
    for document in settings.credentials(world, username, cloud):
        if any(rule['principal'] == username and rule['type'] == 'USER'
               and rule.get('right') in rights for rule in document['acl']['rules']):
            return document
    return None


def _insert_credential(world, username, cloud, members):
    kind = _kind(world, cloud)
    document = dict(members, name=cloud, type='cloud-cred-%s' % kind,
                    method='store-cloud-cred-%s' % kind,
                    connector={'href': 'connector/%s' % cloud})
    cimi_records.insert(world, 'credential', document,
                        rules=[cimi_records.user(username, 'MODIFY')])


def _cloud_parameters(world, cloud, credential):
    key, secret = _KEY_NAMES.get(_kind(world, cloud), _USUAL_KEY_NAMES)
    rows = [(key, 'key', 'API Key', 'RestrictedString', True),
            (secret, 'secret', 'Secret Key', 'Password', True),
            ('quota.vm', 'quota', 'Number of machines', 'String', False)]
    rows.extend((name.replace('-', '.'), name, name.replace('-', ' ').capitalize(),
                 'RestrictedString', False)
                for name in _further_members(world, cloud, credential))
    return [Parameter('%s.%s' % (cloud, suffix), '%s' % (credential.get(member, ''),), cloud,
                      description, kind, mandatory, 10 * order, None, None)
            for order, (suffix, member, description, kind, mandatory) in enumerate(rows, 1)]


def _given_members(world, cloud, parameters):
    """The members of a credential that parameters of a cloud set, as texts."""
    given = {}
    names = CREDENTIAL_MEMBERS.get(_kind(world, cloud))
    for parameter in parameters:
        prefix = cloud + '.'
        if parameter['category'] == cloud and parameter['name'].startswith(prefix):
            member = _member(parameter['name'][len(prefix):])
            if names is None or member in names or member in ('key', 'secret', 'quota'):
                given[member] = parameter['value'] or ''
    return given


def _member(suffix):
    for pair in list(_KEY_NAMES.values()) + [_USUAL_KEY_NAMES]:
        if suffix in pair:
            return ('key', 'secret')[pair.index(suffix)]
    return 'quota' if suffix == 'quota.vm' else suffix.replace('.', '-')


def _new_members(world, cloud, credential, given):
    members = dict((name, '') for name in _further_members(world, cloud, credential or {}))
    members.update(given)
    members.update(key=given.get('key', ''), secret=given.get('secret', ''))
    quota = given.get('quota') or (settings.connector(world, cloud) or {}).get(
        'quotaVm') or settings.DEFAULT_QUOTA
    members['quota'] = _number('%s' % (quota,))
    return members


def _further_members(world, cloud, credential):
    """The names of the members of a credential beyond key, secret and quota, whose values are texts."""
    names = CREDENTIAL_MEMBERS.get(_kind(world, cloud), sorted(credential))
    return [name for name in names if name not in _COMMON_MEMBERS
            and not isinstance(credential.get(name), (dict, list, bool))]


def _kind(world, cloud):
    return (settings.connector(world, cloud) or {}).get('cloudServiceType', '')


# -- times --------------------------------------------------------------------

def legacy_time(text):
    """A timestamp of the JSON interface as the XML interface tells it; None for none, and for the beginning of time."""
    seconds = timestamps.parse_cimi(text, fraction_required=False) if text else 0
    return timestamps.legacy(seconds) if seconds else None
