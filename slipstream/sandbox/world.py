# -*- coding: utf-8 -*-
"""
The world of a sandbox
======================

Everything that a sandbox consists of, in one place that is handed to whoever needs it: no module of the sandbox has state of
its own, so that several sandboxes live side by side.
"""
from __future__ import unicode_literals

import threading

from .accounts import Accounts
from .clock import Agenda, Clock
from .ids import Ids
from .store import Store


class World(object):
    """The parts of one sandbox.

    ``lock`` is held while a request is handled, so handlers need no locks of their own and must not sleep.
    """

    def __init__(self, clock=None, seed=0, server_version=(3, 71)):
        self.lock = threading.RLock()
        self.server_version = tuple(server_version)
        self.clock = clock or Clock()
        self.agenda = Agenda(self.clock)
        self.ids = Ids(seed)
        self.store = Store()
        self.accounts = Accounts(self)
        #: Public address of the service, for links that are made while nobody asks (service pages, presigned URLs).
        self.endpoint = 'http://localhost'
