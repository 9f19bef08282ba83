# -*- coding: utf-8 -*-
"""The collections, one module per group.

``KINDS`` holds them all by name, in the order of the entry point.
"""
from __future__ import unicode_literals

import collections

from . import (configurations, connectors, credentials, deployment_parameters, deployments, emails,
               events, external_objects, jobs, machines, modules, quotas, resource_metadata,
               service_offers, session_templates, sessions, templates, user_params, user_templates,
               users)

_KINDS = [
    emails.Callback(), configurations.Configuration(), templates.ConfigurationTemplate(),
    connectors.Connector(), templates.ConnectorTemplate(),
    credentials.Credential(), templates.CredentialTemplate(), deployments.Deployment(),
    deployment_parameters.DeploymentParameter(),
    deployments.DeploymentTemplate(), emails.Email(), events.Event(),
    service_offers.EvidenceRecord(), external_objects.ExternalObject(),
    templates.ExternalObjectTemplate(), jobs.Job(), machines.Metering(), modules.Module(),
    modules.ModuleApplication(), modules.ModuleComponent(),
    modules.ModuleImage(), events.Notification(), quotas.Quota(),
    resource_metadata.ResourceMetadata(),
    service_offers.ServiceAttribute(),
    service_offers.ServiceAttributeNamespace(), service_offers.ServiceBenchmark(),
    service_offers.ServiceOffer(), sessions.Session(),
    session_templates.SessionTemplate(), machines.StorageBucket(), emails.UserIdentifier(),
    user_params.UserParam(), templates.UserParamTemplate(),
    users.User(), user_templates.UserTemplate(), machines.VirtualMachineMapping(),
    machines.VirtualMachine(),
]
KINDS = collections.OrderedDict((kind.name, kind) for kind in _KINDS)

#: Marks a world in which :func:`install` has run.
_INSTALLED = 'documents'


def install(world):
    """Add the documents that every server has from the start to a world.

    A world that was loaded from a file already has them.
    """
    server = world.store.table('server')
    if _INSTALLED not in server:
        session_templates.install(world)
        user_templates.install(world)
        configurations.install(world)
        server.put(_INSTALLED, {'at': world.clock.now()})
