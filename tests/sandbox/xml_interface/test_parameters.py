# -*- coding: utf-8 -*-
"""Tests of runtime parameters."""
from __future__ import unicode_literals

import pytest

from .conftest import problem
from .deployments import GVA, READY, Site

ABORTED = (409, 'Abort flag raised!')


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


@pytest.fixture
def uuid(site):
    """The id of a component run."""
    return site.launched('shop/web')


@pytest.fixture
def call(site, uuid):
    """A function that sends a request about a parameter of the run."""
    return lambda method, key, body=b'', **options: site.service(
        method, '/run/%s/%s' % (uuid, key), body, **options)


# -- reading ------------------------------------------------------------------

def test_a_value_is_plain_text_whatever_is_accepted(call):
    for accept in ('application/xml', 'text/plain', 'application/json', None):
        response = call('GET', 'ss:state', accept=accept)
        assert (response.status, response.body) == (200, b'Ready')
        assert response.headers.get('Content-Type') == 'text/plain;charset=UTF-8'


def test_anybody_who_knows_the_run_may(call):
    assert call('GET', 'ss:state', user='bob').status == 200
    assert call('PUT', 'ss:tags', b'x', user='bob').status == 200
    assert call('GET', 'ss:state', user=None).status == 401


def test_a_parameter_of_an_unknown_run_is_refused(site):
    for method in ('GET', 'PUT', 'DELETE', 'POST'):
        assert site.service.refused(method,
                                    '/run/nothing/ss:state') == (404, 'Unknown run id nothing')


@pytest.mark.parametrize('method', ['GET', 'PUT', 'DELETE', 'POST'])
@pytest.mark.parametrize('key', ['machine:typo', 'web:complete', 'machine.1:hostname', 'not-a-key',
                                 'ss%3Astate'])
def test_an_unknown_key_aborts_the_run(site, uuid, call, method, key):
    text = 'Unknown key %s' % key
    assert problem(call(method, key + '?ignoreabort=true')) == (404, text)
    assert site.value(uuid, 'ss:abort') == text
    # It does so even if the run is aborted already, and then the first message stays.
    assert problem(call(method, 'another:one')) == (404, 'Unknown key another:one')
    assert site.value(uuid, 'ss:abort') == text and site.state(uuid) == 'Ready'


def test_an_aborted_run_responds_only_if_the_abort_is_ignored(call):
    call('PUT', 'ss:abort', b'broken')
    assert problem(call('GET', 'ss:state')) == ABORTED
    assert problem(call('GET', 'machine:abort')) == ABORTED
    assert call('GET', 'ss:state?ignoreabort=true').body == b'Ready'
    assert call('GET', 'ss:abort?ignoreabort=True').body == b'broken'


@pytest.mark.parametrize('query', [
    'ignoreabort=yes', 'ignoreabort=1', 'ignoreabort=', 'ignoreabort', 'IGNOREABORT=true',
    'a=1&ignoreabort=true', 'ignoreabort=true&a=1'])
def test_the_abort_is_ignored_only_if_asked_exactly_so(call, query):
    call('PUT', 'ss:abort', b'broken')
    assert problem(call('GET', 'ss:state?' + query)) == ABORTED


def test_a_parameter_without_a_value_is_not_set_yet(site, call):
    assert problem(call('GET', 'ss:abort')) == (412, 'key ss:abort not yet set')
    assert problem(call('GET', 'ss:abort?ignoreabort=true'))[0] == 412
    uuid = site.launch('shop/web')
    assert problem(site.service('GET', '/run/%s/machine:hostname' % uuid)) == (
        412, 'key machine:hostname not yet set')
    assert site.service('GET', '/run/%s/machine:vmstate' % uuid).body == b'Unknown'


def test_machine_state_and_groups_can_be_read(site, uuid, call):
    assert call('GET', 'machine:vmstate').body == b'running'
    assert call('GET', 'ss:groups').body == ('%s:machine' % GVA).encode('ascii')
    call('PUT', 'ss:groups', b'')
    assert call('GET', 'ss:groups').status == 204


def test_an_ended_run_still_responds(site, uuid, call):
    site.service('DELETE', '/run/' + uuid)
    assert call('GET', 'ss:state').body == b'Done'
    site.wait(1000)
    assert call('GET', 'machine:vmstate').body == b'Unknown'


# -- writing ------------------------------------------------------------------

def test_a_value_is_written_and_cleared(site, uuid, call):
    text = 'Grüße, 東京'
    response = call('PUT', 'machine:statecustom', text.encode('utf-8'),
                    content_type='application/whatever')
    assert (response.status, response.body) == (200, b'')
    assert call('GET', 'machine:statecustom').body == text.encode('utf-8')
    assert call('PUT', 'machine:statecustom', b'').status == 200
    assert call('GET', 'machine:statecustom').status == 412
    call('PUT', 'ss:tags', b'a,b')
    response = call('DELETE', 'ss:tags')
    assert (response.status, response.body, site.value(uuid, 'ss:tags')) == (204, b'', '')
    assert site.service.get('/run').find('item').get('tags') == ''


def test_a_value_has_4096_characters_at_most(site, uuid, call):
    assert call('PUT', 'ss:tags', ('ä' * 4096).encode('utf-8')).status == 200
    assert problem(call('PUT', 'ss:tags', b'a' * 4097)) == (
        400, 'Value too long (4097). Maximum length allowed: 4096.')
    assert site.value(uuid, 'ss:tags') == 'ä' * 4096
    assert call('PUT', 'ss:abort', b'a' * 5000).status == 200
    assert site.value(uuid, 'ss:abort') == 'a' * 4096


def test_writing_an_abort_message_raises_the_flag_once(site, uuid, call):
    assert call('PUT', 'machine:abort', b'').status == 200
    assert not site.value(uuid, 'ss:abort')
    assert call('PUT', 'machine:abort', b'first').status == 200
    assert site.values(uuid, 'ss:abort', 'machine:abort',
                       'ss:recovery.mode') == ['first', 'first', 'false']
    assert problem(call('PUT', 'machine:abort', b'second')) == ABORTED
    assert problem(call('PUT', 'ss:tags', b'a' * 5000)) == ABORTED
    assert call('PUT', 'machine:abort?ignoreabort=true', b'third').status == 200
    assert site.values(uuid, 'ss:abort', 'machine:abort') == ['first', 'third']
    assert site.service.get('/run').find('item').get('abort') == 'first'


def test_clearing_anything_cancels_the_abort(site, uuid, call):
    call('PUT', 'machine:abort', b'broken')
    assert problem(call('DELETE', 'ss:abort')) == ABORTED
    assert call('DELETE', 'ss:abort?ignoreabort=true').status == 204
    assert site.values(uuid, 'ss:abort', 'machine:abort') == ['', 'broken']
    call('PUT', 'machine:abort', b'again')
    assert call('DELETE', 'machine:title?ignoreabort=true').status == 204
    assert site.values(uuid, 'ss:abort', 'machine:abort', 'machine:title') == ['', '', '']


def test_aborting_while_provisioning_starts_the_recovery(site):
    uuid = site.launched('shop/web', seconds=3)
    site.service('PUT', '/run/%s/ss:abort' % uuid, b'broken')
    assert site.value(uuid, 'ss:recovery.mode') == 'true'


def test_mapped_parameters_follow_their_source(site):
    uuid = site.launch('shop/full')
    put = '/run/%s/' % uuid
    assert site.service('PUT', put + 'db.1:hostname', b'db.example').status == 200
    assert site.values(uuid, 'web.1:db.hostname',
                       'web.2:db.hostname') == ['db.example', 'db.example']
    site.service('PUT', put + 'web.2:db.hostname', b'mine')
    site.service('DELETE', put + 'db.1:hostname')
    assert site.values(uuid, 'db.1:hostname', 'web.1:db.hostname',
                       'web.2:db.hostname') == ['', 'db.example', 'mine']


def test_a_circle_of_mappings_ends(site):
    uuid = site.launch('shop/full')
    run = site.run(uuid)
    site.world.store.table('run').put(
        uuid, dict(run, mappings={'web.1:title': ['web.2:title'], 'web.2:title': ['web.1:title']}))
    site.service('PUT', '/run/%s/web.1:title' % uuid, b'x')
    assert site.values(uuid, 'web.1:title', 'web.2:title') == ['x', 'x']


# -- the state ----------------------------------------------------------------

def test_the_state_is_written_by_privileged_users(site, uuid, call):
    refusal = (400, 'Cannot change the state of the run from Ready to Executing')
    assert problem(call('PUT', 'ss:state', b'Executing')) == refusal
    assert problem(call('PUT', 'ss:state', b'Provisioning'))[0] == 400
    assert problem(call('PUT', 'ss:state', b'Nonsense', user='super'))[0] == 400
    assert call('PUT', 'ss:state', b'Executing', user='super').status == 200
    assert site.state(uuid) == 'Executing'
    site.wait(17)
    assert site.state(uuid) == 'Ready'


def test_a_scalable_run_can_be_sent_to_provisioning_by_anybody(site):
    uuid = site.launched('shop/full', {'mutable': 'true'})
    key = '/run/%s/ss:state' % uuid
    assert problem(site.service('PUT', key, b'Executing'))[0] == 400
    assert site.service('PUT', key, b'Provisioning').status == 200
    assert site.state(uuid) == 'Provisioning'
    assert problem(site.service('PUT', key, b'Provisioning'))[0] == 400


def test_a_finished_run_can_be_revived_by_privileged_users(site):
    uuid = site.launched('shop/full')
    site.service('DELETE', '/run/' + uuid)
    assert site.service('PUT', '/run/%s/ss:state' % uuid, b'Initializing', 'super').status == 200
    assert site.state(uuid) == 'Initializing' and site.run(uuid)['endTime'] is None
    machines = len(site.machines(uuid))
    site.wait(READY)
    assert site.state(uuid) == 'Ready' and len(site.machines(uuid)) == machines


# -- complete -----------------------------------------------------------------

def test_the_last_instance_moves_the_run(site):
    uuid = site.launch('shop/full')
    orchestrator = 'orchestrator-%s:complete' % GVA

    def complete(key, user='alice'):
        response = site.service('POST', '/run/%s/%s' % (uuid, key), b'', user)
        assert response.status == 200
        assert response.headers.get('Content-Type') == 'text/plain;charset=UTF-8'
        return response.body.decode('ascii')

    assert complete('web.1:complete') == 'Initializing'
    assert complete('ss:complete') == 'Initializing' and not site.value(uuid, 'ss:complete')
    assert complete(orchestrator, 'bob') == 'Provisioning'
    assert site.value(uuid, 'web.1:complete') == site.value(uuid, orchestrator) == 'false'
    for state in ('Provisioning', 'Executing', 'SendingReports'):
        for key in ('web.1:complete', 'web.2:complete', 'db.1:complete'):
            assert complete(key) == state
        following = complete(orchestrator)
    assert following == 'Ready' and site.value(uuid, 'web.1:hostname')
    for key in ('web.1:complete', 'web.2:complete', 'db.1:complete', orchestrator):
        assert complete(key) == 'Ready'
    # What was planned for the states that ended early does not happen any more.
    site.wait(100)
    assert site.state(uuid) == 'Ready' and len(site.events(uuid)) == 5


def test_in_recovery_only_orchestrators_count(site):
    uuid = site.launched('shop/full', {'keep-running': 'never'}, seconds=3)
    site.service('PUT', '/run/%s/ss:abort' % uuid, b'broken')
    states = []
    for _ in range(5):
        states.append(site.service('POST', '/run/%s/orchestrator-%s:complete' % (uuid, GVA)).body)
    assert states == [b'Executing', b'SendingReports', b'Ready', b'Finalizing', b'Aborted']
    assert problem(site.service('POST', '/run/%s/orchestrator-%s:complete' % (uuid, GVA))) == (
        409, 'The run has ended: its state is Aborted')


def test_a_machine_without_orchestrator_counts_always(site):
    uuid = site.launch('shop/web')
    states = [site.service('POST', '/run/%s/machine:complete' % uuid).body for _ in range(5)]
    assert states == [b'Provisioning', b'Executing', b'SendingReports', b'Ready', b'Ready']


def test_only_complete_can_be_completed(call):
    assert problem(call('POST', 'machine:hostname'))[0] == 405
