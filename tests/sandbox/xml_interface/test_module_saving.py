# -*- coding: utf-8 -*-
"""Tests of saving modules."""
from __future__ import unicode_literals

from xml.etree import ElementTree

import pytest

from slipstream.sandbox.state import modules

from .conftest import problem

AUTHZ = ('<authz owner="x" inheritedGroupMembers="false" %s>'
         '<groupMembers><string>bob</string></groupMembers></authz>') % ' '.join(
    '%s="%s"' % (flag, 'true' if flag.startswith('owner') else 'false') for flag in modules.FLAGS)

PROJECT = (
    '<projectModule category="Project" parentUri="module/" shortName="shop" '
    'version="1"%s>%s</projectModule>')
COMPONENT = (
    '<imageModule category="Image" parentUri="module/shop" shortName="web" version="1" isBase="%s" '
    'loginUser="%s" '
             'platform="ubuntu"%s>%s</imageModule>')
APPLICATION = (
    '<deploymentModule category="Deployment" parentUri="module/shop" shortName="full" '
    'version="1"><nodes>%s</nodes>'
               '</deploymentModule>')


def test_saving_a_new_module_returns_its_location(service, world):
    response = service.put(
        '/module/shop', PROJECT % (' description="d" creation="2018-05-01 02:00:00.7 CEST"', AUTHZ))
    assert (response.status, response.body, response.headers.get('Location')) == (
        201, b'', 'https://sandbox.example/module/shop/1500')
    assert response.headers.get('Content-Type') == 'application/xml'
    stored = modules.latest(world, 'shop')
    assert (stored['owner'], stored['description'],
            stored['authz']['groupMembers']) == ('alice', 'd', ['bob'])
    assert stored['creation'] == 1525132800.007
    assert service.put('/module/shop', PROJECT % ('', ''), user='bob').status == 403
    again = service.put('/module/shop/1500', PROJECT % ('', ''))
    assert (again.status,
            again.headers.get('Location')) == (200, 'https://sandbox.example/module/shop/1501')
    assert service.put('/module/shop/7', PROJECT % ('', '')).status == 201
    assert modules.latest(world, 'shop')['authz'] == modules.default_authz()


def test_the_location_of_a_save_shows_the_inner_address(service):
    response = service.put('/module/shop', PROJECT % ('', ''), X_Forwarded_Proto='http',
                           X_Forwarded_Host='outside.example')
    assert response.headers.get('Location') == 'https://sandbox.example/module/shop/1500'


@pytest.mark.parametrize('path', ['shop', 'base', 'shop/web'])
def test_what_was_read_can_be_written_back(service, world, shop, path):
    before = modules.latest(world, path)
    document = ElementTree.tostring(service.get('/module/' + path))
    assert service.put('/module/' + path, document).status == 200
    after = modules.latest(world, path)
    changed = set(name for name in before if before[name] != after[name])
    # The inherited values have become its own.
    own = {'shop': set(), 'base': {'parameters'},
           'shop/web': {'parameters', 'loginUser', 'platform'}}
    assert changed == own[path] | {'version'}
    assert all(parameter['isSet'] for parameter in after['parameters'] if parameter['value'])
    assert [parameter['name'] for parameter in after['parameters']] == [
        parameter['name'] for parameter in before['parameters']]


def test_an_application_can_be_written_back(service, world, shop):
    document = service.get('/module/shop/full')
    nodes = document.find('nodes')
    for entry in list(nodes):
        if entry.findtext('string') == 'gone':
            nodes.remove(entry)
    before = [dict(node) for node in modules.latest(world, 'shop/full')['nodes']
              if node['name'] != 'gone']
    assert service.put('/module/shop/full', ElementTree.tostring(document)).status == 200
    after = modules.latest(world, 'shop/full')['nodes']
    assert [node['name'] for node in after] == ['web', 'private', 'mapped']
    assert after[0]['parameterMappings'][0]['value'] == "'Big shop'"
    assert after[0]['multiplicity'] == 2
    assert [node['imageUri'] for node in after] == [node['imageUri'] for node in before]


def test_every_part_of_a_component_is_saved(service, world):
    attributes = (' moduleReferenceUri="" resourceUri="x" name="y" '
                  'class="com.sixsq.slipstream.persistence.ImageModule"')
    document = COMPONENT % ('true', 'root', attributes, (
        AUTHZ + '<commit author="me"><comment>c</comment></commit>'
        '<published publicationDate="whatever"/><note>n</note>'
        '<cloudNames length="1"><string>default</string></cloudNames>'
        '<runs anything="1"><item/></runs>'
        '<targets class="java.util.HashSet"><target name="execute"><![CDATA[a & b]]></target>'
        '<target name="report"/></targets><targetsExpanded><any/></targetsExpanded>'
        '<packages><package name="p" repository="r" key="k"/></packages><prerecipe/>'
        '<recipe>r</recipe><cloudImageIdentifiers>'
        '<cloudImageIdentifier cloudServiceName="c" cloudImageIdentifier="i"/>'
        '</cloudImageIdentifiers><parameters><entry><string>p</string>'
        '<parameter name="p" description="d" category="Output" mandatory="true" type="Enum" '
        'readonly="true" order_="3" isSet="true" order="4"><instructions>i</instructions>'
        '<enumValues length="1"><string>v</string></enumValues><value>v</value>'
        '<defaultValue>w</defaultValue></parameter></entry></parameters>'
        '<inputParametersExpanded x="y"/><outputParametersExpanded/><packagesExpanded/>'
        '<buildStates/><notes length="0"/>'))
    assert service.put('/module/shop/web', document).status == 201
    stored = modules.latest(world, 'shop/web')
    assert stored['published'] is None
    assert stored['note'] == 'n'
    assert stored['commit'] == {'author': 'me', 'comment': 'c'}
    assert stored['targets'] == [{'name': 'execute', 'script': 'a & b'},
                                 {'name': 'report', 'script': None}]
    assert (stored['prerecipe'], stored['recipe'], stored['isBase'],
            stored['loginUser']) == (None, 'r', True, 'root')
    assert stored['packages'] == [{'name': 'p', 'repository': 'r', 'key': 'k'}]
    assert stored['cloudImageIdentifiers'] == [{'cloudServiceName': 'c',
                                                'cloudImageIdentifier': 'i', 'region': None}]
    parameter = stored['parameters'][0]
    assert (parameter['mandatory'], parameter['readonly'], parameter['order'],
            parameter['enumValues']) == (True, True, 4, ['v'])
    assert (parameter['value'], parameter['defaultValue'], parameter['isSet'],
            parameter['instructions']) == ('v', 'w', True, 'i')


INVALID = 'Invalid xml module: cannot deserialize object, with detail: '


@pytest.mark.parametrize('document, expected', [
    ('<projectModule',
     (500,
      'The server encountered an unexpected condition which prevented it from fulfilling the '
      'request')),
    ('<projectModule/>',
     (500,
      'The server encountered an unexpected condition which prevented it from fulfilling the '
      'request')),
    ('<x category="Other"/>', (400, 'Unknown category')),
    (PROJECT % (' surprise="1"', ''),
     (400, INVALID + "Attribute 'surprise' does not have a match in element 'projectModule'")),
    (PROJECT % ('', '<surprise/>'),
     (400, INVALID + "Element 'surprise' does not have a match in element 'projectModule'")),
    (PROJECT % ('', '<nodes/>'),
     (400, INVALID + "Element 'nodes' does not have a match in element 'projectModule'")),
    (PROJECT % ('', '<note/><note/>'),
     (400, INVALID + "Element 'note' declared twice in element 'projectModule'")),
    ('<x category="Project" parentUri="module/" shortName="shop"/>',
     (400, INVALID + "Unable to satisfy attribute 'version' of element 'x'")),
    (
        '<x category="Image" parentUri="module/" shortName="shop" version="1" isBase="false" '
        'platform=""/>',
     (400, INVALID + "Unable to satisfy attribute 'loginUser' of element 'x'")),
    ('<x category="Project" parentUri="module/" shortName="shop" version="1.0"/>',
     (400, INVALID + 'For input string: "1.0"')),
    (PROJECT % (' creation="yesterday"', ''), (400, INVALID + 'Unparseable date: "yesterday"')),
    (PROJECT.replace('version="1"', 'version="2147483648"') % ('', ''),
     (400, INVALID + 'For input string: "2147483648"')),
    (PROJECT % (' creation="0000-01-01 02:00:00.7 UTC"', ''),
     (400, INVALID + 'Unparseable date: "0000-01-01 02:00:00.7 UTC"')),
    (PROJECT % (' creation="2018-13-01 02:00:00.7 UTC"', ''),
     (400, INVALID + 'Unparseable date: "2018-13-01 02:00:00.7 UTC"')),
    (PROJECT % (' creation="2018-12-01 02:00:00.7 XYZ"', ''),
     (400, INVALID + 'Unparseable date: "2018-12-01 02:00:00.7 XYZ"')),
    (PROJECT % (' class="os.system"', ''),
     (400, INVALID + 'java.lang.ClassNotFoundException: os.system')),
    (PROJECT % ('', '<authz owner="x"/>'),
     (400, INVALID + "Unable to satisfy attribute 'groupCreateChildren' of element 'authz'")),
    (PROJECT % ('', AUTHZ.replace('<groupMembers><string>bob</string></groupMembers>', '')),
     (400, INVALID + "Unable to satisfy element 'groupMembers' of element 'authz'")),
    (PROJECT % ('', '<parameters><entry><string>a</string></entry></parameters>'),
     (400, INVALID + "Unable to satisfy element 'parameter' of element 'entry'")),
    (PROJECT % ('',
                '<parameters><entry><string>a</string><parameter name="a" '
                'type="Odd"/></entry></parameters>'),
     (400, INVALID + 'No enum constant com.sixsq.slipstream.persistence.ParameterType.Odd')),
    (PROJECT.replace('module/', 'shop/') % ('', ''),
     (400, 'Validation error: Parent must start with module/')),
    (PROJECT.replace('"shop"', '"stop"') % ('', ''),
     (400, 'The uploaded module does not correspond to the target module uri'))])
def test_an_invalid_document_is_refused(service, world, document, expected):
    assert problem(service.put('/module/shop', document)) == expected
    assert modules.versions(world, 'shop') == []


def test_only_xml_can_be_saved(service):
    status, _ = service.refused('PUT', '/module/shop', PROJECT % ('', ''),
                                content_type='text/plain')
    assert status == 415


def test_only_who_has_the_right_may_save(service, world, shop):
    forbidden = (403, 'Forbidden to update this resource.')
    document = PROJECT % ('', '')
    assert problem(service.put('/module/shop', document, user='bob')) == forbidden
    assert problem(service.put('/module/shop?new=true', document, user='bob')) == forbidden
    assert problem(service.put('/module/shop?new=yes', document)) == (
        403, 'Cannot create this resource. It already exists.')
    assert problem(service.put('/module/new', document.replace('"shop"', '"new"'))) == forbidden
    assert service.put('/module/shop', document, user='super').status == 200
    child = COMPONENT % ('false', '', '', '')
    below = child.replace('"web"', '"mine"')
    assert problem(service.put('/module/shop/mine?new=on', below, user='bob')) == forbidden
    assert service.put('/module/shop/mine', below, user='bob').status == 201
    assert service.put('/module/none/web?new=1', child.replace('module/shop', 'module/none'),
                       user='bob').status == 201
    assert service.put('/module/other?new=1', document.replace('"shop"', '"other"'),
                       user='bob').status == 201


def test_saving_at_a_deleted_version_is_for_super_users(service, world, shop):
    modules.save(world, modules.latest(world, 'shop'), 'alice')
    modules.delete(world, modules.version(world, 'shop', 1500))
    assert problem(service.put('/module/shop/1500', PROJECT % ('', ''))) == (403, 'Module deleted')
    assert service.put('/module/shop/1500', PROJECT % ('', ''), user='super').status == 200


def node(name='web', image='module/shop/web', mappings='', attributes=''):
    """A node of an application, as XML."""
    return (
        '<entry><string>%s</string><node name="%s" multiplicity="1" maxProvisioningFailures="0" '
        'cloudService="default" imageUri="%s"%s>'
            '<parameterMappings>%s</parameterMappings><image anything="goes"/></node></entry>') % (
                name, name, image, attributes, mappings)


def mapping(name, value, linked=True):
    return ('<entry><string>%s</string><parameter name="%s" isMappedValue="%s"><value>%s</value>'
            '</parameter></entry>') % (name, name, 'true' if linked else 'false', value)


@pytest.mark.parametrize('nodes, detail', [
    (node('a-b'), 'invalid node name: a-b'),
    (node(image='module/shop/none'), 'Cannot find image: module/shop/none'),
    (node(image='module/shop'), 'Cannot find image: module/shop'),
    (node(mappings=mapping('nonsense', "'x'")),
     "Input parameter: nonsense doesn't exist in image: shop/web"),
    (node(mappings=mapping('title', 'web:title')), 'Failed to find output parameter: web:title'),
    (node(mappings=mapping('title', 'db:hostname')),
     'Failed to find output parameter: db:hostname'),
    (node(mappings=mapping('title', '')), 'Failed to find output parameter: '),
    (node(image='module/needy'), 'Missing input parameter password in node web')])
def test_an_inconsistent_application_is_not_saved(service, world, shop, nodes, detail):
    modules.save(world, {'path': 'needy', 'category': 'Image',
                         'parameters': [{'name': 'password', 'category': 'Input',
                                         'mandatory': True}]}, 'bob')
    assert problem(service.put('/module/shop/full', APPLICATION % nodes)) == (409, detail)
    assert modules.latest(world, 'shop/full')['version'] == 1503


@pytest.mark.parametrize('mappings', [
    mapping('title', "'quoted'"), mapping('title', 'plain', linked=False),
    mapping('title', 'other:hostname'), mapping('title', 'other:ids'),
    mapping('title', 'other:instanceid'), mapping('cpu.nb', "'4'"), mapping('admin', "'me'"),
    mapping('ec2-eu-west.instance.type', "'m1'")])
def test_a_fitting_mapping_is_accepted(service, world, shop, mappings):
    nodes = node(mappings=mappings,
                 attributes=' creation="2019-01-01 00:00:00.0 CET" deleted="false" '
                 'network="Private"') + node('other')
    assert service.put('/module/shop/full', APPLICATION % nodes).status == 200
    stored = modules.latest(world, 'shop/full')['nodes']
    assert [entry['name'] for entry in stored] == ['web', 'other']
    assert len(stored[0]['parameterMappings']) == 1
    assert (stored[0]['creation'], stored[0]['network']) == (1546297200.0, 'Private')
    assert stored[1]['creation'] == world.clock.now()
