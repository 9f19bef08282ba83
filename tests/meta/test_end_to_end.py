# -*- coding: utf-8 -*-
"""Every method of the contract is used against the sandbox."""
from __future__ import unicode_literals

import ast

import pytest

from slipstream.api import Api

from .tree import TESTS

#: What programs of the predecessor call.
CONTRACT = (
    'add_node_instances', 'build_component', 'cimi_add', 'cimi_cloud_entry_point', 'cimi_delete',
    'cimi_edit', 'cimi_get', 'cimi_operation',
    'cimi_search', 'create_user', 'current_session', 'delete_element', 'deploy',
    'get_application_nodes', 'get_cloud_credentials',
    'get_cloud_image_identifiers', 'get_deployment', 'get_deployment_events',
    'get_deployment_parameter', 'get_element', 'get_parameters', 'get_user',
    'is_authenticated', 'list_applications', 'list_deployments', 'list_project_content',
    'list_users', 'list_virtualmachines', 'login',
    'login_apikey', 'login_internal', 'logout', 'publish', 'remove_node_instances', 'terminate',
    'unpublish', 'update_component', 'update_user',
    'usage', 'username')
USED = {node.attr for module in TESTS.values() if module.path.startswith('tests/client/test_')
        for node in module.nodes(ast.Attribute)}


@pytest.mark.parametrize('name', CONTRACT)
def test_a_method_of_the_contract_is_used_end_to_end(name):
    assert hasattr(Api, name)
    assert name in USED
