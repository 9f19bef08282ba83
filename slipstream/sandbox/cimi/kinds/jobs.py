# -*- coding: utf-8 -*-
"""Jobs.

What the service does in the background. Whoever works on one tells by editing it.
"""
from __future__ import unicode_literals

from ... import checks, timestamps
from ...state import cimi_records
from .. import access, bodies, schema
from .base import DMTF_ACTION, Kind

STATES = ('QUEUED', 'RUNNING', 'FAILED', 'SUCCESS', 'STOPPING', 'STOPPED')
_SCHEMA = schema.Schema({
    'action': checks.nonblank, 'state': checks.one_of(*STATES), 'progress': checks.integer(0, 100),
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
    """Jobs: added and edited by administrators, read by whom they concern."""

    name = 'job'
    key = 'jobs'
    adders = 'ADMIN'
    actions = {'stop': 'stop'}

    def validate(self, world, caller, document):
        """Check a job."""
        _SCHEMA.check(document)

    def complete(self, world, caller, document, request):
        """Queue the job."""
        return _queued(world, document), {}

    def change(self, world, caller, stored, merged, body):
        """Note when the work began and ended."""
        return _progressed(world, merged)

    def operations(self, world, caller, document, modifiable):
        """``stop`` is listed for every reader, though only those who may modify can run it."""
        return super(Job, self).operations(world, caller, document,
                                           modifiable) + [(DMTF_ACTION + 'stop', 'stop')]

    def stop(self, world, caller, document, request):
        """Stop a running job."""
        access.check_modifiable(caller, document)
        if document['state'] == 'RUNNING':
            document = cimi_records.update(world, document, state='STOPPED')
        return bodies.answer(200, document)


def create(world, action, target, priority, readers=()):
    """Queue a job as the service itself does.

    :param str target: id of the resource that it works on.
    :param readers: names of the users who may read it.
    :return: the stored document.
    """
    document = _queued(world,
                       {'action': action, 'targetResource': {'href': target}, 'priority': priority})
    return cimi_records.insert(world, 'job', document,
                               rules=[cimi_records.user(name, 'VIEW') for name in readers])


def progress(world, job_id, **members):
    """Edit a job as the engine does; a job that is gone or was stopped is left alone."""
    document = world.store.table('job').get(job_id)
    if document is not None and document['state'] != 'STOPPED':
        merged = _progressed(world, dict(document, **members))
        merged['updated'] = timestamps.cimi(world.clock.now())
        world.store.table('job').put(job_id, merged)


def _queued(world, document):
    job = dict({'progress': 0}, **document)
    job['state'] = 'QUEUED'
    target, affected = document.get('targetResource'), document.get('affectedResources')
    if target is not None:
        affected = list(affected) if isinstance(affected, list) else []
        job['affectedResources'] = affected if target in affected else affected + [target]
    priority = document.get('priority')
    entry = 'entry-%03d-%010d' % (priority if isinstance(priority, int) else 999,
                                  world.store.next_number('job-entry'))
    job['properties'] = {'zookeeper-path': '/job/entries/%s' % entry}
    return _timed(job, timestamps.cimi(world.clock.now()))


def _progressed(world, document):
    now = timestamps.cimi(world.clock.now())
    job = dict(document)
    job.pop('priority', None)
    if job.get('state') == 'RUNNING' and 'started' not in job:
        job['started'] = now
    if job.get('state') in ('SUCCESS', 'FAILED'):
        job['progress'] = 100
        job['duration'] = _seconds_since(world, job.get('started'))
    return _timed(job, now)


def _timed(job, now):
    """The job, with the moment at which its status message was set."""
    return dict(job, timeOfStatusChange=now) if 'statusMessage' in job else job


def _seconds_since(world, started):
    if checks.timestamp(started):
        return None
    return max(0, int(world.clock.now() - timestamps.parse_cimi(started)))
