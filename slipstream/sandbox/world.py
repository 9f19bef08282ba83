# -*- coding: utf-8 -*-
"""The world of a sandbox.

Everything that a sandbox consists of, in one object that is passed to every function that needs it.
No module of the sandbox has state of its own, so several sandboxes can live side by side.
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
    """The parts of one sandbox: what exists, and what happens to it as time passes.

    ``lock`` is held while a request is handled, so handlers need no locks of their own and must not
    sleep.

    :param clock: the :class:`~slipstream.sandbox.state.clock.Clock`; default: one that runs in real
        time.
    :param int seed: where the random identifiers come from.
    :param server_version: the SlipStream version to be like, as a tuple.
    :param bool quotas_enabled: whether launching checks quotas.
    :param bool trust_authn_header: whether the JSON interface believes the header
        ``slipstream-authn-info``.
    :param state: a :class:`~slipstream.sandbox.state.state_file.StateFile` that keeps the world;
        None: it lives in memory only.
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
        """Public address of the service, for links that no request asks for.

        It is part of the configuration of the service, which follows when it changes.
        """
        address = self.store.table('server').get('address')
        return address['endpoint'] if address else 'http://localhost'

    @endpoint.setter
    def endpoint(self, address):
        former = self.endpoint
        self.store.table('server').put('address', {'endpoint': address})
        service_configuration.relocate(self, former)

    def save(self, contents=None):
        """Write to the state file, if there is one, what has changed.

        The caller holds the ``lock``.

        :param dict contents: what the catalogues said, if that has changed, too.
        """
        if self._state:
            self._state.save(contents)
