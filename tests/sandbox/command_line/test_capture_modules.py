# -*- coding: utf-8 -*-
"""Modules as a service shows them, and as a catalogue has them."""
from __future__ import unicode_literals

from xml.etree import ElementTree

import pytest

from slipstream.sandbox.command_line import capture_modules
from slipstream.sandbox.command_line.capture_modules import NotUnderstoodError, reference

HEAD = 'shortName="web" parentUri="module/shop" version="1802"'
PARAMETER = ('<entry><string>x</string><parameter name="x" description="" category="Input" '
             'mandatory="false" type="String" readonly="false" order_="0" order="0" %s</parameter>'
             '</entry>')


def read(text):
    """What a document says."""
    return capture_modules.read(ElementTree.fromstring(text))


def component(inside='', attributes=''):
    """The entry of a component, without what all have."""
    document = read('<imageModule %s %s>%s</imageModule>' % (HEAD, attributes, inside)).document
    return dict((name, value) for name, value in document.items()
                if name not in ('path', 'version', 'type'))


def node(inside, attributes=''):
    """The entry of the only node of an application, without what all have."""
    reading = read('<deploymentModule %s><nodes><entry><node name="n" imageUri="module/a/b" '
                   'network="Public" %s>%s</node></entry></nodes></deploymentModule>'
                   % (HEAD, attributes, inside))
    only, = reading.document['nodes']
    return dict((name, value) for name, value in only.items()
                if name not in ('name', 'component')), reading.withheld


def parameter(rest):
    """The entry of a parameter, without its name."""
    only, = component('<parameters>%s</parameters>' % (PARAMETER % rest))['parameters']
    return dict((name, value) for name, value in only.items() if name != 'name')


def mapping(rest, image=''):
    """The entry of a mapping, and how many secrets were left out."""
    captured_node, withheld = node('<parameterMappings>%s</parameterMappings>%s' % (
        (PARAMETER % rest).replace('"Input"', '"General"'), image))
    return captured_node['mappings']['x'], withheld


def test_the_top_of_a_project_tells_what_is_in_it():
    reading = read(
        '<projectModule shortName="shop" parentUri="module/" version="7" isLatestVersion="false">'
        '<cloudNames><string>alps</string><string>default</string></cloudNames>'
        '<children><item name="web" version="1802"/><item name="a b" version="9"/></children>'
        '</projectModule>')
    assert (reading.path, reading.version, reading.is_latest) == ('shop', 7, False)
    assert reading.children == [('shop/web', 1802), ('shop/a b', 9)]
    assert reading.document == {'path': 'shop', 'version': 7, 'type': 'project'}


def test_the_clouds_of_a_service_are_those_that_a_document_names():
    root = ElementTree.fromstring('<a><cloudNames><string>alps</string><string>default</string>'
                                  '</cloudNames></a>')
    assert capture_modules.clouds(root) == {'alps'}


@pytest.mark.parametrize('text', [
    '<imageModule parentUri="module/shop" version="1"/>',
    '<imageModule shortName="web" parentUri="module/shop"/>',
    '<imageModule shortName="web" parentUri="module/shop" version="x"/>',
    '<projectModule %s><children><item name="a"/></children></projectModule>' % HEAD,
    '<deploymentModule %s><nodes><entry><node name="a" multiplicity="x"/></entry></nodes>'
    '</deploymentModule>' % HEAD])
def test_what_lacks_something_is_not_understood(text):
    with pytest.raises(NotUnderstoodError, match='not understood'):
        read(text)


@pytest.mark.parametrize('uri, expected', [
    ('module/a/b', ('a/b', None)), ('module/a/b/12', ('a/b', 12)), (' module/a ', ('a', None)),
    ('a/b', ('a/b', None)), ('', None), (None, None), ('module/', None)])
def test_a_reference_is_a_path_and_perhaps_a_version(uri, expected):
    assert reference(uri) == expected


def test_references_of_a_component_are_reported():
    reading = read('<imageModule %s moduleReferenceUri="module/a/b/12"/>' % HEAD)
    assert (reading.document['parent'], reading.references) == ('a/b/12', [('a/b', 12)])


@pytest.mark.parametrize('attributes, expected', [
    ('', {}), ('description=""', {'description': ''}),
    ('description="a&#10;b"', {'description': ['a', 'b']}),
    ('creation="2019-01-10 08:05:00.34 UTC"', {'created': '2019-01-10T08:05:00.034Z'}),
    ('lastModified="long ago"', {}), ('logoLink="x" tag="t"', {'logoLink': 'x', 'tag': 't'}),
    ('isBase="true" loginUser="u" platform=""', {'isBase': True, 'loginUser': 'u'}),
    ('isBase="false" loginUser="u" platform="p"', {})])
def test_attributes_that_differ_from_the_default_are_captured(attributes, expected):
    assert component('', attributes) == expected


@pytest.mark.parametrize('inside, expected', [
    ('<published publicationDate="2019-03-02 10:05:00.55 UTC"/>',
     {'published': '2019-03-02T10:05:00.055Z'}),
    ('<published/>', {'published': True}), ('<note/>', {'note': ''}),
    ('<commit author="a"><comment>b</comment></commit>',
     {'commit': {'author': 'a', 'comment': 'b'}}),
    ('<commit/>', {'commit': {}}), ('<commit><comment/></commit>', {'commit': {'comment': ''}}),
    ('<targets><target name="execute">a\nb</target><target name="report"/></targets>',
     {'targets': {'execute': ['a', 'b'], 'report': None}}),
    ('<packages><package name="b" repository="" key=""/><package name="a" key="k"/></packages>',
     {'packages': [{'name': 'a', 'repository': None, 'key': 'k'}, 'b']}),
    ('<prerecipe/><recipe>a</recipe>', {'recipe': 'a'}),
    ('<cloudImageIdentifiers><cloudImageIdentifier cloudServiceName="c" cloudImageIdentifier="i"/>'
     '<cloudImageIdentifier cloudServiceName="d" region=""/></cloudImageIdentifiers>',
     {'images': {'c': 'i', 'd': {'region': ''}}, 'isBase': False}),
    ('<authz owner="ann" ownerGet="true" ownerPut="false" ownerPost="true" ownerDelete="true" '
     'ownerCreateChildren="true" publicGet="true" inheritedGroupMembers="true">'
     '<groupMembers><string>bob</string></groupMembers></authz>',
     {'owner': 'ann', 'authz': {'ownerPut': False, 'publicGet': True}}),
    ('<authz ownerGet="true" ownerPut="true" ownerPost="true" ownerDelete="true" '
     'ownerCreateChildren="true" inheritedGroupMembers="false"><groupMembers><string>b</string>'
     '<string>a</string></groupMembers></authz>',
     {'authz': {'inheritedGroupMembers': False, 'groupMembers': ['a', 'b']}})])
def test_the_parts_of_a_component_are_captured(inside, expected):
    assert component(inside) == expected


@pytest.mark.parametrize('rest, expected', [
    ('isSet="false">', {}), ('isSet="true"><value>v</value>', {'value': 'v'}),
    ('isSet="true"><value>a\nb</value>', {'value': ['a', 'b']}),
    ('isSet="true"><value>v</value><defaultValue>v</defaultValue>', {'value': 'v'}),
    ('isSet="true"><value>v</value><defaultValue>w</defaultValue>',
     {'value': 'v', 'defaultValue': 'w'}),
    ('isSet="false"><value>v</value><defaultValue>v</defaultValue>', {}),
    ('isSet="false"><defaultValue>w</defaultValue>', {'defaultValue': 'w'}),
    ('isSet="true"><instructions>i</instructions><enumValues><string>a</string><string/>'
     '</enumValues>', {'instructions': 'i', 'enumValues': ['a', '']})])
def test_a_parameter_keeps_only_what_is_set(rest, expected):
    assert parameter(rest) == expected


def test_an_inherited_password_is_no_secret_of_this_module():
    text = PARAMETER.replace('"String"', '"Password"')
    inherited = component('<parameters>%s</parameters>' % (
        text % 'isSet="false"><value>s</value><defaultValue>s</defaultValue>'))
    own = component('<parameters>%s</parameters>' % (text % 'isSet="true"><value>s</value>'))
    only_default = component('<parameters>%s</parameters>' % (
        text % 'isSet="false"><defaultValue>s</defaultValue>'))
    assert inherited['parameters'] == [{'name': 'x', 'type': 'Password'}]
    assert own['parameters'] == only_default['parameters'] == [
        {'name': 'x', 'type': 'Password', 'withheld': True}]


@pytest.mark.parametrize('rest, expected', [
    ('isMappedValue="true"><value>n:port</value>', 'n:port'),
    ('isMappedValue="false"><value>\'v\'</value>', "'v'"),
    ('isMappedValue="false"><value>"v"</value>', '"v"'),
    ('isMappedValue="false"><value>v</value>', {'value': 'v'}),
    ('isMappedValue="true"><value>\'v\'</value>', {'value': "'v'", 'mapped': True}),
    ('isMappedValue="false"/>', {})])
def test_a_mapping_keeps_its_source_or_its_value(rest, expected):
    assert mapping(rest.replace('/>', '>')) == (expected, 0)


PASSWORD = ('<image><inputParametersExpanded><entry><parameter name="%s" type="Password"/></entry>'
            '</inputParametersExpanded></image>')


@pytest.mark.parametrize('rest, image, is_secret', [
    ('isMappedValue="false"><value>\'v\'</value>', PASSWORD % 'x', True),
    ('isMappedValue="true"><value>\'v\'</value>', PASSWORD % 'x', True),
    ('isMappedValue="true"><value>n:v</value>', PASSWORD % 'x', False),
    ('isMappedValue="false"><value>\'v\'</value>', PASSWORD % 'y', False),
    ('isMappedValue="false"><value></value>', PASSWORD % 'x', False)])
def test_a_literal_for_a_password_of_the_component_is_a_secret(rest, image, is_secret):
    captured_mapping, withheld = mapping(rest, image)
    assert ('withheld' in captured_mapping, withheld) == (is_secret, int(is_secret))


def test_a_node_keeps_what_differs_from_the_default():
    assert node('', 'multiplicity="2" maxProvisioningFailures="1" cloudService="alps"')[0] == {
        'multiplicity': 2, 'maxProvisioningFailures': 1, 'cloud': 'alps'}
    assert node('', 'multiplicity="1" cloudService="default" '
                'creation="2019-03-02 10:30:00.100 UTC"')[0] == {
                    'created': '2019-03-02T10:30:00.100Z'}


def test_a_node_without_network_says_so():
    reading = read('<deploymentModule %s><nodes><entry><node name="n"/></entry></nodes>'
                   '</deploymentModule>' % HEAD)
    assert reading.document['nodes'] == [{'name': 'n', 'component': None, 'network': None}]
