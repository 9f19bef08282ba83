# -*- coding: utf-8 -*-
"""A job engine that was written for 3.71.1."""
from __future__ import unicode_literals

import json

import pytest

from slipstream.api import SlipStreamError

from .names import GENEVA, IRELAND
from .processes import run_program
from .programs.jobs import ATTEMPTS, THREADS, Engine, Job, main


def _queue(root, count):
    return [root.cimi_add('jobs', {'action': 'collect_machines', 'priority': number,
                                   'targetResource': {'href': 'connector/' + cloud}})['resource-id']
            for number, cloud in zip(range(count), [GENEVA, IRELAND] * count)]


@pytest.fixture
def root(served):
    """The privileged user's client."""
    return served.api('super')


@pytest.fixture
def engine(served):
    """A job engine of the privileged user."""
    made = Engine(served.endpoint, 'super', 'super-password', persist_cookie=False)
    yield made
    made.api.session.close()


def test_many_threads_do_all_jobs(engine, root, served):
    made = _queue(root, 40)
    counted = served.faults.add(delay=1e-9, times=None, path='/api/session', method='POST')
    served.faults.expire_sessions()
    assert engine.run() == 40
    assert (engine.failed, counted.hits) == ([], 1)
    assert {job['id'] for job in engine.done} == set(made)
    assert {(job['state'], job['returnCode'], job['progress']) for job in engine.done} == {
        ('SUCCESS', 0, 100)}
    root.login_internal('super', 'super-password')
    namespaces = [resource for resource in root.cimi_search('serviceAttributeNamespaces')
                  if resource.prefix in ('ch', 'ie')]
    assert sorted(namespace.prefix for namespace in namespaces) == ['ch', 'ie']
    texts = dict((target, {job['statusMessage'] for job in engine.done
                           if job['targetResource']['href'] == 'connector/' + target})
                 for target in (GENEVA, IRELAND))
    assert {cloud: len(prices) for cloud, prices in texts.items()} == {GENEVA: 1, IRELAND: 1}
    assert texts[GENEVA].pop().endswith(' 0.0069')
    assert (engine.count('QUEUED'), engine.count('SUCCESS')) == (0, 40)
    assert THREADS == 16


def test_queued_returns_the_oldest_job_first(engine, root, served):
    first = _queue(root, 1)
    served.clock.advance(1)
    second = _queue(root, 1)
    assert engine.queued() == first + second


def test_responses_are_merged(engine, root):
    job = Job(engine.api, _queue(root, 1)[0])
    assert job.edit(state='RUNNING', progress=40) == job['id']
    assert (job['state'], job['progress'], job['action']) == ('RUNNING', 40, 'collect_machines')
    del job['acl']
    assert 'acl' in engine.api.cimi_get(job['id']).json


def test_a_busy_service_is_asked_again(engine, root, served):
    job = Job(engine.api, _queue(root, 1)[0])
    busy = served.faults.add(status=500, method='PUT', path='/api/' + job['id'], times=ATTEMPTS - 1)
    engine.retry(lambda: job.edit(state='RUNNING'))
    assert (job['state'], busy.left) == ('RUNNING', 0)
    served.faults.add(status=500, method='PUT', path='/api/' + job['id'], times=ATTEMPTS)
    with pytest.raises(SlipStreamError) as caught:
        engine.retry(lambda: job.edit(progress=50))
    assert caught.value.response.status_code == 500


def test_failures_are_reported_with_their_status(engine, root, served):
    made = _queue(root, 2)
    served.faults.add(status=418, method='GET', path='/api/' + made[0], times=None)
    assert engine.run() == 1
    (job_id, status, words), = engine.failed
    assert (job_id, status) == (made[0], 418) and '418' in words


def test_other_refusals_are_not_taken_for_conflicts(engine, served):
    served.faults.add(status=403, method='POST', path='/api/service-attribute-namespace',
                      times=None)
    with pytest.raises(SlipStreamError) as caught:
        engine.create_or_get(engine.offer(GENEVA))
    assert caught.value.response.status_code == 403


def test_the_program_works_off_the_queue(root, served, capsys):
    made = _queue(root, 3)
    assert main(served.endpoint, 'super', 'super-password') == 0
    assert json.loads(capsys.readouterr()[0]) == {'done': 3, 'failed': [], 'left': 0}
    assert {root.cimi_get(job).state for job in made} == {'SUCCESS'}


def test_the_program_runs_as_a_process(root, served):
    _queue(root, 5)
    code, text, complaints = run_program('jobs.py', served.endpoint, 'super', 'super-password')
    assert (code, json.loads(text), complaints) == (0, {'done': 5, 'failed': [], 'left': 0}, '')
