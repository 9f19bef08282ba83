# -*- coding: utf-8 -*-
"""Waiting: until a deployment is where it should be.

The one call that waits, and how launching, building, scaling and terminating wait when they are
told to.
"""
from __future__ import unicode_literals

import logging
import time
import uuid

from ..compat import native_str
from ..errors import SlipStreamError
from ..protocol import arguments, paths
from . import base, deployment_waiter

logger = logging.getLogger(__name__)


class Waiting(base.Service):
    """The part of :class:`~slipstream.api.Api` that waits."""

    def wait_deployment(self, deployment_id, status='ready', timeout=None, interval=None,
                        progress=None):
        """Wait until a deployment has a status.

        It is read at once, after 1, 2, 4, 8 seconds, and then every 15. Failures that pass (the
        service is not reachable, or answers 429 or 5xx) are overlooked up to four times in a row,
        on top of the retries of each request.

        An abort ends the waiting at once, as the deployment has failed even if it goes on to Ready;
        unless one waits for an end: ``done``, ``aborted`` or ``cancelled``.

        Whatever ends the waiting early, Ctrl-C as well, has the id as ``error.deployment_id``, and
        tells it. So has what the other calls raise that wait: what they have launched is not lost.
        Its class stays what it is, such as the ``ConnectionError`` of requests.

        Use it from one thread per deployment; :class:`Api` itself may be shared.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param status: ``initializing``, ``provisioning``, ``executing``, ``sendingreports``,
            ``ready``, ``finalizing``, ``done``, ``aborted`` or ``cancelled``, in any case; or
            several of them, of which the first one that is met counts.
        :param timeout: seconds to wait at most; None for ever. 0 looks once.
        :param interval: seconds between two reads; None for growing ones.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on
            standard error; a function is called with each
            :class:`~slipstream.api.models.Deployment` that is read.
        :return: the deployment, in one of these statuses.
        :rtype: slipstream.api.models.Deployment
        :raises DeploymentAbortedError: it has been aborted; ``error.abort`` says why.
        :raises StatusUnreachableError: it has ended, or has passed these statuses for good.
        :raises WaitTimeoutError: it took too long; ``error.deployment`` is what was read last.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        wanted = deployment_waiter.statuses(status)
        plan = self._waiter(timeout, interval, progress)
        ends_wanted = any(name in deployment_waiter.ENDS for name in wanted)
        return self._wait_with(plan, deployment_id, wanted, stop_on_abort=not ends_wanted)

    def _waiter_if(self, wait, timeout, progress):
        """For calls with a ``wait`` argument: how to wait, or None for not at all; checks all three before anything is sent."""
        plan = self._waiter(timeout, None, progress)
        return plan if arguments.boolean(wait, 'wait') else None

    def _wait_with(self, plan, deployment_id, wanted, stop_on_abort=True):
        """Wait as planned; not at all without a plan."""
        if plan is None:
            return None
        identifier = uuid.UUID(paths.deployment_id(deployment_id))
        with Named(identifier):
            return plan.wait(lambda: self.get_deployment(identifier), wanted, stop_on_abort)

    def _waiter(self, timeout, interval, progress):
        return deployment_waiter.DeploymentWaiter(self._sleep, timeout, interval, progress)

    def _sleep(self, seconds):
        # Our session knows how to sleep: with a sandbox whose clock stands it moves that clock
        # instead. Programs may have put another in place.
        getattr(self.session, '_sleep', time.sleep)(seconds)


class Named(object):
    """A context in which whatever is raised, Ctrl-C as well, tells a deployment: perhaps nobody else
    knows what has been launched.

    :param uuid.UUID deployment_id: its id.
    """

    def __init__(self, deployment_id):
        self._deployment_id = deployment_id

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if error is not None:
            name_deployment(error, self._deployment_id)


def name_deployment(error, deployment_id):
    """Let what ended the waiting tell which deployment it was for: ``error.deployment_id``; one that
    tells it already stays as it is.

    An error of ours says it in its message. The message of another one is not ours to change: it
    gets a note, which Python shows from 3.11 on.

    :param error: any exception.
    :param uuid.UUID deployment_id: the deployment, which goes on.
    """
    if getattr(error, 'deployment_id', None) is not None:
        return
    logger.warning('Waiting for deployment %s was ended by %s', deployment_id, type(error).__name__)
    told = 'This ended the waiting for deployment %s, but did nothing to the deployment itself.' % deployment_id
    try:
        error.deployment_id = deployment_id
        if isinstance(error, SlipStreamError):
            error.hint = '%s %s' % (error.hint, told) if error.hint else told
        else:
            error.__notes__ = getattr(error, '__notes__', []) + [native_str(told)]
    except (AttributeError, TypeError):  # the program has exceptions that cannot be changed
        pass
