# -*- coding: utf-8 -*-
"""
Waiting: until a deployment is where it should be
=================================================

The one call that waits, and how launching, building, scaling and terminating wait when they are told to.
"""
from __future__ import unicode_literals

import time

from . import forms, patience, service


class Waiting(service.Service):
    """The part of :class:`~slipstream.api.Api` that waits."""

    def wait_deployment(self, deployment_id, status='ready', timeout=None, interval=None, progress=None):
        """Wait until a deployment has a status.

        It is read at once, after 1, 2, 4, 8 seconds, and then every 15. Failures that pass (the service is not reachable, or answers 429 or 5xx) are
        overlooked up to four times in a row, on top of the retries of each request.

        An abort ends the waiting at once, as the deployment has failed even if it goes on to Ready; unless one waits for an end: ``done``,
        ``aborted`` or ``cancelled``.

        Use it from one thread per deployment; :class:`Api` itself may be shared.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param status: ``initializing``, ``provisioning``, ``executing``, ``sendingreports``, ``ready``, ``finalizing``, ``done``, ``aborted`` or
            ``cancelled``, in any case; or several of them, of which the first one that is met counts.
        :param timeout: seconds to wait at most; None for ever. 0 looks once.
        :param interval: seconds between two reads; None for growing ones.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on standard error; a function is called with each
            :class:`~slipstream.api.models.Deployment` that is read.
        :return: the deployment, in one of these statuses.
        :rtype: slipstream.api.models.Deployment
        :raises DeploymentAbortedError: it has been aborted; ``error.abort`` says why.
        :raises StatusUnreachableError: it has ended, or has passed these statuses for good.
        :raises WaitTimeoutError: it took too long; ``error.deployment`` is what was read last.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        wanted = patience.statuses(status)
        plan = self._patience(timeout, interval, progress)
        ends_wanted = any(name in patience.ENDS for name in wanted)
        return self._wait_with(plan, deployment_id, wanted, stop_on_abort=not ends_wanted)

    def _patience_if(self, wait, timeout, progress):
        """For calls with a ``wait`` argument: how to wait, or None for not at all; checks all three before anything is sent."""
        plan = self._patience(timeout, None, progress)
        return plan if forms.boolean(wait, 'wait') else None

    def _wait_with(self, plan, deployment_id, wanted, stop_on_abort=True):
        """Wait as planned; not at all without a plan."""
        if plan is None:
            return None
        return plan.wait(lambda: self.get_deployment(deployment_id), wanted, stop_on_abort)

    def _patience(self, timeout, interval, progress):
        return patience.Patience(self._sleep, timeout, interval, progress)

    def _sleep(self, seconds):
        # Our session knows how to sleep: with a sandbox whose clock stands it moves that clock instead. Programs may have put another in place.
        getattr(self.session, '_sleep', time.sleep)(seconds)
