# -*- coding: utf-8 -*-
"""Resource metadata: what the members of documents are."""
from __future__ import unicode_literals

from . import session_templates, user_templates
from .descriptions import HINTS, discriminating, field, metadata
from .templates import CREDENTIALS, InMemory, finished

_DESCRIBE = (('describe', 'shows what the members mean'),)
_TARGET = (
    field('action', 'Action', 'what is done', mandatory=True),
    field('state', 'State', 'whether it was done', type='enum', mandatory=True,
          enum=('WAITING', 'FAILED', 'SUCCEEDED'), read_only=True),
    field('targetResource', 'Target', 'what it is done to', type='href'),
    field('data', 'Data', 'what is needed for it', type='map'),
    field('expires', 'Expiry', 'when it is too late', type='timestamp'),
)
_ADDRESS = (
    field('address', 'Address', 'mail address', mandatory=True),
    field('validated', 'Validated', 'whether somebody reads what is sent there', type='boolean',
          read_only=True),
)
_IDENTIFIER = (
    field('identifier', 'Identifier', 'under which another party knows the user', mandatory=True),
    field('user', 'User', 'the user', type='href', mandatory=True),
)
_BASE = (field('baseURI', 'Base', 'address to which all links are relative', mandatory=True,
               read_only=True),)
#: What is no template itself: identity, title, description, fields, operations.
_OTHERS = (
    ('cloud-entry-point', 'Cloud Entry Point', 'the collections of the service', _BASE, ()),
    ('callback', 'Callback', 'what is done when somebody follows a link', _TARGET,
     (('execute', 'does it'),)),
    ('email', 'Email', 'mail address of a user', _ADDRESS,
     (('validate', 'sends a mail with a link that validates the address'),)),
    ('user-identifier', 'User Identifier', 'name under which another party knows a user',
     _IDENTIFIER, ()),
    ('credential-template', 'Credential Template', 'way to make a credential',
     discriminating('type', 'method'), _DESCRIBE),
    ('session-template', 'Session Template', 'way to log in',
     discriminating('method', 'instance') + HINTS, _DESCRIBE),
    ('user-template', 'User Template', 'way to get an account',
     discriminating('method', 'instance') + HINTS, _DESCRIBE),
)


class ResourceMetadata(InMemory):
    """What the members of documents are."""

    name = 'resource-metadata'
    key = 'resourceMetadatas'
    viewers = 'ANON'
    actions = {}

    def made(self, world):
        """Those that the service registers: not every collection has one."""
        entries = list(_OTHERS)
        entries.extend((entry.metadata, entry.title, entry.description, entry.fields, _DESCRIBE)
                       for entry in CREDENTIALS)
        for base, methods in (('session-template', session_templates.METHODS),
                              ('user-template', user_templates.METHODS)):
            entries.extend(('%s-%s' % (base, method), method, 'the template %s' % method,
                            tuple(fields) + HINTS, _DESCRIBE)
                           for method, fields in sorted(methods.items()))
        return [finished(world, self.name, entry[0], metadata(*entry), 'ANON')
                for entry in sorted(entries, key=lambda entry: entry[0])]

    def operations(self, world, caller, document, modifiable):
        """There are none."""
        return []
