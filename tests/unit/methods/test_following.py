# -*- coding: utf-8 -*-
"""Following: what is read of a deployment, and what ends it."""
from __future__ import unicode_literals

import uuid

import pytest

from slipstream.api.errors import ForbiddenError, ServerError, WaitTimeoutError
from slipstream.api.methods import followers
from slipstream.api.methods.followers import ReportedChanges
from slipstream.api.models import CimiResource
from slipstream.api.protocol import documents

from .test_followers import Session, event, news, snapshot

DUID = uuid.UUID('7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b')


class Service(object):
    """An Api that gives the same response to the same question, or fails."""

    endpoint = 'https://h'

    def __init__(self, response):
        self.response, self.session, self.filters = response, Session(), []

    def cimi_get(self, resource_id):
        """The deployment."""
        if isinstance(self.response, Exception):
            raise self.response
        return self.response

    _run = cimi_get

    def cimi_list(self, resource_type, filter):
        """Its parameters."""
        self.filters.append((resource_type, str(filter)))
        return []

    def get_deployment_events(self, deployment_id):
        """Its events."""
        return []


@pytest.mark.parametrize('deployment_id, expected', [
    ('deployment/1', 'deployment/1'), (DUID, DUID), (str(DUID), DUID)])
def test_an_error_names_the_deployment_that_was_followed(deployment_id, expected):
    with pytest.raises(ForbiddenError) as info:
        next(followers.of_deployment(Service(ForbiddenError('No.')), deployment_id))
    assert info.value.deployment_id == expected


@pytest.mark.parametrize('deployment_id', ['deployment/..', 'deployment//1', 'odd', ''])
def test_an_odd_id_is_refused_before_anything_is_read(deployment_id):
    with pytest.raises(ValueError):
        followers.of_deployment(Service(None), deployment_id, 0)


@pytest.mark.parametrize('deployment_id', ['deployment/1', DUID])
def test_a_time_that_ends_before_anything_was_read_says_so(deployment_id):
    with pytest.raises(WaitTimeoutError) as info:
        list(followers.of_deployment(Service(ServerError('x')), deployment_id, timeout=0))
    assert info.value.deployment is None and info.value.deployment_id == deployment_id


@pytest.mark.parametrize('parameter', ['', '<entry><runtimeParameter key="ss:state">Ready'
                                       '</runtimeParameter></entry>'])
def test_the_state_of_a_deployment_has_its_time(parameter):
    run = documents.parse_xml((
        '<run uuid="%s" state="Ready" lastStateChangeTime="2019-03-29 08:00:00.500 UTC">'
        '<runtimeParameters>%s</runtimeParameters></run>' % (DUID, parameter)).encode('utf-8'))
    latest = followers._read_run(Service(run), DUID)
    assert latest.states == {'ss:state': ('ready', '2019-03-29T08:00:00.500Z')}
    assert latest.parameters == {}


def test_only_the_parameters_of_the_deployment_are_read():
    service = Service(CimiResource({'state': 'STOPPED', 'updated': '2019-03-29T08:00:00.500Z'}))
    assert [change.value for change in followers.of_deployment(service, 'deployment/1')] == [
        'stopped']
    assert service.filters == [('deploymentParameters', "deployment/href='deployment/1'")]


def test_a_time_that_ends_tells_what_was_read_last():
    document = CimiResource({'state': 'STARTED', 'updated': '2019-03-29T08:00:00.500Z'})
    with pytest.raises(WaitTimeoutError) as info:
        list(followers.of_deployment(Service(document), 'deployment/1', timeout=0))
    assert info.value.deployment is document


def test_changes_without_a_time_come_first():
    assert news(snapshot('ready', [event('Ready', 'T1')], a='1')) == [
        [('parameter', '1'), ('state', 'ready')]]


@pytest.mark.parametrize('first', ['T1', None])
def test_of_two_events_the_earlier_one_tells_what_was_told_early(first):
    events = [event('Ready', 'T3', name='event/a'), event('Ready', first, name='event/z')]
    reported = ReportedChanges()
    assert [change.value for change in reported.news(snapshot('ready'))] == ['ready']
    assert [change.time for change in reported.news(snapshot('ready', events))] == ['T3']


def test_a_resource_without_an_id_is_reported():
    with pytest.raises(ValueError, match='The service returned a resource without id'):
        ReportedChanges().news(snapshot('ready', [CimiResource({})]))
