# -*- coding: utf-8 -*-
"""Writing the catalogue from a spool."""
from __future__ import unicode_literals

import io
import os

from ..catalogue.shapes import NEWEST
from ..catalogue.writing import Writer
from ..compat import replace
from ..state.modules import split_version
from .capture_reader import ACCOUNTS, CLOUDS, CREDENTIALS, RUNS

#: The beginning of a catalogue. Files with another beginning are not overwritten.
BEGINNING = '{\n"format": '
_UNFINISHED = '.unfinished'


def write(spool, path):
    """Write a catalogue; the file appears when it is complete.

    :param spool: a :class:`~.capture_spool.Spool` without unfinished tasks.
    """
    with io.open(path + _UNFINISHED, 'w', encoding='utf-8', newline='\n') as out:
        writer = Writer(out)
        writer.value('format', NEWEST)
        connectors = set(connector['instanceName'] for connector in spool.section('connectors')
                         if 'instanceName' in connector)
        others = [cloud for cloud in spool.section(CLOUDS) if cloud['name'] not in connectors]
        usable = connectors.union(cloud['name'] for cloud in others)
        writer.entries('accounts', (_usable(account, usable)
                                    for account in spool.section(ACCOUNTS)))
        if others:
            writer.entries('clouds', others)
        writer.entries('modules', spool.modules())
        writer.groups('resources', ((section, spool.section(section))
                                    for section in collections_of(spool)))
        if RUNS in spool.sections():
            # A sandbox cannot show a deployment if the caller may no longer read its module.
            writer.entries('runs', (run for run in spool.section(RUNS)
                                    if spool.has_version(*split_version(run['module']))))
        writer.end()
    replace(path + _UNFINISHED, path)


def collections_of(spool):
    """The sorted names of the collections of the JSON interface in a spool."""
    return [section for section in spool.sections()
            if section not in (ACCOUNTS, CLOUDS, CREDENTIALS, RUNS)]


def is_catalogue(path):
    """Whether a file is a captured catalogue."""
    with io.open(path, 'rb') as stream:
        return stream.read(len(BEGINNING)) == BEGINNING.encode('ascii')


def clean_up(path):
    """Remove the file of an incomplete catalogue."""
    if os.path.exists(path + _UNFINISHED):
        os.remove(path + _UNFINISHED)


def _usable(account, clouds):
    """The account, without a default cloud that is not in the catalogue."""
    settings = dict(account.get('settings', {}))
    if settings.get('defaultCloudService') not in clouds:
        settings.pop('defaultCloudService', None)
    return dict(account, settings=settings)
