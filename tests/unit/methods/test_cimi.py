# -*- coding: utf-8 -*-
"""CIMI: the resources of the JSON interface."""
from __future__ import unicode_literals

import json
import uuid

import pytest

from slipstream.api import errors
from slipstream.api.filters import grammar
from slipstream.api.filters.builder import Attr
from slipstream.api.methods import cimi
from slipstream.api.methods.base import Cache
from slipstream.api.models import CimiCollection, CimiResource, CimiResponse, CloudEntryPoint
from slipstream.api.sequences import sort_keys

from ..fakes import FakeSession, answer

ENTRY_POINT = {'baseURI': 'https://h/api/', 'acl': {'owner': {}}, 'events': {'href': 'event'},
               'credentials': {'href': 'credential'},
               'jobs': {'href': 'job'}}
EDITABLE = {'id': 'job/1',
            'operations': [{'rel': 'edit', 'href': 'job/1'}, {'rel': 'delete', 'href': 'job/1'},
                           {'rel': 'http://schemas.dmtf.org/cimi/2/action/stop',
                            'href': 'job/1/stop'}]}
DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


def client(*answers):
    return cimi.Cimi('https://h', FakeSession(
        *[item if hasattr(item, 'headers') else answer(json=item) for item in answers]))


def body(made, number=-1):
    return json.loads(made.session.sent[number][2]['data'].decode('utf-8'))


def sent_form(made, number=-1):
    """The form of a search."""
    return made.session.sent[number][2]['data']


def test_the_entry_point_is_read_once():
    made = client(ENTRY_POINT)
    assert made.cimi_cloud_entry_point.entry_points == {'events': 'event',
                                                        'credentials': 'credential', 'jobs': 'job'}
    assert made.cimi_cloud_entry_point.base_uri == 'https://h/api/'
    assert made.session.calls == ['GET /api/cloud-entry-point']
    assert CloudEntryPoint([]).entry_points == {}


def test_b79_the_entry_point_is_read_again_on_a_miss_and_for_another_user():
    made = client(ENTRY_POINT, dict(ENTRY_POINT, news={'href': 'new'}), {'news': [], 'count': 0},
                  ENTRY_POINT)
    made.cimi_cloud_entry_point
    assert made.cimi_search('news').json['news'] == []
    made._cache = Cache()
    made.cimi_cloud_entry_point
    assert made.session.calls == ['GET /api/cloud-entry-point', 'GET /api/cloud-entry-point',
                                  'PUT /api/new', 'GET /api/cloud-entry-point']


def test_b74_an_unknown_collection_is_named_with_those_that_exist():
    made = client(ENTRY_POINT)
    with pytest.raises(errors.UnknownCollectionError) as info:
        made.cimi_search('job')
    assert isinstance(info.value, KeyError)
    assert 'Did you mean jobs?' in str(info.value)
    assert 'credentials' in str(info.value)
    assert made.session.calls == ['GET /api/cloud-entry-point']


def test_cimi_get_sends_its_selection_and_other_options():
    made = client({'id': 'event/1', 'resourceURI': 'x'})
    assert made.cimi_get('event/1', select='id, state', other=1, nothing=None).resource_uri == 'x'
    assert made.session.sent[0][2]['params'] == {'$select': 'id, state', 'other': 1}
    assert made.session.calls == ['GET /api/event/1']
    assert isinstance(client({}).cimi_get(resource_id='/api/event/1'), CimiResource)


def test_b71_keywords_that_are_unknown_here_are_passed_on():
    made = client({'id': 'job/1'}, EDITABLE, {'id': 'job/1'}, ENTRY_POINT, {'count': 0, 'jobs': []})
    made.cimi_get('job/1', select='id', format='json', nothing=None)
    made.cimi_edit('job/1', {'state': 'RUNNING'}, select='progress', force='true')
    made.cimi_search('jobs', last=1, format='json')
    assert [options.get('params') for _, _, options in made.session.sent
            if options.get('params')] == [{'$select': 'id', 'format': 'json'},
                                          {'$select': 'progress', 'force': 'true'},
                                          {'format': 'json'}]


def test_b77_foreign_ids_are_refused_before_anything_is_sent():
    made = client()
    for wrong in ('https://other/api/event/1', '../user/bob', ''):
        with pytest.raises(ValueError):
            made.cimi_get(wrong)
    assert made.session.sent == []


def test_cimi_search_sends_its_options_as_a_form():
    made = client(ENTRY_POINT, {'count': 2, 'events': [{'id': 'event/1'}, {'id': 'event/2'}]})
    result = made.cimi_search(resource_type='events', filter="state='x'", select='id, type',
                              orderby=['a', 'b:desc'],
                              first=0, last=1, end=1, expand=None)
    assert isinstance(result, CimiCollection)
    assert [event.id for event in result] == ['event/1', 'event/2']
    assert result.count == 2
    assert sent_form(made) == {'$filter': "state='x'", '$select': 'id, type',
                           '$orderby': ['a', 'b:desc'], '$first': 0, '$last': 1}
    assert made.session.sent[-1][2]['params'] == {'end': 1}
    assert made.session.sent[-1][2]['idempotent'] is True
    made = client(ENTRY_POINT, {'count': 0, 'events': []})
    made.cimi_search('events', filter=None)
    assert sent_form(made) is None


def test_b71_an_unknown_parameter_is_warned_of():
    made = client(ENTRY_POINT, {'events': []})
    with pytest.warns(UserWarning) as seen:
        made.cimi_search('events', end=1)
    assert [str(warning.message).partition('. ')[2] for warning in seen] == [
        'It is passed on to the service.']
    assert made.session.sent[-1][2]['params'] == {'end': 1}


@pytest.mark.parametrize('name, meant', [
    ('fliter', 'filter'), ('Filter', 'filter'), ('filters', 'filter'), ('order_by', 'orderby'),
    ('limit', 'last'), ('Limit', 'last'), ('where', 'filter'), ('fields', 'select'),
    ('max', 'last'), ('count', 'last'), ('page_size', 'last')])
def test_b71_a_parameter_that_is_meant_for_another_is_refused(name, meant):
    made = client()
    with pytest.raises(TypeError) as info:
        made.cimi_search('events', **{str(name): 'x'})
    assert str(info.value) == 'Api.cimi_search() has no parameter {}. Did you mean {}?'.format(
        name, meant)
    assert made.session.sent == []


@pytest.mark.parametrize('name', ['name', 'connector', 'state', 'description', 'x'])
def test_a_keyword_that_could_change_what_is_found_is_refused(name):
    made = client()
    with pytest.raises(TypeError) as info:
        made.cimi_search('events', **{str(name): 'Micro'})
    assert str(info.value) == (
        'Api.cimi_search() has no parameter {0}. To search by an attribute, write '
        'filter="{0}=\'...\'"'.format(name))
    assert made.session.sent == []


def test_parameters_of_the_service_are_sent_without_a_warning():
    made = client(ENTRY_POINT, {'events': []})
    made.cimi_search('events', **{str('$new'): 1, str('name'): None})
    assert made.session.sent[-1][2]['params'] == {'$new': 1}


def test_what_a_read_has_no_parameter_for_is_warned_of():
    with pytest.warns(UserWarning):
        client({'id': 'event/1'}).cimi_get('event/1', limit=1)


@pytest.mark.parametrize('orderby, cause', [
    (None, ''), ('nope', ', perhaps because no resource has an attribute of orderby: nope'),
    (['a', 'b:desc'], ', perhaps because no resource has an attribute of orderby: a,b:desc')])
def test_a_null_count_is_an_error_not_an_empty_result(orderby, cause):
    with pytest.raises(errors.ResponseError) as info:
        client(ENTRY_POINT, {'count': None, 'events': []}).cimi_search('events', orderby=orderby)
    assert info.value.reason == 'The service could not carry out the search of events' + cause


@pytest.mark.parametrize('orderby', ['timestamp:down', 'a, b:DESC', ['a', 'b:ascending'],
                                     'price:unitCost:first', 'price:unitCost:up', 'a:Asc'])
def test_a_direction_that_is_none_is_refused(orderby):
    made = client()
    with pytest.raises(ValueError) as info:
        made.cimi_search('events', orderby=orderby)
    assert 'The direction of orderby must be asc or desc, not ' in str(info.value)
    with pytest.raises(ValueError):
        sort_keys(orderby)
    assert made.session.sent == []


@pytest.mark.parametrize('orderby', ['price:unitCost', 'a:asc', 'asc', '', 'down, up',
                                     ['a', 'b:desc'], 'price:unitCost:desc,id'])
def test_directions_and_names_with_a_colon_are_sent(orderby):
    made = client(ENTRY_POINT, {'count': 0, 'events': []})
    made.cimi_search('events', orderby=orderby)
    assert sent_form(made) == {'$orderby': orderby}


@pytest.mark.parametrize('options', [
    {'first': 'x'}, {'first': -1}, {'last': -1}, {'last': 1.5}, {'last': 'all'}, {'first': True},
    {'last': [1]}])
def test_positions_that_the_service_would_ignore_are_refused(options):
    made = client()
    with pytest.raises((TypeError, ValueError)) as info:
        made.cimi_search('events', **options)
    assert str(info.value).startswith(list(options)[0])
    assert made.session.sent == []


def test_positions_may_be_texts():
    made = client(ENTRY_POINT, {'count': 0, 'events': []})
    made.cimi_search('events', first='2', last='10')
    assert sent_form(made) == {'$first': 2, '$last': 10}


def test_b75_adding_takes_one_request_after_the_first():
    made = client(ENTRY_POINT,
                  {'count': 0, 'jobs': [], 'operations': [{'rel': 'add', 'href': 'job'}]},
                  answer(201, json={'resource-id': 'job/1', 'status': 201,
                                    'message': 'job/1 created'}),
                  answer(201, json={'resource-id': 'job/2'}))
    result = made.cimi_add('jobs', {'action': 'é'})
    assert isinstance(result, CimiResponse)
    assert result.json['resource-id'] == 'job/1'
    assert result.message == 'job/1 created'
    assert sent_form(made, 1) == {'$last': 0} and body(made) == {'action': 'é'}
    assert made.session.sent[-1][2]['headers'] == {'Accept': 'application/json',
                                                   'Content-Type': 'application/json'}
    made.cimi_add('jobs', {})
    assert made.session.calls == ['GET /api/cloud-entry-point', 'PUT /api/job', 'POST /api/job',
                                  'POST /api/job']


def test_b74_adding_to_a_collection_without_add_names_the_operation():
    with pytest.raises(errors.UnknownOperationError) as info:
        client(ENTRY_POINT, {'count': 0, 'jobs': []}).cimi_add('jobs', {})
    assert 'The collection jobs does not offer the operation add' in str(info.value)
    assert isinstance(info.value, KeyError)


def test_conflicts_tell_what_exists():
    made = client(ENTRY_POINT, {'jobs': [], 'operations': [{'rel': 'add', 'href': 'job'}]},
                  answer(409, json={'status': 409, 'message': 'conflict with job/1',
                                    'resource-id': 'job/1'}))
    with pytest.raises(errors.ConflictError) as info:
        made.cimi_add('jobs', {})
    assert info.value.response.json()['resource-id'] == 'job/1'


def test_editing_by_id_looks_the_operation_up():
    made = client(EDITABLE, {'id': 'job/1', 'state': 'RUNNING'})
    assert made.cimi_edit('job/1', {'state': 'RUNNING'}, select=['a', 'b']).state == 'RUNNING'
    assert made.session.calls == ['GET /api/job/1', 'PUT /api/job/1']
    assert made.session.sent[1][2]['params'] == {'$select': ['a', 'b']}


def test_b75_a_resource_in_hand_saves_the_look_up():
    made = client({'id': 'job/1'}, {'status': 200}, {'state': 'STOPPED'})
    resource = CimiResource(EDITABLE)
    made.cimi_edit(resource, {})
    assert isinstance(made.cimi_delete(resource), CimiResponse)
    assert made.cimi_operation(resource, 'stop').state == 'STOPPED'
    assert made.session.calls == ['PUT /api/job/1', 'DELETE /api/job/1', 'POST /api/job/1/stop']


def test_a_resource_that_does_not_list_the_operation_is_read_again():
    made = client(EDITABLE, {})
    made.cimi_delete(CimiResource({'id': 'job/1'}))
    assert made.session.calls == ['GET /api/job/1', 'DELETE /api/job/1']


def test_b76_operations_are_found_by_full_name_and_by_last_part():
    for name in ('stop', 'http://schemas.dmtf.org/cimi/2/action/stop'):
        made = client(EDITABLE, {'uri': 'u'})
        assert made.cimi_operation('job/1', name, {'a': 1}).json['uri'] == 'u'
        assert body(made) == {'a': 1}
        assert made.session.calls == ['GET /api/job/1', 'POST /api/job/1/stop']


def test_an_operation_without_data_has_no_body():
    made = client(EDITABLE, {})
    made.cimi_operation('job/1', 'stop')
    assert 'data' not in made.session.sent[1][2]


def test_a_download_is_not_followed():
    made = client({'operations': [{'rel': 'x/download', 'href': 'external-object/1/download'}]},
                  answer(303, json={'uri': 'https://store/x'}, Location='https://store/x'))
    assert made.cimi_operation('external-object/1', 'download').uri == 'https://store/x'
    assert made.session.sent[1][2]['allow_redirects'] is False


def test_b74_a_missing_operation_names_the_resource_and_what_it_offers():
    with pytest.raises(errors.UnknownOperationError) as info:
        client(EDITABLE).cimi_operation('job/1', 'start')
    assert 'job/1' in str(info.value)
    assert 'stop' in str(info.value)
    assert isinstance(info.value, errors.SlipStreamError)
    with pytest.raises(errors.UnknownOperationError) as info:
        client({'id': 'job/1'}).cimi_edit('job/1', {})
    assert 'It has none.' in str(info.value)


@pytest.mark.parametrize('document', [[1], 'text', 7, True])
def test_what_is_no_object_is_no_resource(document):
    with pytest.raises(errors.ResponseError):
        client(document).cimi_delete('job/1')
    with pytest.raises(errors.ResponseError):
        client(document).cimi_get('job/1')


@pytest.mark.parametrize('document', [{}, {'id': 7}, {'id': None}])
def test_a_resource_without_id_cannot_be_looked_up(document):
    with pytest.raises(errors.ResponseError):
        client().cimi_operation(CimiResource(document), 'start')


@pytest.mark.parametrize('address', ['https://other/api/job/1', '../user/bob', '//other'])
def test_an_address_of_another_service_is_not_followed(address):
    made = client({'operations': [{'rel': 'edit', 'href': address}]})
    with pytest.raises(errors.ResponseError):
        made.cimi_edit('job/1', {})
    assert made.session.calls == ['GET /api/job/1']


def test_private_names_that_programs_use_still_work():
    made = client({'a': 1}, {'b': 2}, {'c': 3})
    assert made._cimi_post('nuvlabox-record/1/activate') == {'a': 1}
    assert made._cimi_get('event/1') == {'b': 2}
    assert made._cimi_request('DELETE', 'event/1') == {'c': 3}
    assert made.session.calls == ['POST /api/nuvlabox-record/1/activate', 'GET /api/event/1',
                                  'DELETE /api/event/1']


@pytest.mark.parametrize('types, condition', [
    (None, ''), ([], ''), ('state', " and type='state'"),
    (['state', 'alarm'], " and (type='state' or type='alarm')"),
    (iter(["it's"]), ' and type="it\'s"')])
def test_b70_get_deployment_events_filters_by_deployment_and_type(types, condition):
    made = client(ENTRY_POINT, {'events': [{'id': 'event/1'}], 'count': 1})
    made.get_deployment_events(uuid.UUID(DUID), types)
    assert sent_form(made)['$filter'] == "content/resource/href='run/%s'%s" % (DUID, condition)
    grammar.parse(sent_form(made)['$filter'])


@pytest.mark.parametrize('types, expected', [
    ('stat', 'There are no events of the type stat. Did you mean state? Types are: action, '),
    (['state', 'allarm'], 'There are no events of the type allarm. Did you mean alarm? ')])
def test_a_misspelt_type_of_event_is_warned_of_if_nothing_is_found(types, expected):
    with pytest.warns(UserWarning) as seen:
        client(ENTRY_POINT, {'events': [], 'count': 0}).get_deployment_events(DUID, types)
    assert [str(warning.message)[:len(expected)] for warning in seen] == [expected]
    assert len(client(ENTRY_POINT, {'events': [{'id': 'event/1'}], 'count': 1},
                      ).get_deployment_events(DUID, 'special')) == 1


def test_b70_get_deployment_events_accepts_cimi_deployments():
    made = client(ENTRY_POINT, {'events': []}, {'events': []})
    made.get_deployment_events('deployment/1')
    assert sent_form(made)['$filter'] == "content/resource/href='deployment/1'"
    with pytest.raises(ValueError):
        made.get_deployment_events('nope')
    with pytest.raises(ValueError):
        made.get_deployment_events(DUID, 'a\'b"c')


def test_b69_the_callers_condition_is_put_in_parentheses():
    made = client(ENTRY_POINT, {'credentials': []}, {'credentials': []})
    made.get_cloud_credentials('a="b" or c="d"')
    assert sent_form(made)['$filter'] == 'type^=\'cloud-cred\' and (a="b" or c="d")'
    made.get_cloud_credentials()
    assert sent_form(made)['$filter'] == "type^='cloud-cred'"


def test_filters_are_checked_before_anything_is_sent():
    made = client()
    for call in (lambda: made.cimi_search('events', filter='a=1 or'),
                 lambda: made.cimi_search('events', filter=['a=1', 'b=2) or (c=3']),
                 lambda: made.get_cloud_credentials('a=1) or (b=2')):
        with pytest.raises(grammar.FilterSyntaxError):
            call()
    assert made.session.sent == []


def test_cimi_search_renders_conditions_as_filters():
    made = client(ENTRY_POINT, {'events': []}, {'events': []}, {'credentials': []})
    made.cimi_search('events', filter=Attr('state') == 'ready')
    assert sent_form(made)['$filter'] == "state='ready'"
    made.cimi_search('events', filter=[Attr('state') == 'ready', 'a=1 or b=2'])
    assert sent_form(made)['$filter'] == ["state='ready'", 'a=1 or b=2']
    made.get_cloud_credentials(Attr('name') == 'x')
    assert sent_form(made)['$filter'] == "type^='cloud-cred' and (name='x')"


def test_a_parameter_with_a_dollar_sign_is_meant_for_the_service():
    assert cimi._unknown_parameters('cimi_search', {'$new': 1, '$none': None}, ()) == {'$new': 1}


def test_b82_operations_may_be_null_or_damaged():
    assert cimi.operations_of({'operations': None}) == {}
    listed = ['x', {'rel': 'edit'}, {'rel': 'add', 'href': None}, {'rel': 'delete', 'href': 'a/b'}]
    assert cimi.operations_of({'operations': listed}) == {'delete': 'a/b'}
    assert cimi.operations_of([]) == {}
