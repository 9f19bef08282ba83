# -*- coding: utf-8 -*-
"""Tests of the list of runs, their documents and their termination."""
from __future__ import unicode_literals

import json

import pytest

from slipstream.sandbox.state import modules
from slipstream.sandbox.xml_interface import runs

from .conftest import problem
from .deployments import EC2, GVA, READY, Site


@pytest.fixture
def site():
    """A world with modules to launch, see :class:`Site`."""
    return Site()


def uuids(root):
    return [item.get('uuid') for item in root.findall('item')]


def runtime_parameters(root):
    entries = root.findall('runtimeParameters/entry')
    return dict((entry.findtext('string'), entry.find('runtimeParameter')) for entry in entries)


# -- list ---------------------------------------------------------------------

def test_an_item_tells_the_essentials(site):
    uuid = site.launched('shop/web', {'tags': 'demo,spring'})
    root = site.service.get('/run')
    assert root.tag == 'runs'
    assert root.attrib == {'offset': '0', 'limit': '20', 'count': '1', 'totalCount': '1'}
    assert root.find('item').attrib == {
        'resourceUri': 'run/' + uuid, 'uuid': uuid, 'moduleResourceUri': modules.uri(site.web),
        'status': 'Ready', 'abort': '',
        'startTime': '2019-03-29 08:00:00.0 UTC', 'cloudServiceNames': GVA, 'username': 'alice',
        'type': 'Run', 'tags': 'demo,spring',
        'serviceUrl': 'http://localhost/pages/%s/machine' % uuid, 'activeVm': '0'}


def test_newest_come_first_and_pages_are_cut(site):
    started = []
    for _ in range(3):
        started.append(site.launch('shop/web'))
        started.append(site.launch('shop/web'))
        site.wait(1)
    newest = list(reversed(started))
    assert uuids(site.service.get('/run/')) == newest
    root = site.service.get('/run?offset=1&limit=2')
    assert uuids(root) == newest[1:3]
    assert [root.get(name) for name in ('offset', 'limit', 'count', 'totalCount')] == [
        '1', '2', '2', '6']
    root = site.service.get('/run?offset=99&limit=500')
    assert (uuids(root), root.get('count'), root.get('totalCount'),
            root.get('offset')) == ([], '0', '6', '99')


@pytest.mark.parametrize('query, text', [
    ('offset=x', 'Invalid format for the offset attribute'),
    ('offset=-1', 'The value for the offset attribute should be positive'),
    ('limit=x', 'Invalid format for the limit attribute'),
    ('limit=', 'Invalid format for the limit attribute'),
    ('limit=2147483648', 'Invalid format for the limit attribute'),
    ('offset=' + '9' * 5000, 'Invalid format for the offset attribute'),
    ('limit=0', 'The value for the limit attribute should be between 1 and 500'),
    ('limit=501', 'The value for the limit attribute should be between 1 and 500')])
def test_an_invalid_offset_or_limit_is_refused(site, query, text):
    assert site.service.refused('GET', '/run?' + query) == (400, text)


def test_runs_are_filtered_by_activity_cloud_and_module(site):
    ended = site.launch('shop/web')
    site.service('DELETE', '/run/' + ended)
    other = site.launch('shop/full', {'parameter--node--web--cloudservice': EC2})
    assert uuids(site.service.get('/run')) == [other, ended]
    for value in ('true', 'True', 'yes', 'on', '1', ' on '):
        assert uuids(site.service.get('/run?activeOnly=' + value.replace(' ', '%20'))) == [other]
    assert uuids(site.service.get('/run?activeOnly=no&offset=')) == [other, ended]
    root = site.service.get('/run?cloud=ec2')
    assert uuids(root) == [other] and root.get('cloud') == 'ec2'
    root = site.service.get('/run?cloud=')
    assert len(uuids(root)) == 2 and root.get('cloud') == ''
    assert uuids(site.service.get('/run?moduleResourceUri=%s' % modules.uri(site.web))) == [ended]
    assert uuids(site.service.get('/run?moduleResourceUri=module/shop/web')) == []


def test_users_see_their_runs_and_super_users_see_all(site):
    mine, theirs = site.launch('shop/web'), site.launch('shop/web', user='super')
    assert uuids(site.service.get('/run?runOwner=super')) == [mine]
    assert uuids(site.service.get('/run', user='bob')) == []
    assert uuids(site.service.get('/run', user='super')) == [theirs, mine]
    assert uuids(site.service.get('/run?user=alice', user='super')) == [mine]
    assert uuids(site.service.get('/run?user=alice&runOwner=super', user='super')) == [theirs]
    assert site.service.refused('GET', '/run?user=alice') == (
        403, "You don't have the permission to use the query parameter 'user'")
    assert uuids(site.service.get('/run?user=')) == [mine]


def test_runs_are_shown_in_the_form_that_is_asked_for(site):
    uuid = site.launch('shop/web')
    answer = site.service('GET', '/run', accept='application/json')
    assert json.loads(answer.body.decode('utf-8'))['runs']['item']['uuid'] == uuid
    answer = site.service('GET', '/run/' + uuid, accept='text/plain')
    assert answer.headers.get('Content-Type') == 'text/plain;charset=UTF-8'
    assert answer.body.startswith(b'<run ')
    assert site.service('GET', '/run', accept='application/xml').body.startswith(b'<runs ')


def test_run_items_lists_the_newest_runs_of_a_module(site):
    ended = site.launch('shop/web')
    site.service('DELETE', '/run/' + ended)
    started = [site.launch('shop/web') for _ in range(20)]
    items, total = runs.run_items(site.world, 'alice', modules.uri(site.web), False)
    assert total == 21
    assert [item.get('uuid') for item in items] == started[::-1]
    assert 'resourceUri' not in items[0].attrib
    items, total = runs.run_items(site.world, 'alice', modules.uri(site.web), True)
    assert total == 20 and len(items) == 20
    assert runs.run_items(site.world, 'bob', modules.uri(site.web), False) == ([], 0)
    root = site.service.get('/module/shop/web')
    assert root.find('runs').get('totalCount') == '21' and len(root.findall('runs/item')) == 20


# -- document -----------------------------------------------------------------

def test_a_component_run_has_the_documented_attributes(site):
    uuid = site.launched('shop/web', {'parameter--title': 'T & co'})
    response = site.service('GET', '/run/%s/' % uuid)
    assert response.body.startswith(b'<run ')
    assert response.headers.get('Content-Type') == 'application/xml;charset=UTF-8'
    root = site.service.get('/run/' + uuid)
    assert root.attrib == {
        'category': 'Image', 'deleted': 'false', 'resourceUri': 'run/' + uuid, 'uuid': uuid,
        'type': 'Run', 'cloudServiceNames': GVA,
        'state': 'Ready', 'moduleResourceUri': modules.uri(site.web),
        'startTime': '2019-03-29 08:00:00.0 UTC',
        'lastStateChangeTime': '2019-03-29 08:00:35.0 UTC', 'nodeNames': 'machine', 'user': 'alice',
        'mutable': 'false',
        'creation': '2019-03-29 08:00:00.0 UTC', 'groups': '%s:machine' % GVA}
    assert [child.tag for child in root] == ['runtimeParameters', 'module', 'parameters',
                                             'cloudServiceNamesList']
    assert root.find('module').get('class') == 'com.sixsq.slipstream.persistence.ImageModule'
    assert root.find('module').get('resourceUri') == modules.uri(site.web)
    assert root.find('module/cloudNames') is None
    settings = dict((entry.findtext('string'), entry.find('parameter'))
                    for entry in root.findall('parameters/entry'))
    assert settings['General.keep-running'].findtext('value') == 'on-success'
    assert settings['General.keep-running'].get('description') == 'Keep running after deployment'
    assert settings['machine:title'].findtext('value') == 'T & co'
    assert settings['machine:cloudservice'].get(
        'description') == 'Cloud Service where the node resides'
    clouds = root.find('cloudServiceNamesList')
    assert clouds.get('length') == '1' and [cloud.text for cloud in clouds] == [GVA]


def test_a_run_document_shows_its_runtime_parameters(site):
    uuid = site.launched('shop/full')
    parameters = runtime_parameters(site.service.get('/run/' + uuid))
    assert parameters['ss:state'].attrib == {
        'description': 'Global execution state', 'deleted': 'false', 'key': 'ss:state',
        'isSet': 'true', 'name': 'state', 'group': 'Global',
        'mapsOthers': 'false', 'type': 'String', 'mappedRuntimeParameterNames': '',
        'isMappedValue': 'false',
        'creation': '2019-03-29 08:00:00.0 UTC'}
    assert parameters['ss:state'].text == 'Ready'
    assert (parameters['ss:abort'].get('isSet'), parameters['ss:abort'].text) == ('false', None)
    assert parameters['web.1:network'].get('type') == 'Enum'
    assert parameters['web.1:title'].get('description') == 'Page title'
    assert parameters['web.1:scale.state'].get('description') == 'Defined scalability state'
    assert parameters['web.1:id'].text == '1'
    assert parameters['web:ids'].get(
        'description') == 'IDs of the machines in a mutable deployment.'
    assert parameters['web:ids'].get('group') == 'web'
    assert parameters['web.1:%s.security.groups' % GVA].get(
        'description') == 'Security groups (comma separated list)'
    source = parameters['db.1:hostname']
    assert source.get('mapsOthers') == 'true'
    assert source.get('mappedRuntimeParameterNames') == 'web.1:db.hostname,web.2:db.hostname,'
    assert parameters['web.2:db.hostname'].text == source.text == '10.0.0.1'
    assert (parameters['web.1:vmstate'].text,
            parameters['web.1:vmstate'].get('isSet')) == ('running', 'false')
    orchestrator = 'orchestrator-%s' % GVA
    assert parameters[orchestrator + ':max.iaas.workers'].get(
        'description') == 'Max number of concurrently provisioned VMs by orchestrator'
    assert parameters[orchestrator + ':vmstate'].text == 'stopping'


def test_null_and_empty_values_differ_in_the_text_of_the_document(site):
    uuid = site.launch('shop/web')
    body = site.service('GET', '/run/' + uuid).body.decode('utf-8')
    line = next(line for line in body.splitlines() if 'key="machine:hostname"' in line)
    assert line.endswith('/>') and 'isSet="false"' in line
    line = next(line for line in body.splitlines() if 'key="machine:url.ssh"' in line)
    assert line.endswith('><![CDATA[]]></runtimeParameter>')
    assert '<string><![CDATA[machine:hostname]]></string>' in body


def test_an_instance_without_machine_is_in_an_unknown_state(site):
    uuid = site.launch('shop/web')
    assert runtime_parameters(site.service.get('/run/' + uuid))['machine:vmstate'].text == 'Unknown'


def test_every_parameter_has_a_description_that_can_be_told(site):
    uuid = site.launched('shop/full', {'mutable': '1'})
    site.service('POST', '/run/%s/web' % uuid, b'n=1')
    parameters = runtime_parameters(site.service.get('/run/' + uuid))
    for name in ('statecustom', 'abort', 'complete', 'url.ssh', 'url.service', 'is.orchestrator',
                 'cloudservice', 'hostname', 'instanceid'):
        for scope in ('web.3', 'orchestrator-' + GVA):
            assert '%s:%s' % (scope, name) in parameters
    for name in ('scale.state', 'pre.scale.done', 'scale.iaas.done', 'disk.attach.size',
                 'disk.attached.device', 'disk.detach.device', 'image.id',
                 'image.platform', 'service-offer', 'nodename', 'id', GVA + '.instance.type',
                 'cpu.nb', 'port'):
        assert 'web.3:%s' % name in parameters
    for name in ('category', 'state', 'abort', 'complete', 'groups', 'url.service', 'tags',
                 'recovery.mode', 'run.api.key',
                 'deployment.credential.ids'):
        assert parameters['ss:%s' % name].get('description')
    # What came later was created later.
    assert parameters['web.3:id'].get('creation') == '2019-03-29 08:00:35.0 UTC'


def test_only_owners_and_administrators_may_read_and_terminate(site):
    uuid = site.launch('shop/web')
    for method in ('GET', 'DELETE'):
        assert site.service.refused(method,
                                    '/run/%s' % site.credential['id'].split('/')[1])[0] == 404
        assert site.service.refused(method, '/run/' + uuid, user='bob')[0] == 403
        assert site.service(method, '/run/' + uuid, user=None).status == 401
        assert site.service(method, '/run/' + uuid, user='super').status in (200, 204)


def test_a_run_whose_module_was_deleted_can_be_read(site):
    uuid = site.launch('shop/web')
    site.world.store.table('legacy-module').remove('shop/web/%d' % site.web['version'])
    assert site.service.refused('GET', '/run/' + uuid) == (
        409, 'Unknown module: %s' % modules.uri(site.web))
    modules.delete(site.world, site.db)
    other = site.launch('examples/ubuntu')
    modules.delete(site.world, site.base)
    assert site.service('GET', '/run/' + other).status == 200


# -- termination --------------------------------------------------------------

@pytest.mark.parametrize('seconds, before, after', [
    (0, 'Initializing', 'Cancelled'), (3, 'Provisioning', 'Cancelled'),
    (18, 'Executing', 'Cancelled'), (33, 'SendingReports', 'Cancelled'),
    (READY, 'Ready', 'Done')])
def test_a_run_that_is_terminated_ends_in_a_final_state(site, seconds, before, after):
    uuid = site.launched('shop/full', seconds=seconds)
    assert site.state(uuid) == before
    response = site.service('DELETE', '/run/' + uuid)
    assert (response.status, response.body, site.state(uuid)) == (204, b'', after)
    assert site.service.get('/run/' + uuid).get(
        'endTime') == '2019-03-29 08:00:%02d.0 UTC' % seconds
    site.wait(1000)
    assert site.service('DELETE', '/run/' + uuid).status == 204
    assert site.state(uuid) == after and site.events(uuid)[-1] == after
    assert site.events(uuid)[-2] == ('Finalizing' if before == 'Ready' else before)


def test_an_aborted_run_ends_aborted_only_from_ready(site):
    first, second = site.launched('shop/web'), site.launch('shop/web')
    for uuid in (first, second):
        site.service('GET', '/run/%s/machine:typo' % uuid)
        assert site.service('DELETE', '/run/' + uuid).status == 204
    assert (site.state(first), site.state(second)) == ('Aborted', 'Cancelled')


def test_finalizing_can_be_cancelled(site):
    uuid = site.launched('shop/full', {'keep-running': 'never'}, READY + 1)
    assert site.state(uuid) == 'Finalizing'
    site.service('DELETE', '/run/' + uuid)
    assert site.state(uuid) == 'Cancelled'


def test_a_cloud_that_refuses_to_stop_machines_is_reported_once(site):
    uuid = site.launched('shop/web')
    site.world.cloud.fail_next('The cloud is on strike', state='Stopping')
    assert site.service.refused('DELETE', '/run/' + uuid) == (409, 'The cloud is on strike')
    assert site.state(uuid) == 'Done'
    assert site.service('DELETE', '/run/' + uuid).status == 204


def test_a_run_on_a_cloud_that_was_removed_ends_with_an_error(site):
    uuid = site.launched('shop/web')
    site.world.store.table('connector').remove('connector/' + GVA)
    assert problem(site.service('DELETE', '/run/' + uuid)) == (
        400, 'Validation error: Failed to load cloud connector: %s' % GVA)
    assert site.state(uuid) == 'Done'
