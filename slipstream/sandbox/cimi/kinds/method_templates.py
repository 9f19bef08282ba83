# -*- coding: utf-8 -*-
"""Templates with a method: ways to log in, and ways to create an account."""
from __future__ import unicode_literals

from .. import access, bodies
from .base import SIXSQ_ACTION, Kind
from .descriptions import HINTS, describe


class MethodTemplate(Kind):
    """Templates that administrators write, each for one method."""

    viewers = 'ANON'
    adders = 'ADMIN'
    actions = {'describe': 'describe'}

    #: The fields of each method.
    methods = {}

    def default_acl(self, world, caller, document):
        """None: every template has its own."""
        return None

    def complete(self, world, caller, document, request):
        """Check the document before computing its id."""
        self.validate(world, caller, document)
        return document, {}

    def operations(self, world, caller, document, modifiable):
        """Everybody may use ``describe``."""
        return super(MethodTemplate, self).operations(world, caller, document, modifiable) + [
            (SIXSQ_ACTION + 'describe', 'describe')]

    def describe(self, world, caller, document, request):
        """Describe the members."""
        access.check_readable(caller, document)
        return bodies.response(200, describe(self.methods[document['method']] + HINTS,
                                             document['acl'], ['method', 'instance']))
