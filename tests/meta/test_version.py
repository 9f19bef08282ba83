# -*- coding: utf-8 -*-
"""The version."""
from __future__ import unicode_literals

from slipstream.api.version import __version__


def test_version_is_a_text():
    assert __version__.split('.')[0] == '4'
