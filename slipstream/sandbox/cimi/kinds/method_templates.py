# -*- coding: utf-8 -*-
"""Templates with a method: the ways to log in, and the ways to get an account."""
from __future__ import unicode_literals

from .. import access, bodies
from .base import SIXSQ_ACTION, Kind
from .descriptions import HINTS, describe


class MethodTemplate(Kind):
    """Templates that administrators write, each for one method."""

    viewers = 'ANON'
    adders = 'ADMIN'
    actions = {'describe': 'describe'}

    #: Method to its fields.
    methods = {}

    def default_acl(self, world, caller, document):
        """There is none: a template brings its own."""
        return None

    def complete(self, world, caller, document, request):
        """Check before an id is made of it."""
        self.validate(world, caller, document)
        return document, {}

    def operations(self, world, caller, document, modifiable):
        """Everybody may have it described."""
        return super(MethodTemplate, self).operations(world, caller, document, modifiable) + [
            (SIXSQ_ACTION + 'describe', 'describe')]

    def describe(self, world, caller, document, request):
        """What the members mean."""
        access.check_readable(caller, document)
        return bodies.answer(200, describe(self.methods[document['method']] + HINTS,
                                           document['acl'], ['method', 'instance']))
