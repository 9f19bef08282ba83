# -*- coding: utf-8 -*-
"""The world of a sandbox.

All parts of a sandbox, in one object that is passed to every function that needs it. No module of
the sandbox has global state, so several sandboxes can run side by side.
"""
from __future__ import unicode_literals

import threading

from .simulation.agenda import Agenda
from .simulation.cimi_deployments import CimiDeployments
from .simulation.clouds import Clouds
from .simulation.faults import Faults
from .state import service_configuration
from .state.accounts import Accounts
from .state.cache import Cache
from .state.clock import Clock
from .state.ids import Ids
from .state.store import Store


class World(object):
    """The parts of a sandbox: its state, and the simulation that changes it over time.

    ``lock`` is held while a request is handled, so handlers need no locks of their own and must not
    sleep.

    :param clock: the :class:`~slipstream.sandbox.state.clock.Clock`; default: one that runs in real
        time.
    :param int seed: seed for random identifiers.
    :param server_version: the SlipStream version to imitate, as a tuple.
    :param bool quotas_enabled: whether launching checks quotas.
    :param bool trust_authn_header: whether the JSON interface trusts the header
        ``slipstream-authn-info``.
    :param state: a :class:`~slipstream.sandbox.state.state_file.StateFile` that saves the world;
        None to keep it in memory.
    """

    def __init__(self, clock=None, seed=0, server_version=(3, 71), quotas_enabled=False,
                 trust_authn_header=False, state=None):
        self.lock = threading.RLock()
        self.server_version = tuple(server_version)
        self.quotas_enabled = quotas_enabled
        self.trust_authn_header = trust_authn_header
        self.clock = clock or Clock()
        self.ids = Ids(seed)
        self._state = state
        self.store = state.load(self.clock, self.ids) if state else Store()
        self.cache = Cache()
        self.agenda = Agenda(self.clock, self.store.table('agenda'))
        self.faults = Faults(self)
        self.accounts = Accounts(self)
        self.cloud = Clouds(self)
        self.deployments = CimiDeployments(self)
        server = self.store.table('server')
        if 'started' not in server:
            server.put('started', {'at': self.clock.now()})

    @property
    def endpoint(self):
        """Public URL of the service, for links outside of requests.

        Changing it also updates the configuration of the service.
        """
        address = self.store.table('server').get('address')
        return address['endpoint'] if address else 'http://localhost'

    @endpoint.setter
    def endpoint(self, address):
        former = self.endpoint
        self.store.table('server').put('address', {'endpoint': address})
        service_configuration.relocate(self, former)

    def save(self, contents=None):
        """Write all changes to the state file, if there is one.

        The caller must hold the ``lock``.

        :param dict contents: ``users`` and ``api_keys`` of the catalogues, if they have changed.
        """
        if self._state:
            self._state.save(contents)
