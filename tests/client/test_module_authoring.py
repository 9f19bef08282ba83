# -*- coding: utf-8 -*-
"""Creating modules, and deploying them."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.protocol import documents


@pytest.fixture
def shop(api):
    """The client of somebody who has made an application."""
    api.create_project('shop', 'My things', comment='first')
    api.create_component(
        'shop/web', 'examples/images/ubuntu-16.04', description='é <b>',
        targets={'execute': '#!/bin/sh\nss-set port 80'},
        parameters={'title': 'Shop', 'port': {'category': 'Output', 'value': 80},
                    'size': {'value': 'S', 'choices': ['S', 'L']}})
    api.create_component('shop/client', 'examples/images/ubuntu-16.04',
                         parameters={'server': {'mandatory': True}})
    api.create_application('shop/full', {
        'web': {'component': 'shop/web', 'multiplicity': 2, 'parameters': {'title': "it's"}},
        'client': {'component': 'shop/client', 'links': {'server': 'web:hostname'}}})
    return api


def test_what_was_made_can_be_read(shop):
    assert sorted((app.name, app.type) for app in shop.list_project_content('shop')) == [
        ('client', 'component'), ('full', 'application'), ('web', 'component')]
    assert shop.get_element('shop/web').description == 'é <b>'
    parameters = dict((parameter.name, parameter) for parameter in shop.get_parameters('shop/web'))
    assert (parameters['port'].value, parameters['port'].category,
            parameters['size'].type) == ('80', 'Output', 'Enum')
    assert [(node.name, node.path, node.multiplicity)
            for node in shop.get_application_nodes('shop/full')] == [
                ('client', 'shop/client', '1'), ('web', 'shop/web', '2')]


def test_what_was_made_can_be_deployed(shop):
    duid = shop.deploy('shop/full', wait=True)
    instances = dict((instance.name, instance) for instance in shop.get_node_instances(duid))
    assert sorted(instances) == ['client.1', 'web.1', 'web.2']
    assert shop.get_deployment_parameters(duid, 'client',
                                          1)['server'] == instances['web.1'].hostname
    assert shop.get_deployment_parameters(duid, 'web', 2)['title'] == "it's"


def test_a_native_component_can_be_created_and_deployed(api):
    api.create_project('shop')
    path = api.create_component('shop/mine', cloud_identifiers={'exoscale-ch-gva': 'abc'},
                                login_user='ubuntu', platform='ubuntu')
    assert [tuple(identifier) for identifier in api.get_cloud_image_identifiers(path)] == [
        ('exoscale-ch-gva', 'abc')]
    assert api.get_deployment(api.deploy('shop/mine', wait=True)).status == 'ready'


def test_what_exists_is_not_made_again(shop):
    for make in (lambda: shop.create_project('shop'),
                 lambda: shop.create_application('shop/web', {'a': 'shop/client'})):
        with pytest.raises(errors.ForbiddenError):
            make()


def test_an_application_whose_parts_do_not_fit_is_refused(shop):
    for node in ({'component': 'shop/nothing'}, {'component': 'shop/client'},
                 {'component': 'shop/client', 'links': {'server': 'web:no'}}):
        with pytest.raises(errors.ConflictError):
            shop.create_application('shop/other', {'web': 'shop/web', 'client': node})


def test_versions_can_be_copied_saved_listed_and_deleted(shop):
    first = shop.copy_module('shop/web', 'shop', 'copy')
    document = shop.get_module_document('shop/copy', as_element=True)
    document.set('description', 'other')
    second = shop.put_module_document('shop/copy', document)
    third = shop.put_module_document('shop/copy', shop.get_module_document(first))
    assert ['%s/%d' % (version.path, version.version)
            for version in shop.list_module_versions('shop/copy')] == [third, second, first]
    assert [shop.get_element(path).description for path in (first, second, third)] == [
        'é <b>', 'other', 'é <b>']
    assert documents.parse_xml(shop.get_module_document(second)).get('description') == 'other'
    assert shop.delete_element('shop/copy') is True
    assert shop.get_element('shop/copy').description == 'other'
    assert shop.delete_element('shop/copy', all_versions=True) is True
    with pytest.raises(errors.NotFoundError):
        shop.get_element('shop/copy')
    with pytest.raises(errors.ForbiddenError):
        list(shop.list_module_versions('shop/copy'))


def test_list_deployments_filters_by_module_and_owner(shop, root):
    path = 'shop/web/%d' % shop.get_element('shop/web').version
    duid = shop.deploy(path)
    shop.deploy('apps/WordPress/wordpress')
    assert [deployment.id for deployment in shop.list_deployments(module=path)] == [duid]
    assert len(list(root.list_deployments(owner=shop.username))) == 2
    assert list(root.list_deployments(owner='nobody')) == []
    with pytest.raises(errors.ForbiddenError):
        list(shop.list_deployments(owner='super'))


def test_a_deleted_user_cannot_log_in(root, sandbox):
    root.create_user('mallory', 'secret', 'm@example.org', 'M', 'X')
    assert root.delete_user('mallory') is True
    with pytest.raises(errors.ForbiddenError):
        sandbox.api(login=False).login_internal('mallory', 'secret')
