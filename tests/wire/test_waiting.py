# -*- coding: utf-8 -*-
"""Waiting: which requests it takes, and what the other calls return when they wait."""
from __future__ import unicode_literals

import copy
import logging
import pickle
import time
import uuid

import pytest
import requests

from slipstream.api import errors

from .. import xml_samples as samples
from .talk import answer, text

DUID = uuid.UUID(samples.DUID)
GET = 'GET /run/' + samples.DUID


def run(state, abort=''):
    """The document of a deployment."""
    return (
        '<run uuid="%s" '
        'state="%s"><runtimeParameters><entry><string>ss:abort</string><runtimeParameter '
        'key="ss:abort">%s</runtimeParameter>'
            '</entry></runtimeParameters></run>' % (samples.DUID, state, abort))


@pytest.fixture
def waiter(talk):
    """A client that does not really sleep; what it slept is in ``naps``."""
    def make(*answers):
        naps = []
        client = talk(*answers, sleep=naps.append)
        client.naps = naps
        return client
    return make


def test_wait_deployment_asks_again_until_ready(waiter):
    client = waiter(run('Executing'), answer('', 503), run('Ready'))
    assert client.wait_deployment(DUID).status == 'ready'
    assert client.lines == [GET] * 3 and client.naps == [1, 2]


def test_a_status_to_wait_for_can_be_named(waiter):
    client = waiter(run('Executing'), run('SendingReports'))
    assert client.wait_deployment(samples.DUID, 'SendingReports', timeout=60,
                                  interval=5).status == 'sendingreports'
    assert client.naps == [5]


def test_an_abort_ends_the_waiting_unless_it_is_the_goal(waiter):
    with pytest.raises(errors.DeploymentAbortedError):
        waiter(run('Executing', 'oops')).wait_deployment(DUID)
    client = waiter(run('Executing', 'oops'), run('Aborted', 'oops'))
    assert client.wait_deployment(DUID, ['done', 'aborted']).abort == 'oops'


@pytest.mark.parametrize('options', [
    {'status': 'redy'}, {'status': []}, {'timeout': -1}, {'timeout': 'x'}, {'interval': -1},
    {'progress': 5}, {'deployment_id': 'x'}])
def test_nothing_is_sent_for_bad_arguments(waiter, options):
    client = waiter()
    with pytest.raises((ValueError, TypeError)):
        client.wait_deployment(**dict({'deployment_id': DUID}, **options))
    assert client.sent == []


def test_deploy_with_wait_reports_progress_until_ready(waiter):
    seen = []
    client = waiter(answer('', 201, None, '/run/' + samples.DUID), run('Initializing'),
                    run('Ready'))
    assert client.deploy('a', wait=True, timeout=60, progress=seen.append) == DUID
    assert client.lines == ['POST /run', GET, GET]
    assert [deployment.status for deployment in seen] == ['initializing', 'ready']


@pytest.mark.parametrize('state', ['Finalizing', 'Done'])
def test_deploy_waits_for_an_application_that_ends_by_itself(waiter, state):
    assert waiter(answer('', 201, None, '/run/' + samples.DUID),
                  run(state)).deploy('a', wait=True) == DUID


def test_build_component_with_wait_ends_when_done_or_aborted(waiter):
    client = waiter(answer('', 201, None, '/run/' + samples.DUID), run('Ready'), run('Done'))
    assert client.build_component('a', wait=True) == DUID
    with pytest.raises(errors.DeploymentAbortedError):
        waiter(answer('', 201, None, '/run/' + samples.DUID),
               run('Executing', 'oops')).build_component('a', wait=True)


def test_terminate_with_wait_ends_at_any_final_status(waiter):
    client = waiter(answer('', 204), run('Finalizing', 'oops'), run('Aborted', 'oops'))
    assert client.terminate(DUID, wait=True) is True
    assert client.lines == ['DELETE /run/' + samples.DUID, GET, GET]


def test_scaling_with_wait_ends_when_ready_again(waiter):
    client = waiter(text('web.2,web.3', 201), run('Provisioning'), run('Ready'), answer('', 204),
                    run('Executing'), run('Ready'))
    assert client.add_node_instances(DUID, 'web', 2, wait=True) == ['web.2', 'web.3']
    assert client.remove_node_instances(DUID, 'web', [2], wait=True, timeout=9) is True
    assert client.lines == ['POST /run/%s/web' % DUID, GET, GET, 'DELETE /run/%s/web' % DUID,
                            GET, GET]


def test_keep_machines_only_removes_instances_from_the_list(waiter):
    client = waiter(answer('', 204))
    assert client.remove_node_instances(DUID, 'web', 2, keep_machines=True) is True
    assert client.sent[0].form == {'ids': '2', 'delete-ids-only': 'true'}


STARTED = answer('', 201, None, '/run/' + samples.DUID)
WAITERS = {
    'deploy': ([STARTED], lambda client: client.deploy('a', wait=True)),
    'build': ([STARTED], lambda client: client.build_component('a', wait=True)),
    'add': ([text('web.2', 201)],
            lambda client: client.add_node_instances(samples.DUID, 'web', wait=True)),
    'remove': ([answer('', 204)],
               lambda client: client.remove_node_instances(samples.DUID, 'web', 1, wait=True)),
    'terminate': ([answer('', 204)], lambda client: client.terminate(samples.DUID, wait=True)),
    'wait': ([], lambda client: client.wait_deployment(samples.DUID))}
TOLD = ('This interrupted the wait for deployment %s, but did not affect the deployment itself.'
        % samples.DUID)


def every_waiter(function):
    return pytest.mark.parametrize('answers, call', [WAITERS[name] for name in sorted(WAITERS)],
                                   ids=sorted(WAITERS))(function)


def ended_by(kind, client, call):
    """The exception that ends a call, which names the deployment."""
    with pytest.raises(kind) as info:
        call(client)
    assert type(info.value) is kind
    assert info.value.deployment_id == DUID
    assert isinstance(info.value.deployment_id, uuid.UUID)
    return info.value


@every_waiter
def test_a_service_that_stays_broken_does_not_lose_the_id(waiter, caplog, answers, call):
    caplog.set_level(logging.WARNING)
    error = ended_by(errors.ServerError, waiter(*answers + [answer('', 502)] * 5), call)
    assert error.hint == TOLD and TOLD in str(error) and error.status_code == 502
    assert 'Waiting for deployment %s was interrupted by ServerError' % DUID in caplog.text
    for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error, 2))):
        assert (again.deployment_id, str(again)) == (DUID, str(error))


@every_waiter
def test_a_network_that_stays_broken_does_not_lose_the_id(waiter, caplog, answers, call):
    caplog.set_level(logging.WARNING)
    error = ended_by(requests.exceptions.ConnectionError, waiter(*answers + [b''] * 5), call)
    assert error.__notes__ == [str(TOLD)]
    assert isinstance(error.__notes__[0], str)
    assert not hasattr(error, 'hint')
    assert 'Waiting for deployment %s was interrupted by ConnectionError' % DUID in caplog.text
    assert copy.copy(error).deployment_id == DUID


@every_waiter
def test_an_interrupt_does_not_lose_the_id(talk, caplog, answers, call):
    def interrupted(_):
        raise KeyboardInterrupt()

    caplog.set_level(logging.WARNING)
    client = talk(*answers + [run('Executing')], sleep=interrupted)
    error = ended_by(KeyboardInterrupt, client, call)
    assert error.__notes__ == [str(TOLD)]
    assert 'Waiting for deployment %s was interrupted by KeyboardInterrupt' % DUID in caplog.text


def test_the_errors_of_waiting_have_the_same_attribute(waiter, caplog):
    caplog.set_level(logging.WARNING)
    error = ended_by(errors.DeploymentAbortedError, waiter(STARTED, run('Executing', 'oops')),
                     WAITERS['deploy'][1])
    assert error.hint is None
    assert copy.copy(error).deployment_id == DUID
    assert 'was ended' not in caplog.text
    error = ended_by(errors.WaitTimeoutError, waiter(answer('', 502)),
                     lambda client: client.wait_deployment(DUID, timeout=0))
    assert error.deployment is None
    assert str(error) == str('The deployment could not be read in 0 seconds. ' + TOLD)
    assert pickle.loads(pickle.dumps(error, 2)).deployment_id == DUID


def test_what_happens_before_the_waiting_has_no_id(waiter):
    with pytest.raises(errors.ConflictError) as info:
        waiter(answer('', 409)).deploy('a', wait=True)
    assert info.value.deployment_id is None and info.value.hint is None


class Stubborn(Exception):
    """An exception of a program that cannot be changed."""

    def __setattr__(self, name, value):
        raise AttributeError(name)


def test_exceptions_of_the_program_come_through(waiter):
    def fail(error):
        def tell(_):
            raise error
        return tell

    with pytest.raises(Stubborn):
        waiter(run('Executing')).wait_deployment(DUID, progress=fail(Stubborn()))
    own = errors.SlipStreamError('mine', hint='Think.')
    with pytest.raises(errors.SlipStreamError) as info:
        waiter(run('Executing')).wait_deployment(DUID, progress=fail(own))
    assert info.value is own and str(own) == str('mine. Think. ' + TOLD)
    with pytest.raises(errors.SlipStreamError):
        waiter(run('Executing')).wait_deployment(uuid.uuid4(), progress=fail(own))
    assert own.deployment_id == DUID and str(own) == str('mine. Think. ' + TOLD)


@pytest.mark.parametrize('options', [{'wait': 'yes'}, {'timeout': 'x'}, {'progress': 'x'}])
def test_nothing_is_started_for_bad_arguments(waiter, options):
    client = waiter()
    for call in (lambda: client.deploy('a', **options),
                 lambda: client.build_component('a', **options),
                 lambda: client.terminate(DUID, **options),
                 lambda: client.add_node_instances(DUID, 'web', **options),
                 lambda: client.remove_node_instances(DUID, 'web', 1, **options)):
        with pytest.raises(TypeError):
            call()
    assert client.sent == []


def test_another_session_sleeps_as_everybody(talk, monkeypatch):
    naps = []
    monkeypatch.setattr(time, 'sleep', naps.append)

    class Plain(requests.Session):
        """A session without what ours has besides."""

        def request(self, method, url, idempotent=False, **options):
            return super(Plain, self).request(method, url, **options)

    client = talk(run('Executing'), run('Ready'))
    client.session = Plain()
    assert client.wait_deployment(DUID).status == 'ready'
    assert 1 in naps
    client.session.close()


def test_list_deployments_sends_module_and_owner(talk):
    client = talk('<runs totalCount="0"/>')
    assert list(client.list_deployments(module='shop/web/1802', owner='bob')) == []
    assert client.sent[0].path == '/run'
    assert 'moduleResourceUri=module%2Fshop%2Fweb%2F1802' in client.sent[0].query
    assert 'user=bob' in client.sent[0].query


@pytest.mark.parametrize('options',
                         [{'module': 'shop/web'}, {'module': '12'}, {'module': ''}, {'owner': 5}])
def test_b65_what_would_find_nothing_is_refused(talk, options):
    client = talk()
    with pytest.raises((ValueError, TypeError)):
        client.list_deployments(**options)
    assert client.sent == []
