# -*- coding: utf-8 -*-
"""DeploymentWaiter: when to look again, and when to stop."""
from __future__ import unicode_literals

import copy
import logging
import pickle
import sys
import uuid

import pytest
from requests.exceptions import ConnectionError, SSLError, Timeout

from slipstream.api import errors
from slipstream.api.methods import waiting
from slipstream.api.methods.waiting import DeploymentWaiter
from slipstream.api.models import Deployment, Flag, LaunchedDeployment
from slipstream.api.protocol import paths
from slipstream.api.protocol.statuses import LAUNCHED, STATUSES

from ... import xml_samples as samples

DUID = uuid.UUID(samples.DUID)


def deployment(status='ready', abort=None, scalable='false'):
    return Deployment(DUID, 'a/1', status, None, None, [], 'alice', abort, None, Flag(scalable))


class Story(object):
    """What is read, one after the other; the last one stays. Sleeping is only written down."""

    def __init__(self, *chapters):
        self.chapters = list(chapters)
        self.naps = []

    def read(self, deployment_id=DUID):
        """Read the next chapter."""
        assert deployment_id == DUID
        chapter = self.chapters.pop(0) if len(self.chapters) > 1 else self.chapters[0]
        if isinstance(chapter, Exception):
            raise chapter
        return chapter if isinstance(chapter, Deployment) else deployment(chapter)

    def wait(self, targets=('ready',), stop_on_abort=True, **options):
        """Wait patiently."""
        return DeploymentWaiter(self.read, self.naps.append, **options).wait(DUID, targets,
                                                                             stop_on_abort)


def test_what_is_there_is_returned_at_once():
    story = Story('ready')
    assert story.wait() == deployment('ready')
    assert story.naps == []


def test_the_intervals_grow_up_to_15_seconds():
    story = Story(*['executing'] * 8 + ['ready'])
    assert story.wait().status == 'ready'
    assert story.naps == [1, 2, 4, 8, 15, 15, 15, 15]


def test_an_interval_of_the_caller_does_not_grow():
    story = Story('initializing', 'executing', 'executing', 'done')
    assert story.wait(('done', 'ready'), interval=0.25).status == 'done'
    assert story.naps == [0.25] * 3
    story = Story('executing', 'ready')
    story.wait(interval=0)
    assert story.naps == [0]


def test_the_time_is_up():
    story = Story('executing')
    with pytest.raises(errors.WaitTimeoutError) as info:
        story.wait(('ready', 'done'), timeout=10)
    assert story.naps == [1, 2, 4, 3]
    assert info.value.deployment == deployment('executing')
    assert str(
        info.value) == 'Deployment %s is still executing after 10 seconds, not ready or done' % DUID


def test_a_last_look_when_the_time_is_up():
    story = Story('executing', 'executing', 'ready')
    assert story.wait(timeout=2).status == 'ready'
    assert story.naps == [1, 1]


def test_time_passes_while_one_reads(monkeypatch):
    times = [0, 0, 100]
    monkeypatch.setattr(waiting, 'monotonic', lambda: times.pop(0))
    story = Story('executing')
    with pytest.raises(errors.WaitTimeoutError):
        story.wait(timeout=50)
    assert story.naps == [1]


def test_no_time_at_all_is_one_look():
    story = Story('executing')
    with pytest.raises(errors.WaitTimeoutError):
        story.wait(timeout=0)
    assert story.naps == []
    assert Story('ready').wait(timeout=0).status == 'ready'


def test_an_abort_ends_it_at_once():
    aborted = deployment('ready', abort='it broke')
    story = Story('executing', aborted)
    with pytest.raises(errors.DeploymentAbortedError) as info:
        story.wait()
    assert (info.value.deployment, info.value.abort) == (aborted, 'it broke')
    assert str(info.value) == 'Deployment %s (ready) has been aborted: it broke' % DUID


def test_an_abort_does_not_end_the_wait_for_an_end():
    story = Story(deployment('executing', abort='it broke'),
                  deployment('aborted', abort='it broke'))
    assert story.wait(('aborted',), stop_on_abort=False).status == 'aborted'


@pytest.mark.parametrize('status, target', [
    ('done', 'ready'), ('cancelled', 'aborted'), ('aborted', 'done'), ('finalizing', 'ready'),
    ('ready', 'executing'), ('executing', 'initializing')])
def test_waiting_for_a_status_that_cannot_come_any_more_is_an_error(status, target):
    story = Story(status)
    with pytest.raises(errors.StatusUnreachableError) as info:
        story.wait((target,))
    assert str(info.value) == 'Deployment %s is %s and can no longer become %s' % (
        DUID, status, target)
    assert info.value.deployment.status == status and story.naps == []


def test_what_can_be_scaled_may_come_again():
    scalable = deployment('ready', scalable='true')
    assert [status for status in STATUSES
            if waiting.can_become(scalable, status)] == [
                'provisioning', 'executing', 'sendingreports', 'ready', 'finalizing', 'done',
                'aborted', 'cancelled']
    assert not waiting.can_become(deployment('finalizing', scalable='true'), 'ready')


@pytest.mark.parametrize('status', ['unknown', None, 'thinking'])
def test_a_status_that_is_unknown_may_become_anything(status):
    story = Story(deployment(status), 'ready')
    assert story.wait().status == 'ready'


PASSING = [ConnectionError('x'), Timeout('x'), errors.ServerError('x'),
           errors.TooManyRequestsError('x')]


def test_failures_that_pass_are_overlooked(caplog):
    caplog.set_level(logging.WARNING, 'slipstream.api')
    story = Story(*PASSING + ['executing'] + PASSING + ['ready'])
    assert story.wait().status == 'ready'
    assert [record.getMessage() for record in caplog.records][:2] == [
        'Still waiting after a failure: ConnectionError',
        'Still waiting after a failure: Timeout']


def test_too_many_failures_in_a_row_end_the_waiting():
    story = Story(*PASSING + [errors.ServerError('the last one')])
    with pytest.raises(errors.ServerError):
        story.wait()
    assert story.naps == [1, 2, 4, 8]


@pytest.mark.parametrize('failure', [errors.NotFoundError('x'), errors.ForbiddenError('x'),
                                     errors.ResponseError('x'), SSLError('x')])
def test_failures_that_stay_end_the_waiting(failure):
    story = Story(failure, 'ready')
    with pytest.raises(type(failure)):
        story.wait()
    assert story.naps == []


@pytest.mark.parametrize('targets, timeout, message', [
    (LAUNCHED, 1, 'after 1 second, not ready'), (LAUNCHED, 2, 'after 2 seconds, not ready'),
    (('ready', 'done'), 1.0, 'after 1 second, not ready or done'),
    (('done',), 0, 'after 0 seconds, not done')])
def test_only_what_was_wanted_is_named(targets, timeout, message):
    with pytest.raises(errors.WaitTimeoutError) as info:
        Story('executing').wait(targets, timeout=timeout)
    assert info.value.reason == 'Deployment %s is still executing %s' % (DUID, message)


def test_what_a_launch_can_no_longer_become_is_ready():
    with pytest.raises(errors.StatusUnreachableError) as info:
        Story('cancelled').wait(LAUNCHED)
    assert info.value.reason.endswith('is cancelled and can no longer become ready')


def test_the_time_is_up_and_nothing_was_read():
    with pytest.raises(errors.WaitTimeoutError) as info:
        Story(errors.ServerError('x')).wait(timeout=2.5)
    assert info.value.deployment is None and info.value.deployment_id == DUID
    assert info.value.reason == 'The deployment could not be read in 2.5 seconds'


def test_a_function_gets_each_deployment():
    seen = []
    Story('initializing', errors.ServerError('x'), 'executing',
          'ready').wait(progress=lambda deployment: seen.append(deployment.status))
    assert seen == ['initializing', 'executing', 'ready']


@pytest.mark.parametrize('options', [{'timeout': '5'}, {'timeout': True}, {'interval': []},
                                     {'progress': 'yes'}])
def test_an_option_of_the_wrong_type_raises_type_error(options):
    with pytest.raises(TypeError):
        DeploymentWaiter(None, None, **options)


@pytest.mark.parametrize('options',
                         [{'timeout': -1}, {'interval': float('nan')}, {'timeout': float('inf')}])
def test_a_number_out_of_range_raises_value_error(options):
    with pytest.raises(ValueError):
        DeploymentWaiter(None, None, **options)


@pytest.mark.parametrize('names, meant', [
    ('ready', ('ready',)), (' SendingReports ', ('sendingreports',)),
    (['Done', 'aborted'], ('done', 'aborted')), ({'ready'}, ('ready',))])
def test_statuses_normalises_one_or_many(names, meant):
    assert waiting.statuses(names) == meant


@pytest.mark.parametrize('names, error', [
    ('redy', ValueError), ([], ValueError), ('', ValueError), ([None], TypeError),
    (None, TypeError), (5, TypeError)])
def test_statuses_refuses_what_names_no_status(names, error):
    with pytest.raises(error):
        waiting.statuses(names)


@pytest.mark.parametrize('kind', [errors.DeploymentAbortedError, errors.StatusUnreachableError,
                                  errors.WaitTimeoutError])
def test_failures_can_be_kept(kind):
    failure = kind('é', deployment('ready', abort='oops'), 'a hint')
    for again in (pickle.loads(pickle.dumps(failure, 2)), copy.deepcopy(failure)):
        assert type(again) is kind and isinstance(again, errors.WaitError)
        assert (again.reason, again.deployment, again.hint) == ('é', failure.deployment, 'a hint')
    assert errors.DeploymentAbortedError('x').abort is None


@pytest.mark.parametrize('watched, options, is_shown', [
    (True, {}, True), (False, {}, False), (True, {'progress': False}, False),
    (False, {'progress': True}, True)])
def test_the_progress_is_shown_to_who_watches(monkeypatch, capsys, watched, options, is_shown):
    for name in ('tqdm', 'tqdm.auto'):
        monkeypatch.setitem(sys.modules, str(name), None)
    if watched:
        monkeypatch.setattr(sys, 'ps1', '>>> ', raising=False)
    else:
        monkeypatch.delattr(sys, 'ps1', raising=False)
    Story('executing', ConnectionError('gone'), 'ready').wait(**options)
    assert ('executing' in capsys.readouterr()[1]) is is_shown


def test_who_watches_hears_of_failures_that_pass(monkeypatch, capsys):
    for name in ('tqdm', 'tqdm.auto'):
        monkeypatch.setitem(sys.modules, str(name), None)
    Story('executing', Timeout('late'), ConnectionError('gone'), 'ready').wait(progress=True)
    printed = capsys.readouterr()[1]
    assert 'service unreachable, trying again (1 of 4)' in printed
    assert 'service unreachable, trying again (2 of 4)' in printed


def launched():
    return LaunchedDeployment(DUID, deployment('ready'))


def test_an_id_that_was_waited_for_has_the_fields_of_the_deployment():
    assert (launched().status, launched().module, launched().id) == ('ready', 'a/1', DUID)
    assert launched().deployment == deployment('ready')
    with pytest.raises(AttributeError):
        launched().nope


@pytest.mark.parametrize('use', [
    str, hash, repr, '{}'.format, paths.deployment_id, lambda duid: duid.hex,
    lambda duid: {DUID: 1}[duid], lambda duid: duid == DUID and DUID == duid])
def test_an_id_that_was_waited_for_is_used_like_any_id(use):
    assert use(launched()) == use(DUID) or use is repr
    assert isinstance(launched(), uuid.UUID) and 'ready, a/1' in repr(launched())
    assert 'ready' in launched()._repr_html_()


@pytest.mark.parametrize('again', [copy.copy, copy.deepcopy] + [
    lambda duid, protocol=protocol: pickle.loads(pickle.dumps(duid, protocol))
    for protocol in range(3)])
def test_an_id_that_was_waited_for_is_copied_and_pickled(again):
    assert again(launched()) == DUID and again(launched()).deployment == deployment('ready')


@pytest.mark.parametrize('progress', [False, True, lambda deployment: None])
def test_an_abort_ends_the_waiting_however_the_progress_is_shown(progress, capsys):
    story = Story(deployment('executing', 'disk full'), deployment('ready', 'disk full'))
    with pytest.raises(errors.DeploymentAbortedError):
        story.wait(progress=progress)
    assert story.wait(stop_on_abort=False, progress=progress).status == 'ready'


def test_who_watches_is_told_which_deployment_is_not_read(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, str('tqdm.auto'), None)
    Story(ConnectionError(), 'ready').wait(progress=True)
    assert str(DUID)[:8] in capsys.readouterr()[1].splitlines()[0]
