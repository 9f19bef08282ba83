# -*- coding: utf-8 -*-
"""
Users
===========
"""
from __future__ import unicode_literals

from . import service


class Users(service.Service):
    """The part of :class:`~slipstream.api.Api` that works with users."""
