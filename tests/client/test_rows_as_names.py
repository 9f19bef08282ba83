# -*- coding: utf-8 -*-
"""Rows instead of the paths and names in them."""
from __future__ import unicode_literals

import pytest

from slipstream.api import Api
from slipstream.sandbox import Sandbox

#: Arguments that name a module, a cloud or a user.
NAMING = {'path', 'source', 'project', 'module', 'module_reference_uri', 'cloud', 'default_cloud',
          'username', 'owner', 'ids', 'nodes'}
#: Those that name a new one, or the one who logs in.
NEW = {('create_application', 'path'), ('create_component', 'path'), ('create_project', 'path'),
       ('create_user', 'username'), ('from_environment', 'username'),
       ('login_internal', 'username'), ('put_module_document', 'path')}

CALLS = [
    ('build_component', 'path cloud', lambda world: world.api.build_component(
        world.api.get_element('examples/tutorials/image-building/nginx'), world.cloud)),
    ('copy_module', 'source project', lambda world: world.api.copy_module(
        world.component, world.api.get_element('jane'), 'again')),
    ('create_application', 'nodes', lambda world: world.api.create_application('jane/app', {
        'x': world.component, 'y': {'component': world.component, 'cloud': world.cloud}})),
    ('create_component', 'module_reference_uri', lambda world: world.api.create_component(
        'jane/derived', world.component)),
    ('create_component', 'cloud_identifiers', lambda world: world.api.create_component(
        'jane/native', cloud_identifiers={world.cloud: 'abc'})),
    ('create_user', 'default_cloud', lambda world: world.root.create_user(
        'jill', 'not easy to guess', 'n@example.com', 'N', 'N', default_cloud=world.cloud)),
    ('create_user', 'cloud_parameters', lambda world: world.root.create_user(
        'jill', 'not easy to guess', 'n@example.com', 'N', 'N',
        cloud_parameters={world.cloud: {'username': 'x'}})),
    ('delete_element', 'path', lambda world: world.api.delete_element(world.copy)),
    ('delete_user', 'username', lambda world: world.root.delete_user(world.user)),
    ('deploy', 'path cloud', lambda world: world.api.deploy(world.component, world.cloud)),
    ('deploy', 'cloud', lambda world: world.api.deploy(world.system, {'apache': world.cloud})),
    ('get_application_nodes', 'path',
     lambda world: world.api.get_application_nodes(world.system)[0]),
    ('get_cloud_image_identifiers', 'path', lambda world: list(
        world.api.get_cloud_image_identifiers(world.api.get_element('examples/images/centos-7')))),
    ('get_element', 'path', lambda world: world.api.get_element(world.component)),
    ('get_module_document', 'path', lambda world: world.api.get_module_document(world.component)),
    ('get_parameters', 'path', lambda world: list(world.api.get_parameters(world.component))),
    ('get_user', 'username', lambda world: world.root.get_user(world.user)),
    ('list_deployments', 'cloud module', lambda world: list(
        world.api.list_deployments(cloud=world.cloud, module=world.component))),
    ('list_deployments', 'owner', lambda world: list(
        world.root.list_deployments(owner=world.user))),
    ('list_module_versions', 'path',
     lambda world: list(world.api.list_module_versions(world.copy))),
    ('list_project_content', 'path', lambda world: list(
        world.api.list_project_content(world.api.get_element('jane')))),
    ('list_virtualmachines', 'cloud',
     lambda world: list(world.api.list_virtualmachines(cloud=world.cloud))),
    ('publish', 'path', lambda world: world.api.publish(world.copy)),
    ('remove_node_instances', 'ids', lambda world: world.api.remove_node_instances(
        world.deployment(), 'apache', world.api.get_node_instances(world.scalable, 'apache'))),
    ('remove_node_instances', 'ids', lambda world: world.api.remove_node_instances(
        world.deployment(), 'apache', world.api.get_node_instances(world.scalable, 'apache')[0])),
    ('unpublish', 'path', lambda world: world.api.unpublish(world.copy)),
    ('update_component', 'path module_reference_uri',
     lambda world: world.api.update_component(world.copy, module_reference_uri=world.component)),
    ('update_component', 'cloud_identifiers',
     lambda world: world.api.update_component(world.copy, cloud_identifiers={world.cloud: 'abc'})),
    ('update_user', 'username default_cloud', lambda world: world.root.update_user(
        world.user, default_cloud=world.cloud)),
    ('update_user', 'cloud_parameters', lambda world: world.root.update_user(
        world.user, cloud_parameters={world.cloud: {'username': 'x'}})),
]


class World(object):
    """Two clients of a sandbox, and the rows that they pass."""

    def __init__(self, sandbox):
        self.sandbox = sandbox
        self.api = sandbox.api()
        self.root = sandbox.api('super')
        self.component = self.api.get_element('apps/WordPress/wordpress')
        self.system = self.api.get_element('examples/tutorials/service-testing/system')
        self.copy = self.api.get_element(self.api.copy_module(self.component, 'jane', 'blog'))
        self.cloud = self.api.list_clouds()[2]
        self.user = [user for user in self.root.list_users() if user.username == 'jane'][0]
        self.scalable = None

    def deployment(self):
        """A ready scalable deployment."""
        self.scalable = self.api.deploy(self.system, scalable=True)
        self.sandbox.clock.advance(900)
        return self.scalable


@pytest.fixture
def world():
    """Two clients of a sandbox, and the rows that they pass."""
    with Sandbox(speed=0) as sandbox:
        yield World(sandbox)


@pytest.mark.parametrize('name, argument, call', CALLS,
                         ids=['%s %s' % entry[:2] for entry in CALLS])
def test_a_row_is_taken_for_what_it_is_named_by(world, name, argument, call):
    assert call(world) is not None


def test_every_argument_that_names_something_has_its_call():
    methods = [(name, getattr(getattr(getattr(Api, name), '__wrapped__', None), '__code__', None))
               for name in dir(Api)]
    expected = {(name, argument) for name, code in methods if code and not name.startswith('_')
                for argument in code.co_varnames[:code.co_argcount] if argument in NAMING}
    assert expected - NEW == {(name, argument) for name, arguments, call in CALLS
                              for argument in arguments.split() if argument in NAMING}


def test_the_version_of_a_row_is_that_of_the_listing(world):
    deployment = world.api.deploy(world.component)
    assert [row.id for row in world.api.list_deployments(module=world.component)] == [deployment]
    assert list(world.api.list_deployments(module=world.copy)) == []


def test_a_row_that_is_none_of_them_is_refused(world):
    with pytest.raises(TypeError):
        world.api.deploy(world.component, world.user)
    with pytest.raises(TypeError):
        world.root.get_user(world.cloud)
