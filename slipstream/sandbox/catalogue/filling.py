# -*- coding: utf-8 -*-
"""Loading a catalogue.

Loads a complete catalogue, see :mod:`.formats`, into a world, which need not be empty.
"""
from __future__ import unicode_literals

import binascii

from ..state import api_keys, cimi_records
from ..state.settings import DEFAULT_QUOTA
from .accounts import SETTINGS
from .checking import check, connector_names
from .clouds import CONNECTOR
from .filling_modules import add_module, without_none
from .filling_resources import add_resources
from .filling_runs import add_run
from .offers import ATTRIBUTES, NAMESPACES

_FOR_USERS = [cimi_records.role('USER', 'VIEW')]
_OPTIONAL_OF_ACCOUNTS = ('firstName', 'lastName', 'organization', 'emailAddress', 'roles')
_CREDENTIAL = {'key': '${user}', 'secret': 'secret-of-${user}'}


def fill(world, catalogue, source):
    """Load a catalogue into a world.

    :param dict catalogue: a complete catalogue.
    :param str source: its name, for error messages.
    :return: a dict with the ``users`` and ``api_keys`` for logging in.
    :raises CatalogueError: if it refers to something that does not exist, or contains something
        that already exists; the world is unchanged then.
    """
    check(world, catalogue, source)
    former = _ordinary_accounts(world)
    earlier = _clouds(world)
    add_resources(world, catalogue['resources'])
    connected = [cloud for cloud in _clouds(world)
                 if cloud['name'] in connector_names(catalogue['resources'])]
    for cloud in catalogue['clouds']:
        _add_cloud(world, cloud)
        _add_offers(world, catalogue['offers'], cloud['name'], cloud['country'])
        _add_credentials(world, former, cloud)
    for cloud in earlier + connected:
        _add_offers(world, catalogue['offers'], cloud['name'], 'CH')
    for cloud in connected:
        _add_credentials(world, former, cloud)
    accounts = [_with_password(account) for account in catalogue['accounts']]
    for account in accounts:
        _add_account(world, account, earlier + connected + catalogue['clouds'])
    for key in catalogue['api_keys']:
        _add_api_key(world, **key)
    if not catalogue['resources']:  # Otherwise they contain their own.
        _add_vocabulary(world)
    for module in catalogue['modules']:
        add_module(world, module)
    for run in catalogue['runs']:
        add_run(world, run)
    return {
        'users': [dict((name, account[name]) for name in ('username', 'password', 'privileged'))
                  for account in accounts],
        'api_keys': list(catalogue['api_keys'])}


def _with_password(account):
    return dict(account, password=account['password'] or '%s-password' % account['username'])


# -- clouds and accounts -------------------------------------------------------------------------

def _clouds(world):
    """The clouds of a world, in the format of a catalogue."""
    return [{'name': connector['instanceName'], 'kind': connector['cloudServiceType'],
             'credential': _CREDENTIAL, 'quota': _quota(connector)}
            for connector in world.store.table('connector')]


def _quota(connector):
    quota = connector['quotaVm']
    return int(quota) if quota.isdigit() else DEFAULT_QUOTA


def _ordinary_accounts(world):
    return [user['username'] for user in world.store.table('user') if not user['isSuperUser']]


def _add_cloud(world, cloud):
    connector = dict(CONNECTOR, **cloud['settings'])
    connector.update(cloudServiceType=cloud['kind'], instanceName=cloud['name'],
                     quotaVm='%d' % cloud['quota'],
                     connectorTemplate={'href': 'connector-template/%s' % cloud['kind']})
    rules = [cimi_records.role('ADMIN', 'MODIFY')] + _FOR_USERS
    cimi_records.insert(world, 'connector', connector, rules=rules, name=cloud['name'])
    quota = {'name': 'max_instances in connector/%s' % cloud['name'], 'resource': 'VirtualMachine',
             'aggregation': 'count:id',
             'selection': "connector/href='connector/%s'" % cloud['name'], 'limit': cloud['quota']}
    cimi_records.insert(world, 'quota', quota, rules=_FOR_USERS)


def _add_offers(world, offers, cloud, country):
    for offer in offers:
        if offer['cloud'] == cloud:
            _add_offer(world, offer, country)


def _add_offer(world, offer, country):
    sizes = (offer['cpu'], offer['ram'], offer['disk'])
    document = {
        'name': '(%d/%d/%d %s) [%s]' % (sizes + (offer['instanceType'], country)),
        'description': 'VM (standard) with %d vCPU, %d MiB RAM, %d GiB disk' % sizes,
        'connector': {'href': offer['cloud']}, 'resource:type': 'VM', 'resource:class': 'standard',
        'resource:vcpu': offer['cpu'], 'resource:ram': offer['ram'], 'resource:disk': offer['disk'],
        'resource:instanceType': offer['instanceType'], 'resource:country': country,
        'resource:operatingSystem': 'linux', 'price:currency': 'EUR',
        'price:unitCost': offer['price'], 'price:unitCode': 'HUR',
        'price:billingPeriodCode': 'MIN', 'price:freeUnits': 0}
    document.update(offer['attributes'])
    cimi_records.insert(world, 'service-offer', document, rules=_FOR_USERS)


def _add_account(world, account, clouds):
    username = account['username']
    members = without_none({name: account[name] for name in _OPTIONAL_OF_ACCOUNTS})
    user = dict(world.accounts.create(username, account['password'],
                                      isSuperUser=account['privileged'], **members))
    world.store.table('user').put(user['id'],
                                  dict(user, activeSince=user['created'], creation=user['created']))
    settings = dict(SETTINGS, defaultCloudService=clouds[0]['name'] if clouds else '',
                    sshPublicKey=account['sshPublicKey'])
    settings.update(without_none(account['settings']))
    cimi_records.insert(world, 'user-param', settings, owner=cimi_records.user(username),
                        rules=[cimi_records.user(username, 'MODIFY')])
    for cloud in clouds if not account['privileged'] else ():
        _add_credential(world, username, cloud)


def _add_credentials(world, usernames, cloud):
    for username in usernames:
        _add_credential(world, username, cloud)


def _add_credential(world, username, cloud):
    credential = dict((name, _filled_in(value, username))
                      for name, value in cloud['credential'].items())
    credential.update(name='%s of %s' % (cloud['name'], username),
                      type='cloud-cred-%s' % cloud['kind'], quota=cloud['quota'],
                      method='store-cloud-cred-%s' % cloud['kind'],
                      connector={'href': 'connector/%s' % cloud['name']})
    cimi_records.insert(world, 'credential', credential,
                        rules=[cimi_records.user(username, 'MODIFY')])


def _filled_in(value, username):
    return value.replace('${user}', username) if hasattr(value, 'replace') else value


def _add_api_key(world, key, secret, username):
    cimi_records.insert(world, 'credential', {
        'name': 'API key of %s' % username, 'type': 'api-key', 'method': 'generate-api-key',
        'digest': api_keys.digest(secret, world.ids.hexadecimal(16)),
        'claims': {'identity': username, 'roles': world.accounts.roles(username)}},
        rules=[cimi_records.user(username, 'MODIFY')], name=key.partition('/')[2])


def _add_vocabulary(world):
    if len(world.store.table('service-attribute-namespace')):
        return
    for prefix, uri in NAMESPACES:
        cimi_records.insert(world, 'service-attribute-namespace', {'prefix': prefix, 'uri': uri},
                            rules=_FOR_USERS, name=prefix)
    for prefix, attribute, kind, name, description in ATTRIBUTES:
        identifier = binascii.hexlify(
            ('%s:%s' % (prefix, attribute)).encode('ascii')).decode('ascii')
        cimi_records.insert(world, 'service-attribute', {
            'prefix': prefix, 'attributeName': attribute, 'type': kind, 'name': name,
            'description': description},
            rules=_FOR_USERS, name=identifier)
