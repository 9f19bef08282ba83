# -*- coding: utf-8 -*-
"""Planner: records the changes that an Api is asked for, instead of sending them.

While a plan is made, the Api has a class of its own, whose methods record. Each of them runs the
real method as far as that reads; what it would send ends it. So nothing that changes something can
get out, also not by a method that nobody thought of here.
"""
from __future__ import unicode_literals

import contextlib
import functools
import inspect
import os
import re
import threading
import uuid
from collections import namedtuple

from ..compat import native_str, to_text, unquote
from ..errors import PlanError
from ..forks import PerProcess
from ..models import CimiResponse
from ..protocol import paths
from ..redaction import guarded
from . import launch_checks
from .placeholders import (Planned, PlannedId, PlannedResource, PlannedText, PlannedValue, is_in,
                           kept, needed, placeholder, rebuilt)
from .plans import Plan, Step

#: Methods that change something, and the class of the placeholder that each returns.
CHANGES = {
    'add_node_instances': PlannedValue, 'build_component': PlannedId, 'cancel_abort': PlannedValue,
    'cimi_add': PlannedResource, 'cimi_add_or_get': PlannedResource,
    'cimi_delete': PlannedResource, 'cimi_edit': PlannedResource, 'cimi_operation': PlannedResource,
    'cimi_update': PlannedResource, 'clear_deployment_parameter': PlannedValue,
    'complete_node_state': PlannedValue, 'copy_module': PlannedText,
    'create_api_key': PlannedValue, 'delete_api_key': PlannedValue,
    'create_application': PlannedText, 'create_component': PlannedText,
    'create_project': PlannedText, 'create_user': PlannedValue, 'delete_element': PlannedValue,
    'delete_user': PlannedValue, 'deploy': PlannedId, 'publish': PlannedValue,
    'put_module_document': PlannedText, 'remove_node_instances': PlannedValue,
    'set_deployment_parameter': PlannedValue, 'terminate': PlannedValue,
    'unpublish': PlannedValue, 'update_component': PlannedValue, 'update_user': PlannedValue}
#: Methods that have no place in a plan.
REFUSED = ('login', 'login_apikey', 'login_internal', 'logout', 'plan', 'upload_object')
#: Methods that only read, although they send something else than a read.
READING = ('download_object',)

#: The arguments that say what a method changes.
_TARGETS = ('path', 'source', 'deployment_id', 'resource_id', 'resource_type', 'username')
_DETAILS = ('parameter_name', 'node_name', 'operation', 'project', 'name')
#: The members that name a row of a list.
_NAMES = ('id', 'path', 'username', 'name')


#: A call of a method: its name, what makes it, its arguments as passed and all of them by name.
_Call = namedtuple(native_str('_Call'), native_str('name function args kwargs arguments'))


class _WouldSend(Exception):
    """A method has come to the request that would change something."""

    def __init__(self, path, data):
        super(_WouldSend, self).__init__(path)
        self.path, self.data = path, data


class _NotYet(PlanError):
    """Something was to be read that a step of the plan makes."""


#: Held by the thread that gives an Api another class.
_LOCKS = PerProcess(threading.Lock)


def plan(api):
    """Return a plan for an Api.

    :param api: the :class:`~slipstream.api.Api`.
    """
    return Plan(lambda plan: _begin(api, plan), lambda plan: _end(api))


def _begin(api, plan):
    real = type(api)
    recorder = None if hasattr(real, '_recorder') else Recorder(api, plan)
    recording = recorder and _recording_class(real, recorder)
    with _LOCKS[os.getpid()]:
        if recorder is None or type(api) is not real:
            raise PlanError('Another plan is being made: leave its with block first')
        # The class is changed, not the methods of the object: who uses the Api sees all or nothing.
        api.__class__ = recording


def _end(api):
    recorder = type(api)._recorder
    api.__class__ = type(api).__bases__[0]
    recorder.end()


def _recording_class(real, recorder):
    """Return a class of an Api that records."""
    members = dict((native_str(name), _recorded(real, name, recorder)) for name in CHANGES)
    members.update((native_str(name), _refused(real, name)) for name in REFUSED)
    members.update((native_str(name), _passed(real, name, recorder)) for name in READING)
    members[native_str('_recorder')] = recorder
    members[native_str('__reduce_ex__')] = _not_copied
    members[native_str('_send')] = _guarded(real, recorder)
    recorder.recording = type(native_str(real.__name__), (real,), members)
    return recorder.recording


def _recorded(real, name, recorder):
    function = getattr(real, name)

    @guarded
    @functools.wraps(function)
    def method(self, *args, **kwargs):
        if recorder.passes():
            return function(self, *args, **kwargs)
        args, kwargs = recorder.kept(args), recorder.kept(kwargs)
        # What is wrapped around all public methods does not say their arguments.
        arguments = inspect.getcallargs(getattr(function, '__wrapped__', function), self, *args,
                                        **kwargs)
        return recorder.record(_Call(name, functools.partial(function, recorder.watched()),
                                     args, kwargs, arguments))
    return method


def _refused(real, name):
    @functools.wraps(getattr(real, name))
    def method(self, *args, **kwargs):
        raise PlanError('%s() is not possible in the with block of a plan: call it outside' % name)
    return method


def _not_copied(api, protocol):
    # Nobody would end that the copy records.
    raise PlanError('An Api cannot be copied in the with block of a plan: copy it outside')


def _passed(real, name, recorder):
    function = getattr(real, name)

    @functools.wraps(function)
    def method(self, *args, **kwargs):
        with recorder.doing('read'):
            return function(self, *args, **kwargs)
    return method


def _guarded(real, recorder):
    def send(self, method, path, **options):
        recorder.check(method, path, options)
        return real._send(self, method, path, **options)
    return send


class Recorder(object):
    """Records the changes that an Api is asked for.

    :param api: the Api.
    :param plan: the :class:`~slipstream.api.methods.plans.Plan`.
    :ivar recording: the class that the Api has meanwhile.
    """

    def __init__(self, api, plan):
        self._api, self._plan = api, plan
        self._locks = PerProcess(threading.Lock)
        self._thread = threading.local()
        self._checks = launch_checks.LaunchChecks(api)
        self._modules = []
        self._has_ended = False
        self.recording = None

    def watched(self):
        """Make an object on which a method runs while it is recorded: it never sends a change.

        The Api itself sends them again as soon as any thread ends the block.
        """
        made = object.__new__(self.recording)
        vars(made).update(vars(self._api))
        return made

    def passes(self):
        """Tell whether a call is not recorded: a part of another one, or made after the block."""
        return self._has_ended or bool(getattr(self._thread, 'doing', None))

    def kept(self, value):
        """Return arguments as the plan keeps them.

        :raises PlanError: see :func:`~slipstream.api.methods.placeholders.kept`.
        """
        return kept(value, list(self._plan))

    def end(self):
        """Record nothing any more."""
        with self._locks[os.getpid()]:
            self._has_ended = True

    @contextlib.contextmanager
    def doing(self, what):
        """Return a context in which this thread does something; an outer one continues.

        :param str what: ``record`` or ``read``.
        """
        before = getattr(self._thread, 'doing', None)
        self._thread.doing = before or what
        try:
            yield
        finally:
            self._thread.doing = before

    def record(self, call):
        """Record a call.

        :param call: the :class:`_Call`.
        :return: the placeholder of the result; the result, if nothing would be changed.
        """
        request, notes, machines = None, [], []
        try:
            with self.doing('record'):
                _refuse_values(call.arguments)
                return call.function(*call.args, **call.kwargs)
        except _WouldSend as stop:
            request = stop
        except _NotYet as missing:
            notes.append('Not checked. %s' % to_text(missing))
        if request is not None and request.path == '/run':
            machines, notes = self._checked(self._checks.check, request.data)
        elif request is not None and call.name == 'add_node_instances':
            machines, notes = self._checked(self._checks.check_addition, *[
                call.arguments[name] for name in ('deployment_id', 'node_name', 'quantity')])
        elif request is not None and call.name == 'terminate':
            machines, notes = self._checked(self._checks.check_termination,
                                            call.arguments['deployment_id'])
        return self._added(call, request, notes, machines)

    def _checked(self, check, *arguments):
        try:
            with self.doing('record'):
                return check(*arguments)
        except _NotYet as missing:
            return [], ['Not checked. %s' % to_text(missing)]

    def _added(self, call, request, notes, machines):
        with self._locks[os.getpid()]:
            if self._has_ended:
                raise PlanError('The with block ended before %s() was recorded; nothing was sent'
                                % call.name)
            step = Step(len(self._plan) + 1, call.name, _target(call.arguments),
                        functools.partial(_send, self._api, call.name), (call.args, call.kwargs),
                        notes=notes, machines=machines)
            planned = _planned(step, CHANGES[call.name], request, call.arguments)
            if isinstance(planned, PlannedText) and call.arguments.get('create', True):
                self._modules.append((to_text(planned), step))
            self._plan.add(step)
        return planned

    def check(self, method, path, options):
        """Check a request that is about to be sent.

        :raises PlanError: it would change something outside of a change that is recorded, or read
            what is not there yet.
        """
        doing = getattr(self._thread, 'doing', None)
        if method in ('GET', 'HEAD') or options.get('idempotent') or doing == 'read':
            step = self._step_in(path, options)
            if step is not None:
                raise (_NotYet if doing == 'record' else PlanError)(needed(step))
            return
        if doing != 'record':
            raise PlanError('%s %s would change something that a plan cannot record'
                            % (method, path))
        raise _WouldSend(path, options.get('data'))

    def _step_in(self, path, options):
        """Return the step whose result a request needs; None if there is none."""
        path = unquote(to_text(path))
        text = '%s %r %r' % (path, options.get('params'), options.get('data'))
        tokens = [step for step in self._plan if is_in(step, text)]
        modules = [step for module, step in self._modules if re.match(
            r'/module/%s(?![\w.-])' % re.escape(module), path)]
        return next(iter(tokens + modules), None)


def _send(api, name, *args, **kwargs):
    # The method of the Api as it is then, which records no more.
    return getattr(api, name)(*args, **kwargs)


def _refuse_values(arguments):
    """Refuse placeholders of unknown values, which cannot be checked, however deep they are."""
    def refused(leaf):
        if isinstance(leaf, PlannedValue):
            raise _NotYet(needed(leaf.step))
        return leaf
    rebuilt(arguments, refused)


def _target(arguments):
    """Return what a call changes, as text; no secret is among these arguments."""
    target = next((arguments[name] for name in _TARGETS if arguments.get(name) is not None), '')
    details = [to_text(_named(arguments[name])) for name in _DETAILS
               if arguments.get(name) is not None]
    return ' '.join(filter(None, [_of(target)] + details))


def _of(target):
    return 'of step %d' % target.step.number if isinstance(target, Planned) else to_text(
        _named(target))


def _named(value):
    """Return what names a value: a resource, or a row of a list, has an id, a path or a name."""
    if isinstance(value, PlannedValue):
        return _of(value)
    if isinstance(value, CimiResponse):
        return paths.id_in(value)
    if hasattr(value, '_fields'):
        members = [getattr(value, name, None) for name in _NAMES]
        return next((member for member in members if member), value)
    return value


def _planned(step, kind, request, arguments):
    """Return the placeholder of the result of a step."""
    if kind is PlannedId:
        step.token = '%s' % uuid.uuid4()
        planned = placeholder(step, kind, step.token)
    elif kind is PlannedText:
        planned = placeholder(step, kind, _module_of(arguments))
    elif kind is PlannedResource:
        planned = placeholder(step, kind, _document(step, request, arguments))
    else:
        planned = placeholder(step, kind)
    return planned


def _module_of(arguments):
    if 'project' in arguments:
        return '%s/%s' % (arguments['project'], arguments['name'])
    return to_text(arguments['path'])


def _document(step, request, arguments):
    """Return the document of a placeholder: a resource, or the response that has its id."""
    if 'resource_type' not in arguments:
        resource = arguments['resource_id']
        return {'id': to_text(paths.id_in(resource) if isinstance(resource, CimiResponse)
                              else resource)}
    where = 'resource' if request is None else request.path.rpartition('/')[2]
    step.token = '%s/%s' % (where, uuid.uuid4())
    return {'id': step.token, 'resource-id': step.token}
