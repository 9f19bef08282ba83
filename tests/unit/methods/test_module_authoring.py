# -*- coding: utf-8 -*-
"""Authoring of modules: what is sent, and what is suggested when it is refused."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.methods.module_authoring import ModuleAuthoring
from slipstream.api.protocol import documents

from ..fakes import FakeSession, answer

PROJECT = '<projectModule shortName="a"><children><item name="web"/></children></projectModule>'


def as_answer(item):
    """The response that a status or a document means."""
    body = item if isinstance(item, type('')) else '<error detail="No."/>'
    return answer(200 if body is item else item, body=body.encode('utf-8'),
                  content_type='application/xml')


def client(*answers):
    """A client that gets these responses."""
    return ModuleAuthoring('https://h', FakeSession(*map(as_answer, answers)))


def sent(call, *answers):
    """The document that a method sends."""
    made = client(PROJECT, *answers)
    assert call(made) == 'a/b'
    assert made.session.calls[-1] == 'PUT /module/a/b'
    assert made.session.sent[-1][2]['params'] == {'new': 'true'}
    return documents.parse_xml(made.session.sent[-1][2]['data'])


def test_everything_that_is_told_of_a_component_is_sent():
    root = sent(lambda api: api.create_component(
        'a/b', cloud_identifiers={'exo': '1'}, description='d', logo_link='l',
        parameters={'p': 'v'}, targets={'execute': 'e'}, prerecipe='pre', recipe='rec',
        packages=['nginx'], login_user='u', platform='ubuntu', comment='why'), 201)
    assert [root.get(name) for name in (
        'description', 'logoLink', 'isBase', 'loginUser', 'platform')] == [
            'd', 'l', 'true', 'u', 'ubuntu']
    assert [root.findtext(tag) for tag in (
        'targets/target', 'prerecipe', 'recipe', 'commit/comment')] == ['e', 'pre', 'rec', 'why']
    assert root.find('packages/package').get('name') == 'nginx'
    image = root.find('cloudImageIdentifiers/cloudImageIdentifier')
    assert (image.get('cloudServiceName'), image.get('cloudImageIdentifier')) == ('exo', '1')
    assert 'v' in [element.text for element in root.iter('value')]


@pytest.mark.parametrize('options, is_base, user, platform', [
    ({}, 'false', '', ''), ({'cloud_identifiers': {'exo': '1'}}, 'true', 'root', 'other'),
    ({'cloud_identifiers': {'exo': '1'}, 'is_base': False}, 'false', '', ''),
    ({'is_base': True}, 'true', 'root', 'other')])
def test_a_native_component_has_a_user_and_a_platform(options, is_base, user, platform):
    root = sent(lambda api: api.create_component('a/b', **options), 201)
    assert [root.get(name) for name in ('isBase', 'loginUser', 'platform')] == [
        is_base, user, platform]


def test_everything_that_is_told_of_an_application_is_sent():
    root = sent(lambda api: api.create_application(
        'a/b', {'web': 'a/c'}, description='d', logo_link='l', comment='why'), 201)
    assert (root.get('description'), root.get('logoLink')) == ('d', 'l')
    assert root.findtext('commit/comment') == 'why'


@pytest.mark.parametrize('call, status', [
    (lambda api: api.get_module_document('a/wev'), 404),
    (lambda api: list(api.list_module_versions('a/wev')), 404)])
def test_a_misspelt_module_is_suggested(call, status):
    made = client(status, PROJECT)
    with pytest.raises(errors.ServiceError) as info:
        call(made)
    assert info.value.hint == 'Did you mean web? The project a has: web.'
    assert made.session.calls[1:] == ['GET /module/a']


def test_a_misspelt_source_of_a_copy_is_suggested():
    made = client(PROJECT, 400, PROJECT)
    with pytest.raises(errors.BadRequestError) as info:
        made.copy_module('a/wev/12', 'b', 'c')
    assert info.value.hint == 'Did you mean web? The project a has: web.'
    assert made.session.calls == ['GET /module/b', 'POST /module/b', 'GET /module/a']


@pytest.mark.parametrize('document', [
    '<imageModule shortName="X" parentUri="module/"/>', '<deploymentModule/>'])
def test_a_parent_that_is_no_project_is_named(document):
    made = client(document)
    with pytest.raises(errors.ModuleTypeError) as info:
        made.create_component('X/b')
    assert str(info.value) == 'X is not a project; nothing was created'
    assert made.session.calls == ['GET /module/X']


@pytest.mark.parametrize('status', [403, 409])
def test_a_misspelt_component_of_an_application_is_suggested(status):
    made = client(PROJECT, status, PROJECT)
    made.session.cookie = 'a=b'
    with pytest.raises(errors.ServiceError) as info:
        made.create_application('b/c', {'node': 'a/wev'})
    assert info.value.hint == 'Did you mean web? The project a has: web.'
    assert made.session.calls[1:] == ['PUT /module/b/c', 'GET /module/a']


def test_a_project_that_is_gone_when_something_is_copied_is_named():
    made = client(PROJECT, 404, '<list><item name="bb"/></list>')
    with pytest.raises(errors.NotFoundError) as info:
        made.copy_module('a/web', 'b', 'c')
    assert info.value.hint == 'Did you mean bb? At the top level there are: bb.'


@pytest.mark.parametrize('call, stored', [
    (lambda api: api.put_module_document('a/b', '<a category="Image"/>'), 'a/b'),
    (lambda api: api.copy_module('a/web', 'a', 'b'), 'a/b')])
def test_what_was_stored_has_its_path_though_the_service_does_not_say_it(call, stored):
    assert call(client(*[PROJECT] * 2)) == stored


VERSIONS = '<versionList>%s</versionList>' % ''.join(
    '<item%s resourceUri="module/a/b/%d"/>' % pair for pair in (
        ('', 9), (' version="1"', 1), (' version="3"', 3)))


def test_versions_without_a_number_come_last():
    versions = list(client(VERSIONS).list_module_versions('a/b'))
    assert [version.version for version in versions] == [3, 1, None]
    assert {version.path for version in versions} == {'a/b'}


@pytest.mark.parametrize('location, stored', [
    ('https://h/module/a/module/b/3', 'a/module/b/3'), ('/module/a/b/3', 'a/b/3'),
    ('https://h/slipstream/module/a/b/3', 'a/b/3'), ('/elsewhere', 'a/b')])
def test_what_was_stored_is_where_the_service_says(location, stored):
    made = ModuleAuthoring('https://h', FakeSession(answer(201, Location=location)))
    assert made.put_module_document('a/b', '<a category="Image"/>') == stored
