# -*- coding: utf-8 -*-
"""Speed, measured in function calls and requests."""
from __future__ import unicode_literals

import io

import pytest
import requests
from requests.adapters import BaseAdapter
from urllib3.response import HTTPResponse

from slipstream.api import Api
from slipstream.sandbox import Sandbox

from .. import counting
from ..benchmarks import responses
from .names import CENTOS, WORDPRESS

ENDPOINT = 'http://127.0.0.1:9'
ROWS = 200


class Prepared(BaseAdapter):
    """Responds without a socket."""

    def send(self, request, **_):
        """Respond like the prepared service."""
        body, kind = responses.response(ROWS, request.path_url.partition('?')[0],
                                        {'$last': ROWS, 'limit': ROWS})
        response = requests.Response()
        response.status_code, response.url, response.request = 200, request.url, request
        response.headers['Content-Type'] = kind
        response.raw = HTTPResponse(io.BytesIO(body), preload_content=False)
        return response

    def close(self):
        """Nothing is open."""


def mounted(session):
    """The session, with prepared responses."""
    session.mount(ENDPOINT, Prepared())
    return session


@pytest.fixture
def api():
    """An Api that gets prepared responses."""
    made = Api(ENDPOINT, persist_cookie=False)
    mounted(made.session)
    return made


def calls(function):
    """How many functions the client calls; the first time, which fills caches, is not counted."""
    function()
    return counting.calls(function, counting.CLIENT)


def test_a_small_call_costs_few_calls(api):
    assert 50 < calls(lambda: api.cimi_get('event/1')) < 300


def test_a_text_costs_few_calls(api):
    assert 50 < calls(lambda: api.get_deployment_parameter(responses.RUN, 'ss:state')) < 300


def test_a_document_with_many_parameters_is_read_without_calls_for_each(api):
    assert 50 < calls(lambda: api.get_deployment(responses.RUN)) < 350


# A row of a project has three elements, as each child lists its rights: a call for each, and
# still faster than a tree of them.
@pytest.mark.parametrize('name, limit', [('list_users', 35), ('list_deployments', 45),
                                         ('list_project_content', 31), ('cimi_search', 9.5)])
def test_a_row_costs_few_calls(api, name, limit):
    reading = {
        'list_users': lambda: list(api.list_users()),
        'list_deployments': lambda: list(api.list_deployments(limit=500)),
        'list_project_content': lambda: list(api.list_project_content('shop')),
        'cimi_search': lambda: [(resource.id, resource.resource_uri)
                                for resource in api.cimi_search('events', last=ROWS)]}[name]
    assert 1 < calls(reading) / float(ROWS) < limit


#: Operation and how many requests it sends: the first time, and later.
REQUESTS = [
    ('login_internal', lambda api, held: api.login_internal('jane', 'jane-password'), 1, 1),
    ('cimi_get', lambda api, held: api.cimi_get(held['resource'].id), 1, 1),
    ('cimi_search', lambda api, held: api.cimi_search('events', last=1), 2, 1),
    ('cimi_add', lambda api, held: api.cimi_add('events', held['event']), 3, 1),
    ('cimi_edit', lambda api,
     held: api.cimi_edit(held['credential'], {'description': 'new'}), 1, 1),
    ('cimi_edit by id', lambda api,
     held: api.cimi_edit(held['credential'].id, {'description': 'new'}), 2, 2),
    ('cimi_delete', lambda api, held: api.cimi_delete(held['resource']), 1, 1),
    ('cimi_delete by id', lambda api, held: api.cimi_delete(held['resource'].id), 2, 2),
    ('cimi_operation', lambda api, held: api.cimi_operation(held['template'], 'describe'), 1, 1),
    ('cimi_operation by id', lambda api,
     held: api.cimi_operation(held['template'].id, 'describe'), 2, 2),
    ('cimi_list of one page', lambda api,
     held: [resource.id for resource in api.cimi_list('serviceOffers')], 2, 1),
    ('cimi_count', lambda api, held: api.cimi_count('events'), 2, 1),
    ('get_deployment_events', lambda api,
     held: api.get_deployment_events(held['deployment']), 2, 1),
    ('get_cloud_credentials', lambda api, held: api.get_cloud_credentials(), 2, 1),
    ('login_apikey', lambda api, held: api.login_apikey(*held['key']), 1, 1),
    ('get_parameters', lambda api, held: list(api.get_parameters(CENTOS)), 1, 1),
    ('get_application_nodes', lambda api, held: list(api.get_application_nodes(WORDPRESS)), 1, 1),
    ('get_cloud_image_identifiers', lambda api,
     held: list(api.get_cloud_image_identifiers(CENTOS)), 1, 1),
    ('list_module_versions', lambda api, held: list(api.list_module_versions(CENTOS)), 1, 1),
    ('get_deployment_parameters', lambda api,
     held: api.get_deployment_parameters(held['deployment']), 1, 1),
    ('get_node_instances', lambda api, held: api.get_node_instances(held['deployment']), 1, 1),
    ('set_deployment_parameter', lambda api,
     held: api.set_deployment_parameter(held['deployment'], 'ss:tags', 'x'), 2, 2),
    ('list_applications', lambda api, held: list(api.list_applications()), 1, 1),
    ('list_project_content', lambda api, held: list(api.list_project_content('apps')), 1, 1),
    ('get_element', lambda api, held: api.get_element('apps/WordPress/wordpress'), 1, 1),
    ('deploy', lambda api, held: api.deploy('apps/WordPress/wordpress'), 1, 1),
    ('get_deployment', lambda api, held: api.get_deployment(held['deployment']), 1, 1),
    ('get_deployment_parameter', lambda api,
     held: api.get_deployment_parameter(held['deployment'], 'ss:state'), 1, 1),
    ('list_deployments', lambda api, held: list(api.list_deployments()), 1, 1),
    ('terminate', lambda api, held: api.terminate(held['deployment']), 1, 1),
    ('get_user', lambda api, held: api.get_user(), 1, 1),
    ('usage', lambda api, held: list(api.usage()), 1, 1),
    ('create_project', lambda api, held: api.create_project(held['name']), 1, 1),
    ('create_project in a project', lambda api,
     held: api.create_project('jane/' + held['name']), 2, 2),
    ('create_component with identifiers', lambda api, held: api.create_component(
        'jane/' + held['name'], cloud_identifiers={'exoscale-ch-gva': 'x'}), 2, 2),
    ('create_component', lambda api, held: api.create_component(
        'jane/' + held['name'], CENTOS), 3, 3),
    ('create_application', lambda api, held: api.create_application(
        'jane/' + held['name'], {'web': 'jane/web'}), 2, 2),
    ('copy_module', lambda api, held: api.copy_module('jane/web', 'jane', held['name']), 2, 2),
    ('put_module_document', lambda api,
     held: api.put_module_document('jane/web', held['document']), 1, 1),
    ('put_module_document of a new one', lambda api, held: api.put_module_document(
        'jane/' + held['name'], held['document'].replace(
            b'shortName="web"', ('shortName="%s"' % held['name']).encode('utf-8')),
        create=True), 2, 2)]


def new_key(api):
    """A key to log in with, and its secret."""
    made = api.cimi_add('credentials',
                        {'credentialTemplate': {'href': 'credential-template/generate-api-key'}})
    return made['resource-id'], made['secretKey']


@pytest.mark.parametrize('name, operation, first, later', REQUESTS,
                         ids=[str(row[0]) for row in REQUESTS])
def test_an_operation_needs_a_fixed_number_of_requests(name, operation, first, later):
    with Sandbox() as sandbox:
        other, api = sandbox.api(), sandbox.api()
        event = dict((key, value) for key, value in responses.event(1).items()
                     if key in ('content', 'type', 'severity', 'timestamp', 'acl'))
        event['acl'] = {'owner': {'principal': 'jane', 'type': 'USER'},
                        'rules': [{'principal': 'jane', 'type': 'USER', 'right': 'ALL'}]}
        numbers = []
        for number in range(2):
            held = {'event': event,
                    'resource': other.cimi_get(other.cimi_add('events', event)['resource-id']),
                    'deployment': other.deploy(WORDPRESS),
                    'credential': other.cimi_search('credentials')[0], 'key': new_key(other),
                    'template': other.cimi_get('credential-template/generate-api-key'),
                    'document': other.get_module_document('jane/web'), 'name': 'new-%d' % number}
            api.history.clear()
            operation(api, held)
            numbers.append(len(api.history))
        assert numbers == [first, later]
