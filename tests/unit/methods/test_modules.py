# -*- coding: utf-8 -*-
"""Modules: documents in, tuples out; changes in, documents out."""
from __future__ import unicode_literals

import pickle

import pytest
from hypothesis import given, settings

from slipstream.api import models
from slipstream.api.listing import Listing
from slipstream.api.methods import modules
from slipstream.api.protocol import documents

from ... import xml_samples as samples
from ...strategies import elements


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


@pytest.mark.parametrize('category, expected', [
    ('image', 'component'), ('Image', 'component'), ('IMAGE', 'component'), ('Project', 'project'),
    ('deployment', 'application'),
    ('BlockStore', 'blockstore'), (None, None)])
def test_get_module_type_translates_the_category(category, expected):
    assert modules.get_module_type(category) == expected


def test_apps_have_no_version_in_their_path():
    items = parsed(samples.APP_STORE).findall('item')
    assert modules.app_of(items[0], 'shop/web') == models.App('web', 'component', 1802, 'shop/web')


def test_b52_missing_attributes_of_an_app_are_none():
    assert modules.app_of(parsed('<item/>'), None) == models.App(None, None, None, None)
    assert modules.app_of(parsed('<item version="" category="" name=" x "/>'),
                          None) == models.App('x', '', None, None)


def children(root, address):
    return modules.children_of(root, root.findall('children/item'), address)


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
    ('<projectModule><children><item/></children></projectModule>', '/module/x', None)])
def test_b52_children_get_their_paths_from_the_document_or_the_address(document, address, expected):
    assert [app.path for app in children(parsed(document), address)] == [expected]


def test_module_of_reads_any_module_document():
    assert modules.module_of(parsed(samples.PROJECT)) == models.Module(
        name='shop', type='project', created='2019-01-10 08:00:00.5 UTC',
        modified='2019-03-01 15:20:00.120 UTC', description='Web shop demo',
        version=1795, path='shop')
    component = modules.module_of(parsed(samples.COMPONENT))
    assert (component.name, component.path, component.type,
            component.version) == ('web', 'shop/web', 'component', 1802)
    assert modules.module_of(parsed('<imageModule/>')) == models.Module(*[None] * 7)


def test_b56_flags_of_parameters_are_truthful_texts():
    hostname, title, _, network = [modules.parameter_of(element) for element in parsed(
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
    secret = modules.parameter_of(element)
    assert secret.value == 'hush' and 'hush' not in repr(secret) and '********' in repr(secret)
    assert 'hush' not in repr(Listing([secret])) and 'hush' in repr(secret._replace(type='String'))
    assert pickle.loads(pickle.dumps(secret, 2)) == secret
    assert '***' not in repr(secret._replace(value=None, defaultValue=None))


def test_nodes_keep_the_version_of_their_component_if_there_is_one():
    web, database, odd = [modules.node_of(element)
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
    app = modules.app_of(element, element.get('resourceUri'))
    assert app.version is None or isinstance(app.version, int)
    for reader in (modules.module_of, modules.parameter_of, modules.node_of,
                   modules.image_identifier_of):
        for value in reader(element):
            assert value is None or isinstance(value, int) or value == value.strip()
    assert isinstance(children(element, '/module/a'), list)


@pytest.mark.parametrize('name, names, expected', [
    ('a', None, ['a']), (None, ['a', 'b'], ['a', 'b']), (None, [], []), (None, '', []),
    (None, 'a, General.Verbosity Level,,', ['General.Verbosity Level', 'a']),
    ('c', 'a,b', ['a', 'b', 'c']), ('c', (word for word in ['a']), ['a', 'c'])])
def test_b66_the_names_of_both_arguments_are_selected(name, names, expected):
    assert sorted(modules.selected_names(name, names)) == expected


def test_without_names_all_parameters_are_selected():
    assert modules.selected_names(None, None) is None


@pytest.mark.parametrize('name, names',
                         [(3, None), ('', None), (None, 3), (None, [None]), (None, [3])])
def test_b66_selected_parameters_must_be_names(name, names):
    with pytest.raises((TypeError, ValueError)):
        modules.selected_names(name, names)


class Deep(modules.Modules):
    """A service with a tree of projects that goes down without end, up to a depth."""

    def __init__(self, depth):
        super(Deep, self).__init__('https://h', None)
        self.depth, self.asked = depth, 0

    def _rows(self, path, roots, read, inside=None, **_):
        self.asked += 1
        items = [{'category': 'Project', 'name': 'c'}] if self.asked <= self.depth else []
        return {'parentUri': 'module/%d' % self.asked,
                'shortName': 'p'}, items if read is None else [read(item) for item in items]


def test_b62_a_deep_tree_needs_no_recursion():
    assert len(list(Deep(3000).list_project_content('a', recurse=True))) == 3000
