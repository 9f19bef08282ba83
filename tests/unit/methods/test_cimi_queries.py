# -*- coding: utf-8 -*-
"""CIMI: what is sent of the parameters of a search, a read or an edit."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import ResponseError
from slipstream.api.methods.cimi import Cimi

from ..fakes import FakeSession, answer

DUID = '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b'


@pytest.mark.parametrize('call, name', [
    (lambda api: api.cimi_get('event/1', odd='x'), 'cimi_get'),
    (lambda api: api.cimi_edit('event/1', {}, odd='x'), 'cimi_edit')])
def test_a_parameter_that_is_not_known_is_passed_on_with_a_warning(call, name):
    document = {'id': 'event/1', 'operations': [{'rel': 'edit', 'href': 'event/1'}]}
    made = Cimi('https://h', FakeSession(*[answer(json=document)] * 2))
    with pytest.warns(UserWarning) as caught:
        call(made)
    assert str(caught[0].message) == (
        'Api.%s() has no parameter odd. It is passed on to the service.' % name)
    assert made.session.sent[-1][2]['params'] == {'odd': 'x'}


@pytest.mark.parametrize('deployment_id, href', [
    (DUID, 'run/' + DUID), ('run/' + DUID, 'run/' + DUID), ('deployment/x', 'deployment/x')])
def test_events_are_those_of_a_deployment_however_it_is_named(deployment_id, href):
    entry_point = {'baseURI': 'https://h/api/', 'events': {'href': 'event'}}
    made = Cimi('https://h', FakeSession(
        answer(json=entry_point), answer(json={'count': 1, 'events': [{'id': 'event/1'}]})))
    assert len(made.get_deployment_events(deployment_id)) == 1
    assert made.session.sent[-1][2]['data']['$filter'] == "content/resource/href='%s'" % href


def test_everything_that_is_told_of_a_search_is_sent():
    made = Cimi('https://h', FakeSession(
        answer(json={'baseURI': 'https://h/api/', 'events': {'href': 'event'}}),
        answer(json={'count': 1, 'events': [{'id': 'event/1'}]})))
    made.cimi_search('events', 2, 3, 'a=1', 'b', 'c', 'd:desc', 'count:id')
    assert made.session.sent[-1][2]['data'] == {
        '$first': 2, '$last': 3, '$filter': 'a=1', '$select': 'b', '$expand': 'c',
        '$orderby': 'd:desc', '$aggregation': 'count:id'}


def test_an_operation_that_leads_elsewhere_is_not_carried_out():
    document = {'id': 'event/1', 'operations': [{'rel': 'edit', 'href': 'https://other/x'}]}
    made = Cimi('https://h', FakeSession(answer(json=document)))
    with pytest.raises(ResponseError, match='an address of its own: https://other/x'):
        made.cimi_edit('event/1', {})


@pytest.mark.parametrize('events', [3, 'x', {'id': 'event/1'}, [3]])
def test_what_is_no_list_of_resources_is_named(events):
    made = Cimi('https://h', FakeSession(
        answer(json={'baseURI': 'https://h/api/', 'events': {'href': 'event'}}),
        answer(json={'count': 1, 'events': events})))
    with pytest.raises(ResponseError) as info:
        made.cimi_search('events')
    assert str(info.value).startswith(
        'The service returned something other than a list of resources as events')
