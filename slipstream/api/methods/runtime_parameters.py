# -*- coding: utf-8 -*-
"""Runtime parameters: values that instances and users exchange.

Reading, setting and clearing them, and the node instances that they describe.

The service aborts a deployment when somebody asks for a parameter that it does not have. So the
names of its parameters are read from the document of the deployment first, and remembered.
"""
from __future__ import unicode_literals

from .. import models
from ..compat import native_str, to_text
from ..display import similar_names
from ..errors import ForbiddenError, SlipStreamError, UnknownNodeError, UnknownParameterError
from ..protocol import arguments, documents, paths, run_rows
from ..redaction import safe_logger
from . import base, suggestions

logger = safe_logger(__name__)

#: The longest value of a runtime parameter, in characters. The service shortens longer abort
#: messages.
LONGEST_VALUE = 4096

#: The scope of what concerns the whole deployment.
GLOBAL = 'ss'

#: What every deployment has.
ALWAYS_THERE = ('ss:state', 'ss:abort')


class RuntimeParameters(base.Service):
    """The methods of :class:`~slipstream.api.Api` for runtime parameters.

    A runtime parameter is named ``SCOPE:NAME``, for example ``ss:state`` (the whole deployment),
    ``web.1:hostname`` (an instance of the node ``web``), ``web:ids`` (the node itself) or
    ``machine:hostname`` (the only instance of a component). You may pass ``node`` and ``instance``
    instead of the scope.
    """

    def get_deployment_parameter(self, deployment_id, parameter_name, ignore_abort=False):
        """Read a runtime parameter of a deployment.

        If a parameter that does not exist is requested, the service aborts the deployment. So the
        names of the parameters are read first, once per deployment; an unknown name raises an error
        and is not sent. ``Api(check_parameters=False)`` turns that off.

        ::

            >>> print(api.get_deployment_parameter(deployment_id, 'machine:admin_email'))
            admin@example.org

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``, for example ``ss:state``, ``machine:hostname`` or
            ``web.1:hostname``.
        :param bool ignore_abort: read it even if the deployment has been aborted.
        :return: the value.
        :rtype: str
        :raises UnknownParameterError: the deployment has no such parameter.
        :raises ConflictError: the deployment has been aborted.
        :raises PreconditionFailedError: the parameter has no value yet.
        :raises NotFoundError: there is no such deployment.
        """
        path = paths.run(deployment_id, paths.parameter_key(parameter_name))
        if self.check_parameters:
            self._refuse_unknown_key(deployment_id, to_text(parameter_name))
        with suggestions.of_parameter(self, deployment_id, to_text(parameter_name)):
            return self._text('GET', path, params={'ignoreabort': 'true'} if ignore_abort else None)

    def get_deployment_parameters(self, deployment_id, node=None, instance=None):
        """Read all runtime parameters of a deployment, in one request that has no side effects.

        The dict has generated passwords, such as ``admin_password``, unmasked: do not print or log
        all of it.

        ::

            >>> parameters = api.get_deployment_parameters(deployment_id, 'machine')
            >>> print(parameters['cloudservice'], parameters['vmstate'])
            exoscale-ch-gva running

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: only those of a node itself; or of one of ``machine``, ``ss``, ``web.1``,
            ``orchestrator-CLOUD``.
        :param int instance: only those of this instance of the node.
        :return: values by name, None for those without value. Names are ``SCOPE:NAME``; if you pass
            a node, the ``NAME`` alone.
        :rtype: dict
        :raises UnknownNodeError: the deployment has no such node or instance.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        scope = None if node is None and instance is None else scope_of(node, instance)
        values = run_rows.values_of(self._run(deployment_id))
        if scope is None:
            return values
        inside = dict((key.partition(':')[2], value) for key, value in values.items()
                      if key.startswith(scope + ':'))
        if not inside:
            raise UnknownNodeError('The deployment has no node or instance %s.' % scope,
                                   hint=similar_names.known_names(
                                       scope, run_rows.scopes_of(values)))
        return inside

    def set_deployment_parameter(self, deployment_id, parameter_name, value, node=None,
                                 instance=None, ignore_abort=False, check=True):
        """Set a runtime parameter of a deployment.

        Setting ``ss:abort``, or ``abort`` of an instance, aborts the deployment with that message.

        ::

            >>> api.set_deployment_parameter(deployment_id, 'ss:tags', 'blog,test')
            True

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``; if you pass a node, the ``NAME`` alone.
        :param value: the value: a string, a number or a boolean, which is sent as ``true`` or
            ``false``. An empty string clears the parameter.
        :param str node: name of a node, ``machine`` or ``ss``.
        :param int instance: number of the instance of the node.
        :param bool ignore_abort: set it even if the deployment has been aborted.
        :param bool check: make sure first that the parameter exists, by reading the deployment.
            Without that, a wrong name aborts the deployment.
        :return: True
        :raises ValueError: the value is longer than 4096 characters, or None.
        :raises UnknownParameterError: the deployment has no such parameter; nothing was changed.
        :raises ConflictError: the deployment has been aborted.
        :raises BadRequestError: the service does not accept the value (you can hardly ever set
            ``ss:state``).
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of(parameter_name, node, instance)
        written = value_of(value, key)
        self._send_value(deployment_id, key, written, ignore_abort, check)
        return True

    def clear_deployment_parameter(self, deployment_id, parameter_name, node=None, instance=None,
                                   ignore_abort=False, check=True):
        """Clear a runtime parameter of a deployment: reading it then says that it has no value yet.

        The abort flag of the deployment stays as it is, because this sends an empty value. (A
        ``DELETE`` would clear that flag as well; see :meth:`cancel_abort`.)

        ::

            >>> api.clear_deployment_parameter(deployment_id, 'ss:tags')
            True

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``; if you pass a node, the ``NAME`` alone.
        :param str node: name of a node, ``machine`` or ``ss``.
        :param int instance: number of the instance of the node.
        :param bool ignore_abort: clear it even if the deployment has been aborted.
        :param bool check: make sure first that the parameter exists, by reading the deployment.
            Without that, a wrong name aborts the deployment.
        :return: True
        :raises ValueError: it is an abort message.
        :raises UnknownParameterError: the deployment has no such parameter; nothing was changed.
        :raises ConflictError: the deployment has been aborted.
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of(parameter_name, node, instance)
        if key.endswith(':abort'):
            raise ValueError(native_str('%s is an abort message; use cancel_abort()' % key))
        self._send_value(deployment_id, key, '', ignore_abort, check)
        return True

    def cancel_abort(self, deployment_id, node=None, instance=None):
        """Clear the abort flag of a deployment; no error if it is not set.

        The deployment continues where it is. The abort message of an instance stays, unless you
        pass that instance.

        ::

            >>> api.cancel_abort(deployment_id)
            True

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: clear the abort message of an instance of this node as well; ``machine``
            for a component.
        :param int instance: number of the instance of the node.
        :return: True
        :raises UnknownParameterError: the deployment has no such instance; nothing was changed.
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of('abort', GLOBAL if node is None and instance is None else node, instance)
        if not key.startswith(GLOBAL + ':'):
            self._check_key(deployment_id, key)
        self._send('DELETE', paths.run(deployment_id, paths.parameter_key(key)),
                   params={'ignoreabort': 'true'})
        return True

    def complete_node_state(self, deployment_id, node=run_rows.MACHINE, instance=None, check=True):
        """Report that an instance has finished the current state of the deployment.

        Instances do that themselves. After the last one, the deployment enters the next state.

        ::

            >>> print(api.complete_node_state(deployment_id))
            ready

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: name of a node, ``machine`` for a component, or ``orchestrator-CLOUD``.
        :param int instance: number of the instance of the node.
        :param bool check: make sure first that there is such an instance, by reading the
            deployment. Without that, a wrong name aborts the deployment.
        :return: the status of the deployment after that, in lower case.
        :rtype: str
        :raises UnknownParameterError: the deployment has no such instance; nothing was changed.
        :raises ConflictError: the deployment has ended.
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of('complete', node, instance)
        if arguments.boolean(check, 'check'):
            self._check_key(deployment_id, key)
        return self._text('POST',
                          paths.run(deployment_id, paths.parameter_key(key))).strip().lower()

    def get_node_instances(self, deployment_id, node=None):
        """Read the current instances of a deployment, without orchestrators and removed ones.

        ::

            >>> api.get_node_instances(application_id)
            <2 node instances>
              name          status   cloud            hostname     node        id
              ------------  -------  ---------------  -----------  ----------  --
              apache.1      running  exoscale-ch-gva  203.0.113.3  apache       1
              testclient.1  running  exoscale-ch-gva  203.0.113.4  testclient   1
              not shown: instance_id

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: only those of this node.
        :return: a list that shows a table, of :class:`~slipstream.api.models.NodeInstance`: its
            ``name`` (``web.2``),
            ``node`` (``web``), ``id`` (2; None for the ``machine`` of a component), ``cloud``,
            ``hostname``, ``status`` as the cloud reports it, and ``instance_id`` in the cloud. What
            is not known yet is None.
        :rtype: slipstream.api.models.NodeInstances
        :raises UnknownNodeError: the deployment has no such node.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        only = None if node is None else paths.node_name(node)
        values = run_rows.values_of(self._run(deployment_id))
        nodes = run_rows.nodes_of(values)
        if only not in [None] + nodes:
            raise UnknownNodeError('The deployment has no node %s.' % only,
                                   hint=similar_names.known_names(only, nodes))
        return models.NodeInstances(instance for name in nodes if only in (None, name)
                                    for instance in run_rows.instances_of(values, name))

    def _run(self, deployment_id):
        """Return the document of a deployment, and remember the names of its parameters."""
        run = self._xml(paths.run(deployment_id), documents.RUN_ROOTS)
        self._cache.remember_keys(paths.deployment_id(deployment_id), run_rows.keys_of(run))
        return run

    def _send_value(self, deployment_id, key, value, ignore_abort, check):
        path = paths.run(deployment_id, paths.parameter_key(key))
        params = {'ignoreabort': 'true'} if arguments.boolean(
            ignore_abort, 'ignore_abort') else None
        if arguments.boolean(check, 'check'):
            self._check_key(deployment_id, key)
        self._send('PUT', path, data=value.encode('utf-8'),
                   headers={'Content-Type': 'text/plain; charset=UTF-8'}, params=params)

    def _refuse_unknown_key(self, deployment_id, key):
        """Refuse a name that the deployment does not have; let it pass if that cannot be known."""
        identifier = paths.deployment_id(deployment_id)
        if key in ALWAYS_THERE or self._cache.keys_of(identifier) is None:
            return
        try:
            self._check_key(identifier, key)
        except UnknownParameterError:
            if self._cache.keys_of(identifier):
                raise
        except ForbiddenError:  # you may read a parameter of a deployment that you may not read
            self._cache.remember_keys(identifier, None)
        except (SlipStreamError, EnvironmentError) as error:  # EnvironmentError: of requests
            logger.debug('The names of parameters could not be read: %s', type(error).__name__)

    def _check_key(self, deployment_id, key):
        """Make sure that a deployment has a parameter, from what is remembered or by reading it."""
        identifier = paths.deployment_id(deployment_id)
        if key in (self._cache.keys_of(identifier) or ()):
            return
        keys = run_rows.keys_of(self._run(deployment_id))
        if key not in keys:
            raise UnknownParameterError('The deployment has no parameter %s.' % key,
                                        hint=suggestions.of_same_scope(key, keys))


def scope_of(node, instance):
    """Return the scope of a node, or of one of its instances.

    :raises ValueError: there is an instance but no node, or the node cannot be a scope.
    """
    if node is None:
        raise ValueError(native_str('Pass the node of instance %s as well' % (instance,)))
    paths.segment(node, 'node name')
    scope = to_text(node) if instance is None else '%s.%d' % (
        to_text(node), arguments.number(instance, 'instance', least=1))
    if ':' in scope or instance is not None and '.' in to_text(node):
        raise ValueError(native_str(
            'A node name consists of letters, digits and underscores, not %s' % to_text(node)))
    return scope


def key_of(name, node=None, instance=None):
    """Return the full name of a runtime parameter.

    :param str name: ``SCOPE:NAME``, or with a node the ``NAME`` alone.
    :raises ValueError: the scope is there twice, or not at all.
    """
    if node is None and instance is None:
        paths.parameter_key(name)
        return to_text(name)
    scope = scope_of(node, instance)
    paths.segment(name, 'parameter name')
    if ':' in to_text(name):
        raise ValueError(native_str('With a node, the parameter name must not have a scope: %s'
                                    % to_text(name)))
    return '%s:%s' % (scope, to_text(name))


def value_of(value, key):
    """Return a value as it is sent.

    :raises ValueError: it is None or too long.
    """
    written = arguments.text(value, key)
    if len(written) > LONGEST_VALUE and not key.endswith(':abort'):
        raise ValueError(native_str('%s must not be longer than %d characters: it has %d'
                                    % (key, LONGEST_VALUE, len(written))))
    return written
