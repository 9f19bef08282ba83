# -*- coding: utf-8 -*-
"""A job engine that works for the sandbox: it starts and stops deployments itself."""
from __future__ import unicode_literals

import pytest

from slipstream.api import SlipStreamError

IMAGE = {'os': 'Ubuntu', 'loginUser': 'ubuntu', 'networkType': 'public', 'author': 'jane',
         'imageIDs': {'exoscale-ch-dk': 'image-1'}}
COMPONENT = {'networkType': 'public', 'author': 'jane',
             'inputParameters': [{'parameter': 'credential.id'}],
             'outputParameters': [{'parameter': 'hostname'}, {'parameter': 'port',
                                                              'value': '80'}]}


class Engine(object):
    """What a job engine does with a job, as an administrator."""

    def __init__(self, sandbox):
        self.api = sandbox.api('super')
        self.settings = self.api.cimi_get('configuration/slipstream').json

    def work(self, job_id):
        """Do a job."""
        job = self.api.cimi_edit(job_id, {'state': 'RUNNING'}).json
        deployment = self.api.cimi_get(job['targetResource']['href']).json
        {'start_deployment': self.start, 'stop_deployment': self.stop}[job['action']](deployment)
        self.api.cimi_edit(job_id, {'state': 'SUCCESS', 'returnCode': 0, 'statusMessage': 'done'})

    def start(self, deployment):
        """Start the machine of a component."""
        content = deployment['module']['content']
        credential = self.api.cimi_get(next(
            parameter['value'] for parameter in content['inputParameters']
            if parameter['parameter'] == 'credential.id')).json
        connector = self.api.cimi_get(credential['connector']['href']).json
        context = {'SLIPSTREAM_BUNDLE_URL': self.settings['clientURL'],
                   'SLIPSTREAM_BOOTSTRAP_BIN': self.settings['clientBootstrapURL'],
                   'SLIPSTREAM_VERSION': self.settings['slipstreamVersion'],
                   'SLIPSTREAM_SERVICEURL': self.settings['serviceURL'],
                   'KEY': self.settings['connectorOrchPublicSSHKey'],
                   'IMAGE': content['imageIDs'][connector['instanceName']]}
        assert all(context.values())
        for parameter in deployment['outputParameters']:
            self.tell(deployment, '', parameter['parameter'], parameter.get('value'))
        for parameter in content['outputParameters']:
            self.tell(deployment, 'machine', parameter['parameter'], parameter.get('value'))
        self.tell(deployment, 'machine', 'instanceid', 'i-1')
        self.tell(deployment, 'machine', 'complete', None)
        self.api.cimi_edit(deployment['id'], {'state': 'STARTED'})

    def tell(self, deployment, node, name, value):
        """Add a parameter that the user of the deployment may write."""
        owner = deployment['acl']['owner']
        rules = [dict(owner, right='MODIFY')]
        members = {'deployment': {'href': deployment['id']}, 'name': name, 'nodeID': node,
                   'value': value}
        self.api.cimi_add('deploymentParameters', dict(
            ((key, member) for key, member in members.items() if member),
            acl={'owner': {'type': 'ROLE', 'principal': 'ADMIN'}, 'rules': rules}))

    def stop(self, deployment):
        """Stop the machine."""
        parameters = self.api.cimi_search('deploymentParameters', filter="deployment/href='%s' and "
                                     "name='instanceid'" % deployment['id'])
        assert [resource.value for resource in parameters.resources()] == ['i-1']
        self.api.cimi_edit(deployment['id'], {'state': 'STOPPED'})


@pytest.fixture
def jane(sandbox):
    """A client of an ordinary user."""
    return sandbox.api()


@pytest.fixture
def deployment(jane):
    """The id of a deployment that was not started yet."""
    image = jane.cimi_add('modules', {'path': 'jane-image', 'type': 'IMAGE', 'content': IMAGE})
    component = dict(COMPONENT, parentModule={'href': image.json['resource-id']})
    module = jane.cimi_add('modules', {'path': 'jane-web', 'type': 'COMPONENT',
                                       'content': component}).json['resource-id']
    credential = jane.cimi_first('credentials', filter="connector/href='connector/exoscale-ch-dk'")
    made = jane.cimi_add('deployments', {'deploymentTemplate': {'module': {'href': module}}})
    document = jane.cimi_get(made.json['resource-id']).json
    inputs = [{'parameter': 'credential.id', 'value': credential.id}]
    content = dict(document['module']['content'], inputParameters=inputs)
    jane.cimi_edit(document['id'], {'module': dict(document['module'], content=content)})
    return document['id']


def run(jane, deployment, action):
    """The id of the job that an operation queues."""
    jane.cimi_operation(deployment, 'http://schemas.dmtf.org/cimi/2/action/' + action)
    jobs = jane.cimi_search('jobs', filter="state='QUEUED' and targetResource/href='%s'"
                             % deployment)
    assert jobs.count == 1
    return jobs.resources_list[0].id


def test_an_engine_starts_and_stops_a_deployment(sandbox, jane, deployment):
    engine = Engine(sandbox)
    job = run(jane, deployment, 'start')
    engine.work(job)
    assert jane.cimi_get(deployment).state == 'STARTED'
    parameters = dict(((resource.json.get('nodeID', ''), resource.name), resource.json.get('value'))
                      for resource in jane.cimi_list('deploymentParameters'))
    assert parameters['', 'ss:state'] == 'Provisioning'
    assert parameters['machine', 'port'] == '80'
    sandbox.clock.advance(100)  # The sandbox does not do the job a second time.
    assert jane.cimi_get(job).json['duration'] == 0
    assert len(jane.cimi_list('deploymentParameters')) == len(parameters)
    stop = run(jane, deployment, 'stop')
    engine.work(stop)
    sandbox.clock.advance(100)
    assert jane.cimi_get(deployment).state == 'STOPPED'
    assert jane.cimi_get(stop).state == 'SUCCESS'


def test_without_an_engine_the_sandbox_does_it(sandbox, jane, deployment):
    job = run(jane, deployment, 'start')
    sandbox.clock.advance(100)
    assert jane.cimi_get(job).state == 'SUCCESS'
    assert jane.cimi_get(deployment).state == 'STARTED'


def test_a_job_that_an_engine_gives_up_stays_given_up(sandbox, jane, deployment):
    job = run(jane, deployment, 'start')
    engine = Engine(sandbox)
    engine.api.cimi_edit(job, {'state': 'FAILED', 'returnCode': 1, 'statusMessage': 'no luck'})
    sandbox.clock.advance(100)
    assert jane.cimi_get(job).state == 'FAILED'
    assert jane.cimi_get(deployment).state == 'STARTING'


def test_only_administrators_can_be_an_engine(sandbox, jane):
    with pytest.raises(SlipStreamError):
        jane.cimi_get('configuration/slipstream')
