# -*- coding: utf-8 -*-
"""Waiting for deployments.

The statuses of a deployment, which of them can still be reached, and the loop that reads it until
it is there. The reading and the sleeping are arguments, so nothing here touches the network.
"""
from __future__ import unicode_literals

import copy
import sys
import time
import types
import uuid

from requests.exceptions import ChunkedEncodingError, ConnectionError, SSLError, Timeout

from ..compat import monotonic, native_str, string_types
from ..errors import (DeploymentAbortedError, ServerError, StatusUnreachableError,
                      TooManyRequestsError, WaitTimeoutError)
from ..protocol import arguments, paths
from ..protocol.statuses import ENDS, LAUNCHED, STATUSES
from ..redaction import safe_logger
from .notes import annotate

logger = safe_logger(__name__)

#: Seconds between two reads: at first, and at most. They double each time.
SHORTEST_INTERVAL, LONGEST_INTERVAL = 1, 15

#: How many reads in a row may fail for temporary reasons.
TOLERATED_FAILURES = 4

_TEMPORARY = (ChunkedEncodingError, ConnectionError, Timeout, ServerError, TooManyRequestsError)


class DeploymentWaiter(object):
    """Waits for a deployment.

    :param read: a function that reads the :class:`~slipstream.api.models.Deployment` with an id.
    :param sleep: a function that sleeps for a number of seconds.
    :param timeout: the maximum number of seconds to wait; None for no limit.
    :param interval: seconds between two reads; None for growing intervals.
    :param progress: True to show the progress, or a function to call with each deployment read;
        None to show it to a person who watches.
    :raises ValueError: a number is negative.
    :raises TypeError: an argument has the wrong type.
    """

    def __init__(self, read, sleep, timeout=None, interval=None, progress=None):
        self._read = read
        self._sleep = sleep
        self._timeout = arguments.seconds(timeout, 'timeout')
        self._interval = arguments.seconds(interval, 'interval')
        self._progress = is_watched() if progress is None else arguments.progress(progress)

    def __deepcopy__(self, memo):
        made = copy.copy(self)
        made._read = copy.deepcopy(self._read, memo)
        return made

    def __copy__(self):
        made = type(self).__new__(type(self))
        vars(made).update(vars(self))
        return made

    def __getstate__(self):
        # What sleeps may be a simulation, which stays in its process. Python 2 pickles no methods.
        read = (self._read.__self__, self._read.__name__) if isinstance(
            self._read, types.MethodType) else self._read
        return dict(vars(self), _sleep=None, _read=read)

    def __setstate__(self, state):
        vars(self).update(state, _sleep=time.sleep)
        if isinstance(self._read, tuple):
            self._read = getattr(*self._read)

    def wait(self, deployment_id, targets, stop_on_abort=True):
        """Read a deployment until it has one of some statuses.

        Whatever ends the waiting early carries the id as ``deployment_id``.

        :param deployment_id: the deployment, a UUID as string or as ``uuid.UUID``.
        :param targets: names of statuses.
        :param bool stop_on_abort: whether an abort ends the waiting.
        :return: the deployment as it was read last.
        :raises DeploymentAbortedError: the deployment has been aborted.
        :raises StatusUnreachableError: it can no longer get into any of these statuses.
        :raises WaitTimeoutError: it took too long.
        """
        deployment_id = uuid.UUID(paths.deployment_id(deployment_id))
        with WithDeploymentId(deployment_id):
            if callable(self._progress):
                return self._loop(deployment_id, targets, stop_on_abort, self._progress)
            if not self._progress:
                return self._loop(deployment_id, targets, stop_on_abort, lambda deployment: None)
            from ..display import progress  # few programs show a bar
            bar = progress.StatusBar(STATUSES, targets, stop_on_abort)
            try:
                return self._loop(deployment_id, targets, stop_on_abort, bar.show,
                                  lambda trouble: bar.tell(deployment_id, trouble))
            finally:
                bar.close()

    def _loop(self, deployment_id, targets, stop_on_abort, show, tell=None):
        pauses, latest = Pauses(self._sleep, self._timeout, self._interval), None
        reader = TolerantReader(self._read, tell=tell)
        while True:
            left = pauses.left()
            deployment = reader.read(deployment_id)
            if deployment is not None:
                latest = deployment
                show(deployment)
                if has_arrived(deployment, targets, stop_on_abort):
                    return deployment
            if left is not None and left <= 0:
                raise WaitTimeoutError(_too_late(latest, targets, self._timeout), latest)
            pauses.sleep(left)


class Pauses(object):
    """The pauses between reads. Each is twice as long as the one before, up to a maximum.

    :param sleep: a function that sleeps for a number of seconds.
    :param timeout: the maximum number of seconds from now on; None for no limit.
    :param interval: seconds of each pause; None for growing ones.
    :param clock: a function that returns seconds and never goes back; None for that of the system.
    """

    def __init__(self, sleep, timeout=None, interval=None, clock=None):
        self._sleep, self._clock = sleep, clock or monotonic
        self._timeout, self._interval = timeout, interval
        self._started, self._slept, self._next = self._clock(), 0, SHORTEST_INTERVAL

    def shorten(self):
        """Let the next pause be the shortest again."""
        self._next = SHORTEST_INTERVAL

    def left(self):
        """Return the seconds until the timeout, 0 or less after it; None without one."""
        if self._timeout is None:
            return None
        # With a simulated clock, time passes only while we sleep; with a real one, also while we
        # read.
        return self._timeout - max(self._slept, self._clock() - self._started)

    def sleep(self, left):
        """Make a pause.

        :param left: its maximum number of seconds; None for no limit.
        """
        pause = self._next if self._interval is None else self._interval
        pause = pause if left is None else min(pause, left)
        self._sleep(pause)
        self._slept += pause
        self._next = min(self._next * 2, LONGEST_INTERVAL)


class TolerantReader(object):
    """Reads something again and again; a few failures in a row give None.

    :param read: a function that reads it.
    :param int most: how many failures in a row are tolerated.
    :param tell: called with a text for a person after each of them, or None.
    """

    def __init__(self, read, most=TOLERATED_FAILURES, tell=None):
        self._read, self._most, self._tell = read, most, tell
        self._failures = 0

    def read(self, *arguments):
        """Read it; None after a temporary failure.

        :param arguments: those of the function.
        """
        try:
            result = self._read(*arguments)
        except _TEMPORARY as failure:
            self._failures += 1
            if self._failures > self._most or isinstance(failure, SSLError):
                raise
            logger.warning('Still waiting after a failure: %s', type(failure).__name__)
            if self._tell is not None:
                self._tell('service unreachable, trying again (%d of %d)' % (
                    self._failures, self._most))
            return None
        self._failures = 0
        return result


def is_watched():
    """Whether a person waits: at the prompt of Python or IPython, or in a notebook."""
    return hasattr(sys, 'ps1')


class WithDeploymentId(object):
    """A context that adds the id of a deployment to whatever is raised, even to Ctrl-C.

    The id may not be known to anybody else yet.

    :param uuid.UUID deployment_id: the id.
    """

    def __init__(self, deployment_id):
        self._deployment_id = deployment_id

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if error is not None:
            name_deployment(error, self._deployment_id)


def name_deployment(error, deployment_id):
    """Add the id of a deployment to what ended the waiting, unless it has one: ``deployment_id``.

    The message says it too, see :func:`~.notes.annotate`.

    :param error: any exception.
    :param uuid.UUID deployment_id: the deployment, which continues.
    """
    if getattr(error, 'deployment_id', None) is not None:
        return
    logger.warning('Waiting for deployment %s was interrupted by %s', deployment_id,
                   type(error).__name__)
    note = ('This interrupted the wait for deployment %s, but did not affect the deployment itself.'
            % deployment_id)
    annotate(error, 'deployment_id', deployment_id, note)


def statuses(names):
    """Return the statuses that a caller named.

    :param names: one name or several, in upper or lower case.
    :return: a tuple of names.
    :raises ValueError: there is none, or one that no deployment ever has.
    :raises TypeError: it is neither a string nor an iterable of strings.
    """
    is_one = names is None or isinstance(names, string_types)
    names = [names] if is_one else arguments.several(names, 'status')
    if not names:
        raise ValueError(native_str('Name at least one status to wait for'))
    return tuple(arguments.one_of(arguments.name(name, 'status').strip().lower(), STATUSES,
                                  'status') for name in names)


def has_arrived(deployment, targets, stop_on_abort):
    """Whether a deployment has one of some statuses.

    :raises DeploymentAbortedError: it has been aborted, and that ends the waiting.
    :raises StatusUnreachableError: it can no longer get there.
    """
    if stop_on_abort and deployment.abort:
        raise DeploymentAbortedError('Deployment %s (%s) has been aborted: %s' % (
            deployment.id, deployment.status, deployment.abort), deployment)
    if deployment.status in targets:
        return True
    if not any(can_become(deployment, status) for status in targets):
        raise StatusUnreachableError(
            'Deployment %s is %s and can no longer become %s'
            % (deployment.id, deployment.status, goal_of(targets)), deployment)
    return False


def can_become(deployment, status):
    """Whether a deployment can still get into another status; True if its own is unknown."""
    if deployment.status not in STATUSES:
        return True
    if deployment.status in ENDS:
        return False
    scaled = STATUSES[1:5]
    again = bool(deployment.scalable) and deployment.status in scaled and status in scaled
    return again or STATUSES.index(status) > STATUSES.index(deployment.status)


def _too_late(deployment, targets, timeout):
    if deployment is None:
        return 'The deployment could not be read in %s' % in_words(timeout)
    return 'Deployment %s is still %s after %s, not %s' % (
        deployment.id, deployment.status, in_words(timeout), goal_of(targets))


def goal_of(targets):
    """Return what somebody waits for: after a launch, ready, though it may pass unseen."""
    return LAUNCHED[0] if targets == LAUNCHED else ' or '.join(targets)


def in_words(seconds):
    """Return a number of seconds with its unit."""
    return '1 second' if seconds == 1 else '%g seconds' % seconds
