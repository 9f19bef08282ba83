# -*- coding: utf-8 -*-
"""The collections that behave.

One instance of each collection with behaviour of its own, and what a fresh server has.
"""
from __future__ import unicode_literals

from . import (configurations, connectors, credentials, deployment_parameters, deployments, emails,
               events, external_objects, jobs, machines, modules, quotas, resource_metadata,
               service_offers, session_templates, sessions, templates, user_params, user_templates,
               users)

BEHAVING = [
    emails.Callback(), configurations.Configuration(), templates.ConfigurationTemplate(),
    connectors.Connector(), templates.ConnectorTemplate(),
    credentials.Credential(), templates.CredentialTemplate(), deployments.Deployment(),
    deployment_parameters.DeploymentParameter(),
    deployments.DeploymentTemplate(), emails.Email(), events.Event(),
    service_offers.EvidenceRecord(), external_objects.ExternalObject(),
    templates.ExternalObjectTemplate(), jobs.Job(), machines.Metering(), modules.Module(),
    modules.ModuleApplication(), modules.ModuleComponent(),
    modules.ModuleImage(), events.Notification(), quotas.Quota(), resource_metadata.ResourceMetadata(),
    service_offers.ServiceAttribute(),
    service_offers.ServiceAttributeNamespace(), service_offers.ServiceBenchmark(),
    service_offers.ServiceOffer(), sessions.Session(),
    session_templates.SessionTemplate(), machines.StorageBucket(), emails.UserIdentifier(),
    user_params.UserParam(), templates.UserParamTemplate(),
    users.User(), user_templates.UserTemplate(), machines.VirtualMachineMapping(),
    machines.VirtualMachine(),
]


def install(world):
    """Put into a world what a fresh server has."""
    # A world that was kept in a file has all that already.
    if 'started' not in world.store.table('server'):
        world.store.table('server').put('started', {'at': world.clock.now()})
        session_templates.install(world)
        user_templates.install(world)
        configurations.install(world)
