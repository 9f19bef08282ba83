# -*- coding: utf-8 -*-
"""Parameters of accounts.

The XML interface shows the settings of an account and its cloud credentials as one list of
parameters. They are stored as documents of the JSON interface: one ``user-param`` and any number of
``credential``.
"""
from __future__ import unicode_literals

import collections

from .. import integers, timestamps
from ..compat import native_str
from ..state import cloud_credentials, modules, settings
from ..state.cloud_kinds import CREDENTIAL_MEMBERS
from .errors import Problem

GENERAL = 'General'
ORCHESTRATOR_KEY = 'General.orchestrator.publicsshkey'
_PUBLIC_KEY = (
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC1NnpTfmeqblwcnU+GApis2KbabqGaNeprKU9kv1D9LQN+ixof'
    'l8bmrEhaLV3S+16ztVhWWhe6aKIf7bMu1ooEKeii/lU/zcIcBYjaJoXF5wg6MCDn4quLWNt6Qlwo9UlR754HMHcV'
    'hHoIKgsNky3KzAL9bSwO2AIpEY1p/GLPqw== root@slipstream')

#: Name, key in the ``user-param`` document, description, type, choices, instructions.
_SETTINGS = (
    ('General.default.cloud.service', 'defaultCloudService', 'Default cloud', 'Enum', None,
     'Cloud to use when none is given.'),
    ('General.keep-running', 'keepRunning', 'Keep running after deployment', 'String',
     ('always', 'on-success', 'on-error', 'never'), 'When to leave the application running.'),
    ('General.mail-usage', 'mailUsage', 'Cloud usage email', 'String', ('never', 'daily'), None),
    ('General.Verbosity Level', 'verbosityLevel', 'Level of verbosity', 'String',
     ('0', '1', '2', '3'), None),
    ('General.Timeout', 'timeout', 'Execution timeout (in minutes)', 'String', None, None),
    ('General.ssh.public.key', 'sshPublicKey', 'SSH Public Key(s) (one per line)', 'String',
     None, None))
_NUMBERS = ('verbosityLevel', 'timeout')

#: The names of key and secret in the parameters of clouds, by kind of cloud.
_KEY_NAMES = {'ec2': ('access.id', 'secret.key')}
_USUAL_KEY_NAMES = ('username', 'password')


_Parameter = collections.namedtuple(
    'Parameter', 'name value category description type mandatory order choices instructions')


class Parameter(_Parameter):
    """A parameter: its name, its value, and how to present it.

    ``choices`` are the allowed values, None if any value is allowed.
    """

    __slots__ = ()

    def __repr__(self):
        return native_str('<Parameter %s>' % self.name)


# -- settings -----------------------------------------------------------------

def general(world, username=None):
    """The general parameters of an account, or of a new account if there is no user name."""
    document = settings.FRESH if username is None else settings.execution(world, username)
    return [_setting(world, row, '%s' % document[row[1]]) for row in _SETTINGS]


def orchestrator_key():
    """The parameter with the public key of the service itself; it cannot be changed."""
    return Parameter(ORCHESTRATOR_KEY, _PUBLIC_KEY, GENERAL, '', 'String', False, 0, None, None)


def new_settings(values):
    """Convert parameters to execution settings; missing ones get the values of a new account.

    :param dict values: values by parameter name, as strings.
    :return: the content of a ``user-param`` document.
    :raises Problem: 500 for a timeout or verbosity that is not an integer.
    """
    members = dict(settings.FRESH)
    for name, member, _, _, choices, _ in _SETTINGS:
        if name in values:
            text = values[name] or (settings.FRESH[member] if choices else '')
            members[member] = _number(values[name] or '') if member in _NUMBERS else text
    return members


def _setting(world, row, value):
    name, member, description, kind, choices, instructions = row
    if member == 'defaultCloudService':
        choices = tuple(modules.cloud_names(world))
    return Parameter(name, value, GENERAL, description, kind, False, 0, choices, instructions)


def _number(text):
    try:
        return integers.parse(text.strip() or '0')
    except ValueError:
        raise Problem(500)


# -- credentials --------------------------------------------------------------

def of_clouds(world, username):
    """The parameters of all clouds that an account has credentials for.

    Privileged accounts see none.
    """
    if world.accounts.is_privileged(username):
        return []
    parameters = []
    for cloud in modules.cloud_names(world):
        credential = cloud_credentials.find(world, username, cloud)
        if credential is not None:
            parameters.extend(_cloud_parameters(world, cloud, credential))
    return parameters


def new_credentials(world, username, parameters):
    """The credentials of an account after it was saved with these parameters.

    Missing fields are emptied, as missing settings are reset. Privileged accounts do not see their
    credentials, so they keep those that the parameters do not mention.

    :param parameters: dicts with ``name``, ``category``, ``value``; parameters of unknown clouds
        are ignored.
    :return: list of (cloud, stored credential or None, new fields).
    :raises Problem: 500 for a quota that is not an integer.
    """
    planned = []
    for cloud in modules.cloud_names(world):
        sent = _sent_members(world, cloud, parameters)
        credential = cloud_credentials.find(world, username, cloud, ('MODIFY', 'ALL'))
        if sent or (credential is not None and not world.accounts.is_privileged(username)):
            planned.append((cloud, credential, _new_members(world, cloud, credential, sent)))
    return planned


def _cloud_parameters(world, cloud, credential):
    key, secret = _KEY_NAMES.get(cloud_credentials.kind_of(world, cloud), _USUAL_KEY_NAMES)
    rows = [(key, 'key', 'API Key', 'RestrictedString', True),
            (secret, 'secret', 'Secret Key', 'Password', True),
            ('quota.vm', 'quota', 'Number of machines', 'String', False)]
    for name in cloud_credentials.further_members(world, cloud, credential):
        rows.append((name.replace('-', '.'), name, name.replace('-', ' ').capitalize(),
                     'RestrictedString', False))
    return [Parameter('%s.%s' % (cloud, suffix), '%s' % (credential.get(member, ''),), cloud,
                      description, kind, mandatory, 10 * order, None, None)
            for order, (suffix, member, description, kind, mandatory) in enumerate(rows, 1)]


def _sent_members(world, cloud, parameters):
    """The fields of a credential that the parameters of a cloud set, as strings."""
    members = {}
    names = CREDENTIAL_MEMBERS.get(cloud_credentials.kind_of(world, cloud))
    for parameter in parameters:
        prefix = cloud + '.'
        if parameter['category'] == cloud and parameter['name'].startswith(prefix):
            member = _member(parameter['name'][len(prefix):])
            if names is None or member in names or member in ('key', 'secret', 'quota'):
                members[member] = parameter['value'] or ''
    return members


def _member(suffix):
    for pair in list(_KEY_NAMES.values()) + [_USUAL_KEY_NAMES]:
        if suffix in pair:
            return ('key', 'secret')[pair.index(suffix)]
    return 'quota' if suffix == 'quota.vm' else suffix.replace('.', '-')


def _new_members(world, cloud, credential, sent):
    names = cloud_credentials.further_members(world, cloud, credential or {})
    members = dict((name, '') for name in names)
    members.update(sent)
    members.update(key=sent.get('key', ''), secret=sent.get('secret', ''))
    usual = (settings.connector(world, cloud) or {}).get('quotaVm') or settings.DEFAULT_QUOTA
    members['quota'] = _number('%s' % (sent.get('quota') or usual,))
    return members


# -- times --------------------------------------------------------------------

def legacy_time(text):
    """Convert a timestamp of the JSON interface to the format of the XML interface.

    :return: None if there is no timestamp, or if it is the epoch.
    """
    seconds = timestamps.parse_cimi(text, fraction_required=False) if text else 0
    return timestamps.legacy(seconds) if seconds else None
