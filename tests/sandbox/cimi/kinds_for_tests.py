# -*- coding: utf-8 -*-
"""Collections for the tests of the generic machinery.

They have names of the service's own, but only as much behaviour as the tests need.
"""
from __future__ import unicode_literals

import collections

from slipstream.sandbox import checks
from slipstream.sandbox.cimi import bodies, errors, schema
from slipstream.sandbox.cimi.kinds.base import DMTF_ACTION, SIXSQ_ACTION, Kind
from slipstream.sandbox.state import cimi_records

#: All collections in the order of the entry point: name, weakest role that may search, weakest role
#: that may add (None: nobody).
RIGHTS = (
    ('callback', 'ADMIN', 'ADMIN'),
    ('configuration', 'ADMIN', 'ADMIN'),
    ('configuration-template', 'ADMIN', None),
    ('connector', 'USER', 'ADMIN'),
    ('connector-template', 'USER', None),
    ('credential', 'USER', 'USER'),
    ('credential-template', 'ANON', None),
    ('deployment', 'USER', 'USER'),
    ('deployment-parameter', 'USER', 'ADMIN'),
    ('deployment-template', 'USER', 'USER'),
    ('email', 'USER', 'USER'),
    ('event', 'ANON', 'ANON'),
    ('evidence-record', 'USER', 'USER'),
    ('external-object', 'USER', 'USER'),
    ('external-object-template', 'USER', 'ADMIN'),
    ('job', 'USER', 'ADMIN'),
    ('metering', 'USER', 'ADMIN'),
    ('module', 'USER', 'USER'),
    ('module-application', 'ADMIN', 'ADMIN'),
    ('module-component', 'ADMIN', 'ADMIN'),
    ('module-image', 'ADMIN', 'ADMIN'),
    ('notification', 'ANON', 'ANON'),
    ('quota', 'USER', 'ADMIN'),
    ('resource-metadata', 'ANON', None),
    ('service-attribute', 'USER', 'USER'),
    ('service-attribute-namespace', 'USER', 'ADMIN'),
    ('service-benchmark', 'USER', 'USER'),
    ('service-offer', 'USER', 'USER'),
    ('session', 'ANON', 'ANON'),
    ('session-template', 'ANON', 'ADMIN'),
    ('storage-bucket', 'USER', 'ADMIN'),
    ('user-identifier', 'USER', 'ADMIN'),
    ('user-param', 'USER', 'USER'),
    ('user-param-template', 'USER', None),
    ('user', 'ANON', 'ANON'),
    ('user-template', 'ANON', 'ADMIN'),
    ('virtual-machine-mapping', 'ADMIN', 'ADMIN'),
    ('virtual-machine', 'USER', 'ADMIN'),
)


class SimpleKind(Kind):
    """A collection of documents of any shape."""

    def __init__(self, name, viewers, adders):
        first, rest = name.split('-')[0], name.split('-')[1:]
        self.name = name
        self.key = first + ''.join(part.capitalize() for part in rest) + 's'
        self.viewers = viewers
        self.adders = adders
        self.in_memory = adders is None
        self.editable = self.deletable = not self.in_memory


class Event(Kind):
    """No edit, mandatory access control list, newest first."""

    name = 'event'
    key = 'events'
    viewers = 'ANON'
    adders = 'ANON'
    collection_acl = {'owner': cimi_records.ADMIN, 'rules': [cimi_records.role('ANON', 'ALL')]}
    editable = False
    order = [('timestamp', 'desc')]

    def default_acl(self, world, caller, document):
        """There is none."""


class Session(Kind):
    """Callers only see their own."""

    name = 'session'
    key = 'sessions'
    viewers = 'ANON'
    adders = 'ANON'
    wrapper = 'sessionTemplate'
    accepts_form = True

    def restrict(self, world, caller):
        """By the session of the caller."""
        return lambda document: document['id'] == caller.session

    def add(self, world, caller, body, request):
        """Tell what came."""
        return bodies.response(200, body)

    def deleted(self, world, caller, document, request):
        """A header."""
        return [('Set-Cookie', 'gone')]


class User(Kind):
    """Templates, an own id, edits by the body."""

    name = 'user'
    key = 'users'
    viewers = 'ANON'
    adders = 'ANON'
    wrapper = 'userTemplate'
    template_kind = 'user-template'
    dropped = ('method',)
    edit_select = False

    def default_acl(self, world, caller, document):
        """The user may view."""
        return cimi_records.acl(cimi_records.ADMIN,
                                [cimi_records.user(document['username'], 'MODIFY')])

    def identify(self, world, document):
        """By the name."""
        return document['username']

    def edit_target(self, resource_id, body):
        """By the body."""
        if 'id' not in body:
            raise errors.Problem(400, 'id is not provided in the document.')
        return body['id']


class CredentialTemplate(Kind):
    """In memory, two documents."""

    name = 'credential-template'
    key = 'credentialTemplates'
    viewers = 'ANON'
    adders = None
    in_memory = True
    editable = False
    deletable = False
    actions = {'describe': 'describe'}

    def documents(self, world):
        """For users, and for administrators."""
        return [self._document('open', cimi_records.role('USER', 'VIEW')),
                self._document('closed', cimi_records.ADMIN_ALL)]

    def find(self, world, resource_id):
        """One of them."""
        return next(
            (document for document in self.documents(world) if document['id'] == resource_id), None)

    def operations(self, world, caller, document, modifiable):
        """One."""
        return [(SIXSQ_ACTION + 'describe', 'describe')]

    def describe(self, world, caller, document, request):
        """Show it."""
        return bodies.response(200, {'described': document['id']})

    def _document(self, name, rule):
        return {'id': 'credential-template/' + name, 'type': 'api-key', 'method': 'make',
                'name': 'Template', 'ttl': 0, 'resourceURI': 'x',
                'acl': {'owner': cimi_records.ADMIN, 'rules': [rule]}}


class Credential(Kind):
    """Templates in memory, extra members in the response."""

    name = 'credential'
    key = 'credentials'
    wrapper = 'credentialTemplate'
    template_kind = 'credential-template'
    template_missing = 'no type'
    dropped = ('type',)

    def complete(self, world, caller, document, request):
        """With a secret."""
        return dict(document, digest='d'), {'secretKey': 's'}


class Connector(Kind):
    """An optional template, a fixed access control list, and an operation that is not its own."""

    name = 'connector'
    key = 'connectors'
    adders = 'ADMIN'
    wrapper = 'connectorTemplate'
    template_kind = 'connector-template'
    template_required = False
    forces_acl = True

    def default_acl(self, world, caller, document):
        """Fixed."""
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.role('USER', 'VIEW')])

    def operations(self, world, caller, document, modifiable):
        """A finished one."""
        return [{'rel': 'delete', 'href': 'connector'}]


class UserParam(Kind):
    """A wrapper that refers to nothing; an odd name."""

    name = 'user-param'
    key = 'userParam'
    collection_uri = 'http://sixsq.com/slipstream/1/UserParamsCollection'
    wrapper = 'userParamTemplate'
    template_kind = 'user-param-template'
    merges_template = False


class Deployment(Kind):
    """Actions, states, members that cannot be searched; notes what happened to its documents."""

    name = 'deployment'
    key = 'deployments'
    unsearchable = ('secrets',)
    actions = {'start': 'start'}
    schema = schema.Schema({'state': checks.nonblank},
                           {'secrets': checks.anything, 'note': checks.nonblank,
                            'size': checks.integer()})

    def __init__(self):
        self.log = []

    def complete(self, world, caller, document, request):
        """Created."""
        return dict(document, state='CREATED'), {}

    def validate(self, world, caller, document):
        """Closed."""
        self.schema.check(document)

    def added(self, world, caller, document):
        """Note it."""
        self.log.append(('added', document['id']))

    def change(self, world, caller, stored, merged, body):
        """The secrets stay."""
        return dict(merged, secrets=stored['secrets']) if 'secrets' in stored else merged

    def edited(self, world, caller, stored, document):
        """Note it."""
        self.log.append(('edited', stored.get('note'), document.get('note')))
        return document

    def check_delete(self, world, caller, document):
        """Only when created."""
        if document['state'] != 'CREATED':
            raise errors.Problem(409, 'invalid state', document['id'])

    def present(self, world, caller, document):
        """With a computed member."""
        return dict(document, shown='yes')

    def operations(self, world, caller, document, modifiable):
        """Start, when the state is known."""
        start = [(DMTF_ACTION + 'start', 'start')] if document.get('state') == 'CREATED' else []
        return super(Deployment, self).operations(world, caller, document, modifiable) + start

    def start(self, world, caller, document, request):
        """Accept."""
        return bodies.response(202, {'status': 202}, [('Location', 'job/1')])


class ExternalObjectTemplate(CredentialTemplate):
    """In memory, but administrators may add."""

    name = 'external-object-template'
    key = 'externalObjectTemplates'
    adders = 'ADMIN'


def new_registry():
    """All collections: those of this module, and simple ones in the places of the others."""
    behaving = [Event(), Session(), User(), CredentialTemplate(), Credential(), Connector(),
                UserParam(), Deployment(), ExternalObjectTemplate()]
    own = dict((kind.name, kind) for kind in behaving)
    return collections.OrderedDict((entry[0], own.get(entry[0]) or SimpleKind(*entry))
                                   for entry in RIGHTS)
