# -*- coding: utf-8 -*-
"""Tests of the routes of the XML interface."""
from __future__ import unicode_literals

import json
from xml.etree import ElementTree

import pytest

from slipstream.sandbox import messages
from slipstream.sandbox.messages import Response
from slipstream.sandbox.state import modules
from slipstream.sandbox.xml_interface import (module_calls, representations, routes, tunnels,
                                              unserved)

from .conftest import problem

NOT_FOUND = (404, 'The server has not found anything matching the request URI')
UUID = '3f1c1d9e-6a0b-4f7e-8f43-0d5f4a2b9c10'


@pytest.fixture
def calls(monkeypatch):
    """The calls that reach the functions for runs, modules and users.

    The response to each is 200 with its name.
    """
    made = []

    def record(module, name):
        label = '%s.%s' % (module.__name__.rpartition('.')[2], name)

        def function(world, request, *arguments):
            made.append((label,) + arguments)
            return Response(200, label)
        monkeypatch.setattr(module, name, function, raising=False)
    for module, names in (
            (routes.runs, ('list_runs', 'read', 'terminate')), (routes.launch, ('launch',)),
            (routes.parameters, ('read', 'write', 'clear', 'complete')),
            (routes.scaling, ('list_instances', 'add', 'remove')),
            (routes.machines, ('list_machines',)), (routes.dashboard, ('read',))):
        for name in names:
            record(module, name)
    monkeypatch.setattr(module_calls.runs, 'run_items', lambda *arguments: ([], 0))
    return made


@pytest.mark.parametrize('method, target, expected', [
    ('GET', '/run', ('runs.list_runs',)), ('GET', '/run/', ('runs.list_runs',)),
    ('POST', '/run', ('launch.launch',)),
    ('POST', '/run?method=GET', ('runs.list_runs',)),
    ('GET', '/run/U', ('runs.read', 'U')), ('GET', '/run/U/', ('runs.read', 'U')),
    ('DELETE', '/run/U', ('runs.terminate', 'U')),
    ('POST', '/run/U?method=delete', ('runs.terminate', 'U')),
    ('GET', '/run/U?method=delete', ('runs.read', 'U')),
    ('GET', '/run/U/ss:state', ('parameters.read', 'U', 'ss:state')),
    ('PUT', '/run/U/ss:state', ('parameters.write', 'U', 'ss:state')),
    ('DELETE', '/run/U/a.1:b', ('parameters.clear', 'U', 'a.1:b')),
    ('POST', '/run/U/a.1:complete', ('parameters.complete', 'U', 'a.1:complete')),
    ('GET', '/run/U/ss%3Astate', ('parameters.read', 'U', 'ss%3Astate')),
    ('GET', '/run/U/web.1', ('parameters.read', 'U', 'web.1')),
    ('GET', '/run/U/web-x', ('parameters.read', 'U', 'web-x')),
    ('GET', '/run/U/ss:config.json', ('parameters.read', 'U', 'ss:config')),
    ('GET', '/run/U/web:title.en', ('parameters.read', 'U', 'web:title')),
    ('GET', '/run/U/web', ('scaling.list_instances', 'U', 'web')),
    ('POST', '/run/U/web_2', ('scaling.add', 'U', 'web_2')),
    ('DELETE', '/run/U/web', ('scaling.remove', 'U', 'web')),
    ('GET', '/run/U/web?ignoreabort=true', ('scaling.list_instances', 'U', 'web')),
    ('GET', '/run/U/web?x=1&ignoreabort=true', ('parameters.read', 'U', 'web')),
    ('GET', '/run/U/web?x=1', ('parameters.read', 'U', 'web')),
    ('GET', '/run/U/web?media=xml', ('scaling.list_instances', 'U', 'web')),
    ('GET', '/dashboard', ('dashboard.read',)), ('GET', '/dashboard/', ('dashboard.read',)),
    ('GET', '/dashboard.xml', ('dashboard.read',))])
def test_each_target_is_served_by_its_function(service, calls, method, target, expected):
    response = service(method, target)
    assert (response.status, response.body) == (200, expected[0].encode('ascii'))
    assert calls == [expected]


@pytest.mark.parametrize('target', ['/module', '/appstore', '/appstore/', '/module/shop',
                                    '/module/shop/', '/user/alice'])
def test_these_are_served_here(service, world, calls, target):
    modules.save(world, {'path': 'shop', 'category': 'Project'}, 'alice')
    assert service('GET', target).status == 200


@pytest.mark.parametrize('target', [
    '/', '/vms', '/unknown', '/module/', '/module//', '/module/a//b', '/module/1802',
    '/module/publish', '//module', '/modules', '/appstore/x',
    '/dashboard/x', '/run//', '/run/U/web/', '/run/U/web/x', '/run//web', '/teapot/x', ''])
@pytest.mark.parametrize('user', ['alice', None])
def test_unknown_paths_are_not_found_by_anybody(service, calls, target, user):
    assert service.refused('GET', target, user=user) == NOT_FOUND


@pytest.mark.parametrize('version, there', [((3, 61), True), ((3, 46), True), ((3, 62), False)])
def test_virtual_machines_were_listed_until_3_61(service, calls, version, there):
    service.world.server_version = version
    assert (service('GET', '/vms').status == 200) is there
    assert service('GET', '/vms', user=None).status == (401 if there else 404)
    assert service('GET', '/vms/').status == 404


@pytest.mark.parametrize('segment', sorted(unserved.SENTENCES))
@pytest.mark.parametrize('rest', ['', '/', '/x/y', '?a=b', '.xml'])
@pytest.mark.parametrize('method', ['GET', 'POST', 'PUT', 'DELETE'])
def test_what_the_sandbox_does_not_have_is_not_taken_for_a_mistake(service, calls, segment, rest,
                                                                   method):
    for user in ('alice', None):
        status, detail = service.refused(method, '/%s%s' % (segment, rest), user=user)
        assert (status, detail) == (501, unserved.SENTENCES[segment])
    assert calls == []


def test_a_page_that_the_sandbox_does_not_have_is_not_implemented(service):
    response = service('GET', '/login?redirectURL=/run', user=None, accept='text/html')
    assert (response.status, response.phrase) == (501, 'Not Implemented')
    assert 'POST /api/session' in response.body.decode('utf-8')


def test_the_teapot_is_a_teapot(service):
    assert service.refused('GET', '/teapot', user=None) == (418, "I'm a teapot")


@pytest.mark.parametrize('method, target', [
    ('POST', '/module'), ('PUT', '/module/a/'), ('POST', '/user/alice'), ('POST', '/appstore'),
    ('PUT', '/run/U'), ('PUT', '/run/U/web'),
    ('POST', '/module/a/publish'), ('PATCH', '/run/U/ss:state'), ('DELETE', '/dashboard'),
    ('POST', '/run?method=frobnicate')])
def test_a_method_that_a_resource_does_not_know_is_refused(service, calls, method, target):
    status, detail = service.refused(method, target)
    assert status == 405 and detail.startswith('The method specified in the request is not allowed')
    assert calls == []


# -- nobody is logged in ------------------------------------------------------

@pytest.mark.parametrize('target', ['/user', '/module', '/module/x', '/appstore', '/run', '/run/U',
                                    '/run/U/ss:state', '/dashboard'])
def test_a_session_is_needed(service, calls, target):
    response = service('GET', target, user=None)
    assert problem(response) == (401, 'The request requires user authentication')
    cookie = response.headers.get('Set-Cookie')
    assert cookie.startswith('com.sixsq.slipstream.cookie=INVALID;') and 'Max-Age=0' in cookie
    assert 'WWW-Authenticate' not in response.headers and calls == []


@pytest.mark.parametrize('accept, content_type', [
    ('application/xml', 'application/xml'), ('text/plain', 'text/plain'),
    ('application/json', 'application/json'), ('*/*', 'text/html'),
    (None, 'text/html'), ('text/xml', 'text/html'), ('text/html, application/xml', 'text/html'),
    ('text/html;q=0.5,application/xml', 'text/html'), ('text/html, */*', 'text/html'),
    ('text/html;q=0', 'text/html')])
def test_the_refusal_follows_the_accept_header(service, accept, content_type):
    response = service('GET', '/module', user=None, accept=accept)
    assert response.status == 401 and response.headers.get('Content-Type').startswith(content_type)


@pytest.mark.parametrize('accept', [
    'text/html', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'application/xhtml+xml, text/html;q=0.2',
    'text/html;level=1, application/xml;q=0.5', 'text/html;q=nonsense, application/*;q=0.3'])
def test_browsers_are_sent_to_the_login_page(service, accept):
    response = service('GET', '/module/a?x=1', user=None, accept=accept)
    assert (response.status, response.body) == (307, b'')
    assert response.headers.get('Location') == 'https://sandbox.example/login?redirectURL=/module/a'
    assert 'INVALID' in response.headers.get('Set-Cookie')


def test_an_expired_session_is_refused(service, world, calls):
    assert service('GET', '/run').status == 200
    world.clock.advance(24 * 3600)
    assert service('GET', '/run').status == 401


def test_a_session_without_account_is_an_empty_success(service, world, calls):
    service.cookie('bob')
    world.store.table('user').remove('user/bob')
    response = service('GET', '/run', user='bob')
    assert (response.status, response.body, calls) == (204, b'', [])


# -- forms of responses ---------------------------------------------------------

def test_nothing_with_200_becomes_204_on_reading_only(service, monkeypatch, calls):
    monkeypatch.setattr(routes.parameters, 'read',
                        lambda *arguments: Response(200, b'', 'text/plain', (('X', 'y'),)))
    monkeypatch.setattr(routes.parameters, 'write', lambda *arguments: Response(200))
    response = service('GET', '/run/U/ss:groups')
    assert (response.status, response.headers.get('Content-Type'),
            response.headers.get('X')) == (204, None, 'y')
    assert service('PUT', '/run/U/ss:groups').status == 200


@pytest.mark.parametrize('accept, content_type', [
    ('application/xml', 'application/xml;charset=UTF-8'),
    ('text/plain', 'text/plain;charset=UTF-8'), ('*/*', 'application/xml;charset=UTF-8'),
    (None, 'application/xml;charset=UTF-8'), ('image/png', 'application/xml;charset=UTF-8'),
    ('text/html', 'text/html;charset=UTF-8'),
    ('application/json', 'application/json;charset=UTF-8'),
    ('text/plain;q=0.2, application/xml;q=0.3', 'application/xml;charset=UTF-8'),
    ('application/xml;q=0, text/*', 'text/plain;charset=UTF-8')])
def test_the_form_follows_the_accept_header(service, accept, content_type):
    response = service('GET', '/module', accept=accept)
    assert (response.status, response.headers.get('Content-Type')) == (200, content_type)
    assert response.headers.get('Vary') and response.headers.get('Accept-Ranges') == 'bytes'


def test_a_page_shows_the_document(service):
    assert b'<pre>&lt;list' in service('GET', '/module', accept='text/html').body


@pytest.mark.parametrize('target, content_type', [
    ('/module?media=json', 'application/json'), ('/module?media=text%2Fplain', 'text/plain'),
    ('/module?media=unheard', 'application/xml'),
    ('/module.json', 'application/json'), ('/module.txt', 'text/plain'),
    ('/appstore.fr', 'application/xml'),
    ('/user/alice.txt?edit=true', 'text/plain'), ('/module?media=', 'application/xml')])
def test_tunnels_override_the_accept_header(service, target, content_type):
    response = service('GET', target)
    assert response.headers.get('Content-Type').partition(';')[0] == content_type


def test_a_tunnel_leaves_the_request_as_it_was():
    target = '/module/a.b.xml?method=put&charset=utf-8&language=fr&encoding=gzip&new=true&method='
    request = messages.Request('POST', target, {'accept': 'text/plain'})
    meant = tunnels.applied(request)
    assert (meant.method, meant.path, meant.query,
            meant.arg('new')) == ('PUT', '/module/a.b', 'new=true', 'true')
    assert sorted(meant.headers) == [('Accept', 'application/xml'), ('Accept-Charset', 'utf-8'),
                                     ('Accept-Encoding', 'gzip'),
                                     ('Accept-Language', 'fr')]
    assert (request.method, request.path,
            request.headers.get('Accept')) == ('POST', '/module/a.b.xml', 'text/plain')
    assert tunnels.applied(messages.Request('GET', '/module/.xml')).path == '/module/.xml'


def test_a_document_converts_to_json():
    root = ElementTree.fromstring(
        '<run a="1" b="true" c="007" d="-2.5" e=""><x>1</x><x/><x k="v">text</x><y class="z"> '
        '<s>a</s> tail</y><big>1234567890123456789</big></run>')
    assert representations.converted(root) == {'run': {
        'a': 1, 'b': True, 'c': '007', 'd': -2.5, 'e': '',
        'x': [1, '', {'k': 'v', 'content': 'text'}], 'y': {'class': 'z', 's': 'a'},
        'big': '1234567890123456789'}}
    mixed = ElementTree.fromstring('<a content="1">two</a>')
    assert json.loads(json.dumps(representations.converted(mixed))) == {
        'a': {'content': [1, 'two']}}
