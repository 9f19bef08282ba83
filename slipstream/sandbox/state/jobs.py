# -*- coding: utf-8 -*-
"""Jobs: background tasks of the service.

A job is a document of the collection ``job``. A job engine reports its progress by editing it.
"""
from __future__ import unicode_literals

from .. import timestamps
from . import cimi_records

STATES = ('QUEUED', 'RUNNING', 'FAILED', 'SUCCESS', 'STOPPING', 'STOPPED')


def create(world, action, target, priority, readers=()):
    """Queue a job as the service itself does.

    :param str target: id of the resource that the job works on.
    :param readers: names of the users who may read it.
    :return: the stored document.
    """
    document = {'action': action, 'targetResource': {'href': target}, 'priority': priority}
    return cimi_records.insert(world, 'job', queued(world, document),
                               rules=[cimi_records.user(name, 'VIEW') for name in readers])


def progress(world, job_id, **members):
    """Edit a job as the engine does, unless it was deleted or stopped."""
    document = world.store.table('job').get(job_id)
    if document is not None and document['state'] != 'STOPPED':
        job = progressed(world, dict(document, **members))
        job['updated'] = timestamps.cimi(world.clock.now())
        world.store.table('job').put(job_id, job)


def queued(world, document):
    """The members of a job that is being queued."""
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


def progressed(world, document):
    """The members of an edited job, with the start and the duration of the work."""
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
    """The job, with the time when its status message was set."""
    return dict(job, timeOfStatusChange=now) if 'statusMessage' in job else job


def _seconds_since(world, started):
    try:
        return max(0, int(world.clock.now() - timestamps.parse_cimi(started)))
    except (TypeError, ValueError):
        return None
