# -*- coding: utf-8 -*-
"""Events and notifications."""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records
from .. import schema
from .base import Kind

_CONTENT = checks.structure({
    'resource': checks.structure({'href': checks.matching('[a-zA-Z0-9]+[a-zA-Z0-9_./-]*')}),
    'state': checks.text,
})
_SCHEMA = schema.Schema({
    'acl': schema.acl, 'timestamp': checks.timestamp, 'content': _CONTENT,
    'type': checks.one_of('state', 'alarm', 'action', 'system'),
    'severity': checks.one_of('critical', 'high', 'medium', 'low'),
}, without=('parent', 'resourceMetadata'))


class Event(Kind):
    """What happened to a resource: every caller may write events, no caller changes one."""

    name = 'event'
    key = 'events'
    viewers = 'ANON'
    adders = 'ANON'
    collection_acl = {'owner': cimi_records.ADMIN, 'rules': [cimi_records.role('ANON', 'ALL')]}
    editable = False
    order = (('timestamp', 'desc'),)

    def default_acl(self, world, caller, document):
        """There is none: an event brings its own."""
        return None

    def validate(self, world, caller, document):
        """Check an event."""
        _SCHEMA.check(document)


class Notification(Event):
    """The same for people."""

    name = 'notification'
    key = 'notifications'
