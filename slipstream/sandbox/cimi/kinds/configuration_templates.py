# -*- coding: utf-8 -*-
"""Configuration templates.

They are for the service itself, and for logging in through other providers.
"""
from __future__ import unicode_literals

from .descriptions import field, template

#: The service that has a configuration from the start.
SLIPSTREAM = 'slipstream'
#: The address of the service in the template. Values that begin with it are URLs of the service.
ADDRESS = 'https://localhost'
_SERVICE = (
    field('slipstreamVersion', 'Version', 'version of the service', default='3.71',
          mandatory=True, order=20),
    field('serviceURL', 'Address', 'address of the service', default=ADDRESS, mandatory=True,
          order=21),
    field('supportEmail', 'Support address', 'where users ask for help',
          default='support@example.org', mandatory=True, order=22),
    field('reportsLocation', 'Reports', 'folder of the reports',
          default='/var/tmp/slipstream/reports', mandatory=True, order=23),
)
_MACHINES = (
    field('clientBootstrapURL', 'Bootstrap', 'address of the program that machines start with',
          default=ADDRESS + '/downloads/slipstream.bootstrap', mandatory=True, order=30),
    field('clientURL', 'Client', 'address of the client that machines install',
          default=ADDRESS + '/downloads/slipstreamclient.tgz', mandatory=True, order=31),
    field('connectorLibcloudURL', 'Libcloud', 'address of the libcloud that orchestrators install',
          default=ADDRESS + '/downloads/libcloud.tgz', mandatory=True, order=32),
    field('connectorOrchPrivateSSHKey', 'Private key', 'file of the private key of the service',
          default='/opt/slipstream/server/.ssh/id_rsa', mandatory=True, order=33),
    field('connectorOrchPublicSSHKey', 'Public key', 'file of the public key of the service',
          default='/opt/slipstream/server/.ssh/id_rsa.pub', mandatory=True, order=34),
    field('cloudConnectorClass', 'Connectors', 'names of the connectors', default='', order=35),
)
_MAIL = (
    field('mailUsername', 'Mail user', 'account at the mail server', default='mailer',
          mandatory=True, order=40),
    field('mailPassword', 'Mail password', 'password of that account', type='password',
          default='change-me', mandatory=True, order=41),
    field('mailHost', 'Mail server', 'name of the mail server', default='smtp.example.org',
          mandatory=True, order=42),
    field('mailPort', 'Mail port', 'port of the mail server', type='int', default=465,
          mandatory=True, order=43),
    field('mailSSL', 'Mail encryption', 'whether the connection to it is encrypted',
          type='boolean', default=True, mandatory=True, order=44),
    field('mailDebug', 'Mail log', 'whether the exchange with it is logged', type='boolean',
          default=False, mandatory=True, order=45),
)
_PARTS = (
    field('registrationEnable', 'Registration', 'whether people may register', type='boolean',
          default=True, mandatory=True, order=50),
    field('registrationEmail', 'Registration address',
          'sender of the mails about registrations', default='register@example.org',
          mandatory=True, order=51),
    field('quotaEnable', 'Quotas', 'whether quotas are enforced', type='boolean', default=True,
          mandatory=True, order=52),
    field('meteringEnable', 'Metering', 'whether machines are metered', type='boolean',
          default=False, mandatory=True, order=53),
    field('meteringEndpoint', 'Metering address', 'address of the metering',
          default=ADDRESS + '/metering', mandatory=True, order=54),
    field('prsEnable', 'Placement', 'whether offers are ranked', type='boolean', default=True,
          mandatory=True, order=55),
    field('prsEndpoint', 'Placement address', 'address of the ranking of offers',
          default=ADDRESS + '/filter-rank', mandatory=True, order=56),
    field('serviceCatalogueEnable', 'Service catalogue', 'whether there are service offers',
          type='boolean', default=True, mandatory=True, order=57),
    field('metricsLoggerEnable', 'Metrics log', 'whether measurements are logged',
          type='boolean', default=False, order=58),
    field('metricsGraphiteEnable', 'Metrics store', 'whether measurements are sent to Graphite',
          type='boolean', default=False, order=59),
    field('reportsObjectStoreBucketName', 'Bucket of reports', 'where reports are kept',
          default='slipstream-reports', order=60),
    field('reportsObjectStoreCreds', 'Credential of reports',
          'credential for the object store of reports', default='', order=61),
)
_CLIENT = (
    field('instance', 'Instance', 'name of the way to log in', default='instance', mandatory=True,
          order=20),
    field('clientID', 'Client', 'identifier at the provider', default='client-id', mandatory=True,
          order=21),
)
_SECRET = (field('clientSecret', 'Secret', 'secret at the provider', type='password',
                 default='client-secret', mandatory=True, order=22),)
_PROVIDER = (
    field('baseURL', 'Address', 'address of the provider', default='https://provider.example.org',
          mandatory=True, order=23),
    field('publicKey', 'Public key', 'key that checks tokens', default='public-key', mandatory=True,
          order=24),
)


def _of(service, title, description, fields):
    return template(service, title, description, {'service': service}, fields, 'ADMIN')


#: One template for each configurable part of the service.
TEMPLATES = (
    _of(SLIPSTREAM, 'SlipStream', 'settings of the service', _SERVICE + _MACHINES + _MAIL + _PARTS),
    _of('session-github', 'GitHub', 'login with GitHub', _CLIENT + _SECRET),
    _of('session-oidc', 'OpenID Connect', 'login with OpenID Connect',
        _CLIENT + _SECRET + _PROVIDER),
    _of('session-mitreid', 'MITREid', 'login with MITREid', _CLIENT + _SECRET + _PROVIDER),
    _of('session-mitreid-token', 'MITREid token', 'login with a MITREid token',
        _CLIENT[:1] + _PROVIDER),
)


def configuration_fields(service):
    """The fields of the configuration of a service, or None if there is no such service."""
    return next((entry.fields for entry in TEMPLATES if entry.fixed['service'] == service), None)
