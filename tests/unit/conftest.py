# -*- coding: utf-8 -*-
"""What holds for every unit test: no real time passes while something waits."""
from __future__ import unicode_literals

import pytest

from slipstream.api.methods import waiting


@pytest.fixture(autouse=True)
def no_time(monkeypatch):
    """Stop the clock for waits for a deployment; only their sleeps move it."""
    monkeypatch.setattr(waiting, 'monotonic', lambda: 0)
