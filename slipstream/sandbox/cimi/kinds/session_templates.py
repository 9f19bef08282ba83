# -*- coding: utf-8 -*-
"""Session templates: the ways to log in to a service."""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records
from .. import schema
from .descriptions import HINTS, checks_of, field, template
from .method_templates import MethodTemplate

#: Everybody may view session templates.
PUBLIC = [cimi_records.role('ANON', 'VIEW'), cimi_records.role('USER', 'VIEW')]
INTERNAL = template('internal', 'Internal', 'Internal Authentication via Username/Password',
                    {'method': 'internal', 'instance': 'internal'}, [
                        field('username', 'Username', 'name of the account', default='username',
                              mandatory=True, order=20),
                        field('password', 'Password', 'password of the account', type='password',
                              default='password', mandatory=True, order=21),
                    ], 'ANON', 'session-template-internal')
API_KEY = template('api-key', 'API Key', 'Authentication with API Key and Secret',
                   {'method': 'api-key', 'instance': 'api-key'}, [
                       field('key', 'Key', 'identifier of the API key', default='key',
                             mandatory=True, order=20),
                       field('secret', 'Secret', 'secret of the API key', type='password',
                             default='secret', mandatory=True, order=21),
                   ], 'ANON', 'session-template-api-key')
_TOKEN = (field('token', 'Token', 'token of the provider', type='password', default='token',
                mandatory=True, order=20),)
#: The credential fields of each method.
METHODS = {'internal': INTERNAL.fields, 'api-key': API_KEY.fields, 'github': (), 'oidc': (),
           'mitreid': (), 'mitreid-token': _TOKEN}


def schema_of(method, optional=None):
    """The schema of the templates of a method, or None if there is no such method."""
    if not checks.one_of(*METHODS)(method):
        required = dict(checks_of(METHODS[method]), method=checks.identifier,
                        instance=checks.identifier)
        return schema.Schema(required, dict(checks_of(HINTS), **(optional or {})))
    return None


class SessionTemplate(MethodTemplate):
    """Session templates: everybody reads them, administrators write them."""

    name = 'session-template'
    key = 'sessionTemplates'
    collection_acl = {'owner': cimi_records.ADMIN, 'rules': PUBLIC}
    methods = METHODS

    def identify(self, world, document):
        """Method and instance; only one of them if they are the same."""
        method, instance = document['method'], document['instance']
        return instance if method == instance else '%s-%s' % (method, instance)

    def validate(self, world, caller, document):
        """Check a template against the schema of its method."""
        of_method = schema_of(document.get('method'))
        if of_method is None:
            methods = ', '.join('"%s"' % method for method in sorted(METHODS))
            raise schema.failure('method', document.get('method'), 'one of: %s' % methods)
        of_method.check(document)


def install(world):
    """Add the two templates that a sandbox has from the start."""
    _write(world, INTERNAL, group='Login with Username/Password',
           resourceMetadata='resource-metadata/session-template-internal')
    _write(world, API_KEY)


def _write(world, entry, **members):
    document = dict(members, name=entry.title, description=entry.description, **entry.fixed)
    document.update((member.name, member.default) for member in entry.fields)
    rules = [cimi_records.ADMIN_ALL] + PUBLIC
    cimi_records.insert(world, 'session-template',
                        dict(document, acl={'owner': cimi_records.ADMIN, 'rules': rules}),
                        name=entry.identity)
