# -*- coding: utf-8 -*-
"""Settings of users."""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records
from .. import errors, schema
from .base import Kind

_SCHEMA = schema.Schema({
    'paramsType': checks.one_of('execution'), 'defaultCloudService': checks.text,
    'sshPublicKey': checks.text, 'keepRunning': checks.nonblank,
    'mailUsage': checks.nonblank, 'verbosityLevel': checks.integer(), 'timeout': checks.integer()})


class UserParam(Kind):
    """Settings: every user has one document per type."""

    name = 'user-param'
    key = 'userParam'
    collection_uri = cimi_records.SIXSQ + 'UserParamsCollection'
    wrapper = 'userParamTemplate'
    template_kind = 'user-param-template'
    template_required = False
    merges_template = False

    def default_acl(self, world, caller, document):
        """The user owns them."""
        return cimi_records.acl(cimi_records.user(caller.username),
                                [cimi_records.user(caller.username, 'MODIFY')])

    def complete(self, world, caller, document, request):
        """Refuse a second document of the same type."""
        settings = dict(document)
        settings.pop('href', None)
        self.validate(world, caller, settings)
        owner = settings.get('acl', {}).get('owner', {}).get('principal', caller.username)
        for other in world.store.table(self.name):
            same_owner = other['acl']['owner']['principal'] == owner
            if same_owner and other['paramsType'] == settings['paramsType']:
                raise errors.Problem(409, "Resource of type %s for '%s' already exists: %s"
                                     % (settings['paramsType'], owner, other['id']))
        return settings, {}

    def validate(self, world, caller, document):
        """Check the settings."""
        _SCHEMA.check(document)
