# -*- coding: utf-8 -*-
"""
Machines
===========
"""
from __future__ import unicode_literals

from . import service


class Machines(service.Service):
    """The part of :class:`~slipstream.api.Api` that works with machines."""
