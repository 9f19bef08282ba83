# -*- coding: utf-8 -*-
"""Accounts and sessions.

The accounts, the callers of requests, and the tokens that identify them. The accounts are the
documents of the CIMI collection ``users``; the XML interface reads and writes the same documents.
"""
from __future__ import unicode_literals

import hashlib
import hmac

from ..compat import to_text
from . import cimi_records, tokens
from .ids import new_secret

#: Lifetime of a session, in seconds; requests do not extend it.
LIFETIME = 24 * 3600


class Caller(object):
    """The user who sent a request.

    ``username`` is None if nobody is logged in; ``session`` is the id of the session, or None.
    """

    def __init__(self, username=None, roles=('ANON',), session=None):
        self.username = username
        self.roles = frozenset(roles) | frozenset(['ANON'])
        self.session = session

    @property
    def is_admin(self):
        """Whether the caller has all rights in the JSON interface (role ADMIN)."""
        return 'ADMIN' in self.roles

    @property
    def is_anonymous(self):
        """Whether nobody is logged in."""
        return self.username is None


ANONYMOUS = Caller()


class Accounts(object):
    """The accounts of a sandbox and their sessions."""

    def __init__(self, world):
        self._world = world

    def user(self, username):
        """The CIMI user document of an account, or None."""
        return self._world.store.table('user').get('user/%s' % username)

    def is_privileged(self, username):
        """Whether an account is a super user, who has all rights in the XML interface."""
        return bool((self.user(username) or {}).get('isSuperUser'))

    def check_password(self, username, password):
        """Whether a password is right and the account active; takes the same time in all cases."""
        user = self.user(username) or {}
        matches = same(user.get('password', ''), password_digest(password))
        return matches and self.is_active(username)

    def is_active(self, username):
        """Whether an account may log in."""
        return (self.user(username) or {}).get('state') == 'ACTIVE'

    def roles(self, username):
        """The roles of a session of this user, without the role of the session itself."""
        return ['ADMIN', 'USER', 'ANON'] if self.is_privileged(username) else ['USER', 'ANON']

    def issue_token(self, username, roles, session, origin=()):
        """Issue a signed token for a session.

        :param dict origin: further claims about the login: ``server`` and ``clientIP``, if known.
        :return: a pair: the token, and its expiry in seconds since the epoch.
        """
        expires = self._world.clock.now() + LIFETIME
        # Identifiers are the same in every sandbox and the key is public: only "jti" makes a token
        # impossible to guess.
        claims = {'username': username, 'roles': ' '.join(list(roles) + [session]),
                  'session': session, 'exp': int(expires), 'jti': new_secret()}
        claims.update(origin)
        token = tokens.sign(claims)
        self._world.store.table('token').put(tokens.digest(token), claims)
        return token, expires

    def caller(self, token):
        """The caller that a token belongs to.

        :return: a :class:`Caller`; :data:`ANONYMOUS` if the token is empty, damaged, expired or
            from another service.
        """
        claims = self._world.store.table('token').get(tokens.digest(token))
        if claims is None or claims['exp'] <= self._world.clock.now():
            return ANONYMOUS
        return Caller(claims['username'], claims['roles'].split(), claims['session'])

    def expire_tokens(self):
        """End all sessions now, as if they had expired."""
        self._world.store.forget('token')

    def create(self, username, password, **attributes):
        """Create an account on the server itself, without the interfaces.

        :param attributes: members of the CIMI user document, such as ``emailAddress`` or
            ``isSuperUser``.
        """
        document = {
            'username': username, 'emailAddress': '%s@example.org' % username,
            'firstName': username.title(), 'lastName': 'Example', 'organization': '', 'roles': '',
            'state': 'ACTIVE', 'isSuperUser': False, 'deleted': False, 'method': 'direct',
            'href': 'user-template/direct', 'password': password_digest(password)}
        document.update(attributes)
        return cimi_records.insert(self._world, 'user', document, owner=cimi_records.ADMIN,
                                   rules=[cimi_records.user(username, 'MODIFY')], name=username)


def password_digest(password):
    """Hash a password for storing it: SHA-512, upper-case hexadecimal."""
    return to_text(hashlib.sha512(password.encode('utf-8')).hexdigest()).upper()


def same(left, right):
    """Compare two strings in constant time."""
    return hmac.compare_digest(left.encode('utf-8'), right.encode('utf-8'))
