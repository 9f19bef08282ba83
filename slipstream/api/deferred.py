# -*- coding: utf-8 -*-
"""
Deferred: modules that are imported when something of them is wanted first
==========================================================================

``import slipstream.api`` loads the public methods. What they work with comes with the first call that works with it, so that a program
which imports much and calls little starts as fast as one that imports requests::

    from .deferred import documents

    documents.parse_xml(content)  # the first time, this imports the module
"""
from __future__ import unicode_literals

import importlib


class Deferred(object):
    """A module that is imported when something of it is wanted first.

    :param str name: its full name.
    """

    def __init__(self, name):
        self.__name__ = name

    def __getattr__(self, attribute):
        module = importlib.import_module(self.__name__)
        self.__dict__ = module.__dict__  # from now on the same as the module, for those who read it and for those who change it
        return getattr(module, attribute)


def _ours(name):
    return Deferred('%s.%s' % (__name__.rpartition('.')[0], name))


def import_deferred():
    """Import now all that is handed out here."""
    for handed_out in list(globals().values()):
        if isinstance(handed_out, Deferred):
            importlib.import_module(handed_out.__name__)


bodies = _ours('bodies')
cells = _ours('cells')
conditions = _ours('conditions')
connections = _ours('connections')
cookiefile = _ours('cookiefile')
cookies = _ours('cookies')
deadlines = _ours('deadlines')
display = _ours('display')
documents = _ours('documents')
drafts = _ours('drafts')
filters = _ours('filters')
forms = _ours('forms')
hints = _ours('hints')
history = _ours('history')
listing = _ours('listing')
markup = _ours('markup')
models = _ours('models')
paths = _ours('paths')
patience = _ours('patience')
progress = _ours('progress')
redaction = _ours('redaction')
retries = _ours('retries')
sequences = _ours('sequences')
settings = _ours('settings')
transfers = _ours('transfers')

#: Of the standard library: dear, as requests does not need them.
etree = Deferred('xml.etree.ElementTree')
uuid = Deferred('uuid')
