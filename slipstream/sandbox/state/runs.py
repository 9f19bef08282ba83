# -*- coding: utf-8 -*-
"""Records of runs.

How runs are kept. The document of a run has these members:

- ``uuid``, ``type``, ``category``, ``module`` (with version), ``owner``, ``mutable``, ``creation``,
  ``state``, ``lastStateChange``, ``endTime``, ``clouds``, ``nodeNames`` (instances, orchestrators
  too, also those that were removed), ``groups``
- ``settings``: the launch parameters, name to value
- ``values``: the runtime parameters, full name to value (None: null)
- ``mappings``: full name of a runtime parameter to those which get its value
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

#: Longest value of a runtime parameter, in characters.
VALUE_LIMIT = 4096

#: What ``scale.state`` says of an instance that is no longer part of its run.
REMOVED = ('removing', 'removed', 'gone')

KEEP_RUNNING = 'General.keep-running'
GARBAGE_COLLECTED = 'garbage_collected'


def find(world, uuid):
    """The document of a run, or None."""
    return world.store.table(TABLE).get(uuid)


def newest_first(world):
    """The documents of all runs; of those that started at the same moment, the last comes first."""
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
    """A run that is being changed: a copy of its document, and the ways to change it.

    Its members are read and written like those of a dict; :meth:`save` puts it back.
    """

    def __init__(self, world, document):
        self.world = world
        self._document = _copied(document)

    def __getitem__(self, name):
        return self._document[name]

    def __setitem__(self, name, value):
        self._document[name] = value

    def save(self):
        """Put the run back into the store."""
        self.world.store.table(TABLE).put(self['uuid'], self._document)
        # What was put is never changed in place: from here on, work on another copy.
        self._document = _copied(self._document)

    # -- runtime parameters ---------------------------------------------------

    def get(self, key):
        """The value of a runtime parameter; None if it is null or does not exist."""
        return self['values'].get(key)

    def assign(self, key, value):
        """Give a runtime parameter a value, and the same one to those that are mapped to it."""
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
        """Whether something was aborted while machines were provisioned."""
        return self.get('ss:recovery.mode') == 'true'

    def abort(self, message, instance=None):
        """Raise the abort flag; the first message wins.

        :param str message: the reason; cut if it is too long.
        :param str instance: name of the instance that reports it, which keeps it as well; None: the
            run as a whole.
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
        """The node of that name, or None."""
        return next((node for node in self['nodes'] if node['name'] == name), None)

    def change_instance(self, name, **members):
        """Replace some members of an instance."""
        self['instances'][name] = dict(self['instances'][name], **members)

    def orchestrators(self):
        """The names of the orchestrators."""
        return [name for name in self['nodeNames'] if self['instances'][name]['orchestrator']]

    def ordinary(self, *scale_states):
        """The names of the other instances.

        :param scale_states: if there are any, only the instances in one of these ``scale.state``.
        """
        names = [name for name in self['nodeNames'] if not self['instances'][name]['orchestrator']]
        return [name for name in names
                if not scale_states or self.get('%s:scale.state' % name) in scale_states]

    def participants(self):
        """The names of the instances whose ``complete`` moves the run to its next state."""
        orchestrators = self.orchestrators()
        if orchestrators and (self.in_recovery or self['state'] in (INITIALIZING, FINALIZING)):
            return orchestrators
        return orchestrators + [name for name in self.ordinary()
                                if self.get('%s:scale.state' % name) not in REMOVED]

    def admit(self, node, numbers):
        """Put new instances into the lists of an application node, ``ids`` and ``multiplicity``.

        :param str node: name of the node.
        :param list numbers: the numbers of the instances.
        """
        ids = self._ids(node)
        self._renumber(node, ids + ['%d' % number for number in numbers],
                       self._multiplicity(node, ids) + len(numbers))

    def drop(self, node, numbers):
        """Take instances out of the lists of an application node, ``ids`` and ``multiplicity``.

        Instances that were dropped before lower the multiplicity again, but never below 0.

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
        except ValueError:  # Somebody wrote something else into it.
            return len(ids)

    def _renumber(self, node, ids, multiplicity):
        self.assign('%s:ids' % node, ','.join(ids))
        self.assign('%s:multiplicity' % node, '%d' % multiplicity)

    # -- what others see ------------------------------------------------------

    def tell(self):
        """Write the event that tells the present state."""
        events.write(self.world, 'run/%s' % self['uuid'], self['state'], 'state',
                     owner=cimi_records.user(self['owner']))


def _copied(document):
    return dict(document, values=dict(document['values']), settings=dict(document['settings']),
                instances=dict(document['instances']), mappings=dict(document['mappings']))
