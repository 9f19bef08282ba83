# -*- coding: utf-8 -*-
"""Following: what happens to a deployment or in a collection, as it happens."""
from __future__ import unicode_literals

from .cimi_shortcuts import CimiShortcuts
from .deployments import Deployments


class Following(Deployments, CimiShortcuts):
    """The methods of :class:`~slipstream.api.Api` to follow what happens on the service."""

    def follow_deployment(self, deployment_id, timeout=None, interval=None):
        """Follow a deployment: its state changes, its events, and the parameters that are set.

        ::

            >>> for change in api.follow_deployment(deployment_id):
            ...     if change.kind == 'state':
            ...         print(change.value)
            ...     if change.value == 'ready':
            ...         break
            initializing
            provisioning
            executing
            sendingreports
            ready

        It begins with what has happened so far. Each change is reported once, oldest first. The
        service does not say when a parameter of the XML interface was set: new parameters come
        before the events that are read together with them.

        It ends when the deployment ends: with ``done``, ``aborted`` or ``cancelled``, and a CIMI
        deployment with ``STOPPED`` or when it is deleted. An aborted deployment runs until somebody
        terminates it.

        The deployment is read at once, after 1, 2, 4 and 8 seconds, and then every 15 seconds; when
        something has changed, after 1 second again. Up to 20 temporary failures in a row (the
        service cannot be reached, or returns 429 or 5xx) are ignored, so it survives a restart of
        the service.

        :param deployment_id: UUID of the deployment, or the id of a CIMI deployment
            (``deployment/...``).
        :type deployment_id: str or uuid.UUID
        :param timeout: the maximum number of seconds to follow it; None for no limit.
        :param interval: seconds between two reads; None for growing intervals.
        :return: an iterator of :class:`~slipstream.api.methods.changes.Change`. Nothing is sent
            before you ask it for the first one.
        :raises WaitTimeoutError: the time has passed and the deployment has not ended.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        from . import followers  # few programs follow anything
        return followers.of_deployment(self, deployment_id, timeout, interval)

    def follow(self, resource_type, filter=None, since=None, timeout=None, interval=None):
        """Follow a collection: the resources that are added or changed.

        ::

            >>> for job in api.follow('jobs', filter="state='FAILED'", timeout=60):
            ...     print(job.id, job.status_message)

        Each version of a resource that it reads is returned once, oldest first. Deleted resources
        are not reported. It polls as :meth:`follow_deployment` does, and survives the same
        failures.

        :param str resource_type: name of the collection, for example ``events``.
        :param filter: as for :meth:`~slipstream.api.Api.cimi_search`.
        :param str since: begin with the resources that were added or changed at this time or later,
            for example the ``updated`` of the last one that you have seen; None begins with what
            happens after this call.
        :param timeout: the maximum number of seconds to follow it, after which the iteration ends;
            None for no limit.
        :param interval: seconds between two reads; None for growing intervals.
        :return: an iterator of :class:`~slipstream.api.models.CimiResource`.
        :raises FilterSyntaxError: the filter is invalid.
        :raises UnknownCollectionError: the service has no such collection.
        :raises ResponseError: the service ignores filters there, as it does for templates.
        """
        from . import followers  # few programs follow anything
        return followers.of_collection(self, resource_type, filter, since, timeout, interval)
