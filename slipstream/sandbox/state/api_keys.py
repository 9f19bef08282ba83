# -*- coding: utf-8 -*-
"""API keys.

An API key is a document of the collection ``credential``. It stores a digest of its secret, never
the secret itself.
"""
from __future__ import unicode_literals

import hashlib
import re

from .. import timestamps
from ..compat import native_str
from . import cimi_records, ids
from .accounts import same

#: Characters that cannot occur in a secret and are ignored.
_JUNK = re.compile('[^2-9a-km-np-zA-HJ-NP-Z]')
_WEIGHTS = {'ADMIN': 0, 'USER': 1, 'ANON': 2}


def new(world, caller, ttl=0):
    """Generate an API key for a caller.

    :param int ttl: seconds until it expires; 0 means never.
    :return: a pair: the members of the document, and the secret, which is not stored.
    """
    secret = ids.new_secret()
    salt = ids.md5_hex(ids.new_secret())[:16]
    members = {'type': 'api-key', 'method': 'generate-api-key',
               'digest': digest(secret, salt),
               'claims': {'identity': caller.username, 'roles': _lasting(caller.roles)}}
    if ttl:
        members['expiry'] = timestamps.cimi(world.clock.now() + ttl)
    return members, secret


def create(world, caller, name):
    """Store a new API key of a caller, as the service does for deployments.

    :return: a pair: the stored document and the secret.
    """
    members, secret = new(world, caller)
    rules = [cimi_records.user(caller.username, 'MODIFY')]
    return cimi_records.insert(world, 'credential', dict(members, name=name), rules=rules), secret


def claims(world, key, secret):
    """The claims (identity and roles) of an API key, or None if the secret is wrong.

    :param str key: the id of the credential, or just its second part.
    """
    key = 'credential/' + re.sub('^credential/', '', key)
    document = world.store.table('credential').get(key) or {}
    kept = document.get('digest', '') if document.get('type') == 'api-key' else ''
    parts = kept.split('$')
    # Always compute a digest, so that an unknown key takes as long as a wrong secret.
    computed = digest(secret, parts[1] if len(parts) == 4 else '0' * 16)
    if not same(computed, kept) or _is_expired(world, document):
        return None
    return document['claims']


def digest(secret, salt):
    """The stored digest of a secret."""
    derived = hashlib.pbkdf2_hmac(native_str('sha512'), bare(secret).encode('utf-8'),
                                  salt.encode('ascii'), 100)
    return 'pbkdf2+sha512$%s$100$%s' % (salt, ''.join('%02x' % byte for byte in bytearray(derived)))


def bare(secret):
    """A secret without the characters that are ignored."""
    return _JUNK.sub('', secret)


def _lasting(roles):
    """The roles of a caller without the role of the session, the strongest first."""
    return sorted((role for role in roles if not role.startswith('session/')),
                  key=lambda role: (_WEIGHTS.get(role, 3), role))


def _is_expired(world, document):
    return 'expiry' in document and timestamps.parse_cimi(document['expiry']) <= world.clock.now()
