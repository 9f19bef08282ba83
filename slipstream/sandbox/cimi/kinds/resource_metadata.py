# -*- coding: utf-8 -*-
"""Resource metadata: descriptions of the members of documents."""
from __future__ import unicode_literals

from . import session_templates, user_templates
from .descriptions import HINTS, discriminating, field, metadata
from .templates import CREDENTIALS, InMemory, finished

_DESCRIBE = (('describe', 'describes the members'),)
_TARGET = (
    field('action', 'Action', 'what is done', mandatory=True),
    field('state', 'State', 'whether it was done', type='enum', mandatory=True,
          enum=('WAITING', 'FAILED', 'SUCCEEDED'), read_only=True),
    field('targetResource', 'Target', 'what it is done to', type='href'),
    field('data', 'Data', 'data for the action', type='map'),
    field('expires', 'Expiry', 'when the action expires', type='timestamp'),
)
_ADDRESS = (
    field('address', 'Address', 'mail address', mandatory=True),
    field('validated', 'Validated', 'whether the address is confirmed', type='boolean',
          read_only=True),
)
_IDENTIFIER = (
    field('identifier', 'Identifier', 'name of the user at another provider', mandatory=True),
    field('user', 'User', 'the user', type='href', mandatory=True),
)
_BASE = (field('baseURI', 'Base', 'address to which all links are relative', mandatory=True,
               read_only=True),)
#: Collections other than templates: identity, title, description, fields, operations.
_OTHERS = (
    ('cloud-entry-point', 'Cloud Entry Point', 'the collections of the service', _BASE, ()),
    ('callback', 'Callback', 'action that is run when somebody follows a link', _TARGET,
     (('execute', 'runs the action'),)),
    ('email', 'Email', 'mail address of a user', _ADDRESS,
     (('validate', 'sends a mail with a link that validates the address'),)),
    ('user-identifier', 'User Identifier', 'name of a user at another provider',
     _IDENTIFIER, ()),
    ('credential-template', 'Credential Template', 'way to create a credential',
     discriminating('type', 'method'), _DESCRIBE),
    ('session-template', 'Session Template', 'way to log in',
     discriminating('method', 'instance') + HINTS, _DESCRIBE),
    ('user-template', 'User Template', 'way to create an account',
     discriminating('method', 'instance') + HINTS, _DESCRIBE),
)


class ResourceMetadata(InMemory):
    """Descriptions of the members of documents."""

    name = 'resource-metadata'
    key = 'resourceMetadatas'
    viewers = 'ANON'
    actions = {}

    def made(self, world):
        """The descriptions that the service registers; not every collection has one."""
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
        """None."""
        return []
