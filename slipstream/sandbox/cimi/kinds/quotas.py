# -*- coding: utf-8 -*-
"""Quotas.

They limit an aggregate of the documents of a collection, and apply to all users who can see them.
"""
from __future__ import unicode_literals

import re

from ... import checks
from .. import access, aggregation, bodies, errors, filtering, schema
from .base import SIXSQ_ACTION, Kind


def _selection(value):
    problem = checks.nonblank(value)
    if not problem:
        try:
            filtering.matcher(value)
        except errors.Problem:
            problem = 'a valid filter'
    return problem


def _aggregation(value):
    problem = checks.nonblank(value)
    if not problem and len(aggregation.parse([value])) != 1:
        problem = 'an aggregation such as count:id'
    return problem


_SCHEMA = schema.Schema({
    'resource': checks.matching('([A-Z][a-z]*)+'), 'selection': _selection,
    'aggregation': _aggregation, 'limit': checks.integer(),
}, {'organization': checks.nonblank})


class Quota(Kind):
    """Quotas: administrators write them, the users concerned read how much is used."""

    name = 'quota'
    key = 'quotas'
    adders = 'ADMIN'
    actions = {'collect': 'collect'}

    def validate(self, world, caller, document):
        """Check a quota."""
        _SCHEMA.check(document)

    def operations(self, world, caller, document, modifiable):
        """Every reader may use ``collect``."""
        return super(Quota, self).operations(world, caller, document,
                                             modifiable) + [(SIXSQ_ACTION + 'collect', 'collect')]

    def collect(self, world, caller, document, request):
        """Return how much is used, by all users and by the caller."""
        access.check_readable(caller, document)
        matches = filtering.matcher(document['selection'])
        visible = access.visibility(caller)
        counted = [other for other in world.store.table(_table(document['resource']))
                   if matches(other)]
        own = [other for other in counted if visible(other)]
        return bodies.response(200, dict(document, currentAll=_value(document, counted),
                                         currentUser=_value(document, own)))


def _table(resource):
    """The table of a collection; ``VirtualMachine`` is stored in ``virtual-machine``."""
    return '-'.join(part.lower() for part in re.findall('[A-Z][a-z]*', resource))


def _value(document, counted):
    requests = aggregation.parse([document['aggregation']])
    answer = next(iter(aggregation.aggregated(requests, counted).values()))
    return next((answer[name] for name in ('value', 'doc_count', 'count') if name in answer), None)
