# -*- coding: utf-8 -*-
"""The lifecycle of deployments of the JSON interface.

A job starts or stops a deployment. Here, jobs run by themselves as time passes. Deployments of the
XML interface are runs, see :mod:`.lifecycle`.
"""
from __future__ import unicode_literals

import collections

from ..state import cimi_records, deployment_parameters, events, jobs
from ..state.runs import ABORTED, EXECUTING, PROVISIONING, READY, REPORTING

#: Seconds until a job starts, and until it is done.
_BEGINS, _TAKES = 2, 30
#: States in which a deployment can be stopped.
_STOPPABLE = ('STARTING', 'STARTED', 'ERROR')
#: The values of the parameter ``ss:state`` as the nodes complete their states.
_STEPS = (PROVISIONING, EXECUTING, REPORTING, READY)
#: Final values of ``ss:state``, and the settings that keep the deployment running then.
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

        :param dict deployment: its document; its state is ignored.
        :param str username: the user who may read the job; None for administrators only.
        :return: the document of the job.
        """
        return self._queue(deployment, 'start', username)

    def stop(self, deployment, username):
        """Queue the job that stops a deployment, see :meth:`start`."""
        return self._queue(deployment, 'stop', username)

    def parameter_written(self, parameter):
        """Apply the effect of a new parameter value.

        Setting ``complete`` of a node to the finished state moves the deployment on; setting
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
        """Start or finish a job.

        Jobs that somebody else has started or finished are ignored: a job engine may be connected
        to the sandbox.
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
        """Write the addresses of the machines of a deployment that has started."""
        for node, _ in deployment_parameters.nodes(deployment['module']):
            number = self._world.store.next_number('cimi-machine')
            values = {'hostname': '203.0.113.%d' % (1 + (number - 1) % 254),
                      'instanceid': self._world.ids.uuid()}
            for name in sorted(values):
                deployment_parameters.change(self._world, deployment['id'], node, name,
                                             values[name])

    def _on_stop(self, deployment):
        """Stop a deployment that has reached a state in which it is not kept running."""
        document = self._world.store.table('deployment').get(deployment)
        if document is not None:
            owner = document['acl']['owner']
            self.stop(document, owner['principal'] if owner['type'] == 'USER' else None)

    # -- states ---------------------------------------------------------------

    def _step(self, deployment_id, over):
        """Enter the next state, if the state that a node has finished is the current one."""
        parameter = deployment_parameters.find(self._world, deployment_id, '',
                                               deployment_parameters.STATE)
        if parameter is not None and parameter.get('value') == over and over in _STEPS[:-1]:
            following = _STEPS[_STEPS.index(over) + 1]
            cimi_records.update(self._world, parameter, value=following)
            self._enter(parameter, following)

    def _enter(self, parameter, state):
        """Write an event for a new state of a deployment, and perhaps stop the deployment.

        If the deployment itself is missing, the owner of the parameter owns the event.
        """
        deployment_id = parameter['deployment']['href']
        deployment = self._world.store.table('deployment').get(deployment_id)
        events.write(self._world, deployment_id, state, 'state', (deployment or parameter)['acl'])
        if deployment and _ends(deployment, state):
            self._world.agenda.after(0, 'cimi-deployment-stop', deployment=deployment_id)


def _ends(deployment, state):
    """Whether a deployment must be stopped when it enters a state."""
    if state not in _KEPT or deployment['state'] not in _STOPPABLE:
        return False
    return deployment.get('keepRunning', 'Always') not in _KEPT[state]
