# -*- coding: utf-8 -*-
"""The calls that are tested against faults.

One call of every public method of Api: who adds a method adds a line, and the method meets every
fault. What a call does not use up is listed whole. A method that asks for nothing of the service
is in ``SILENT``.
"""
from __future__ import unicode_literals

import io

from .canned import CONTENTS, DUID

NODES = {'web': {'component': 'shop/web', 'multiplicity': 1}}


def upload(api):
    """Upload something."""
    return api.upload_object(io.BytesIO(CONTENTS), 'bucket', 'name', 'credential/1')


def whole(sequence):
    """The rows of a sequence.

    Asked for its length first, as ``list()`` would, an interrupted one would be asked twice.
    """
    return [row for row in sequence]  # noqa: C416 - list() asks for the length


#: Name of a method to a function of an Api that calls it.
CALLS = {
    'add_node_instances': lambda api: api.add_node_instances(DUID, 'web', 1),
    'build_component': lambda api: api.build_component('shop/web'),
    'cancel_abort': lambda api: api.cancel_abort(DUID),
    'cimi_add': lambda api: api.cimi_add('events', {'a': 'b'}),
    'cimi_add_or_get': lambda api: api.cimi_add_or_get('events', {'a': 'b'}),
    'cimi_cloud_entry_point': lambda api: api.cimi_cloud_entry_point,
    'cimi_count': lambda api: api.cimi_count('events'),
    'cimi_delete': lambda api: api.cimi_delete('event/1'),
    'cimi_edit': lambda api: api.cimi_edit('event/1', {'a': 'b'}),
    'cimi_first': lambda api: api.cimi_first('events'),
    'cimi_get': lambda api: api.cimi_get('event/1'),
    'cimi_list': lambda api: whole(api.cimi_list('events')),
    'cimi_one': lambda api: api.cimi_one('events'),
    'cimi_operation': lambda api: api.cimi_operation('event/1', 'start'),
    'cimi_search': lambda api: list(api.cimi_search('events')),
    'cimi_update': lambda api: api.cimi_update('event/1', {'name': 'other'}),
    'complete_node_state': lambda api: api.complete_node_state(DUID, 'web', 1),
    'copy_module': lambda api: api.copy_module('shop/web', 'shop', 'copy'),
    'create_application': lambda api: api.create_application('shop/made', NODES),
    'create_component': lambda api: api.create_component('shop/made',
                                                         module_reference_uri='shop/web'),
    'create_project': lambda api: api.create_project('shop/made'),
    'create_user': lambda api: api.create_user('bob', 'pw', 'bob@example.org', 'Bob', 'B'),
    'current_session': lambda api: api.current_session(),
    'delete_element': lambda api: api.delete_element('shop/web'),
    'delete_user': lambda api: api.delete_user('bob'),
    'deploy': lambda api: api.deploy('shop/web'),
    'download_object': lambda api: api.download_object('external-object/1', io.BytesIO()),
    'follow': lambda api: whole(api.follow('events', timeout=0)),
    'follow_deployment': lambda api: next(api.follow_deployment(DUID, timeout=0)),
    'get_application_nodes': lambda api: list(api.get_application_nodes('shop/full')),
    'get_cloud_credentials': lambda api: list(api.get_cloud_credentials()),
    'get_cloud_image_identifiers': lambda api: list(api.get_cloud_image_identifiers('shop/web')),
    'get_deployment': lambda api: api.get_deployment(DUID),
    'get_deployment_events': lambda api: list(api.get_deployment_events(DUID)),
    'get_deployment_parameter': lambda api: api.get_deployment_parameter(DUID, 'ss:state'),
    'get_deployment_parameters': lambda api: api.get_deployment_parameters(DUID),
    'get_element': lambda api: api.get_element('shop/web'),
    'get_module_document': lambda api: api.get_module_document('shop/web'),
    'get_node_instances': lambda api: list(api.get_node_instances(DUID)),
    'get_parameters': lambda api: list(api.get_parameters('shop/web')),
    'get_user': lambda api: api.get_user('alice'),
    'is_authenticated': lambda api: api.is_authenticated(),
    'whoami': lambda api: api.whoami(),
    'list_applications': lambda api: list(api.list_applications()),
    'list_deployments': lambda api: list(api.list_deployments()),
    'list_module_versions': lambda api: list(api.list_module_versions('shop/web')),
    'list_project_content': lambda api: list(api.list_project_content('shop', recurse=True)),
    'list_users': lambda api: list(api.list_users()),
    'list_virtualmachines': lambda api: list(api.list_virtualmachines()),
    'login': lambda api: api.login({'href': 'session-template/internal', 'username': 'alice',
                                    'password': 'pw'}),
    'login_apikey': lambda api: api.login_apikey('credential/1', 'secret'),
    'login_internal': lambda api: api.login_internal('alice', 'pw'),
    'logout': lambda api: api.logout(),
    'publish': lambda api: api.publish('shop/web'),
    'put_module_document': lambda api: api.put_module_document(
        'shop/web', '<imageModule category="Image" shortName="web"/>'),
    'remove_node_instances': lambda api: api.remove_node_instances(DUID, 'web', [1]),
    'set_deployment_parameter': lambda api: api.set_deployment_parameter(
        DUID, 'web.1:hostname', 'x'),
    'terminate': lambda api: api.terminate(DUID),
    'unpublish': lambda api: api.unpublish('shop/web'),
    'clear_deployment_parameter': lambda api: api.clear_deployment_parameter(
        DUID, 'web.1:hostname'),
    'update_component': lambda api: api.update_component('shop/web', description='new'),
    'update_user': lambda api: api.update_user('alice', email='new@example.org'),
    'upload_object': upload,
    'usage': lambda api: list(api.usage()),
    'list_clouds': lambda api: list(api.list_clouds()),
    'create_api_key': lambda api: api.create_api_key('a key', 60),
    'delete_api_key': lambda api: api.delete_api_key('credential/1'),
    'username': lambda api: api.username,
    'wait_deployment': lambda api: api.wait_deployment(DUID, timeout=0),
}

#: Public members that ask the service for nothing; ``map`` only calls what it is given.
SILENT = frozenset([
    'CIMI_PARAMETERS_NAME', 'GLOBAL_PARAMETERS', 'KEEP_RUNNING_VALUES', 'check_parameters',
    'close', 'debug', 'endpoint',
    'from_environment', 'hints', 'history', 'map', 'plan', 'session',
    'config_sources'])

#: One of each kind of call, for the quick run: XML, listing, several pages deep, text, JSON,
#: search, and each way of changing something.
REPRESENTATIVE = ('add_node_instances', 'cimi_add', 'deploy', 'get_deployment_parameter',
                  'list_deployments', 'logout', 'update_component')
