# -*- coding: utf-8 -*-
"""
Parameters of deployments
"""
from __future__ import unicode_literals

import hashlib
import uuid

import pytest

IMAGE = {'os': 'Ubuntu', 'loginUser': 'ubuntu', 'networkType': 'public', 'author': 'jane'}


def place(deployment, node, name):
    """The id of a parameter."""
    digest = hashlib.md5(('%s:%s:%s' % (deployment, node, name)).encode('ascii')).digest()
    return 'deployment-parameter/%s' % uuid.UUID(bytes=digest, version=3)


def later(world, seconds):
    """Let time pass, and run everything that becomes due."""
    world.clock.advance(seconds)
    world.agenda.catch_up()


@pytest.fixture
def module(ask):
    """A function that adds a module and gives its id."""
    def module(kind, content):
        return ask('POST', 'module',
                   {'path': 'a/b', 'type': kind, 'content': content}).json['resource-id']
    return module


@pytest.fixture
def component(module):
    """The id of a component."""
    return module('COMPONENT', {'parentModule': {'href': module('IMAGE', IMAGE)},
                                'networkType': 'public', 'author': 'jane',
                                'outputParameters': [{'parameter': 'hostname'},
                                                     {'parameter': 'url.service'}]})


@pytest.fixture
def start(ask, world):
    """A function that adds a deployment of a module, starts it and waits until it runs."""
    def start(module, by='jane', **members):
        made = ask('POST', 'deployment',
                   {'deploymentTemplate': dict(members, module={'href': module})},
                   by=by).json['resource-id']
        assert ask('POST', made + '/start', by=by).status == 202
        later(world, 40)
        return made
    return start


@pytest.fixture
def value(ask):
    """A function that reads the value of a parameter."""
    return lambda deployment, node, name: ask('GET',
                                              place(deployment, node, name)).json.get('value')


def states(ask, deployment):
    """The states of a deployment that its events tell, the first one first."""
    events = ask.put('event', "$filter=type='state' and content/resource/href='%s'"
                    % deployment).json['events']
    return [event['content']['state'] for event in events]


def test_the_identifier_follows_from_deployment_node_and_name(ask):
    body = {'deployment': {'href': 'deployment/uuid'}, 'nodeID': 'machine', 'name': 'param1',
            'value': 'x'}
    made = ask('POST', 'deployment-parameter', body, by='super')
    assert made.json['resource-id'] == 'deployment-parameter/324c6138-0484-34b5-bf35-af3ad15815db'
    assert ask('POST', 'deployment-parameter', body, by='super').status == 409
    assert ask('POST', 'deployment-parameter', body).status == 403


def test_the_collection_names_itself_as_the_service_does(ask):
    collection = ask('GET', 'deployment-parameter').json
    assert collection['resourceURI'] == 'http://sixsq.com/slipstream/1/DeploymentCollection'
    assert collection['deploymentParameters'] == []


@pytest.mark.parametrize('members', [
    {'name': 'a b'}, {'nodeID': 'a\tb'}, {'nodeID': ''}, {'value': ' '}, {'value': 5},
    {'deployment': 'x'}, {'c': 1}])
def test_an_invalid_parameter_is_refused(ask, members):
    body = dict({'deployment': {'href': 'deployment/1'}, 'name': 'a'}, **members)
    assert ask('POST', 'deployment-parameter', body, by='super').status == 400


def test_a_component_is_one_machine(ask, start, component, value):
    deployment = start(component)
    document = ask('GET', place(deployment, 'machine', 'hostname')).json
    assert document['value'] == '203.0.113.1'
    assert document['deployment'] == {'href': deployment}
    assert document['acl'] == {'owner': {'principal': 'ADMIN', 'type': 'ROLE'}, 'rules': [
        {'principal': 'jane', 'type': 'USER', 'right': 'MODIFY'},
        {'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]}
    assert [operation['rel'] for operation in document['operations']] == ['edit', 'delete']
    assert 'nodeID' not in ask('GET', place(deployment, '', 'ss:abort')).json
    assert value(deployment, 'machine', 'instanceid')
    assert value(deployment, 'machine', 'url.service') is None
    assert value(deployment, '', 'ss:state') == 'Provisioning'
    assert ask('GET', place(deployment, '', 'ss:state'), by='joe').status == 403


def test_an_application_is_several(ask, start, component, module, value):
    nodes = [{'node': name, 'multiplicity': number, 'component': {'href': component}}
             for name, number in (('web', 2), ('db', 1))]
    deployment = start(module('APPLICATION', {'author': 'jane', 'nodes': nodes}))
    assert [value(deployment, node, 'hostname') for node in ('web.1', 'web.2', 'db.1')] == [
        '203.0.113.1', '203.0.113.2', '203.0.113.3']
    whole = ask('GET', deployment).json['module']['content']
    assert [node['component']['content']['os'] for node in whole['nodes']] == ['Ubuntu', 'Ubuntu']


def test_a_project_has_no_machines(ask, start, module):
    deployment = start(module('PROJECT', None))
    assert ask.put('deployment-parameter',
                   "$filter=deployment/href='%s'" % deployment).json['count'] == 4
    assert 'content' not in ask('GET', deployment).json['module']


def test_a_deployment_of_a_deleted_component_starts(ask, start, component, module, world):
    deployment = ask('POST', 'deployment',
                     {'deploymentTemplate': {'module': {'href': component}}}).json['resource-id']
    changed = {'href': component, 'type': 'APPLICATION',
               'content': {'nodes': [{'node': 'x', 'multiplicity': 1}]}}
    ask('PUT', deployment, {'module': changed})
    assert ask('POST', deployment + '/start').status == 202
    assert ask('GET', place(deployment, 'x.1', 'complete')).status == 404
    later(world, 2)
    assert ask('GET', place(deployment, 'x.1', 'complete')).status == 200
    ask('DELETE', place(deployment, 'x.1', 'hostname'))
    later(world, 40)
    assert ask('GET', deployment).json['state'] == 'STARTED'


def test_parameters_of_an_administrators_deployment_belong_to_administrators(ask, start, component):
    deployment = start(component, by='super')
    rules = ask('GET', place(deployment, '', 'ss:state'), by='super').json['acl']['rules']
    assert rules == [{'principal': 'ADMIN', 'type': 'ROLE', 'right': 'ALL'}]


def test_the_default_of_an_output_is_its_value_from_the_start_on(ask, module, start, value):
    outputs = [{'parameter': 'port', 'value': '8080'}, {'parameter': 'hostname', 'value': 'none'},
               {'parameter': 'url.service'}]
    image = module('IMAGE', IMAGE)
    deployment = start(module('COMPONENT', {
        'parentModule': {'href': image}, 'networkType': 'public', 'author': 'jane',
        'outputParameters': outputs}))
    assert value(deployment, 'machine', 'port') == '8080'
    assert value(deployment, 'machine', 'hostname') == '203.0.113.1'
    assert value(deployment, 'machine', 'url.service') is None


def test_starting_again_keeps_values(ask, start, component, value):
    deployment = start(component)
    ask('PUT', place(deployment, 'machine', 'url.service'), {'value': 'http://203.0.113.1'})
    ask('POST', deployment + '/start')
    assert value(deployment, 'machine', 'url.service') == 'http://203.0.113.1'


def test_completing_moves_the_deployment_on(ask, start, component, value):
    deployment = start(component)
    steps = ('Provisioning', 'Executing', 'SendingReports', 'Ready')
    for over, state in zip(steps, steps[1:] + ('Ready',)):
        for _ in range(2):
            assert ask('PUT', place(deployment, 'machine', 'complete'),
                       {'value': over}).status == 200
            assert value(deployment, '', 'ss:state') == state
    assert states(ask, deployment) == ['Executing', 'SendingReports', 'Ready']


def test_the_second_node_that_completes_a_state_changes_nothing(ask, start, component, module,
                                                                value):
    node = {'node': 'web', 'multiplicity': 2, 'component': {'href': component}}
    deployment = start(module('APPLICATION', {'author': 'jane', 'nodes': [node]}))
    for name in ('web.1', 'web.2'):
        ask('PUT', place(deployment, name, 'complete'), {'value': 'Provisioning'})
        assert value(deployment, '', 'ss:state') == 'Executing'
    assert states(ask, deployment) == ['Executing']


@pytest.mark.parametrize('text', ['true', 'Executing', 'provisioning', 'Done', 'x'])
def test_a_value_that_does_not_name_the_present_state_changes_nothing(ask, start, component, value,
                                                                      text):
    deployment = start(component)
    assert ask('PUT', place(deployment, 'machine', 'complete'), {'value': text}).status == 200
    assert value(deployment, '', 'ss:state') == 'Provisioning'
    assert states(ask, deployment) == []


def test_the_state_itself_can_be_written(ask, start, component, value):
    deployment = start(component)
    for _ in range(2):
        ask('PUT', place(deployment, '', 'ss:state'), {'value': 'SendingReports'})
    ask('PUT', place(deployment, 'machine', 'complete'), {'value': 'SendingReports'})
    assert value(deployment, '', 'ss:state') == 'Ready'
    assert states(ask, deployment) == ['SendingReports', 'Ready']


def test_a_deployment_that_is_missing_moves_on_all_the_same(ask, value):
    mine = {'owner': {'type': 'ROLE', 'principal': 'ADMIN'},
            'rules': [{'type': 'USER', 'principal': 'jane', 'right': 'MODIFY'}]}
    body = {'deployment': {'href': 'deployment/gone'}, 'acl': mine}
    state = dict(body, name='ss:state', value='Provisioning')
    assert ask('POST', 'deployment-parameter', state, by='super').status == 201
    node = dict(body, name='complete', nodeID='machine')
    assert ask('POST', 'deployment-parameter', node, by='super').status == 201
    for over, following in (('Provisioning', 'Executing'), ('Executing', 'SendingReports'),
                            ('SendingReports', 'Ready'), ('Ready', 'Ready')):
        ask('PUT', place('deployment/gone', 'machine', 'complete'), {'value': over})
        assert value('deployment/gone', '', 'ss:state') == following
    assert states(ask, 'deployment/gone') == [
        'Provisioning', 'Executing', 'SendingReports', 'Ready']


def test_other_changes_do_not_move_a_deployment_on(ask, start, component, value):
    deployment = start(component)
    ask('PUT', place(deployment, 'machine', 'complete'), {'description': 'done'})
    ask('PUT', place(deployment, 'machine', 'complete'), {'value': ''})
    ask('PUT', place(deployment, '', 'ss:complete'), {'value': 'x'})
    ask('POST', 'deployment-parameter',
        {'deployment': {'href': deployment}, 'name': 'complete', 'value': 'x'}, by='super')
    assert value(deployment, '', 'ss:state') == 'Provisioning'


def test_an_added_parameter_counts_as_written(ask, start, component, value):
    deployment = start(component)
    body = {'deployment': {'href': deployment}, 'nodeID': 'other', 'name': 'complete'}
    ask('POST', 'deployment-parameter', body, by='super')
    assert value(deployment, '', 'ss:state') == 'Provisioning'
    ask('POST', 'deployment-parameter', dict(body, nodeID='another', value='Provisioning'),
        by='super')
    assert value(deployment, '', 'ss:state') == 'Executing'


def test_parameters_without_a_deployment_or_a_state_are_accepted(ask, start, component):
    body = {'deployment': {'href': 'deployment/nope'}, 'nodeID': 'a', 'name': 'complete',
            'value': 'x'}
    assert ask('POST', 'deployment-parameter', body, by='super').status == 201
    deployment = start(component)
    ask('DELETE', place(deployment, '', 'ss:state'))
    assert ask('PUT', place(deployment, 'machine', 'complete'), {'value': 'x'}).status == 200


@pytest.mark.parametrize('keep, state, stopped', [
    ('Always', 'Ready', False), ('Always', 'Aborted', False), ('Never', 'Ready', True),
    ('Never', 'Aborted', True),
    ('On Success', 'Ready', False), ('On Success', 'Aborted', True),
    ('On Error', 'Ready', True), ('On Error', 'Aborted', False), (None, 'Ready', False),
    ('Never', 'Executing', False)])
def test_the_state_may_end_a_deployment(ask, start, component, world, keep, state, stopped):
    deployment = start(component, **({'keepRunning': keep} if keep else {}))
    ask('PUT', place(deployment, '', 'ss:state'), {'value': state})
    world.agenda.catch_up()
    assert ask('GET', deployment).json['state'] == ('STOPPING' if stopped else 'STARTED')
    later(world, 40)
    assert ask('GET', deployment).json['state'] == ('STOPPED' if stopped else 'STARTED')


def test_what_does_not_run_is_not_stopped(ask, start, component, world):
    deployment = start(component, by='super', keepRunning='Never')
    ask('PUT', place(deployment, '', 'ss:state'), {'value': 'Ready'}, by='super')
    later(world, 40)
    jobs = len(world.store.table('job'))
    ask('PUT', place(deployment, '', 'ss:state'), {'value': 'Ready'}, by='super')
    later(world, 40)
    assert len(world.store.table('job')) == jobs == 2


def test_a_deployment_that_is_gone_is_not_stopped(ask, start, component, world):
    deployment = start(component, keepRunning='Never')
    ask('PUT', place(deployment, '', 'ss:state'), {'value': 'Ready'})
    ask('PUT', deployment, {'state': 'STOPPED'})
    ask('DELETE', deployment)
    later(world, 40)
    assert len(world.store.table('job')) == 1
