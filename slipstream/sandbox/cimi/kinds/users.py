# -*- coding: utf-8 -*-
"""Users: accounts of the service.

Administrators create them. Users may register themselves if the service allows it.
"""
from __future__ import unicode_literals

from ... import checks
from ...state import cimi_records
from ...state.accounts import password_digest
from .. import errors, redirection, schema
from . import emails
from .base import Kind

_EPOCH = '1970-01-01T00:00:00.000Z'
_DEFAULTS = {'state': 'NEW', 'deleted': False, 'isSuperUser': False, 'lastOnline': _EPOCH,
             'lastExecute': _EPOCH, 'activeSince': _EPOCH}
#: Members of a template that are not copied to the user.
_HINTS = ('instance', 'group', 'order', 'hidden', 'icon', 'redirectURI')
_SHORTEST = 8
_OPTIONAL = {
    'firstName': checks.text, 'lastName': checks.text, 'organization': checks.text,
    'roles': checks.text, 'state': checks.one_of('NEW', 'ACTIVE', 'DELETED', 'SUSPENDED'),
    'isSuperUser': checks.flag, 'deleted': checks.flag, 'password': checks.nonblank,
    'method': checks.nonblank, 'href': checks.nonblank, 'creation': checks.timestamp,
    'lastOnline': checks.timestamp, 'lastExecute': checks.timestamp,
    'activeSince': checks.timestamp, 'githublogin': checks.text, 'cyclonelogin': checks.text,
    'externalIdentity': checks.nullable(checks.list_of(checks.nonblank))}
_SCHEMA = schema.Schema({'username': checks.nonblank, 'emailAddress': checks.nonblank}, _OPTIONAL)
_REGISTRATION = schema.Schema({'username': checks.nonblank, 'password': checks.nonblank,
                               'passwordRepeat': checks.nonblank,
                               'emailAddress': emails.address},
                              {'method': checks.nonblank, 'href': checks.nonblank})
_BROWSER = schema.Schema({}, {redirection.MEMBER: redirection.address})


class User(Kind):
    """Users: they see their own document; administrators see and create all."""

    name = 'user'
    key = 'users'
    viewers = 'ANON'
    adders = 'ANON'
    wrapper = 'userTemplate'
    template_kind = 'user-template'
    template_missing = 'missing or invalid UserTemplate reference'
    dropped = ('method', 'id')
    accepts_form = True
    redirected = (400, 403, 404, 409)
    edit_select = False

    def default_acl(self, world, caller, document):
        """The service owns the document; the user may modify it."""
        rules = [cimi_records.ADMIN_ALL, cimi_records.user(document['username'], 'MODIFY')]
        return cimi_records.acl(cimi_records.ADMIN, rules)

    def identify(self, world, document):
        """The user name."""
        return document['username']

    def complete(self, world, caller, document, request):
        """Create the account for the template."""
        _BROWSER.check(dict((name, document[name]) for name in document
                            if name == redirection.MEMBER))
        requested = dict((name, value) for name, value in document.items() if name not in _HINTS)
        makers = {'direct': _direct, 'self-registration': _registered}
        if requested.get('method') not in makers:
            raise errors.Problem(400, 'cannot validate UserTemplate create document with method: '
                                 "'%s'" % (requested.get('method') or '',))
        user = makers[requested['method']](caller, requested)
        self.validate(world, caller, user)
        return user, {}

    def validate(self, world, caller, document):
        """Check a user."""
        _SCHEMA.check(document)

    def added(self, world, caller, document):
        """Mail a link to a user who registered."""
        if document.get('method') == 'self-registration':
            emails.send_validation(world, document['emailAddress'], 'user-email-validation',
                                   document['id'])

    def edit_target(self, resource_id, body):
        """The id in the body is used, not the one in the URL."""
        if checks.nonblank(body.get('id')):
            raise errors.Problem(400, 'id is not provided in the document.')
        return body['id']

    def change(self, world, caller, stored, merged, body):
        """Only administrators may make others administrators."""
        changed = dict(merged)
        if not caller.is_admin:
            changed.pop('isSuperUser', None)
            changed.update((name, stored[name]) for name in ('isSuperUser',) if name in stored)
        return changed


def _direct(caller, requested):
    """A user created by an administrator; the password is already hashed."""
    if not caller.is_admin:
        requested = dict((name, value) for name, value in requested.items()
                         if name != 'isSuperUser')
    return dict(_DEFAULTS, **requested)


def _registered(caller, requested):
    """A user who registers."""
    common = dict((name, requested[name]) for name in requested if name in schema.COMMON)
    account = dict((name, requested[name]) for name in requested if name not in common)
    _REGISTRATION.check(account)
    if account['password'] != account.pop('passwordRepeat'):
        raise errors.Problem(400, 'password and passwordRepeat are not the same')
    if len(account['password']) < _SHORTEST:
        raise errors.Problem(400, 'password must have at least %d characters' % _SHORTEST)
    account['password'] = password_digest(account['password'])
    return dict(_DEFAULTS, **dict(common, **account))
