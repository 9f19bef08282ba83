# -*- coding: utf-8 -*-
"""Changes: what happens to a deployment."""
from __future__ import unicode_literals

from collections import namedtuple

from ..compat import native_repr, native_str
from ..display import dicts, text as text_display
from ..redaction import MASK, is_secret

#: What kinds of change there are.
STATE, EVENT, PARAMETER = [native_str(kind) for kind in ('state', 'event', 'parameter')]


class Change(namedtuple(native_str('Change'), native_str('kind name value time event'))):
    """Something that has happened to a deployment. Its repr does not show passwords.

    ::

        >>> for change in api.follow_deployment(deployment_id):
        ...     if change.kind == 'state':
        ...         print(change.name, change.value)
        ...         break
        ss:state initializing

    :ivar str kind: ``state``, ``event`` or ``parameter``.
    :ivar str name: of a state ``ss:state``, or ``state`` for that of a CIMI deployment; of another
        event its type, for example ``alarm``; of a parameter ``SCOPE:NAME``, for example
        ``machine:hostname``.
    :ivar str value: the state in lower case, what the event says, or the value of the parameter;
        None if that was cleared.
    :ivar str time: when it happened, for example ``2019-03-29T08:20:11.480Z``; None if the service
        does not say.
    :ivar event: the :class:`~slipstream.api.models.CimiResource` that tells it, or None.
    """

    __slots__ = ()

    @native_repr
    def __repr__(self):
        return text_display.line_of(self)

    def _masked(self):
        """The change as it may be shown."""
        return self._replace(value=MASK) if self.value and is_secret(self.name) else self

    to_dict = dicts.to_dict

    def _repr_html_(self):
        return text_display.card(self)._repr_html_()
