# -*- coding: utf-8 -*-
"""A sandbox that is served, and what a browser asks of its console."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.sandbox import Sandbox


@pytest.fixture
def sandbox():
    """A sandbox on a port, whose clock stands still."""
    with Sandbox(http=True, speed=0) as sandbox:
        yield sandbox


@pytest.fixture
def ask(sandbox):
    """A function that sends a request to the sandbox as a browser does; it raises no errors."""
    with requests.Session() as session:
        session.trust_env = False

        def ask(method, path, **options):
            return session.request(method, sandbox.endpoint + path, **options)
        yield ask


@pytest.fixture
def state(ask):
    """A function that reads what the console shows."""
    return lambda: ask('GET', '/sandbox/state').json()


@pytest.fixture
def use(ask, state):
    """A function that uses a control as the page does."""
    headers = {'X-Sandbox-Token': state()['token']}
    return lambda name, **arguments: ask('POST', '/sandbox/controls/' + name, json=arguments,
                                         headers=headers)
