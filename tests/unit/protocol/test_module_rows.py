# -*- coding: utf-8 -*-
"""Rows of modules: documents in, tuples out."""
from __future__ import unicode_literals

import pickle

import pytest
from hypothesis import given, settings

from slipstream.api import models
from slipstream.api.listing import Listing
from slipstream.api.protocol import documents, module_rows

from ... import xml_samples as samples
from ...strategies import elements


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def test_apps_have_no_version_in_their_path():
    items = parsed(samples.APP_STORE).findall('item')
    assert module_rows.app_of(items[0], 'shop/web') == models.App(
        'web', 'component', 1802, 'shop/web')


def test_b52_missing_attributes_of_an_app_are_none():
    assert module_rows.app_of(parsed('<item/>'), None) == models.App(None, None, None, None)
    assert module_rows.app_of(parsed('<item version="" category="" name=" x "/>'),
                          None) == models.App('x', '', None, None)


def children(root, address):
    return module_rows.children_of(root, root.findall('children/item'), address)


def test_children_get_the_path_of_their_project():
    assert children(parsed(samples.PROJECT), '/module/elsewhere') == [
        models.App('web', 'component', 1802, 'shop/web'),
        models.App('inner', 'project', 1806, 'shop/inner'),
        models.App('full', 'application', 1805, 'shop/full')]


@pytest.mark.parametrize('document, address, expected', [
    (
        '<projectModule shortName="b" parentUri="module/a"><children><item '
        'name="c"/></children></projectModule>', '/module/x', 'a/b/c'),
    (
        '<projectModule shortName="a" parentUri="module/"><children><item '
        'name="c"/></children></projectModule>', '/module/x', 'a/c'),
    ('<projectModule shortName="a"><children><item name="c"/></children></projectModule>',
     '/module/x', 'a/c'),
    ('<projectModule><children><item name="c"/></children></projectModule>', '/module/x/%C3%A9/12',
     'x/é/c'),
    ('<projectModule><children><item name="/c /"/></children></projectModule>', '/module/x',
     'x/c'),
    ('<projectModule><children><item/></children></projectModule>', '/module/x', None)])
def test_b52_children_get_their_paths_from_the_document_or_the_address(document, address, expected):
    assert [app.path for app in children(parsed(document), address)] == [expected]


def test_module_of_reads_any_module_document():
    assert module_rows.module_of(parsed(samples.PROJECT)) == models.Module(
        name='shop', type='project', created='2019-01-10 08:00:00.5 UTC',
        modified='2019-03-01 15:20:00.120 UTC', description='Web shop demo',
        version=1795, path='shop')
    component = module_rows.module_of(parsed(samples.COMPONENT))
    assert (component.name, component.path, component.type,
            component.version) == ('web', 'shop/web', 'component', 1802)
    assert module_rows.module_of(parsed('<imageModule/>')) == models.Module(*[None] * 7)


def test_b56_flags_of_parameters_are_truthful_texts():
    hostname, title, _, network = [module_rows.parameter_of(element) for element in parsed(
        samples.COMPONENT).findall('parameters/entry/parameter')]
    assert title == models.ModuleParameter(
        name='title', value='My shop', defaultValue='My shop', category='Input',
        description='Page title', isSet='true', mandatory='false',
        readonly='false', type='String', instructions='What to show.')
    assert title.isSet and not title.mandatory and not title.readonly and network.readonly
    assert hostname.isSet == 'false' and not hostname.isSet
    assert (hostname.value, hostname.defaultValue, hostname.instructions,
            network.value) == (None, None, None, None)


def test_values_of_passwords_are_not_shown():
    element = parsed(
        '<parameter name="p" '
        'type="Password"><value>hush</value><defaultValue>hush</defaultValue></parameter>')
    secret = module_rows.parameter_of(element)
    assert secret.value == 'hush' and 'hush' not in repr(secret) and '********' in repr(secret)
    assert 'hush' not in repr(Listing([secret])) and 'hush' in repr(secret._replace(type='String'))
    assert pickle.loads(pickle.dumps(secret, 2)) == secret
    assert '***' not in repr(secret._replace(value=None, defaultValue=None))


def test_nodes_keep_the_version_of_their_component_if_there_is_one():
    web, database, odd = [module_rows.node_of(element)
                          for element in parsed(samples.APPLICATION).findall('nodes/entry/node')]
    assert web == models.Node('shop/web', 'web', 'default', '2', '0', 'Public', None, None,
                              None, None)
    assert database == models.Node('shop/db/1790', 'db', 'exoscale-ch-gva', '1', '1', None, '4',
                                   '8', '10', '20')
    assert odd == models.Node(*[None] * 10)


@settings(max_examples=40, deadline=None)
@given(elements(['name', 'category', 'version', 'resourceUri', 'parentUri', 'shortName', 'imageUri',
                 'isSet', 'cloudServiceName']))
def test_b52_no_reader_stumbles_over_what_is_missing_or_odd(element):
    app = module_rows.app_of(element, element.get('resourceUri'))
    assert app.version is None or isinstance(app.version, int)
    for reader in (module_rows.module_of, module_rows.parameter_of, module_rows.node_of,
                   module_rows.image_identifier_of):
        for value in reader(element):
            assert value is None or isinstance(value, int) or value == value.strip()
    assert isinstance(children(element, '/module/a'), list)
