# -*- coding: utf-8 -*-
"""Checking catalogues.

Before a catalogue is loaded, this finds references to missing items, and items that already exist.
"""
from __future__ import unicode_literals

from ...api.filters import grammar
from ..state import api_keys, modules as legacy_modules
from . import places
from .formats import CatalogueError
from .shapes import CATEGORIES, COLLECTIONS

#: Collections in which a document may replace a built-in document.
REPLACEABLE = ('sessionTemplates', 'userTemplates')


def check(world, catalogue, source):
    """Refuse a catalogue that cannot be loaded into a world.

    :param dict catalogue: a complete catalogue.
    :param str source: its name, for error messages.
    :raises CatalogueError: if it refers to something that does not exist, or contains something
        that already exists.
    """
    problems = []
    names = _Names(world, catalogue, problems)
    for kind, check_one in (('api_keys', _check_key), ('offers', _check_offer),
                            ('modules', _check_module), ('runs', _check_run)):
        for number, entry in enumerate(catalogue[kind]):
            check_one(names, '%s[%d]' % (kind, number), entry)
    for number, account in enumerate(catalogue['accounts']):
        names.need('clouds', 'cloud', 'accounts[%d].settings.defaultCloudService' % number,
                   account['settings'].get('defaultCloudService') or None)
    if not default_owner(world, catalogue['accounts']):
        for number, module in enumerate(catalogue['modules']):
            if module['owner'] is None:
                names.complain('modules[%d].owner' % number,
                               'is missing, and there is no account that is not privileged')
    for number, quota in enumerate(catalogue['resources'].get('quotas', ())):
        _check_quota(names, 'resources.quotas[%d]' % number, quota)
    if problems:
        raise CatalogueError(source, problems)


def default_owner(world, accounts):
    """The account that owns everything without an owner: the first of these accounts that is not
    privileged, or else the default account of the world; None if there is none.
    """
    ordinary = [account['username'] for account in accounts if not account['privileged']]
    ordinary.extend(user['username'] for user in world.store.table('user')
                    if not user['isSuperUser'])
    return ordinary[0] if ordinary else None


def is_exact(module):
    """Whether a module is an exact one, to be loaded unchanged."""
    return module['version'] is not None


def is_constant(value):
    """Whether the value of a mapping is a constant: it is quoted."""
    return len(value) > 1 and value[0] == value[-1] and value[0] in '\'"'


def connector_names(resources):
    """The names of the clouds of the connectors in these resources, as a list."""
    return [connector['instanceName'] for connector in resources.get('connectors', ())]


class _Names(object):
    """Everything that a catalogue can refer to: in the world and in the catalogue itself."""

    def __init__(self, world, catalogue, problems):
        self._problems = problems
        table = world.store.table
        self.accounts = [user['username'] for user in table('user')]
        self.clouds = legacy_modules.cloud_names(world)
        self.api_keys = table('credential').keys()
        self._admit('clouds', 'resources.connectors', 'instanceName',
                    catalogue['resources'].get('connectors', ()))
        for kind, member in (('accounts', 'username'), ('clouds', 'name'), ('api_keys', 'key')):
            self._admit(kind, kind, member, catalogue[kind])
        kept = list(table(legacy_modules.TABLE))
        self.versions = [module['version'] for module in kept]
        self._admit('versions', 'modules', 'version', catalogue['modules'])
        self.runs = table('run').keys()
        self._admit('runs', 'runs', 'uuid', catalogue['runs'])
        self.exact = set('%s/%d' % (module['path'], module['version'])
                         for module in kept + catalogue['modules']
                         if module['version'] is not None)
        self._admit_resources(world, catalogue['resources'])
        self.types = dict((module['path'], module['category']) for module in kept
                          if not module['deleted'])
        self.types.update((module['path'], CATEGORIES[module['type']])
                          for module in catalogue['modules'])

    def _admit(self, kind, place, member, entries):
        names = getattr(self, kind)
        taken = set(names)
        for number, entry in enumerate(entries):
            if entry[member] in taken:
                self.complain('%s[%d].%s' % (place, number, member),
                              '%s already exists' % entry[member])
            if entry[member] is not None:
                names.append(entry[member])
                taken.add(entry[member])

    def _admit_resources(self, world, resources):
        for collection in sorted(set(resources) - set(REPLACEABLE)):
            self.ids = world.store.table(COLLECTIONS[collection]).keys()
            self._admit('ids', 'resources.%s' % collection, 'id', resources[collection])

    def complain(self, place, text):
        """Record a problem."""
        self._problems.append('%s: %s' % (place, text))

    def need(self, kind, word, place, name):
        """Record a problem if there is no account or cloud with this name, unless it is None."""
        if name is not None and name not in getattr(self, kind):
            self.complain(place, 'there is no %s %s' % (word, name))

    def need_module(self, kind, place, path):
        """Record a problem if there is no module with this path and type."""
        if self.types.get(path) != CATEGORIES[kind]:
            self.complain(place, 'there is no %s %s' % (kind, path))


def _check_key(names, place, key):
    names.need('accounts', 'account', place + '.username', key['username'])
    if not api_keys.bare(key['secret']):
        names.complain(place + '.secret', 'has no character that a secret can contain')


def _check_offer(names, place, offer):
    names.need('clouds', 'cloud', place + '.cloud', offer['cloud'])


def _check_run(names, place, run):
    if run['module'] not in names.exact:
        names.complain(place + '.module', 'there is no version %s' % run['module'])


def _check_quota(names, place, quota):
    try:
        grammar.parse(quota['selection'])
    except grammar.FilterSyntaxError:
        names.complain(place + '.selection', 'should be a filter')


# -- modules -------------------------------------------------------------------------------------

def _check_module(names, place, module):
    nodes = module.get('nodes', ())
    node_names = [node['name'] for node in nodes]
    for number, node in enumerate(nodes):
        if node_names.count(node['name']) > 1:
            names.complain('%s.nodes[%d].name' % (place, number),
                           'two nodes are called %s' % node['name'])
    if is_exact(module):
        return  # Its references may be broken, as on a real service.
    names.need('accounts', 'account', place + '.owner', module['owner'])
    _check_place(names, place, module)
    if module.get('parent') is not None:
        names.need_module('component', place + '.parent', module['parent'])
    for cloud in sorted(module.get('images') or {}):
        names.need('clouds', 'cloud', '%s.images.%s' % (place, cloud), cloud)
    for name in sorted(set(module.get('targets', ())) - set(legacy_modules.TARGETS)):
        names.complain(places.inside(place + '.targets', name),
                       'should be one of %s' % ', '.join(legacy_modules.TARGETS))
    for number, node in enumerate(nodes):
        _check_node(names, '%s.nodes[%d]' % (place, number), node, node_names)


def _check_place(names, place, module):
    parents = module['path'].split('/')[:-1]
    for count in range(1, len(parents) + 1):
        path = '/'.join(parents[:count])
        if names.types.get(path, legacy_modules.PROJECT) != legacy_modules.PROJECT:
            names.complain(place + '.path', '%s is not a project' % path)


def _check_node(names, place, node, node_names):
    names.need_module('component', place + '.component', node['component'])
    if node['cloud'] != 'default':
        names.need('clouds', 'cloud', place + '.cloud', node['cloud'])
    for parameter, mapping in sorted(node['mappings'].items()):
        value = mapping if not isinstance(mapping, dict) else mapping['value'] or ''
        other, colon, _ = value.partition(':')
        is_link = colon and other in node_names
        if not is_link and not is_constant(value) and not is_withheld(mapping):
            names.complain('%s.mappings.%s' % (place, parameter),
                           'should be NODE:PARAMETER, with one of the nodes %s, or a constant in '
                           'quotes' % ', '.join(node_names))


def is_withheld(mapping):
    """Whether the value of a mapping is a secret that was left out."""
    return isinstance(mapping, dict) and mapping['withheld']
