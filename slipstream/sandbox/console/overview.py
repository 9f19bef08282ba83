# -*- coding: utf-8 -*-
"""The overview of a sandbox in the console."""
from __future__ import unicode_literals

import collections

from ..state import machines, modules, settings
from ..state.runs import TABLE, is_active
from ..state.service_offers import cloud_of
from . import deployments, masking

#: The maximum number of machines, modules, accounts and exchanges that are shown.
MOST = 100


def read(world, contents, exchanges):
    """Everything on the page, as a dict.

    :param dict contents: the ``users`` and ``api_keys`` of the catalogues.
    :param list exchanges: the stored :class:`~.exchanges.Exchange` objects, the newest first.
    """
    return {
        'version': '.'.join('%d' % part for part in world.server_version),
        'endpoint': world.endpoint,
        'clock': {'now': world.clock.now(), 'speed': world.clock.speed},
        'deployments': deployments.summary(world),
        'clouds': _clouds(world, _default_user(contents)),
        'machines': [_machine(world, document)
                     for document in _newest(world.store.table('virtual-machine'))],
        'store': [_module(module) for module in modules.published(world)[:MOST]],
        'accounts': _accounts(world, contents['users']),
        'api_keys': contents['api_keys'],
        'exchanges': [line(exchange) for exchange in exchanges[:MOST]],
        'faults': [_fault(fault) for fault in world.faults.pending()],
        'failures': list(world.store.table('cloud-failure'))}


def line(exchange):
    """A line for an exchange: a dict without headers and bodies."""
    return {'number': exchange.number, 'at': exchange.at, 'method': exchange.method,
            'target': masking.target(exchange.target), 'status': exchange.status,
            'who': exchange.username or '', 'elapsed_ms': round(exchange.elapsed * 1000, 1)}


def _fault(fault):
    return {'status': fault.status, 'kind': fault.kind, 'delay': fault.delay, 'path': fault.path,
            'method': fault.method or '', 'left': fault.left, 'hits': fault.hits}


def _newest(table):
    return list(reversed(list(table)))[:MOST]


def _default_user(contents):
    ordinary = [user['username'] for user in contents['users'] if not user.get('privileged')]
    return ordinary[0] if ordinary else None


# -- clouds ----------------------------------------------------------------------------------------

def _clouds(world, username):
    states = collections.defaultdict(collections.Counter)
    for machine in world.store.table('virtual-machine'):
        states[cloud_of(machine)][machine['state']] += 1
    active = collections.Counter(cloud for run in world.store.table(TABLE) if is_active(run)
                                 for cloud in set(run['clouds']))
    return [{'name': cloud, 'kind': settings.connector(world, cloud).get('cloudServiceType', ''),
             'deployments': active[cloud], 'machines': states[cloud],
             'quota': _quota(world, username, cloud)} for cloud in modules.cloud_names(world)]


def _quota(world, username, cloud):
    try:
        return settings.vm_quota(world, username, cloud)
    except settings.QuotaError:
        return None


def _machine(world, document):
    place = machines.place(world, document) or {}
    offer = document.get('serviceOffer') or {}
    return {'id': document['id'], 'cloud': cloud_of(document), 'state': document['state'],
            'address': document.get('ip') or '', 'owner': machines.owner(world, document),
            'deployment': place.get('run') or '', 'instance': place.get('instance') or '',
            'size': offer.get('resource:instanceType') or ''}


# -- modules and accounts --------------------------------------------------------------------------

def _module(module):
    return {'path': module['path'], 'version': module['version'], 'kind': module['category'],
            'description': module['description'] or ''}


def _accounts(world, users):
    """The accounts, with their passwords if they are the public ones of the catalogues."""
    public = dict((user['username'], user.get('password')) for user in users)
    sessions = collections.Counter(
        claims['username'] for claims in world.store.table('token')
        if claims['exp'] > world.clock.now())
    return [{'username': user['username'], 'privileged': bool(user.get('isSuperUser')),
             'state': user.get('state') or '', 'sessions': sessions[user['username']],
             'password': _password(world, user['username'], public)}
            for user in list(world.store.table('user'))[:MOST]]


def _password(world, username, public):
    password = public.get(username)
    is_valid = password is not None and world.accounts.check_password(username, password)
    return password if is_valid else None
