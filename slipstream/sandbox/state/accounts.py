# -*- coding: utf-8 -*-
"""Accounts and sessions.

The accounts, the caller of a request, and the token that identifies them. The accounts are the
documents of the CIMI collection ``users``; the XML interface reads and writes the same ones.
"""
from __future__ import unicode_literals

import hashlib
import hmac

from ..compat import to_text
from . import cimi_records, tokens
from .ids import new_secret

#: Lifetime of a session, in seconds; use does not prolong it.
LIFETIME = 24 * 3600


class Caller(object):
    """Who sent a request.

    ``username`` is None if nobody is logged in, ``session`` (its id) if there is no session.
    """

    def __init__(self, username=None, roles=('ANON',), session=None):
        self.username = username
        self.roles = frozenset(roles) | frozenset(['ANON'])
        self.session = session

    @property
    def is_admin(self):
        """Whether the JSON interface grants everything (role ADMIN)."""
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
        """Whether an account is a super user, which is what the XML interface asks for."""
        return bool((self.user(username) or {}).get('isSuperUser'))

    def check_password(self, username, password):
        """Whether a password opens an active account; takes the same time whatever is wrong."""
        user = self.user(username) or {}
        matches = same(user.get('password', ''), password_digest(password))
        return matches and user.get('state') == 'ACTIVE'

    def roles(self, username):
        """The roles of a session of that user, without the one of the session itself."""
        return ['ADMIN', 'USER', 'ANON'] if self.is_privileged(username) else ['USER', 'ANON']

    def issue_token(self, username, roles, session):
        """Issue a signed token for a session.

        :return: a pair: the token, and when it expires, in seconds since the epoch.
        """
        expires = self._world.clock.now() + LIFETIME
        # Identifiers are the same at every start and the key is public: only "jti" makes a token
        # impossible to guess.
        claims = {'username': username, 'roles': ' '.join(list(roles) + [session]),
                  'session': session, 'exp': int(expires), 'jti': new_secret()}
        token = tokens.sign(claims)
        self._world.store.table('token').put(tokens.digest(token), claims)
        return token, expires

    def caller(self, token):
        """Who a token belongs to.

        :return: a :class:`Caller`; :data:`ANONYMOUS` for a token that is empty, foreign, damaged or
            expired.
        """
        claims = self._world.store.table('token').get(tokens.digest(token))
        if claims is None or claims['exp'] <= self._world.clock.now():
            return ANONYMOUS
        return Caller(claims['username'], claims['roles'].split(), claims['session'])

    def expire_tokens(self):
        """Let every session end now, as if its day were over."""
        self._world.store.forget('token')

    def create(self, username, password, **attributes):
        """Create an account as a server administrator would, outside the interfaces.

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
    """How passwords are kept: SHA-512, upper-case hexadecimal."""
    return to_text(hashlib.sha512(password.encode('utf-8')).hexdigest()).upper()


def same(left, right):
    """Compare two texts in a time that does not depend on where they differ."""
    return hmac.compare_digest(left.encode('utf-8'), right.encode('utf-8'))
