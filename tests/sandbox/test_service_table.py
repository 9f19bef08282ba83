# -*- coding: utf-8 -*-
"""The page about the completeness of the sandbox is up to date and true."""
from __future__ import unicode_literals

import io
import os
import re

import pytest
import requests

from slipstream.sandbox import Sandbox
from slipstream.sandbox.cimi.kinds import KINDS
from slipstream.sandbox.core import INTERFACES
from slipstream.sandbox.messages import Request
from slipstream.sandbox.xml_interface import routes, unserved

from . import service_table
from .service_table import COMPLETE, JSON_ROUTES, MISSING, OWN_ROUTES, STORED_ONLY, XML_ROUTES

METHODS = ('GET', 'PUT', 'POST', 'DELETE', 'PATCH')
SANDBOX = os.path.join(os.path.dirname(os.path.dirname(service_table.PAGE)), '..', 'slipstream',
                       'sandbox')


@pytest.fixture(scope='module')
def sandbox():
    """A sandbox whose clock stands still."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox


@pytest.fixture(scope='module')
def api(sandbox):
    """A client of the administrator."""
    return sandbox.api('super')


@pytest.fixture(scope='module')
def names(sandbox):
    """Values for the placeholders in routes."""
    with sandbox.api() as api:
        uuid = '%s' % api.deploy('examples/tutorials/service-testing/system', scalable=True)
        component = api.get_element('examples/images/ubuntu-16.04')
        sandbox.clock.advance(600)
    return {'PATH': 'examples/images/ubuntu-16.04', 'VERSION': '%s' % component.version,
            'CLOUD': 'exoscale-ch-gva', 'UUID': uuid, 'KEY': 'ss:state', 'NODE': 'apache',
            'NAME': 'jane', 'BUCKET': 'bucket', 'INSTANCE': 'apache.1'}


@pytest.fixture
def send(sandbox, api, names):
    """A function that sends a request to a route as a privileged user; returns the status."""
    def send(method, path, **options):
        for name, value in names.items():
            path = re.sub(r'\b%s\b' % name, value, path)
        headers = dict({'Accept': 'application/xml'}, **options.pop('headers', {}))
        session = sandbox.mount(requests.Session())
        session.cookies.update(api.session.cookies)
        answer = session.request(method, sandbox.endpoint + path, headers=headers,
                                 allow_redirects=False, **options)
        return answer.status_code
    return send


def test_the_page_is_up_to_date():
    with io.open(service_table.PAGE, encoding='utf-8') as page:
        assert page.read() == service_table.page(), 'python -m tests.sandbox.service_table'


def test_the_page_is_as_wide_as_others():
    assert max(len(line) for line in service_table.page().splitlines()) <= 100


@pytest.mark.parametrize('route', XML_ROUTES, ids=[route.path for route in XML_ROUTES])
def test_a_route_of_the_xml_interface_has_the_methods_on_the_page(send, route):
    for method in METHODS:
        path = route.path
        if method in route.methods and method != 'GET':
            continue  # Other tests cover what these change.
        status = send(method, path)
        if route.fidelity == MISSING:
            assert status == 501
        elif not route.methods:
            assert status == 404
        elif route.path == '/teapot':
            assert status == 418
        elif method == 'GET' and 'GET' in route.methods:
            # A module that is not published, a new module without category.
            assert status in (200, 204, {'/module/PATH/publish': 404, '/module/new': 400}.get(path))
        else:
            assert status == 405


@pytest.mark.parametrize('route', [route for route in XML_ROUTES if len(route.methods) > 1],
                         ids=lambda route: route.path)
def test_methods_that_change_something_are_there(names, sandbox, route):
    path = route.path
    for name, value in names.items():
        path = re.sub(r'\b%s\b' % name, value, path)
    methods = routes.resource(sandbox.world, Request('GET', path))
    assert sorted(methods) == sorted(route.methods)


def test_no_route_of_the_xml_interface_is_left_out():
    listed = {route.path.split('/')[1] for route in XML_ROUTES}
    assert listed == set(routes.RESOURCES) | set(unserved.SENTENCES) | {'user', 'users'}


def test_no_other_part_of_the_service_is_left_out():
    listed = {route.path.split('/')[1] for route in JSON_ROUTES + OWN_ROUTES}
    assert listed == {segment for segment in INTERFACES if segment}


@pytest.mark.parametrize('route', JSON_ROUTES + OWN_ROUTES, ids=lambda route: route.path)
def test_the_other_routes_have_the_methods_on_the_page(send, route):
    path = route.path.replace('COLLECTION', 'event').replace('/ID', '/1').replace('ACTION', 'x')
    for method in METHODS:
        status = send(method, path)
        there = method in route.methods
        if 'ACTION' in route.path:
            assert status == 404  # There is no such action, whatever the method.
        elif route.path.startswith('/auth/'):
            assert status in ((200, 401) if there else (404,))
        elif route.path == '/api/COLLECTION/ID':
            assert status == (405 if method == 'PUT' or not there else 404)
        else:
            assert (status == 405) != there


def test_every_collection_with_a_remark_exists():
    assert set(STORED_ONLY) | set(service_table.NOTES) <= set(KINDS)
    assert not set(STORED_ONLY) & set(service_table.NOTES)


@pytest.mark.parametrize('name', sorted(STORED_ONLY))
def test_no_other_code_reads_collections_that_are_only_stored(name):
    """Only the module that looks up the location of reports reads a table."""
    readers = []
    for folder, _, files in os.walk(SANDBOX):
        for file_name in files:
            path = os.path.join(folder, file_name)
            if file_name.endswith('.py'):
                with io.open(path, encoding='utf-8') as source:
                    if re.search(r"table\('%s'\)" % name, source.read()):
                        readers.append(file_name)
    assert readers == {'configuration': ['service_configuration.py']}.get(name, [])


def test_all_other_collections_are_complete():
    listed = {row.fidelity for row in XML_ROUTES + JSON_ROUTES + OWN_ROUTES}
    assert listed == {COMPLETE, MISSING}
