# -*- coding: utf-8 -*-
"""DeploymentWaiter: waiting until a deployment is where it should be.

Which statuses there are and which of them can still be reached, and the loop that reads a
deployment again and again. What reads and what sleeps is given in, so that nothing here touches the
network or the clock.
"""
from __future__ import unicode_literals

import logging

from requests.exceptions import ChunkedEncodingError, ConnectionError, SSLError, Timeout

from ..compat import integer_types, monotonic, native_str, string_types
from ..display import progress
from ..errors import (DeploymentAbortedError, ServerError, StatusUnreachableError,
                      TooManyRequestsError, WaitTimeoutError)
from ..protocol import arguments

logger = logging.getLogger(__name__)

#: The statuses through which a deployment goes, in order; the ends come last.
STATUSES = tuple(native_str(name) for name in (
    'initializing', 'provisioning', 'executing', 'sendingreports', 'ready', 'finalizing', 'done',
    'aborted', 'cancelled'))

#: The statuses that nothing follows.
ENDS = STATUSES[6:]

#: Where a launch that went well arrives: what is not to be kept running passes through Ready for a
#: moment only.
LAUNCHED = STATUSES[4:7]

#: Seconds between two reads: the first time, and at most; doubled each time.
SHORTEST_INTERVAL, LONGEST_INTERVAL = 1, 15

#: So many reads in a row may fail for reasons that pass; one more, and the failure is raised.
TOLERATED_FAILURES = 4

_PASSING = (ChunkedEncodingError, ConnectionError, Timeout, ServerError, TooManyRequestsError)


class DeploymentWaiter(object):
    """How long and how often to look, and whom to tell.

    :param sleep: a function of seconds.
    :param timeout: seconds to wait at most; None for ever.
    :param interval: seconds between two reads; None: growing ones.
    :param progress: True to show how far it is, or a function that gets each deployment that is
        read.
    :raises ValueError: if a number is negative or none.
    :raises TypeError: if something is of the wrong type.
    """

    def __init__(self, sleep, timeout=None, interval=None, progress=None):
        self._sleep = sleep
        self._timeout = seconds(timeout, 'timeout')
        self._interval = seconds(interval, 'interval')
        if not callable(progress):
            arguments.boolean(progress, 'progress')
        self._progress = progress

    def wait(self, read, wanted, stop_on_abort=True):
        """Read until the deployment is in one of the wanted statuses.

        :param read: a function that reads the :class:`~slipstream.api.models.Deployment`.
        :param wanted: names of statuses.
        :param bool stop_on_abort: whether an abort ends the waiting.
        :return: the deployment as it was read last.
        :raises DeploymentAbortedError: the deployment has been aborted.
        :raises StatusUnreachableError: it can no longer get into any of these statuses.
        :raises WaitTimeoutError: it took too long.
        """
        if callable(self._progress):
            return self._look(read, wanted, stop_on_abort, self._progress)
        if not self._progress:
            return self._look(read, wanted, stop_on_abort, _tell_nobody)
        bar = progress.StatusBar(STATUSES, wanted, stop_on_abort)
        try:
            return self._look(read, wanted, stop_on_abort, bar.show)
        finally:
            bar.close()

    def _look(self, read, wanted, stop_on_abort, tell):
        started, slept, interval, deployment = monotonic(), 0, SHORTEST_INTERVAL, None
        read = _Persistent(read)
        while True:
            # Time may be made up: then it passes only while we sleep. While it is real, it passes
            # also while we read.
            left = None if self._timeout is None else self._timeout - max(
                slept, monotonic() - started)
            found = read()
            if found is not None:
                deployment = found
                tell(deployment)
                if has_arrived(deployment, wanted, stop_on_abort):
                    return deployment
            if left is not None and left <= 0:
                raise WaitTimeoutError(_too_late(deployment, wanted, self._timeout), deployment)
            pause = interval if self._interval is None else self._interval
            pause = pause if left is None else min(pause, left)
            self._sleep(pause)
            slept += pause
            interval = min(interval * 2, LONGEST_INTERVAL)


class _Persistent(object):
    """A read that may fail a few times in a row: it gives None then."""

    def __init__(self, read):
        self._read = read
        self._failures = 0

    def __call__(self):
        try:
            found = self._read()
        except _PASSING as failure:
            self._failures += 1
            if self._failures > TOLERATED_FAILURES or isinstance(failure, SSLError):
                raise
            logger.warning('Waiting on after a failure: %s', type(failure).__name__)
            return None
        self._failures = 0
        return found


def statuses(names):
    """The statuses that a caller means.

    :param names: one name or several, in any case.
    :return: a tuple of names.
    :raises ValueError: if there is none, or one that no deployment ever has.
    :raises TypeError: if it is neither a text nor an iterable of texts.
    """
    given = [names] if isinstance(names, string_types) else list(names)
    found = tuple(arguments.one_of(arguments.name(name, 'status').strip().lower(), STATUSES,
                                   'status') for name in given)
    if not found:
        raise ValueError(native_str('No status to wait for is given'))
    return found


def has_arrived(deployment, wanted, stop_on_abort):
    """Whether a deployment is in one of the wanted statuses.

    :raises DeploymentAbortedError: if it has been aborted and that ends the waiting.
    :raises StatusUnreachableError: if it cannot get there any more.
    """
    if stop_on_abort and deployment.abort:
        raise DeploymentAbortedError('Deployment %s (%s) has been aborted: %s' % (
            deployment.id, deployment.status, deployment.abort), deployment)
    if deployment.status in wanted:
        return True
    if not any(can_become(deployment, status) for status in wanted):
        raise StatusUnreachableError(
            'Deployment %s is %s and can no longer become %s'
            % (deployment.id, deployment.status, ' or '.join(wanted)), deployment)
    return False


def can_become(deployment, status):
    """Whether a deployment may still get into another status; True if its own is unknown."""
    if deployment.status not in STATUSES:
        return True
    if deployment.status in ENDS:
        return False
    scaled = STATUSES[1:5]
    again = bool(deployment.scalable) and deployment.status in scaled and status in scaled
    return again or STATUSES.index(status) > STATUSES.index(deployment.status)


def seconds(value, what):
    """A number of seconds, or None.

    :raises TypeError: if it is no number.
    :raises ValueError: if it is negative, infinite or not a number.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, integer_types + (float,)):
        raise TypeError(native_str('%s must be a number of seconds, not %r' % (what, value)))
    if not 0 <= value < float('inf'):
        raise ValueError(
            native_str('%s must be a number of seconds from 0 on, not %r' % (what, value)))
    return value


def _too_late(deployment, wanted, timeout):
    if deployment is None:
        return 'The deployment could not be read in %g seconds' % timeout
    return 'Deployment %s is still %s after %g seconds, not %s' % (
        deployment.id, deployment.status, timeout, ' or '.join(wanted))


def _tell_nobody(_):
    """For those who want to see nothing."""
