# -*- coding: utf-8 -*-
"""Credentials: API keys, SSH keys, and the accounts of users at the clouds."""
from __future__ import unicode_literals

from ... import checks
from ...compat import text_type
from ...state import api_keys, cimi_records, ssh_keys
from .. import errors, schema
from . import clouds
from .base import Kind

CLOUD = 'cloud-cred-'
_CLAIMS = checks.structure({'identity': checks.nonblank},
                           {'roles': checks.list_of(checks.nonblank)})
_MADE = {'type': checks.nonblank, 'method': checks.nonblank}
_API_KEY = schema.Schema(dict(_MADE, digest=checks.nonblank, claims=_CLAIMS),
                         {'expiry': checks.timestamp})
_SSH_KEY = schema.Schema(dict(_MADE, algorithm=checks.nonblank, publicKey=checks.nonblank,
                              fingerprint=checks.matching('[0-9a-f]{2}(:[0-9a-f]{2}){15}')))
_NEW_API_KEY = schema.Schema(_MADE, {'ttl': checks.integer(0, checks.LONGEST)})
_NEW_PAIR = schema.Schema(_MADE, {'size': checks.integer(512, 4096),
                                  'algorithm': checks.one_of('rsa', 'dsa')})
_NEW_PUBLIC_KEY = schema.Schema(dict(_MADE, publicKey=checks.nonblank))


class Credential(Kind):
    """Credentials: every user has their own."""

    name = 'credential'
    key = 'credentials'
    wrapper = 'credentialTemplate'
    template_kind = 'credential-template'
    template_first = True
    template_missing = "cannot validate CredentialTemplate create document with type: ''"
    dropped = ('type',)

    def default_acl(self, world, caller, document):
        """The service owns the document; the user may modify it."""
        return cimi_records.acl(cimi_records.ADMIN, [cimi_records.user(caller.username, 'MODIFY')])

    def complete(self, world, caller, document, request):
        """Create the credential for the template."""
        requested = dict((name, value) for name, value in document.items()
                     if name not in ('href', 'resourceMetadata'))
        href = document.get('href')
        makers = {'generate-api-key': self._api_key, 'generate-ssh-key-pair': self._ssh_pair,
                  'import-ssh-public-key': self._ssh_public_key}
        if checks.one_of(*makers)(requested.get('method')) is None:
            return makers[requested['method']](world, caller, requested)
        if _cloud(requested) is not None:
            self.validate(world, caller, requested)
            if requested['connector']['href'] not in world.store.table('connector'):
                raise errors.not_found(requested['connector']['href'])
            return requested, {}
        raise errors.Problem(400, 'cannot validate CredentialTemplate create document with type: '
                             "'%s'" % (requested.get('type') or href or ''))

    def validate(self, world, caller, document):
        """Check a credential against the schema of its type."""
        cloud = _cloud(document)
        if cloud is not None:
            clouds.credential_schema(cloud).check(document)
        else:
            kind = _SSH_KEY if document.get('type') == 'ssh-public-key' else _API_KEY
            kind.check(document)

    def change(self, world, caller, stored, merged, body):
        """The type cannot change; only administrators may change the claims of an API key."""
        left_out = any(name not in merged for name in stored)
        if left_out and 'type' in merged and 'type' not in body:
            raise schema.failure('type', merged['type'],
                                 'named in the selection together with the members to remove')
        changed = dict(merged, type=stored['type'])
        if stored['type'] == 'api-key' and not caller.is_admin:
            changed['claims'] = stored['claims']
        return changed

    def _api_key(self, world, caller, requested):
        _NEW_API_KEY.check(requested)
        ttl = requested.pop('ttl', 0)
        document, secret = api_keys.new(world, caller, ttl)
        return dict(requested, **document), {'secretKey': secret}

    def _ssh_pair(self, world, caller, requested):
        _NEW_PAIR.check(requested)
        algorithm = requested.pop('algorithm', 'rsa')
        public, private = ssh_keys.generate(algorithm, requested.pop('size', 1024))
        algorithm, fingerprint = ssh_keys.inspect(public)
        document = dict(requested, algorithm=algorithm, fingerprint=fingerprint, publicKey=public)
        return document, {'privateKey': private}

    def _ssh_public_key(self, world, caller, requested):
        _NEW_PUBLIC_KEY.check(requested)
        try:
            algorithm, fingerprint = ssh_keys.inspect(requested['publicKey'])
        except ValueError:
            raise errors.Problem(400, 'invalid public key: it is not an SSH public key')
        return dict(requested, algorithm=algorithm, fingerprint=fingerprint), {}


def _cloud(document):
    """The kind of cloud that a credential is for, or None."""
    kind = document.get('type')
    return kind[len(CLOUD):] if isinstance(kind, text_type) and kind.startswith(CLOUD) else None
