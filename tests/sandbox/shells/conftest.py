# -*- coding: utf-8 -*-
"""What the tests of the server share."""
from __future__ import unicode_literals

import pytest

from .test_server import Service, serving


@pytest.fixture
def service():
    """The service behind the server."""
    return Service()


@pytest.fixture
def server(service):
    """A server that serves the service."""
    with serving(service.handle) as server:
        yield server
