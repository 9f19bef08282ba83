# -*- coding: utf-8 -*-
"""Errors of CIMI: what is said about names, addresses and responses."""
from __future__ import unicode_literals

import pytest

from slipstream.api import errors
from slipstream.api.models import CimiResource

from .test_cimi import EDITABLE, ENTRY_POINT, body, client


@pytest.mark.parametrize('offered, operation', [
    ('https://h/api/job/1/stop', 'stop'), ('job/1/stop', 'http://x/stop')])
def test_an_operation_may_have_a_whole_address(offered, operation):
    resource = CimiResource({'id': 'job/1', 'operations': [
        {'rel': 'http://x/stop', 'href': offered}]})
    made = client({})
    made.cimi_operation(resource, operation)
    assert made.session.calls == ['POST /api/job/1/stop']


def test_an_address_elsewhere_is_named_in_part():
    made = client({'id': 'job/1', 'operations': [
        {'rel': 'stop', 'href': 'https://other/' + 'x' * 400}]})
    with pytest.raises(errors.ResponseError) as info:
        made.cimi_operation('job/1', 'stop')
    assert info.value.reason == 'The service did not return an address of its own: %s' % (
        'https://other/' + 'x' * (200 - len('https://other/')))


def test_a_misspelt_operation_gets_a_suggestion():
    with pytest.raises(errors.UnknownOperationError) as info:
        client(EDITABLE).cimi_operation('job/1', 'edti')
    assert info.value.reason == 'The resource job/1 does not offer the operation edti.'
    assert info.value.hint.startswith('Did you mean edit? ')


@pytest.mark.parametrize('address', ['event/1', 'https://h/api/event/1'])
def test_a_response_that_is_no_object_is_reported(address):
    with pytest.raises(errors.ResponseError) as info:
        client([1]).cimi_get(address)
    assert info.value.reason == 'The response to GET /api/event/1 is not an object'


@pytest.mark.parametrize('name', ['job', 'XX'])
def test_a_collection_that_is_not_there_is_named(name):
    with pytest.raises(errors.UnknownCollectionError) as info:
        client(ENTRY_POINT).cimi_search(name)
    assert info.value.reason == 'The service has no collection %s.' % name


@pytest.mark.parametrize('call', ['cimi_get', 'cimi_edit'])
def test_a_misspelt_selection_is_refused(call):
    arguments = ('event/1',) if call == 'cimi_get' else ('event/1', {})
    with pytest.raises(TypeError, match='Did you mean select'):
        getattr(client(), call)(*arguments, selct='id')


def test_a_search_that_was_not_carried_out_may_have_an_odd_filter():
    with pytest.raises(errors.ResponseError) as info:
        client(ENTRY_POINT, {'events': [], 'count': None}).cimi_search('events', filter="a<'x'")
    assert info.value.reason == (
        'The service could not carry out the search of events, perhaps because the filter '
        "compares a number with text: a<'x'")


def test_what_is_posted_is_sent():
    made = client({})
    made._cimi_post('nuvlabox-record/1/activate', {'a': 1})
    assert body(made) == {'a': 1}
