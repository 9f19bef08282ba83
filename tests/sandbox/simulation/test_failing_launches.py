# -*- coding: utf-8 -*-
"""Launches that fail or take too long."""
from __future__ import unicode_literals

import pytest

from ..xml_interface.deployments import READY, Site
from .test_clouds import statuses


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def test_an_unknown_connector_stops_the_launch(site):
    site.component('a/lunar', isBase=True, cloudImageIdentifiers=[
        {'cloudServiceName': 'moon', 'cloudImageIdentifier': 'x'}])
    site.application('a/app', [site.node('n', 'a/lunar', cloudService='moon')])
    for path, fields in (('a/lunar', {'parameter--cloudservice': 'moon'}), ('a/app', {})):
        uuid = site.launch(path, fields)
        assert not site.value(uuid, 'ss:abort')
        site.wait(30)
        assert site.value(uuid, 'ss:abort') == 'Failed to load cloud connector: moon'
        assert site.state(uuid) == 'Initializing' and site.machines(uuid) == {}
        site.wait(3600)
        assert site.state(uuid) == 'Cancelled'
        assert site.value(uuid, 'ss:abort') == 'Failed to load cloud connector: moon'


@pytest.mark.parametrize('state, seconds, recovery', [
    ('Initializing', 2, 'false'), ('Provisioning', 11, 'true'), ('executing ', 26, 'false'),
    ('SendingReports', 34, 'false')])
def test_a_component_may_ask_to_fail(site, state, seconds, recovery):
    uuid = site.launched('shop/web', {'parameter--sandbox.fail': state,
                                      'parameter--sandbox.fail.message': 'Out of luck'},
                         seconds - 1)
    assert not site.value(uuid, 'ss:abort')
    site.wait(1)
    assert site.state(uuid).lower() == state.strip().lower()
    assert site.values(uuid, 'ss:abort', 'machine:abort',
                       'ss:recovery.mode') == ['Out of luck', 'Out of luck', recovery]
    site.wait(READY - seconds)
    assert site.state(uuid) == 'Ready'
    assert bool(site.value(uuid, 'ss:url.service')) == (state == 'SendingReports')
    site.wait(100)
    assert site.state(uuid) == 'Ready'


def test_a_failure_has_a_default_text_and_comes_once(site):
    uuid = site.launched('shop/web', {'parameter--sandbox.fail': 'Executing'}, 26)
    assert site.value(uuid, 'ss:abort') == 'machine failed in state Executing, as configured'
    site.service('DELETE', '/run/%s/ss:abort?ignoreabort=true' % uuid)
    site.service('DELETE', '/run/%s/machine:abort' % uuid)
    site.wait(100)
    assert site.values(uuid, 'ss:abort', 'ss:state', 'machine:port') == ['', 'Ready', '8080']


def test_a_failure_is_not_avoided_by_being_quick(site):
    uuid = site.launched('shop/web', {'parameter--sandbox.fail': 'Provisioning'}, 4)
    site.service('POST', '/run/%s/machine:complete' % uuid)
    assert site.state(uuid) == 'Executing' and site.value(uuid, 'ss:abort')
    assert site.value(uuid, 'machine:hostname') is None
    assert statuses(site, uuid) == {'machine': 'failed'}
    # When it was to fail the run is somewhere else already, and nothing is installed in recovery
    # mode.
    site.wait(READY)
    assert site.state(uuid) == 'Ready' and site.value(uuid, 'machine:admin_password') is None


def test_nothing_is_installed_in_recovery_mode(site):
    uuid = site.launched('shop/full', {'parameter--node--db--sandbox.fail': 'Provisioning'})
    assert site.values(uuid, 'ss:recovery.mode', 'web.1:scale.state',
                       'web.1:admin_password',
                       'db.1:scale.state') == ['true', 'operational', None, 'creating']
    assert statuses(site, uuid)['web.1'] == 'running' and statuses(site, uuid)['db.1'] == 'failed'


def test_each_instance_that_fails_says_so(site):
    uuid = site.launched('shop/full', {'parameter--node--web--sandbox.fail': 'Executing'})
    assert site.value(uuid, 'ss:abort').startswith('web.1 failed')
    assert site.value(uuid, 'web.2:abort').startswith('web.2 failed')
    assert site.values(uuid, 'db.1:abort', 'web.1:admin_password',
                       'db.1:scale.state') == ['', None, 'operational']


def test_a_node_tolerates_as_many_failures_as_allowed(site):
    fields = {'parameter--node--web--sandbox.fail': 'Provisioning',
              'parameter--node--web--multiplicity': '3'}
    node = 'parameter--node--web--max-provisioning-failures'
    uuid = site.launched('shop/full', dict(fields, **{node: '3'}))
    assert site.values(uuid, 'ss:abort', 'ss:state', 'web:ids', 'web:multiplicity',
                       'web.1:scale.state') == ['', 'Ready', '', '0', 'gone']
    assert site.value(uuid, 'web:max-provisioning-failures') == '3'
    uuid = site.launched('shop/full', dict(fields, **{node: '1'}))
    assert site.value(uuid, 'ss:abort').startswith('web.2 failed')
    assert site.values(uuid, 'web:ids', 'web:multiplicity') == ['2,3', '2']


@pytest.mark.parametrize('node, hit', [(None, 'web.1'), ('db', 'db.1'), ('web.2', 'web.2')])
def test_the_next_launch_can_be_made_to_fail(site, node, hit):
    site.world.cloud.fail_next('as planned', node=node)
    spared = [] if node is None else [site.launch('shop/web')]
    uuid = site.launched('shop/full')
    assert site.values(uuid, 'ss:abort', hit + ':abort') == ['as planned', 'as planned']
    spared.append(site.launched('shop/full'))
    assert [site.value(uuid, 'ss:abort') for uuid in spared] == [''] * len(spared)


def test_a_launch_can_fail_in_other_states(site):
    with pytest.raises(ValueError):
        site.world.cloud.fail_next('x', state='Ready')
    site.world.cloud.fail_next('late', state='Finalizing')
    uuid = site.launched('shop/full', {'keep-running': 'never'}, READY + 3)
    assert (site.state(uuid), site.value(uuid, 'ss:abort')) == ('Aborted', 'late')
    site.world.cloud.fail_next('nobody there', state='Provisioning')
    uuid = site.launched('shop/full', {
        'mutable': 'on', 'parameter--node--web--multiplicity': '0',
        'parameter--node--db--multiplicity': '0'})
    assert (site.state(uuid), site.value(uuid, 'ss:abort')) == ('Ready', 'nobody there')


def slow(site, state, **fields):
    site.world.cloud.durations[state] = 100000
    return site.launch('shop/full', fields)


def test_a_run_that_takes_too_long_is_aborted_and_then_ended(site):
    site.wait(10)
    uuid = slow(site, 'Executing')
    site.wait(30 * 60 - 10)
    assert not site.value(uuid, 'ss:abort')
    site.wait(300)
    assert (site.state(uuid),
            site.value(uuid, 'ss:abort')) == ('Executing', 'The run has timed out')
    assert site.run(uuid)['settings']['garbage_collected'] == 'true'
    site.wait(300)
    assert site.state(uuid) == 'Cancelled' and len(site.world.agenda) <= 2


def test_a_run_that_does_not_begin_is_ended_at_once(site):
    uuid = slow(site, 'Initializing')
    site.wait(30 * 60)
    assert site.state(uuid) == 'Initializing'
    site.wait(300)
    assert (site.state(uuid),
            site.value(uuid, 'ss:abort')) == ('Cancelled', 'The run has timed out')


def test_a_scalable_run_is_only_aborted(site):
    uuid = slow(site, 'Initializing', mutable='on')
    site.wait(3 * 3600)
    assert (site.state(uuid),
            site.value(uuid, 'ss:abort')) == ('Initializing', 'The run has timed out')


def test_no_time_at_all_ends_at_the_next_check(site):
    site.set_user('alice', timeout=0)
    uuid = slow(site, 'Provisioning')
    site.wait(299)
    assert not site.value(uuid, 'ss:abort')
    site.wait(1)
    assert site.value(uuid, 'ss:abort') == 'The run has timed out'


def test_waiting_runs_cost_one_entry_at_most(site):
    for _ in range(20):
        site.launch('shop/web')
    assert len(site.world.agenda) == 40
    site.wait(60)
    assert len(site.world.agenda) == 20
    site.wait(300)
    assert len(site.world.agenda) == 0
