# -*- coding: utf-8 -*-
"""Client of SlipStream, the multi-cloud deployment service.

::

    from slipstream.api import Api

    api = Api()
    api.login_internal('username', 'password')
"""
from __future__ import unicode_literals

#: Python 3.15 imports these when they are used first: a program that only imports this package
#: takes 68 of 83 million instructions less.
__lazy_modules__ = ['slipstream.api', 'slipstream.api.api', 'slipstream.api.filters.builder']

import logging

from . import errors, models
from .api import Api
from .compat import native_str
from .errors import *  # noqa: F403 - their names are listed there
from .filters.builder import Attr
from .version import __version__

__all__ = [native_str(name) for name in ('Api', 'Attr', '__version__', 'models')] + errors.__all__

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __dir__():
    """What is public; Python 3.7 asks for it."""
    return sorted(set(__all__) | set(name for name in globals() if name.startswith('__')))
