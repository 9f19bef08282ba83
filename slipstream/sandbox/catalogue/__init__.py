# -*- coding: utf-8 -*-
"""The content of a new sandbox.

The modules of this package hold the default catalogue, in the format that :mod:`.formats`
describes. :mod:`.filling` loads it, or another one, into a world.
"""
from __future__ import unicode_literals

from ..compat import native_str
from .accounts import ACCOUNTS, API_KEYS
from .clouds import CLOUDS
from .filling import fill
from .formats import CatalogueError, complete, lines_named, read
from .modules import MODULES
from .offers import OFFERS

__all__ = [native_str(name) for name in ('BUILT_IN', 'CatalogueError', 'add', 'install', 'merged')]

#: The default catalogue of a sandbox.
BUILT_IN = complete({'accounts': ACCOUNTS, 'api_keys': API_KEYS, 'clouds': CLOUDS, 'offers': OFFERS,
                     'modules': MODULES})


def install(world):
    """Load the built-in catalogue into a new world.

    :return: a dict with the ``users`` and ``api_keys`` for logging in.
    """
    return fill(world, BUILT_IN, 'built-in catalogue')


def add(world, catalogue):
    """Load a catalogue into a world.

    :param catalogue: a dict or the path of a JSON file, see :mod:`.formats`; or a function that
        fills the world itself and returns a dict that may have ``users`` and ``api_keys``; or None
        to load nothing.
    :return: a dict with the ``users`` and ``api_keys`` for logging in.
    :raises CatalogueError: if the catalogue has the wrong format, refers to something that does not
        exist, or contains something that already exists.
    """
    if catalogue is None or callable(catalogue):
        additions = (catalogue(world) if catalogue else None) or {}
        return dict((name, list(additions.get(name, ()))) for name in ('users', 'api_keys'))
    with lines_named(catalogue):
        complete_one, source = read(catalogue)
        base = install(world) if complete_one['built_in'] else {'users': [], 'api_keys': []}
        return merged(base, fill(world, complete_one, source))


def merged(first, second):
    """Combine the ``users`` and ``api_keys`` of two catalogues."""
    return dict((name, first[name] + second[name]) for name in ('users', 'api_keys'))
