# -*- coding: utf-8 -*-
"""Module documents: arguments in, documents of new and changed modules out."""
from __future__ import unicode_literals

import copy

import pytest
from hypothesis import given, settings, strategies as st

from slipstream.api.compat import fast_etree
from slipstream.api.protocol import documents, module_documents

from ... import xml_samples as samples


def parsed(text):
    return documents.parse_xml(text.encode('utf-8'))


def again(root):
    """The document as the service reads it."""
    return documents.parse_xml(documents.write_xml(root))


def parameters(root):
    return dict((entry.find('string').text, entry.find('parameter'))
                for entry in root.findall('parameters/entry'))


def test_project_writes_a_project_document():
    root = again(module_documents.project(
        '/module/shop/inner/', {'description': 'é <b>', 'logoLink': None}, 'first & last'))
    assert root.tag == 'projectModule'
    assert root.attrib == {'category': 'Project', 'parentUri': 'module/shop', 'shortName': 'inner',
                           'version': '0', 'description': 'é <b>'}
    assert root.find('commit/comment').text == 'first & last'


def test_a_project_at_the_top_has_an_empty_parent():
    root = module_documents.project('shop', {})
    assert root.get('parentUri') == 'module/' and root.get('shortName') == 'shop'
    assert root.find('commit') is None


@pytest.mark.parametrize('path', ['a/12', '-1', 'new', 'a/publish', 'a/12/', '', 'a//b', None])
def test_a_path_that_means_something_else_is_refused(path):
    with pytest.raises((ValueError, TypeError)):
        module_documents.project(path, {})


def test_component_writes_every_part_of_its_document():
    root = again(module_documents.component(
        'shop/web', {'isBase': False, 'loginUser': '', 'moduleReferenceUri': None}, None,
        {'exo': 'id1', 'ec2': 'ami'},
        {'title': 'é', 'n': 5, 'on': True, 'cpu.nb': {'value': 4, 'category': 'Cloud'},
         'nothing': None}, {'execute': '#!/bin/sh\n', 'report': ''},
        'pre', 'post', ['nginx', 'curl']))
    assert root.tag == 'imageModule' and root.get('category') == 'Image'
    assert (root.get('isBase'), root.get('loginUser'),
            root.get('moduleReferenceUri')) == ('false', '', None)
    assert [(identifier.get('cloudServiceName'), identifier.get('cloudImageIdentifier'))
            for identifier in root.findall('cloudImageIdentifiers/*')] == [
                ('ec2', 'ami'), ('exo', 'id1')]
    assert [(target.get('name'), target.text) for target in root.findall('targets/target')] == [
        ('execute', '#!/bin/sh\n'), ('report', None)]
    assert [package.attrib for package in root.findall('packages/package')] == [
        {'name': 'nginx', 'repository': '', 'key': ''},
        {'name': 'curl', 'repository': '', 'key': ''}]
    assert (root.find('prerecipe').text, root.find('recipe').text) == ('pre', 'post')
    parameters_by_name = parameters(root)
    assert sorted(parameters_by_name) == sorted(['title', 'n', 'on', 'nothing']
                                   + [name for name, _ in module_documents.STANDARD_PARAMETERS])
    assert [parameters_by_name[name].findtext('value')
            for name in ('title', 'n', 'on', 'cpu.nb', 'nothing', 'network')] == [
                'é', '5', 'true', '4', None, 'Public']
    assert parameters_by_name['hostname'].get('category') == 'Output'
    assert parameters_by_name['hostname'].get('mandatory') == 'true'
    assert parameters_by_name['network'].get('type') == 'Enum'


def test_a_component_without_anything_has_empty_parts():
    root = module_documents.component('web', {})
    assert [root.find(tag) for tag in ('prerecipe', 'recipe', 'commit')] == [None] * 3
    assert len(root.find('targets')) == len(root.find('packages')) == len(
        root.find('cloudImageIdentifiers')) == 0


def test_parameter_writes_its_attributes_and_derives_its_type():
    element = again(module_documents.parameter('size', 'S', 'Output', 'How big', None, True, True,
                                               'Choose.', ['S', 'L']))
    assert element.attrib == {
        'name': 'size', 'category': 'Output', 'description': 'How big', 'type': 'Enum',
        'mandatory': 'true', 'readonly': 'true'}
    assert (element.findtext('value'), element.findtext('defaultValue'),
            element.findtext('instructions')) == ('S', 'S', 'Choose.')
    assert element.find('enumValues').get('length') == '2'
    assert [value.text for value in element.findall('enumValues/string')] == ['S', 'L']
    assert module_documents.parameter('plain').attrib == {
        'name': 'plain', 'category': 'Input', 'description': '', 'type': 'String',
        'mandatory': 'false', 'readonly': 'false'}
    assert module_documents.parameter('secret', type='Password').get('type') == 'Password'


@pytest.mark.parametrize('description, error', [
    ({'value': 'M', 'choices': ['S']}, ValueError), ({'type': 'Number'}, ValueError),
    ({'default': 1}, ValueError), ({'category': ''}, ValueError),
    ({'mandatory': 'false'}, TypeError), ({'choices': 'S,L'}, TypeError),
    ({'choices': 5}, TypeError), ({'value': ['a']}, TypeError),
    ([1], TypeError)])
def test_an_invalid_parameter_is_refused(description, error):
    with pytest.raises(error):
        module_documents.component('a', {}, parameters={'x': description})


@pytest.mark.parametrize('options, message', [
    ({'targets': {'exec': 'x'}}, 'a script must be one of .*, not exec'),
    ({'targets': {'execute': None}}, 'the script execute must not be None'),
    ({'targets': ['execute']}, 'targets must be a dict, not list'),
    ({'recipe': '\x00'}, 'recipe contains characters'),
    ({'parameters': {'x': {'colour': 1}}}, 'Unknown: colour of parameter x. Use one of: .*value'),
    ({'parameters': 5}, 'parameters must be a dict, not int'),
    ({'parameters': {'x': {'mandatory': 'no'}}}, 'mandatory must be True or False, not '),
    ({'parameters': {'x': {'readonly': 'no'}}}, 'readonly must be True or False, not '),
    ({'prerecipe': []}, 'prerecipe must be a single value, not list')])
def test_what_of_a_component_cannot_be_is_named(options, message):
    with pytest.raises((ValueError, TypeError), match='^' + message):
        module_documents.component('a', {}, **options)


@pytest.mark.parametrize('options', [
    {'targets': {'exec': 'x'}}, {'targets': {'execute': None}}, {'packages': 'nginx'},
    {'packages': ['']}, {'parameters': {'': 1}},
    {'recipe': '\x00'}, {'targets': ['execute']}])
def test_an_invalid_component_is_refused(options):
    with pytest.raises((ValueError, TypeError)):
        module_documents.component('a', {}, **options)


def test_identifiers_refuses_blank_clouds_and_images():
    assert module_documents.identifiers(None) == {}
    assert module_documents.identifiers({'exo': 'x'}) == {'exo': 'x'}
    with pytest.raises(ValueError, match='^a cloud name must not be empty'):
        module_documents.identifiers({'': 'x'})
    for wrong in ({'': 'x'}, {'exo': ''}, {'exo': None}, ['exo']):
        with pytest.raises((ValueError, TypeError)):
            module_documents.identifiers(wrong)


def test_application_writes_its_nodes_and_their_parameters():
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
        node_parameters = [
            (parameter.get('name'), parameter.findtext('value'), parameter.get('isMappedValue'))
            for parameter in web.findall('%s/entry/parameter' % tag)]
        assert node_parameters == [('db.hostname', 'db:hostname', 'true'), ('n', "'1'", 'false'),
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
def test_an_invalid_application_is_refused(nodes, error):
    with pytest.raises(error):
        module_documents.application('a', {}, None, nodes)


def test_what_the_caller_gave_stays():
    nodes = {'web': {'component': 'a', 'parameters': {'x': 1}}}
    module_documents.application('a', {}, None, nodes)
    assert nodes == {'web': {'component': 'a', 'parameters': {'x': 1}}}


def changed(document, *changes):
    root = parsed(document)
    module_documents.change_component(root, *module_documents.component_changes(*changes))
    return root


def identifiers(root):
    return dict((element.get('cloudServiceName'), element.get('cloudImageIdentifier'))
                for element in root.findall('cloudImageIdentifiers/cloudImageIdentifier'))


def test_what_is_not_given_stays():
    before, after = parsed(samples.COMPONENT), changed(samples.COMPONENT, None, None, None,
                                                       False, None)
    assert before.attrib == after.attrib and identifiers(before) == identifiers(after)
    assert after.find('targets/target').text == before.find('targets/target').text


def test_texts_are_set():
    root = changed(samples.COMPONENT, 'é <&>', None, None, False, '')
    assert root.get('description') == 'é <&>' and root.get('logoLink') == ''
    assert 'description="é &lt;&amp;&gt;"'.encode('utf-8') in documents.write_xml(root)


def test_identifiers_replace_the_reference_unless_it_is_kept():
    images = {'exoscale-ch-gva': 'new', 'cloud "q" \'s\'': 42}
    untouched = copy.deepcopy(images)
    root = changed(samples.COMPONENT, None, None, images, False, None)
    assert images == untouched
    assert identifiers(root) == {'exoscale-ch-gva': 'new', 'ec2-eu-west': 'ami-0123456789',
                                 'cloud "q" \'s\'': '42'}
    assert 'moduleReferenceUri' not in root.attrib and root.get('isBase') == 'true'
    kept = changed(samples.COMPONENT, None, None, images, True, None)
    assert (kept.get('moduleReferenceUri'), kept.get('isBase')) == (
        'module/examples/images/ubuntu-16.04', 'false')


@pytest.mark.parametrize('nothing', [None, ''])
def test_an_identifier_of_nothing_removes_that_of_the_cloud(nothing):
    root = changed(samples.COMPONENT, None, None, {'ec2-eu-west': nothing, 'no-cloud': nothing},
                   False, None)
    assert sorted(identifiers(root)) == ['exoscale-ch-gva']
    assert root.get('moduleReferenceUri') and root.get('isBase') == 'false'
    both = changed(samples.COMPONENT, None, None, {'ec2-eu-west': nothing, 'exo': '1'}, False, None)
    assert sorted(identifiers(both)) == ['exo', 'exoscale-ch-gva'] and both.get('isBase') == 'true'


@pytest.mark.parametrize('reference', ['a/b', 'module/a/b', '/module/a/b', '/a/b/'])
def test_a_reference_replaces_the_identifiers_unless_they_are_kept(reference):
    root = changed(samples.COMPONENT, None, reference, None, False, None)
    assert root.get('moduleReferenceUri') == 'module/a/b' and identifiers(root) == {}
    assert root.get('isBase') == 'false'
    assert len(identifiers(changed(samples.COMPONENT, None, reference, {}, True, None))) == 2


def test_an_empty_reference_removes_it_and_no_identifiers():
    root = changed(samples.COMPONENT, None, '', None, False, None)
    assert 'moduleReferenceUri' not in root.attrib and len(identifiers(root)) == 2


def test_b61_reference_and_identifiers_contradict_each_other_unless_kept():
    with pytest.raises(ValueError):
        module_documents.component_changes(None, 'a/b', {'exo': '1'}, False, None)
    removal = changed(samples.COMPONENT, None, 'a/b', {'exoscale-ch-gva': None}, False, None)
    assert removal.get('moduleReferenceUri') == 'module/a/b' and identifiers(removal) == {}
    root = changed(samples.COMPONENT, None, 'a/b/12', {'exo': '1'}, True, None)
    assert root.get('moduleReferenceUri') == 'module/a/b/12'
    assert identifiers(root)['exo'] == '1'
    assert len(identifiers(root)) == 3


def test_b61_a_component_without_identifiers_gets_them():
    assert identifiers(changed('<imageModule/>', None, None, {'exo': 1}, False, None)) == {
        'exo': '1'}


@pytest.mark.parametrize('changes', [
    (None, None, {'exo': ['x']}, False, None), (None, None, {'': 'x'}, False, None),
    (None, None, ['exo'], False, None),
    (None, 'a//b', None, False, None), (None, 3, None, False, None),
    ('\x00', None, None, False, None), (['x'], None, None, False, None),
    (None, None, {'exo': '\x00'}, False, None)])
def test_b61_bad_changes_are_refused(changes):
    with pytest.raises((TypeError, ValueError)):
        module_documents.component_changes(*changes)


def test_inherited_values_do_not_become_own_ones():
    root = changed(samples.COMPONENT, 'x', None, None, False, None)
    parameters = dict((element.get('name'), element)
                      for element in root.findall('parameters/entry/parameter'))
    assert parameters['cpu.nb'].find('value') is None
    assert parameters['cpu.nb'].find('defaultValue') is None
    assert parameters['title'].find('value').text == ' My shop '
    assert parameters['network'].find('enumValues/string') is not None


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(blacklist_categories=['Cs', 'Cc'],
                             blacklist_characters='\ufffe\uffff'), max_size=20))
def test_descriptions_survive_the_way(text):
    root = changed(samples.COMPONENT, text, None, None, False, None)
    assert fast_etree.fromstring(documents.write_xml(root)).get('description') == text


def test_nodes_are_named_when_they_are_no_dict():
    with pytest.raises(TypeError, match='^nodes must be a dict, not int'):
        module_documents.application('a', {}, nodes=5)


def test_a_comment_on_a_new_module_is_that_on_its_first_version():
    for made in (module_documents.component('a/b', {}, 'why'),
                 module_documents.application('a/b', {}, 'why', {'web': 'a/c'})):
        assert made.find('commit/comment').text == 'why'


@pytest.mark.parametrize('members, value, is_link', [
    ({'parameters': {'x': 'y'}}, "'y'", 'false'), ({'links': {'x': 'web:y'}}, 'web:y', 'true')])
def test_a_parameter_of_a_node_is_written_whole(members, value, is_link):
    root = module_documents.application('a/b', {}, nodes={'web': dict(members, component='a/c')})
    for tag in ('parameterMappings', 'parameters'):
        parameter, = root.findall('nodes/entry/node/%s/entry/parameter' % tag)
        assert parameter.attrib == {
            'name': 'x', 'category': 'General', 'description': '', 'type': 'String',
            'mandatory': 'false', 'readonly': 'false', 'isMappedValue': is_link}
        assert parameter.find('value').text == value


def test_a_cloud_has_one_identifier_and_others_stay():
    root = parsed(samples.COMPONENT)
    module_documents.change_component(root, {}, {'ec2-eu-west': 'new'})
    elements = root.findall('cloudImageIdentifiers/cloudImageIdentifier')
    assert sorted(element.get('cloudServiceName') for element in elements) == [
        'ec2-eu-west', 'exoscale-ch-gva']
    assert identifiers(root)['ec2-eu-west'] == 'new'


def test_identifiers_of_other_clouds_stay_unless_they_are_to_go():
    root = documents.parse_xml(b'<imageModule/>')
    module_documents.set_image_identifiers(root, {'exo': 'x', 'ec2': 'y', 'gone': 'z'})
    module_documents.set_image_identifiers(root, {'exo': 'new', 'gone': None, 'not there': None})

    def identifiers():
        return dict((element.get('cloudServiceName'), element.get('cloudImageIdentifier'))
                    for element in root.find('cloudImageIdentifiers'))

    assert identifiers() == {'exo': 'new', 'ec2': 'y'}
    module_documents.set_image_identifiers(root, {'exo': 'newer'}, True)
    assert identifiers() == {'exo': 'newer'}
