# -*- coding: utf-8 -*-
"""Runtime parameters: what instances and users tell each other.

Reading all of them in one request, setting and clearing them, and the node instances that they tell
of.

Asking for a parameter that a deployment does not have makes the service abort the deployment. So a
name is looked up in the document of the deployment first; only that is read.
"""
from __future__ import unicode_literals

from .. import models
from ..compat import native_str, to_text
from ..errors import UnknownNodeError, UnknownParameterError
from ..protocol import arguments, documents, paths
from . import base, suggestions

#: The longest value of a runtime parameter, in characters. Longer abort messages are shortened by
#: the service.
LONGEST_VALUE = 4096

#: The scope of what concerns the whole deployment, and that of the only instance of a component.
GLOBAL, MACHINE = 'ss', 'machine'


class RuntimeParameters(base.Service):
    """The part of :class:`~slipstream.api.Api` that works with runtime parameters.

    A runtime parameter is named ``SCOPE:NAME``, for example ``ss:state`` (the whole deployment),
    ``web.1:hostname`` (an instance of the node ``web``), ``web:ids`` (the node as such) or
    ``machine:hostname`` (the only instance of a component). Instead of the scope, ``node`` and
    ``instance`` may be given.
    """

    def get_deployment_parameters(self, deployment_id, node=None, instance=None):
        """Read all runtime parameters of a deployment, in one request that has no side effects.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: only those of a node as such; or of one of ``machine``, ``ss``, ``web.1``,
            ``orchestrator-CLOUD``.
        :param int instance: only those of this instance of the node.
        :return: values by name, None for those without value. Names are ``SCOPE:NAME``; if a node
            is given, the ``NAME`` alone.
        :rtype: dict
        :raises UnknownNodeError: the deployment has no such node or instance.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        wanted = None if node is None and instance is None else scope_of(node, instance)
        values = values_of(self._run(deployment_id))
        if wanted is None:
            return values
        found = dict((key.partition(':')[2], value) for key,
                     value in values.items() if key.startswith(wanted + ':'))
        if not found:
            raise UnknownNodeError('The deployment has no node or instance %s.' % wanted,
                                   hint=suggestions.known_names(wanted, scopes_of(values)))
        return found

    def set_deployment_parameter(self, deployment_id, parameter_name, value, node=None,
                                 instance=None, ignore_abort=False, check=True):
        """Set a runtime parameter of a deployment.

        Setting ``ss:abort``, or ``abort`` of an instance, aborts the deployment with that message.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``; if a node is given, the ``NAME`` alone.
        :param value: the value; a text, a number or a truth value (which is sent as ``true`` or
            ``false``). An empty text clears the parameter.
        :param str node: name of a node, ``machine`` or ``ss``.
        :param int instance: number of the instance of the node.
        :param bool ignore_abort: set it even if the deployment has been aborted.
        :param bool check: whether to make sure first that the parameter exists, by reading the
            deployment. Without that, a wrong name aborts the deployment.
        :return: True
        :raises ValueError: the value is longer than 4096 characters, or None.
        :raises UnknownParameterError: the deployment has no such parameter; nothing was changed.
        :raises ConflictError: the deployment has been aborted.
        :raises BadRequestError: the service does not accept the value (``ss:state`` may hardly be
            set).
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of(parameter_name, node, instance)
        written = value_of(value, key)
        self._send_value(deployment_id, key, written, ignore_abort, check)
        return True

    def clear_deployment_parameter(self, deployment_id, parameter_name, node=None, instance=None,
                                   ignore_abort=False, check=True):
        """Clear a runtime parameter of a deployment, so that reading it tells that it has no value
        yet.

        The abort flag of the deployment stays as it is: this sends an empty value. (A ``DELETE``
        would clear that flag as well; where that is wanted, there is :meth:`cancel_abort`.)

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str parameter_name: ``SCOPE:NAME``; if a node is given, the ``NAME`` alone.
        :param str node: name of a node, ``machine`` or ``ss``.
        :param int instance: number of the instance of the node.
        :param bool ignore_abort: clear it even if the deployment has been aborted.
        :param bool check: whether to make sure first that the parameter exists, by reading the
            deployment. Without that, a wrong name aborts the deployment.
        :return: True
        :raises ValueError: it is an abort message.
        :raises UnknownParameterError: the deployment has no such parameter; nothing was changed.
        :raises ConflictError: the deployment has been aborted.
        :raises NotFoundError: there is no such deployment.
        """
        key = key_of(parameter_name, node, instance)
        if key.endswith(':abort'):
            raise ValueError(
                native_str('%s is an abort message; cancel_abort() takes it back' % key))
        self._send_value(deployment_id, key, '', ignore_abort, check)
        return True

    def cancel_abort(self, deployment_id, node=None, instance=None):
        """Clear the abort flag of a deployment; no error if it is not set.

        The deployment goes on from where it is. What an instance has reported stays, unless that
        instance is given.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: clear the abort message of this node's instance as well; ``machine`` for a
            component.
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

    def complete_node_state(self, deployment_id, node=MACHINE, instance=None, check=True):
        """Tell the service that an instance has finished the present state of the deployment, as the
        instance itself does.

        When the last one has, the deployment goes on to the next state.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: name of a node, ``machine`` for a component, or ``orchestrator-CLOUD``.
        :param int instance: number of the instance of the node.
        :param bool check: whether to make sure first that there is such an instance, by reading the
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
        """Read which instances a deployment has now; those that were removed are left out, as are
        orchestrators.

        :param deployment_id: UUID of the deployment.
        :type deployment_id: str or uuid.UUID
        :param str node: only those of this node.
        :return: a list of :class:`~slipstream.api.models.NodeInstance`: its ``name`` (``web.2``),
            ``node`` (``web``), ``id`` (2; None for the ``machine`` of a component), ``cloud``,
            ``hostname``, ``status`` as the cloud tells it, and ``instance_id`` in the cloud. What
            is not known yet is None.
        :rtype: list
        :raises UnknownNodeError: the deployment has no such node.
        :raises NotFoundError: there is no such deployment.
        :raises ForbiddenError: it is not yours.
        """
        wanted = None if node is None else paths.node_name(node)
        values = values_of(self._run(deployment_id))
        nodes = sorted(key.partition(':')[0] for key in values if key.endswith(':ids'))
        nodes = nodes or ([MACHINE] if MACHINE in scopes_of(values) else [])
        if wanted not in [None] + nodes:
            raise UnknownNodeError('The deployment has no node %s.' % wanted,
                                   hint=suggestions.known_names(wanted, nodes))
        return [each for name in nodes if wanted in (None, name)
                for each in instances_of(values, name)]

    def _run(self, deployment_id):
        return self._xml(paths.run(deployment_id), ('run',))

    def _send_value(self, deployment_id, key, value, ignore_abort, check):
        path = paths.run(deployment_id, paths.parameter_key(key))
        if arguments.boolean(check, 'check'):
            self._check_key(deployment_id, key)
        self._send('PUT', path, data=value.encode('utf-8'),
                   headers={'Content-Type': 'text/plain; charset=UTF-8'},
                   params={'ignoreabort': 'true'} if arguments.boolean(ignore_abort, 'ignore_abort')
                   else None)

    def _check_key(self, deployment_id, key):
        values = values_of(self._run(deployment_id))
        if key not in values:
            same_scope = [name for name in values if name.startswith(key.partition(':')[0] + ':')]
            raise UnknownParameterError('The deployment has no parameter %s.' % key,
                                        hint=suggestions.known_names(key, same_scope or values))


def scope_of(node, instance):
    """The scope that a node and the number of one of its instances mean.

    :raises ValueError: if only the instance is given, or the node is no scope.
    """
    if node is None:
        raise ValueError(native_str('The node of instance %s is needed' % (instance,)))
    paths.segment(node, 'node name')
    scope = to_text(node) if instance is None else '%s.%d' % (
        to_text(node), paths.number(instance, 'instance', least=1))
    if ':' in scope or instance is not None and '.' in to_text(node):
        raise ValueError(native_str(
            'A node name consists of letters, digits and underscores, not %s' % to_text(node)))
    return scope


def key_of(name, node=None, instance=None):
    """The full name of a runtime parameter.

    :param str name: ``SCOPE:NAME``, or with a node the ``NAME`` alone.
    :raises ValueError: if the scope is given twice, or not at all.
    """
    if node is None and instance is None:
        paths.parameter_key(name)
        return to_text(name)
    scope = scope_of(node, instance)
    paths.segment(name, 'parameter name')
    if ':' in to_text(name):
        raise ValueError(native_str('With a node, the parameter name must be without scope, not %s'
                                    % to_text(name)))
    return '%s:%s' % (scope, to_text(name))


def value_of(value, key):
    """A value as it is sent.

    :raises ValueError: if it is None or too long.
    """
    written = arguments.text(value, key)
    if len(written) > LONGEST_VALUE and not key.endswith(':abort'):
        raise ValueError(native_str('%s must not be longer than %d characters: it has %d'
                                    % (key, LONGEST_VALUE, len(written))))
    return written


def values_of(run):
    """The runtime parameters in the document of a run: key to value, None for those without; sorted by key where dicts are."""
    elements = dict((element.get('key'), element)
                    for element in run.findall('runtimeParameters/entry/runtimeParameter'))
    return dict((to_text(key), elements[key].text or None)
                for key in sorted(elements, key=lambda key: key or '') if key)


def scopes_of(values):
    """The scopes of all runtime parameters, as a set."""
    return set(key.partition(':')[0] for key in values)


def instances_of(values, node):
    """The instances of a node, in the order of their numbers.

    :param values: all runtime parameters.
    """
    if node == MACHINE and MACHINE + ':ids' not in values:
        return [_instance(values, node, MACHINE, None)]
    numbers = (documents.whole_number(word)
               for word in documents.words(values.get('%s:ids' % node)))
    return [_instance(values, node, '%s.%d' % (node, number), number)
            for number in sorted(number for number in numbers if number is not None)]


def _instance(values, node, name, number):
    known = dict((member, values.get('%s:%s' % (name, parameter))) for member, parameter in (
        ('cloud', 'cloudservice'), ('hostname', 'hostname'), ('status', 'vmstate'),
        ('instance_id', 'instanceid')))
    return models.NodeInstance(name=name, node=node, id=number, **known)
