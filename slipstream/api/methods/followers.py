# -*- coding: utf-8 -*-
"""Followers: read again and again, and tell what is new.

What was reported is remembered here, so nothing is reported twice, even if the service was away.
"""
from __future__ import unicode_literals

import datetime
import time
import uuid
from collections import namedtuple

from ..compat import Mapping, monotonic, native_str, string_types, to_text
from ..errors import NotFoundError, ResponseError, WaitTimeoutError
from ..filters import builder
from ..protocol import arguments, paths, run_rows, timestamps
from ..protocol.statuses import ENDS, STATUSES
from . import waiting
from .changes import EVENT, PARAMETER, STATE, Change

#: How many reads in a row may fail for temporary reasons: a service may take minutes to restart.
TOLERATED_FAILURES = 20
#: Seconds by which a resource may become visible later than its time says.
LATENESS = 30
#: The parameter that is reported as a state.
STATE_PARAMETER = 'ss:state'

_OVER = object()

#: What is known of a deployment: a dict of name to state and time, a dict of name to value and time
#: of its parameters, its events, whether it has ended, and what the service says about it.
Snapshot = namedtuple(native_str('Snapshot'), native_str('states parameters events ended said'))


def of_deployment(api, deployment_id, timeout=None, interval=None):
    """Follow a deployment; see :meth:`slipstream.api.methods.following.Following`."""
    polling = Polling(api.session, timeout, interval)
    text = to_text(deployment_id)
    if text.startswith('deployment/'):
        paths.cimi(text)
        return _changes(_CimiDeployment(api, text).read, polling, text)
    identifier = uuid.UUID(paths.deployment_id(deployment_id))
    return _changes(lambda: _read_run(api, identifier), polling, identifier)


def of_collection(api, resource_type, filter=None, since=None, timeout=None, interval=None):
    """Follow a collection; see :meth:`slipstream.api.methods.following.Following`."""
    polling = Polling(api.session, timeout, interval)
    collection = Collection(api, resource_type, filter, since)
    return (resource for news in polling.results(collection.read) for resource in news or ())


class Polling(object):
    """Reads something again and again.

    :param session: the session, which has a clock and sleeps.
    :param timeout: the maximum number of seconds; None for no limit.
    :param interval: seconds between two reads; None for growing intervals.
    """

    def __init__(self, session, timeout=None, interval=None):
        # A session that the program uses instead need not have them.
        self._sleep = getattr(session, 'sleep', time.sleep)
        self._clock = getattr(session, 'clock', monotonic)
        self.timeout = arguments.seconds(timeout, 'timeout')
        self._interval = arguments.seconds(interval, 'interval')

    def results(self, read):
        """Read again and again, until the time is over.

        :param read: a function that returns what is new.
        :return: an iterator of what it returns; None after a temporary failure.
        """
        reader = waiting.TolerantReader(read, TOLERATED_FAILURES)
        pauses = waiting.Pauses(self._sleep, self.timeout, self._interval, self._clock)
        while True:
            left = pauses.left()
            news = reader.read()
            yield news
            if left is not None and left <= 0:
                return
            if news:
                pauses.shorten()
            pauses.sleep(left)


def _changes(read, polling, deployment_id):
    """Tell the changes of a deployment until it ends."""
    reported, latest = ReportedChanges(), []

    def news():
        latest[:] = [read()]
        return reported.news(latest[0])

    rounds = polling.results(news)
    while not (latest and latest[0].ended):
        with waiting.WithDeploymentId(deployment_id):
            changes = next(rounds, _OVER)
            if changes is _OVER:
                raise WaitTimeoutError('Deployment %s has not ended after %s' % (
                    deployment_id, waiting.in_words(polling.timeout)),
                                       latest[0].said if latest else None)
        for change in changes or ():
            yield change


class ReportedChanges(object):
    """What was reported of a deployment."""

    def __init__(self):
        self._events = set()
        self._parameters = {}
        self._states = {}
        self._in_events = set()
        self._early = []

    def news(self, snapshot):
        """Return the changes that were not told before, oldest first.

        :param snapshot: what is known now, a :class:`Snapshot`.
        """
        changes = self._of_parameters(snapshot.parameters) + self._of_events(snapshot.events)
        changes += self._of_states(snapshot.states)
        return sorted(changes, key=lambda change: change.time or '')

    def _of_parameters(self, parameters):
        changes = [Change(PARAMETER, name, value, moment, None)
                   for name, (value, moment) in sorted(parameters.items())
                   if value != self._parameters.get(name)]
        self._parameters.update((change.name, change.value) for change in changes)
        return changes

    def _of_events(self, events):
        new = [event for event in events if _text(event, 'id') not in self._events]
        self._events.update(_text(event, 'id') for event in new)
        changes = sorted((_of_event(event) for event in new), key=_order)
        return [change for change in changes if change.kind == EVENT or self._is_new(change.value)]

    def _is_new(self, state):
        """Whether a state that an event tells was not told already, before its event was there."""
        self._in_events.add(state)
        self._states[STATE_PARAMETER] = state
        if state in self._early:
            self._early.remove(state)
            return False
        return True

    def _of_states(self, states):
        """Tell the states that no event has told: there may be none, or it comes later."""
        changes = []
        for name, (state, moment) in sorted(states.items()):
            by_events = name == STATE_PARAMETER and self._in_events
            if state and state != self._states.get(name) and not (
                    by_events and state in self._in_events):
                changes.append(Change(STATE, name, state, moment, None))
                self._states[name] = state
                self._early += [state] if name == STATE_PARAMETER else []
        return changes


def _order(change):
    """Return a key that orders changes, also states of the same millisecond."""
    rank = STATUSES.index(change.value) if change.value in STATUSES else -1
    return change.time or '', rank, _text(change.event, 'id')


def _of_event(event):
    content = event.json.get('content')
    state = content.get('state') if isinstance(content, Mapping) else None
    kind, moment = event.json.get('type'), event.json.get('timestamp')
    if kind == 'state' and isinstance(state, string_types):
        return Change(STATE, STATE_PARAMETER, state.lower(), moment, event)
    return Change(EVENT, kind, state, moment, event)


def _text(resource, name):
    """Return a member of a resource, which must be there and a text."""
    value = resource.json.get(name) if isinstance(resource.json, Mapping) else None
    if not isinstance(value, string_types):
        raise ResponseError('The service returned a resource without %s' % name)
    return value


def _read_run(api, deployment_id):
    """Return a deployment of the XML interface as a :class:`Snapshot`."""
    # The events come second, so that they tell all states that the deployment has had.
    run = api._run(deployment_id)
    deployment, values = run_rows.deployment_of(run), run_rows.values_of(run)
    values.pop(STATE_PARAMETER, None)
    return Snapshot({STATE_PARAMETER: (deployment.status, _iso(deployment.last_state_change))},
                    dict((name, (value, None)) for name, value in values.items()),
                    list(api.get_deployment_events(deployment_id)),
                    deployment.status in ENDS, deployment)


class _CimiDeployment(object):
    """A deployment of the JSON interface."""

    def __init__(self, api, deployment_id):
        self._api, self._id, self._latest = api, deployment_id, None

    def read(self):
        """Return it as a :class:`Snapshot`; the last one again if it was deleted since."""
        try:
            document = self._api.cimi_get(self._id)
        except NotFoundError:
            if self._latest is None:
                raise
            return self._latest._replace(ended=True)
        listed = self._api.cimi_list('deploymentParameters',
                                     filter=builder.Attr('deployment/href') == self._id)
        parameters = dict((_key(parameter), (parameter.json.get('value'), _updated(parameter)))
                          for parameter in listed)
        state = _text(document, 'state')
        states = {'state': (state.lower(), _updated(document))}
        if STATE_PARAMETER in parameters:
            value, moment = parameters.pop(STATE_PARAMETER)
            states[STATE_PARAMETER] = (value and value.lower(), moment)
        self._latest = Snapshot(states, parameters, list(self._api.get_deployment_events(self._id)),
                                state == 'STOPPED', document)
        return self._latest


def _key(parameter):
    node = parameter.json.get('nodeID')
    return '%s:%s' % (node, _text(parameter, 'name')) if node else _text(parameter, 'name')


class Collection(object):
    """A collection, and what was reported of it.

    :param api: an :class:`~slipstream.api.Api`.
    :param str resource_type: name of the collection.
    :param filter: a filter or several.
    :param since: the time to begin with; None for now.
    """

    def __init__(self, api, resource_type, filter=None, since=None):
        filters = builder.as_filter(filter)
        self._filters = filters if isinstance(filters, list) else [filters] if filters else []
        self._api, self._resource_type = api, paths.collection(resource_type)
        self._versions = {}
        self._newest = self._begin = None
        if since is not None:
            moment = timestamps.parse(arguments.name(since, 'since'))
            self._begin = self._newest = _written(moment)
        else:
            self._skip()

    def read(self):
        """Return the resources that were not told before, oldest first."""
        resources = [resource for resource in self._recent()
                     if self._versions.get(_text(resource, 'id')) != _updated(resource)]
        for resource in resources:
            self._versions[resource['id']] = resource['updated']
            self._newest = max(self._newest or '', resource['updated'])
        self._forget()
        return resources

    def _skip(self):
        """Skip existing resources."""
        newest = self._api.cimi_first(self._resource_type, self._filters or None,
                                      select=['id', 'updated'], orderby=['updated:desc'])
        if newest is not None:
            self._newest = _updated(newest)
            self.read()

    def _recent(self):
        filters = list(self._filters)
        if self._newest:
            filters.append(builder.Attr('updated') >= max(self._begin or '',
                                                          _earlier(self._newest)))
        return self._api.cimi_list(self._resource_type, filters or None, orderby=['updated'])

    def _forget(self):
        """Forget the versions that are too old to be read again."""
        oldest = _earlier(self._newest) if self._newest else ''
        self._versions = dict((name, updated) for name, updated in self._versions.items()
                              if updated >= oldest)


def _iso(text):
    """Return a time as the JSON interface writes it; None if it is not a time, or in some zone."""
    try:
        moment = timestamps.parse(text)
    except ValueError:
        return None
    return moment and _written(moment)


def _updated(resource):
    """Return when a resource was changed, as the JSON interface writes it.

    :raises ResponseError: it does not say.
    """
    text = _text(resource, 'updated')
    if _iso(text) is None:
        raise ResponseError('The service returned a resource with an invalid time')
    return text


def _earlier(text):
    """Return the time from which on resources may have become visible later than another one."""
    return _written(timestamps.parse(text) - datetime.timedelta(seconds=LATENESS))


def _written(moment):
    return '%s.%03dZ' % (moment.strftime(native_str('%Y-%m-%dT%H:%M:%S')),
                         moment.microsecond // 1000)
