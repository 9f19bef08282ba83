# -*- coding: utf-8 -*-
"""Stored runs.

The document of a run has these members:

- ``uuid``, ``type``, ``category``, ``module`` (with version), ``owner``, ``mutable``, ``creation``,
  ``state``, ``lastStateChange``, ``endTime``, ``clouds``, ``nodeNames`` (instances and
  orchestrators, including removed ones), ``groups``
- ``settings``: the launch parameters, name to value
- ``values``: the runtime parameters, full name to value (None: null)
- ``mappings``: full name of a runtime parameter to the parameters that get its value
- ``nodes``: list of dicts, see :mod:`.run_parameters`
- ``instances``: name to ``{'node', 'index', 'cloud', 'orchestrator', 'machine', 'creation'}``
- ``step`` (counts the changes of state), ``path``, ``failure``, ``stalled``, ``watched``: see
  :mod:`slipstream.sandbox.simulation.lifecycle`
"""
from __future__ import unicode_literals

from . import cimi_records, events

TABLE = 'run'

INITIALIZING, PROVISIONING = 'Initializing', 'Provisioning'
EXECUTING, REPORTING = 'Executing', 'SendingReports'
READY, FINALIZING = 'Ready', 'Finalizing'
DONE, ABORTED, CANCELLED = 'Done', 'Aborted', 'Cancelled'
TRANSITIONAL = (INITIALIZING, PROVISIONING, EXECUTING, REPORTING, FINALIZING)
ACTIVE = TRANSITIONAL + (READY,)
FINAL = (DONE, ABORTED, CANCELLED)

RUN, ORCHESTRATION, MACHINE = 'Run', 'Orchestration', 'Machine'

#: Maximum length of a runtime parameter, in characters.
VALUE_LIMIT = 4096

#: ``scale.state`` of an instance that is no longer part of its run.
REMOVED = ('removing', 'removed', 'gone')

KEEP_RUNNING = 'General.keep-running'
GARBAGE_COLLECTED = 'garbage_collected'


def find(world, uuid):
    """The document of a run, or None."""
    return world.store.table(TABLE).get(uuid)


def newest_first(world):
    """The documents of all runs, the newest first, even if they started at the same time."""
    runs = sorted(world.store.table(TABLE), key=lambda run: run['creation'])
    runs.reverse()
    return runs


def is_active(run):
    """Whether a run has not ended."""
    return run['state'] in ACTIVE


def is_aborted(run):
    """Whether the abort flag of a run is set."""
    return bool(run['values']['ss:abort'])


def split_key(key):
    """Scope and name of a runtime parameter: ``('web.1', 'hostname')``."""
    scope, _, name = key.partition(':')
    return scope, name


class Draft(object):
    """A run that is being changed: a copy of its document, with methods to change it.

    Read and write its members like those of a dict; :meth:`save` stores it.
    """

    def __init__(self, world, document):
        self.world = world
        self._document = _copied(document)

    def __getitem__(self, name):
        return self._document[name]

    def __setitem__(self, name, value):
        self._document[name] = value

    def save(self):
        """Store the run."""
        self.world.store.table(TABLE).put(self['uuid'], self._document)
        # Stored documents are never changed in place: continue with a copy.
        self._document = _copied(self._document)

    # -- runtime parameters ---------------------------------------------------

    def get(self, key):
        """The value of a runtime parameter; None if it is null or does not exist."""
        return self['values'].get(key)

    def assign(self, key, value):
        """Set a runtime parameter and all parameters that are mapped to it."""
        pending, seen = [key], set()
        while pending:
            target = pending.pop()
            seen.add(target)
            self['values'][target] = value
            if value:
                pending.extend(other for other in self['mappings'].get(target, ())
                               if other not in seen)

    @property
    def is_aborted(self):
        """Whether the abort flag is set."""
        return is_aborted(self)

    @property
    def in_recovery(self):
        """Whether the run was aborted while machines were provisioned."""
        return self.get('ss:recovery.mode') == 'true'

    def abort(self, message, instance=None):
        """Raise the abort flag; the first message wins.

        :param str message: the reason; truncated if it is too long.
        :param str instance: name of the instance that reports it and also gets the message; None
            for the run itself.
        """
        message = message[:VALUE_LIMIT]
        if instance is not None:
            self.assign('%s:abort' % instance, message)
        if not self.is_aborted:
            self.assign('ss:abort', message)
            if self['state'] == PROVISIONING:
                self.assign('ss:recovery.mode', 'true')

    # -- nodes and instances --------------------------------------------------

    def node(self, name):
        """The node with this name, or None."""
        return next((node for node in self['nodes'] if node['name'] == name), None)

    def change_instance(self, name, **members):
        """Replace some members of an instance."""
        self['instances'][name] = dict(self['instances'][name], **members)

    def orchestrators(self):
        """The names of the orchestrators."""
        return [name for name in self['nodeNames'] if self['instances'][name]['orchestrator']]

    def ordinary(self, *scale_states):
        """The names of the instances that are not orchestrators.

        :param scale_states: if there are any, only instances in one of these ``scale.state``.
        """
        names = [name for name in self['nodeNames'] if not self['instances'][name]['orchestrator']]
        return [name for name in names
                if not scale_states or self.get('%s:scale.state' % name) in scale_states]

    def participants(self):
        """The names of the instances that must complete before the run enters its next state."""
        orchestrators = self.orchestrators()
        if orchestrators and (self.in_recovery or self['state'] in (INITIALIZING, FINALIZING)):
            return orchestrators
        return orchestrators + [name for name in self.ordinary()
                                if self.get('%s:scale.state' % name) not in REMOVED]

    def admit(self, node, numbers):
        """Add new instances to ``ids`` and ``multiplicity`` of an application node.

        :param str node: name of the node.
        :param list numbers: the numbers of the instances.
        """
        ids = self._ids(node)
        self._renumber(node, ids + ['%d' % number for number in numbers],
                       self._multiplicity(node, ids) + len(numbers))

    def drop(self, node, numbers):
        """Remove instances from ``ids`` and ``multiplicity`` of an application node.

        Instances that were already removed reduce the multiplicity again, but never below 0.

        :param str node: name of the node.
        :param list numbers: the numbers of the instances.
        """
        ids = self._ids(node)
        dropped = ['%d' % number for number in numbers]
        self._renumber(node, [number for number in ids if number not in dropped],
                       max(0, self._multiplicity(node, ids) - len(numbers)))

    def _ids(self, node):
        return [number for number in (self.get('%s:ids' % node) or '').split(',') if number]

    def _multiplicity(self, node, ids):
        try:
            return int(self.get('%s:multiplicity' % node))
        except ValueError:  # A user wrote something else.
            return len(ids)

    def _renumber(self, node, ids, multiplicity):
        self.assign('%s:ids' % node, ','.join(ids))
        self.assign('%s:multiplicity' % node, '%d' % multiplicity)

    # -- events ---------------------------------------------------------------

    def write_event(self):
        """Write an event with the current state."""
        events.write(self.world, 'run/%s' % self['uuid'], self['state'], 'state',
                     owner=cimi_records.user(self['owner']))


def _copied(document):
    return dict(document, values=dict(document['values']), settings=dict(document['settings']),
                instances=dict(document['instances']), mappings=dict(document['mappings']))
