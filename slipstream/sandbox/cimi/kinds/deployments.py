# -*- coding: utf-8 -*-
"""Deployments and their templates.

These are the deployments of the JSON interface. Jobs start and stop them, see
:mod:`slipstream.sandbox.simulation.cimi_deployments`.
"""
from __future__ import unicode_literals

from ... import checks
from ...compat import text_type
from ...state import api_keys, events
from .. import access, errors, schema
from . import module_merging, responses
from .base import DMTF_ACTION, Kind

_STATES = ('CREATED', 'STARTING', 'STARTED', 'STOPPING', 'STOPPED', 'PAUSING', 'PAUSED',
           'SUSPENDING', 'SUSPENDED', 'ERROR')
_OUTPUTS = checks.list_of(checks.structure({'parameter': checks.nonblank},
                                           {'description': checks.text, 'value': checks.text}))
_COMMON = {'keepRunning': checks.one_of('Always', 'On Success', 'On Error', 'Never')}
_CONTENT = checks.structure({}, {'outputParameters': _OUTPUTS}, closed=False)
_COMPONENT = checks.structure({'href': schema.href}, {'content': _CONTENT}, closed=False)
_NODE = checks.structure({'node': checks.nonblank, 'multiplicity': checks.integer()},
                         {'component': _COMPONENT}, closed=False)
_WHOLE = checks.structure({}, {'nodes': checks.list_of(_NODE), 'outputParameters': _OUTPUTS},
                          closed=False)
_REQUIRED = {'module': checks.structure({'href': schema.href}, {'content': _WHOLE}, closed=False),
             'outputParameters': _OUTPUTS}
_TEMPLATE = schema.Schema(_REQUIRED, _COMMON)
_DEPLOYMENT = schema.Schema(
    dict(_REQUIRED, state=checks.one_of(*_STATES),
         clientAPIKey=checks.structure({'href': schema.href}, {'secret': checks.nonblank})),
    dict(_COMMON, deploymentTemplate=schema.link, sshPublicKeys=checks.list_of(checks.nonblank),
         externalObjects=checks.list_of(schema.href),
         serviceOffers=checks.map_of(checks.nullable(checks.list_of(checks.nonblank)))))
_OFFERED = {'CREATED': ('edit', 'delete', 'start'), 'STARTING': ('edit', 'stop'),
            'STARTED': ('edit', 'stop'), 'ERROR': ('edit', 'stop'),
            'STOPPED': ('edit', 'delete')}


class DeploymentTemplate(Kind):
    """Deployment templates: a complete module, and how to deploy it."""

    name = 'deployment-template'
    key = 'deploymentTemplates'

    def complete(self, world, caller, document, request):
        """Insert the complete module."""
        return _with_module(world, caller, document), {}

    def validate(self, world, caller, document):
        """Check a template."""
        _TEMPLATE.check(document)


class Deployment(Kind):
    """Deployments: a module, a state, and the API key that the machines use."""

    name = 'deployment'
    key = 'deployments'
    wrapper = 'deploymentTemplate'
    template_kind = 'deployment-template'
    template_required = False
    merges_template = False  # a missing template is a different error here
    actions = {'start': 'start', 'stop': 'stop'}
    unsearchable = ('clientAPIKey', 'sshPublicKeys', 'externalObjects', 'serviceOffers')

    def complete(self, world, caller, document, request):
        """Insert the complete module and a new API key."""
        deployment = dict(document)
        href = deployment.pop('href', None)
        if href is not None:
            deployment = dict(_template(world, caller, href), **deployment)
        if 'module' in document or href is None:
            deployment = _with_module(world, caller, deployment)
        deployment.update(state='CREATED',
                          deploymentTemplate={'href': href or 'deployment-template/generated'},
                          clientAPIKey={'href': 'credential/none', 'secret': 'none'})
        self.validate(world, caller, deployment)
        key, secret = api_keys.create(world, caller, 'API key of a deployment')
        return dict(deployment, clientAPIKey={'href': key['id'], 'secret': secret}), {}

    def validate(self, world, caller, document):
        """Check a deployment."""
        _DEPLOYMENT.check(document)

    def added(self, world, caller, document):
        """Write an event."""
        events.write(world, document['id'], '%s created' % document['id'],
                     acl=self.default_acl(world, caller, document))

    def change(self, world, caller, stored, merged, body):
        """The API key cannot change."""
        return dict(merged, clientAPIKey=stored['clientAPIKey'])

    def check_delete(self, world, caller, document):
        """A running deployment cannot be deleted."""
        if document['state'] not in ('CREATED', 'STOPPED'):
            raise errors.Problem(409, 'invalid state (%s) for delete on %s'
                                 % (document['state'], document['id']), document['id'])

    def operations(self, world, caller, document, modifiable):
        """The operations depend on the state."""
        names = _OFFERED.get(document.get('state'), ('edit',)) if modifiable else ()
        return [(DMTF_ACTION + name, name) if name in self.actions else name for name in names]

    def start(self, world, caller, document, request):
        """Queue the job that starts the deployment, whatever its state."""
        access.check_modifiable(caller, document)
        job = world.deployments.start(document, caller.username)
        message = 'starting %s with async %s' % (document['id'], job['id'])
        events.write(world, document['id'], message,
                     acl=self.default_acl(world, caller, document))
        return responses.status(202, message, document['id'], [('Location', job['id'])])

    def stop(self, world, caller, document, request):
        """Queue the job that stops the deployment, whatever its state."""
        access.check_modifiable(caller, document)
        job = world.deployments.stop(document, caller.username)
        message = 'stopping %s with async %s' % (document['id'], job['id'])
        return responses.status(202, message, document['id'], [('Location', job['id'])])


def _template(world, caller, href):
    """The members of a template that are copied to a deployment."""
    is_text = isinstance(href, text_type)
    template = world.store.table('deployment-template').get(href) if is_text else None
    if template is None:
        raise errors.Problem(404, '')
    if not access.readable(caller, template):
        raise errors.Problem(403, '')
    return dict((name, template[name]) for name in ('module', 'outputParameters', 'keepRunning')
                if name in template)


def _with_module(world, caller, document):
    """Add the complete module and the global parameters to a document."""
    link = document.get('module')
    problem = schema.link(link)
    if problem:
        raise schema.failure('module', link, problem)
    module = dict(module_merging.expanded(world, caller, link['href']), **link)
    return dict(document, module=module, outputParameters=module_merging.global_parameters())
