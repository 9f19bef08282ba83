# -*- coding: utf-8 -*-
"""Parameters of deployments.

The machines of a deployment use them to pass values to each other and to the user. Two of them have
an effect: setting ``complete`` of a node to the finished state moves the deployment on, and setting
the state of the deployment may end it.
"""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records, deployment_parameters
from .. import schema
from .base import Kind

_SCHEMA = schema.Schema({'deployment': schema.link, 'name': checks.solid},
                        {'nodeID': checks.solid, 'value': checks.nonblank})


class DeploymentParameter(Kind):
    """Parameters: administrators add them, users of the deployment write them."""

    name = 'deployment-parameter'
    key = 'deploymentParameters'
    collection_uri = cimi_records.SIXSQ + 'DeploymentCollection'
    adders = 'ADMIN'

    def identify(self, world, document):
        """Deployment, node and name."""
        return deployment_parameters.identity(document['deployment']['href'],
                                              document.get('nodeID', ''), document['name'])

    def complete(self, world, caller, document, request):
        """Check the document before computing its id."""
        self.validate(world, caller, document)
        return document, {}

    def validate(self, world, caller, document):
        """Check a parameter."""
        _SCHEMA.check(document)

    def added(self, world, caller, document):
        """A parameter that is added with a value has the effect of that value."""
        if 'value' in document:
            world.deployments.parameter_written(document)

    def change(self, world, caller, stored, merged, body):
        """A new value may have an effect."""
        self.validate(world, caller, merged)
        if merged.get('value') not in (None, stored.get('value')):
            world.deployments.parameter_written(merged)
        return merged
