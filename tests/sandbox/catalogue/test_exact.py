# -*- coding: utf-8 -*-
"""Modules and documents that are loaded unchanged."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import CatalogueError, Sandbox
from slipstream.sandbox.state import modules

ANN = {'username': 'ann'}
READERS = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
           'rules': [{'type': 'ROLE', 'principal': 'USER', 'right': 'VIEW'}]}
CONNECTOR = {'id': 'connector/alps', 'instanceName': 'alps', 'cloudServiceType': 'openstack',
             'quotaVm': '7', 'endpoint': 'https://alps.example'}
WEB = {
    'path': 'shop/web', 'type': 'component', 'version': 1802, 'owner': 'gone', 'isBase': True,
    'created': '2019-01-10T08:05:00.340Z', 'modified': '2019-03-02T10:00:00.007Z',
    'published': '2019-03-02T10:05:00.550Z', 'description': ['Shop', 'front end'],
    'commit': {'author': 'ann', 'comment': 'open port'}, 'note': 'n', 'tag': 't',
    'customVersion': '1.2', 'placementPolicy': 'p', 'logoLink': '', 'loginUser': 'ubuntu',
    'images': {'alps': 'a-1', 'moon': {'identifier': None, 'region': 'dark side'}},
    'packages': ['nginx', {'name': 'vim', 'repository': 'r', 'key': ['-----', 'k']}],
    'targets': {'execute': ['#!/bin/sh', 'true'], 'report': None, 'odd': 'x'},
    'parameters': [{'name': 'port', 'value': '80', 'category': 'Output'},
                   {'name': 'pass', 'type': 'Password', 'withheld': True}],
    'authz': {'publicGet': True, 'publicPost': True, 'groupMembers': ['bob']}}
ALL = {
    'path': 'shop/all', 'type': 'application', 'version': 1805, 'authz': {'publicGet': True},
    'targets': {'execute': None}, 'parameters': [{'name': 'p'}], 'nodes': [
        {'name': 'web', 'component': 'shop/web/1802', 'network': None, 'cloud': 'moon',
         'created': '2019-03-02T10:30:00.100Z', 'mappings': {
             'title': '"Big"', 'link': 'db:port', 'pass': {'withheld': True},
             'odd': {'value': 'unquoted', 'description': 'd', 'mandatory': True}}},
        {'name': 'db', 'component': 'shop/gone'}]}


def sandbox(**members):
    """A sandbox with an account and some more."""
    return Sandbox(speed=0, catalogue=dict({'format': 2, 'accounts': [ANN]}, **members))


def problems(**members):
    """The problems of a catalogue."""
    with pytest.raises(CatalogueError) as caught:
        sandbox(**members)
    return caught.value.problems


def stored(box, path):
    """The latest version of a module as the sandbox keeps it."""
    return modules.latest(box.world, path)


def test_nothing_is_added_to_a_module_that_has_a_version():
    with sandbox(modules=[WEB, ALL]) as box:
        assert len(box.world.store.table(modules.TABLE)) == 2
        web = stored(box, 'shop/web')
        assert [parameter['name'] for parameter in web['parameters']] == ['port', 'pass']
        assert (web['version'], web['owner'], web['isBase']) == (1802, 'gone', True)
        assert web['description'] == 'Shop\nfront end'
        assert [(image['cloudServiceName'], image['cloudImageIdentifier'], image['region'])
                for image in web['cloudImageIdentifiers']] == [
                    ('alps', 'a-1', None), ('moon', None, 'dark side')]
        assert web['packages'] == [{'name': 'nginx', 'repository': '', 'key': ''},
                                   {'name': 'vim', 'repository': 'r', 'key': '-----\nk'}]
        assert web['targets'] == [
            {'name': 'execute', 'script': '#!/bin/sh\ntrue'}, {'name': 'odd', 'script': 'x'},
            {'name': 'report', 'script': None}]
        assert web['authz']['groupMembers'] == ['bob']


def test_its_dates_are_those_that_were_told():
    with sandbox(modules=[WEB]) as box:
        element = box.api('ann').get_element('shop/web')
        assert element.version == 1802
        assert element.created == '2019-01-10 08:05:00.340 UTC'
        assert element.modified == '2019-03-02 10:00:00.7 UTC'
        published, = box.api('ann').list_applications()
        assert (published.path, published.version) == ('shop/web', 1802)
        assert stored(box, 'shop/web')['published'] == 1551521100.55


def test_what_is_missing_is_missing():
    bare = {'path': 'bare', 'type': 'component', 'version': 3}
    with sandbox(modules=[bare]) as box:
        module = stored(box, 'bare')
        assert (module['description'], module['isBase'], module['commit']) == (None, False, None)
        assert module['owner'] == 'ann'
        assert module['cloudImageIdentifiers'] == module['parameters'] == []


def test_nodes_are_as_they_were_written():
    with sandbox(modules=[WEB, ALL]) as box:
        web, db = stored(box, 'shop/all')['nodes']
        assert (web['imageUri'], web['network']) == ('module/shop/web/1802', None)
        assert (db['imageUri'], db['network']) == ('module/shop/gone', 'Public')
        assert [(mapping['name'], mapping['value'], mapping['isMappedValue'], mapping['mandatory'])
                for mapping in web['parameterMappings']] == [
                    ('link', 'db:port', True, False), ('odd', 'unquoted', False, True),
                    ('pass', "'withheld'", False, False), ('title', '"Big"', False, False)]


def test_the_next_version_gets_a_higher_number():
    with sandbox(modules=[WEB, dict(WEB, path='other', version=2500)]) as box:
        box.api('ann').create_project('mine')
        assert stored(box, 'mine')['version'] == 2501


def test_low_numbers_do_not_lower_the_next_one():
    with sandbox(modules=[dict(WEB, version=3)]) as box:
        box.api('ann').create_project('mine')
        assert stored(box, 'mine')['version'] == 1500


def test_numbers_go_on_in_a_state_file(tmpdir):
    place = str(tmpdir.join('state'))
    catalogue = {'accounts': [ANN], 'modules': [dict(WEB, version=2500)]}
    with Sandbox(speed=0, catalogue=catalogue, state=place):
        pass
    with Sandbox(speed=0, state=place) as box:
        box.api('ann').create_project('mine')
        assert stored(box, 'mine')['version'] == 2501


def test_a_secret_that_was_not_told_has_some_value():
    app = {'path': 'app', 'type': 'application', 'version': 9, 'authz': {'publicPost': True},
           'nodes': [{'name': 'web', 'component': 'shop/web'}]}
    web = dict(WEB, parameters=[{'name': 'pass', 'type': 'Password', 'withheld': True,
                                 'mandatory': True}])
    with sandbox(modules=[web, app], resources={'connectors': [CONNECTOR]}) as box:
        api = box.api('ann')
        api.update_user(ssh_public_keys='ssh-rsa AAAA')
        deployment_id = api.deploy('app', {'web': 'alps'})
        assert api.get_deployment_parameter(deployment_id, 'web.1:pass') == 'withheld'


@pytest.mark.parametrize('modules, expected', [
    ([WEB, dict(ALL, version=1802)], ['modules[1].version: 1802 already exists']),
    ([dict(WEB, version=0)], ['modules[0].version: should be an integer of at least 1']),
    ([dict(WEB, created='yesterday')],
     ['modules[0].created: should be a timestamp such as 2019-03-29T08:15:30.0Z']),
    ([dict(WEB, published='x')], [
        'modules[0].published: should be a boolean or a timestamp such as '
        '2019-03-29T08:15:30.0Z']),
    ([dict(WEB, description=['a', 3])], ['modules[0].description: should be a string']),
    ([dict(WEB, images={'alps': {'id': '1'}})], ['modules[0].images.alps.id: is unknown']),
    ([dict(WEB, packages=[{}])], ['modules[0].packages[0].name: is missing']),
    ([dict(ALL, nodes=ALL['nodes'][:1] * 2)], [
        'modules[0].nodes[0].name: two nodes are called web',
        'modules[0].nodes[1].name: two nodes are called web'])])
def test_a_mistake_is_named(modules, expected):
    assert problems(modules=modules) == expected


def test_a_file_of_a_newer_library_is_refused():
    assert problems(format=3) == [
        'format: should be at most 2: a newer version of this library has written it']
    assert problems(format='2') == ['format: should be an integer']


# -- accounts and documents ----------------------------------------------------------------------

def test_an_account_without_password_has_one_that_is_reported():
    with sandbox() as box:
        assert box.users == [{'username': 'ann', 'password': 'ann-password', 'privileged': False}]
        assert box.api().username == 'ann'


def test_documents_are_as_they_were_given():
    offer = {'id': 'service-offer/0b6d2f9a', 'name': 'Large', 'price:unitCost': 0.0625,
             'connector': {'href': 'alps'}, 'created': '2019-01-08T06:00:00.000Z', 'acl': READERS}
    resources = {'connectors': [CONNECTOR], 'serviceOffers': [offer]}
    with sandbox(resources=resources, accounts=[ANN, {'username': 'bob'}]) as box:
        api = box.api('ann')
        assert api.cimi_get('service-offer/0b6d2f9a').json == dict(
            offer, updated='2019-03-29T08:00:00.000Z',
            resourceURI='http://sixsq.com/slipstream/1/ServiceOffer')
        assert api.cimi_search('connectors')[0]['endpoint'] == 'https://alps.example'
        assert api.cimi_search('serviceAttributes').count == 0
        assert [credential['connector']['href'] for credential in api.get_cloud_credentials()] == [
            'connector/alps']
        assert api.get_user().default_cloud == 'alps'


def test_a_connector_on_top_is_for_those_who_are_there():
    with Sandbox(speed=0) as box:
        box.add_data(resources={'connectors': [CONNECTOR]}, offers=[
            {'cloud': 'alps', 'instanceType': 'a', 'cpu': 1, 'ram': 1, 'disk': 1}])
        credentials = box.api('jane').get_cloud_credentials("connector/href='connector/alps'")
        assert credentials.count == 1
        assert box.api().cimi_search('serviceOffers', filter="connector/href='alps'").count == 1


def test_templates_are_those_that_were_given():
    ours = {'id': 'credential-template/store-cloud-cred-odd', 'type': 'cloud-cred-odd',
            'method': 'store-cloud-cred-odd', 'name': 'Odd', 'acl': READERS}
    login = {'id': 'session-template/github', 'method': 'github', 'instance': 'github',
             'acl': dict(READERS, rules=[
                 {'type': 'ROLE', 'principal': 'ANON', 'right': 'VIEW'}])}
    with sandbox(resources={'credentialTemplates': [ours], 'sessionTemplates': [login]}) as box:
        api = box.api('ann')
        assert [resource['id']
                for resource in api.cimi_search('credentialTemplates')] == [ours['id']]
        assert api.cimi_get(ours['id'])['name'] == 'Odd'
        assert 'name' in api.cimi_operation(ours['id'], 'describe')
        assert api.cimi_get('credential-template/generate-api-key')['type'] == 'api-key'
        assert sorted(resource['id'] for resource in api.cimi_search('sessionTemplates')) == [
            'session-template/api-key', 'session-template/github', 'session-template/internal']


@pytest.mark.parametrize('resources, expected', [
    ({'serviceOffer': []}, ['resources.serviceOffer: is unknown (did you mean serviceOffers?)']),
    ({'quotas': {}}, ['resources.quotas: should be a list']),
    ({'connectors': [dict(CONNECTOR, id='quota/1')]},
     [r'resources.connectors[0].id: should be a string that matches connector/[^/\s]+']),
    ({'connectors': [CONNECTOR, CONNECTOR]}, [
        'resources.connectors[1].instanceName: alps already exists',
        'resources.connectors[1].id: connector/alps already exists']),
    ({'serviceOffers': [{'id': 'service-offer/1', 'acl': {}}]}, [
        'resources.serviceOffers[0].acl.owner: is missing',
        'resources.serviceOffers[0].connector: is missing']),
    ({'quotas': [{'id': 'quota/1', 'resource': 'VirtualMachine', 'selection': 'a=',
                  'aggregation': 'count:id', 'limit': 3}]},
     ['resources.quotas[0].selection: should be a filter'])])
def test_a_mistake_in_a_document_is_named(resources, expected):
    assert problems(resources=resources) == expected


# -- deployments ----------------------------------------------------------------------------------

RUN = {'uuid': '7b0e4a52-1c2d-4e5f-9a6b-8c7d6e5f4a3b', 'module': 'shop/web/1802', 'owner': 'ann',
       'type': 'Run', 'state': 'Ready', 'created': '2019-03-02T11:00:00.200Z',
       'instances': [{'name': 'machine', 'cloud': 'alps'}]}


def test_a_deployment_needs_little():
    with sandbox(modules=[WEB], runs=[RUN]) as box:
        api = box.api('ann')
        deployment, = api.list_deployments()
        assert api.get_deployment(deployment.id).status == 'ready'
        assert api.get_deployment(deployment.id).module == 'shop/web/1802'


def test_a_deployment_of_an_application_may_have_nodes_that_it_has_no_longer():
    run = dict(RUN, module='shop/all/1805', type='Orchestration', parameters={
        'gone:max-provisioning-failures': 'many', 'ss:odd': 'x'}, instances=[
            {'name': 'gone.1', 'cloud': 'alps'}, {'name': 'orchestrator-alps', 'cloud': 'alps'}])
    with sandbox(modules=[WEB, ALL], runs=[run]) as box:
        api = box.api('ann')
        assert api.get_deployment_parameters(run['uuid'])['ss:odd'] == 'x'


@pytest.mark.parametrize('runs, expected', [
    ([dict(RUN, module='shop/web')], ['runs[0].module: there is no version shop/web']),
    ([RUN, RUN], ['runs[1].uuid: %s already exists' % RUN['uuid']]),
    ([dict(RUN, state='Odd', uuid='x')], [
        'runs[0].state: should be one of: "Aborted", "Cancelled", "Done", "Executing", '
        '"Finalizing", "Initializing", "Provisioning", "Ready", "SendingReports"',
        'runs[0].uuid: should be a string that matches '
        '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'])])
def test_a_mistake_in_a_deployment_is_named(runs, expected):
    assert problems(modules=[WEB], runs=runs) == expected
