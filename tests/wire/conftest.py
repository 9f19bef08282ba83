# -*- coding: utf-8 -*-
"""A scripted server and an Api that talks to it."""
from __future__ import unicode_literals

import pytest

from .server import ScriptedServer, reply
from .talk import Client


@pytest.fixture
def server():
    """A scripted server; set its script with ``server.then(...)``."""
    with ScriptedServer(reply(500)) as made:
        yield made


@pytest.fixture
def talk(server):
    """A function of responses that makes an Api which the scripted server gives them, in turn."""
    made = []

    def make(*answers, **options):
        made.append(Client(server, answers, **options))
        return made[-1]

    yield make
    for client in made:
        client.close()
