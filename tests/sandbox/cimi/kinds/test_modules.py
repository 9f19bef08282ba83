# -*- coding: utf-8 -*-
"""
Modules
"""
from __future__ import unicode_literals

import pytest

IMAGE = {'os': 'Ubuntu', 'loginUser': 'ubuntu', 'networkType': 'public', 'author': 'jane',
         'commit': 'first', 'cpu': 2, 'imageIDs': {'exo': 'a1b2'}}
COMPONENT = {'parentModule': {'href': 'module/b7e1'}, 'networkType': 'public',
             'outputParameters': [{'parameter': 'hostname'}], 'author': 'jane'}
NODE = {'node': 'web', 'multiplicity': 2, 'component': {'href': 'module/b7e1'},
        'maxProvisioningFailures': 0,
        'parameterMappings': [{'parameter': 'a', 'mapped': True, 'value': 'db:b'}]}
APPLICATION = {'author': 'jane', 'nodes': [NODE]}


@pytest.fixture
def make(ask):
    """A function that adds a module."""
    def make(kind='IMAGE', content=IMAGE, path='examples/images/ubuntu', **members):
        body = dict({'path': path, 'type': kind, 'name': 'ubuntu'}, **members)
        return ask('POST', 'module', dict(body, content=content) if content is not None else body)
    return make


def test_an_image_is_read_with_its_newest_version(ask, make, world):
    made = make(versions=[], parentPath='nonsense').json['resource-id']
    document = ask('GET', made).json
    version = document['versions'][0]['href']
    assert document == {
        'id': made, 'resourceURI': 'http://sixsq.com/slipstream/1/Module',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'path': 'examples/images/ubuntu',
        'parentPath': 'examples/images', 'type': 'IMAGE', 'name': 'ubuntu',
        'versions': [{'href': version, 'author': 'jane', 'commit': 'first'}],
        'content': dict(IMAGE, id=version, created='2019-03-29T08:00:00.000Z',
                        updated='2019-03-29T08:00:00.000Z'),
        'acl': {'owner': {'principal': 'jane', 'type': 'USER'},
                'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'edit', 'href': made}, {'rel': 'delete', 'href': made}]}
    assert version.startswith('module-image/')
    assert ask('GET', version).status == 403
    assert ask('GET', version, by='super').json['os'] == 'Ubuntu'


@pytest.mark.parametrize('kind, content, collection', [
    ('COMPONENT', COMPONENT, 'module-component'),
    ('APPLICATION', APPLICATION, 'module-application')])
def test_the_content_of_a_module_stands_in_its_own_collection(ask, make, kind, content, collection):
    document = ask('GET', make(kind, content).json['resource-id']).json
    assert dict((name, document['content'][name]) for name in content) == content
    assert document['versions'] == [{'href': document['content']['id'], 'author': 'jane'}]
    assert document['content']['id'].startswith(collection + '/')
    assert ask('GET', collection, by='super').json['count'] == 1
    assert ask('GET', collection).status == 403


def test_a_project_has_no_versions(ask, make):
    made = make('PROJECT', None, 'examples').json['resource-id']
    document = ask('GET', made).json
    assert document['parentPath'] == ''
    assert not {'content', 'versions'} & set(document)
    answer = ask('PUT', made, {'description': 'x'})
    assert (answer.status, answer.message) == (400, 'a project has no versions to edit')
    assert ask('DELETE', made).status == 200


def test_searches_show_no_content(ask, make):
    make()
    assert 'content' not in ask('GET', 'module').json['modules'][0]


def test_edits_make_versions(ask, make, world):
    made = make().json['resource-id']
    world.clock.advance(60)
    answer = ask('PUT', made, {'description': 'better', 'type': 'PROJECT',
                               'content': dict(IMAGE, cpu=4, commit='second')})
    assert (answer.status, answer.json['description'],
            answer.json['type']) == (200, 'better', 'IMAGE')
    assert 'content' not in answer.json
    assert [version['commit'] for version in answer.json['versions']] == ['first', 'second']
    assert [ask('GET', made + suffix).json['content']['cpu'] for suffix in ('', '_0', '_1')] == [
        4, 2, 4]
    assert ask('GET', made + '_0').json['id'] == made
    for suffix in ('_2', '_x', '_', '_-1', '_%C2%B2', '_' + '9' * 5000):
        assert ask('GET', made + suffix).status == 404
    assert ask('GET', 'module/nope_0').status == 404
    assert ask('PUT', made, {'description': 'x'}).status == 400
    assert ask('PUT', made, {'content': dict(IMAGE, os='Amiga')}).status == 400
    assert ask('PUT', made, {'logoURL': '', 'content': IMAGE}).status == 400
    assert len(world.store.table('module-image')) == 2


def test_a_deleted_version_leaves_the_one_before_it(ask, make, world):
    made = make().json['resource-id']
    for commit in ('second', 'third'):
        ask('PUT', made, {'content': dict(IMAGE, commit=commit)})
    answer = ask('DELETE', made + '_2')
    assert (answer.status, answer.json['resource-id']) == (200, made + '_2')
    assert ask('GET', made).json['content']['commit'] == 'second'
    assert ask('GET', made).json['versions'][2] is None
    assert ask('GET', made + '_2').status == 404
    assert ask('DELETE', made + '_2').status == 404
    assert 'content' not in world.store.table('module').get(made)
    for suffix in ('_0', '_1'):
        assert ask('DELETE', made + suffix, by='joe').status == 403
        ask('DELETE', made + suffix)
    assert 'content' not in ask('GET', made).json
    assert len(world.store.table('module-image')) == 0


def test_deleting_a_module_deletes_every_version(ask, make, world):
    made = make().json['resource-id']
    ask('PUT', made, {'content': IMAGE})
    ask('DELETE', made + '_0')
    assert ask('DELETE', made).json == {'status': 200, 'message': made + ' deleted',
                                        'resource-id': made}
    assert ask('GET', made).status == 404
    assert len(world.store.table('module-image')) == 0


def test_a_module_of_an_unknown_type_is_refused(make):
    answer = make('MACHINE')
    assert (answer.status, answer.message) == (400, 'unknown module type: MACHINE')


@pytest.mark.parametrize('members', [
    {'path': '/a'}, {'path': 'a b'}, {'path': ''}, {'path': 5}, {'colour': 'red'}, {'logoURL': ''},
    {'dataAcceptContentTypes': 'text/csv'},
    {'type': None}, {'content': None}, {'content': 'x'}, {'content': {}},
    {'content': dict(IMAGE, colour='red')}, {'content': dict(IMAGE, cpu='2')},
    {'content': dict(IMAGE, author='')}, {'acl': 'x'}])
def test_an_invalid_module_is_refused(ask, members, world):
    body = dict({'path': 'a/b', 'type': 'IMAGE', 'content': IMAGE}, **members)
    assert ask('POST', 'module', body).status == 400
    assert len(world.store.table('module-image')) == 0


@pytest.mark.parametrize('kind, content', [
    ('COMPONENT', dict(COMPONENT, parentModule='module/1')),
    ('COMPONENT', dict(COMPONENT, outputParameters=[{'description': 'x'}])),
    ('COMPONENT', dict(COMPONENT, targets={'packages': 'vim'})),
    ('COMPONENT', dict(COMPONENT, targets={'other': 'x'})),
    ('APPLICATION', dict(APPLICATION, nodes=[dict(NODE, multiplicity=-1)])),
    ('APPLICATION', dict(APPLICATION, nodes=[{'node': 'a'}]))])
def test_invalid_content_is_refused(make, kind, content):
    assert make(kind, content).status == 400


def test_a_component_accepts_every_documented_member(make):
    content = dict(COMPONENT, inputParameters=[{'parameter': 'a', 'description': 'b',
                                                'value': 'c'}], ports=['tcp:80'], mounts=['/a'],
                   commit='x', cpu=1, targets={'preinstall': 'a', 'packages': ['vim'],
                                               'deployment': 'b', 'onVmAdd': 'c'})
    assert make('COMPONENT', content, dataAcceptContentTypes=['text/csv'],
                dataAccessProtocols=['s3'], logoURL='https://e.org/l').status == 201


def test_contents_can_be_written_by_administrators(ask):
    assert ask('POST', 'module-image', IMAGE, by='super').status == 201
    assert ask('POST', 'module-image', COMPONENT, by='super').status == 400
    assert ask('POST', 'module-image', IMAGE).status == 403
