# -*- coding: utf-8 -*-
"""Configurations: the settings of the service and of the login methods."""
from __future__ import unicode_literals

from ... import checks
from ...state import service_configuration
from .. import access, bodies, schema
from .base import SIXSQ_ACTION, Kind
from .configuration_templates import ADDRESS, configuration_fields
from .descriptions import checks_of, describe, placeholders

_TEMPLATE = {'configurationTemplate': schema.link}


class Configuration(Kind):
    """Configurations: for administrators."""

    name = 'configuration'
    key = 'configurations'
    viewers = 'ADMIN'
    adders = 'ADMIN'
    wrapper = 'configurationTemplate'
    template_kind = 'configuration-template'
    template_first = True
    template_required = False
    actions = {'describe': 'describe'}

    def identify(self, world, document):
        """The service and, if there is one, the instance."""
        return '-'.join(document[name] for name in ('service', 'instance') if name in document)

    def complete(self, world, caller, document, request):
        """Record the template."""
        configuration = dict(document)
        href = configuration.pop('href', None)
        if href is not None:
            configuration['configurationTemplate'] = {'href': href}
        self.validate(world, caller, configuration)
        return configuration, {}

    def validate(self, world, caller, document):
        """Check a configuration against the fields of its service.

        The configuration of an unknown service may have any further members.
        """
        fields = configuration_fields(document.get('service'))
        mandatory = [entry for entry in fields or () if entry.mandatory]
        required = dict(checks_of(mandatory), service=checks.identifier)
        optional = dict(checks_of(fields or ()), instance=checks.identifier, **_TEMPLATE)
        extra = checks.anything if fields is None else None
        schema.Schema(required, optional, extra=extra).check(document)

    def operations(self, world, caller, document, modifiable):
        """Configurations that were created from a template can be described."""
        described = [(SIXSQ_ACTION + 'describe',
                      'describe')] if 'configurationTemplate' in document else []
        return super(Configuration,
                     self).operations(world, caller, document, modifiable) + described

    def describe(self, world, caller, document, request):
        """Describe the members."""
        access.check_readable(caller, document)
        return bodies.response(200, describe(configuration_fields(document.get('service')) or (),
                                             document['acl'], ['service']))


def install(world):
    """Add the configuration of the service itself, which every service has."""
    service = service_configuration.SERVICE
    members = dict(placeholders(configuration_fields(service)), service=service,
                   slipstreamVersion='.'.join('%d' % part for part in world.server_version),
                   configurationTemplate={'href': 'configuration-template/' + service})
    service_configuration.write(world, members, ADDRESS)
