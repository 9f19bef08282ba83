# -*- coding: utf-8 -*-
"""Odd responses: all of them lead to a result or to a documented exception.

Here each value of each response meets a few odd values in turns. ``tox -e faults`` lets each meet
them all.
"""
from __future__ import unicode_literals

import copy
import io
import json
import os
import pickle
import uuid

import pytest
import requests

from slipstream.api import (NotFoundError, ResponseError, ServerError, SlipStreamError,
                            WaitTimeoutError, sequences)
from slipstream.api.compat import text_type
from slipstream.api.methods.created import Created
from slipstream.api.models import CimiCollection, CimiResource, CimiResponse, CloudEntryPoint

from ..faults.calls import CALLS, DUID, whole
from .odd_answers import ODD_JSON, Answer, Bench, variants

#: One variant of this many is tried: here, by tox -e faults, and by tox -e faults-complete. The
#: number of variants of a place is no multiple of it, so each place gets other ones.
STRIDE = {None: 23, '1': 7, 'complete': 1}[os.environ.get('SLIPSTREAM_FAULT_MATRIX')]

COPIES = (copy.copy, copy.deepcopy, lambda item: pickle.loads(pickle.dumps(item, 2)))


@pytest.fixture(scope='module')
def bench():
    """An Api that gets odd responses."""
    return Bench()


def use(result):
    """Use a result as programs do: show, compare, copy, count and read it."""
    items = list(result) if isinstance(result, (list, tuple, CimiCollection)) else []
    for item in [result] + items[:3]:
        repr(item), dir(item), getattr(item, '_repr_html_', item.__repr__)()
        if not isinstance(item, text_type):  # of which Python 2 makes only ASCII
            str(item)
        for copied in COPIES:
            assert type(copied(item)) is type(item)
        if isinstance(item, CimiResponse):
            use_document(item)


def use_document(document):
    """Ask a resource or a collection for what it has and for what it does not have."""
    assert document == document and not document != copy.deepcopy(document)
    assert 'no member' not in document and getattr(document, 'no_member', 0) == 0
    with pytest.raises(KeyError):
        document['no member']
    for name in list(document._ipython_key_completions_()):
        assert isinstance(document, CimiCollection) or document[name] == document.json[name]
    if isinstance(document, CimiCollection):
        assert len(document) == len(list(document)) == len(document[:])
        assert bool(document) == bool(document.resources_list) and document[:1] == document[0:1]
    if isinstance(document, CloudEntryPoint):
        assert isinstance(document.entry_points, dict)


#: Errors that are the caller's mistake, as the response shows: the resource is no API key.
MISTAKES = {'delete_api_key': (ValueError,)}


def undocumented(bench, call, stride=STRIDE, mistakes=()):
    """The undocumented errors of a call, for its odd responses: pairs of response and error.

    :param mistakes: errors that blame the caller for a response.
    """
    wrong = []
    for position, good in enumerate(bench.good_answers(call)):
        for make in variants(good)[position % stride::stride]:
            odd = make()
            try:
                use(bench.outcome(call, {position: odd}))
            except (SlipStreamError, requests.exceptions.RequestException) + mistakes as error:
                str(error), repr(error), pickle.dumps(error, 2)
            except Exception as error:  # noqa: BLE001 - whatever it is: that is the question
                wrong.append((position, odd, repr(error)))
    return wrong


@pytest.mark.parametrize('method', sorted(CALLS))
def test_odd_responses_lead_to_results_or_documented_errors(bench, method):
    mistakes = MISTAKES.get(method, ())
    assert undocumented(bench, CALLS[method], mistakes=mistakes) == []


def test_what_is_not_documented_would_be_found(bench):
    assert len(undocumented(bench, lambda api: api.cimi_get('event/1').json['name'], 1)) > 3
    with pytest.raises(AssertionError, match='it does not end'):
        bench.outcome(lambda api: [api.cimi_get('event/1') for _ in range(200)], {})


FAILED = Answer(500, {}, b'')


@pytest.mark.parametrize('method,position,identifier', [
    ('cimi_add_or_get', 3, 'event/1'), ('upload_object', 3, 'external-object/1'),
    ('upload_object', 5, 'external-object/1'), ('upload_object', 6, 'external-object/1')])
def test_an_error_after_something_was_created_carries_its_id(bench, method, position, identifier):
    failing = dict.fromkeys(range(position, 30), FAILED)
    with pytest.raises(ServerError) as caught:
        bench.outcome(CALLS[method], failing)
    assert caught.value.created == identifier and identifier in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value, 2)).created == identifier


@pytest.mark.parametrize('call,created', [
    (lambda api: api.deploy('shop/web', wait=True), uuid.UUID(DUID)),
    (lambda api: api.build_component('shop/web', wait=True), uuid.UUID(DUID)),
    (lambda api: api.add_node_instances(DUID, 'web', 1, wait=True), ['web.3'])])
def test_an_error_while_it_waits_carries_what_was_created(bench, call, created):
    with pytest.raises(NotFoundError) as caught:
        bench.outcome(call, {1: Answer(404, {}, b'')})
    assert caught.value.created == created and caught.value.deployment_id == uuid.UUID(DUID)


def test_what_was_removed_again_is_not_named(bench):
    with pytest.raises(ServerError) as caught:
        bench.outcome(CALLS['upload_object'], {5: FAILED})
    assert caught.value.created is None and 'created' not in str(caught.value)


def test_nothing_is_named_before_something_was_created(bench):
    with pytest.raises(ServerError) as caught:
        bench.outcome(CALLS['cimi_add_or_get'], {2: FAILED})
    assert caught.value.created is None


@pytest.mark.parametrize('error', [KeyboardInterrupt, requests.ConnectionError])
def test_errors_of_others_carry_it_as_well(error):
    with pytest.raises(error) as caught, Created() as created:
        created.id = 'event/1'
        raise error()
    assert caught.value.created == 'event/1' and 'event/1' in caught.value.__notes__[0]
    with Created() as created:
        created.id = 'event/1'


class Rigid(Exception):
    """An exception that cannot be changed."""

    def __setattr__(self, name, value):
        raise AttributeError(name)


def test_an_error_that_cannot_be_changed_stays_unchanged():
    with pytest.raises(Rigid), Created('event/1'):
        raise Rigid()


@pytest.mark.parametrize('location', [None, '', 'http://[::1', 'text', '/module/', '/module/..',
                                      'http://h/module/a//b'])
def test_a_module_was_stored_wherever_the_service_says_it_is(bench, location):
    headers = {} if location is None else {'Location': location}
    assert bench.outcome(CALLS['create_project'],
                         {1: Answer(201, headers, b'')}) == 'shop/made'


def test_a_login_that_succeeded_counts_whatever_its_response_says(bench):
    bench.api._cache.username = 'bob'
    with pytest.raises(ResponseError):
        bench.outcome(CALLS['login_internal'], {0: Answer(201, {}, b'odd')})
    assert bench.api.username == 'alice' and bench.api.session.login_params['password'] == 'pw'


def counted(count, resources=1):
    """The response to a search with this count."""
    body = json.dumps({'count': count, 'events': [{'id': 'event/1'}] * resources})
    return Answer(200, {'Content-Type': 'application/json'}, body.encode('ascii'))


@pytest.mark.parametrize('count', [None, True, -1, 1.0, 10 ** 40, '1', '', [], {}])
@pytest.mark.parametrize('call', [
    lambda api: len(api.cimi_list('events')), lambda api: api.cimi_list('events')[0],
    lambda api: list(api.cimi_list('events')), lambda api: api.cimi_list('events')[:3],
    lambda api: api.cimi_count('events'), lambda api: api.cimi_one('events')])
def test_an_invalid_count_is_a_response_error(bench, call, count):
    with pytest.raises(ResponseError):
        bench.outcome(call, {1: counted(count)})


def test_a_collection_that_counts_more_than_it_has_comes_to_an_end(bench):
    odd = dict.fromkeys(range(2, 9), counted(10 ** 9, 0))
    odd[1] = counted(10 ** 9)
    assert bench.outcome(lambda api: whole(api.cimi_list('events')), odd) == [
        CimiResource({'id': 'event/1'})]


@pytest.mark.parametrize('members', ['text', 3, {'a': {}}, [None], [{}, 'text'], [[]]])
def test_a_list_of_other_things_than_objects_is_a_response_error(bench, members):
    body = json.dumps({'count': 1, 'events': members}).encode('ascii')
    odd = Answer(200, {'Content-Type': 'application/json'}, body)
    with pytest.raises(ResponseError):
        bench.outcome(CALLS['cimi_search'], {1: odd})


@pytest.mark.parametrize('call', [
    lambda api, resource: api.cimi_delete(resource), lambda api, resource: api.cimi_edit(
        resource, {}), lambda api, resource: api.cimi_update(resource, {}),
    lambda api, resource: api.cimi_operation(resource, 'start'),
    lambda api, resource: api.download_object(resource, io.BytesIO()),
    lambda api, resource: api.upload_object(io.BytesIO(), 'bucket', 'name', resource)])
@pytest.mark.parametrize('document', [{}, {'id': None}, {'id': 1}, {'id': ''}, {'id': '../up'}, 3])
def test_a_resource_without_an_id_is_refused_as_an_id(bench, call, document):
    with pytest.raises(ResponseError):
        call(bench.api, CimiResource(document))


@pytest.mark.parametrize('member', ['created', 'id'])
def test_a_search_cannot_continue_after_an_incomplete_resource(member):
    resource = CimiResource({'created': '2019-03-29T08:20:11.480Z', 'id': 'event/1'})
    assert sequences.anchor_of(resource) == resource.json
    for odd in (None, 1, []):
        resource.json[member] = odd
        with pytest.raises(ResponseError):
            sequences.anchor_of(resource)


def test_a_deployment_without_a_status_can_be_shown(bench, capsys):
    odd = Answer(200, {'Content-Type': 'application/xml'}, b'<run/>')
    with pytest.raises(WaitTimeoutError):
        bench.outcome(lambda api: api.wait_deployment(DUID, timeout=0, progress=True), {0: odd})
    assert 'unknown' in capsys.readouterr()[1]


@pytest.mark.parametrize('odd', ODD_JSON, ids=list(map(str, range(len(ODD_JSON)))))
@pytest.mark.parametrize('make', [
    CimiResponse, CimiResource, CloudEntryPoint, lambda json: CimiCollection(json, 'events'),
    lambda json: CimiCollection({'events': json, 'count': json}, 'events'),
    lambda json: CimiCollection({'events': [json, json]}, 'events'),
    lambda json: CloudEntryPoint({'events': json}), lambda json: CimiResource({'operations': json}),
    lambda json: CimiResource({'id': json, 'state': json, 'href': {'href': json}})], ids=list(
        map(str, range(9))))
def test_models_accept_odd_documents(make, odd):
    use(make(odd))
