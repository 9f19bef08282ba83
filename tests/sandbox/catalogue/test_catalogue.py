# -*- coding: utf-8 -*-
"""The catalogue."""
from __future__ import unicode_literals

import re

import pytest

from slipstream.api.filters import grammar
from slipstream.sandbox import catalogue
from slipstream.sandbox.state import api_keys, modules
from slipstream.sandbox.state.accounts import same
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World


@pytest.fixture(scope='module')
def world():
    """A world with the catalogue in it; the tests only read it."""
    world = World(Clock(speed=0))
    world.contents = catalogue.install(world)
    return world


def documents(world, kind):
    return list(world.store.table(kind))


def parameters(world, path):
    return dict((parameter['name'], parameter)
                for parameter in modules.latest(world, path)['parameters'])


def test_accounts_can_log_in(world):
    users = world.contents['users']
    assert [user['username'] for user in users] == ['jane', 'tarzan', 'username', 'super']
    for user in users:
        assert world.accounts.check_password(user['username'], user['password'])
        assert world.accounts.is_privileged(user['username']) is user['privileged']
    assert [user['username'] for user in users if user['privileged']] == ['super']


def test_the_api_key_is_the_one_of_the_documentation(world):
    key, = world.contents['api_keys']
    assert (key['key'], key['secret']) == ('credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e',
                                           'the-secret-key')
    document = world.store.table('credential').get(key['key'])
    assert document['claims'] == {'identity': 'jane', 'roles': ['USER', 'ANON']}
    salt = document['digest'].split('$')[1]
    assert same(document['digest'], api_keys.digest('the-secret-key', salt))


def test_a_key_of_a_privileged_account_has_its_roles(world):
    fresh = World(Clock(speed=0))
    fresh.accounts.create('boss', 'x', isSuperUser=True)
    catalogue.add(fresh,
                  {'api_keys': [{'key': 'credential/1', 'secret': 'abc', 'username': 'boss'}]})
    assert fresh.store.table('credential').get('credential/1')['claims']['roles'] == [
        'ADMIN', 'USER', 'ANON']


def test_each_account_has_settings_and_a_key_to_reach_its_machines(world):
    settings = dict((document['acl']['owner']['principal'], document)
                    for document in documents(world, 'user-param'))
    assert sorted(settings) == ['jane', 'super', 'tarzan', 'username']
    for setting in settings.values():
        assert setting['defaultCloudService'] == 'exoscale-ch-gva'
        assert setting['sshPublicKey'].startswith('ssh-rsa ')


def test_clouds_are_configured_for_ordinary_accounts(world):
    names = modules.cloud_names(world)
    assert names == ['exoscale-ch-gva', 'exoscale-ch-dk', 'ec2-eu-west']
    credentials = [document for document in documents(world, 'credential')
                   if document['type'].startswith('cloud-cred-')]
    assert len(credentials) == 3 * len(names)
    for credential in credentials:
        assert credential['connector']['href'] in world.store.table('connector')
        assert credential['key'] and credential['secret']


def test_quotas_have_valid_filters(world):
    for quota in documents(world, 'quota'):
        grammar.parse(quota['selection'])
    assert len(documents(world, 'quota')) == 3


def test_offers_use_the_vocabulary(world):
    prefixes = set(document['prefix']
                   for document in documents(world, 'service-attribute-namespace'))
    attributes = set('%s:%s' % (document['prefix'], document['attributeName'])
                     for document in documents(world, 'service-attribute'))
    offers = documents(world, 'service-offer')
    assert len(offers) == 19
    assert prefixes == {'resource', 'price', 'schema-org'}
    for offer in offers:
        assert offer['connector']['href'] in modules.cloud_names(world)
        assert set(name for name in offer if ':' in name) <= attributes


def test_attributes_have_the_identifiers_that_the_service_would_give(world):
    assert 'service-attribute/7265736f757263653a76637075' in world.store.table('service-attribute')


@pytest.mark.parametrize('kind', ['connector', 'service-offer', 'service-attribute',
                                  'service-attribute-namespace', 'quota'])
def test_what_is_for_everybody_is_seen_by_everybody(world, kind):
    for document in documents(world, kind):
        assert {'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'} in document['acl']['rules']


def test_every_path_has_its_parents(world):
    paths = set(module['path'] for module in documents(world, modules.TABLE))
    for path in paths:
        parent = modules.parent_path(path)
        assert not parent or modules.latest(world, parent)['category'] == 'Project'


def test_components_find_their_images(world):
    clouds = set(modules.cloud_names(world))
    components = [module for module in documents(world, modules.TABLE)
                  if module['category'] == 'Image']
    assert len(components) == 10
    for component in components:
        base = modules.lineage(world, component)[0]
        assert base['isBase']
        identifiers = dict((identifier['cloudServiceName'], identifier['cloudImageIdentifier'])
                           for identifier in base['cloudImageIdentifiers'])
        assert set(identifiers) == clouds
        assert all(identifiers.values())


def test_base_images_stand_where_the_documentation_looks(world):
    names = [modules.short_name(module['path'])
             for module in modules.children(world, 'examples/images')]
    assert names == ['centos-7', 'debian-9', 'ubuntu-14.04', 'ubuntu-16.04']


def test_wordpress_is_what_the_documentation_deploys(world):
    wordpress = modules.latest(world, 'apps/WordPress/wordpress')
    parameters_by_name = parameters(world, 'apps/WordPress/wordpress')
    assert wordpress['published'] is not None
    assert parameters_by_name['wordpress_title']['category'] == 'Input'
    assert [name for name, parameter in sorted(parameters_by_name.items()) if parameter['category']
            == 'Output'] == ['admin_email', 'admin_password', 'hostname', 'instanceid',
                             'url.service']
    assert parameters_by_name['admin_email']['value'] == 'admin@example.org'


def test_the_application_links_its_nodes(world):
    system = modules.latest(world, 'examples/tutorials/service-testing/system')
    nodes = dict((node['name'], node) for node in system['nodes'])
    assert sorted(nodes) == ['apache', 'testclient']
    sources = parameters(world, 'examples/tutorials/service-testing/apache')
    targets = parameters(world, 'examples/tutorials/service-testing/testclient')
    for mapping in nodes['testclient']['parameterMappings']:
        node, _, source = mapping['value'].partition(':')
        assert (mapping['isMappedValue'], node,
                sources[source]['category']) == (True, 'apache', 'Output')
        assert targets[mapping['name']]['category'] == 'Input'
    for node in nodes.values():
        assert modules.find(world, node['imageUri'])


def test_one_component_has_a_recipe_and_one_can_fail(world):
    assert modules.latest(world, 'examples/tutorials/image-building/nginx')['recipe']
    assert parameters(
        world, 'examples/tutorials/failing/component')['sandbox.fail']['value'] == 'Executing'


@pytest.mark.parametrize('path, username, right, allowed', [
    ('apps/WordPress/wordpress', 'jane', 'Post', True),
    ('apps/WordPress/wordpress', 'jane', 'Put', False),
    ('examples/images', 'tarzan', 'Get', True), ('jane/web', 'jane', 'Put', True),
    ('jane/web', 'tarzan', 'Get', False),
    ('jane', 'tarzan', 'Get', False),
    ('examples/tutorials/service-testing/system', 'tarzan', 'Post', True)])
def test_rights_on_a_module_depend_on_the_user(world, path, username, right, allowed):
    assert modules.may(world, modules.latest(world, path), username, right) is allowed


def test_two_sandboxes_of_the_same_seed_are_the_same(world):
    other = World(Clock(speed=0))
    catalogue.install(other)
    for table in ('credential', 'service-offer', modules.TABLE, 'user'):
        assert documents(other, table) == documents(world, table)


def test_everything_is_plain_ascii(world):
    for module in documents(world, modules.TABLE):
        assert re.match('[ -~]+$', module['description'])
