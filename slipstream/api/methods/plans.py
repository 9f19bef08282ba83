# -*- coding: utf-8 -*-
"""Plans: changes that were recorded and not made."""
from __future__ import unicode_literals

import os
import threading
from collections import namedtuple

from ..compat import native_repr, native_str, to_text
from ..display import html, text as text_display, values
from ..errors import PlanError, ResponseError, ResponseTooLargeError, ServerError
from ..forks import PerProcess
from .notes import add_note
from .placeholders import DONE, resolved

PLANNED, REFUSED, UNKNOWN = [native_str(state) for state in ('planned', 'refused', 'unknown')]

#: A service that is not there has not carried out anything; others may have done so.
_UNAVAILABLE = 503

_Row = namedtuple(native_str('Step'), native_str('step call target per_hour state notes'))


class Plan(object):
    """Changes that were recorded and not made: a sequence of :class:`Step`.

    Use it as a context manager, see :meth:`~slipstream.api.Api.plan`. Showing it shows a table. A
    copy or a pickle shows the same table, and cannot be applied.

    ::

        >>> with api.plan() as plan:
        ...     project = api.create_project('shop')
        >>> plan.costs, [step.state for step in plan]
        ({}, ['planned'])
        >>> print(plan.apply()[0])
        shop/...

    :param begin: a function that begins to record in a plan.
    :param end: a function that ends it.
    """

    def __init__(self, begin, end):
        self._begin, self._end = begin, end
        self._steps = []
        self._is_open = False
        self._applying = PerProcess(threading.Lock)

    def __enter__(self):
        if self._steps or self._is_open or self._begin is None:
            raise PlanError('A plan can only be made once: call api.plan() for another plan')
        self._begin(self)
        self._is_open = True
        return self

    def __exit__(self, *_):
        self._end(self)
        for step in self._steps:
            step.is_open = False
        self._is_open = False

    def __len__(self):
        return len(self._steps)

    def __getitem__(self, index):
        return self._steps[index]

    def __iter__(self):
        return iter(self._steps)

    def add(self, step):
        """Record a step.

        :param step: the :class:`Step`.
        """
        self._steps.append(step)

    @property
    def costs(self):
        """What the machines of all steps cost per hour: currency to amount, as a dict."""
        return costs_of(self._machines())

    def apply(self):
        """Make the changes, in their order.

        It stops at the first one that fails. The exception is the usual one; its message, or a note
        of it, says which steps are done. Call this again to continue with the step that failed.

        :return: the results of all steps, as a list.
        :raises PlanError: everything is done already, another thread is applying it, the ``with``
            block has not ended, this is a copy, or the step that failed has created something, or
            may have done so, which a repetition would create again.
        """
        if self._begin is None:
            raise PlanError('This copy only shows the plan: apply the original')
        if self._is_open:
            raise PlanError('Apply a plan after its with block')
        applying = self._applying[os.getpid()]
        if not applying.acquire(False):
            raise PlanError('The plan is already being applied: each step is only sent once')
        try:
            return self._applied()
        finally:
            applying.release()

    def _applied(self):
        steps = [step for step in self._steps if step.state != DONE]
        if self._steps and not steps:
            raise PlanError('The plan has already been applied')
        for step in steps:
            with _Stopped(self, step):
                step.apply(self._steps)
        return [step.result for step in self._steps]

    def __getstate__(self):
        # What has been passed to the methods may be secret.
        return {'_begin': None, '_end': None, '_steps': self._steps, '_is_open': False,
                '_applying': None}

    def _machines(self):
        return [machines for step in self._steps for machines in step.machines]

    @native_repr
    def __repr__(self):
        table = text_display.block(self._head(), [step.row()._replace(notes=None) for step in self],
                                   shown=len(self))
        room = text_display.terminal_width() - 2
        return '\n  '.join([table] + [
            line for step in self for note in step.notes
            for line in values.wrapped('step %d: %s' % (step.number, values.neutral(note)), room)])

    def _repr_html_(self):
        return html.table(self._head(), [step.row() for step in self], shown=len(self))

    def _head(self):
        costs = written(self.costs)
        unknown = sum(machines.number for machines in self._machines() if machines.price is None)
        head = 'Plan of %d step%s' % (len(self), '' if len(self) == 1 else 's')
        head += ', %s per hour' % costs if costs else ''
        head += ', and %d machine%s of unknown price' % (
            unknown, '' if unknown == 1 else 's') if unknown else ''
        return head


class Machines(namedtuple(native_str('Machines'), native_str('cloud number price currency'))):
    """Some machines of one kind that a step starts.

    ::

        >>> with api.plan() as plan:
        ...     blog = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')
        >>> for machines in plan[0].machines:
        ...     print(machines.number, machines.cloud, machines.price, machines.currency)
        1 exoscale-ch-gva 0.0278 EUR

    :ivar str cloud: name of the cloud.
    :ivar int number: how many.
    :ivar price: what one costs per hour; None if that is not known.
    :ivar str currency: in which currency.
    """

    __slots__ = ()


class Step(object):
    """A change that was recorded.

    ::

        >>> with api.plan() as plan:
        ...     ended = api.terminate(deployment_id)
        >>> step = plan[0]
        >>> print(step.number, step.call, step.state)
        1 terminate planned

    :param int number: its number in the plan, from 1 on.
    :param str call: name of the method.
    :param str target: what the method changes.
    :param send: a function that makes the change; it gets the arguments of the method.
    :param arguments: the values by position, and those by name.
    :param list notes: what was found out about it, sentences.
    :param list machines: what it starts, :class:`Machines`.
    :ivar str state: ``planned``, ``done``, ``refused``, or ``unknown``: it may have created
        something, and no response has said so. Such a step is not repeated.
    :ivar bool is_open: whether the ``with`` block of its plan has not ended.
    :ivar str token: the text of the placeholder, which other steps may get; None if there is none.
    :ivar result: what the method has returned; None before it is done.
    :ivar created: what the method had created before it failed: an id or a list of names; else
        None. Such a step is not repeated.
    """

    def __init__(self, number, call, target, send, arguments, notes=(), machines=()):
        self.number, self.call, self.target = number, call, target
        self._send, self._arguments = send, arguments
        self.notes, self.machines = list(notes), list(machines)
        self.state, self.is_open = PLANNED, True
        self.token = self.result = self.created = None

    def apply(self, steps):
        """Make the change.

        :param steps: all steps of the plan, whose results replace their placeholders.
        :raises PlanError: the step has created something and failed then, or may have done so.
        """
        if self.created is not None:
            raise PlanError('Step %d is not repeated, because that would create another one. Look '
                            'at what it has created, and make another plan for the rest'
                            % self.number)
        if self.state == UNKNOWN:
            raise PlanError('Step %d is not repeated: it may have been carried out, and would then '
                            'create another one. Find out, and make another plan for the rest'
                            % self.number)
        positional, named = self._arguments
        self.state = REFUSED
        self.result = self._send(*resolved(list(positional), steps), **resolved(named, steps))
        self.state = DONE

    def __getstate__(self):
        return dict(vars(self), _send=None, _arguments=None, token=None, is_open=False)

    def row(self):
        """Return the row of the table of a plan."""
        return _Row(self.number, self.call, self.target, written(costs_of(self.machines)),
                    self.state, '; '.join(self.notes) or None)

    @native_repr
    def __repr__(self):
        return '<Step %d: %s %s, %s>' % (self.number, self.call, values.neutral(self.target),
                                         self.state)


def costs_of(machines):
    """Return what machines cost per hour: currency to amount, as a dict.

    :param machines: an iterable of :class:`Machines`.
    """
    costs = {}
    for some in machines:
        if some.price is not None:
            costs[some.currency] = costs.get(some.currency, 0) + some.number * some.price
    return costs


def written(costs):
    """Return costs as text; None if there are none."""
    return ' and '.join('%.4f %s' % (cost, currency or '')
                        for currency, cost in sorted(costs.items())) or None


class _Stopped(object):
    """A context that adds to whatever is raised what was done, even to Ctrl-C."""

    def __init__(self, plan, step):
        self._plan, self._step = plan, step

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if error is None:
            return
        if getattr(error, 'created', None) is not None:
            self._step.created = error.created
        elif _may_have_created(error):
            self._step.state = UNKNOWN
        add_note(error, 'The plan stopped at step %d of %d (%s %s). %s' % (
            self._step.number, len(self._plan), self._step.call, values.neutral(self._step.target),
            ' '.join(_said(self._plan))))


def _may_have_created(error):
    """Whether a failure leaves open what has become of a request to create something.

    Others, such as to delete something, may be repeated.
    """
    method = getattr(error, 'unanswered', None)
    if isinstance(error, (ResponseError, ResponseTooLargeError, ServerError)):
        is_there = error.status_code != _UNAVAILABLE
        method = is_there and getattr(getattr(error.response, 'request', None), 'method', None)
    return method == 'POST'


def _said(plan):
    """Return sentences about what has been done."""
    done = ['%d (%s)' % (step.number, step.call) for step in plan if step.state == DONE]
    created = ['Step %d has created %s.' % (step.number, _listed(step.created))
               for step in plan if step.created is not None]
    created += ['Step %d may have been carried out.' % step.number
                for step in plan if step.state == UNKNOWN]
    return (['Done: %s.' % ', '.join(done)] if done else []) + created or [
        'Nothing was done before.']


def _listed(created):
    return ', '.join(map(to_text, created if isinstance(created, list) else [created]))
