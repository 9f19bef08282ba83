# -*- coding: utf-8 -*-
"""Tests of copying, deleting and publishing modules."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import modules

from .conftest import problem

PROJECT = (
    '<projectModule category="Project" parentUri="module/" shortName="shop" '
    'version="1"%s>%s</projectModule>')


# -- copying ------------------------------------------------------------------

def copy(service, target, fields, user='alice'):
    return service('POST', target, fields, user, content_type='application/x-www-form-urlencoded')


def test_a_module_can_be_copied(service, world, shop):
    response = copy(service, '/module/shop', 'source_uri=module/base&target_name=b%C3%A4se')
    assert (response.status, response.body) == (201, b'')
    assert response.headers.get('Location') == 'https://sandbox.example/module/shop/b%C3%A4se/1504'
    made = modules.latest(world, 'shop/b\xe4se')
    assert (made['category'], made['owner'], made['loginUser'],
            made['published']) == ('Image', 'alice', 'ubuntu', None)


@pytest.mark.parametrize('target, fields, user, expected', [
    ('/module/none', 'source_uri=module/base&target_name=x', 'alice',
     (404, 'The server has not found anything matching the request URI')),
    ('/module/shop', 'target_name=x', 'alice', (400, 'Missing source uri form parameter')),
    ('/module/shop', 'source_uri=module/base&target_name=', 'alice',
     (400, 'Missing target name form parameter')),
    ('/module/shop', 'source_uri=module/none&target_name=x', 'alice',
     (400, 'Unknown source module: module/none')),
    ('/module/shop', 'source_uri=module/base&target_name=12', 'alice',
     (400, 'Validation error: Invalid module name: 12')),
    ('/module/shop', 'source_uri=module/base&target_name=-1', 'alice',
     (400, 'Validation error: Invalid module name: -1')),
    ('/module/shop', 'source_uri=module/base&target_name=new', 'alice',
     (400, 'Validation error: Invalid module name: new')),
    ('/module/shop', 'source_uri=module/base&target_name=a/b', 'alice',
     (400, 'Validation error: Invalid module name: a/b')),
    ('/module/shop', 'source_uri=module/base&target_name=web', 'alice',
     (403, 'Target module already exists: module/shop/web')),
    ('/module/shop', 'source_uri=module/base&target_name=x', 'bob',
     (403, 'You do not have rights to create modules in this project')),
    ('/module/shop', 'source_uri=module/private&target_name=x', 'alice',
     (403, 'You do not have read rights on the source module: module/private'))])
def test_an_invalid_or_forbidden_copy_fails(service, world, shop, target, fields, user, expected):
    modules.save(world, {'path': 'private', 'category': 'Project'}, 'carol')
    assert problem(copy(service, target, fields, user)) == expected


# -- deleting -----------------------------------------------------------------

def test_deleting_removes_one_version_at_a_time(service, world, shop):
    modules.save(world, modules.latest(world, 'shop/web'), 'alice')
    response = service('DELETE', '/module/shop/web')
    assert (response.status, response.body, response.headers.get('Location')) == (
        204, b'', 'https://sandbox.example/module/shop/web/1502')
    assert service('DELETE', '/module/shop/web/1502').headers.get(
        'Location') == 'https://sandbox.example/module/shop'
    assert service.refused('DELETE', '/module/shop/web')[0] == 404
    assert service.refused('DELETE', '/module/shop/web/1502') == (403, 'Module deleted')
    assert service('DELETE',
                   '/module/base').headers.get('Location') == 'https://sandbox.example/module'


def test_only_who_has_the_right_may_delete(service, shop):
    assert service.refused('DELETE', '/module/shop', user='bob') == (403, 'Forbidden')
    assert service('DELETE', '/module/shop', user='super').status == 204


def test_deleting_all_versions_deletes_one_at_a_time_for_users(service, world, shop):
    first = modules.latest(world, 'shop')
    modules.save(world, first, 'bob')
    assert service.refused('DELETE', '/module/shop/', user='carol') == (403, 'Forbidden')
    assert service('DELETE', '/module/shop/').headers.get(
        'Location') == 'https://sandbox.example/module/shop/1504'
    assert [version['deleted'] for version in modules.versions(world, 'shop')] == [True, False]
    assert service('DELETE', '/module/shop/', user='super').status == 204
    assert service.refused('DELETE', '/module/shop/')[0] == 404
    assert service.refused('DELETE', '/module/none/')[0] == 404
    assert modules.latest(world, 'shop/web') is not None


# -- publishing ---------------------------------------------------------------

def test_a_module_is_published_once_and_unpublished_at_any_time(service, world, shop):
    world.clock.advance(0.055)
    assert service.refused('GET', '/module/base/publish') == (404, 'Module not published')
    response = service('PUT', '/module/base/publish', user='carol')
    assert (response.status, response.headers.get('Location')) == (204, 'https://sandbox.example/')
    assert service.refused('PUT', '/%s/publish' % shop['base']) == (
        409, 'The module was already published: 2019-03-29 08:00:00.055')
    shown = service('GET', '/module/base/publish')
    assert (shown.status, shown.body, shown.headers.get('Content-Type')) == (
        200, b'2019-03-29 08:00:00.055', 'text/plain;charset=UTF-8')
    for _ in range(2):
        assert service('DELETE', '/module/base/publish', user='carol').status == 204
    assert modules.published(world) == []


def test_missing_and_deleted_modules_cannot_be_published(service, world, shop):
    assert service.refused('PUT', '/module/none/publish') == (404, 'Not found')
    for method in ('GET', 'DELETE'):
        assert service.refused(method, '/module/none/publish') == (
            404, 'The server has not found anything matching the request URI')
    modules.delete(world, modules.latest(world, 'base'))
    for method in ('GET', 'PUT', 'DELETE'):
        assert service.refused(method, '/%s/publish' % shop['base']) == (403, 'Module deleted')
    assert service('PUT', '/%s/publish' % shop['base'], user='super').status == 204


def test_a_document_sent_to_publish_is_saved(service, world, shop):
    assert service.put('/module/shop/publish', PROJECT % ('', '')).status == 200
    assert modules.latest(world, 'shop')['version'] == 1504 and modules.published(world) == []
