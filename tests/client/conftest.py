# -*- coding: utf-8 -*-
"""A sandbox behind each of its two shells, and clients of it."""
from __future__ import unicode_literals

import pytest
import requests

from slipstream.sandbox import Sandbox

SHELLS = ('in process', 'over a socket')


@pytest.fixture(params=SHELLS)
def start(request):
    """A function that starts a sandbox whose clock stands still."""
    started = []

    def begin(**options):
        started.append(Sandbox(http=request.param == 'over a socket', speed=0, **options))
        return started[-1]

    yield begin
    for sandbox in started:
        sandbox.close()


@pytest.fixture
def sandbox(start):
    """A sandbox of the current version."""
    return start()


@pytest.fixture
def api(sandbox):
    """An ordinary user's client: Jane's."""
    return sandbox.api()


@pytest.fixture
def root(sandbox):
    """A privileged user's client."""
    return sandbox.api('super')


@pytest.fixture
def tarzan(sandbox):
    """The client of another ordinary user."""
    return sandbox.api('tarzan')


@pytest.fixture
def anybody(sandbox):
    """A client that is not logged in."""
    return sandbox.api(login=False)


@pytest.fixture
def browser(sandbox):
    """A plain HTTP session."""
    with requests.Session() as session:
        yield sandbox.mount(session)


@pytest.fixture
def served():
    """A sandbox that other programs reach on a port."""
    with Sandbox(http=True, speed=0) as sandbox:
        yield sandbox
