# -*- coding: utf-8 -*-
"""Filling a world.

Puts a complete catalogue, see :mod:`.formats`, into a world, which may have something in it
already.
"""
from __future__ import unicode_literals

from ..state import api_keys, cimi_records, modules as legacy_modules
from ..state.settings import DEFAULT_QUOTA
from .accounts import SETTINGS
from .clouds import CONNECTOR
from .formats import CATEGORIES, CatalogueError
from .modules import STANDARD
from .offers import ATTRIBUTES, NAMESPACES

_FOR_USERS = [cimi_records.role('USER', 'VIEW')]
_CREDENTIAL = {'key': '${user}', 'secret': 'secret-of-${user}'}
#: Members of a module that are not kept as they are.
_OWN_WORDS = ('type', 'owner', 'published', 'authz', 'parent', 'images')


def fill(world, catalogue, source):
    """Put a catalogue into a world.

    :param dict catalogue: a complete one.
    :param str source: its name, for complaints.
    :return: what the user of a sandbox is told: a dict with ``users`` and ``api_keys``.
    :raises CatalogueError: if it names something that does not exist, or makes something that does;
        then the world is as it was.
    """
    _check(world, catalogue, source)
    former = _ordinary_accounts(world)
    earlier = _clouds(world)
    for cloud in catalogue['clouds']:
        _add_cloud(world, cloud)
        for offer in catalogue['offers']:
            if offer['cloud'] == cloud['name']:
                _add_offer(world, offer, cloud['country'])
        for username in former:
            _add_credential(world, username, cloud)
    for offer in catalogue['offers']:
        if offer['cloud'] in [cloud['name'] for cloud in earlier]:
            _add_offer(world, offer, 'CH')
    for account in catalogue['accounts']:
        _add_account(world, account, earlier + catalogue['clouds'])
    for key in catalogue['api_keys']:
        _add_api_key(world, **key)
    _add_vocabulary(world)
    for module in catalogue['modules']:
        _add_module(world, module)
    return {
        'users': [dict((name, account[name]) for name in ('username', 'password', 'privileged'))
                  for account in catalogue['accounts']],
        'api_keys': list(catalogue['api_keys'])}


# -- what would not work ------------------------------------------------------------------------------------------------

def _check(world, catalogue, source):
    problems = []
    names = _Names(world, catalogue, problems)
    for kind, check in (('api_keys', _check_key), ('offers', _check_offer),
                        ('modules', _check_module)):
        for number, each in enumerate(catalogue[kind]):
            check(names, '%s[%d]' % (kind, number), each)
    for number, account in enumerate(catalogue['accounts']):
        names.need('clouds', 'cloud', 'accounts[%d].settings.defaultCloudService' % number,
                   account['settings'].get('defaultCloudService') or None)
    if catalogue['modules'] and not _default_owner(world, catalogue['accounts']):
        problems.extend(
            'modules[%d].owner: is missing, and there is no account that is not privileged' % number
                        for number,
            module in enumerate(catalogue['modules']) if module['owner'] is None)
    if problems:
        raise CatalogueError(source, problems)


class _Names(object):
    """All that a catalogue can refer to: what is in the world and what it brings itself."""

    def __init__(self, world, catalogue, problems):
        self._problems = problems
        table = world.store.table
        self.accounts = [user['username'] for user in table('user')]
        self.clouds = legacy_modules.cloud_names(world)
        self.api_keys = table('credential').keys()
        for kind, member in (('accounts', 'username'), ('clouds', 'name'), ('api_keys', 'key')):
            self._admit(kind, member, catalogue[kind])
        kept = [module for module in table(legacy_modules.TABLE) if not module['deleted']]
        self.types = dict((module['path'], module['category']) for module in kept)
        self.types.update((module['path'], CATEGORIES[module['type']])
                          for module in catalogue['modules'])

    def _admit(self, kind, member, new):
        known = getattr(self, kind)
        for number, each in enumerate(new):
            if each[member] in known:
                self.complain('%s[%d].%s' % (kind, number, member),
                              'there is already %s' % each[member])
            known.append(each[member])

    def complain(self, place, text):
        """Note that something is wrong."""
        self._problems.append('%s: %s' % (place, text))

    def need(self, kind, word, place, name):
        """Note that there is no account or cloud of that name; None is no name."""
        if name is not None and name not in getattr(self, kind):
            self.complain(place, 'there is no %s %s' % (word, name))

    def need_module(self, kind, place, path):
        """Note that there is no module of that path and type."""
        if self.types.get(path) != CATEGORIES[kind]:
            self.complain(place, 'there is no %s %s' % (kind, path))


def _check_key(names, place, key):
    names.need('accounts', 'account', place + '.username', key['username'])
    if not api_keys.bare(key['secret']):
        names.complain(place + '.secret', 'none of its characters can be part of a secret')


def _check_offer(names, place, offer):
    names.need('clouds', 'cloud', place + '.cloud', offer['cloud'])


def _check_module(names, place, module):
    names.need('accounts', 'account', place + '.owner', module['owner'])
    parents = module['path'].split('/')[:-1]
    for count in range(1, len(parents) + 1):
        path = '/'.join(parents[:count])
        if names.types.get(path, legacy_modules.PROJECT) != legacy_modules.PROJECT:
            names.complain(place + '.path', '%s is no project' % path)
    if module.get('parent') is not None:
        names.need_module('component', place + '.parent', module['parent'])
    for cloud in sorted(module.get('images') or {}):
        names.need('clouds', 'cloud', '%s.images.%s' % (place, cloud), cloud)
    for name in sorted(set(module.get('targets', ())) - set(legacy_modules.TARGETS)):
        names.complain('%s.targets.%s' % (place, name),
                       'should be one of %s' % ', '.join(legacy_modules.TARGETS))
    known = [node['name'] for node in module.get('nodes', ())]
    for number, node in enumerate(module.get('nodes', ())):
        _check_node(names, '%s.nodes[%d]' % (place, number), node, known)


def _check_node(names, place, node, known):
    names.need_module('component', place + '.component', node['component'])
    if node['cloud'] != 'default':
        names.need('clouds', 'cloud', place + '.cloud', node['cloud'])
    if known.count(node['name']) > 1:
        names.complain(place + '.name', 'two nodes are called %s' % node['name'])
    for parameter, value in sorted(node['mappings'].items()):
        other, colon, _ = value.partition(':')
        if not _is_constant(value) and not (colon and other in known):
            names.complain('%s.mappings.%s' % (place, parameter),
                           'should be NODE:PARAMETER, with one of the nodes %s, or a constant in '
                           'single quotes' % ', '.join(known))


def _is_constant(value):
    return len(value) > 1 and value.startswith("'") and value.endswith("'")


# -- clouds and accounts ------------------------------------------------------------------------------------------------

def _clouds(world):
    """The clouds of a world, as a catalogue would tell them."""
    return [{'name': each['instanceName'], 'kind': each['cloudServiceType'],
             'credential': _CREDENTIAL,
             'quota': int(each['quotaVm']) if each['quotaVm'].isdigit() else DEFAULT_QUOTA}
            for each in world.store.table('connector')]


def _ordinary_accounts(world):
    return [user['username'] for user in world.store.table('user') if not user['isSuperUser']]


def _add_cloud(world, cloud):
    connector = dict(CONNECTOR, **cloud['settings'])
    connector.update(cloudServiceType=cloud['kind'], instanceName=cloud['name'],
                     quotaVm='%d' % cloud['quota'],
                     connectorTemplate={'href': 'connector-template/%s' % cloud['kind']})
    cimi_records.insert(world, 'connector', connector, rules=[cimi_records.role('ADMIN', 'MODIFY')]
                        + _FOR_USERS, name=cloud['name'])
    cimi_records.insert(world, 'quota', {
        'name': 'max_instances in connector/%s' % cloud['name'], 'resource': 'VirtualMachine',
        'aggregation': 'count:id',
        'selection': "connector/href='connector/%s'" % cloud['name'], 'limit': cloud['quota']},
                        rules=_FOR_USERS)


def _add_offer(world, offer, country):
    sizes = (offer['cpu'], offer['ram'], offer['disk'])
    cimi_records.insert(world, 'service-offer', dict({
        'name': '(%d/%d/%d %s) [%s]' % (sizes + (offer['instanceType'], country)),
        'description': 'VM (standard) with %d vCPU, %d MiB RAM, %d GiB disk' % sizes,
        'connector': {'href': offer['cloud']}, 'resource:type': 'VM', 'resource:class': 'standard',
        'resource:vcpu': offer['cpu'],
        'resource:ram': offer['ram'], 'resource:disk': offer['disk'],
        'resource:instanceType': offer['instanceType'], 'resource:country': country,
        'resource:operatingSystem': 'linux', 'price:currency': 'EUR',
        'price:unitCost': offer['price'], 'price:unitCode': 'HUR',
        'price:billingPeriodCode': 'MIN', 'price:freeUnits': 0}, **offer['attributes']),
                        rules=_FOR_USERS)


def _add_account(world, account, clouds):
    username = account['username']
    members = _given(account, ('firstName', 'lastName', 'organization', 'emailAddress'))
    user = dict(world.accounts.create(username, account['password'],
                                      isSuperUser=account['privileged'], **members))
    world.store.table('user').put(user['id'],
                                  dict(user, activeSince=user['created'], creation=user['created']))
    settings = dict(SETTINGS, defaultCloudService=clouds[0]['name'] if clouds else '',
                    sshPublicKey=account['sshPublicKey'])
    settings.update(_given(account['settings'], account['settings']))
    cimi_records.insert(world, 'user-param', settings, owner=cimi_records.user(username),
                        rules=[cimi_records.user(username, 'MODIFY')])
    for cloud in clouds if not account['privileged'] else ():
        _add_credential(world, username, cloud)


def _add_credential(world, username, cloud):
    credential = dict((name,
                       value.replace('${user}', username) if hasattr(value, 'replace') else value)
                      for name, value in cloud['credential'].items())
    credential.update(name='%s of %s' % (cloud['name'], username),
                      type='cloud-cred-%s' % cloud['kind'], quota=cloud['quota'],
                      method='store-cloud-cred-%s' % cloud['kind'],
                      connector={'href': 'connector/%s' % cloud['name']})
    cimi_records.insert(world, 'credential', credential,
                        rules=[cimi_records.user(username, 'MODIFY')])


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
        identifier = ''.join('%02x' % byte
                             for byte in bytearray(('%s:%s' % (prefix, attribute)).encode('ascii')))
        cimi_records.insert(world, 'service-attribute', {
            'prefix': prefix, 'attributeName': attribute, 'type': kind, 'name': name,
            'description': description},
            rules=_FOR_USERS, name=identifier)


# -- modules ------------------------------------------------------------------------------------------------------------

def _default_owner(world, accounts):
    ordinary = [account['username'] for account in accounts
                if not account['privileged']] or _ordinary_accounts(world)
    return ordinary[0] if ordinary else None


def _add_module(world, module):
    owner = module['owner'] or _default_owner(world, ())
    _add_projects(world, module, owner)
    document = dict((name, value) for name, value in module.items() if name not in _OWN_WORDS)
    document.update(category=CATEGORIES[module['type']],
                    authz=_given(module['authz'], module['authz']))
    if module['type'] == 'component':
        document.update(_component(world, module))
    elif module['type'] == 'application':
        document['nodes'] = [_node(node) for node in module['nodes']]
    stored = _save(world, document, owner)
    if module['published']:
        legacy_modules.publish(world, stored)


def _add_projects(world, module, owner):
    parents = module['path'].split('/')[:-1]
    authz = {'publicGet': True} if module['authz'].get('publicGet') else {}
    for count in range(1, len(parents) + 1):
        path = '/'.join(parents[:count])
        if legacy_modules.latest(world, path) is None:
            _save(world, {'path': path, 'category': legacy_modules.PROJECT, 'description': '',
                          'authz': authz}, owner)


def _save(world, document, owner):
    return legacy_modules.save(
        world, dict(document, commit={'author': owner, 'comment': 'From the catalogue'}), owner)


def _component(world, module):
    own = [parameter['name'] for parameter in module['parameters']]
    standard = [_parameter(parameter) for parameter in STANDARD if parameter['name'] not in own]
    sizes = [{'name': '%s.instance.type' % cloud, 'description': 'Cloud instance type',
              'category': cloud, 'order': 10}
             for cloud in legacy_modules.cloud_names(world)]
    images = module['images']
    if images is None and module['parent'] is None:
        images = dict((cloud, 'image-of-%s' % cloud) for cloud in legacy_modules.cloud_names(world))
    return {
        'moduleReferenceUri': module['parent'] and 'module/%s' % module['parent'],
        'isBase': module['parent'] is None and bool(images),
        'parameters': standard + [_parameter(each) for each in module['parameters']]
        + [each for each in sizes if each['name'] not in own],
        'cloudImageIdentifiers': [{'cloudServiceName': cloud, 'cloudImageIdentifier': image,
                                   'region': None}
                                  for cloud, image in _ordered(world, images or {})],
        'targets': [{'name': name, 'script': script} for name,
                    script in sorted(module['targets'].items())],
        'packages': [{'name': name, 'repository': '', 'key': ''} for name in module['packages']]}


def _ordered(world, images):
    return [(cloud, images[cloud]) for cloud in legacy_modules.cloud_names(world)
            if cloud in images]


def _parameter(parameter):
    default = parameter.get('defaultValue')
    return dict(parameter, defaultValue=parameter['value'] if default is None else default)


def _node(node):
    return {
        'name': node['name'], 'imageUri': 'module/%s' % node['component'],
        'multiplicity': node['multiplicity'], 'network': node['network'],
        'cloudService': node['cloud'], 'maxProvisioningFailures': node['maxProvisioningFailures'],
        'parameterMappings': [{'name': name, 'value': value,
                               'isMappedValue': not _is_constant(value)}
                              for name, value in sorted(node['mappings'].items())]}


def _given(members, names):
    """Those of some members that were given."""
    return dict((name, members[name]) for name in names if members[name] is not None)
