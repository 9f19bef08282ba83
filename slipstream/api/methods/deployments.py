# -*- coding: utf-8 -*-
"""Deployments: what runs.

Deploying, building, reading, scaling and terminating. On the wire a deployment is called a run.
"""
from __future__ import unicode_literals

import logging
import re
import uuid

from .. import listing, models
from ..compat import Iterable, Mapping, native_str, string_types, to_text
from ..errors import ResponseError
from ..protocol import arguments, documents, paths
from . import base, deployment_waiter, suggestions

logger = logging.getLogger(__name__)


class Deployments(base.Service):
    """The part of :class:`~slipstream.api.Api` that works with deployments."""

    #: Names that concern the whole deployment; given in ``parameters``, they are sent as they are.
    GLOBAL_PARAMETERS = list(map(native_str, ('bypass-ssh-check', 'refqname', 'keep-running',
                                              'tags', 'mutable', 'type')))

    #: When to leave a deployment running.
    KEEP_RUNNING_VALUES = base.KEEP_RUNNING_VALUES

    def deploy(self, path, cloud=None, parameters=None, tags=None, keep_running=None,
               scalable=False, multiplicity=None, tolerate_failures=None,
               check_ssh_key=False, raw_params=None, wait=False, timeout=None, progress=None):
        """Deploy a component or an application.

        The deployment exists when this returns; that its launch fails shows later, in
        ``get_deployment(id).abort``, or as an exception if you wait.

        :param str path: path of a component or an application; a version may follow.
        :param cloud: for a component the name of a cloud, for an application a dict: node name to
            cloud name. None for the user's default cloud.
        :param dict parameters: parameters to redefine: name to value, for the nodes of an
            application node name to such a dict. True and False are sent as ``true`` and ``false``.
            Of a value for an application the service takes off one pair of quotes around it.
        :param tags: tags as comma-separated text or as a list.
        :param str keep_running: (applications) when to stay in Ready: one of
            :attr:`KEEP_RUNNING_VALUES`; None for the user's setting.
        :param bool scalable: (applications) start a scalable deployment, which stays in Ready.
        :param dict multiplicity: (applications) node name to number of instances.
        :param dict tolerate_failures: (applications) node name to number of failures to tolerate.
        :param bool check_ssh_key: let the service refuse if the user has no public SSH key.
        :param dict raw_params: further fields of the form, as the service understands them; the
            other arguments win.
        :param bool wait: wait until the deployment is ready, or done already if it is not to be
            kept running, as :meth:`~slipstream.api.Api.wait_deployment` does, which also tells what
            that raises.
        :param timeout: seconds to wait at most; None for ever.
        :param progress: True to show the progress, or a function that gets each deployment that is
            read meanwhile.
        :return: the id of the deployment.
        :rtype: uuid.UUID
        :raises NotFoundError: there is no such module.
        :raises ForbiddenError: it is not yours to deploy.
        :raises ConflictError: anything else that is wrong: an unknown cloud, node or parameter, no
            SSH key, the quota ...
        :raises ResponseError: the service accepted, but did not tell the id.
        """
        plan = self._waiter_if(wait, timeout, progress)
        identifier = self._launch(deployment_form(
            path, cloud, parameters, tags, keep_running, scalable, multiplicity, tolerate_failures,
            check_ssh_key, raw_params,
            self.GLOBAL_PARAMETERS))
        self._wait_with(plan, identifier, deployment_waiter.LAUNCHED)
        return identifier

    def build_component(self, path, cloud=None, wait=False, timeout=None, progress=None):
        """Build the image of a component on a cloud.

        :param str path: path of a component; a version may follow.
        :param str cloud: name of the cloud; None for the user's default cloud.
        :param bool wait: wait until the image has been built, as
            :meth:`~slipstream.api.Api.wait_deployment` does, which also tells what that raises.
        :param timeout: seconds to wait at most; None for ever.
        :param progress: True to show the progress, or a function that gets each deployment that is
            read meanwhile.
        :return: the id of the deployment that builds it.
        :rtype: uuid.UUID
        :raises NotFoundError: there is no such module.
        :raises ConflictError: there is nothing to build, or it has been built.
        """
        plan = self._waiter_if(wait, timeout, progress)
        identifier = self._launch({'type': 'Machine', 'refqname': paths.module_reference(path),
                                   'parameter--cloudservice': arguments.optional(cloud, 'cloud')
                                   or 'default'})
        self._wait_with(plan, identifier, ('done',))
        return identifier

    def get_deployment(self, deployment_id):
        """Read a deployment.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :rtype: slipstream.api.models.Deployment
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        return deployment_of(self._xml(paths.run(deployment_id), ('run',)))

    def list_deployments(self, inactive=False, cloud=None, offset=0, limit=20, module=None,
                         owner=None):
        """List deployments, newest first.

        :param bool inactive: include those that have ended.
        :param str cloud: only deployments with a cloud whose name contains this text.
        :param int offset: skip so many.
        :param int limit: at most so many, None for all; more than 500 are read in several requests.
        :param str module: only deployments of this module, given with its version: the service
            compares both.
        :param str owner: only deployments of this user; for privileged users only.
        :return: a lazy iterator of :class:`~slipstream.api.models.Deployment`; ``scalable`` and
            ``last_state_change`` are None, as only :meth:`get_deployment` tells them.
        :rtype: Listing
        :raises ValueError: the module is given without its version.
        :raises ForbiddenError: an owner is given, but the caller is not privileged; raised when the
            first row is asked for.
        :raises ServiceError: if the service refuses; raised when the first row is asked for.
        """
        # Of the two names that the service has for the owner, runOwner would be ignored if the
        # caller is not privileged: wrong rows instead of a 403.
        query = {'activeOnly': 'false' if inactive else 'true',
                 'cloud': arguments.optional(cloud, 'cloud'),
                 'moduleResourceUri': None if module is None else versioned(module),
                 'user': arguments.optional(owner, 'owner')}
        offset, limit = listing.window(offset, limit)
        return listing.Listing(listing.paged(lambda start, size: self._page(query, start, size),
                                             offset, limit))

    def get_deployment_parameter(self, deployment_id, parameter_name, ignore_abort=False):
        """Read a runtime parameter of a deployment.

        Mind the spelling: reading an unknown parameter makes the service abort the deployment.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``, for example ``ss:state``, ``machine:hostname`` or
            ``web.1:hostname``.
        :param bool ignore_abort: read it even if the deployment has been aborted.
        :return: the value.
        :rtype: str
        :raises ConflictError: the deployment has been aborted.
        :raises PreconditionFailedError: the parameter has no value yet.
        :raises NotFoundError: there is no such deployment, or no such parameter.
        """
        path = paths.run(deployment_id, paths.parameter_key(parameter_name))
        with suggestions.of_parameter(self, deployment_id, to_text(parameter_name)):
            return self._text('GET', path, params={'ignoreabort': 'true'} if ignore_abort else None)

    def terminate(self, deployment_id, wait=False, timeout=None, progress=None):
        """Terminate a deployment; no error if it has ended already.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param bool wait: wait until the deployment has ended, as
            :meth:`~slipstream.api.Api.wait_deployment` does, which also tells what that raises.
        :param timeout: seconds to wait at most; None for ever.
        :param progress: True to show the progress, or a function that gets each deployment that is
            read meanwhile.
        :return: True
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        plan = self._waiter_if(wait, timeout, progress)
        self._send('DELETE', paths.run(deployment_id))
        self._wait_with(plan, deployment_id, deployment_waiter.ENDS, stop_on_abort=False)
        return True

    def add_node_instances(self, deployment_id, node_name, quantity=None, wait=False, timeout=None,
                           progress=None):
        """Add instances to a node of a scalable deployment.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node_name: name of the node.
        :param int quantity: how many; None leaves it to the service, which adds one.
        :param bool wait: wait until the new instances are up and the deployment is ready again, as
            :meth:`~slipstream.api.Api.wait_deployment` does, which also tells what that raises.
        :param timeout: seconds to wait at most; None for ever.
        :param progress: True to show the progress, or a function that gets each deployment that is
            read meanwhile.
        :return: the names of the new instances, for example ``['web.2', 'web.3']``.
        :rtype: list
        :raises ConflictError: the deployment is not scalable, not ready or has been aborted, or a
            limit is exceeded.
        :raises BadRequestError: there is no such node.
        """
        path = paths.run(deployment_id, paths.node_name(node_name))
        form = None if quantity is None else {'n': '%d' % paths.number(quantity, 'quantity')}
        plan = self._waiter_if(wait, timeout, progress)
        with suggestions.of_node(self, deployment_id, to_text(node_name)):
            names = documents.words(self._text('POST', path, data=form))
        self._wait_with(plan, deployment_id, ('ready',))
        return names

    def remove_node_instances(self, deployment_id, node_name, ids, wait=False, timeout=None,
                              progress=None, keep_machines=False):
        """Remove instances from a node of a scalable deployment.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node_name: name of the node.
        :param ids: the instances, as numbers or as their names (``web.2``): one, several as
            comma-separated text, or any iterable of them.
        :param bool wait: wait until they are gone and the deployment is ready again, as
            :meth:`~slipstream.api.Api.wait_deployment` does, which also tells what that raises.
        :param timeout: seconds to wait at most; None for ever.
        :param progress: True to show the progress, or a function that gets each deployment that is
            read meanwhile.
        :param bool keep_machines: only strike them off the list of instances, in any state,
            scalable or not; no machine is stopped and the state stays.
        :return: True
        :raises ConflictError: the deployment is not scalable, not ready or has been aborted, or
            there is no such instance.
        :raises BadRequestError: there is no such node.
        """
        path = paths.run(deployment_id, paths.node_name(node_name))
        numbers = instance_numbers(ids, to_text(node_name))
        form = {'ids': ','.join('%d' % number for number in numbers)}
        if arguments.boolean(keep_machines, 'keep_machines'):
            form['delete-ids-only'] = 'true'
        plan = self._waiter_if(wait, timeout, progress)
        with suggestions.of_instances(self, deployment_id, to_text(node_name), numbers):
            self._send('DELETE', path, data=form)
        self._wait_with(plan, deployment_id, ('ready',))
        return True

    def _launch(self, form):
        with suggestions.of_launch(self, form):
            response = self._send('POST', '/run', data=form)
        try:
            identifier = uuid.UUID(paths.location_id(response.headers.get('Location')))
        except ValueError:
            raise ResponseError(
                'The service has accepted POST /run, but its answer does not tell the id of the '
                'deployment', response)
        logger.info('Deployment %s of %s has been started', identifier, form['refqname'])
        return identifier

    def _page(self, query, offset, size):
        root, rows = self._rows('/run', ('runs',), listed_deployment_of,
                                params=dict(query, offset=offset, limit=size))
        return rows, documents.whole_number(root.get('totalCount'))


def deployment_of(run):
    """What the document of a run says."""
    wanted = {'ss:abort': None, 'ss:url.service': None}
    for parameters in run.findall('runtimeParameters'):
        # There may be thousands, and a path would be looked up in Python.
        for element in parameters.iter('runtimeParameter'):
            if element.get('key') in wanted:
                wanted[element.get('key')] = documents.text_of(element)
    state = documents.attribute(run, 'state')
    return models.Deployment(
        id=documents.identifier(run.get('uuid')), module=_module_path(run.get('moduleResourceUri')),
        status=state and state.lower(),
        started_at=documents.attribute(run, 'startTime'),
        last_state_change=documents.attribute(run, 'lastStateChangeTime'),
        clouds=documents.words(run.get('cloudServiceNames')),
        username=documents.attribute(run, 'user'), abort=wanted['ss:abort'],
        service_url=wanted['ss:url.service'], scalable=documents.flag(run, 'mutable'))


def listed_deployment_of(item):
    """What a row of the list of runs says; some attributes have other names there."""
    get = item.get  # and each by itself: in long listings a function for each attribute would show
    state, username, abort, service_url = get('status'), get('username'), get('abort'), get(
        'serviceUrl')
    started_at, changed_at = get('startTime'), get('lastStateChangeTime')
    return models.row(models.Deployment, (
        documents.identifier(get('uuid')), _module_path(get('moduleResourceUri')),
        state and state.strip().lower(),
        started_at and started_at.strip(), changed_at and changed_at.strip(),
        documents.words(get('cloudServiceNames')),
        username and username.strip(), abort and abort.strip() or None,
        service_url and service_url.strip() or None,
        documents.flag(item, 'mutable')))


def _module_path(reference):
    known = _MODULE_PATHS.get(reference)
    if known is None:
        if len(_MODULE_PATHS) > 1000:  # they come from a service: do not remember without end
            _MODULE_PATHS.clear()
        known = _MODULE_PATHS[reference] = paths.module_path(reference)
    return known


# What references to modules mean: the rows of a listing repeat a few of them.
_MODULE_PATHS = {}


def deployment_form(path, cloud, parameters, tags, keep_running, scalable, multiplicity,
                    tolerate_failures, check_ssh_key, raw_params,
                    global_parameters):
    """The form that starts a deployment; arguments as for :meth:`Deployments.deploy`."""
    form = raw_fields(raw_params)
    form.update(parameter_fields(parameters, global_parameters))
    form.update(cloud_fields(cloud))
    form.update(number_fields(multiplicity, 'multiplicity', 'multiplicity'))
    form.update(number_fields(tolerate_failures, 'tolerate_failures', 'max-provisioning-failures'))
    form['refqname'] = paths.module_reference(path)
    if tags:
        form['tags'] = arguments.joined(tags, 'tags')
    if keep_running is not None:
        form['keep-running'] = arguments.one_of(keep_running, base.KEEP_RUNNING_VALUES,
                                                'keep_running')
    if arguments.boolean(scalable, 'scalable'):
        form['mutable'] = 'on'
    if arguments.boolean(check_ssh_key, 'check_ssh_key'):
        form.pop('bypass-ssh-check', None)
    else:
        form.setdefault('bypass-ssh-check', 'true')
    return form


def versioned(module):
    """The reference of a module, which must name a version.

    :raises ValueError: if it names none.
    """
    reference = paths.module_reference(module)
    if not re.match('.+/.+/[0-9]+$', reference):
        raise ValueError(
            native_str('The version of the module is needed, as in %s/1234' % reference))
    return reference


def raw_fields(raw_params):
    """The fields of a form that the caller gave as such.

    :raises ValueError: for the one that makes the service keep the id of the deployment to itself.
    """
    form = dict((arguments.name(field, 'a name in raw_params'),
                 arguments.text(value, 'raw_params[%s]' % field))
                for field, value in arguments.mapping(raw_params, 'raw_params').items())
    if 'redirect_to_dashboard' in form:
        raise ValueError(native_str(
            'With redirect_to_dashboard the service would not tell the id of the deployment'))
    return form


def parameter_fields(parameters, global_parameters):
    """The fields for parameters: of the whole deployment, of a component, and of the nodes of an application."""
    form = {}
    for key, value in arguments.mapping(parameters, 'parameters').items():
        if isinstance(value, Mapping):
            form.update(('parameter--node--%s--%s' % (paths.node_name(key), parameter_name(name)),
                         arguments.text(
                             inner, 'parameter %s of node %s' % (to_text(name), to_text(key))))
                        for name, inner in value.items())
        elif key in global_parameters:
            form[to_text(key)] = global_value(to_text(key), value)
        else:
            form['parameter--%s' % parameter_name(key)] = arguments.text(
                value, 'parameter %s' % to_text(key))
    return form


def parameter_name(name):
    """A name of a parameter, fit for a form.

    :raises ValueError: if it contains the separator of the form's field names.
    """
    written = arguments.name(name, 'a parameter name')
    if '--' in written:
        raise ValueError(native_str('A parameter name must not contain "--": %s' % written))
    return written


def global_value(name, value):
    """The text of a parameter that concerns the whole deployment."""
    if name == 'keep-running':
        return arguments.one_of(value, base.KEEP_RUNNING_VALUES, name)
    return arguments.joined(value, name) if name == 'tags' else arguments.text(value, name)


def cloud_fields(cloud):
    """The fields that say where: one cloud for a component, one for each node of an application."""
    if isinstance(cloud, Mapping):
        return dict(('parameter--node--%s--cloudservice' % paths.node_name(node),
                     arguments.name(name, 'the cloud of node %s' % to_text(node)))
                    for node, name in cloud.items())
    name = arguments.optional(cloud, 'cloud')
    return {'parameter--cloudservice': name} if name else {}


def number_fields(numbers, what, field):
    """The fields that give a number to each node."""
    return dict(('parameter--node--%s--%s' % (paths.node_name(node), field),
                 '%d' % paths.number(number, '%s of node %s' % (what, to_text(node))))
                for node, number in arguments.mapping(numbers, what).items())


def instance_numbers(ids, node):
    """The numbers of node instances, without repetitions, in the order given.

    :param ids: numbers or names of instances: one, comma-separated text, or an iterable of them.
    :param str node: the node that they must be of.
    :raises ValueError: if there are none, or one is neither a number from 1 on nor the name of an
        instance of that node.
    :raises TypeError: if one is neither a number nor a text.
    """
    if isinstance(ids, string_types + (bytes,)):
        ids = to_text(ids).split(',')
    elif not isinstance(ids, Iterable):
        ids = [ids]
    numbers = []
    for given in ids:
        number = instance_number(given, node)
        if number not in numbers:
            numbers.append(number)
    if not numbers:
        raise ValueError(native_str('No instances to remove are given'))
    return numbers


def instance_number(given, node):
    """The number of one node instance."""
    if isinstance(given, string_types + (bytes,)):
        given = to_text(given).strip()
        own = re.match(r'%s\.([0-9]+)$' % re.escape(node), given)
        given = own.group(1) if own else given
    return paths.number(given, 'A node instance of %s' % node, least=1)
