# -*- coding: utf-8 -*-
"""Deployments: launching, listing, scaling and terminating them.

The XML interface calls a deployment a run.
"""
from __future__ import unicode_literals

import re
import time
import uuid

from .. import listing, models
from ..compat import native_str, to_text
from ..errors import BadRequestError, ConflictError, ForbiddenError, NotFoundError, ResponseError
from ..protocol import arguments, deployment_forms, documents, paths, run_rows
from ..protocol.statuses import ENDS, LAUNCHED
from ..redaction import safe_logger
from . import base, suggestions
from .created import Created
from .runtime_parameters import RuntimeParameters

logger = safe_logger(__name__)


class Deployments(RuntimeParameters):
    """The methods of :class:`~slipstream.api.Api` for deployments."""

    #: Names that concern the whole deployment: as ``parameters`` they are sent as they are.
    GLOBAL_PARAMETERS = deployment_forms.GLOBAL_PARAMETERS

    #: When to leave a deployment running.
    KEEP_RUNNING_VALUES = arguments.KEEP_RUNNING_VALUES

    def deploy(self, path, cloud=None, parameters=None, tags=None, keep_running=None,
               scalable=False, multiplicity=None, tolerate_failures=None,
               check_ssh_key=False, raw_params=None, wait=False, timeout=None, progress=None):
        """Deploy a component or an application.

        The deployment exists when this returns. A launch that fails later shows in
        ``get_deployment(id).abort``, or raises an exception if you wait.

        ::

            >>> blog = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')

        :param str path: path of a component or an application; a version may follow.
        :param cloud: name of a cloud for a component; a dict of node name to cloud name for an
            application. None for your default cloud.
        :param dict parameters: parameters to redefine, name to value; for the nodes of an
            application, node name to such a dict. True and False are sent as ``true`` and
            ``false``. The service removes one pair of quotes around a value for an application.
        :param tags: tags, as a comma-separated string or as a list.
        :param str keep_running: (applications) when to stay in Ready, one of
            :attr:`KEEP_RUNNING_VALUES`; None for your setting.
        :param bool scalable: (applications) start a scalable deployment, which stays in Ready.
        :param dict multiplicity: (applications) node name to number of instances.
        :param dict tolerate_failures: (applications) node name to number of failures to tolerate.
        :param bool check_ssh_key: let the service refuse if you have no public SSH key.
        :param dict raw_params: further form fields, as the service understands them; the other
            arguments win.
        :param bool wait: wait until the deployment is ready, or done if it is not kept running.
            See :meth:`wait_deployment` for what that raises.
        :param timeout: the maximum number of seconds to wait; None for no limit.
        :param progress: whether to show the progress while waiting, or a function to call with
            each deployment read. None shows it at a prompt and in a notebook, not in a script.
        :return: the id of the deployment. If you wait, it is a
            :class:`~slipstream.api.models.LaunchedDeployment`, which has the fields of the
            deployment as well, such as ``service_url``.
        :rtype: uuid.UUID
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: you may not deploy it.
        :raises ConflictError: the service refuses for another reason: an unknown cloud, node or
            parameter, no SSH key, an exceeded quota.
        :raises ResponseError: the service accepted, but did not return the id.
        """
        waiter = self._waiter_if(wait, timeout, progress)
        deployment_id = self._launch(deployment_forms.launch(
            path, cloud, parameters, tags, keep_running, scalable, multiplicity=multiplicity,
            tolerate_failures=tolerate_failures, check_ssh_key=check_ssh_key,
            raw_params=raw_params, global_parameters=self.GLOBAL_PARAMETERS))
        if waiter:
            with Created(deployment_id):
                return models.LaunchedDeployment(
                    deployment_id, waiter.wait(deployment_id, LAUNCHED))
        return deployment_id

    def build_component(self, path, cloud=None, wait=False, timeout=None, progress=None):
        """Build the image of a component on a cloud.

        ::

            >>> build_id = api.build_component('examples/tutorials/image-building/nginx')

        :param str path: path of a component; a version may follow.
        :param str cloud: name of the cloud; None for your default cloud.
        :param bool wait: wait until the image has been built. See :meth:`wait_deployment` for what
            that raises.
        :param timeout: the maximum number of seconds to wait; None for no limit.
        :param progress: whether to show the progress while waiting, or a function to call with
            each deployment read. None shows it at a prompt and in a notebook, not in a script.
        :return: the id of the deployment that builds it; if you wait, as for :meth:`deploy`.
        :rtype: uuid.UUID
        :raises NotFoundError: there is no such module.
        :raises ConflictError: there is nothing to build, or it has been built.
        """
        waiter = self._waiter_if(wait, timeout, progress)
        deployment_id = self._launch(deployment_forms.build(path, cloud))
        if waiter:
            with Created(deployment_id):
                return models.LaunchedDeployment(
                    deployment_id, waiter.wait(deployment_id, ('done',)))
        return deployment_id

    def get_deployment(self, deployment_id):
        """Read a deployment.

        ::

            >>> print(api.get_deployment(deployment_id).status)
            ready

        Printing it shows all its fields and its node instances.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :return: the deployment, with its node instances as ``instances``.
        :rtype: slipstream.api.models.Deployment
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        return run_rows.deployment_of(self._run(deployment_id))

    def list_deployments(self, inactive=False, cloud=None, offset=0, limit=20, module=None,
                         owner=None):
        """List deployments, newest first.

        ::

            >>> print(api.list_deployments(limit=1)[0].module)
            apps/WordPress/wordpress/1517

        :param bool inactive: include those that have ended.
        :param str cloud: only deployments with a cloud whose name contains this text. At a prompt
            and in a notebook, a warning says if there is none, which costs a request.
        :param int offset: how many rows to skip.
        :param int limit: the maximum number of rows, None for all. More than 500 take several
            requests.
        :param str module: only deployments of this module, which must include its version: the
            service compares both.
        :param str owner: only deployments of this user; for privileged users only.
        :return: a lazy iterator of :class:`~slipstream.api.models.Deployment`; ``scalable`` and
            ``last_state_change`` are None, as only :meth:`get_deployment` returns them.
        :rtype: Listing
        :raises ValueError: the module has no version.
        :raises ForbiddenError: you passed an owner but are not privileged. Raised when the first
            row is read.
        :raises ServiceError: the service refuses. Raised when the first row is read.
        """
        # The service also knows the owner as runOwner, which it ignores if the user is not
        # privileged: wrong rows instead of a 403.
        query = {'activeOnly': 'false' if inactive else 'true',
                 'cloud': arguments.cloud(cloud, 'cloud'),
                 'moduleResourceUri': None if module is None else versioned(module),
                 'user': arguments.optional(arguments.username_of(owner), 'owner')}
        offset, limit = arguments.window(offset, limit)
        return listing.Listing(listing.paged(lambda start, size: self._page(query, start, size),
                                             offset, limit))

    def wait_deployment(self, deployment_id, status='ready', timeout=None, interval=None,
                        progress=None):
        """Wait until a deployment has a status.

        The deployment is read at once, after 1, 2, 4 and 8 seconds, and then every 15 seconds. Up
        to four temporary failures in a row (the service cannot be reached, or returns 429 or 5xx)
        are ignored, on top of the retries of each request.

        An abort ends the waiting at once, even if the deployment still gets ready, unless you wait
        for ``done``, ``aborted`` or ``cancelled``.

        Whatever ends the waiting early, even Ctrl-C, carries the id as ``error.deployment_id`` and
        in its message. So does what the other methods raise while they wait: the id of what they
        launched is not lost. The class of the exception does not change.

        Use one thread per deployment. Threads may share one :class:`Api`.

        ::

            >>> print(api.wait_deployment(deployment_id, timeout=3600).service_url)
            https://...

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param status: ``initializing``, ``provisioning``, ``executing``, ``sendingreports``,
            ``ready``, ``finalizing``, ``done``, ``aborted`` or ``cancelled``, in upper or lower
            case; or several of them: the first one that is reached ends the waiting.
        :param timeout: the maximum number of seconds to wait; None for no limit. 0 reads once.
        :param interval: seconds between two reads; None for growing intervals.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on
            standard error; None does so at a prompt and in a notebook, not in a script; a function
            is called with each :class:`~slipstream.api.models.Deployment` read.
        :return: the deployment, which has one of these statuses.
        :rtype: slipstream.api.models.Deployment
        :raises DeploymentAbortedError: it has been aborted; ``error.abort`` says why.
        :raises StatusUnreachableError: it has ended, or can no longer reach these statuses.
        :raises WaitTimeoutError: it took too long; ``error.deployment`` is what was read last.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        from . import waiting  # few programs wait

        targets = waiting.statuses(status)
        waits_for_end = any(name in ENDS for name in targets)
        waiter = self._waiter(timeout, interval, progress)
        return waiter.wait(deployment_id, targets, stop_on_abort=not waits_for_end)

    def terminate(self, deployment_id, wait=False, timeout=None, progress=None):
        """Terminate a deployment; no error if it has ended already.

        ::

            >>> api.terminate(deployment_id)
            True

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param bool wait: wait until the deployment has ended. See :meth:`wait_deployment` for what
            that raises.
        :param timeout: the maximum number of seconds to wait; None for no limit.
        :param progress: whether to show the progress while waiting, or a function to call with
            each deployment read. None shows it at a prompt and in a notebook, not in a script.
        :return: True
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        waiter = self._waiter_if(wait, timeout, progress)
        self._send('DELETE', paths.run(deployment_id))
        if waiter:
            waiter.wait(deployment_id, ENDS, stop_on_abort=False)
        return True

    def add_node_instances(self, deployment_id, node_name, quantity=None, wait=False, timeout=None,
                           progress=None):
        """Add instances to a node of a scalable deployment.

        ::

            >>> api.add_node_instances(application_id, 'testclient', 2)
            ['testclient.2', 'testclient.3']

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node_name: name of the node.
        :param int quantity: how many; None lets the service decide, which adds one.
        :param bool wait: wait until the new instances are up and the deployment is ready again. See
            :meth:`wait_deployment` for what that raises.
        :param timeout: the maximum number of seconds to wait; None for no limit.
        :param progress: whether to show the progress while waiting, or a function to call with
            each deployment read. None shows it at a prompt and in a notebook, not in a script.
        :return: the names of the new instances, for example ``['web.2', 'web.3']``.
        :rtype: list
        :raises ConflictError: the deployment is not scalable, not ready or has been aborted, or a
            limit is exceeded.
        :raises BadRequestError: there is no such node.
        """
        path = paths.run(deployment_id, paths.node_name(node_name))
        form = deployment_forms.addition(quantity)
        waiter = self._waiter_if(wait, timeout, progress)
        with suggestions.of_node(self, deployment_id, to_text(node_name)):
            names = documents.words(self._text('POST', path, data=form))
        if waiter:
            with Created(names):
                waiter.wait(deployment_id, ('ready',))
        return names

    def remove_node_instances(self, deployment_id, node_name, ids, wait=False, timeout=None,
                              progress=None, keep_machines=False):
        """Remove instances from a node of a scalable deployment.

        ::

            >>> api.remove_node_instances(application_id, 'testclient', 'testclient.1')
            True

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node_name: name of the node.
        :param ids: numbers or names (``web.2``) of instances: one, several as a comma-separated
            string, or an iterable.
        :param bool wait: wait until they are gone and the deployment is ready again. See
            :meth:`wait_deployment` for what that raises.
        :param timeout: the maximum number of seconds to wait; None for no limit.
        :param progress: whether to show the progress while waiting, or a function to call with
            each deployment read. None shows it at a prompt and in a notebook, not in a script.
        :param bool keep_machines: only remove them from the list of instances, in any state,
            scalable or not; no machine is stopped and the state does not change.
        :return: True
        :raises ConflictError: the deployment is not scalable, not ready or has been aborted, or
            there is no such instance.
        :raises BadRequestError: there is no such node.
        """
        path = paths.run(deployment_id, paths.node_name(node_name))
        numbers = deployment_forms.instance_numbers(ids, to_text(node_name))
        form = deployment_forms.removal(numbers, keep_machines)
        waiter = self._waiter_if(wait, timeout, progress)
        with suggestions.of_instances(self, deployment_id, to_text(node_name), numbers):
            self._send('DELETE', path, data=form)
        if waiter:
            waiter.wait(deployment_id, ('ready',))
        return True

    def _launch(self, form):
        with base.WithSuggestion(self, _may_be_misspelt, suggestions.near_launch, form):
            response = self._send('POST', '/run', data=form)
        try:
            deployment_id = uuid.UUID(paths.location_id(response.headers.get('Location')))
        except ValueError:
            raise ResponseError(
                'The service accepted POST /run, but its response does not contain the id of the '
                'deployment', response)
        logger.info('Deployment %s of %s has been started', deployment_id, form['refqname'])
        return deployment_id

    def _waiter_if(self, wait, timeout, progress):
        """Return a waiter if the caller wants to wait, else None; checks the arguments."""
        arguments.seconds(timeout, 'timeout')
        arguments.progress(progress)
        return self._waiter(timeout, None, progress) if arguments.boolean(wait, 'wait') else None

    def _waiter(self, timeout, interval, progress):
        from . import waiting  # as above

        # The session of a sandbox moves the clock of the sandbox instead of sleeping. A session
        # that the program uses instead need not have its own sleep.
        sleep = getattr(self.session, 'sleep', time.sleep)
        return waiting.DeploymentWaiter(self.get_deployment, sleep, timeout, interval, progress)

    def _page(self, query, offset, size):
        root, rows = self._rows('/run', documents.RUN_LIST_ROOTS, run_rows.listed_deployment_of,
                                params=dict(query, offset=offset, limit=size))
        if not rows and not offset:
            suggestions.warn_of_cloud(self, query['cloud'])
        return rows, documents.whole_number(root.get('totalCount'))


def _may_be_misspelt(error):
    """Whether a launch was refused for what may be a misspelt name."""
    return isinstance(error, (NotFoundError, ConflictError, BadRequestError, ForbiddenError))


def versioned(module):
    """Return the reference of a module, which must include a version.

    :raises ValueError: it includes none.
    """
    reference = paths.module_reference(arguments.versioned_path_of(module))
    if not re.match(r'.+/.+/[0-9]+\Z', reference):
        raise ValueError(native_str('The module needs a version, as in %s/1234' % reference))
    return reference
