# -*- coding: utf-8 -*-
"""Tests of the simulated clouds and of what happens to runs as time passes."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import cimi_records, modules, output_templates
from slipstream.sandbox.state.ids import name_based_uuid
from slipstream.sandbox.state.runs import Draft

from ..xml_interface.deployments import EC2, GVA, READY, Site, mapping, parameter

ORCHESTRATOR = 'orchestrator-' + GVA


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def statuses(site, uuid):
    return dict((name, machine['state']) for name, machine in site.machines(uuid).items())


# -- the way to ready ---------------------------------------------------------

def test_a_component_run_gets_ready_and_stays(site):
    uuid = site.launch('shop/web')
    assert (site.state(uuid), site.machines(uuid)) == ('Initializing', {})
    for seconds, state in ((2.5, 'Initializing'), (0.5, 'Provisioning'), (15, 'Executing'),
                           (15, 'SendingReports'), (2, 'Ready'), (9999, 'Ready')):
        site.wait(seconds)
        assert site.state(uuid) == state
    assert site.events(uuid) == ['Initializing', 'Provisioning', 'Executing', 'SendingReports',
                                 'Ready']
    assert len(site.world.agenda) == 0


def test_a_glance_from_far_is_the_same_as_looking_all_the_time(site):
    uuid = site.launched('shop/web', seconds=5000)
    assert site.state(uuid) == 'Ready'
    assert site.run(uuid)['lastStateChange'] == site.run(uuid)['creation'] + READY


def test_parameters_of_a_machine_are_set_step_by_step(site):
    uuid = site.launch('shop/web')
    keys = ['machine:%s' % name for name in ('instanceid', 'hostname', 'url.ssh', 'port',
                                             'url.service', 'scale.state')]
    assert site.values(uuid, *keys) == [None, None, '', '8080', None, 'creating']
    site.wait(3)
    assert site.value(uuid, 'machine:instanceid')
    assert site.values(uuid, *keys[1:]) == [None, '', '8080', None, 'creating']
    site.wait(15)
    assert site.values(uuid, *keys[1:]) == ['203.0.113.1', 'ssh://ubuntu@203.0.113.1', '8080',
                                            None, 'created']
    site.wait(15)
    page = 'http://localhost/pages/%s/machine' % uuid
    assert site.values(uuid, *keys[3:]) == ['8080', page, 'created']
    assert site.value(uuid, 'ss:url.service') == page
    site.wait(2)
    assert site.value(uuid, 'machine:scale.state') == 'operational'


def test_defaults_of_outputs_flow_from_the_launch_on(site):
    site.component('shop/store', moduleReferenceUri='module/examples/ubuntu',
                   parameters=[parameter('port', 'Output', '5432'),
                               parameter('login', 'Output', '${hostname}')])
    site.component('shop/reader', moduleReferenceUri='module/examples/ubuntu',
                   parameters=[parameter('port'), parameter('login')])
    links = [mapping('port', 'store:port', True), mapping('login', 'store:login', True)]
    for order in (('reader', 'store'), ('store', 'reader')):
        nodes = [site.node(name, 'shop/' + name, links if name == 'reader' else ())
                 for name in order]
        site.application('shop/both', nodes)
        uuid = site.launch('shop/both')
        assert site.values(uuid, 'reader.1:port', 'reader.1:login') == ['5432', None]
        site.wait(READY)
        assert site.value(uuid, 'reader.1:login') == site.value(uuid, 'store.1:hostname')


def mappings(site):
    """The documents that say to which run a machine belongs."""
    return list(site.world.store.table('virtual-machine-mapping'))


def test_every_machine_has_a_mapping_as_long_as_the_cloud_knows_it(site):
    offer = site.offer(GVA, resource_type='VM', resource_instanceType='Small')
    uuid = site.launched('shop/full', seconds=4)
    machines = dict((machine['instanceID'], machine)
                    for machine in site.world.store.table('virtual-machine'))
    assert len(machines) == len(mappings(site)) == 4
    for record in mappings(site):
        assert record['id'] == 'virtual-machine-mapping/%s-%s' % (GVA, record['instanceID'])
        assert (record['cloud'], record['runUUID'], record['owner']) == (GVA, 'run/%s' % uuid,
                                                                   'user/alice')
        assert record['acl'] == {'owner': cimi_records.ADMIN, 'rules': [cimi_records.ADMIN_ALL]}
        offered = machines[record['instanceID']].get('serviceOffer')
        assert record.get('serviceOffer') == (offered and {'href': offer['id']})
    assert len([record for record in mappings(site) if 'serviceOffer' in record]) == 2
    site.service('DELETE', '/run/%s' % uuid)
    site.wait(5)
    assert len(mappings(site)) == 4
    site.wait(60)
    assert mappings(site) == []


def test_the_mapping_goes_also_if_somebody_deleted_the_machine(site):
    uuid = site.launched('shop/web')
    table = site.world.store.table('virtual-machine')
    table.remove(table.keys()[0])
    assert len(mappings(site)) == 1
    site.service('DELETE', '/run/%s' % uuid)
    assert mappings(site) == [] and len(site.world.store.table('machine')) == 0


def test_an_application_loses_its_orchestrator_when_it_is_ready_unless_it_is_scalable(site):
    plain, scalable = site.launch('shop/full'), site.launch('shop/full', {'mutable': 'on'})
    assert statuses(site, plain) == {ORCHESTRATOR: 'pending'}
    site.wait(3)
    assert statuses(site, plain) == {ORCHESTRATOR: 'running', 'web.1': 'pending',
                                     'web.2': 'pending', 'db.1': 'pending'}
    assert site.value(plain, ORCHESTRATOR + ':url.ssh').startswith('ssh://root@203.0.113.')
    site.wait(READY + 100)
    assert statuses(site, plain) == {'web.1': 'running', 'web.2': 'running', 'db.1': 'running'}
    assert statuses(site, scalable)[ORCHESTRATOR] == 'running'
    assert site.values(plain, 'db.1:hostname', 'web.1:db.hostname') == ['10.0.0.1', '10.0.0.1']
    assert site.value(plain, 'ss:url.service') == site.value(plain, 'web.1:url.service')


@pytest.mark.parametrize('keep, breaks, ending', [
    ('always', False, 'Ready'), ('always', True, 'Ready'), ('on-success', False, 'Ready'),
    ('on-success', True, 'Aborted'),
    ('on-error', False, 'Done'), ('on-error', True, 'Ready'), ('never', False, 'Done'),
    ('never', True, 'Aborted')])
def test_keep_running_decides_how_a_deployment_ends(site, keep, breaks, ending):
    uuid = site.launch('shop/full', {'keep-running': keep})
    if breaks:
        site.service('PUT', '/run/%s/ss:abort' % uuid, b'broken')
    site.wait(READY)
    assert site.state(uuid) == 'Ready'
    site.wait(1)
    assert site.state(uuid) == ('Ready' if ending == 'Ready' else 'Finalizing')
    site.wait(2)
    assert site.state(uuid) == ending
    site.wait(10)
    assert set(statuses(site, uuid).values()) == ({'running', 'terminated'} if ending == 'Ready'
                                                  else {'terminated'})


def test_the_users_setting_is_the_default_and_scalable_runs_ignore_it(site):
    site.set_user('alice', keepRunning='never')
    plain, scalable, component = site.launch('shop/full'), site.launch(
        'shop/full', {'mutable': 'on'}), site.launch('shop/web')
    site.wait(READY + 10)
    assert [site.state(uuid) for uuid in (plain, scalable, component)] == ['Done', 'Ready', 'Ready']


def test_a_build_ends_and_adds_the_image(site):
    built = site.component('a/built', moduleReferenceUri='module/examples/ubuntu', recipe='make')
    uuid = site.launched('a/built', {'type': 'Machine', 'keep-running': 'always'}, READY + 3)
    assert site.state(uuid) == 'Done' and site.events(uuid)[-3:] == ['Ready', 'Finalizing', 'Done']
    image = modules.latest(site.world, 'a/built')
    assert image['version'] == built['version'] and built['cloudImageIdentifiers'] == []
    assert [identifier['cloudServiceName']
            for identifier in image['cloudImageIdentifiers']] == [GVA]
    assert site.refused('a/built', {'type': 'Machine'}) == (
        409, 'This image was already built for cloud: %s' % GVA)
    uuid = site.launched('a/built')
    assert site.value(
        uuid, 'machine:image.id') == image['cloudImageIdentifiers'][0]['cloudImageIdentifier']


def test_an_aborted_build_adds_nothing(site):
    site.component('a/built', moduleReferenceUri='module/examples/ubuntu', recipe='make')
    site.world.cloud.fail_next('make: *** [all] Error 1')
    uuid = site.launched('a/built', {'type': 'Machine'}, READY + 3)
    assert site.state(uuid) == 'Aborted'
    assert modules.latest(site.world, 'a/built')['cloudImageIdentifiers'] == []


def test_a_build_ends_although_its_module_was_deleted(site):
    module = site.component('a/built', moduleReferenceUri='module/examples/ubuntu', recipe='make')
    uuid = site.launch('a/built', {'type': 'Machine'})
    site.world.store.table('legacy-module').remove('a/built/%d' % module['version'])
    site.wait(READY + 3)
    assert site.state(uuid) == 'Done'


def test_configured_durations_decide_when_a_state_ends(site):
    site.world.cloud.durations = {'Initializing': 0, 'Provisioning': 100}
    uuid = site.launched('shop/web', seconds=0)
    assert site.state(uuid) == 'Provisioning'
    site.wait(99)
    assert site.state(uuid) == 'Provisioning'
    site.wait(1 + 15 + 2)
    assert site.state(uuid) == 'Ready'


def test_a_path_may_skip_states_and_end_early(site):
    site.world.cloud.path = ('Initializing', 'Ready')
    short = site.launch('shop/web')
    site.world.cloud.path = ('Initializing', 'Provisioning')
    early = site.launch('shop/web')
    site.world.cloud.path = ('Initializing',)
    manual = site.launch('shop/web')
    site.wait(100)
    assert [site.state(uuid) for uuid in (short, early, manual)] == [
        'Ready', 'Provisioning', 'Initializing']
    assert site.events(short) == ['Initializing', 'Ready']
    assert site.values(short, 'machine:port', 'machine:scale.state') == ['8080', 'operational']
    assert site.service('POST', '/run/%s/machine:complete' % manual).body == b'Provisioning'


# -- machines -----------------------------------------------------------------

def test_a_machine_document_has_the_documented_members(site):
    offer = site.offer('connector/' + GVA, resource_instanceType='Small', resource_vcpu=2,
                       price_currency='EUR')
    uuid = site.launched('shop/web')
    machine = site.machines(uuid)['machine']
    instance_id = site.value(uuid, 'machine:instanceid')
    assert machine['id'] == 'virtual-machine/%s' % name_based_uuid(
        'connector/%s%s' % (GVA, instance_id))
    assert (machine['instanceID'], machine['state'], machine['ip'],
            machine['billable']) == (instance_id, 'running', '203.0.113.1', True)
    assert machine['connector'] == {'href': 'connector/' + GVA}
    assert machine['credentials'] == [{'href': site.credential['id']}]
    assert machine['deployment'] == {'href': 'run/%s' % uuid, 'user': {'href': 'user/alice'}}
    assert machine['serviceOffer'] == {
        'href': offer['id'], 'resource:instanceType': 'Small', 'resource:vcpu': 2,
        'price:currency': 'EUR'}
    assert machine['currency'] == 'EUR'
    assert machine['acl'] == {'owner': cimi_records.ADMIN,
                              'rules': [cimi_records.user('alice', 'VIEW'), cimi_records.ADMIN_ALL]}
    assert (machine['created'],
            machine['updated']) == ('2019-03-29T08:00:03.000Z', '2019-03-29T08:00:18.000Z')


def test_every_state_writes_an_event_for_the_owner(site):
    uuid = site.launched('shop/web', seconds=3)
    event = list(site.world.store.table('event'))[-1]
    assert event['content'] == {'resource': {'href': 'run/%s' % uuid}, 'state': 'Provisioning'}
    assert (event['type'], event['severity'],
            event['timestamp']) == ('state', 'medium', '2019-03-29T08:00:03.000Z')
    assert event['acl'] == {'owner': cimi_records.user('alice'), 'rules': [cimi_records.ADMIN_ALL]}


def test_machines_stop_and_are_forgotten(site):
    uuid = site.launched('shop/web')
    site.service('DELETE', '/run/' + uuid)
    assert statuses(site, uuid) == {'machine': 'stopping'}
    site.service('DELETE', '/run/' + uuid)
    site.wait(5)
    assert statuses(site, uuid) == {'machine': 'terminated'}
    site.wait(59)
    site.service('DELETE', '/run/' + uuid)
    assert statuses(site, uuid) == {'machine': 'terminated'}
    site.wait(1)
    assert statuses(site, uuid) == {} and len(site.world.store.table('machine')) == 0
    assert len(site.world.agenda) == 1  # the check of the timeout


def test_a_machine_that_somebody_deleted_does_no_harm(site):
    uuid = site.launched('shop/web', seconds=4)
    table = site.world.store.table('virtual-machine')
    table.remove(site.machines(uuid)['machine']['id'])
    site.wait(READY)
    assert site.state(uuid) == 'Ready' and statuses(site, uuid) == {}
    site.service('DELETE', '/run/' + uuid)
    assert site.state(uuid) == 'Done'


def test_addresses_are_those_for_documentation(site):
    uuid = site.launched('shop/full', {'parameter--node--web--multiplicity': '300',
                                       'parameter--node--db--multiplicity': '300'})
    addresses = [site.value(uuid, 'web.%d:hostname' % number) for number in range(1, 301)]
    assert len(set(addresses)) == 300
    assert addresses[:2] == ['203.0.113.2', '203.0.113.3']
    assert addresses[-1] == '198.51.100.47'
    assert not [address for address in addresses if address.endswith(('.0', '.255'))]
    assert site.values(uuid, 'db.254:hostname', 'db.255:hostname') == ['10.0.0.254', '10.0.1.1']


@pytest.mark.parametrize('fields, expected', [
    ({}, 'small'), ({'instance.type': 'Huge'}, None),
    ({'instance.type': '', 'cpu.nb': '4', 'ram.GB': '8'}, 'big'),
    ({'instance.type': '', 'cpu.nb': '4', 'ram.GB': '9'}, None),
    ({'instance.type': '', 'cpu.nb': 'many'}, None),
    ({'instance.type': '', 'cpu.nb': '1'}, None), ({'cloudservice': EC2, 'cpu.nb': '4'}, 'other'),
    ({'service-offer': 'BIG'}, 'big')])
def test_the_service_offer_that_fits_the_parameters_is_used(site, fields, expected):
    offers = {
        'bucket': site.offer(GVA, resource_type='STORAGE', resource_instanceType='Small',
                             resource_vcpu=1),
        'small': site.offer(GVA, resource_type='VM', resource_instanceType='Small', resource_vcpu=2,
                            resource_ram=2048),
        'big': site.offer(GVA, resource_type='VM', resource_instanceType='Large', resource_vcpu=4,
                          resource_ram=8192),
        'other': site.offer(EC2, resource_vcpu=4)}
    fields = dict(('parameter--' + name, offers['big']['id'] if value == 'BIG' else value)
                  for name, value in fields.items())
    uuid = site.launched('shop/web', fields)
    used = (site.machines(uuid)['machine'].get('serviceOffer') or {}).get('href')
    assert used == (expected and offers[expected]['id'])


# -- timeout ------------------------------------------------------------------


# -- installation -------------------------------------------------------------

@pytest.mark.parametrize('template, text', [
    ('http://${hostname}:${param:port}/', 'http://203.0.113.1:8080/'),
    ('${param:title}', 'My shop'),
    ('${param:nothing}${x}$', '${param:nothing}${x}$'),
    ('${param:db.hostname}', ''), ('${page}', 'http://localhost/pages/UUID/machine')])
def test_a_template_expands_parameters_and_host_names(site, template, text):
    uuid = site.launched('shop/web')
    draft = Draft(site.world, site.run(uuid))
    assert output_templates.expand(draft, 'machine', template) == text.replace('UUID', uuid)


def test_passwords_are_new_each_time(site):
    site.component('a/c', moduleReferenceUri='module/examples/ubuntu', parameters=[
        parameter('secret', 'Output', '${password}'), parameter('a', 'Output', '<${param:z}>'),
        parameter('z', 'Output', 'z'),
        parameter('given', 'Output', 'default')])
    first, second = [site.launched('a/c', {'parameter--given': 'mine'}) for _ in range(2)]
    assert len(site.value(first, 'machine:secret')) == 16
    assert site.value(first, 'machine:secret') != site.value(second, 'machine:secret')
    assert site.values(first, 'machine:a', 'machine:given', 'ss:url.service',
                       'machine:url.service') == ['<z>', 'mine', '', '']


def test_a_draft_leaves_what_is_stored_alone(site):
    uuid = site.launch('shop/full')
    stored = site.run(uuid)
    draft = Draft(site.world, stored)
    draft.assign('ss:tags', 'x')
    draft.change_instance('web.1', installed=True)
    draft['settings']['x'] = 'y'
    draft.save()
    draft.assign('ss:tags', 'y')
    assert stored['values']['ss:tags'] == ''
    assert 'installed' not in stored['instances']['web.1']
    assert 'x' not in stored['settings']
    assert site.value(uuid, 'ss:tags') == 'x'


def test_a_thousand_runs_need_few_agenda_entries(site):
    site.world.cloud.durations['Executing'] = 600
    uuids = [site.launch('examples/ubuntu') for _ in range(1000)]
    site.wait(READY)
    assert set(site.state(uuid) for uuid in uuids) == {'Executing'}
    # One entry for the next step and one for the timeout: nothing is done for them meanwhile.
    assert len(site.world.agenda) == 2000
