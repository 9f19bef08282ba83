# -*- coding: utf-8 -*-
"""Followers: what they report, and when they look again."""
from __future__ import unicode_literals

import time

import pytest
import requests

from slipstream.api import compat
from slipstream.api.errors import ResponseError, WaitTimeoutError
from slipstream.api.methods import followers
from slipstream.api.methods.changes import Change
from slipstream.api.methods.followers import Collection, Polling, ReportedChanges, Snapshot
from slipstream.api.models import CimiResource
from slipstream.sandbox import Sandbox


def event(state, moment, kind='state', name=None):
    """An event of a deployment."""
    return CimiResource({'id': name or 'event/%s-%s' % (state, moment), 'type': kind,
                         'timestamp': moment, 'content': {'state': state}})


def snapshot(state, events=(), moment=None, **parameters):
    """What is known of a deployment."""
    return Snapshot({'ss:state': (state, moment)},
                    dict((name, (value, None)) for name, value in parameters.items()),
                    list(events), False, None)


def news(*snapshots):
    """The kinds and values of the changes in some snapshots, in turn."""
    state = ReportedChanges()
    return [[(change.kind, change.value) for change in state.news(read)] for read in snapshots]


def test_an_old_service_writes_no_events():
    assert news(*[snapshot(state) for state in ('ready', 'ready', 'provisioning', 'ready')]) == [
        [('state', 'ready')], [], [('state', 'provisioning')], [('state', 'ready')]]


def test_an_event_that_comes_late_is_not_told_again():
    first, second = event('Initializing', 'T1'), event('Provisioning', 'T2')
    assert news(snapshot('initializing'), snapshot('initializing', [first]),
                snapshot('provisioning', [first]), snapshot('provisioning', [second, first]),
                snapshot('executing', [second, first])) == [
        [('state', 'initializing')], [], [('state', 'provisioning')], [], [('state', 'executing')]]


def test_a_state_that_is_reached_again_is_reported_by_its_event():
    events = [event('Ready', 'T1'), event('Provisioning', 'T2'), event('Ready', 'T3')]
    assert news(snapshot('ready', events[:1]), snapshot('ready', events[:2]),
                snapshot('ready', events)) == [
        [('state', 'ready')], [('state', 'provisioning')], [('state', 'ready')]]


def test_a_state_that_was_told_early_is_told_again_when_it_is_reached_again():
    events = [event('Ready', 'T1'), event('Ready', 'T3')]
    assert news(snapshot('ready'), snapshot('ready', events[:1]), snapshot('ready', events)) == [
        [('state', 'ready')], [], [('state', 'ready')]]


def test_a_deployment_that_moves_on_between_two_reads_tells_no_state_twice():
    events = [event('Initializing', 'T1'), event('Provisioning', 'T2')]
    assert news(snapshot('initializing', events), snapshot('provisioning', events)) == [
        [('state', 'initializing'), ('state', 'provisioning')], []]


def test_states_of_the_same_millisecond_come_in_their_order():
    events = [event(state, 'T1', name='event/%d' % number) for number, state in enumerate(
        ['Done', 'Finalizing', 'Ready'])]
    assert news(snapshot('done', events)) == [
        [('state', 'ready'), ('state', 'finalizing'), ('state', 'done')]]


def test_other_events_are_reported_with_their_type_and_words():
    alarm = event('disk full', 'T2', 'alarm')
    changes = ReportedChanges().news(snapshot('ready', [alarm, event('Ready', 'T1')]))
    assert changes[1] == Change('event', 'alarm', 'disk full', 'T2', alarm)


def test_parameters_are_told_when_they_change_and_when_they_are_cleared():
    assert news(snapshot(None, a='1', b=None), snapshot(None, a='1', b='2'),
                snapshot(None, a=None, b='2'), snapshot(None, a='1', b='2')) == [
        [('parameter', '1')], [('parameter', '2')], [('parameter', None)], [('parameter', '1')]]


@pytest.mark.parametrize('document', [{}, {'id': 7}, [], None, {'name': 'event/1'}])
def test_a_response_that_makes_no_sense_is_reported(document):
    with pytest.raises(ResponseError):
        ReportedChanges().news(snapshot('ready', [CimiResource(document)]))
    service = Service(CimiResource(document))
    with pytest.raises(ResponseError):
        Collection(service, 'events')


@pytest.mark.parametrize('updated', ['', 'soon', None, 7])
def test_a_resource_without_a_time_is_reported(updated):
    service = Service()
    collection = Collection(service, 'events')
    service.resources = [CimiResource({'id': 'event/1', 'updated': updated})]
    with pytest.raises(ResponseError, match='with an invalid time|without updated'):
        collection.read()


@pytest.mark.parametrize('members, change', [
    ({}, (None, None)), ({'type': 'state'}, ('state', None)), ({'content': 7}, (None, None)),
    ({'type': 'state', 'content': {}}, ('state', None))])
def test_an_event_that_says_little_is_reported_unchanged(members, change):
    changes = ReportedChanges().news(snapshot(None, [CimiResource(dict(members, id='event/1'))]))
    event, = changes
    assert (event.kind,) + event[1:3] == ('event',) + change


def test_a_time_in_a_zone_that_means_several_is_not_told():
    assert followers._iso('2019-03-02 09:14:27.306 CST') is None
    assert followers._iso('2019-03-02 09:14:27.306 CET') == '2019-03-02T08:14:27.306Z'
    assert followers._iso(None) is None


class Session(object):
    """A session that only sleeps."""

    def __init__(self):
        self.naps, self.now = [], 0

    def sleep(self, seconds):
        """Note it."""
        self.naps.append(seconds)

    def clock(self):
        """The time."""
        return self.now


def looked(news, **options):
    """What is read, and how long each nap is."""
    session, script = Session(), list(news)

    def read():
        answer = script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    rounds = Polling(session, **options).results(read)
    return [next(rounds) for _ in news], session.naps


def test_pauses_grow_until_something_is_new():
    assert looked([[1], [], [], [], [], [], [], [2], [], []]) == (
        [[1], [], [], [], [], [], [], [2], [], []], [1, 2, 4, 8, 15, 15, 15, 1, 2])
    assert looked([[1], [], []], interval=3)[1] == [3, 3]


def test_failures_are_tolerated_for_minutes():
    trouble = [requests.ConnectionError() for _ in range(followers.TOLERATED_FAILURES + 1)]
    assert looked([[1]] + trouble[1:] + [[2]])[0] == [[1]] + [None] * len(trouble[1:]) + [[2]]
    with pytest.raises(requests.ConnectionError):
        looked(trouble)
    with pytest.raises(KeyError):
        looked([KeyError('not the service')])


def test_the_time_ends_with_a_last_look():
    session = Session()
    assert list(Polling(session, timeout=5).results(list)) == [[]] * 4 and session.naps == [1, 2, 2]
    session = Session()
    session.sleep = lambda seconds: setattr(session, 'now', session.now + 10)
    assert len(list(Polling(session, timeout=5).results(list))) == 2


class Service(object):
    """A collection, whose newest resources become visible later."""

    def __init__(self, *resources):
        self.resources, self.filters = list(resources), []

    def cimi_first(self, resource_type, filter=None, **options):
        """The newest."""
        self.options = dict(options, filter=filter)
        return self.resources[-1] if self.resources else None

    def cimi_list(self, resource_type, filter=None, orderby=None):
        """All of them, in this order."""
        self.filters.append([str(part) for part in filter or ()])
        return sorted(self.resources, key=lambda document: [document[name] for name in orderby])


def resource(name, second):
    """A resource of a minute."""
    return CimiResource({'id': name, 'updated': '2019-03-29T08:00:%02d.000Z' % second})


def test_a_resource_that_becomes_visible_late_is_reported():
    service = Service(resource('a', 40))
    collection = Collection(service, 'events')
    service.resources += [resource('b', 50), resource('c', 35)]
    assert [document['id'] for document in collection.read()] == ['c', 'b']
    service.resources[0] = resource('a', 55)
    assert [document['id'] for document in collection.read()] == ['a'] and collection.read() == []
    assert service.filters[0] == ["updated>='2019-03-29T08:00:10.000Z'"]
    assert service.filters[-1] == ["updated>='2019-03-29T08:00:25.000Z'"]


def test_a_filter_is_kept_and_nothing_before_the_beginning_is_read():
    service = Service()
    collection = Collection(service, 'events', ["type='state'"], '2019-03-29T08:00:40Z')
    service.resources.append(resource('a', 45))
    collection.read()
    assert collection.read() == []
    assert service.filters == [["type='state'", "updated>='2019-03-29T08:00:40.000Z'"]] * 2


def test_an_empty_collection_is_read_as_a_whole_until_there_is_something():
    service = Service()
    collection = Collection(service, 'events', "type='state'")
    assert collection.read() == [] and service.filters == [["type='state'"]]
    assert service.options == {'select': ['id', 'updated'], 'orderby': ['updated:desc'],
                               'filter': ["type='state'"]}


def test_versions_that_are_not_read_again_are_forgotten():
    service = Service()
    collection = Collection(service, 'events', since='2019-03-29T08:00:00.000Z')
    service.resources = [resource('a', 1), resource('b', 59)]
    assert len(collection.read()) == 2 and list(collection._versions) == ['b']


def test_a_session_of_a_program_needs_neither_a_clock_nor_a_sleep():
    polling = followers.Polling(object())
    assert (polling._sleep, polling._clock) == (time.sleep, compat.monotonic)


@pytest.mark.parametrize('follow', [
    lambda api: api.follow_deployment(api.deploy('examples/images/centos-7'), 15, 7),
    lambda api: api.follow('events', None, None, 15, 7)])
def test_a_follower_looks_as_often_as_it_is_told(follow):
    with Sandbox(speed=0) as sandbox:
        api, naps = sandbox.api(), []
        sleep = api.session.sleep

        def noting(seconds):
            naps.append(seconds)
            sleep(seconds)

        api.session.sleep = noting
        try:
            list(follow(api))
        except WaitTimeoutError as error:
            launched, = api.list_deployments()
            assert error.deployment_id == launched.id
            assert str(error).startswith(
                'Deployment %s has not ended after 15 seconds' % launched.id)
        assert naps == [7, 7, 1]


def test_a_state_of_the_other_interface_hides_no_event():
    other = Snapshot({'state': ('ready', 'T1')}, {}, [], False, None)
    later = other._replace(events=[event('Ready', 'T2')])
    assert news(other, later) == [[('state', 'ready')], [('state', 'ready')]]


def test_the_state_of_the_other_interface_is_told_besides_an_event():
    both = Snapshot({'state': ('ready', 'T2')}, {}, [event('Ready', 'T1')], False, None)
    assert [change.name for change in ReportedChanges().news(both)] == ['ss:state', 'state']


def test_several_states_that_were_told_early_are_not_told_again():
    events = [event('Ready', 'T1'), event('Provisioning', 'T2')]
    assert news(snapshot('ready'), snapshot('provisioning'), snapshot('provisioning', events)) == [
        [('state', 'ready')], [('state', 'provisioning')], []]


def test_other_events_of_the_same_millisecond_come_before_states():
    events = [event('Initializing', 'T1'), event('disk full', 'T1', 'alarm')]
    assert news(snapshot('initializing', events)) == [
        [('event', 'disk full'), ('state', 'initializing')]]


def test_what_is_read_again_is_remembered_and_not_told_again():
    service = Service()
    collection = Collection(service, 'events', since='2019-03-29T08:00:00.000Z')
    service.resources = [resource('a', 10), resource('b', 10 + followers.LATENESS)]
    assert len(collection.read()) == 2 and collection.read() == []
