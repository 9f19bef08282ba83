# -*- coding: utf-8 -*-
"""
Modules: projects, components and applications
==============================================
"""
from __future__ import unicode_literals

from . import service


class Modules(service.Service):
    """The part of :class:`~slipstream.api.Api` that works with modules."""


def get_module_type(category):
    """The type that a category means."""
    return {'image': 'component', 'project': 'project', 'deployment': 'application'}.get(category.lower(), category)
