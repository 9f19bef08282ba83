# -*- coding: utf-8 -*-
"""Deployments of the JSON interface, as time passes.

A job starts or stops a deployment: here the job does itself. Deployments of the XML interface are
runs, see :mod:`.lifecycle`.
"""
from __future__ import unicode_literals

import collections

from ..state import cimi_records, deployment_parameters, events, jobs
from ..state.runs import ABORTED, EXECUTING, PROVISIONING, READY, REPORTING

#: Seconds until a job begins, and until it is done.
_BEGINS, _TAKES = 2, 30
#: States of a deployment in which it can be stopped.
_STOPPABLE = ('STARTING', 'STARTED', 'ERROR')
#: What the parameter ``ss:state`` goes through as the nodes complete their parts.
_STEPS = (PROVISIONING, EXECUTING, REPORTING, READY)
#: Values of ``ss:state`` at which a deployment is over, and the settings that keep it then.
_KEPT = {READY: ('Always', 'On Success'), ABORTED: ('Always', 'On Error')}

_Action = collections.namedtuple('_Action', 'state_during state_after job priority')
_ACTIONS = {'start': _Action('STARTING', 'STARTED', 'start_deployment', 50),
            'stop': _Action('STOPPING', 'STOPPED', 'stop_deployment', 60)}


class CimiDeployments(object):
    """Starts and stops the deployments of the JSON interface."""

    def __init__(self, world):
        self._world = world
        world.agenda.on('cimi-deployment-job', self._on_job)
        world.agenda.on('cimi-deployment-stop', self._on_stop)

    def start(self, deployment, username):
        """Queue the job that starts a deployment.

        :param dict deployment: its document; its state is not looked at.
        :param str username: who may read the job; None: only administrators.
        :return: the document of the job.
        """
        return self._queue(deployment, 'start', username)

    def stop(self, deployment, username):
        """Queue the job that stops a deployment, see :meth:`start`."""
        return self._queue(deployment, 'stop', username)

    def parameter_written(self, parameter):
        """See what follows from a new value of a parameter.

        ``complete`` of a node names the state that is over and so moves the deployment on;
        ``ss:state`` may end it.
        """
        if parameter['name'] == deployment_parameters.STATE:
            self._enter(parameter, parameter['value'])
        elif parameter['name'] == 'complete' and 'nodeID' in parameter:
            self._step(parameter['deployment']['href'], parameter['value'])

    # -- jobs -----------------------------------------------------------------

    def _queue(self, deployment, name, username):
        action = _ACTIONS[name]
        job = jobs.create(self._world, action.job, deployment['id'], action.priority,
                          [username] if username else [])
        cimi_records.update(self._world, deployment, state=action.state_during)
        self._plan(_BEGINS, job['id'], deployment['id'], name, False)
        return job

    def _plan(self, seconds, job, deployment, action, done):
        self._world.agenda.after(seconds, 'cimi-deployment-job', job=job, deployment=deployment,
                                 action=action, done=done)

    def _on_job(self, job, deployment, action, done):
        """A job begins, or is done.

        What somebody else has begun or ended is left alone: a job engine may work for the sandbox.
        """
        document = self._world.store.table('job').get(job)
        if document is not None and document['state'] == ('RUNNING' if done else 'QUEUED'):
            work = self._end_job if done else self._begin_job
            work(job, deployment, action)

    def _begin_job(self, job, deployment, action):
        jobs.progress(self._world, job, state='RUNNING')
        document = self._world.store.table('deployment').get(deployment)
        if document is not None and action == 'start':
            deployment_parameters.prepare(self._world, document)
        self._plan(_TAKES, job, deployment, action, True)

    def _end_job(self, job, deployment, action):
        document = self._world.store.table('deployment').get(deployment)
        if document is None:
            jobs.progress(self._world, job, state='FAILED',
                          statusMessage='%s not found' % deployment, returnCode=1)
            return
        if document['state'] == _ACTIONS[action].state_during:
            cimi_records.update(self._world, document, state=_ACTIONS[action].state_after)
            if action == 'start':
                self._report_machines(document)
        jobs.progress(self._world, job, state='SUCCESS', returnCode=0, statusMessage='done')

    def _report_machines(self, deployment):
        """Write where the machines of a deployment are, which has started."""
        for node, _ in deployment_parameters.nodes(deployment['module']):
            number = self._world.store.next_number('cimi-machine')
            values = {'hostname': '203.0.113.%d' % (1 + (number - 1) % 254),
                      'instanceid': self._world.ids.uuid()}
            for name in sorted(values):
                deployment_parameters.change(self._world, deployment['id'], node, name,
                                             values[name])

    def _on_stop(self, deployment):
        """Stop a deployment that reached a state in which it is not to be kept."""
        document = self._world.store.table('deployment').get(deployment)
        if document is not None:
            owner = document['acl']['owner']
            self.stop(document, owner['principal'] if owner['type'] == 'USER' else None)

    # -- states ---------------------------------------------------------------

    def _step(self, deployment_id, over):
        """Go to the next state, if it is the present one that a node says is over."""
        parameter = deployment_parameters.find(self._world, deployment_id, '',
                                               deployment_parameters.STATE)
        if parameter is not None and parameter.get('value') == over and over in _STEPS[:-1]:
            following = _STEPS[_STEPS.index(over) + 1]
            cimi_records.update(self._world, parameter, value=following)
            self._enter(parameter, following)

    def _enter(self, parameter, state):
        """An event tells that a deployment has entered a state, and it may be stopped.

        The deployment itself may be missing; the event then belongs to whose the parameter is.
        """
        deployment_id = parameter['deployment']['href']
        deployment = self._world.store.table('deployment').get(deployment_id)
        events.write(self._world, deployment_id, state, 'state', (deployment or parameter)['acl'])
        if deployment and _ends(deployment, state):
            self._world.agenda.after(0, 'cimi-deployment-stop', deployment=deployment_id)


def _ends(deployment, state):
    """Whether a deployment is to be stopped when it enters a state."""
    if state not in _KEPT or deployment['state'] not in _STOPPABLE:
        return False
    return deployment.get('keepRunning', 'Always') not in _KEPT[state]
