# -*- coding: utf-8 -*-
"""Sessions: logging in and out."""
from __future__ import unicode_literals

from ... import checks, session_cookies, timestamps
from ...compat import native_str
from ...state import api_keys, cimi_records
from .. import access, errors, redirection, schema
from . import responses
from .base import Kind
from .session_templates import schema_of

_ACCEPTED = ('internal', 'api-key')
_NOT_MERGED = ('id', 'name', 'description', 'created', 'updated', 'properties', 'resourceURI',
               'operations', 'acl', 'resourceMetadata')
_BODY = schema.Schema(
    {'sessionTemplate': checks.structure({'href': checks.nonblank}, closed=False)})
_SCHEMA = schema.Schema(
    {'method': checks.nonblank, 'sessionTemplate': checks.structure({'href': checks.nonblank}),
     'expiry': checks.timestamp},
    {'username': checks.nonblank, 'roles': checks.nonblank, 'server': checks.nonblank,
     'clientIP': checks.nonblank, redirection.MEMBER: redirection.address})


class Session(Kind):
    """Sessions: callers see only their own."""

    name = 'session'
    key = 'sessions'
    viewers = 'ANON'
    adders = 'ANON'
    collection_acl = {'owner': cimi_records.ADMIN,
                      'rules': [cimi_records.role(role, 'MODIFY')
                                for role in ('ADMIN', 'USER', 'ANON')]}
    wrapper = 'sessionTemplate'
    template_kind = 'session-template'
    accepts_form = True
    editable = False
    redirected = (400, 403)

    def restrict(self, world, caller):
        """Only show the session of the token in the request."""
        return lambda document: document['id'] == caller.session

    def add(self, world, caller, body, request):
        """Log in."""
        _BODY.check(body)
        wrapped = body['sessionTemplate']
        form = _merged(world, caller, wrapped)
        username, roles = _authenticated(world, form)
        session_id = 'session/%s' % world.ids.uuid()
        origin = _origin(request)
        token, expires = world.accounts.issue_token(username, roles, session_id, origin)
        document = {'method': form['method'], 'sessionTemplate': {'href': wrapped['href']},
                    'username': username, 'roles': ' '.join(roles + [session_id]),
                    'expiry': timestamps.cimi(int(expires))}
        document.update(_described(body, form), **origin)
        self.validate(world, caller, document)
        cimi_records.insert(world, 'session', document, owner=cimi_records.role(session_id),
                            rules=[cimi_records.role('ADMIN', 'VIEW')],
                            name=session_id.partition('/')[2])
        secure = request.headers.get('X-Forwarded-Proto', request.scheme) != 'http'
        lifetime = expires - world.clock.now()
        cookie = ('Set-Cookie', session_cookies.issued(token, lifetime, secure))
        if redirection.MEMBER in form:
            return redirection.sent(form[redirection.MEMBER], [cookie])
        return responses.created(session_id, [cookie])

    def validate(self, world, caller, document):
        """Check a session."""
        _SCHEMA.check(document)

    def deleted(self, world, caller, document, request):
        """The client deletes the cookie; the token itself stays valid."""
        return [('Set-Cookie', session_cookies.expired())]


def _origin(request):
    """Where a login comes from, as far as the proxy in front of the service says it."""
    members = {'server': request.headers.get('slipstream-ssl-server-name'),
               'clientIP': request.headers.get('X-Real-IP')}
    return dict((native_str(name), value) for name, value in members.items() if value)


def _described(body, form):
    """The members of a session that the client chose."""
    members = {'name': body.get('name'), 'description': body.get('description'),
               'properties': body.get('properties'),
               redirection.MEMBER: form.get(redirection.MEMBER)}
    return dict((name, value) for name, value in members.items() if value)


def _merged(world, caller, wrapped):
    """The template that a login refers to, merged with the values of the login."""
    template = world.store.table('session-template').get(wrapped['href'])
    if template is None:
        raise errors.not_found(wrapped['href'])
    if not access.readable(caller, template):
        raise errors.Problem(400, 'requested href cannot be accessed: %s' % wrapped['href'])
    form = dict((name, value) for name, value in template.items() if name not in _NOT_MERGED)
    form.update(wrapped)
    del form['href']
    method = form.get('method')
    if checks.one_of(*_ACCEPTED)(method):
        raise errors.Problem(400, 'cannot validate SessionTemplate create document with method: '
                             "'%s'" % (method,))
    schema_of(method, {redirection.MEMBER: redirection.address}).check(form)
    return form


def _authenticated(world, form):
    """The user name and the roles for the credentials of a login.

    :raises Problem: 403.
    """
    if form['method'] == 'internal':
        username = form['username']
        if world.accounts.check_password(username, form['password']):
            return username, world.accounts.roles(username)
        raise _refused(username)
    claims = api_keys.claims(world, form['key'], form['secret'])
    if claims is None or not world.accounts.is_active(claims['identity']):
        raise _refused(form['key'])
    return claims['identity'], list(claims.get('roles', []))


def _refused(name):
    return errors.Problem(403, "invalid credentials for '%s'" % name, name)
