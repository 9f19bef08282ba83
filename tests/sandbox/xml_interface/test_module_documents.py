# -*- coding: utf-8 -*-
"""Tests of modules as documents."""
from __future__ import unicode_literals

import json
from xml.etree import ElementTree

from slipstream.sandbox.state import modules
from slipstream.sandbox.xml_interface import module_calls
from slipstream.sandbox.xml_interface.elements import element

# -- lists --------------------------------------------------------------------

def test_the_top_level_lists_projects_and_components(service, shop):
    items = service.get('/module').findall('item')
    assert [(item.get('name'), item.get('category'), item.get('resourceUri'))
            for item in items] == [
                ('base', 'Image', shop['base']), ('shop', 'Project', shop['shop'])]
    assert items[1].get('description') == 'Web shop demo'
    assert items[1].get('version') == shop['shop'].split('/')[-1]
    authz = items[1].find('authz')
    assert (authz.get('owner'), authz.get('groupGet'),
            authz.get('publicGet')) == ('alice', 'true', 'false')
    assert [member.text for member in authz.findall('groupMembers/string')] == ['bob']
    assert authz.find('groupMembers').get('class') == 'java.util.ArrayList'
    assert [item.get('name') for item in service.get('/module', user='carol')] == ['base']


def test_the_app_store_lists_published_versions(service, world, shop):
    old = modules.publish(world, modules.latest(world, 'base'))
    newer = modules.publish(world, modules.save(world, dict(old, logoLink='logo.png'), 'alice'))
    modules.publish(world, modules.latest(world, 'shop/web'))
    for user, expected in (('alice', 3), ('bob', 2), ('carol', 2), ('super', 3)):
        # The group of shop/web is inherited, which does not count in lists.
        assert len(service.get('/appstore', user=user)) == expected
    items = service.get('/appstore', user='carol').findall('item')
    assert [item.get('resourceUri') for item in items] == [modules.uri(old), modules.uri(newer)]
    assert (items[1].get('published'), items[1].get('logoLink'),
            items[0].get('logoLink')) == ('true', 'logo.png', None)
    assert items[0].get('class') == 'com.sixsq.slipstream.module.ModuleViewPublished'


# -- documents ----------------------------------------------------------------

def test_a_project_document_lists_children_clouds_and_runs(service, shop):
    root = service.get('/module/shop')
    assert root.tag == 'projectModule' and 'name' not in root.attrib
    assert (root.get('shortName'), root.get('parentUri'), root.get('isLatestVersion'),
            root.get('deleted')) == ('shop', 'module/', 'true', 'false')
    assert root.get('lastModified') == root.get('creation') == '2019-03-29 08:00:00.0 UTC'
    assert not [node.tag for node in root.iter() if 'class' in node.attrib
                or 'resourceUri' in node.attrib]
    assert [cloud.text for cloud in root.findall('cloudNames/string')] == [
        'exoscale-ch-gva', 'ec2-eu-west', 'default']
    assert root.find('cloudNames').get('length') == '3'
    assert root.find('runs').attrib == {'offset': '0', 'limit': '20', 'count': '0',
                                        'totalCount': '0'}
    assert [child.get('name') for child in root.findall('children/item')] == ['full', 'web']
    assert root.findtext('commit/comment') == 'first import'
    assert root.find('commit').get('author') == 'alice'
    assert root.find('published') is None and root.find('note') is None


def test_children_that_may_not_be_read_are_listed(service, world, shop):
    secret = dict(modules.latest(world, 'shop/web'), path='shop/secret', authz=None)
    modules.save(world, secret, 'carol')
    assert 'secret' in [child.get('name')
                        for child in service.get('/module/shop').findall('children/item')]
    assert service.refused('GET', '/module/shop/secret') == (
        403, 'Not allowed to access: module/shop/secret')


def test_a_component_document_shows_own_and_inherited_parts(service, world, shop):
    root = service.get('/module/shop/web', user='bob')
    assert root.tag == 'imageModule'
    assert (root.get('isBase'), root.get('loginUser'),
            root.get('platform')) == ('false', 'ubuntu', 'ubuntu')
    assert (root.get('parentUri'), root.get('moduleReferenceUri')) == ('module/shop', 'module/base')
    assert [member.text for member in root.findall('authz/groupMembers/string')] == ['bob']
    assert [(target.get('name'), target.text) for target in root.find('targets')] == [
        ('execute', '#!/bin/sh'), ('report', None)]
    expanded = [(target.get('name'), [(sub.get('moduleShortName'), sub.get('moduleUri'),
                                     sub.get('order'), sub.text) for sub in target])
                for target in root.find('targetsExpanded')]
    assert expanded == [
        ('execute', [('base', shop['base'], '1', 'base script'),
                     ('web', shop['shop/web'], '2', '#!/bin/sh')]), ('report', []),
        ('prerecipe', [('web', shop['shop/web'], '1', 'prepare')]), ('recipe', [])]
    assert [package.get('name') for package in root.find('packages')] == ['nginx']
    assert [package.get('name') for package in root.find('packagesExpanded')] == ['ssh', 'nginx']
    assert (root.findtext('prerecipe'), root.findtext('recipe')) == ('prepare', '')
    assert root.find('cloudImageIdentifiers')[0].attrib == {
        'cloudServiceName': 'ec2-eu-west', 'cloudImageIdentifier': 'ami-1', 'region': ''}
    assert [(build_state.get('moduleUri'), build_state.get('builtOn'))
            for build_state in root.find('buildStates')] == [
        (shop['base'], ''), (shop['shop/web'], 'ec2-eu-west')]
    assert [note.text for note in root.find('notes')] == ['Needs a key']
    assert root.find('notes').get('length') == '1'


def test_a_component_shows_own_and_inherited_parameters(service, shop):
    root = service.get('/module/shop/web')
    title, network = root.findall('parameters/entry/parameter')
    assert root.findtext('parameters/entry/string') == 'title'
    assert (title.get('isSet'), title.findtext('value'),
            title.findtext('defaultValue')) == ('false', 'Inherited', 'Inherited')
    assert (network.get('isSet'), network.findtext('value'),
            network.findtext('defaultValue')) == ('true', 'Public', 'Public')
    assert (network.get('order'), network.get('order_'), network.get('mandatory'),
            network.get('type')) == ('0', '0', 'false', 'Enum')
    assert [value.text for value in network.findall('enumValues/string')] == ['Public', 'Private']
    assert network.find('enumValues').get('length') == '2'
    assert network.findtext('instructions') == 'Which one?'
    inputs = root.findall('inputParametersExpanded/entry/parameter')
    assert [(parameter.get('name'), parameter.get('isSet'), parameter.findtext('value'))
            for parameter in inputs] == [
                ('title', 'false', 'Inherited'), ('admin', 'false', 'root')]
    outputs = root.findall('outputParametersExpanded/entry/parameter')
    assert [(parameter.get('name'), parameter.find('value'))
            for parameter in outputs] == [('hostname', None)]


def test_an_application_document_shows_its_nodes_with_their_images(service, shop):
    root = service.get('/module/shop/full')
    assert root.tag == 'deploymentModule'
    assert root.get('isBase') is None
    assert root.get('platform') is None
    assert len(root.find('targets')) == len(root.find('targetsExpanded')) == 0
    nodes = dict((entry.findtext('string'), entry.find('node'))
                 for entry in root.findall('nodes/entry'))
    web = nodes['web']
    assert (web.get('multiplicity'), web.get('cloudService'), web.get('imageUri'),
            web.get('network'), web.get('deleted')) == (
                '2', 'default', 'module/shop/web', 'Public', 'false')
    for tag in ('parameterMappings', 'parameters'):
        assert web.findtext(tag + '/entry/parameter/value') == "'Big shop'"
        assert web.find(tag + '/entry/parameter').get('isMappedValue') == 'false'
    image = web.find('image')
    assert (image.get('name'), image.get('shortName'),
            image.get('loginUser')) == ('shop/web', 'web', 'ubuntu')
    assert image.find('cloudNames') is None
    assert image.find('runs') is None
    assert image.find('cloudImageIdentifiers') is not None
    assert nodes['gone'].find('image') is None and nodes['gone'].get('network') is None
    assert nodes['private'].get('network') == 'Private'
    assert nodes['mapped'].get('network') == 'Public'
    assert nodes['private'].find('notes').get('length') == '1'
    assert web.find('notes').get('length') == '0'


def test_an_old_version_says_that_it_is_not_the_latest(service, world, shop):
    modules.save(world, modules.latest(world, 'shop'), 'alice')
    assert service.get('/' + shop['shop']).get('isLatestVersion') == 'false'
    assert service.get('/module/shop/-1').get('isLatestVersion') == 'true'


def test_a_published_version_shows_its_date_and_note(service, world, shop):
    world.clock.advance(0.055)
    modules.publish(world, modules.latest(world, 'base'))
    root = service.get('/module/base')
    assert root.find('published').get('publicationDate') == '2019-03-29 08:00:00.55 UTC'
    assert root.findtext('note') == 'Needs a key'


def test_a_module_document_lists_its_runs(service, monkeypatch, shop):
    asked = []

    def run_items(world, username, module_uri, active_only):
        asked.append((username, module_uri, active_only))
        return [element('item', {'uuid': '%d' % number, 'class': 'X'}) for number in range(25)], 31
    monkeypatch.setattr(module_calls.runs, 'run_items', run_items)
    runs = service.get('/module/shop').find('runs')
    service.get('/module/shop?activeOnly=True')
    assert asked == [('alice', shop['shop'], False), ('alice', shop['shop'], True)]
    assert runs.attrib == {'offset': '0', 'limit': '20', 'count': '20', 'totalCount': '31'}
    assert [item.attrib for item in runs][:2] == [{'uuid': '0'}, {'uuid': '1'}] and len(runs) == 20


def test_a_module_is_shown_in_the_form_that_is_asked_for(service, shop):
    xml = service('GET', '/module/shop')
    assert xml.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n<projectModule ')
    assert xml.headers.get('Content-Type') == 'application/xml;charset=UTF-8'
    text = service('GET', '/module/shop', accept='text/plain')
    assert text.headers.get('Content-Type') == 'text/plain;charset=UTF-8'
    assert ElementTree.fromstring(text.body).get(
        'class') == 'com.sixsq.slipstream.persistence.ProjectModule'
    document = json.loads(service('GET', '/module/shop',
                               accept='application/json').body.decode('utf-8'))['projectModule']
    assert document['shortName'] == 'shop'
    assert document['deleted'] is False
    assert document['runs']['limit'] == 20
    assert [child['name'] for child in document['children']['item']] == ['full', 'web']
    assert not service('GET', '/module').body.startswith(b'<?xml')
    assert json.loads(service('GET', '/module', accept='application/json').body.decode(
        'utf-8'))['list']['item'][1]['name'] == 'shop'


def test_missing_deleted_and_private_modules_are_refused(service, world, shop):
    modules.delete(world, modules.latest(world, 'shop/web'))
    missing = (404, 'The server has not found anything matching the request URI')
    assert service.refused('GET', '/module/unknown') == missing
    assert service.refused('GET', '/module/shop/7') == missing
    assert service.refused('GET', '/module/shop/web') == missing
    assert service.refused('GET', '/' + shop['shop/web']) == (403, 'Module deleted')
    assert service.get('/' + shop['shop/web'], user='super').get('deleted') == 'true'
    assert service.refused('GET', '/module/shop',
                           user='carol') == (403, 'Not allowed to access: module/shop')
    assert service.refused('GET', '/' + shop['shop'],
                           user='carol') == (403, 'Not allowed to access: ' + shop['shop'])


def test_the_version_list_shows_what_the_caller_may_read(service, world, shop):
    first = modules.latest(world, 'shop')
    second = modules.save(world, dict(first, authz=dict(first['authz'], groupGet=False)), 'alice')
    modules.delete(world, modules.save(world, first, 'alice'))
    root = service.get('/module/shop/')
    assert root.attrib == {'moduleCategory': 'Project', 'moduleName': 'shop'}
    assert [item.get('resourceUri') for item in root] == [modules.uri(first), modules.uri(second)]
    assert (root[0].get('name'), root[0].get('moduleName'),
            root[0].get('lastModified')) == ('shop', 'shop', '2019-03-29 08:00:00.0 UTC')
    assert root[0].findtext('commit/comment') == 'first import'
    assert service.refused('GET', '/module/shop/',
                           user='bob') == (403, 'Not allowed to access: module/shop')
    modules.save(world, first, 'alice')
    assert len(service.get('/module/shop/', user='bob')) == 2
    assert service.refused('GET', '/module/none/') == (
        403, "Module doesn't exist. It may have been deleted")
    assert service.get('/module/none/', user='super').attrib == {}
