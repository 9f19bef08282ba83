# -*- coding: utf-8 -*-
"""Templates in memory.

These collections of templates are part of the service itself. Searches show all of them, and they
cannot be edited or deleted.
"""
from __future__ import unicode_literals

from ... import checks, timestamps
from ...state import cimi_records
from ...state.cloud_kinds import all_kinds
from .. import access, bodies, schema
from . import clouds, configuration_templates
from .base import SIXSQ_ACTION, Kind
from .descriptions import HINTS, checks_of, describe, field, placeholders, template

CREDENTIALS = (
    template('generate-api-key', 'Generate API Key', 'generates an API key and stores hash',
             {'type': 'api-key', 'method': 'generate-api-key'}, [
                 field('ttl', 'Time to Live (TTL)', 'seconds until the key expires, 0 means never',
                       type='int', default=0, order=20),
             ], metadata='credential-template-api-key'),
    template('generate-ssh-key-pair', 'Generate SSH Key Pair',
             'generates an SSH key pair and stores the public key',
             {'type': 'ssh-public-key', 'method': 'generate-ssh-key-pair'}, [
                 field('size', 'Size', 'size of the key in bits', type='int', default=1024,
                       order=20),
                 field('algorithm', 'Algorithm', 'algorithm of the key', type='enum', default='rsa',
                       order=21, enum=('rsa', 'dsa')),
             ], metadata='credential-template-ssh-key-pair'),
    template('import-ssh-public-key', 'Import SSH Public Key',
             'imports the public key of an SSH key pair',
             {'type': 'ssh-public-key', 'method': 'import-ssh-public-key'}, [
                 field('publicKey', 'Public Key', 'public key as in a .pub file',
                       default='ssh-public-key', mandatory=True, order=20),
             ], metadata='credential-template-ssh-public-key'),
)
_USER_PARAMS = (
    template('execution', 'Execution', 'how the applications of a user are run',
             {'paramsType': 'execution'}, [
                 field('defaultCloudService', 'Default cloud',
                       'cloud to use by default', default='', order=20),
                 field('keepRunning', 'Keep running',
                       'whether machines are kept when the run is over', type='enum',
                       default='never', order=21,
                       enum=('always', 'never', 'on-success', 'on-error')),
                 field('mailUsage', 'Usage by mail', 'how often the usage is mailed', type='enum',
                       default='never', order=22, enum=('never', 'daily')),
                 field('verbosityLevel', 'Verbosity', 'how much is logged', type='int', default=0,
                       order=23),
                 field('sshPublicKey', 'SSH public keys', 'keys that open the machines, one a line',
                       default='', order=24),
                 field('timeout', 'Timeout', 'minutes until a run is given up', type='int',
                       default=30, order=25),
             ]),
)
_STORED = (
    field('bucketName', 'Bucket', 'name of the bucket', default='bucket-name', mandatory=True,
          order=20),
    field('objectName', 'Object', 'name of the object in the bucket', default='object/name',
          mandatory=True, order=21),
    field('contentType', 'Content type', 'media type of the content', order=22),
    field('objectStoreCred', 'Credential', 'credential for the object store', type='href',
          default={'href': 'credential/cloud-cred-uuid'}, mandatory=True, order=23),
)
_EXTERNAL_OBJECTS = (
    template('generic', 'Generic Object', 'object in an object store', {'objectType': 'generic'},
             _STORED),
    template('public', 'Public Object', 'object that anybody may download',
             {'objectType': 'public'}, _STORED),
    template('report', 'Report', 'report of a deployment', {'objectType': 'report'}, [
        field('runUUID', 'Deployment', 'identifier of the deployment', default='run-uuid',
              mandatory=True, order=20),
        field('component', 'Component', 'node instance that the report is from',
              default='component', mandatory=True, order=21),
        field('filename', 'File', 'name of the file', default='filename', mandatory=True, order=22),
        field('contentType', 'Content type', 'media type of the content', order=23),
    ]),
)
_TEMPLATE_SCHEMA = schema.Schema({'objectType': checks.identifier},
                                 dict(checks_of(_STORED), **checks_of(HINTS)))


class InMemory(Kind):
    """A collection whose documents the service generates."""

    adders = None
    in_memory = True
    editable = False
    deletable = False
    actions = {'describe': 'describe'}

    def templates(self, world):
        """The templates of the collection, see :func:`.descriptions.template`."""
        return ()

    def find(self, world, resource_id):
        """The document with this id, or None."""
        document = world.store.table(cimi_records.given_table(self.name)).get(resource_id)
        return document or next((document for document in self.made(world)
                                 if document['id'] == resource_id), None)

    def documents(self, world):
        """All documents: those of the catalogue, or else those that the service generates."""
        brought = list(world.store.table(cimi_records.given_table(self.name)))
        return brought or self.made(world)

    def made(self, world):
        """The documents that the service generates."""
        return [self._document(world, entry) for entry in self.templates(world)]

    def operations(self, world, caller, document, modifiable):
        """Templates can be described."""
        return [(SIXSQ_ACTION + 'describe', 'describe')]

    def describe(self, world, caller, document, request):
        """Describe the members."""
        access.check_readable(caller, document)
        identity = document['id'].partition('/')[2]
        fields, fixed = next(((entry.fields, entry.fixed) for entry in self.templates(world)
                              if entry.identity == identity), ((), {}))
        return bodies.response(200, describe(fields, document['acl'], fixed))

    def _document(self, world, entry):
        document = dict(placeholders(entry.fields), name=entry.title,
                        description=entry.description, **entry.fixed)
        if entry.metadata:
            document['resourceMetadata'] = 'resource-metadata/%s' % entry.metadata
        return finished(world, self.name, entry.identity, document, entry.viewer)


class CredentialTemplate(InMemory):
    """Templates for credentials."""

    name = 'credential-template'
    key = 'credentialTemplates'
    viewers = 'ANON'

    def templates(self, world):
        """The templates of the service, and one for each kind of cloud."""
        return CREDENTIALS + tuple(clouds.credential_template(cloud)
                                   for cloud in all_kinds(world))


class ConnectorTemplate(InMemory):
    """Templates for connectors."""

    name = 'connector-template'
    key = 'connectorTemplates'

    def templates(self, world):
        """One for each kind of cloud."""
        return tuple(clouds.connector_template(cloud) for cloud in all_kinds(world))


class ConfigurationTemplate(InMemory):
    """Templates for configurations."""

    name = 'configuration-template'
    key = 'configurationTemplates'
    viewers = 'ADMIN'

    def templates(self, world):
        """One for each configurable part of the service."""
        return configuration_templates.TEMPLATES


class UserParamTemplate(InMemory):
    """Templates for settings of users."""

    name = 'user-param-template'
    key = 'userParamTemplates'

    def templates(self, world):
        """There is only one."""
        return _USER_PARAMS


class ExternalObjectTemplate(InMemory):
    """Templates for external objects. Administrators may add some, but they never appear."""

    name = 'external-object-template'
    key = 'externalObjectTemplates'
    adders = 'ADMIN'

    def identify(self, world, document):
        """The type of the objects."""
        return document.get('objectType')

    def validate(self, world, caller, document):
        """Check a template that an administrator adds."""
        _TEMPLATE_SCHEMA.check(document)

    def templates(self, world):
        """One for each type of objects."""
        return _EXTERNAL_OBJECTS


def finished(world, kind, identity, members, viewer):
    """A complete document; documents in memory are as old as the sandbox."""
    moment = timestamps.cimi(world.store.table('server').get('started')['at'])
    return dict(members, id='%s/%s' % (kind, identity), resourceURI=cimi_records.type_uri(kind),
                created=moment, updated=moment,
                acl={'owner': cimi_records.ADMIN, 'rules': [cimi_records.role(viewer, 'VIEW')]})
