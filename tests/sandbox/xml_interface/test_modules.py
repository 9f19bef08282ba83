# -*- coding: utf-8 -*-
"""Tests of the store of modules: versions, lineage, rights."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import module_expansion, modules
from slipstream.sandbox.xml_interface import module_documents


def save(world, path, category=modules.PROJECT, owner='alice', **members):
    return modules.save(world, dict(members, path=path, category=category), owner)


def rights(*flags, **members):
    return dict(dict((flag, flag in flags) for flag in modules.FLAGS), inheritedGroupMembers=False,
                **members)


def test_versions_come_from_one_counter_and_get_defaults(world):
    first, other, second = save(world,
                                'shop'), save(world, 'misc'), save(world, 'shop', owner='bob')
    assert [module['version'] for module in (first, other, second)] == [1500, 1501, 1502]
    assert modules.versions(world, 'shop') == [first, second]
    assert modules.latest(world, 'shop') == second
    assert modules.is_latest(world, second)
    assert not modules.is_latest(world, first)
    assert modules.version(world, 'shop', 1500) == first
    assert modules.version(world, 'shop', 1501) is None
    assert first['creation'] == first['lastModified'] == world.clock.now()
    assert (first['owner'], second['owner'], first['published'],
            first['deleted']) == ('alice', 'bob', None, False)
    assert first['authz']['ownerCreateChildren']
    assert not first['authz']['publicGet']
    assert first['authz']['inheritedGroupMembers']


def test_a_save_keeps_the_creation_but_never_the_publication(world):
    first = modules.publish(world, save(world, 'shop'))
    world.clock.advance(60)
    second = modules.save(world, first, 'bob')
    assert second['creation'] == first['creation']
    assert second['lastModified'] == first['lastModified'] + 60
    assert second['published'] is None
    assert modules.version(world, 'shop', first['version'])['published'] is not None
    assert modules.published(world) == [first]
    modules.unpublish(world, first)
    assert modules.published(world) == []


def test_deleting_reveals_the_version_before(world):
    first, second = save(world, 'shop'), save(world, 'shop')
    gone = modules.delete(world, second)
    assert gone['deleted'] and not second['deleted']
    assert modules.latest(world, 'shop') == first and not modules.is_latest(world, gone)
    modules.delete(world, first)
    assert modules.latest(world, 'shop') is None and not modules.is_latest(world, first)
    assert modules.version(world, 'shop', second['version']) == gone


@pytest.mark.parametrize('path, parts', [
    ('shop/web', ('shop/web', None)), ('shop/web/1802', ('shop/web', 1802)),
    ('shop/web/-1', ('shop/web', None)), ('shop/-7', ('shop', -7)),
    ('1802', ('', 1802)), ('shop/18a', ('shop/18a', None)), ('', ('', None))])
def test_a_last_part_that_is_an_integer_is_a_version(path, parts):
    assert modules.split_version(path) == parts


def test_find_accepts_module_references_only(world):
    first, second = save(world, 'shop/web',
                         modules.COMPONENT), save(world, 'shop/web', modules.COMPONENT)
    assert modules.uri(first) == 'module/shop/web/1500'
    assert modules.find(world, 'module/shop/web') == second
    assert modules.find(world, ' module/shop/web/1500 ') == first
    for unknown in ('module/shop/web/7', 'module/shop', 'shop/web', 'module/', 'module', '', None):
        assert modules.find(world, unknown) is None


def test_children_are_latest_versions_one_level_down(world):
    save(world, 'shop')
    old, web = save(world, 'shop/web'), save(world, 'shop/web')
    save(world, 'shop/web/deep')
    save(world, 'shop/old', owner='bob')
    modules.delete(world, modules.latest(world, 'shop/old'))
    full = save(world, 'shop/full')
    assert modules.children(world, 'shop') == [full, web]
    assert [child['path'] for child in modules.children(world, '')] == ['shop']
    modules.delete(world, web)
    assert modules.children(world, 'shop') == [full, old]


def test_cloud_names_are_those_of_the_connectors(world):
    assert modules.cloud_names(world) == ['exoscale-ch-gva', 'ec2-eu-west']


def test_lineage_ends_at_a_missing_parent_or_where_it_began(world):
    base = save(world, 'base', modules.COMPONENT, isBase=True, loginUser='root', platform='centos')
    middle = save(world, 'middle', modules.COMPONENT, moduleReferenceUri='module/base')
    last = save(world, 'last', modules.COMPONENT, moduleReferenceUri='module/middle',
                loginUser='me', platform='other')
    assert modules.lineage(world, last) == [base, middle, last]
    assert modules.parent_component(world, base) is None
    assert modules.parent_component(world, last) == middle
    assert module_expansion.login_and_platform(world, last) == ('root', 'centos')
    circle = save(world, 'base', modules.COMPONENT, moduleReferenceUri='module/last')
    assert [module['path']
            for module in modules.lineage(world, circle)] == ['middle', 'last', 'base']
    assert module_expansion.login_and_platform(world, circle) == ('', '')


@pytest.mark.parametrize('username, flags, allowed', [
    ('alice', ('ownerGet',), True), ('alice', (), False), ('alice', ('groupGet',), False),
    ('bob', ('ownerGet',), False),
    ('bob', ('groupGet',), True), ('carol', ('groupGet',), False), ('carol', ('publicGet',), True),
    ('super', (), True),
    ('bob', ('groupPut', 'publicPut'), False)])
def test_rights_depend_on_owner_group_and_public_flags(world, username, flags, allowed):
    module = save(world, 'shop', authz=rights(*flags, groupMembers=['bob']))
    assert modules.may(world, module, username, 'Get') is allowed


def test_a_privileged_owner_is_bound_by_the_owner_flags(world):
    module = save(world, 'shop', owner='super', authz=rights(groupMembers=[]))
    assert modules.may(world, module, 'super', 'Get') is False


def test_groups_are_inherited_from_the_nearest_ancestor_except_in_lists(world):
    save(world, 'shop', authz=rights(groupMembers=['bob']))
    inheriting = dict(rights('groupGet', groupMembers=['carol']), inheritedGroupMembers=True)
    module = save(world, 'shop/missing/web', authz=inheriting)
    assert modules.group_members(world, module) == ['bob']
    assert modules.group_members(world, module, inherited=False) == []
    assert modules.may(world, module, 'bob', 'Get')
    assert not modules.may(world, module, 'carol', 'Get')
    assert not modules.may(world, module, 'bob', 'Get', inherited=False)
    save(world, 'shop', authz=inheriting)
    assert modules.group_members(world, module) == []


def parameter(name, value=None, **members):
    return dict({'name': name, 'category': 'Input', 'value': value}, **members)


def test_a_component_inherits_the_parameters_of_its_chain(world):
    save(world, 'base', modules.COMPONENT, isBase=True, parameters=[
        parameter('title', 'Base'), parameter('port', '80', category='Output', defaultValue='8080'),
        parameter('empty')])
    save(world, 'middle', modules.COMPONENT, moduleReferenceUri='module/base',
         parameters=[parameter('title')])
    last = save(world, 'last', modules.COMPONENT, moduleReferenceUri='module/middle', parameters=[
        parameter('title'), parameter('color', 'red'), parameter('port', '81', category='Output')])
    parameters = module_expansion.parameters(modules.lineage(world, last))
    shown = [(entry['name'], entry['isSet'], entry['value'], entry['defaultValue'])
             for entry in parameters.values()]
    assert shown == [('title', False, 'Base', 'Base'), ('port', True, '81', '81'),
                     ('empty', False, None, None), ('color', True, 'red', 'red')]
    assert [entry['name'] for entry in module_expansion.own(parameters, last)] == [
        'title', 'color', 'port']
    assert [entry['name']
            for entry in module_expansion.of_category(parameters, 'Output')] == ['port']
    assert module_expansion.parameters([]) == {}


@pytest.mark.parametrize('value, bare', [("'a'", 'a'), ('"a b"', 'a b'), ("'a\"", "'a\""),
                                         ("'", "'"), ('a', 'a'), ('', '')])
def test_a_quoted_value_loses_its_quotes(value, bare):
    assert module_expansion.unquoted(value) == bare


def test_a_module_knows_the_clouds_that_it_was_built_on():
    image = {'isBase': False, 'cloudImageIdentifiers': [
        {'cloudServiceName': 'a', 'cloudImageIdentifier': 'x'}, {'cloudServiceName': 'b'}]}
    assert module_expansion.built_on(image) == ['a']
    assert module_expansion.built_on(dict(image, isBase=True)) == []


def test_the_copy_in_a_run_has_classes_and_identifiers(world):
    component = save(world, 'shop/web', modules.COMPONENT, isBase=True,
                     parameters=[parameter('title', 'a <b>')])
    root = module_documents.embedded_element(world, component)
    assert (root.tag, root.get('class')) == ('module',
                                             'com.sixsq.slipstream.persistence.ImageModule')
    assert (root.get('resourceUri'), root.get('name'),
            root.get('shortName')) == ('module/shop/web/1500', 'shop/web', 'web')
    assert root.find('cloudNames') is None and root.find('runs') is None
    assert root.find('parameters').get('class').startswith('org.hibernate.')
