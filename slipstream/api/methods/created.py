# -*- coding: utf-8 -*-
"""Created: what a call has created on the service when it fails after all.

A call that takes several requests may fail after the first of them has created something. Nobody
else knows its id, so the error carries it.
"""
from __future__ import unicode_literals

from ..compat import to_text
from .notes import annotate


class Created(object):
    """A context that adds what was created to whatever is raised in it, even to Ctrl-C.

    ::

        with Created() as created:
            created.id = added_id(api.cimi_add('events', document))
            ...

    :param identifier: id of what was created, or a list of them; None as long as there is nothing.
    :ivar id: the same; set it as soon as something has been created.
    """

    def __init__(self, identifier=None):
        self.id = identifier

    def __enter__(self):
        return self

    def __exit__(self, kind, error, _):
        if error is not None and self.id and getattr(error, 'created', None) is None:
            name_created(error, self.id)


def name_created(error, identifier):
    """Add what was created to what a call ended with, as ``created``.

    The message says it too, see :func:`~.notes.annotate`; what ended the waiting for a deployment
    has such a sentence already.

    :param error: any exception.
    :param identifier: id of what was created, or a list of them.
    """
    listed = identifier if isinstance(identifier, list) else [identifier]
    note = 'The call had already created %s.' % ', '.join(map(to_text, listed))
    says_it_already = getattr(error, 'deployment_id', None) is not None
    annotate(error, 'created', identifier, None if says_it_already else note)
