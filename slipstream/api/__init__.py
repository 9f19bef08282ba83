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

import importlib
import logging

from . import errors, models
from .api import Api
from .compat import TYPE_CHECKING, native_str
from .display.similar_names import did_you_mean, missing_attribute, nearest
from .errors import *  # noqa: F403 - their names are listed there
from .filters.builder import Attr
from .version import __version__

__all__ = [native_str(name) for name in ('Api', 'Attr', '__version__', 'models')] + errors.__all__

logging.getLogger(__name__).addHandler(logging.NullHandler())


#: Public modules that few programs need: they are imported when you use them, from Python 3.7 on.
_LATER = ('frames', 'plots')


def __dir__():
    """What is public; Python 3.7 asks for it."""
    return sorted(__all__ + [native_str(name) for name in _LATER])


if not TYPE_CHECKING:  # pragma: no branch - type checkers would accept every name
    def __getattr__(name):
        """Return a public module that has not been imported; Python 3.7 asks for it."""
        if name not in _LATER:
            raise missing_attribute(name, "module '%s' has no attribute '%s'. %s" % (
                __name__, name, did_you_mean(nearest(name, __dir__()))))
        return importlib.import_module(native_str('.' + name), __name__)
