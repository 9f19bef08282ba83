# -*- coding: utf-8 -*-
"""The simulated clouds.

Their machines only exist as documents: they are booted, get an address, are stopped and deleted.
:mod:`.lifecycle` is about the runs on them. Tests can change the behaviour with the settings here.
"""
from __future__ import unicode_literals

from ..state import cimi_records, machines, service_offers, settings
from ..state.ids import name_based_uuid
from ..state.runs import (EXECUTING, FINALIZING, INITIALIZING, PROVISIONING, READY, REPORTING,
                          TRANSITIONAL)
from .lifecycle import SEQUENCE, Lifecycle

#: How long a run stays in each state, and (the last two) how long it takes until a stopped machine
#: is down and until the cloud deletes it; in seconds.
DURATIONS = {
    INITIALIZING: 3, PROVISIONING: 15, EXECUTING: 15, REPORTING: 2, READY: 1, FINALIZING: 2,
    'Stopping': 5, 'Forgetting': 60}

#: A state for :meth:`Clouds.fail_next`: the cloud refuses to stop machines.
STOPPING = 'Stopping'
_DOWN = (machines.STOPPING, machines.TERMINATED)

#: Networks that are reserved for documentation (RFC 5737).
_PUBLIC_NETWORKS = ('203.0.113.%d', '198.51.100.%d')
_FAILURES = 'cloud-failure'
_MAPPING = 'virtual-machine-mapping'


class Clouds(object):
    """The clouds of a sandbox.

    ``durations`` may be changed at any time, see :data:`DURATIONS` (missing names keep their
    default). ``path`` lists the states of new launches: other states are skipped, and a run stays
    in the last one (only explicit ``complete`` calls move it further). It only affects runs that
    are launched later. ``scale_limit`` is how many instances can be added at once (None for as
    many as a deployment may have).
    """

    def __init__(self, world):
        self._world = world
        self.durations = dict(DURATIONS)
        self.path = SEQUENCE
        self.scale_limit = 100
        self._lifecycle = Lifecycle(world, self)
        world.agenda.on('machines-stopped', self._on_stopped)
        world.agenda.on('machines-forgotten', self._on_forgotten)

    # -- runs -----------------------------------------------------------------

    def launch(self, draft):
        """Start a new run."""
        self._lifecycle.begin(draft)

    def terminate(self, draft):
        """End a run, whatever its state; if it has already ended, stop its machines again."""
        self._lifecycle.terminate(draft)

    def complete(self, draft, scope):
        """Mark the state as finished on an instance; the last instance moves the run on."""
        self._lifecycle.complete(draft, scope)

    def change_state(self, draft, state):
        """Change the state of a run, for scaling or for a privileged user."""
        self._lifecycle.enter(draft, state)

    # -- settings for tests ---------------------------------------------------

    def duration(self, name):
        """A duration, in seconds."""
        return self.durations.get(name, DURATIONS[name])

    def fail_next(self, message, state='Executing', node=None):
        """Make the next matching launch fail by raising the abort flag.

        :param str message: the abort message.
        :param str state: the state in which it fails; with ``'Stopping'``, the next termination is
            refused with the message instead.
        :param str node: the node or instance that fails (None for the first one); launches without
            it do not fail.
        :raises ValueError: if there is no such state.
        """
        if state not in TRANSITIONAL + (STOPPING,):
            raise ValueError('Launches cannot fail in state %r' % (state,))
        number = self._world.store.next_number(_FAILURES)
        failure = {'number': number, 'message': message, 'state': state, 'node': node}
        self._world.store.table(_FAILURES).put('%d' % number, failure)

    def take_failure(self, draft):
        """Remove and return the failure for a new run, or None."""
        names = [node['name'] for node in draft['nodes']] + list(draft['instances'])
        return self._take(lambda failure: failure['state'] != STOPPING
                          and failure['node'] in names + [None])

    def take_refusal(self):
        """Remove and return the message for refusing to stop machines, or None."""
        return (self._take(lambda failure: failure['state'] == STOPPING) or {}).get('message')

    def _take(self, fits):
        table = self._world.store.table(_FAILURES)
        failure = next((failure for failure in table if fits(failure)), None)
        if failure:
            table.remove('%d' % failure['number'])
        return failure

    # -- machines -------------------------------------------------------------

    def boot(self, draft, name):
        """Create the machine of an instance, which has no address yet."""
        cloud, owner = draft['instances'][name]['cloud'], draft['owner']
        document = self._new_machine(draft, name)
        identity = name_based_uuid('connector/%s%s' % (cloud, document['instanceID']))
        machine = cimi_records.insert(self._world, 'virtual-machine', document,
                                      rules=[cimi_records.user(owner, 'VIEW')], name=identity)
        self._world.store.table('machine').put(
            machine['id'], {'run': draft['uuid'], 'instance': name, 'cloud': cloud, 'owner': owner,
                            'mapping': self._map(document, draft['uuid'], owner)})
        draft.change_instance(name, machine=machine['id'])
        draft.assign('%s:instanceid' % name, document['instanceID'])

    def _new_machine(self, draft, name):
        cloud, owner = draft['instances'][name]['cloud'], draft['owner']
        credentials = settings.credentials(self._world, owner, cloud)
        document = {
            'instanceID': self._world.ids.uuid(), 'state': machines.PENDING, 'billable': True,
            'connector': {'href': 'connector/%s' % cloud},
            'credentials': [{'href': credential['id']} for credential in credentials],
            'deployment': {'href': 'run/%s' % draft['uuid'], 'user': {'href': 'user/%s' % owner}}}
        offer = self._offer(draft, name)
        if offer:
            described = ((key, value) for key, value in offer.items() if ':' in key)
            document['serviceOffer'] = dict(described, href=offer['id'])
            if 'price:currency' in offer:
                document['currency'] = offer['price:currency']
        return document

    def _map(self, machine, run, owner):
        """Record the run and the user of a machine, for the metering of machines."""
        cloud = service_offers.cloud_of(machine)
        mapping = {'cloud': cloud, 'instanceID': machine['instanceID'], 'runUUID': 'run/%s' % run,
                   'owner': 'user/%s' % owner}
        if 'serviceOffer' in machine:
            mapping['serviceOffer'] = {'href': machine['serviceOffer']['href']}
        return cimi_records.insert(self._world, _MAPPING, mapping,
                                   name='%s-%s' % (cloud, machine['instanceID']))['id']

    def start(self, draft, name):
        """Mark the machine of an instance as running and give it an address."""
        address = self._address(draft.get('%s:network' % name) == 'Private')
        node = draft.node(draft['instances'][name]['node']) or {}
        self._set_state([draft['instances'][name]['machine']], machines.RUNNING, ip=address)
        draft.assign('%s:hostname' % name, address)
        draft.assign('%s:url.ssh' % name,
                     'ssh://%s@%s' % (node.get('loginUser') or 'root', address))

    def fail(self, draft, name):
        """Mark the machine of an instance as failed."""
        self._set_state([draft['instances'][name]['machine']], machines.FAILED)

    def stop(self, draft, names):
        """Stop the machines of instances; later they are down, and then deleted."""
        booted = [draft['instances'][name]['machine'] for name in names]
        documents = [machines.find(self._world, machine_id) for machine_id in booted]
        self._on_forgotten([machine_id for machine_id, document in zip(booted, documents)
                            if machine_id and not document])
        stopping = [document['id'] for document in documents
                    if document and document['state'] not in _DOWN]
        if stopping:
            self._set_state(stopping, machines.STOPPING)
            self._world.agenda.after(self.duration(STOPPING), 'machines-stopped',
                                     machine_ids=stopping)

    def _on_stopped(self, machine_ids):
        self._set_state(machine_ids, machines.TERMINATED)
        self._world.agenda.after(self.duration('Forgetting'), 'machines-forgotten',
                                 machine_ids=machine_ids)

    def _on_forgotten(self, machine_ids):
        for machine_id in machine_ids:
            booted = self._world.store.table('machine').get(machine_id)
            if booted:
                self._world.store.table(_MAPPING).remove(booted['mapping'])
            self._world.store.table('virtual-machine').remove(machine_id)
            self._world.store.table('machine').remove(machine_id)

    def _set_state(self, machine_ids, state, **members):
        for machine_id in machine_ids:
            document = machines.find(self._world, machine_id)
            if document:  # An administrator may have deleted it through the JSON interface.
                cimi_records.update(self._world, document, state=state, **members)

    def _offer(self, draft, name):
        """The service offer of an instance: the requested one, or one of the requested size."""
        reference = draft.get('%s:service-offer' % name)
        if reference:
            return service_offers.find(self._world, reference)
        cloud = draft['instances'][name]['cloud']
        attributes = _size_asked_for(draft, name, cloud)
        return service_offers.find_for(self._world, cloud, attributes) if attributes else None

    def _address(self, private):
        counter = 'address-private' if private else 'address-public'
        number = self._world.store.next_number(counter) - 1
        if private:
            return '10.%d.%d.%d' % (number // 64516 % 256, number // 254 % 254, number % 254 + 1)
        return _PUBLIC_NETWORKS[number // 254 % len(_PUBLIC_NETWORKS)] % (number % 254 + 1)


def _size_asked_for(draft, name, cloud):
    """The attributes of service offers for the size parameters of an instance."""
    kind = draft.get('%s:%s.instance.type' % (name, cloud))
    if kind:
        return {'resource:instanceType': kind}
    attributes = {}
    for parameter, attribute, units in service_offers.SIZES:
        size = service_offers.number(draft.get('%s:%s' % (name, parameter)))
        if size is not None:
            attributes[attribute] = size * units
    return attributes
