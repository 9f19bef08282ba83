# -*- coding: utf-8 -*-
"""What the console shows at a glance."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.sandbox import Sandbox
from slipstream.sandbox.state import cimi_records, events

from ..command_line import captures


@pytest.fixture
def api(sandbox):
    """A client of the sandbox."""
    return sandbox.api()


def named(items, name, value):
    return next(item for item in items if item[name] == value)


def test_the_sandbox_and_its_clock_are_reported(sandbox, state):
    shown = state()
    assert (shown['version'], shown['endpoint']) == ('3.71', sandbox.endpoint)
    assert shown['clock'] == {'now': sandbox.clock.now(), 'speed': 0}


def test_a_deployment_is_shown_as_it_moves(sandbox, api, state):
    uuid = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')
    sandbox.advance(20)
    shown = state()['deployments']
    item, = shown['items']
    assert (shown['total'], shown['active']) == (1, 1)
    assert (item['id'], item['module'], item['kind'], item['owner'], item['state']) == (
        '%s' % uuid, 'apps/WordPress/wordpress', 'Image', 'jane', 'Executing')
    assert item['clouds'] == ['exoscale-ch-gva'] and item['version'] == 1517
    assert [(step['state'], step['at'] - item['created']) for step in item['steps']] == [
        ('Initializing', 0), ('Provisioning', 3), ('Executing', 18)]
    assert [(instance['name'], instance['state'], instance['note'])
            for instance in item['instances']] == [('machine', 'running', '')]
    assert (item['abort'], item['active'], item['url']) == ('', True, '')


def test_a_deployment_that_has_failed_shows_why(sandbox, api, state):
    sandbox.fail_next_launch('no more quota', state='Provisioning')
    assert state()['failures'][0]['message'] == 'no more quota'
    api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')
    sandbox.advance(600)
    item, = state()['deployments']['items']
    assert (item['abort'], item['instances'][0]['note']) == ('no more quota', 'no more quota')
    assert state()['failures'] == []


def test_only_events_of_states_are_steps(sandbox, api, state):
    uuid = api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva')
    events.write(sandbox.world, 'run/%s' % uuid, 'Ready')
    events.write(sandbox.world, 'run/%s' % uuid, '<b>', 'state')
    item, = state()['deployments']['items']
    assert [step['state'] for step in item['steps']] == ['Initializing']


def test_a_deployment_of_the_json_interface_is_listed(sandbox, state):
    cimi_records.insert(sandbox.world, 'deployment', {
        'state': 'STARTED', 'module': {'href': 'module/a'}}, owner=cimi_records.user('jane'))
    item, = state()['deployments']['items']
    assert (item['kind'], item['module'], item['state'], item['owner'], item['active']) == (
        'CIMI', 'module/a', 'STARTED', 'jane', True)


def test_the_overview_counts_machines_and_use_of_each_cloud(sandbox, api, state):
    api.deploy('examples/tutorials/service-testing/system')
    sandbox.advance(20)
    shown = state()
    cloud = named(shown['clouds'], 'name', 'exoscale-ch-gva')
    assert (cloud['kind'], cloud['deployments'], cloud['quota']) == ('exoscale', 1, 20)
    assert sum(cloud['machines'].values()) == 3 == len(shown['machines'])
    machine = named(shown['machines'], 'instance', 'apache.1')
    assert (machine['cloud'], machine['state'], machine['owner'], machine['size']) == (
        'exoscale-ch-gva', 'running', 'jane', 'Small')
    assert machine['address'] == '203.0.113.2' and machine['deployment']


@pytest.mark.parametrize('quota, shown', [('5', 5), ('many', None)])
def test_a_cloud_shows_its_quota(sandbox, state, quota, shown):
    for credential in list(sandbox.world.store.table('credential')):
        sandbox.world.store.table('credential').put(
            credential['id'], dict(credential, quota=quota))
    assert state()['clouds'][0]['quota'] == shown


def test_a_catalogue_without_ordinary_users_has_clouds_too():
    with Sandbox(http=True, speed=0, catalogue={'clouds': [{'name': 'ours', 'quota': 3}]}) as own:
        shown = requests.get(own.endpoint + '/sandbox/state', proxies={'http': None}).json()
    assert (shown['clouds'][0]['name'], shown['accounts'], shown['store']) == ('ours', [], [])


@pytest.mark.parametrize('options', [
    {'catalogue': captures.SHOP}, {'catalogue': None}, {'server_version': '3.46'},
    {'quotas': True, 'trust_authn_header': True}])
def test_every_kind_of_sandbox_is_shown(tmpdir, options):
    for _ in range(2):  # The second one continues from the file.
        with Sandbox(http=True, speed=0, state=str(tmpdir.join('state')), **options) as own:
            response = requests.get(own.endpoint + '/sandbox/state', proxies={'http': None})
            assert response.status_code == 200
            assert len(response.json()['accounts']) == len(own.world.store.table('user'))


def test_the_app_store_lists_what_is_published(state):
    item = named(state()['store'], 'path', 'apps/WordPress/wordpress')
    assert (item['kind'], item['description'], item['version']) == ('Image', 'WordPress server',
                                                                    1517)


def test_accounts_show_only_the_passwords_that_are_public(sandbox, state):
    sandbox.world.accounts.create('new', 'private-password')
    sandbox.add_data(accounts=[{'username': 'ada', 'password': 'ada-password'}])
    accounts = state()['accounts']
    assert [(account['username'], account['password'], account['privileged'])
            for account in accounts][-3:] == [
        ('super', 'super-password', True), ('new', None, False), ('ada', 'ada-password', False)]
    sandbox.api()
    assert [account['sessions'] for account in state()['accounts']] == [1, 0, 0, 0, 0, 0]
    sandbox.expire_sessions()
    assert [account['sessions'] for account in state()['accounts']] == [0] * 6


def test_a_password_that_was_changed_is_not_public_any_more(sandbox, state):
    user = sandbox.world.store.table('user').get('user/jane')
    sandbox.world.store.table('user').put('user/jane', dict(user, password='other'))
    assert named(state()['accounts'], 'username', 'jane')['password'] is None


def test_the_api_keys_of_the_catalogue_are_reported(sandbox, state):
    assert state()['api_keys'] == sandbox.api_keys


def test_faults_that_will_still_meet_requests_are_listed(sandbox, ask, state):
    sandbox.fail_next_request(status=503, times=2, path='/run/', method='get')
    sandbox.delay_next_request(0.001, times=None)
    sandbox.fail_next_request(status=None)
    ask('GET', '/run')
    assert [(fault['status'], fault['kind'], fault['delay'], fault['path'], fault['method'],
             fault['left'], fault['hits']) for fault in state()['faults']] == [
        (503, 'answer', 0, '/run', 'GET', 1, 1), (None, 'answer', 0.001, '', '', None, 0),
        (None, 'reset', 0, '', '', 1, 0)]
