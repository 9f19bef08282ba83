# -*- coding: utf-8 -*-
"""Placeholders: what stands for the results of a plan, and how results take their places."""
from __future__ import unicode_literals

import collections
import re
import uuid

from ..compat import (Iterator, Mapping, MappingView, native_repr, native_str, string_types,
                      text_type, to_text)
from ..display import values
from ..errors import PlanError
from ..models import CimiResource

#: The state of a step that has a result.
DONE = native_str('done')


class Planned(object):
    """A placeholder of the result of a step that is not done.

    ::

        >>> with api.plan() as plan:
        ...     project = api.create_project('shop')
        >>> project, project.step.state
        (<Result of step 1: create_project shop>, 'planned')
    """

    @property
    def step(self):
        """The :class:`~.plans.Step`; its ``result`` is the result once it is done."""
        return vars(self)['step']

    @native_repr
    def __repr__(self):
        return '%s%s %s>' % (_beginning(self.step), self.step.call,
                             values.neutral(self.step.target))

    def __reduce_ex__(self, protocol):
        raise PlanError('A placeholder of a plan cannot be copied or pickled')


def _unknown(self, *_):
    raise PlanError(needed(self.step))


class PlannedId(Planned, uuid.UUID):
    """A placeholder of the id of a deployment."""

    # What needs an id that does not exist yet: no result could replace it.
    __lt__ = __le__ = __gt__ = __ge__ = __int__ = _unknown
    bytes = bytes_le = fields = time_low = time_mid = time_hi_version = time = property(_unknown)
    clock_seq_hi_variant = clock_seq_low = clock_seq = node = property(_unknown)

    def __str__(self):
        if self.step.state == DONE:
            return native_str(identity(self.step.result))
        if not self.step.is_open:
            raise PlanError(needed(self.step))
        return native_str(self.step.token)

    @property
    def hex(self):
        """The id as 32 digits."""
        return str(self).replace(native_str('-'), native_str(''))


class PlannedText(Planned, text_type):
    """A placeholder of the path of a module."""


class _WithoutText(Planned):
    """A placeholder that cannot be a part of a string: nothing could replace it there."""

    def __str__(self):
        raise PlanError(needed(self.step))

    __unicode__ = __str__

    def __format__(self, spec):
        raise PlanError(needed(self.step))


class PlannedResource(_WithoutText, CimiResource):
    """A placeholder of a resource, or of the response of the service that has its id."""

    @property
    def json(self):
        """The document: that of the result, once it is there."""
        if self.step.state == DONE:
            return self.step.result.json
        if self.step.token and not self.step.is_open:
            raise PlanError(needed(self.step))
        return vars(self)['json']

    @json.setter
    def json(self, document):
        vars(self)['json'] = document

    def _repr_html_(self):
        """Return None: a notebook shows the repr."""


class PlannedValue(_WithoutText):
    """A placeholder of anything else; it is true, as each of these results is."""

    __hash__ = None

    # What needs a value that does not exist yet.
    __iter__ = __len__ = __getitem__ = __contains__ = __call__ = _unknown
    __int__ = __float__ = __index__ = _unknown
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _unknown
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = _unknown
    __or__ = __ror__ = __and__ = __rand__ = _unknown

    def __bool__(self):
        return True

    __nonzero__ = __bool__

    def __getattr__(self, name):
        raise AttributeError(native_str(name if name[:1] == '_' else needed(self.step)))


def needed(step):
    """Return the sentence that something needs the result of a step.

    :param step: the :class:`~.plans.Step`.
    """
    return 'This needs step %d (%s %s), %s' % (
        step.number, step.call, step.target,
        'whose result is its step.result' if step.state == DONE else 'which has not been applied')


def placeholder(step, kind, *arguments):
    """Return the placeholder of the result of a step.

    :param kind: a subclass of :class:`Planned`.
    :param arguments: those of its constructor.
    """
    planned = kind(*arguments)
    vars(planned)['step'] = step
    return planned


def kept(value, steps):
    """Return a value as a plan keeps it: nobody else changes it, and it can be read repeatedly.

    :param steps: the steps of the plan.
    :raises PlanError: it contains a placeholder of another plan that is not applied, or what no
        result can replace: the ``repr`` of a placeholder, or a piece of an id.
    """
    return rebuilt(value, lambda leaf: _kept_leaf(leaf, steps))


def _kept_leaf(leaf, steps):
    if isinstance(leaf, Planned) and not any(leaf.step is step for step in steps):
        if leaf.step.state != DONE:
            raise PlanError(needed(leaf.step))
        return _result(leaf)
    if isinstance(leaf, string_types + (bytes, bytearray)) and not isinstance(leaf, Planned):
        text = to_text(bytes(leaf) if isinstance(leaf, bytearray) else leaf)
        for step in steps:
            if _beginning(step) in text or _piece(step).search(_without(text, step)):
                raise PlanError(needed(step))
    return leaf


def resolved(value, steps):
    """Return a value in which the results of steps replace their placeholders.

    :param steps: all steps of the plan.
    """
    return rebuilt(value, lambda leaf: _resolved_leaf(leaf, steps))


def _resolved_leaf(leaf, steps):
    if isinstance(leaf, Planned):
        return _result(leaf)
    if isinstance(leaf, uuid.UUID):
        return next((step.result for step in steps if step.token == '%s' % leaf), leaf)
    if isinstance(leaf, (bytes, bytearray)):  # also the str of Python 2
        return type(leaf)(_in_text(leaf.decode('latin-1'), steps).encode('latin-1'))
    return _in_text(leaf, steps) if isinstance(leaf, text_type) else leaf


def _in_text(text, steps):
    for step in steps:
        text = _replaced(text, step)
    return text


def _result(planned):
    """Return what replaces a placeholder."""
    if isinstance(planned, PlannedResource) and 'id' not in planned.step.result:
        return identity(planned.step.result)  # the response to an addition is not a resource
    return planned.step.result


def _replaced(text, step):
    """Return a text with the real id of a step, however it is spelt there."""
    if step.token and step.result is not None:
        for spelling, real in zip(_spellings(step.token), _spellings(identity(step.result))):
            text = text.replace(spelling, real)
    return text


def is_in(step, text):
    """Tell whether a text has the placeholder of a step, however it is spelt there."""
    return step.token is not None and _without(text, step) != text


def _without(text, step):
    for spelling in _spellings(step.token) if step.token else ():
        text = text.replace(spelling, '')
    return text


def _spellings(token):
    """Return an id in all its spellings: whole, without its collection, and as digits only."""
    short = token.rpartition('/')[2]
    return [written for spelling in (token, short, short.replace('-', ''))
            for written in (spelling, spelling.upper())]


def _piece(step):
    """Return a pattern for a piece of a placeholder that no result could replace."""
    short = (step.token or '').rpartition('/')[2]
    return re.compile('|'.join([short[:8], short[-12:]]) if short else r'(?!)', re.IGNORECASE)


def _beginning(step):
    return '<Result of step %d: ' % step.number


def identity(result):
    """Return the id in the result of a step, as text."""
    document = getattr(result, 'json', None)
    if isinstance(document, Mapping):
        return to_text(document.get('resource-id') or document.get('id'))
    return to_text(result)


def rebuilt(value, of_leaf):
    """Return a value with other leaves: containers in it are made anew, however deep they are.

    :param of_leaf: a function from a leaf, such as a number or a text, to another one.
    """
    if isinstance(value, Planned):
        return of_leaf(value)
    if isinstance(value, Mapping):
        kind = collections.OrderedDict if isinstance(value, collections.OrderedDict) else dict
        return kind((rebuilt(key, of_leaf), rebuilt(member, of_leaf))
                    for key, member in value.items())
    if isinstance(value, tuple) and hasattr(value, '_fields'):  # a named tuple
        members = [rebuilt(member, of_leaf) for member in value]
        changed = any(new is not old for new, old in zip(members, value))
        return type(value)(*members) if changed else value
    if isinstance(value, (list, tuple, set, frozenset, collections.deque)):
        return _kind(value)(rebuilt(member, of_leaf) for member in value)
    if is_read_once(value):
        return [rebuilt(member, of_leaf) for member in value]
    return of_leaf(value)


def _kind(value):
    return next(kind for kind in (list, tuple, set, frozenset, collections.deque)
                if isinstance(value, kind))


def is_read_once(value):
    """Tell whether a value is an iterator or a view of a dict. Files do not count."""
    return isinstance(value, (Iterator, MappingView)) and not hasattr(value, 'read')
