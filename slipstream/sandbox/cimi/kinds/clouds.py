# -*- coding: utf-8 -*-
"""Kinds of clouds.

Each kind of cloud has its own settings for connectors and members for credentials, see
:mod:`slipstream.sandbox.state.cloud_kinds`. The documents of unknown kinds may have any further
members.
"""
from __future__ import unicode_literals

from ... import checks
from ...compat import text_type
from ...state import cimi_records
from ...state.cloud_kinds import CREDENTIAL_MEMBERS
from .. import schema
from .descriptions import checks_of, describe, field, template

_CONTEXTUALIZATION = ('never', 'linux-only', 'windows-only', 'always')
_SETTINGS = (
    field('instanceName', 'Instance name', 'name of the connector', mandatory=True, order=10),
    field('orchestratorImageid', 'Orchestrator image', 'image of the orchestrator machine',
          default='', order=15),
    field('quotaVm', 'Quota', 'number of machines that a user may run', default='20', order=20),
    field('maxIaasWorkers', 'Workers', 'number of machines started at the same time', type='int',
          default=5, order=25),
    field('endpoint', 'Endpoint', 'address of the cloud', default='', order=30),
    field('objectStoreEndpoint', 'Object store', 'address of the object store of the cloud',
          default='', order=31),
    field('nativeContextualization', 'Contextualization', 'when the mechanism of the cloud is used',
          type='enum', default='linux-only', order=32,
          enum=_CONTEXTUALIZATION),
    field('orchestratorSSHUsername', 'Orchestrator user', 'user name on the orchestrator',
          default='', order=33),
    field('orchestratorSSHPassword', 'Orchestrator password', 'password on the orchestrator',
          type='password', default='', order=34),
    field('orchestratorInstanceType', 'Orchestrator size', 'size of the orchestrator', order=35),
    field('orchestratorDisk', 'Orchestrator disk', 'disk of the orchestrator', order=36),
    field('securityGroups', 'Security groups', 'security groups of the orchestrator',
          default='slipstream_managed', order=37),
    field('updateClientURL', 'Client update', 'address of the connector client', default='',
          order=38),
)
_KEYS = (
    field('connector', 'Connector', 'connector that the credential is for', type='href',
          mandatory=True, order=20),
    field('key', 'Key', 'user name or key', default='', order=21),
    field('secret', 'Secret', 'password or secret', type='password', default='', order=22),
    field('quota', 'Quota', 'number of machines that the user may run', type='int', default=20,
          order=23),
)
_ZONE = field('zone', 'Zone', 'zone of the cloud', default='', order=40)
_REGION = field('region', 'Region', 'region of the cloud', default='', order=40)
_CREDENTIAL_MEMBERS = {
    'domain-name': field('domain-name', 'Domain', 'domain of the account', default='', order=24),
    'tenant-name': field('tenant-name', 'Project', 'project of the account', default='', order=25),
}
_OPENSTACK = (
    field('identityVersion', 'Identity version', 'version of the identity service', default='v2',
          order=40),
    field('serviceType', 'Service type', 'type of the compute service', default='compute',
          order=41),
    field('serviceName', 'Service name', 'name of the compute service', default='', order=42),
    field('serviceRegion', 'Region', 'region of the cloud', default='RegionOne', order=43),
    field('networkPublic', 'Public network', 'name of the public network', default='', order=44),
    field('networkPrivate', 'Private network', 'name of the private network', default='', order=45),
    field('floatingIps', 'Floating addresses', 'whether machines get floating addresses',
          type='boolean', default=False, order=46),
)
#: The additional settings of connectors, by kind of cloud.
_CONNECTOR_MEMBERS = {
    'cloudstack': (_ZONE,), 'ec2': (_REGION,), 'exoscale': (_ZONE,), 'nuvlabox': (),
    'opennebula': (
        field('network', 'Network', 'identifier of the network', default='', order=40),),
    'openstack': _OPENSTACK, 'otc': _OPENSTACK, 'softlayer': (_ZONE,)}
_MANAGERS = checks.list_of(
    checks.structure({'principal': checks.nonblank, 'type': checks.one_of('USER', 'ROLE')}))


def connector_schema(cloud):
    """The schema of the connectors of this kind."""
    required = {'cloudServiceType': checks.identifier, 'instanceName': checks.identifier,
                'orchestratorImageid': checks.text,
                'quotaVm': checks.text, 'maxIaasWorkers': checks.integer(1)}
    return _schema(cloud, required,
                   dict(checks_of(_connector_fields(cloud)), connectorTemplate=schema.link))


def credential_schema(cloud):
    """The schema of the credentials of this kind."""
    required = {'type': checks.nonblank, 'method': checks.nonblank, 'connector': schema.link,
                'key': checks.text, 'secret': checks.text,
                'quota': checks.integer()}
    return _schema(cloud, required, dict(checks_of(_credential_fields(cloud)), managers=_MANAGERS,
                                         disabledMonitoring=checks.flag))


def connector_template(cloud):
    """The connector template of this kind."""
    return template(cloud, cloud, 'connector of the kind %s' % cloud, {'cloudServiceType': cloud},
                    [entry._replace(default=cloud) if entry.name == 'instanceName' else entry
                     for entry in _connector_fields(cloud)])


def connector_description(cloud):
    """The description of the members of a connector of this kind."""
    return describe(_connector_fields(cloud),
                    cimi_records.acl(cimi_records.ADMIN, [cimi_records.role('USER', 'VIEW')]),
                    ['cloudServiceType'])


def credential_template(cloud):
    """The credential template of this kind."""
    return template('store-cloud-cred-%s' % cloud, 'Store a %s credential' % cloud,
                    'stores the credential of a %s cloud' % cloud,
                    {'type': 'cloud-cred-%s' % cloud, 'method': 'store-cloud-cred-%s' % cloud},
                    _credential_fields(cloud))


def _schema(cloud, required, optional):
    return schema.Schema(required, optional, extra=None if _is_listed(cloud) else checks.anything)


def _connector_fields(cloud):
    return _SETTINGS + (_CONNECTOR_MEMBERS[cloud] if _is_listed(cloud) else ())


def _credential_fields(cloud):
    names = CREDENTIAL_MEMBERS[cloud] if _is_listed(cloud) else ()
    return _KEYS + tuple(_CREDENTIAL_MEMBERS[name] for name in names)


def _is_listed(cloud):
    return isinstance(cloud, text_type) and cloud in CREDENTIAL_MEMBERS
