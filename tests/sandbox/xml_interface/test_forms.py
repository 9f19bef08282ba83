# -*- coding: utf-8 -*-
"""Tests of modules and accounts that come as forms, in one or in several parts."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import images, modules
from slipstream.sandbox.xml_interface import multipart

from .conftest import problem

FORM = 'application/x-www-form-urlencoded'
PROJECT = ('<projectModule category="Project" parentUri="module/shop" shortName="tools" '
           'version="1"/>')
BOUNDARY = 'limit'


def form(service, path, fields, user='alice'):
    """Save a module by a form."""
    return service('PUT', '/module/' + path, fields, user, content_type=FORM)


def body(*parts):
    """A body of several parts: triples of headers, and content."""
    text = ''.join('--%s\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
        BOUNDARY, name, more, content) for name, more, content in parts)
    return '%s--%s--\r\n' % (text, BOUNDARY)


def several(service, target, *parts, **options):
    """Send a body of several parts."""
    return service('PUT', target, body(*parts),
                   content_type='multipart/form-data; boundary=%s' % BOUNDARY, **options)


# -- modules ------------------------------------------------------------------

def test_a_form_creates_a_project(service, world, shop):
    response = form(service, 'shop/tools', 'category=Project&description=What+we+need'
                    '&comment=first&logoLink=http%3A%2F%2Fx')
    version = modules.latest(world, 'shop/tools')['version']
    assert (response.status, response.body, response.headers.get('Location')) == (
        201, b'', 'https://sandbox.example/module/shop/tools/%d' % version)
    shown = service.get('/module/shop/tools')
    assert (shown.tag, shown.get('description'), shown.get('logoLink')) == (
        'projectModule', 'What we need', 'http://x')
    assert (shown.find('commit').get('author'), shown.findtext('commit/comment')) == (
        'alice', 'first')


def test_what_a_form_leaves_out_stays(service, world, shop):
    before = modules.latest(world, 'shop/web')
    assert form(service, 'shop/web', 'description=Another').status == 200
    after = modules.latest(world, 'shop/web')
    changed = {'version', 'lastModified', 'description', 'commit', 'published'}
    assert after['version'] > before['version'] and after['description'] == 'Another'
    assert dict((name, after[name]) for name in after if name not in changed) == dict(
        (name, before[name]) for name in before if name not in changed)


def test_a_form_creates_a_component(service, world, shop):
    assert form(service, 'shop/cache', (
        'category=Image&isBase=on&loginUser=root&platform=debian&recipe=echo&module=ignored'
        '&cloudImageIdentifier--exoscale-ch-gva=image-1&cloudimageid_imageid_ec2-eu-west='
        '&target--execute=start&package--0--name=redis&package--1--key=x'
        '&parameter--0--name=port&parameter--0--category=Output&parameter--0--value=6379'
        '&parameter--1--name=size&parameter--1--category=Input&parameter--1--mandatory=on'
        '&parameter--1--type=Enum&parameter--1--enumValues=small,+large')).status == 201
    stored = modules.latest(world, 'shop/cache')
    assert (stored['isBase'], stored['loginUser'], stored['recipe']) == (True, 'root', 'echo')
    assert stored['cloudImageIdentifiers'] == [
        {'cloudServiceName': 'exoscale-ch-gva', 'cloudImageIdentifier': 'image-1', 'region': None}]
    assert stored['targets'] == [{'name': 'execute', 'script': 'start'}]
    assert stored['packages'] == [{'name': 'redis', 'repository': '', 'key': ''}]
    port, size = stored['parameters']
    assert (port['category'], port['value'], port['isSet']) == ('Output', '6379', True)
    assert (size['mandatory'], size['enumValues'], size['value']) == (
        True, ['small', 'large'], None)


def test_a_form_creates_an_application(service, world, shop):
    assert form(service, 'shop/two', (
        'category=Deployment&node--0--name=front&node--0--imageUri=module/shop/web'
        '&node--0--multiplicity=3&node--1--shortname=back&node--1--imagelink=module/base'
        '&node--0--mapping--0--name=admin&node--0--mapping--0--value=back:hostname'
        "&node--0--mappingtable--1--input=title&node--0--mappingtable--1--output='Shop'"
        '&node--1--multiplicity--value=2&node--1--cloudservice--value=ec2-eu-west')).status == 201
    front, back = modules.latest(world, 'shop/two')['nodes']
    assert (front['name'], front['multiplicity'], front['cloudService']) == ('front', 3, 'default')
    assert [(mapping['name'], mapping['value'], mapping['isMappedValue'])
            for mapping in front['parameterMappings']] == [
                ('admin', 'back:hostname', True), ('title', "'Shop'", False)]
    assert (back['name'], back['imageUri'], back['multiplicity'],
            back['cloudService']) == ('back', 'module/base', 2, 'ec2-eu-west')


def test_a_form_sets_the_rights_of_a_module(service, world, shop):
    form(service, 'shop', 'ownerGet=on&ownerPut=on&publicGet=true&groupMembers=bob,+carol')
    authz = modules.latest(world, 'shop')['authz']
    assert sorted(flag for flag in modules.FLAGS if authz[flag]) == [
        'ownerGet', 'ownerPut', 'publicGet']
    assert (authz['groupMembers'], authz['inheritedGroupMembers']) == (['bob', 'carol'], False)
    form(service, 'shop', 'inheritedGroupMembers=on')
    authz = modules.latest(world, 'shop')['authz']
    assert (authz['publicGet'], authz['inheritedGroupMembers']) == (True, True)


@pytest.mark.parametrize('path, fields, user, expected', [
    ('shop/x', 'description=x', 'alice', (400, 'Unknown category')),
    ('shop/x', 'category=Block', 'alice', (400, 'Unknown category')),
    ('shop/x', 'category=Project&name=y', 'alice',
     (400, 'The uploaded module does not correspond to the target module uri')),
    ('shop/x', 'category=Project&parentUri=module/other', 'alice',
     (400, 'The uploaded module does not correspond to the target module uri')),
    ('shop/x', 'category=Deployment&node--0--name=a&node--0--multiplicity=b', 'alice',
     (400, 'Validation error: For input string: "b"')),
    ('shop/x', 'category=Deployment&node--0--name=a&node--0--imageUri=module/none', 'alice',
     (409, 'Cannot find image: module/none')),
    ('shop/web', 'description=x', 'carol', (403, 'Forbidden to update this resource.')),
    ('shop/new', 'category=Project', 'alice', (403, 'Forbidden to update this resource.'))])
def test_an_invalid_form_is_refused(service, shop, path, fields, user, expected):
    assert problem(form(service, path, fields, user)) == expected


def test_names_in_a_form_may_repeat_the_path(service, shop):
    fields = 'category=Project&name=y&parentModuleUri=module/shop'
    assert form(service, 'shop/y', fields).status == 201
    assert form(service, 'top', 'category=Project&shortName=top&parentUri=').status == 201


# -- several parts ------------------------------------------------------------

@pytest.mark.parametrize('name, more', [
    ('file', '; filename="tools.xml"'), ('xml', ''), ('x', '\r\nContent-Type: text/xml')])
def test_a_part_may_be_the_document(service, world, shop, name, more):
    response = several(service, '/module/shop/tools', ('ignored', '', 'x'), (name, more, PROJECT))
    assert response.status == 201
    assert modules.latest(world, 'shop/tools')['category'] == 'Project'


def test_the_parts_may_be_the_fields_of_a_form(service, world, shop):
    response = several(service, '/module/shop/tools', ('category', '', 'Project'),
                       ('description', '', 'caf\xe9\r\nand more'))
    assert response.status == 201
    assert modules.latest(world, 'shop/tools')['description'] == 'caf\xe9\r\nand more'


def test_a_multipart_body_changes_an_account(service, world):
    document = ('<user name="alice" resourceUri="user/alice" state="ACTIVE" email="a@example.org" '
                'firstName="A" lastName="K"/>')
    assert several(service, '/user/alice', ('xml', '', document)).status == 202
    assert world.accounts.user('alice')['firstName'] == 'A'
    assert several(service, '/user/alice', ('firstname', '', 'Alice')).status == 200
    assert world.accounts.user('alice')['firstName'] == 'Alice'


@pytest.mark.parametrize('content_type, text', [
    ('multipart/form-data', body(('xml', '', PROJECT))),
    ('multipart/form-data; boundary=other', body(('xml', '', PROJECT))),
    ('multipart/form-data; boundary=limit', body(('xml', '', PROJECT))[:-8]),
    ('multipart/form-data; boundary=limit', '')])
def test_a_multipart_body_without_a_usable_boundary_is_refused(service, shop, content_type, text):
    response = service('PUT', '/module/shop/tools', text, content_type=content_type)
    assert response.status == 400


@pytest.mark.parametrize('target', ['/module/shop/tools', '/user/alice'])
def test_bodies_of_other_types_are_refused(service, shop, target):
    assert service('PUT', target, '{}', content_type='application/json').status == 415
    assert service('PUT', target, PROJECT).status == 415


def test_multipart_keeps_the_bytes_of_its_parts():
    content = b'--a b\nContent-Disposition: form-data; name="x"\n\n\x00\xff\n\n--a b--'
    part, = multipart.parts('multipart/form-data; charset=x; boundary="a b"', content)
    assert (part.name, part.filename, part.media_type, part.content) == (
        'x', None, '', b'\x00\xff\n')
    assert multipart.parts('multipart/form-data; boundary=a', b'--a--') == []


# -- new modules --------------------------------------------------------------

@pytest.mark.parametrize('place, parent', [('new', 'module/'), ('shop/new', 'module/shop')])
@pytest.mark.parametrize('category, tag', [('Project', 'projectModule'), ('Image', 'imageModule'),
                                           ('Deployment', 'deploymentModule')])
def test_a_new_module_has_a_category_and_its_owner(service, shop, place, parent, category, tag):
    shown = service.get('/module/%s?category=%s' % (place, category))
    assert (shown.tag, shown.get('category'), shown.get('parentUri'), shown.get('shortName'),
            shown.get('version')) == (tag, category, parent, 'new', '-1')
    assert shown.find('authz').get('owner') == 'alice'
    assert service('GET', '/module/' + place).status == 400


def test_a_new_component_has_the_parameters_of_every_component(service, world):
    shown = service.get('/module/new?category=Image')
    names = [parameter.get('name') for parameter in shown.findall('parameters/entry/parameter')]
    assert sorted(names) == sorted([
        'hostname', 'instanceid', 'cpu.nb', 'ram.GB', 'disk.GB', 'extra.disk.volatile', 'network',
        'exoscale-ch-gva.instance.type', 'ec2-eu-west.instance.type'])
    assert len(world.store.table(modules.TABLE)) == 0


@pytest.mark.parametrize('query, expected', [('', (400, 'Unknown category')),
                                             ('?category=', (400, 'Unknown category')),
                                             ('?category=image', (400, 'Unknown category'))])
def test_a_new_module_needs_a_category(service, query, expected):
    assert service.refused('GET', '/module/new' + query) == expected


def test_a_new_component_can_be_sent_back(service, world, shop):
    document = service('GET', '/module/shop/new?category=Image').body.replace(
        b'shortName="new"', b'shortName="fresh"')
    assert service.put('/module/shop/fresh?new=true', document.decode('utf-8')).status == 201
    assert len(modules.latest(world, 'shop/fresh')['parameters']) == 9


# -- images -------------------------------------------------------------------

@pytest.fixture
def place(world, shop):
    """The address of the images of a component."""
    return '/module/shop/web/%d/' % modules.latest(world, 'shop/web')['version']


def test_the_image_of_a_component_in_a_cloud_can_be_set_and_read(service, world, place):
    before = modules.latest(world, 'shop/web')
    response = service('PUT', place + 'exoscale-ch-gva', ' image-7\n', content_type='text/plain')
    assert (response.status, response.body) == (200, b'')
    read = service('GET', place + 'exoscale-ch-gva')
    assert (read.status, read.body, read.headers.get('Content-Type')) == (
        200, b'image-7', 'text/plain;charset=UTF-8')
    after = modules.latest(world, 'shop/web')
    assert after['version'] == before['version']
    service('PUT', place + 'exoscale-ch-gva', 'image-8')
    named = [identifier['cloudImageIdentifier']
             for identifier in modules.latest(world, 'shop/web')['cloudImageIdentifiers']
             if identifier['cloudServiceName'] == 'exoscale-ch-gva']
    assert named == ['image-8']


def test_the_image_has_its_region_still(service, world, place):
    web = modules.latest(world, 'shop/web')
    modules.set_image(world, web, 'ec2-eu-west', 'old')
    web = modules.latest(world, 'shop/web')
    identifiers = [dict(identifier, region='eu') for identifier in web['cloudImageIdentifiers']]
    world.store.table(modules.TABLE).put(
        'shop/web/%d' % web['version'], dict(web, cloudImageIdentifiers=identifiers))
    service('PUT', place + 'ec2-eu-west', 'new')
    assert {'cloudServiceName': 'ec2-eu-west', 'cloudImageIdentifier': 'new', 'region': 'eu'} in (
        modules.latest(world, 'shop/web')['cloudImageIdentifiers'])


@pytest.mark.parametrize('method, rest, text, user, status', [
    ('GET', 'exoscale-ch-gva', '', 'alice', 404), ('GET', 'nowhere', '', 'alice', 404),
    ('PUT', 'nowhere', 'x', 'alice', 404), ('PUT', 'ec2-eu-west', ' ', 'alice', 400),
    ('PUT', 'ec2-eu-west', 'x', 'bob', 403), ('GET', 'ec2-eu-west', '', 'carol', 403),
    ('DELETE', 'ec2-eu-west', '', 'alice', 405), ('POST', 'ec2-eu-west', '', 'alice', 405),
    ('GET', 'ec2-eu-west', '', None, 401)])
def test_an_impossible_request_for_images_fails(service, place, method, rest, text, user, status):
    assert service(method, place + rest, text, user).status == status


def test_an_image_of_a_module_without_images_is_refused(service, world, shop, place):
    for path in ('shop', 'shop/full'):
        version = modules.latest(world, path)['version']
        assert service('GET', '/module/%s/%d/ec2-eu-west' % (path, version)).status == 404
    assert service('GET', '/module/shop/web/99999/ec2-eu-west').status == 404
    service('PUT', place + 'ec2-eu-west', 'x')
    service('DELETE', '/module/shop/web')
    assert service.refused('GET', place + 'ec2-eu-west') == (403, 'Module deleted')
    assert service('GET', place + 'ec2-eu-west', user='super').status == 200


def test_an_image_that_is_noted_is_one_to_start_from(service, world, shop, place):
    service('PUT', place + 'ec2-eu-west', 'built')
    assert images.find_image(world, modules.latest(world, 'shop/web'), 'ec2-eu-west') == 'built'
