# -*- coding: utf-8 -*-
"""A faulty server with a client, and a scripted server."""
from __future__ import unicode_literals

import pytest

from slipstream.api.transport.session import SessionStore

from ..threads import LAST_RESORT
from ..wire.server import ScriptedServer, reply
from .clock import Clock
from .matrix import Bench


@pytest.fixture(scope='module')
def bench(no_thread_left):
    """A faulty server and an Api."""
    with Bench() as made:
        yield made


@pytest.fixture
def clock():
    """The clock for the deadlines of a session."""
    return Clock()


@pytest.fixture
def server():
    """A scripted server; set its script with ``server.then(...)``."""
    with ScriptedServer(reply(500)) as made:
        yield made


@pytest.fixture
def session(server, clock):
    """A session in memory that talks to the scripted server and does not sleep."""
    made = SessionStore(server.endpoint, persist_cookie=False, timeout=LAST_RESORT,
                        sleep=lambda seconds: None, clock=clock)
    yield made
    made.close()
