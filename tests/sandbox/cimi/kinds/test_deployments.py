# -*- coding: utf-8 -*-
"""
Deployments, their templates and their modules
"""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import api_keys, cimi_records

DMTF = 'http://schemas.dmtf.org/cimi/2/action/'
IMAGE = {'os': 'Ubuntu', 'loginUser': 'ubuntu', 'networkType': 'public', 'author': 'joe',
         'imageIDs': {'exo': 'a1b2'}, 'cpu': 2}


@pytest.fixture
def module(ask):
    """A function that adds a module and gives its id."""
    def module(kind, content, by='jane', **members):
        body = dict({'path': 'examples/%s' % kind.lower(), 'type': kind, 'name': kind.lower(),
                     'content': content}, **members)
        return ask('POST', 'module', body, by=by).json['resource-id']
    return module


@pytest.fixture
def component(module):
    """A component on an image on another image."""
    base = module('IMAGE', dict(IMAGE, commit='x'))
    image = module('IMAGE', dict(IMAGE, relatedImage={'href': base}, cpu=4))
    return module('COMPONENT', {
        'parentModule': {'href': image}, 'networkType': 'private', 'author': 'jane',
        'inputParameters': [{'parameter': 'credential.id', 'description': 'which'}],
        'outputParameters': [{'parameter': 'hostname', 'description': 'where'},
                             {'parameter': 'url.service'}],
        'targets': {'deployment': '#!/bin/sh\necho ok', 'packages': ['vim']}})


@pytest.fixture
def make(ask, component):
    """A function that adds a deployment of the component and gives the response."""
    def make(by='jane', **members):
        body = {'name': 'web', 'deploymentTemplate': dict(
            {'module': {'href': component}, 'keepRunning': 'Always'}, **members)}
        return ask('POST', 'deployment', body, by=by)
    return make


@pytest.fixture
def deployment(make):
    """The id of a deployment."""
    return make().json['resource-id']


def later(world, seconds):
    """Let time pass, and run everything that becomes due."""
    world.clock.advance(seconds)
    world.agenda.catch_up()


def operations(document):
    """The last parts of the names of the operations."""
    return [operation['rel'].rpartition('/')[2] for operation in document['operations']]


def test_a_new_deployment_has_the_documented_members(ask, make, component):
    made = make()
    assert made.status == 201
    document = ask('GET', made.json['resource-id']).json
    key = document.pop('clientAPIKey')
    module = document.pop('module')
    parameters = document.pop('outputParameters')
    assert document == {
        'id': made.json['resource-id'], 'resourceURI': 'http://sixsq.com/slipstream/1/Deployment',
        'created': '2019-03-29T08:00:00.000Z',
        'updated': '2019-03-29T08:00:00.000Z', 'name': 'web', 'state': 'CREATED',
        'keepRunning': 'Always',
        'deploymentTemplate': {'href': 'deployment-template/generated'},
        'acl': {'owner': {'principal': 'jane', 'type': 'USER'},
                'rules': [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]},
        'operations': [{'rel': 'edit', 'href': document['id']},
                       {'rel': 'delete', 'href': document['id']},
                       {'rel': DMTF + 'start', 'href': document['id'] + '/start'}]}
    assert [parameter['parameter']
            for parameter in parameters] == ['ss:complete', 'ss:state', 'ss:abort',
                                                          'ss:url.service']
    assert parameters[1]['value'] == 'Provisioning'
    assert ask('GET', key['href']).json['claims']['identity'] == 'jane'
    content = module.pop('content')
    assert module == {'href': component, 'id': component,
                      'resourceURI': 'http://sixsq.com/slipstream/1/Module',
                      'path': 'examples/component',
                      'parentPath': 'examples', 'type': 'COMPONENT', 'name': 'component'}
    assert content == {
        'author': 'jane', 'networkType': 'private', 'os': 'Ubuntu', 'loginUser': 'ubuntu',
        'imageIDs': {'exo': 'a1b2'}, 'cpu': 4,
        'inputParameters': [{'parameter': 'credential.id', 'description': 'which'}],
        'outputParameters': [{'parameter': 'hostname', 'description': 'where'},
                             {'parameter': 'url.service'}],
        'targets': {'deployment': ['#!/bin/sh\necho ok'], 'packages': ['vim']}}


def test_the_key_opens_the_service(ask, deployment, world):
    key = ask('GET', deployment).json['clientAPIKey']
    assert api_keys.claims(world, key['href'], key['secret'])['identity'] == 'jane'


def test_an_event_tells_of_it(ask, deployment):
    event = ask('GET', 'event').json['events'][0]
    assert (event['type'], event['content']) == (
        'action', {'resource': {'href': deployment}, 'state': deployment + ' created'})


def test_a_deployment_keeps_its_keys_objects_and_offers(ask, make):
    members = {'sshPublicKeys': ['ssh-rsa AAAA'], 'externalObjects': ['external-object/1'],
               'serviceOffers': {'service-offer/1': None}}
    document = ask('GET', make(**members).json['resource-id']).json
    assert dict((name, document[name]) for name in members) == members


def test_a_deployment_takes_its_members_from_a_template(ask, component):
    made = ask('POST', 'deployment-template', {'name': 'mine', 'module': {'href': component},
                                               'keepRunning': 'Never'}).json['resource-id']
    template = ask('GET', made).json
    assert template['module']['content']['os'] == 'Ubuntu'
    assert len(template['outputParameters']) == 4
    assert operations(template) == ['edit', 'delete']
    document = ask('GET', ask('POST', 'deployment',
                              {'deploymentTemplate': {'href': made}}).json['resource-id']).json
    assert document['deploymentTemplate'] == {'href': made}
    assert (document['keepRunning'], document['module']) == ('Never', template['module'])
    assert 'name' not in document
    overridden = {'href': made, 'keepRunning': 'On Error', 'module': {'href': component + '_0'}}
    document = ask('GET', ask('POST', 'deployment',
                              {'deploymentTemplate': overridden}).json['resource-id']).json
    assert (document['keepRunning'], document['module']['href']) == ('On Error', component + '_0')


def test_what_is_missing_or_closed_is_refused_without_a_word(ask, component):
    template = ask('POST', 'deployment-template',
                   {'module': {'href': component}}).json['resource-id']
    for body, by, status in (
            ({'href': 'deployment-template/nope'}, 'jane', 404), ({'href': 5}, 'jane', 404),
            ({'href': template}, 'joe', 403),
            ({'module': {'href': 'module/nope'}}, 'jane', 404),
            ({'module': {'href': component}}, 'joe', 403),
            ({'module': {'href': component + '_7'}}, 'jane', 404)):
        answer = ask('POST', 'deployment', {'deploymentTemplate': body}, by=by)
        assert (answer.status, answer.text) == (status, '')
    answer = ask('POST', 'deployment-template', {'module': {'href': 'module/nope'}})
    assert (answer.status, answer.text) == (404, '')


def test_parameters_and_targets_of_a_parent_module_are_added(ask, module, component):
    derived = module('COMPONENT', {
        'parentModule': {'href': component}, 'networkType': 'public', 'author': 'jane',
        'outputParameters': [{'parameter': 'port', 'value': '80'},
                             {'parameter': 'hostname', 'value': 'localhost'}],
        'targets': {'deployment': 'echo more', 'packages': ['emacs'], 'reporting': 'tar'}})
    made = ask('POST', 'deployment',
               {'deploymentTemplate': {'module': {'href': derived}}}).json['resource-id']
    content = ask('GET', made).json['module']['content']
    assert content['outputParameters'] == [
        {'parameter': 'hostname', 'description': 'where', 'value': 'localhost'},
        {'parameter': 'url.service'}, {'parameter': 'port', 'value': '80'}]
    assert content['targets'] == {'deployment': ['#!/bin/sh\necho ok', 'echo more'],
                                  'packages': ['vim', 'emacs'], 'reporting': ['tar']}
    assert (content['networkType'], content['cpu']) == ('public', 4)


def test_every_part_of_a_module_must_be_readable(ask, module):
    image = module('IMAGE', IMAGE, by='joe')
    component = module('COMPONENT', {'parentModule': {'href': image}, 'networkType': 'public',
                                     'author': 'jane', 'outputParameters': []})
    assert ask('POST', 'deployment',
               {'deploymentTemplate': {'module': {'href': component}}}).status == 403


def test_a_module_that_is_its_own_parent_cannot_be_deployed(ask, module):
    image = module('IMAGE', IMAGE)
    ask('PUT', image, {'content': dict(IMAGE, relatedImage={'href': image})})
    answer = ask('POST', 'deployment', {'deploymentTemplate': {'module': {'href': image}}})
    assert (answer.status, answer.text) == (404, '')


@pytest.mark.parametrize('template', [
    {}, {'module': 'x'}, {'module': {}}, {'module': {'href': 'Not An Id'}}])
def test_an_invalid_reference_to_a_module_is_refused(ask, template):
    assert ask('POST', 'deployment', {'deploymentTemplate': template}).status == 400


@pytest.mark.parametrize('members', [{'keepRunning': 'always'}, {'colour': 'red'},
                                     {'sshPublicKeys': 'x'}, {'serviceOffers': {'a': 'b'}}])
def test_an_invalid_deployment_is_refused(make, members, world):
    before = len(world.store.table('credential'))
    assert make(**members).status == 400
    assert len(world.store.table('credential')) == before


def test_start_and_stop_queue_jobs_that_change_the_state(ask, deployment, world):
    started = ask('POST', deployment + '/start')
    job = started.headers.get('Location')
    message = 'starting %s with async %s' % (deployment, job)
    assert (started.status,
            started.json) == (202, {'status': 202, 'message': message, 'resource-id': deployment})
    assert job.startswith('job/')
    document = ask('GET', deployment).json
    assert (document['state'], operations(document)) == ('STARTING', ['edit', 'stop'])
    queued = ask('GET', job).json
    assert (queued['state'], queued['action'], queued['priority'], queued['targetResource']) == (
        'QUEUED', 'start_deployment', 50, {'href': deployment})
    assert operations(queued) == ['stop']
    assert message in [event['content']['state'] for event in ask('GET', 'event').json['events']]
    later(world, 2)
    assert ask('GET', job).json['state'] == 'RUNNING'
    later(world, 30)
    done = ask('GET', job).json
    assert (done['state'], done['progress'], done['duration'],
            done['returnCode']) == ('SUCCESS', 100, 30, 0)
    document = ask('GET', deployment).json
    assert (document['state'], operations(document),
            document['updated']) == ('STARTED', ['edit', 'stop'], '2019-03-29T08:00:32.000Z')
    stopped = ask('POST', deployment + '/stop')
    assert stopped.message == 'stopping %s with async %s' % (
        deployment, stopped.headers.get('Location'))
    document = ask('GET', deployment).json
    assert (document['state'], operations(document)) == ('STOPPING', ['edit'])
    queued = ask('GET', stopped.headers.get('Location')).json
    assert (queued['action'], queued['priority']) == ('stop_deployment', 60)
    later(world, 32)
    document = ask('GET', deployment).json
    assert (document['state'], operations(document)) == ('STOPPED', ['edit', 'delete'])


def test_the_state_is_not_looked_at(ask, deployment):
    assert ask('POST', deployment + '/stop').status == 202
    assert ask('POST', deployment + '/start').status == 202


def test_who_comes_last_wins(ask, deployment, world):
    ask('POST', deployment + '/start')
    ask('POST', deployment + '/stop')
    later(world, 100)
    assert ask('GET', deployment).json['state'] == 'STOPPED'


def test_a_stopped_job_changes_nothing(ask, deployment, world):
    job = ask('POST', deployment + '/start').headers.get('Location')
    later(world, 2)
    assert ask('POST', job + '/stop', by='super').json['state'] == 'STOPPED'
    later(world, 30)
    assert ask('GET', deployment).json['state'] == 'STARTING'
    job = ask('POST', deployment + '/start').headers.get('Location')
    ask('DELETE', job, by='super')
    later(world, 100)
    assert ask('GET', deployment).json['state'] == 'STARTING'


def test_a_job_whose_deployment_is_gone_fails(ask, deployment, world):
    job = ask('POST', deployment + '/stop').headers.get('Location')
    ask('PUT', deployment, {'state': 'STOPPED'})
    assert ask('DELETE', deployment).status == 200
    later(world, 100)
    done = ask('GET', job).json
    assert (done['state'], done['statusMessage']) == ('FAILED', deployment + ' not found')


@pytest.mark.parametrize('state, offered', [
    ('CREATED', ['edit', 'delete', 'start']), ('ERROR', ['edit', 'stop']), ('PAUSED', ['edit']),
    ('STOPPED', ['edit', 'delete'])])
def test_the_state_decides_which_operations_are_offered(ask, deployment, state, offered):
    ask('PUT', deployment, {'state': state})
    assert operations(ask('GET', deployment).json) == offered
    deleted = ask('DELETE', deployment)
    if 'delete' in offered:
        assert deleted.status == 200
    else:
        message = 'invalid state (%s) for delete on %s' % (state, deployment)
        assert (deleted.status, deleted.json) == (
            409, {'status': 409, 'message': message, 'resource-id': deployment})


def test_edits_keep_the_key(ask, deployment):
    before = ask('GET', deployment).json['clientAPIKey']
    answer = ask('PUT', deployment + '?$select=clientAPIKey,name',
                 {'clientAPIKey': {'href': 'credential/1', 'secret': 'x'}, 'description': 'new'})
    assert (answer.json['clientAPIKey'], answer.json['description']) == (before, 'new')
    assert 'name' not in answer.json
    assert ask('PUT', deployment, {'state': 'HAPPY'}).status == 400
    assert ask('PUT', deployment,
               {'module': {'href': 'module/1', 'content': {'nodes': [{}]}}}).status == 400


def test_only_those_who_may_manage_a_deployment_start_and_stop_it(ask, deployment, world):
    assert ask('POST', deployment + '/start', by='joe').status == 403
    assert ask('POST', deployment + '/stop', by='joe').status == 403
    stored = world.store.table('deployment').get(deployment)
    cimi_records.update(world, stored,
                        acl=cimi_records.acl(stored['acl']['owner'],
                                             [cimi_records.user('joe', 'VIEW')]))
    assert 'operations' not in ask('GET', deployment, by='joe').json
    assert ask('POST', deployment + '/start', by='joe').status == 403


def test_the_key_cannot_be_searched_for(ask, deployment):
    key = ask('GET', deployment).json['clientAPIKey']['href']
    assert ask.put('deployment', "$filter=clientAPIKey/href='%s'" % key).json['count'] == 0
    assert ask.put('deployment', "$filter=state='CREATED'").json['count'] == 1
