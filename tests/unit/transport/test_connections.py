# -*- coding: utf-8 -*-
"""Connections: those of a process are its own."""
from __future__ import unicode_literals

import os

from slipstream.api.transport import connections


def test_the_process_that_has_made_an_adapter_uses_its_connections():
    adapter = connections.Adapter()
    assert adapter.of_processes[os.getpid()] is adapter
