# -*- coding: utf-8 -*-
"""
Jobs
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records, jobs

STOP = 'http://schemas.dmtf.org/cimi/2/action/stop'


@pytest.fixture
def make(ask):
    """A function that adds a job as an administrator and gives its id."""
    def make(**members):
        body = dict({'action': 'collect_virtual_machines',
                     'targetResource': {'href': 'credential/1'}}, **members)
        return ask('POST', 'job', body, by='super').json['resource-id']
    return make


def test_a_new_job_is_queued_by_its_priority(ask, make):
    document = ask('GET', make(priority=50, state='SUCCESS', properties={'a': 'b'}),
                   by='super').json
    assert (document['state'], document['progress'], document['priority']) == ('QUEUED', 0, 50)
    assert document['affectedResources'] == [{'href': 'credential/1'}]
    assert document['properties'] == {'zookeeper-path': '/job/entries/entry-050-0000000001'}
    assert [operation['rel'] for operation in document['operations']] == ['edit', 'delete', STOP]


@pytest.mark.parametrize('parent, status', [
    ('job/c3a9d7e1-0b5f-4f62-8a7c-91d2e4f6b805', 201), ('credential/1', 400), ('job', 400),
    ('job/', 400), (5, 400)])
def test_the_parent_of_a_job_is_a_job(ask, parent, status):
    assert ask('POST', 'job', {'action': 'tidy', 'parentJob': parent}, by='super').status == status


def test_a_message_carries_its_time(ask, make, world):
    made = make(statusMessage='waiting', timeOfStatusChange='2019-01-01T00:00:00.0Z')
    assert ask('GET', made, by='super').json['timeOfStatusChange'] == '2019-03-29T08:00:00.000Z'
    world.clock.advance(1)
    assert ask('PUT', made, {'progress': 5},
               by='super').json['timeOfStatusChange'] == '2019-03-29T08:00:01.000Z'
    assert 'timeOfStatusChange' not in ask('GET', make(), by='super').json


def test_jobs_are_numbered(ask, make):
    make()
    document = ask('GET', make(progress=5, affectedResources=[{'href': 'connector/1'}]),
                   by='super').json
    assert document['properties'] == {'zookeeper-path': '/job/entries/entry-999-0000000002'}
    assert document['affectedResources'] == [{'href': 'connector/1'}, {'href': 'credential/1'}]
    assert document['progress'] == 5


def test_the_target_is_named_once(ask, make):
    document = ask('GET', make(affectedResources=[{'href': 'credential/1'}]), by='super').json
    assert document['affectedResources'] == [{'href': 'credential/1'}]


def test_a_job_without_a_target_affects_no_resources(ask):
    made = ask('POST', 'job', {'action': 'tidy'}, by='super').json['resource-id']
    assert 'affectedResources' not in ask('GET', made, by='super').json


@pytest.mark.parametrize('body', [
    {}, {'action': ''}, {'action': 'x', 'priority': 1000}, {'action': 'x', 'priority': '5'},
    {'action': 'x', 'progress': 101},
    {'action': 'x', 'targetResource': 'credential/1'},
    {'action': 'x', 'targetResource': {'href': 'Not An Id'}}, {'action': 'x', 'colour': 'red'},
    {'action': 'x', 'affectedResources': 'all', 'targetResource': []}])
def test_an_invalid_job_is_refused(ask, body):
    assert ask('POST', 'job', body, by='super').status == 400


def test_a_job_records_when_it_started_and_ended(ask, make, world):
    job = make(priority=50)
    world.clock.advance(1)
    running = ask('PUT', job, {'state': 'RUNNING'}, by='super').json
    assert (running['started'], running['state']) == ('2019-03-29T08:00:01.000Z', 'RUNNING')
    assert 'priority' not in running
    assert 'operations' not in running
    world.clock.advance(3)
    halfway = ask('PUT', job, {'state': 'RUNNING', 'progress': 50, 'statusMessage': 'half'},
                  by='super').json
    assert (halfway['started'], halfway['timeOfStatusChange']) == (
        '2019-03-29T08:00:01.000Z', '2019-03-29T08:00:04.000Z')
    world.clock.advance(4.5)
    done = ask('PUT', job, {'state': 'SUCCESS', 'returnCode': 0}, by='super').json
    assert (done['progress'], done['duration'],
            done['timeOfStatusChange']) == (100, 7, '2019-03-29T08:00:08.500Z')


def test_a_job_that_failed_before_it_began_has_no_duration(ask, make):
    done = ask('PUT', make(), {'state': 'FAILED', 'returnCode': -1}, by='super').json
    assert (done['duration'], done['progress']) == (None, 100)
    assert 'timeOfStatusChange' not in done


def test_a_job_with_an_invalid_start_is_refused(ask, make):
    assert ask('PUT', make(), {'state': 'FAILED', 'started': 5}, by='super').status == 400


def test_only_running_jobs_are_stopped(ask, make):
    job = make()
    assert ask('POST', job + '/stop', by='super').json['state'] == 'QUEUED'
    ask('PUT', job, {'state': 'RUNNING'}, by='super')
    answer = ask('POST', job + '/stop', by='super')
    assert (answer.status, answer.json['state']) == (200, 'STOPPED')
    assert ask('GET', job, by='super').json['state'] == 'STOPPED'


def test_readers_are_shown_what_they_may_not_do(ask, world):
    job = jobs.create(world, 'start_deployment', 'deployment/1', 50, ['jane'])['id']
    assert ask('GET', job).json['operations'] == [{'rel': STOP, 'href': job + '/stop'}]
    assert ask('POST', job + '/stop').status == 403
    assert ask('GET', job, by='joe').status == 403
    assert ask('POST', 'job', {'action': 'x'}).status == 403


def test_progress_is_recorded_until_the_job_is_stopped(world):
    job = jobs.create(world, 'start_deployment', 'deployment/1', 50)
    world.clock.advance(5)
    jobs.progress(world, job['id'], state='RUNNING')
    stored = world.store.table('job').get(job['id'])
    assert (stored['started'],
            stored['updated']) == ('2019-03-29T08:00:05.000Z', '2019-03-29T08:00:05.000Z')
    cimi_records.update(world, stored, state='STOPPED')
    jobs.progress(world, job['id'], state='SUCCESS')
    jobs.progress(world, 'job/nope', state='SUCCESS')
    assert world.store.table('job').get(job['id'])['state'] == 'STOPPED'
    assert len(world.store.table('job')) == 1
