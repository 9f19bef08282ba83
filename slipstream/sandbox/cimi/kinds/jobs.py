# -*- coding: utf-8 -*-
"""Jobs: background tasks of the service.

A job engine reports its progress by editing the job.
"""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records, jobs
from .. import access, bodies, schema
from .base import DMTF_ACTION, Kind

_SCHEMA = schema.Schema({
    'action': checks.nonblank, 'state': checks.one_of(*jobs.STATES),
    'progress': checks.integer(0, 100),
}, {
    'targetResource': schema.link, 'affectedResources': checks.list_of(schema.link, 1),
    'returnCode': checks.integer(-2 ** 31),
    'statusMessage': checks.text, 'timeOfStatusChange': checks.timestamp,
    'priority': checks.integer(0, 999),
    'started': checks.timestamp, 'duration': checks.nullable(checks.integer()),
    'parentJob': checks.matching('job/[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?'),
    'nestedJobs': checks.list_of(schema.href),
})


class Job(Kind):
    """Jobs: administrators add and edit them, the users concerned read them."""

    name = 'job'
    key = 'jobs'
    adders = 'ADMIN'
    actions = {'stop': 'stop'}

    def validate(self, world, caller, document):
        """Check a job."""
        _SCHEMA.check(document)

    def complete(self, world, caller, document, request):
        """Queue the job."""
        return jobs.queued(world, document), {}

    def change(self, world, caller, stored, merged, body):
        """Record when the job started and finished."""
        return jobs.progressed(world, merged)

    def operations(self, world, caller, document, modifiable):
        """Every reader sees ``stop``, but only callers who may modify the job can run it."""
        return super(Job, self).operations(world, caller, document,
                                           modifiable) + [(DMTF_ACTION + 'stop', 'stop')]

    def stop(self, world, caller, document, request):
        """Stop a running job."""
        access.check_modifiable(caller, document)
        if document['state'] == 'RUNNING':
            document = cimi_records.update(world, document, state='STOPPED')
        return bodies.response(200, document)
