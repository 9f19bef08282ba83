# -*- coding: utf-8 -*-
"""The lifecycle of runs.

As time passes, a run goes through ``Initializing``, ``Provisioning``, ``Executing``,
``SendingReports``, ``Ready`` and, unless it stays there, ``Finalizing`` and ``Done`` or
``Aborted``. A run has one entry on the agenda for its next step (and one for the check of its
timeout), so that waiting runs cost nothing.

Only this module uses these members of a run: ``step`` counts the changes of state, so that entries
for an earlier state are recognised; ``path`` lists the states that are not skipped (None for all);
``failure`` is the planned failure, ``failed`` the last place of a failure; ``stalled`` is the
reason why the launch cannot work at all; ``watched`` says whether the timeout will be checked.
"""
from __future__ import unicode_literals

from ..state import modules, settings
from ..state.runs import (ABORTED, CANCELLED, DONE, EXECUTING, FINAL, FINALIZING, GARBAGE_COLLECTED,
                          INITIALIZING, KEEP_RUNNING, MACHINE, PROVISIONING, READY, REPORTING, RUN,
                          TRANSITIONAL, Draft, find)
from . import installation

SEQUENCE = (INITIALIZING, PROVISIONING, EXECUTING, REPORTING, READY)

#: How often the service checks for runs that take too long, in seconds.
CHECK_INTERVAL = 300
TIMED_OUT = 'The run has timed out'

#: The ``scale.state`` of the instances that are active in a state, and can therefore fail.
_WORKING = {INITIALIZING: ('creating',), PROVISIONING: ('creating',), EXECUTING: ('created',),
            REPORTING: ('created',), FINALIZING: ('created', 'operational')}


class Lifecycle(object):
    """Moves the runs of a sandbox from state to state.

    All methods change a :class:`~slipstream.sandbox.state.runs.Draft`, which the caller saves.
    """

    def __init__(self, world, clouds):
        self._world = world
        self._clouds = clouds
        world.agenda.on('run-step', self._on_step)
        world.agenda.on('run-failure', self._on_failure)
        world.agenda.on('run-timeout', self._on_timeout)
        self._entering = {INITIALIZING: self._boot_orchestrators, PROVISIONING: self._boot,
                          READY: self._settle, FINALIZING: self._stop_all,
                          CANCELLED: self._stop_all}
        self._finishing = {INITIALIZING: self._start_orchestrators, PROVISIONING: self._provision,
                           EXECUTING: self._install, FINALIZING: self._keep_image}

    # -- called by others -----------------------------------------------------

    def begin(self, draft):
        """Start a new run."""
        unknown = [cloud for cloud in draft['clouds']
                   if settings.connector(self._world, cloud) is None]
        draft['stalled'] = 'Failed to load cloud connector: %s' % unknown[0] if unknown else None
        draft['path'] = None if tuple(self._clouds.path) == SEQUENCE else list(self._clouds.path)
        draft['failure'] = self._clouds.take_failure(draft)
        self.enter(draft, INITIALIZING)

    def enter(self, draft, state, on_the_way=False):
        """Set the state of a run.

        :param bool on_the_way: whether the next state follows immediately, so that nothing needs to
            be planned.
        """
        now = self._world.clock.now()
        draft['state'] = state
        draft['lastStateChange'] = now
        draft['endTime'] = now if state in FINAL else None
        draft['step'] += 1
        draft.assign('ss:state', state)
        for name in draft['instances']:
            draft.assign('%s:complete' % name, 'false')
        draft.write_event()
        self._prepare(draft, state)
        if not on_the_way:
            self._plan(draft)

    def terminate(self, draft):
        """End a run for the user."""
        if draft['state'] in FINAL:
            self._stop_all(draft)
        elif draft['state'] == READY:
            self.enter(draft, FINALIZING, on_the_way=True)
            self.enter(draft, _ending(draft))
        else:
            self.enter(draft, CANCELLED)

    def complete(self, draft, scope):
        """Mark the current state as finished on an instance."""
        if scope in draft['instances']:
            draft.assign('%s:complete' % scope, 'true')
            if all(draft.get('%s:complete' % name) == 'true' for name in draft.participants()):
                self._leave(draft, _following(draft, SEQUENCE))

    # -- from state to state --------------------------------------------------

    def _plan(self, draft):
        state = draft['state']
        if state in TRANSITIONAL and not draft['watched']:
            self._watch(draft)
        arguments = {'run': draft['uuid'], 'step': draft['step']}
        stalled = draft['stalled'] and state == INITIALIZING
        if stalled or self._failures(draft, state):
            self._world.agenda.after(self._clouds.duration(state) / 2.0, 'run-failure', **arguments)
        if not stalled and _following(draft, draft['path'] or SEQUENCE):
            self._world.agenda.after(self._clouds.duration(state), 'run-step', **arguments)

    def _on_step(self, run, step):
        draft = self._current(run, step)
        if draft:
            self._leave(draft, _following(draft, draft['path'] or SEQUENCE))
            draft.save()

    def _on_failure(self, run, step):
        draft = self._current(run, step)
        if draft:
            if draft['stalled']:
                draft.abort(draft['stalled'])
            self._fail(draft, draft['state'])
            draft.save()

    def _current(self, uuid, step):
        run = find(self._world, uuid)
        return Draft(self._world, run) if run['step'] == step else None

    def _leave(self, draft, following):
        if following is None:
            return
        state = draft['state']
        self._finish(draft, state)
        for passed in _between(state, following):
            self._prepare(draft, passed)
            self._finish(draft, passed)
        # A failure in the last moment can change the final state.
        self.enter(draft, _ending(draft) if following in FINAL else following)

    def _prepare(self, draft, state):
        if state in self._entering:
            self._entering[state](draft)

    def _finish(self, draft, state):
        self._fail(draft, state)
        if state in self._finishing:
            self._finishing[state](draft)

    # -- actions in the states ------------------------------------------------

    def _boot_orchestrators(self, draft):
        if not draft['stalled']:
            self._boot_all(draft, draft.orchestrators())

    def _start_orchestrators(self, draft):
        for name in draft.orchestrators():
            self._clouds.start(draft, name)

    def _boot(self, draft):
        self._boot_all(draft, draft.ordinary('creating'))

    def _boot_all(self, draft, names):
        for name in names:
            if draft['instances'][name]['machine'] is None:
                self._clouds.boot(draft, name)

    def _provision(self, draft):
        for name in draft.ordinary('creating'):
            if not draft.get('%s:abort' % name):
                self._clouds.start(draft, name)
                draft.assign('%s:scale.state' % name, 'created')
        removing = draft.ordinary('removing')
        self._clouds.stop(draft, removing)
        for name in removing:
            draft.assign('%s:scale.state' % name, 'removed')

    def _install(self, draft):
        for name in draft.ordinary('created'):
            if not draft.in_recovery and not draft.get('%s:abort' % name):
                installation.install(draft, name)

    def _settle(self, draft):
        for before, after in (('created', 'operational'), ('removed', 'gone')):
            for name in draft.ordinary(before):
                draft.assign('%s:scale.state' % name, after)
        if _stays(draft) and not draft['mutable']:
            self._clouds.stop(draft, draft.orchestrators())

    def _stop_all(self, draft):
        self._clouds.stop(draft, draft['nodeNames'])

    def _keep_image(self, draft):
        component = modules.find(self._world, draft['module'])
        if draft['type'] == MACHINE and not draft.is_aborted and component is not None:
            modules.set_image(self._world, component, draft['clouds'][0], self._world.ids.uuid())

    # -- failures -------------------------------------------------------------

    def _failures(self, draft, state):
        """The failures in a state: pairs of an instance, or None for the run, and a message."""
        names = draft.ordinary(*_WORKING[state]) if state in _WORKING else []
        messages = [(name, installation.failure_message(draft, name, state)) for name in names
                    if not draft.get('%s:abort' % name)]
        failures = [(name, message) for name, message in messages if message]
        failure = draft['failure']
        if failure and failure['state'] == state:
            hit = [name for name in names
                   if failure['node'] in (None, name, draft['instances'][name]['node'])]
            failures.append((hit[0] if hit else None, failure['message']))
        return failures

    def _fail(self, draft, state):
        place = '%d %s' % (draft['step'], state)
        if draft['failed'] == place:
            return
        for name, message in self._failures(draft, state):
            if name is None or state != PROVISIONING:
                draft.abort(message, name)
            elif not self._tolerate(draft, name):
                self._clouds.fail(draft, name)
                draft.abort(message, name)
        draft['failed'] = place
        if draft['failure'] and draft['failure']['state'] == state:
            draft['failure'] = None

    def _tolerate(self, draft, name):
        """Give up an instance that could not be provisioned, if its node tolerates that."""
        instance = draft['instances'][name]
        node = draft.node(instance['node'])
        if not node['tolerated']:
            return False
        poorer = dict(node, tolerated=node['tolerated'] - 1)
        draft['nodes'] = [poorer if other is node else other for other in draft['nodes']]
        draft.drop(node['name'], [instance['index']])
        draft.assign('%s:scale.state' % name, 'gone')
        self._clouds.stop(draft, [name])
        return True

    def _watch(self, draft):
        draft['watched'] = True
        due = (self._world.clock.now() // CHECK_INTERVAL + 1) * CHECK_INTERVAL
        self._world.agenda.at(due, 'run-timeout', run=draft['uuid'])

    def _on_timeout(self, run):
        draft = Draft(self._world, find(self._world, run))
        draft['watched'] = False
        allowed = settings.execution(self._world, draft['owner'])['timeout'] * 60
        lasting = self._world.clock.now() - draft['lastStateChange']
        if draft['state'] in TRANSITIONAL and lasting > allowed:
            self._time_out(draft)
        if draft['state'] in TRANSITIONAL:
            self._watch(draft)
        draft.save()

    def _time_out(self, draft):
        again = draft['settings'][GARBAGE_COLLECTED] == 'true'
        draft.abort(TIMED_OUT)
        draft['settings'][GARBAGE_COLLECTED] = 'true'
        if (again or draft['state'] == INITIALIZING) and not draft['mutable']:
            self.terminate(draft)


def _following(draft, path):
    """The state after the current one; None if the run stays in it."""
    state = draft['state']
    if state in SEQUENCE[:-1]:
        later = SEQUENCE[SEQUENCE.index(state) + 1:]
        return next((following for following in later if following in path), None)
    if state == READY:
        return None if _stays(draft) else FINALIZING
    return _ending(draft) if state == FINALIZING else None


def _between(state, following):
    if following not in SEQUENCE:
        return ()
    return SEQUENCE[SEQUENCE.index(state) + 1:SEQUENCE.index(following)]


def _ending(draft):
    return ABORTED if draft.is_aborted else DONE


def _stays(draft):
    """Whether a run stays in Ready."""
    if draft['type'] == RUN or draft['mutable']:
        return True
    keep = draft['settings'][KEEP_RUNNING]
    outcome = 'on-error' if draft.is_aborted else 'on-success'
    return draft['type'] != MACHINE and keep in ('always', outcome)
