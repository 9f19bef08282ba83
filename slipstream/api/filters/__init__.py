# -*- coding: utf-8 -*-
"""The filter language of the JSON interface: its grammar, and filters written in Python."""
from __future__ import unicode_literals

from .builder import Attr
from .grammar import FilterSyntaxError, parse

__all__ = [str(name) for name in ('Attr', 'FilterSyntaxError', 'parse')]
