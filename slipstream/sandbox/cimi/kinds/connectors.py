# -*- coding: utf-8 -*-
"""Connectors.

The clouds that the service can use, as its administrators set them up.
"""
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
    actions = {'describe': 'describe', 'activate': 'unsupported', 'quarantine': 'unsupported'}

    def default_acl(self, world, caller, document):
        """A fixed one."""
        return _ACL

    def forces_acl(self):
        """What the body says about access is ignored."""
        return True

    def identify(self, world, document):
        """A connector is called by its instance name."""
        return document['instanceName']

    def complete(self, world, caller, document, request):
        """Note the template."""
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
        """A connector that was made from a template can be described."""
        described = [(SIXSQ_ACTION + 'describe',
                      'describe')] if 'connectorTemplate' in document else []
        return super(Connector, self).operations(world, caller, document, modifiable) + described

    def describe(self, world, caller, document, request):
        """What the members mean."""
        access.check_readable(caller, document)
        return bodies.answer(200, clouds.connector_description(document['cloudServiceType']))

    def unsupported(self, world, caller, document, request):
        """No connector module here can be switched on and off: the refusal shows the connector."""
        access.check_readable(caller, document)
        return bodies.answer(400, document)
