# -*- coding: utf-8 -*-
"""From a spool to a catalogue."""
from __future__ import unicode_literals

import io
import os

from ..catalogue.shapes import NEWEST
from ..catalogue.writing import Writer
from ..compat import replace
from ..state.modules import split_version
from .capture_reader import ACCOUNTS, CLOUDS, CREDENTIALS, RUNS

#: How a catalogue begins; what begins in another way is not overwritten.
BEGINNING = '{\n"format": '
_UNFINISHED = '.unfinished'


def write(spool, path):
    """Write a catalogue; the file is there when it is complete, not before.

    :param spool: a :class:`~.capture_spool.Spool` that has everything.
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
            # One whose module the caller may not read any longer could not be shown.
            writer.entries('runs', (run for run in spool.section(RUNS)
                                    if spool.has_version(*split_version(run['module']))))
        writer.end()
    replace(path + _UNFINISHED, path)


def collections_of(spool):
    """The collections of the JSON interface that a spool has documents of, sorted."""
    return [section for section in spool.sections()
            if section not in (ACCOUNTS, CLOUDS, CREDENTIALS, RUNS)]


def is_catalogue(path):
    """Whether a file is a catalogue that was captured."""
    with io.open(path, 'rb') as stream:
        return stream.read(len(BEGINNING)) == BEGINNING.encode('ascii')


def clean_up(path):
    """Remove what is left of a catalogue that was not completed."""
    if os.path.exists(path + _UNFINISHED):
        os.remove(path + _UNFINISHED)


def _usable(account, clouds):
    """An account whose default cloud is one that the catalogue has."""
    settings = dict(account.get('settings', {}))
    if settings.get('defaultCloudService') not in clouds:
        settings.pop('defaultCloudService', None)
    return dict(account, settings=settings)
