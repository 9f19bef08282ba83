# -*- coding: utf-8 -*-
"""A sandbox whose time only the test moves."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox import Sandbox


@pytest.fixture
def sandbox():
    """A sandbox whose clock stands."""
    with Sandbox(speed=0) as sandbox:
        yield sandbox
