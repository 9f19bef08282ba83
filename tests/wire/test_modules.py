# -*- coding: utf-8 -*-
"""Modules: each method, exact request and exact result."""
from __future__ import unicode_literals

import logging

import pytest
import requests

from slipstream.api import errors
from slipstream.api.compat import to_text
from slipstream.api.listing import Listing
from slipstream.api.models import App, CloudImageIdentifier, Module

from .. import xml_samples as samples
from .talk import XML, answer, json, text


def failing(status, detail='words of the service'):
    return answer(samples.error(status, detail), status)


def test_b05_list_applications_works_on_every_python(talk):
    client = talk(samples.APP_STORE)
    rows = client.list_applications()
    assert isinstance(rows, Listing) and client.sent == []
    assert list(rows) == [
        App('web', 'component', 1802, 'shop/web'), App('full', 'application', 1805, 'shop/full'),
        App('broken', None, None, None)]
    assert client.lines == ['GET /appstore']
    assert client.sent[0].headers['accept'] == 'application/xml'
    assert client.sent[0].body == ''


def test_b53_a_login_page_is_an_error_and_no_empty_list(talk):
    client = talk(answer('<html><body><form/></body></html>', content_type='text/html'))
    with pytest.raises(errors.ResponseError):
        list(client.list_applications())


def test_b53_a_redirect_to_a_login_page_is_an_error(talk):
    client = talk(answer('', 302, location='/login'), answer('<html/>', content_type='text/html'))
    with pytest.raises(errors.ResponseError):
        list(client.list_applications())
    assert client.lines == ['GET /appstore', 'GET /login']


@pytest.mark.parametrize('content_type', [XML, 'text/xml', 'application/xml', None,
                                          'application/xml;charset=ISO-8859-1'])
def test_b54_names_are_utf_8_whatever_the_header_says(talk, content_type):
    client = talk(answer('<list><item name="é日"/></list>', content_type=content_type))
    assert [app.name for app in client.list_applications()] == ['é日']


@pytest.mark.parametrize('encoding', ['utf-8', 'iso-8859-1', 'utf-16'])
def test_b54_the_declaration_of_the_document_counts(talk, encoding):
    document = '<?xml version="1.0" encoding="%s"?><list><item name="é"/></list>' % encoding
    assert [app.name
            for app in talk(answer(document.encode(encoding))).list_applications()] == ['é']


def test_b55_document_types_are_refused(talk):
    bomb = (
        '<!DOCTYPE list [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><list><item '
        'name="&b;"/></list>')
    with pytest.raises(errors.ResponseError):
        list(talk(bomb).list_applications())


def test_list_project_content_lists_the_top_level(talk):
    client = talk(samples.ROOT)
    assert [(app.path, app.type) for app in client.list_project_content()] == [
        ('shop', 'project'), ('examples', 'project'), ('lonely', 'component')]
    assert client.lines == ['GET /module']


def test_the_content_of_a_project_holds_neither_runs_nor_the_inside_of_projects(talk):
    client = talk(samples.PROJECT)
    assert [app.path for app in client.list_project_content('shop')] == [
        'shop/web', 'shop/inner', 'shop/full']
    assert client.lines == ['GET /module/shop']


def test_recursion_goes_down_right_behind_each_project_and_only_when_reached(talk):
    client = talk(samples.PROJECT, samples.INNER)
    rows = client.list_project_content(path='module/shop/1795', recurse=True)
    assert [next(rows).path, next(rows).path] == ['shop/web', 'shop/inner']
    assert client.lines == ['GET /module/shop/1795']
    assert [app.path for app in rows] == ['shop/inner/db', 'shop/full']
    assert client.lines == ['GET /module/shop/1795', 'GET /module/shop/inner']


@pytest.mark.parametrize('status, kind', [(403, errors.ForbiddenError), (404, errors.NotFoundError),
                                          (401, errors.UnauthorizedError)])
def test_b62_a_refusal_of_the_path_asked_for_is_raised(talk, status, kind):
    for recurse in False, True:
        with pytest.raises(kind) as info:
            list(talk(failing(status)).list_project_content('shop', recurse))
        assert 'words of the service' in str(info.value)


def test_b62_projects_one_may_not_read_are_skipped_while_recursing(talk, caplog):
    caplog.set_level(logging.INFO, str('slipstream.api'))
    client = talk(samples.ROOT, failing(403, 'Not allowed to access: module/shop'), failing(404))
    assert [app.path for app in client.list_project_content('', recurse=True)] == [
        'shop', 'examples', 'lonely']
    assert client.lines == ['GET /module', 'GET /module/shop', 'GET /module/examples']
    messages = [record.getMessage() for record in caplog.records
                if record.name == 'slipstream.api.methods.modules']
    assert messages[0] == 'Skipping /module/shop: Not allowed to access: module/shop'  # B-67
    assert len(messages) == 2 and all('{' not in message for message in messages)


def test_b62_other_failures_are_raised_while_recursing(talk):
    with pytest.raises(errors.ServerError):
        list(talk(samples.ROOT,
                  answer('<html/>', 502, 'text/html')).list_project_content(recurse=True))


def test_b67_nothing_is_said_to_be_skipped_when_it_is_raised(talk, caplog):
    caplog.set_level(logging.DEBUG, str('slipstream.api'))
    with pytest.raises(errors.ForbiddenError):
        list(talk(failing(403)).list_project_content('shop', True))
    assert not [record for record in caplog.records if 'kipping' in record.getMessage()]


def test_b62_a_project_that_contains_itself_is_read_once(talk):
    loop = (
        '<projectModule parentUri="module/" shortName="a"><children><item category="Project" '
        'name="a"/></children></projectModule>')
    within = ('<projectModule parentUri="module/" shortName="a"><children>'
              '<item category="Project" name="a"/></children></projectModule>')
    client = talk(loop, within)
    assert [app.path for app in client.list_project_content('a', True)] == ['a/a', 'a/a']
    assert client.lines == ['GET /module/a', 'GET /module/a/a']


def test_a_project_called_module_is_found(talk):
    root = (
        '<list><item resourceUri="module/module/3" category="Project" name="module" '
        'version="3"/></list>')
    client = talk(root,
                  '<projectModule parentUri="module/" shortName="module"><children><item '
                  'name="x"/></children></projectModule>')
    assert [app.path for app in client.list_project_content(recurse=True)] == ['module', 'module/x']
    assert client.lines[1] == 'GET /module/module'


def test_b52_children_without_name_are_delivered_but_not_entered(talk):
    client = talk('<projectModule><children><item category="Project"/></children></projectModule>')
    assert list(client.list_project_content('x', True)) == [App(None, 'project', None, None)]


@pytest.mark.parametrize('path, line', [
    ('shop/web', 'GET /module/shop/web'), ('module/shop/web', 'GET /module/shop/web'),
    ('shop/web/1802', 'GET /module/shop/web/1802'),
    ('é b?c#d', 'GET /module/%C3%A9%20b%3Fc%23d')])
def test_get_element_reads_the_module_at_any_form_of_its_path(talk, path, line):
    client = talk(samples.COMPONENT)
    assert client.get_element(path=path) == Module(
        'web', 'component', '2019-01-10 08:05:00.34 UTC', '2019-03-02 10:00:00.7 UTC',
        'Shop front end', 1802, 'shop/web')
    assert client.lines == [line]


def test_b50_the_words_of_the_service_are_kept(talk):
    with pytest.raises(requests.exceptions.HTTPError) as info:
        talk(failing(404, 'é gone')).get_element('x')
    assert info.value.response.status_code == 404 and info.value.reason == 'é gone'
    assert to_text(str(info.value)) == '404 Not Found: é gone (GET /module/x)'


@pytest.mark.parametrize('status', [400, 402, 403, 404, 409, 412, 429, 500, 502, 503])
def test_b50_failures_with_anything_in_their_body_are_of_the_family(talk, status):
    for response in (failing(status), answer('<html><body>x</body></html>', status, 'text/html'),
                     answer('', status), json({'error': {}}, status),
                   text('409 - Conflict\nwords', status), answer('<error/>', status),
                     answer('<error', status)):
        for method in ('publish', 'unpublish', 'get_element'):
            with pytest.raises(errors.class_for(status)) as info:
                getattr(talk(response), method)('x')
            assert info.value.response.status_code == status
            assert '<' not in str(info.value)
            assert 'None' not in str(info.value)


def test_get_parameters_sends_nothing_until_it_is_read(talk):
    client = talk(samples.COMPONENT)
    rows = client.get_parameters('shop/web')
    assert client.sent == [] and isinstance(rows, Listing)
    assert [row.name for row in rows] == ['hostname', 'title', 'cpu.nb', 'network']
    assert client.lines == ['GET /module/shop/web']


@pytest.mark.parametrize('arguments, expected', [
    (('cpu.nb',), ['cpu.nb']), ((None, ['title', 'cpu.nb']), ['title', 'cpu.nb']),
    ((None, 'title,network'), ['title', 'network']),
    (('hostname', 'title'), ['hostname', 'title']), ((None, 'titlex'), []), (('itl',), [])])
def test_b66_parameters_are_chosen_by_their_exact_names(talk, arguments, expected):
    assert [row.name
            for row in talk(samples.COMPONENT).get_parameters('shop/web', *arguments)] == expected


def test_get_application_nodes_reads_the_nodes_of_the_document(talk):
    client = talk(samples.APPLICATION)
    assert [(node.name, node.path, node.multiplicity)
            for node in client.get_application_nodes('shop/full')] == [
                ('web', 'shop/web', '2'), ('db', 'shop/db/1790', '1'), (None, None, None)]
    assert client.lines == ['GET /module/shop/full']
    assert list(talk(samples.COMPONENT).get_application_nodes('shop/web')) == []


def test_get_cloud_image_identifiers(talk):
    client = talk(samples.COMPONENT)
    assert list(client.get_cloud_image_identifiers('shop/web')) == [
        CloudImageIdentifier('exoscale-ch-gva', '1b2c3d4e'),
        CloudImageIdentifier('ec2-eu-west', 'ami-0123456789')]
    assert client.lines == ['GET /module/shop/web']


@pytest.mark.parametrize('method, line', [
    ('publish', 'PUT /module/a/b/12/publish'), ('unpublish', 'DELETE /module/a/b/12/publish'),
    ('delete_element', 'DELETE /module/a/b/12')])
def test_publish_unpublish_and_delete_send_no_body(talk, method, line):
    for status in 200, 204:
        client = talk(answer('', status, None))
        assert getattr(client, method)(path='a/b/12') is True
        assert client.lines == [line]
        assert client.sent[0].body == ''
        assert 'content-type' not in client.sent[0].headers


@pytest.mark.parametrize('path', ['', '/', 'module', '..', '../user/bob', 'a//b', None, 3, 'a\nb'])
def test_b08_nothing_is_sent_for_a_path_that_is_none(talk, path):
    client = talk()
    for method in ('get_element', 'delete_element', 'publish', 'unpublish', 'get_parameters',
                   'get_application_nodes', 'get_cloud_image_identifiers',
                   'update_component', 'deploy', 'build_component',
                   'list_project_content')[:-1 if path in (None, '', '/') else None]:
        with pytest.raises((TypeError, ValueError)):
            getattr(client, method)(path)
    assert client.sent == []


@pytest.mark.parametrize('path, line', [
    ('proj#old', '/module/proj%23old'), ('proj?x', '/module/proj%3Fx'),
    ('a%2Fb', '/module/a%252Fb'), ('a;b', '/module/a;b')])
def test_b08_what_is_deleted_is_what_was_named(talk, path, line):
    client = talk('<projectModule/>', answer('', 204))
    client.delete_element(path)
    assert client.lines == ['GET ' + line, 'DELETE ' + line]


FULL = ('<projectModule shortName="shop"><children><item name="web" category="Image"/>'
        '<item name="db" category="Image"/></children></projectModule>')


def test_a_project_with_content_is_not_deleted(talk):
    client = talk(FULL)
    with pytest.raises(errors.ProjectNotEmptyError) as info:
        client.delete_element('shop', all_versions=True)
    assert str(info.value) == (
        'shop is a project with content, which could no longer be found: web, db. Delete that '
        'first, or pass keep_content=True.')
    assert isinstance(info.value, ValueError) and client.lines == ['GET /module/shop']


def test_deleting_the_latest_version_of_a_project_with_content_warns_first(talk):
    client = talk(FULL, answer('', 204))
    with pytest.warns(UserWarning) as seen:
        client.delete_element('shop')
    assert [str(warning.message).partition(',')[0] for warning in seen] == [
        'shop is a project with content']
    assert client.lines == ['GET /module/shop', 'DELETE /module/shop']


@pytest.mark.parametrize('response', [answer('', 403), answer('<html/>'), answer('', 500),
                                      '<imageModule/>', '<projectModule/>'])
def test_a_module_whose_content_is_not_known_is_deleted(talk, response):
    client = talk(response, answer('', 204))
    assert client.delete_element('shop', all_versions=True) is True
    assert client.lines == ['GET /module/shop', 'DELETE /module/shop/']


def test_who_keeps_the_content_or_names_a_version_deletes_at_once(talk):
    client = talk(answer('', 204), answer('', 204))
    assert client.delete_element('shop', all_versions=True, keep_content=True) is True
    assert client.delete_element('shop/12') is True
    assert client.lines == ['DELETE /module/shop/', 'DELETE /module/shop/12']


def test_update_component_writes_back_what_it_read(talk):
    client = talk(samples.COMPONENT,
                  answer('', 200, location='http://internal/module/shop/web/1810'))
    assert client.update_component('shop/web', 'neu é', None, {'exo': 'x'},
                                   logo_link='http://l') is True
    assert client.lines == ['GET /module/shop/web', 'PUT /module/shop/web']
    assert client.sent[1].headers['content-type'] == 'application/xml'
    assert client.sent[1].headers['accept'] == 'application/xml'
    root = client.sent[1].xml
    assert root.tag == 'imageModule'
    assert root.get('description') == 'neu é'
    assert root.get('logoLink') == 'http://l'
    assert root.get('version') == '1802'
    assert root.get('shortName') == 'web'
    assert root.get('parentUri') == 'module/shop'
    assert 'moduleReferenceUri' not in root.attrib
    assert len(root.findall('cloudImageIdentifiers/cloudImageIdentifier')) == 3
    assert root.findtext('targets/target').endswith('é"')


@pytest.mark.parametrize('status', [400, 403, 404, 409, 500])
def test_b09_a_refused_update_is_an_error(talk, status):
    with pytest.raises(errors.class_for(status)):
        talk(samples.COMPONENT, failing(status)).update_component('shop/web', 'x')


def test_b61_contradictions_are_refused_before_anything_is_sent(talk):
    client = talk()
    with pytest.raises(ValueError):
        client.update_component('shop/web', module_reference_uri='a/b',
                                cloud_identifiers={'exo': 'x'})
    assert client.sent == []


@pytest.mark.parametrize('document', [samples.PROJECT, samples.APPLICATION],
                         ids=['project', 'application'])
def test_only_components_are_updated(talk, document):
    client = talk(document)
    with pytest.raises(errors.ModuleTypeError) as info:
        client.update_component('shop/é')
    assert isinstance(info.value, ValueError) and isinstance(info.value, errors.SlipStreamError)
    assert 'é is not a component' in to_text(str(info.value)) and len(client.sent) == 1
