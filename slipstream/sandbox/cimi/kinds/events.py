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
    """Events: what happened to a resource. Every caller may add events, nobody may change them."""

    name = 'event'
    key = 'events'
    viewers = 'ANON'
    adders = 'ANON'
    collection_acl = {'owner': cimi_records.ADMIN, 'rules': [cimi_records.role('ANON', 'ALL')]}
    editable = False
    order = (('timestamp', 'desc'),)

    def default_acl(self, world, caller, document):
        """None: every event has its own."""
        return None

    def validate(self, world, caller, document):
        """Check an event."""
        _SCHEMA.check(document)


class Notification(Event):
    """Notifications: events for people."""

    name = 'notification'
    key = 'notifications'
