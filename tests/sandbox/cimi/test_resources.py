# -*- coding: utf-8 -*-
"""Adding, reading, editing, deleting, operating."""
from __future__ import unicode_literals

import re

import pytest

from slipstream.sandbox.state import cimi_records

pytestmark = pytest.mark.usefixtures('kinds')
UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
ACL = {'owner': {'type': 'USER', 'principal': 'jane'}}
ADMIN_ALL = {'type': 'ROLE', 'principal': 'ADMIN', 'right': 'ALL'}
SERVER_MEMBERS = {'id': 'event/mine', 'created': 'x', 'updated': 5, 'resourceURI': None,
                  'operations': []}
SCHEMA = 'resource does not satisfy defined schema:'


def add(ask, place, body, by='jane'):
    answer = ask('POST', place, body, by=by)
    assert answer.status == 201, answer.text
    return answer.json['resource-id']


def only(document):
    """The members that the server did not write."""
    return dict((name, value) for name, value in document.items()
                if name not in ('id', 'created', 'updated', 'resourceURI', 'operations', 'acl'))


# -- adding -------------------------------------------------------------------

def test_the_response_to_an_add_has_the_id_of_the_resource(ask):
    answer = ask('POST', 'event', dict(SERVER_MEMBERS, acl=ACL, type='state'))
    resource_id = answer.json['resource-id']
    assert re.match('event/%s$' % UUID, resource_id)
    assert (answer.status, answer.type,
            answer.headers.get('Location')) == (201, 'application/json; charset=utf-8', resource_id)
    assert answer.json == {'status': 201, 'message': '%s created' % resource_id,
                           'resource-id': resource_id}
    assert ask('GET', resource_id).json == {
        'id': resource_id, 'resourceURI': 'http://schemas.dmtf.org/cimi/2/Event',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'type': 'state', 'acl': dict(ACL, rules=[ADMIN_ALL]),
        'operations': [{'rel': 'delete', 'href': resource_id}]}


def test_the_response_may_have_extra_members_that_are_not_stored(ask):
    answer = ask('POST', 'credential', {'credentialTemplate': {'href': 'credential-template/open'}})
    assert answer.json['secretKey'] == 's'
    assert 'secretKey' not in ask('GET', answer.json['resource-id']).text


def test_documents_get_default_access_control_lists(ask):
    assert ask('GET',
               add(ask, 'service-offer', {'a:b': 1})).json['acl'] == dict(ACL, rules=[ADMIN_ALL])
    assert ask('GET', add(ask, 'service-offer', {'a:b': 1}, by='super'),
               by='super').json['acl'] == {
                   'owner': {'type': 'ROLE', 'principal': 'ADMIN'}, 'rules': [ADMIN_ALL]}


def test_a_missing_access_control_list_is_refused(ask):
    answer = ask('POST', 'event', {'type': 'state'})
    assert (answer.status, answer.message.split('\n')[0]) == (400, SCHEMA)


def test_the_access_control_list_of_a_connector_is_ignored(ask):
    connector = add(ask, 'connector', {'connectorTemplate': {'zone': 'x', 'acl': ACL}, 'acl': ACL},
                    by='super')
    assert ask('GET', connector).json['acl']['owner'] == {'type': 'ROLE', 'principal': 'ADMIN'}


def test_doubles_are_dropped_from_access_control_lists(ask):
    rule = {'type': 'USER', 'principal': 'joe', 'right': 'VIEW'}
    offer = add(ask, 'service-offer', {'acl': dict(ACL, rules=[rule, ADMIN_ALL, rule])})
    assert ask('GET', offer, by='joe').json['acl'] == dict(ACL, rules=[rule, ADMIN_ALL])


@pytest.mark.parametrize('place, by', [('job', 'jane'), ('service-offer', None),
                                       ('callback', 'jane'), ('connector', 'jane')])
def test_adding_without_the_right_is_refused(ask, place, by):
    answer = ask('POST', place, {'acl': ACL}, by=by)
    assert (answer.status, answer.json) == (403, {'status': 403, 'message': 'credentials required'})


def test_anybody_may_add_events(ask):
    assert re.match('event/', add(ask, 'event', {'acl': ACL}, by=None))


def test_no_body_is_an_empty_document(ask):
    assert ask('POST', 'service-offer').status == 201
    assert ask('POST', 'event').status == 400


def test_an_addition_is_reported_to_its_kind(ask, kinds):
    deployment = add(ask, 'deployment', {'note': 'x'})
    assert kinds['deployment'].log == [('added', deployment)]


@pytest.mark.parametrize('members', [
    {'name': ''}, {'name': ' '}, {'name': None}, {'name': 5}, {'description': ''},
    {'description': None},
    {'properties': {}}, {'properties': {'a': 1}},
    {'properties': {'a': None}}, {'properties': ['a']}, {'properties': None}, {'parent': None},
    {'resourceMetadata': ''},
    {'acl': {}}, {'acl': None}, {'acl': {'owner': {'type': 'USER'}}},
    {'acl': {'owner': {'type': 'GROUP', 'principal': 'x'}}},
    {'acl': {'owner': {'type': 'USER', 'principal': ' '}}},
    {'acl': {'owner': dict(ACL['owner'], right='ALL')}}, {'acl': dict(ACL, rules=[])},
    {'acl': dict(ACL, rules=None)},
    {'acl': dict(ACL, rules=[{'type': 'USER', 'principal': 'x'}])}, {'acl': dict(ACL, more=1)},
    {'acl': dict(ACL, rules=[{'type': 'USER', 'principal': 'x', 'right': 'WRITE'}])},
    {'acl': dict(ACL, rules=[dict(ADMIN_ALL, more=1)])}, {'acl': dict(ACL, rules=['x'])},
    {'acl': []}])
def test_common_attributes_are_checked(ask, members):
    stored = add(ask, 'service-offer', {'name': 'x'})
    for method, place in (('POST', 'service-offer'), ('PUT', stored)):
        answer = ask(method, place, members)
        assert (answer.status, answer.type,
                answer.message.split('\n')[0]) == (400, 'application/json', SCHEMA)
    assert ask('GET', stored).json['name'] == 'x'


def test_rights_of_every_kind_can_be_given(ask):
    rules = [{'type': 'USER', 'principal': 'joe', 'right': right} for right in (
        'VIEW', 'MODIFY', 'ALL', 'VIEW_META', 'VIEW_DATA', 'VIEW_ACL', 'EDIT_META', 'EDIT_DATA',
        'EDIT_ACL', 'DELETE', 'MANAGE')]
    assert len(ask('GET', add(ask, 'service-offer',
                              {'acl': dict(ACL, rules=rules)})).json['acl']['rules']) == 12


def test_a_member_the_collection_does_not_know_is_refused(ask):
    answer = ask('POST', 'deployment', {'colour': 'red'})
    assert answer.status == 400
    assert 'colour' in answer.message


# -- templates ----------------------------------------------------------------

@pytest.fixture
def template(world):
    """A template of users that anybody may view."""
    return cimi_records.insert(world, 'user-template', {
        'method': 'direct', 'instance': 'direct', 'name': 'Direct', 'description': 'd',
        'properties': {'a': 'b'},
        'firstName': 'John', 'lastName': 'Doe',
        'resourceMetadata': 'user-template-direct'}, rules=[cimi_records.role('ANON', 'VIEW')],
                               name='direct')


def user(href='user-template/direct', **members):
    return {'userTemplate': dict({'href': href, 'username': 'ann',
                                  'emailAddress': 'ann@example.org'}, **members)}


def test_templates_are_merged(ask, template):
    body = dict(user(method='own', lastName='Roe', id='x', created='y'), name='Ann',
                description='new', properties={'k': 'v'}, id='user/x')
    assert add(ask, 'user', body, by=None) == 'user/ann'
    document = ask('GET', 'user/ann', by='super').json
    assert only(document) == {
        'href': 'user-template/direct', 'username': 'ann', 'emailAddress': 'ann@example.org',
        'firstName': 'John', 'lastName': 'Roe',
        'method': 'direct', 'instance': 'direct', 'resourceMetadata': 'user-template-direct',
        'name': 'Ann', 'description': 'new', 'properties': {'k': 'v'}}
    assert document['resourceURI'] == 'http://sixsq.com/slipstream/1/User'
    assert {'type': 'USER', 'principal': 'ann', 'right': 'MODIFY'} in document['acl']['rules']


def test_members_of_the_template_itself_are_not_merged(ask, template):
    add(ask, 'user', user(), by=None)
    document = ask('GET', 'user/ann', by='super').json
    assert not {'name', 'description', 'properties'} & set(document)


def test_the_same_again_is_a_conflict(ask, template):
    add(ask, 'user', user())
    answer = ask('POST', 'user', user())
    assert (answer.status, answer.json) == (
        409, {'status': 409, 'message': 'conflict with user/ann', 'resource-id': 'user/ann'})


@pytest.mark.parametrize('place, body, status, message', [
    ('user', user('user-template/nope'), 404, 'user-template/nope not found'),
    ('user', user(None), 400, 'missing or invalid UserTemplate reference'),
    ('user', {'userTemplate': {}}, 400, 'missing or invalid UserTemplate reference'),
    ('user', user('session-template/direct'), 400, 'missing or invalid UserTemplate reference'),
    ('user', user('nope'), 400, 'missing or invalid UserTemplate reference'),
    ('user', user(5), 400, 'missing or invalid UserTemplate reference'),
    ('user', user(connector={'href': 'connector/nope'}), 404, 'connector/nope not found'),
    ('user', user(a=[{'b': {'href': 'strange/nope'}}]), 404, 'strange/nope not found'),
    ('user', user(a={'href': 'credential-template/nope'}), 400,
     'requested href not found: credential-template/nope'),
    ('user', user(a={'href': 'user/super'}), 400, 'requested href cannot be accessed: user/super'),
    ('credential', {'credentialTemplate': {'href': 'credential-template/nope'}}, 400,
     'requested href not found: credential-template/nope'),
    ('credential', {'credentialTemplate': {'href': 'credential-template/closed'}}, 400,
     'requested href cannot be accessed: credential-template/closed'),
    ('credential', {'credentialTemplate': {'type': 'x'}}, 400, 'no type'),
])
def test_a_broken_reference_is_refused_with_its_reason(ask, template, place, body, status, message):
    answer = ask('POST', place, body)
    assert (answer.status, answer.message) == (status, message)
    assert answer.json.get('resource-id') == (message.split()[0] if status == 404 else None)
    assert len(ask('GET', place).json[place + 's']) <= 1


@pytest.mark.parametrize('reference',
                         ['exoscale-ch-dk', '', None, 5, 'credential-template/open', 'user/jane'])
def test_a_reference_to_what_cannot_be_reached_is_ignored(ask, template, reference):
    assert add(ask, 'user', user(a={'href': reference})) == 'user/ann'


@pytest.mark.parametrize('body', [
    {}, {'userTemplate': None}, {'userTemplate': 'user-template/direct'}, {'userTemplate': []},
    dict(user(), more=1),
    dict(user(), username='x'), {'username': 'x'}])
def test_a_create_document_with_a_wrong_wrapper_is_refused(ask, template, body):
    answer = ask('POST', 'user', body)
    assert (answer.status, answer.message.split('\n')[0]) == (400, SCHEMA)


def test_an_access_control_list_beside_the_wrapper_is_kept(ask):
    rule = {'type': 'USER', 'principal': 'joe', 'right': 'VIEW'}
    body = {'credentialTemplate': {'href': 'credential-template/open', 'type': 'mine'},
            'acl': dict(ACL, rules=[rule])}
    document = ask('GET', add(ask, 'credential', body), by='joe').json
    assert document['acl']['rules'] == [rule, ADMIN_ALL]
    assert only(document) == {'href': 'credential-template/open', 'type': 'api-key',
                              'method': 'make', 'ttl': 0, 'digest': 'd'}


@pytest.mark.parametrize('href, status', [({}, 201), ({'href': 'connector-template/nope'}, 400),
                                          ({'href': None}, 400), ({'href': 'other/x'}, 400)])
def test_the_template_of_a_connector_may_be_left_out(ask, href, status):
    answer = ask('POST', 'connector', {'connectorTemplate': dict({'zone': 'x'}, **href)},
                 by='super')
    assert answer.status == status


def test_references_in_user_parameters_are_not_resolved(ask):
    reference = {'href': 'user-param-template/nope', 'paramsType': 'execution',
             'c': {'href': 'connector/nope'}}
    params = add(ask, 'user-param', {'userParamTemplate': reference})
    assert ask('GET', params).json['paramsType'] == 'execution'


def test_what_is_added_to_memory_does_not_show_up(ask):
    place = add(ask, 'external-object-template', {'objectType': 'x'}, by='super')
    assert ask('GET', 'external-object-template', by='super').json['count'] == 2
    assert (ask('GET', place, by='super').status, ask('GET', place, by='super').text) == (200, '')


# -- reading ------------------------------------------------------------------

def test_a_document_is_read_with_its_operations(ask, kinds):
    deployment = add(ask, 'deployment', {'note': 'x'})
    answer = ask('GET', deployment)
    assert (answer.status, answer.type) == (200, 'application/json')
    assert answer.json['shown'] == 'yes'
    assert answer.json['operations'] == [
        {'rel': 'edit', 'href': deployment}, {'rel': 'delete', 'href': deployment},
        {'rel': 'http://schemas.dmtf.org/cimi/2/action/start', 'href': deployment + '/start'}]


@pytest.mark.parametrize('select, members, operations', [
    ('note,id', {'id', 'note'}, 2), ('note', {'note'}, 2), ('state', {'state'}, 3), ('', set(), 2),
    ('note&$select=state', {'note', 'state'}, 3),
    ('s*', {'state', 'shown', 'size'}, 3)])
def test_a_selection_keeps_type_access_and_operations(ask, select, members, operations):
    deployment = add(ask, 'deployment', {'note': 'x', 'size': 3})
    document = ask('GET', '%s?$select=%s' % (deployment, select)).json
    assert set(document) == members | {'resourceURI', 'acl', 'operations'}
    assert len(document['operations']) == operations
    assert document['operations'][0]['href'] == document.get('id')


def test_a_star_selects_all(ask):
    deployment = add(ask, 'deployment', {'note': 'x'})
    assert ask('GET', deployment + '?$select=note,*').json == ask('GET', deployment).json


def test_read_only_callers_get_no_operations(ask):
    rule = {'type': 'USER', 'principal': 'joe', 'right': 'VIEW'}
    offer = add(ask, 'service-offer', {'acl': dict(ACL, rules=[rule])})
    assert 'operations' not in ask('GET', offer, by='joe').json
    assert len(ask('GET', offer).json['operations']) == 2


def test_complete_operations_are_shown_as_they_are(ask):
    connector = add(ask, 'connector', {'connectorTemplate': {'zone': 'x'}}, by='super')
    assert ask('GET', connector).json['operations'] == [{'rel': 'delete', 'href': 'connector'}]


@pytest.mark.parametrize('method', ['GET', 'PUT', 'DELETE'])
def test_a_missing_document_is_a_404_and_a_foreign_one_a_403(ask, method):
    answer = ask(method, 'service-offer/nope', {} if method == 'PUT' else None, by=None)
    assert (answer.status, answer.json) == (404,
                                            {'status': 404,
                                             'message': 'service-offer/nope not found',
                                             'resource-id': 'service-offer/nope'})
    offer = add(ask, 'service-offer', {'a': 1})
    for by in (None, 'joe'):
        answer = ask(method, offer, {} if method == 'PUT' else None, by=by)
        assert (answer.status,
                answer.json) == (403, {'status': 403, 'message': 'credentials required'})


def test_a_missing_document_in_memory_is_forbidden_to_users(ask):
    assert ask('GET', 'credential-template/open').status == 200
    assert ask('GET', 'credential-template/closed').status == 403
    assert ask('GET', 'credential-template/nope').status == 403
    answer = ask('GET', 'credential-template/nope', by='super')
    assert (answer.status, answer.text) == (200, '')


# -- deleting -----------------------------------------------------------------
