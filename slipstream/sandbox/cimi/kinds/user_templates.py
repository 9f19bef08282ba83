# -*- coding: utf-8 -*-
"""User templates: the ways to create an account on a service."""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records
from .. import schema
from .descriptions import HINTS, checks_of, field, template
from .method_templates import MethodTemplate

DIRECT = template('direct', 'Direct User Creation', 'creates a user directly',
                  {'method': 'direct', 'instance': 'direct'}, [
                      field('username', 'Username', 'name of the account', default='username',
                            mandatory=True, order=20),
                      field('password', 'Password',
                            'SHA-512 of the password, upper-case hexadecimal', type='password',
                            default='password', mandatory=True, order=21),
                      field('emailAddress', 'Mail address', 'mail address of the user',
                            default='user@example.org', mandatory=True, order=22),
                      field('firstName', 'First name', 'first name of the user', default='John',
                            order=23),
                      field('lastName', 'Last name', 'last name of the user', default='Doe',
                            order=24),
                      field('organization', 'Organization', 'organization of the user', default='',
                            order=25),
                      field('roles', 'Roles', 'further roles of the user', default='', order=26),
                      field('state', 'State', 'state of the account', type='enum', default='NEW',
                            order=27, enum=('NEW', 'ACTIVE', 'DELETED', 'SUSPENDED')),
                      field('isSuperUser', 'Administrator', 'whether the user is an administrator',
                            type='boolean', default=False, order=28),
                      field('deleted', 'Deleted', 'whether the account is deleted', type='boolean',
                            default=False, order=29),
                  ], 'ADMIN', 'user-template-direct')
_REGISTRATION = {'method': 'self-registration', 'instance': 'self-registration'}
SELF_REGISTRATION = template('self-registration', 'Self Registration',
                             'creates a user who registers', _REGISTRATION, [
                                 field('username', 'Username', 'name of the account',
                                       default='username', mandatory=True, order=20),
                                 field('password', 'Password', 'password of the account',
                                       type='password', default='password', mandatory=True,
                                       order=21),
                                 field('passwordRepeat', 'Password again', 'the same password',
                                       type='password', default='password', mandatory=True,
                                       order=22),
                                 field('emailAddress', 'Mail address', 'mail address of the user',
                                       default='user@example.org', mandatory=True, order=23),
                             ], 'ANON', 'user-template-self-registration')
#: The fields of each method.
METHODS = {'direct': DIRECT.fields, 'self-registration': SELF_REGISTRATION.fields, 'auto': (),
           'github-registration': (),
           'oidc-registration': (), 'mitreid-registration': ()}


class UserTemplate(MethodTemplate):
    """User templates: administrators write them, everybody may list the public ones."""

    name = 'user-template'
    key = 'userTemplates'
    methods = METHODS

    def identify(self, world, document):
        """The instance."""
        return document['instance']

    def validate(self, world, caller, document):
        """Check a template against the schema of its method."""
        method = document.get('method')
        fields = METHODS[method] if not checks.one_of(*METHODS)(method) else ()
        required = {'method': checks.one_of(*METHODS), 'instance': checks.identifier}
        if method == SELF_REGISTRATION.identity:
            required.update(checks_of(fields))
        optional = dict(checks_of(fields), **checks_of(HINTS))
        schema.Schema(required, dict((name, optional[name]) for name in optional
                                     if name not in required)).check(document)


def install(world):
    """Add the template that every service has."""
    document = dict(name=DIRECT.title, description=DIRECT.description,
                    resourceMetadata=DIRECT.metadata, **DIRECT.fixed)
    document.update((member.name, member.default) for member in DIRECT.fields)
    cimi_records.insert(world, 'user-template', document, name=DIRECT.identity)
