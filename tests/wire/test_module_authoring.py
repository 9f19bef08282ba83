# -*- coding: utf-8 -*-
"""Authoring: each method, exact request and exact result."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.models import ModuleVersion
from slipstream.api.protocol import documents

from .. import xml_samples as samples
from .talk import answer

VERSIONS = '''<versionList moduleCategory="Image" moduleName="shop/web">
   <item resourceUri="module/shop/web/1798" lastModified="m" version="1798" category="Image"
       name="web">
      <commit author="alice"><comment>first</comment></commit></item>
   <item resourceUri="module/shop/web/1802" version="1802" category="Image"
       name="web"><commit/></item>
   <item resourceUri="module/shop/web/1800" version="1800" category="Image" name="web"/>
</versionList>'''

IMAGE = '<imageModule category="Image"/>'


def stored(path, status=201, address='http://internal:8080'):
    return answer('', status, None, '%s/module/%s' % (address, path))


def test_create_project_puts_a_document_and_returns_the_new_path(talk):
    client = talk('<projectModule/>', stored('shop/new%20one/7'))
    assert client.create_project('shop/new one', 'Things', 'https://h/logo.png',
                                 'first') == 'shop/new one/7'
    sent = client.sent[1]
    assert client.lines == ['GET /module/shop', 'PUT /module/shop/new%20one?new=true']
    assert sent.headers['content-type'] == 'application/xml'
    assert sent.xml.attrib == {
        'category': 'Project', 'parentUri': 'module/shop', 'shortName': 'new one', 'version': '0',
        'description': 'Things',
        'logoLink': 'https://h/logo.png'}
    assert sent.xml.findtext('commit/comment') == 'first'


def test_create_component_puts_a_document_with_its_parts(talk):
    client = talk('<projectModule/>', '<imageModule/>', stored('shop/web/7'))
    assert client.create_component('shop/web', 'examples/ubuntu', parameters={'x': 1},
                                   targets={'execute': 'run'}, packages=['a']) == 'shop/web/7'
    root = client.sent[2].xml
    assert client.lines == ['GET /module/shop', 'GET /module/examples/ubuntu',
                            'PUT /module/shop/web?new=true']
    assert [root.get(name) for name in ('moduleReferenceUri', 'isBase', 'loginUser',
                                        'platform')] == ['module/examples/ubuntu', 'false', '', '']
    assert root.findtext('targets/target') == 'run'


#: What creates a module in the project ``shop``.
CREATE = [
    lambda api: api.create_component('shop/web', cloud_identifiers={'exo': 'x'}),
    lambda api: api.create_application('shop/web', {'a': 'shop/a'}),
    lambda api: api.create_project('shop/web'),
    lambda api: api.copy_module('examples/web', 'shop', 'web'),
    lambda api: api.put_module_document('shop/web', IMAGE, create=True)]


@pytest.mark.parametrize('create', CREATE)
def test_nothing_is_created_in_a_project_that_does_not_exist(talk, create):
    client = talk(answer('', 404), '<list><item name="shops" version="1"/></list>')
    with pytest.raises(errors.NotFoundError) as info:
        create(client)
    assert info.value.hint == 'Did you mean shops? At the top level there are: shops.'
    assert client.lines == ['GET /module/shop', 'GET /module']


@pytest.mark.parametrize('create', CREATE)
def test_nothing_is_created_in_something_else_than_a_project(talk, create):
    client = talk('<imageModule/>')
    with pytest.raises(errors.ModuleTypeError, match='shop is not a project; nothing was created'):
        create(client)
    assert client.lines == ['GET /module/shop']


def test_a_project_at_the_top_level_has_no_parent_to_look_for(talk):
    client = talk(stored('shop/7'), stored('shop/8'))
    assert client.create_project('shop') == 'shop/7'
    assert client.put_module_document('/module/shop/', IMAGE, create=True) == 'shop/8'
    assert client.lines == ['PUT /module/shop?new=true'] * 2


def test_nothing_is_created_from_a_component_that_does_not_exist(talk):
    client = talk('<projectModule/>', answer('', 404), answer('<projectModule/>'), '<list/>',
                  '<list/>')
    with pytest.raises(errors.NotFoundError) as info:
        client.create_component('shop/web', 'examples/ubunut')
    assert info.value.hint == 'The project examples has none.'
    assert client.lines[:2] == ['GET /module/shop', 'GET /module/examples/ubunut']
    assert not [line for line in client.lines if line.startswith('PUT')]


def test_what_may_not_be_read_exists(talk):
    client = talk(answer('', 403), stored('shop/web/7'))
    assert client.create_component('shop/web', cloud_identifiers={'exo': 'x'}) == 'shop/web/7'


def test_create_component_fills_in_what_a_native_component_needs(talk):
    client = talk(*[made for number in (1, 2, 3)
                    for made in ('<projectModule/>', stored('shop/a/%d' % number))])
    client.create_component('shop/a', cloud_identifiers={'exo': 'x'})
    client.create_component('shop/a', cloud_identifiers={'exo': 'x'}, login_user='ubuntu',
                            platform='ubuntu', is_base=True)
    client.create_component('shop/a', cloud_identifiers={'exo': 'x'}, is_base=False)
    names = 'isBase', 'loginUser', 'platform', 'moduleReferenceUri'
    attributes = [[sent.xml.get(name) for name in names] for sent in client.sent[1::2]]
    assert attributes == [['true', 'root', 'other', None], ['true', 'ubuntu', 'ubuntu', None],
                          ['false', '', '', None]]


@pytest.mark.parametrize('create, error, message', [
    (lambda api: api.create_component('web', 'examples/ubuntu'), ValueError,
     "'web' is in no project: pass a path such as 'PROJECT/web'"),
    (lambda api: api.create_application('/module/full/', {'a': 'shop/a'}), ValueError,
     "'full' is in no project"),
    (lambda api: api.create_component('shop/web', cloud_identifiers='ami-1'), TypeError,
     'cloud_identifiers must be a dict, not '),
    (lambda api: api.create_component('shop/web', cloud_identifiers=['ami-1']), TypeError,
     'cloud_identifiers must be a dict, not list'),
    (lambda api: api.create_component('shop/web', cloud_identifiers={'exo': 7}), TypeError,
     'the identifier for exo must be a string, not int'),
    (lambda api: api.create_component('shop/web', cloud_identifiers={7: 'x'}), TypeError,
     'a cloud name must be a string, not int')])
def test_what_cannot_be_created_is_refused_before_anything_is_sent(talk, create, error, message):
    client = talk()
    with pytest.raises(error) as info:
        create(client)
    assert str(info.value).startswith(message) and client.sent == []


def test_a_component_has_one_origin(talk):
    client = talk()
    with pytest.raises(ValueError):
        client.create_component('a', 'b', {'exo': 'x'})
    assert client.sent == []


def test_create_application_puts_a_document_with_its_nodes(talk):
    client = talk('<projectModule/>', stored('shop/full/9'))
    assert client.create_application('shop/full', {'web': 'shop/web'}, 'd',
                                     comment='c') == 'shop/full/9'
    assert client.lines == ['GET /module/shop', 'PUT /module/shop/full?new=true']
    assert client.sent[1].xml.find('nodes/entry/node').get('imageUri') == 'module/shop/web'


@pytest.mark.parametrize('location, path', [
    (None, 'shop/x'), ('https://h/', 'shop/x'), ('https://h/prefix/module/shop/x/12/', 'shop/x/12'),
    ('/module/shop/x/12?a=b', 'shop/x/12')])
def test_the_new_path_comes_from_any_form_of_location(talk, location, path):
    client = talk('<projectModule/>', answer('', 201, None, location))
    assert client.create_project('/module/shop/x') == path


def test_creating_an_existing_module_raises_forbidden_error(talk):
    with pytest.raises(errors.ForbiddenError):
        talk(answer(samples.error(403, 'Cannot create this resource. It already exists.'),
                    403)).create_project('shop')


def test_copy_module_posts_source_and_target(talk):
    project = '<projectModule/>'
    client = talk(project, stored('mine/web2/12'), project, answer('', 201))
    assert client.copy_module('/module/shop/web/1802', 'mine/', 'web2') == 'mine/web2/12'
    assert client.lines == ['GET /module/mine', 'POST /module/mine']
    assert client.sent[1].form == {'source_uri': 'module/shop/web/1802', 'target_name': 'web2'}
    assert client.copy_module('a', 'mine/', 'web2') == 'mine/web2'


@pytest.mark.parametrize('arguments', [('', 'a', 'b'), ('a', '', 'b'), ('a', 'b', ''),
                                       ('a', 'b', 'c/d'), ('a', 'b', '12'), ('a', 'b', None)])
def test_nothing_is_sent_for_bad_copies(talk, arguments):
    client = talk()
    with pytest.raises((ValueError, TypeError)):
        client.copy_module(*arguments)
    assert client.sent == []


def test_list_module_versions_is_lazy_and_newest_first(talk):
    client = talk(VERSIONS)
    versions = client.list_module_versions('shop/web/1802')
    assert client.sent == []
    assert list(versions) == [
        ModuleVersion(1802, 'shop/web', 'component', None, None, None),
        ModuleVersion(1800, 'shop/web', 'component', None, None, None),
        ModuleVersion(1798, 'shop/web', 'component', 'm', 'alice', 'first')]
    assert client.lines == ['GET /module/shop/web/']


def test_get_module_document_returns_bytes_or_an_element(talk):
    client = talk(samples.COMPONENT, samples.COMPONENT)
    assert client.get_module_document('shop/web/1802') == samples.COMPONENT.encode('utf-8')
    assert client.get_module_document('shop/web', as_element=True).get('shortName') == 'web'
    assert client.lines == ['GET /module/shop/web/1802', 'GET /module/shop/web']
    assert client.sent[0].headers['accept'] == 'application/xml'
    with pytest.raises(errors.ResponseError):
        talk('<html/>').get_module_document('shop/web')


@pytest.mark.parametrize('as_given', [
    lambda content: content.encode('utf-8'), lambda content: content,
    lambda content: documents.parse_xml(content.encode('utf-8'))])
def test_put_module_document_sends_the_document(talk, as_given):
    content = (
        '<imageModule category="Image" parentUri="module/shop" shortName="web" version="1" '
        'description="é"/>')
    client = talk(stored('shop/web/1803', 200), '<projectModule/>', stored('shop/web/1804'))
    assert client.put_module_document('shop/web', as_given(content)) == 'shop/web/1803'
    assert client.put_module_document('shop/web', as_given(content), create=True) == 'shop/web/1804'
    assert client.lines == ['PUT /module/shop/web', 'GET /module/shop',
                            'PUT /module/shop/web?new=true']
    assert client.sent[0].headers['content-type'] == 'application/xml'
    assert client.sent[0].xml.get('description') == 'é'


@pytest.mark.parametrize('document, error', [
    (b'', ValueError), ('<a', ValueError), ('<imageModule/>', ValueError),
    ('<!DOCTYPE a><a category="Image"/>', ValueError), (None, TypeError),
    (5, TypeError)])
def test_nothing_is_sent_for_bad_documents(talk, document, error):
    client = talk()
    with pytest.raises(error):
        client.put_module_document('shop/web', document)
    assert client.sent == []


def test_delete_element_deletes_one_version_or_all(talk):
    client = talk('<imageModule/>', answer('', 204), answer('', 204))
    assert client.delete_element('shop/web', all_versions=True) is True
    assert client.delete_element('shop/web/12') is True
    assert client.lines == ['GET /module/shop/web', 'DELETE /module/shop/web/',
                            'DELETE /module/shop/web/12']
    with pytest.raises(ValueError):
        client.delete_element('shop/web/12', all_versions=True)
    assert len(client.sent) == 3


def test_delete_user_deletes_the_account(talk):
    client = talk(answer('', 204))
    assert client.delete_user('org/bob') is True
    assert client.lines == ['DELETE /user/org/bob']


def test_names_that_programs_add_themselves_stay_free(talk):
    assert not any(hasattr(talk(), name)
                   for name in ('_json_get', 'get_module', 'get_module_versions'))
