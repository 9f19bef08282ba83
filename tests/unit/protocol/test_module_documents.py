# -*- coding: utf-8 -*-
"""Drafts: plain arguments in, documents of modules out."""
from __future__ import unicode_literals

import pytest

from slipstream.api.protocol import documents, module_documents


def again(root):
    """The document as the service reads it."""
    return documents.parse_xml(documents.write_xml(root))


def parameters(root):
    return dict((entry.find('string').text, entry.find('parameter'))
                for entry in root.findall('parameters/entry'))


def test_a_project():
    root = again(module_documents.project(
        '/module/shop/inner/', {'description': 'é <b>', 'logoLink': None}, 'first & last'))
    assert root.tag == 'projectModule'
    assert root.attrib == {'category': 'Project', 'parentUri': 'module/shop', 'shortName': 'inner',
                           'version': '0', 'description': 'é <b>'}
    assert root.find('commit/comment').text == 'first & last'


def test_a_project_at_the_top():
    root = module_documents.project('shop', {})
    assert root.get('parentUri') == 'module/' and root.get('shortName') == 'shop'
    assert root.find('commit') is None


@pytest.mark.parametrize('path', ['a/12', '-1', 'new', 'a/publish', 'a/12/', '', 'a//b', None])
def test_names_that_mean_something_else(path):
    with pytest.raises((ValueError, TypeError)):
        module_documents.project(path, {})


def test_a_component():
    root = again(module_documents.component(
        'shop/web', {'isBase': False, 'loginUser': '', 'moduleReferenceUri': None}, None,
        {'exo': 'id1', 'ec2': 'ami'},
        {'title': 'é', 'n': 5, 'on': True, 'cpu.nb': {'value': 4, 'category': 'Cloud'},
         'nothing': None}, {'execute': '#!/bin/sh\n', 'report': ''},
        'pre', 'post', ['nginx', 'curl']))
    assert root.tag == 'imageModule' and root.get('category') == 'Image'
    assert (root.get('isBase'), root.get('loginUser'),
            root.get('moduleReferenceUri')) == ('false', '', None)
    assert [(each.get('cloudServiceName'), each.get('cloudImageIdentifier'))
            for each in root.findall('cloudImageIdentifiers/*')] == [
                ('ec2', 'ami'), ('exo', 'id1')]
    assert [(each.get('name'), each.text) for each in root.findall('targets/target')] == [
        ('execute', '#!/bin/sh\n'), ('report', None)]
    assert [each.attrib for each in root.findall('packages/package')] == [
        {'name': 'nginx', 'repository': '', 'key': ''},
        {'name': 'curl', 'repository': '', 'key': ''}]
    assert (root.find('prerecipe').text, root.find('recipe').text) == ('pre', 'post')
    found = parameters(root)
    assert sorted(found) == sorted(['title', 'n', 'on', 'nothing']
                                   + [name for name, _ in module_documents.STANDARD_PARAMETERS])
    assert [found[name].findtext('value')
            for name in ('title', 'n', 'on', 'cpu.nb', 'nothing', 'network')] == [
                'é', '5', 'true', '4', None, 'Public']
    assert found['hostname'].get('category') == 'Output' and found['hostname'].get(
        'mandatory') == 'true'
    assert found['network'].get('type') == 'Enum'


def test_a_component_without_anything():
    root = module_documents.component('web', {})
    assert [root.find(tag) for tag in ('prerecipe', 'recipe', 'commit')] == [None] * 3
    assert len(root.find('targets')) == len(root.find('packages')) == len(
        root.find('cloudImageIdentifiers')) == 0


def test_a_parameter():
    element = again(module_documents.parameter('size', 'S', 'Output', 'How big', None, True, True,
                                               'Choose.', ['S', 'L']))
    assert element.attrib == {
        'name': 'size', 'category': 'Output', 'description': 'How big', 'type': 'Enum',
        'mandatory': 'true', 'readonly': 'true'}
    assert (element.findtext('value'), element.findtext('defaultValue'),
            element.findtext('instructions')) == ('S', 'S', 'Choose.')
    assert element.find('enumValues').get('length') == '2'
    assert [each.text for each in element.findall('enumValues/string')] == ['S', 'L']
    assert module_documents.parameter('plain').get(
        'type') == 'String' and module_documents.parameter('secret', type='Password').get(
            'type') == 'Password'


@pytest.mark.parametrize('told, error', [
    ({'value': 'M', 'choices': ['S']}, ValueError), ({'type': 'Number'}, ValueError),
    ({'default': 1}, ValueError), ({'category': ''}, ValueError),
    ({'mandatory': 'false'}, TypeError), ({'choices': 'S,L'}, TypeError),
    ({'choices': 5}, TypeError), ({'value': ['a']}, TypeError),
    ([1], TypeError)])
def test_parameters_that_cannot_be(told, error):
    with pytest.raises(error):
        module_documents.component('a', {}, parameters={'x': told})


@pytest.mark.parametrize('options', [
    {'targets': {'exec': 'x'}}, {'targets': {'execute': None}}, {'packages': 'nginx'},
    {'packages': ['']}, {'parameters': {'': 1}},
    {'recipe': '\x00'}, {'targets': ['execute']}])
def test_components_that_cannot_be(options):
    with pytest.raises((ValueError, TypeError)):
        module_documents.component('a', {}, **options)


def test_identifiers():
    assert module_documents.identifiers(None) == {}
    assert module_documents.identifiers({'exo': 'x'}) == {'exo': 'x'}
    for wrong in ({'': 'x'}, {'exo': ''}, {'exo': None}, ['exo']):
        with pytest.raises((ValueError, TypeError)):
            module_documents.identifiers(wrong)


def test_an_application():
    root = again(module_documents.application('shop/full', {'description': 'x'}, 'c', {
        'db': 'shop/db/12',
        'web': {'component': '/module/shop/web', 'multiplicity': 2, 'cloud': 'exo',
                'max_provisioning_failures': 1, 'network': 'Private',
                'parameters': {'title': 'a:b', 'n': 1}, 'links': {'db.hostname': 'db:hostname'}}}))
    assert root.tag == 'deploymentModule' and root.get('category') == 'Deployment'
    db, web = root.findall('nodes/entry/node')
    assert [entry.findtext('string') for entry in root.findall('nodes/entry')] == ['db', 'web']
    assert db.attrib == {
        'name': 'db', 'imageUri': 'module/shop/db/12', 'multiplicity': '1',
        'maxProvisioningFailures': '0', 'cloudService': 'default'}
    assert web.attrib == {
        'name': 'web', 'imageUri': 'module/shop/web', 'multiplicity': '2',
        'maxProvisioningFailures': '1', 'cloudService': 'exo',
        'network': 'Private'}
    for tag in ('parameters', 'parameterMappings'):
        found = [(each.get('name'), each.findtext('value'), each.get('isMappedValue'))
                 for each in web.findall('%s/entry/parameter' % tag)]
        assert found == [('db.hostname', 'db:hostname', 'true'), ('n', "'1'", 'false'),
                         ('title', "'a:b'", 'false')]


@pytest.mark.parametrize('text, written', [('a', "'a'"), ('', "''"), ("it's", '"it\'s"'),
                                           ('say "x"', '\'say "x"\''), ('\'"', "''\"'")])
def test_literals_are_quoted(text, written):
    assert module_documents.quoted(text) == written


@pytest.mark.parametrize('nodes, error', [
    ({}, ValueError), (None, ValueError), (['web'], TypeError), ({'web': {}}, ValueError),
    ({'web': 5}, TypeError), ({'w-b': 'a'}, ValueError),
    ({'web': {'component': 'a', 'count': 2}}, ValueError),
    ({'web': {'component': 'a', 'multiplicity': -1}}, ValueError),
    ({'web': {'component': 'a', 'network': 'Home'}}, ValueError),
    ({'web': {'component': 'a', 'links': {'x': 'hostname'}}}, ValueError),
    ({'web': {'component': 'a', 'links': {'x': 'db:hostname'}}}, ValueError),
    ({'web': {'component': 'a', 'links': {'x': 5}}}, TypeError),
    ({'web': {'component': 'a', 'links': {'x': 'web:y'}, 'parameters': {'x': 1}}}, ValueError)])
def test_applications_that_cannot_be(nodes, error):
    with pytest.raises(error):
        module_documents.application('a', {}, None, nodes)


def test_what_the_caller_gave_stays():
    told = {'web': {'component': 'a', 'parameters': {'x': 1}}}
    module_documents.application('a', {}, None, told)
    assert told == {'web': {'component': 'a', 'parameters': {'x': 1}}}
