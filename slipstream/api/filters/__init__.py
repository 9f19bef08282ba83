# -*- coding: utf-8 -*-
"""The filter language of the JSON interface: its grammar, and filters written in Python."""
from __future__ import unicode_literals

#: Python 3.15 imports these when they are used first, as few programs write filters.
__lazy_modules__ = ['slipstream.api.filters.builder', 'slipstream.api.filters.grammar']

from ..compat import native_str
from ..errors import FilterSyntaxError
from .builder import Attr
from .grammar import parse

__all__ = [native_str(name) for name in ('Attr', 'FilterSyntaxError', 'parse')]
