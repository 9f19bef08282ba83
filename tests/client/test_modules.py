# -*- coding: utf-8 -*-
"""Modules: projects, components and applications."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import ConflictError, ForbiddenError, ModuleTypeError, NotFoundError
from slipstream.api.models import App, CloudImageIdentifier, Module, ModuleParameter, Node

from .names import APPLICATION, CENTOS, DIETIKON, GENEVA, IMAGES, IRELAND, LAUNCH, START, WORDPRESS

_IMAGES = [
    App('centos-7', 'component', 1504, 'examples/images/centos-7'),
    App('debian-9', 'component', 1505, 'examples/images/debian-9'),
    App('ubuntu-14.04', 'component', 1503, 'examples/images/ubuntu-14.04'),
    App('ubuntu-16.04', 'component', 1502, 'examples/images/ubuntu-16.04')]


def test_list_applications_returns_the_app_store(api):
    assert list(api.list_applications()) == [
        App('system', 'application', 1510, APPLICATION),
        App('wordpress', 'component', 1517, WORDPRESS)]


def test_list_project_content_recurses_on_request(api):
    assert list(api.list_project_content()) == [
        App('apps', 'project', 1515, 'apps'), App('examples', 'project', 1500, 'examples'),
        App('jane', 'project', 1518, 'jane')]
    assert list(api.list_project_content(IMAGES)) == _IMAGES
    everything = list(api.list_project_content('examples', True))
    assert [app.path for app in everything[:6]] == [IMAGES] + [app.path for app in _IMAGES] + [
        'examples/tutorials']
    assert len(everything) == 14


OF_ANOTHER_TYPE = [
    (lambda api: api.list_project_content(WORDPRESS), WORDPRESS + ' is a component, not a project: '
     'it has no content.'),
    (lambda api: api.list_project_content(path=WORDPRESS, recurse=True),
     'is a component, not a project: it has no content.'),
    (lambda api: api.list_project_content(APPLICATION),
     'is an application, not a project: it has no content.'),
    (lambda api: api.get_application_nodes(WORDPRESS),
     'is a component, not an application: it has no nodes.'),
    (lambda api: api.get_application_nodes(IMAGES),
     'is a project, not an application: it has no nodes.'),
    (lambda api: api.get_cloud_image_identifiers(APPLICATION),
     'is an application, not a component: it has no image identifiers.')]


@pytest.mark.parametrize('read, words', OF_ANOTHER_TYPE)
def test_an_empty_list_says_that_the_module_is_of_another_type(api, read, words):
    with pytest.warns(UserWarning) as seen:
        assert list(read(api)) == []
    assert words in str(seen[0].message) and len(seen) == 1
    assert seen[0].filename.rpartition('.')[0] == __file__.rpartition('.')[0]


def test_an_empty_list_of_a_module_of_the_right_type_says_nothing(api, recwarn):
    api.create_project('jane/empty')
    assert list(api.list_project_content('jane/empty')) == []
    api.create_component('jane/child', module_reference_uri=CENTOS)
    assert list(api.get_cloud_image_identifiers('jane/child')) == []
    assert list(api.get_parameters(IMAGES)) == []
    api.delete_element('jane/child')
    assert [str(warning.message) for warning in recwarn.list] == []


def test_b62_modules_that_you_may_not_read_are_left_out(api, tarzan):
    assert 'jane' not in [app.path for app in tarzan.list_project_content()]
    with pytest.raises(ForbiddenError):
        next(tarzan.list_project_content('jane'))
    with pytest.raises(NotFoundError):
        next(api.list_project_content('nowhere'))
    assert 'jane/web' in [app.path for app in api.list_project_content(recurse=True)]
    assert 'jane/web' not in [app.path for app in tarzan.list_project_content(recurse=True)]


def test_get_element_returns_the_latest_or_the_named_version(api):
    expected = Module('wordpress', 'component', START, START, 'WordPress server', 1517, WORDPRESS)
    assert api.get_element(WORDPRESS) == expected
    assert api.get_element('/module/%s/1517' % WORDPRESS) == expected
    assert [api.get_element(path).type for path in ('apps', APPLICATION)] == [
        'project', 'application']
    with pytest.raises(NotFoundError) as caught:
        api.get_element('nowhere')
    assert caught.value.response.status_code == 404


def test_get_parameters_returns_all_or_the_named_ones(api):
    names = [parameter.name for parameter in api.get_parameters(WORDPRESS)]
    assert names[:2] == ['hostname', 'instanceid']
    assert {'wordpress_title', 'admin_email', 'exoscale-ch-gva.instance.type'} <= set(names)
    title = ModuleParameter('wordpress_title', 'WordPress deployed by SlipStream',
                            'WordPress deployed by SlipStream', 'Input', 'Title of the blog',
                            'true', 'false', 'false', 'String', None)
    assert list(api.get_parameters(WORDPRESS, 'wordpress_title')) == [title]
    assert [parameter.name for parameter in api.get_parameters(
        WORDPRESS, parameter_names=['ram.GB', 'cpu.nb'])] == ['cpu.nb', 'ram.GB']
    assert [parameter.name
            for parameter in api.get_parameters(WORDPRESS, 'network', 'cpu.nb, ram.GB')] == [
        'cpu.nb', 'ram.GB', 'network']
    assert bool(title.isSet) and not next(api.get_parameters(WORDPRESS, 'hostname')).isSet


def test_get_application_nodes_returns_the_nodes(api):
    assert list(api.get_application_nodes(APPLICATION)) == [
        Node('examples/tutorials/service-testing/' + name, name, 'default', '1', '0', 'Public',
             None, None, None, None)
        for name in ('apache', 'testclient')]
    assert list(api.get_application_nodes(WORDPRESS)) == []


def test_get_cloud_image_identifiers(api):
    assert sorted(api.get_cloud_image_identifiers(CENTOS)) == [
        CloudImageIdentifier(IRELAND, 'ami-0ff760d16'),
        CloudImageIdentifier(DIETIKON, 'a2fd3f46-3a6c-4b1d-a6c2-8e6b5a1f9d32'),
        CloudImageIdentifier(GENEVA, 'a2fd3f46-3a6c-4b1d-a6c2-8e6b5a1f9d31')]
    assert list(api.get_cloud_image_identifiers(WORDPRESS)) == []


def test_a_published_module_appears_in_the_app_store_until_unpublished(api, tarzan):
    assert api.publish('jane/web') is True
    assert [app.path for app in api.list_applications()] == [APPLICATION, WORDPRESS, 'jane/web']
    with pytest.raises(ConflictError):
        api.publish('jane/web/1519')
    assert tarzan.unpublish('jane/web') is True  # the service checks no right here
    assert [api.unpublish('jane/web/1519'), api.unpublish('jane/web')] == [True, True]
    assert 'jane/web' not in [app.path for app in api.list_applications()]
    with pytest.raises(NotFoundError):
        api.publish('jane/nothing')


def test_b09_update_component_saves_a_new_version(api, tarzan, sandbox):
    before = list(api.get_parameters('jane/web'))
    sandbox.clock.advance(90)
    assert api.update_component('jane/web', description='Better',
                                logo_link='http://example.org/logo.png') is True
    after = api.get_element('jane/web')
    assert after == Module('web', 'component', START, '2019-03-29 08:01:30.0 UTC', 'Better',
                           1519 + 1, 'jane/web')
    assert list(api.get_parameters('jane/web')) == before
    assert api.get_element('jane/web/1519').description == "Jane's web server"
    with pytest.raises(ForbiddenError):
        api.update_component(WORDPRESS, description='Mine')
    with pytest.raises(ForbiddenError):
        tarzan.update_component('jane/web', description='Mine')
    with pytest.raises(ModuleTypeError):
        api.update_component('jane', description='no component')


def test_b61_a_component_has_a_reference_or_identifiers_not_both(api):
    assert api.update_component('jane/web', cloud_identifiers={GENEVA: 'mine', IRELAND: 'ami-1'},
                                keep_ref_uri_and_cloud_ids=True)
    assert sorted(api.get_cloud_image_identifiers('jane/web')) == [
        (IRELAND, 'ami-1'), (GENEVA, 'mine')]
    with pytest.raises(ValueError):
        api.update_component('jane/web', module_reference_uri=CENTOS,
                             cloud_identifiers={GENEVA: 'x'})
    assert api.update_component('jane/web', module_reference_uri=CENTOS)
    assert list(api.get_cloud_image_identifiers('jane/web')) == []


def _is_ready(api, sandbox, cloud):
    """Whether jane's web server gets ready on a cloud."""
    deployment_id = api.deploy('jane/web', cloud)
    sandbox.clock.advance(LAUNCH)
    return api.get_deployment(deployment_id).status == 'ready'


def test_a_derived_component_becomes_a_native_one_and_back(api, sandbox):
    parent = api.get_module_document('jane/web', as_element=True).get('moduleReferenceUri')
    assert _is_ready(api, sandbox, GENEVA)
    api.update_component('jane/web', cloud_identifiers={IRELAND: 'ami-1', GENEVA: 'mine'})
    native = api.get_module_document('jane/web', as_element=True)
    assert native.get('isBase') == 'true' and native.get('moduleReferenceUri') is None
    assert _is_ready(api, sandbox, IRELAND)
    api.update_component('jane/web', cloud_identifiers={GENEVA: None})
    assert list(api.get_cloud_image_identifiers('jane/web')) == [(IRELAND, 'ami-1')]
    with pytest.raises(ConflictError):
        api.deploy('jane/web', GENEVA)
    api.update_component('jane/web', module_reference_uri=parent)
    derived = api.get_module_document('jane/web', as_element=True)
    assert (derived.get('isBase'), derived.get('moduleReferenceUri')) == ('false', parent)
    assert list(api.get_cloud_image_identifiers('jane/web')) == []
    assert _is_ready(api, sandbox, GENEVA)


def test_delete_element_deletes_the_named_or_the_latest_version(api, tarzan, root):
    api.update_component('jane/web', description='newer')
    newer = api.get_element('jane/web').version
    with pytest.raises(ForbiddenError):
        tarzan.delete_element('jane/web')
    with pytest.raises(NotFoundError):
        api.delete_element('jane/web/1')
    assert api.delete_element('%s/%s' % ('jane/web', newer)) is True
    assert api.get_element('jane/web').version == 1519
    assert api.delete_element('jane/web') is True
    with pytest.raises(NotFoundError):
        api.get_element('jane/web')
    assert root.delete_element(WORDPRESS) is True


@pytest.mark.parametrize('path',
                         ['jane/web#old', 'jane/web?x', '../user/tarzan', 'jane/../jane/web', ''])
def test_b08_nothing_else_is_deleted_than_what_was_named(api, path):
    with pytest.raises((ValueError, NotFoundError)):
        api.delete_element(path)
    assert api.get_element('jane/web').version == 1519
