# -*- coding: utf-8 -*-
"""Connectors: the clouds that administrators have set up for the service."""
from __future__ import unicode_literals

from ...state import cimi_records
from .. import access, bodies
from . import clouds
from .base import SIXSQ_ACTION, Kind

_ACL = cimi_records.acl(cimi_records.ADMIN,
                        [cimi_records.role('ADMIN', 'MODIFY'), cimi_records.role('USER', 'VIEW')])


class Connector(Kind):
    """Connectors: administrators write them, every user reads them."""

    name = 'connector'
    key = 'connectors'
    adders = 'ADMIN'
    wrapper = 'connectorTemplate'
    template_kind = 'connector-template'
    template_first = True
    template_required = False
    forces_acl = True
    actions = {'describe': 'describe', 'activate': 'unsupported', 'quarantine': 'unsupported'}

    def default_acl(self, world, caller, document):
        """The same for all connectors."""
        return _ACL

    def identify(self, world, document):
        """The instance name."""
        return document['instanceName']

    def complete(self, world, caller, document, request):
        """Record the template."""
        connector = dict(document)
        href = connector.pop('href', None)
        if href is not None:
            connector['connectorTemplate'] = {'href': href}
        self.validate(world, caller, connector)
        return connector, {}

    def validate(self, world, caller, document):
        """Check a connector against the settings of its kind of cloud."""
        clouds.connector_schema(document.get('cloudServiceType')).check(document)

    def operations(self, world, caller, document, modifiable):
        """Connectors that were created from a template can be described."""
        described = [(SIXSQ_ACTION + 'describe',
                      'describe')] if 'connectorTemplate' in document else []
        return super(Connector, self).operations(world, caller, document, modifiable) + described

    def describe(self, world, caller, document, request):
        """Describe the members."""
        access.check_readable(caller, document)
        return bodies.response(200, clouds.connector_description(document['cloudServiceType']))

    def unsupported(self, world, caller, document, request):
        """Refuse to switch a connector on or off: none supports that. The error shows it."""
        access.check_readable(caller, document)
        return bodies.response(400, document)
