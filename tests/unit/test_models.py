# -*- coding: utf-8 -*-
"""Models: what comes back."""
from __future__ import unicode_literals

import copy
import json
import pickle
import threading
import uuid
import warnings

import pytest

from slipstream.api import compat, models
from slipstream.api.display import attribute_names
from slipstream.api.models import CimiCollection, CimiResource, CimiResponse, Flag

from ..threads import ends

FIELDS = {
    'App': 'name type version path',
    'Deployment': 'id module status started_at last_state_change clouds username abort service_url '
    'scalable',
    'Node': 'path name cloud multiplicity max_provisioning_failures network cpu ram disk '
    'extra_disk_volatile',
    'VirtualMachine': 'id cloud status deployment_id deployment_owner node_name node_instance_id '
    'ip cpu ram disk instance_type is_usable',
    'Usage': 'cloud run_usage vm_usage inactive_vm_usage others_vm_usage pending_vm_usage '
    'unknown_vm_usage quota',
    'ModuleParameter': 'name value defaultValue category description isSet mandatory readonly type '
    'instructions',
    'Module': 'name type created modified description version path',
    'CloudImageIdentifier': 'cloud identifier',
    'UserItem': 'username email first_name last_name organization roles privileged active_since '
    'last_online online',
    'User': 'username email first_name last_name organization roles privileged active_since '
    'last_online online cyclone_login github_login '
            'configured_clouds default_cloud ssh_public_keys keep_running timeout'}


@pytest.mark.parametrize('name', sorted(FIELDS))
def test_field_orders_are_the_contract(name):
    assert ' '.join(getattr(models, name)._fields) == FIELDS[name]


def test_b56_flags_are_texts_that_tell_the_truth():
    assert Flag('true') == 'true' and Flag('true')
    assert Flag('false') == 'false' and not Flag('false')
    assert not Flag('') and not Flag(' False ')
    assert pickle.loads(pickle.dumps(Flag('false'), 2)) == 'false'


def test_every_member_is_an_attribute_in_snake_case():
    response = CimiResponse({'resourceURI': 'u', 'instanceID': 'i', 'resource-id': 'r',
                             'price:unitCost': 1, 'key': 'k', 'values': 'v'})
    assert (response.resource_uri, response.instance_id, response.key,
            response.values) == ('u', 'i', 'k', 'v')
    assert response['resource-id'] == 'r' and response['price:unitCost'] == 1
    assert 'key' in response and 'nope' not in response
    response.json['added'] = 1
    assert response.added == 1
    assert (response.price_unit_cost, response.resource_id) == (1, 'r')
    with pytest.raises(AttributeError) as info:
        response.nope
    assert 'instance_id' in str(info.value)


@pytest.mark.parametrize('name, attribute', [
    ('price:unitCost', 'price_unit_cost'), ('resource-id', 'resource_id'), ('a.b c', 'a_b_c'),
    ('resourceURI', 'resource_uri'), ('x:_Y', 'x_y'), ('a__b', 'a__b'), ('a:b-', 'a_b_')])
def test_one_rule_makes_attributes_of_members(name, attribute):
    response = CimiResponse({name: 1})
    assert models.snake_case(name) == attribute and getattr(response, attribute) == 1


def test_every_attribute_that_an_error_lists_exists():
    response = CimiResponse({'price:unitCost': 1, 'resource-id': 2, 'a b': 3, 'createdAt': 4})
    with pytest.raises(AttributeError) as info:
        response.unit_cost
    text = str(info.value)
    assert text.startswith('CimiResponse has no unit_cost. Did you mean price_unit_cost?')
    listed = text.partition('It has: ')[2].rstrip('.').split(', ')
    assert sorted(getattr(response, name) for name in listed) == [1, 2, 3, 4]


@pytest.mark.parametrize('response', [
    CimiResource({'price:unitCost': 1, 'name': 2}),
    CimiCollection({'price:unitCost': 1, 'name': 2}, 'events')])
def test_a_missing_key_names_those_that_exist(response):
    with pytest.raises(KeyError) as info:
        response['price:unitcost']
    assert str(info.value) == (
        '%s has no member price:unitcost. Did you mean price:unitCost? It has: name, '
        'price:unitCost.' % type(response).__name__)


ROWS = [
    models.Deployment(uuid.UUID(int=7), 'a/b/1', 'ready', None, None, ['x'], 'jane', None, None,
                      Flag('false')),
    models.App('a', 'component', 1, 'a'),
    models.User('jane', *[None] * 11, configured_clouds={'b', 'a'}, default_cloud='a',
                ssh_public_keys=[], keep_running=None, timeout='30'),
    models.ModuleParameter(*['x'] * 10)]


@pytest.mark.parametrize('row', ROWS, ids=lambda row: type(row).__name__)
def test_a_row_becomes_json(row):
    document = row.to_dict()
    assert list(document) == list(row._fields)
    assert json.loads(json.dumps(document)) == document


def test_ids_become_text_and_sets_become_lists():
    assert ROWS[0].to_dict()['id'] == '00000000-0000-0000-0000-000000000007'
    assert ROWS[2].to_dict()['configured_clouds'] == ['a', 'b']


def test_what_holds_a_deployment_or_a_document_becomes_json_too():
    launched = models.LaunchedDeployment(uuid.UUID(int=7), ROWS[0])
    assert launched.to_dict() == ROWS[0].to_dict()
    resource = CimiResource({'id': 'event/1', 'content': {'state': 'Ready'}})
    assert json.loads(json.dumps(resource.to_dict())) == resource.json
    assert CimiResource(None).to_dict() == {}
    collection = CimiCollection({'events': [resource.json]}, 'events')
    assert json.loads(json.dumps(collection.to_dicts())) == [resource.json]


def test_a_launched_deployment_lists_the_fields_of_the_deployment():
    launched = models.LaunchedDeployment(uuid.UUID(int=7), ROWS[0])
    assert set(models.Deployment._fields) | {'instances', 'deployment', 'hex'} <= set(dir(launched))
    with pytest.raises(AttributeError) as raised:
        launched.statu
    assert 'LaunchedDeployment has no statu. Did you mean status?' in str(raised.value)
    with pytest.raises(AttributeError):
        launched._statu


def test_b80_colliding_members_are_silent_and_reachable():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        response = CimiResponse({'instanceID': 1, 'instanceId': 2, 'json': 3, 'resources': 4,
                                 'resource_type': 5})
        assert response.instance_id == 1
        assert [response[name] for name in ('instanceID', 'instanceId', 'json', 'resources',
                                            'resource_type')] == [1, 2, 3, 4, 5]
        assert response.json['json'] == 3
        assert response.resources == 4
        collection = CimiCollection({'events': [], 'resources': 4, 'resource_type': 5}, 'events')
        assert collection['resources'] == 4
        assert list(collection.resources()) == []
        assert collection.resource_type == 'events'


@pytest.mark.parametrize('document', [None, [1, 2], 'text', 3])
def test_b82_answers_that_are_no_objects_are_tolerated(document):
    response = CimiResponse(document)
    assert response.json == document and 'x' not in response
    assert 'CimiResponse' in repr(response) and 'json' in dir(response)
    with pytest.raises(AttributeError):
        response.id
    collection = CimiCollection(document, 'events')
    assert len(collection) == 0 and list(collection) == [] and repr(collection)


def collection_of(*names):
    return CimiCollection({'count': 7, 'events': [{'id': name} for name in names]}, 'events')


def test_b01_nested_loops_over_one_collection_end():
    events = collection_of('a', 'b', 'c')
    pairs = [(left.id, right.id) for left in events for right in events]
    assert len(pairs) == 9
    for _ in events:
        assert len(events.resources_list) == 3


def test_b01_a_half_consumed_iterator_stops_no_other_thread():
    events = collection_of('a', 'b')
    half = iter(events)
    next(half)
    seen = []
    worker = threading.Thread(target=lambda: seen.extend(events))
    worker.start()
    ends(worker)
    assert len(seen) == 2


def test_b81_collections_are_sequences():
    events = collection_of('a', 'b')
    assert len(events) == 2 and events and not collection_of()
    assert events[0].id == 'a'
    assert events[-1].id == 'b'
    assert [event.id for event in events[:1]] == ['a']
    assert events['count'] == 7 and events.count == 7
    assert CimiResource({'id': 'a'}) in events
    assert 'count' in events
    assert CimiResource({'id': 'x'}) not in events
    assert events == collection_of('a', 'b')
    assert events != collection_of('a')
    assert events != events.json
    assert events != CimiCollection(events.json, 'jobs')
    assert repr(events).splitlines()[0] == '<CimiCollection of events: 2 of 7>'
    assert str(events) == repr(events)


def test_printing_a_resource_shows_all_members_one_per_line():
    resource = CimiResource({
        'id': 'job/1', 'state': 'QUEUED', 'acl': {'owner': {'type': 'USER'}}, 'tags': ['a', 'é'],
        'operations': [], 'password': 'hush', 'text': 'x' * 500, 'nothing': None})
    assert compat.to_text(str(resource)).splitlines() == [
        'CimiResource job/1', '  state       QUEUED', '  nothing     -', '  password    ********',
        '  tags        a, é', '  text        ' + 'x' * 63 + '...', '  acl         owner=type=USER',
        '  operations']
    [line] = compat.to_text(repr(resource)).splitlines()
    assert line.startswith('<CimiResource job/1: ')
    assert '{}'.format(CimiResource({'id': 'é'})) == 'CimiResource é'
    assert str(CimiResource([1])) == 'CimiResource\n  json  1'


def test_a_resource_becomes_a_dict():
    document = {'id': 'job/1', 'resourceURI': 'x', 'nested': {'a': [1]}}
    resource = CimiResource(document)
    assert dict(resource) == document and dict(resource) is not document
    assert json.loads(json.dumps(dict(resource))) == document
    assert sorted(resource) == sorted(document) and list(CimiResource([1])) == []
    assert dict(collection_of('a')) == collection_of('a').json


def test_a_member_called_keys_is_not_hidden():
    assert CimiResource({'keys': ['a']}).keys == ['a']


def test_changes_of_the_document_are_seen():
    events = collection_of('a')
    assert len(events.resources_list) == 1
    events.json['events'].append({'id': 'b'})
    assert [event.id for event in events] == ['a', 'b']


def test_b44_everything_is_pickled_and_copied():
    for original in (collection_of('a', 'b'), CimiResource({'id': 'a'}),
                     models.App('a', 'component', 1, 'a')):
        assert pickle.loads(pickle.dumps(original, 2)) == original
        assert copy.deepcopy(original) == original and copy.copy(original) == original


def test_secrets_are_not_shown():
    text = repr(CimiResource({'id': 'a', 'secret': 'hush',
                              'nested': [{'secretKey': 'hush', 'password': 'hush'}]}))
    assert 'hush' not in text and '********' in text


def test_long_documents_are_shown_short():
    assert len(repr(CimiResource({'id': 'x' * 1000}))) < 450


def test_b83_non_ascii_is_shown():
    assert str(CimiResource({'id': 'é'}))
    assert isinstance(repr(CimiResource({'id': 'é'})), str)


def test_attributes_are_completed():
    assert {'resource_uri', 'json',
            'id'} <= set(dir(CimiResource({'resourceURI': 1, 'id': 2, 'price:unit': 3})))
    assert 'price_unit' in dir(CimiResource({'price:unit': 3}))
    assert '1st' not in dir(CimiResource({'1st': 3}))


def test_the_memory_of_names_is_bounded():
    for number in range(6000):
        models.snake_case('nameNumber%d' % number)
    assert len(attribute_names._SNAKE_CASE) <= 5001
    for number in range(600):
        assert CimiResource({'nameNumber%d' % number: number})
        models.keys_by_attribute({'nameNumber%d' % number: number})
    assert len(attribute_names._SHAPES) <= 501
    wide = dict(('m%d' % number, number) for number in range(100))
    assert models.keys_by_attribute(wide)['m99'] == 'm99'
    assert tuple(wide) not in attribute_names._SHAPES
    assert models.snake_case('cloudServiceType') == 'cloud_service_type'
