# -*- coding: utf-8 -*-
"""Streams that tests read."""
from __future__ import unicode_literals

import io

from slipstream.api.compat import to_text


class Text(io.StringIO):
    """A text stream in memory that also accepts native strings on Python 2."""

    def write(self, text):
        """Write a text."""
        return io.StringIO.write(self, to_text(text))
