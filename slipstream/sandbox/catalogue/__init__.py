# -*- coding: utf-8 -*-
"""
What a new sandbox contains
===========================

The data stands in the modules of this package; here is how it gets into a world.
"""
from __future__ import unicode_literals

import re

from ..accounts import secret_digest
from ..cimi import records
from ..legacy import modules as legacy_modules
from .accounts import ACCOUNTS, API_KEYS, SETTINGS
from .clouds import CLOUDS, CONNECTOR
from .modules import MODULES
from .offers import ATTRIBUTES, NAMESPACES, SIZES

_FOR_USERS = [records.role('USER', 'VIEW')]
_NOT_IN_SECRETS = re.compile('[^2-9a-km-zA-HJ-NP-Z]')


def install(world):
    """Put the catalogue into a fresh world.

    :return: what the user of a sandbox is told: a dict with ``users`` and ``api_keys``.
    """
    for cloud in CLOUDS:
        _install_cloud(world, cloud)
    for account in ACCOUNTS:
        _install_account(world, account)
    for key in API_KEYS:
        _install_api_key(world, **key)
    _install_vocabulary(world)
    for module in MODULES:
        _install_module(world, module)
    return {
        'users': [dict((name, account[name]) for name in ('username', 'password', 'privileged')) for account in ACCOUNTS],
        'api_keys': list(API_KEYS)}


def _install_cloud(world, cloud):
    connector = dict(CONNECTOR, cloudServiceType=cloud['kind'], instanceName=cloud['name'], quotaVm='%d' % cloud['quota'],
                     connectorTemplate={'href': 'connector-template/%s' % cloud['kind']}, **cloud['settings'])
    records.insert(world, 'connector', connector, rules=[records.role('ADMIN', 'MODIFY')] + _FOR_USERS, name=cloud['name'])
    records.insert(world, 'quota', {
        'name': 'max_instances in connector/%s' % cloud['name'], 'resource': 'VirtualMachine', 'aggregation': 'count:id',
        'selection': "connector/href='connector/%s'" % cloud['name'], 'limit': cloud['quota']}, rules=_FOR_USERS)
    for size in SIZES[cloud['kind']]:
        _install_offer(world, cloud, *size)


def _install_offer(world, cloud, size, cpus, memory, disk, price):
    records.insert(world, 'service-offer', {
        'name': '(%d/%d/%d %s) [%s]' % (cpus, memory, disk, size, cloud['country']),
        'description': 'VM (standard) with %d vCPU, %d MiB RAM, %d GiB disk' % (cpus, memory, disk),
        'connector': {'href': cloud['name']}, 'resource:type': 'VM', 'resource:class': 'standard', 'resource:vcpu': cpus,
        'resource:ram': memory, 'resource:disk': disk, 'resource:instanceType': size, 'resource:country': cloud['country'],
        'resource:operatingSystem': 'linux', 'price:currency': 'EUR', 'price:unitCost': price, 'price:unitCode': 'HUR',
        'price:billingPeriodCode': 'MIN', 'price:freeUnits': 0}, rules=_FOR_USERS)


def _install_account(world, account):
    username = account['username']
    members = dict((name, account[name]) for name in ('firstName', 'lastName', 'organization'))
    user = dict(world.accounts.create(username, account['password'], isSuperUser=account['privileged'], **members))
    world.store.table('user').put(user['id'], dict(user, activeSince=user['created'], creation=user['created']))
    own = [records.user(username, 'MODIFY')]
    settings = dict(SETTINGS, sshPublicKey=account['sshPublicKey'])
    records.insert(world, 'user-param', settings, owner=records.user(username), rules=own)
    for cloud in CLOUDS if not account['privileged'] else ():
        credential = dict((name, value % {'user': username}) for name, value in cloud['credential'].items())
        credential.update(name='%s of %s' % (cloud['name'], username), type='cloud-cred-%s' % cloud['kind'], quota=cloud['quota'],
                          method='store-cloud-cred-%s' % cloud['kind'], connector={'href': 'connector/%s' % cloud['name']})
        records.insert(world, 'credential', credential, rules=own)


def _install_api_key(world, key, secret, username):
    roles = ['ADMIN', 'USER', 'ANON'] if world.accounts.is_privileged(username) else ['USER', 'ANON']
    records.insert(world, 'credential', {
        'name': 'API key of %s' % username, 'type': 'api-key', 'method': 'generate-api-key',
        'digest': secret_digest(_NOT_IN_SECRETS.sub('', secret), world.ids.hexadecimal(16)),
        'claims': {'identity': username, 'roles': roles}}, rules=[records.user(username, 'MODIFY')], name=key.partition('/')[2])


def _install_vocabulary(world):
    for prefix, uri in NAMESPACES:
        records.insert(world, 'service-attribute-namespace', {'prefix': prefix, 'uri': uri}, rules=_FOR_USERS, name=prefix)
    for prefix, attribute, kind, name, description in ATTRIBUTES:
        identifier = ''.join('%02x' % byte for byte in bytearray(('%s:%s' % (prefix, attribute)).encode('ascii')))
        records.insert(world, 'service-attribute', {
            'prefix': prefix, 'attributeName': attribute, 'type': kind, 'name': name, 'description': description},
            rules=_FOR_USERS, name=identifier)


def _install_module(world, module):
    document = dict(module)
    owner, published = document.pop('by'), document.pop('published')
    document['commit'] = {'author': owner, 'comment': 'From the catalogue'}
    stored = legacy_modules.save(world, document, owner)
    if published:
        legacy_modules.publish(world, stored)
