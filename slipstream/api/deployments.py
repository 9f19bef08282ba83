# -*- coding: utf-8 -*-
"""
Deployments
===========
"""
from __future__ import unicode_literals

from . import service


class Deployments(service.Service):
    """The part of :class:`~slipstream.api.Api` that works with deployments."""
