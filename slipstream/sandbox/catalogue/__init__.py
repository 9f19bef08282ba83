# -*- coding: utf-8 -*-
"""What a new sandbox contains.

The modules of this package hold the default catalogue, in the format that :mod:`.formats`
describes; :mod:`.filling` puts it, or another one, into a world.
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

#: The catalogue that a sandbox has when it gets none.
BUILT_IN = complete({'accounts': ACCOUNTS, 'api_keys': API_KEYS, 'clouds': CLOUDS, 'offers': OFFERS,
                     'modules': MODULES})


def install(world):
    """Put the built-in catalogue into a fresh world.

    :return: what users of the sandbox need: a dict with ``users`` and ``api_keys``.
    """
    return fill(world, BUILT_IN, 'built-in catalogue')


def add(world, catalogue):
    """Put a catalogue into a world.

    :param catalogue: a dict or the path of a JSON file, see :mod:`.formats`; or a function that
        puts things into the world itself and returns a dict that may have ``users`` and
        ``api_keys``; None: nothing.
    :return: what users of the sandbox need: a dict with ``users`` and ``api_keys``.
    :raises CatalogueError: if the catalogue is not of the format, names something that does not
        exist, or makes something that does.
    """
    if catalogue is None or callable(catalogue):
        told = (catalogue(world) if catalogue else None) or {}
        return {'users': list(told.get('users', ())), 'api_keys': list(told.get('api_keys', ()))}
    with lines_named(catalogue):
        complete_one, source = read(catalogue)
        base = install(world) if complete_one['built_in'] else {'users': [], 'api_keys': []}
        return merged(base, fill(world, complete_one, source))


def merged(one, other):
    """What users of a sandbox with two catalogues need."""
    return dict((name, one[name] + other[name]) for name in ('users', 'api_keys'))
