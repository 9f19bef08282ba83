# -*- coding: utf-8 -*-
"""Integers in text, as the service reads them: decimal digits, at most 32 bits."""
from __future__ import unicode_literals

import re

_INTEGER = re.compile(r'[+-]?[0-9]{1,10}\Z')
_BITS = 31


def parse(text):
    """Parse an integer.

    :raises ValueError: if it is not an integer, or does not fit in 32 bits.
    """
    number = int(text) if _INTEGER.match(text) else None
    if number is None or number >> _BITS not in (0, -1):
        raise ValueError('not an integer of 32 bits: %r' % (text,))
    return number
