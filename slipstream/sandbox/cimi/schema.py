# -*- coding: utf-8 -*-
"""Schemas of documents.

A :class:`Schema` lists the required and optional members of a document, with a check
(:mod:`slipstream.sandbox.checks`) for each. The references only define the first line of the error
message. Here the rest names the member and the expected value.
"""
from __future__ import unicode_literals

import json
import re

from .. import checks
from . import errors

_NAME = r'[a-z]([a-z-]*[a-z])?'
_DOCUMENT = r'[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?'
_SECRETS = frozenset(['password', 'passwordRepeat', 'secret', 'key', 'token', 'digest',
                      'clientAPIKey', 'clientSecret', 'mailPassword', 'orchestratorSSHPassword'])
RIGHTS = ('VIEW', 'MODIFY', 'ALL', 'VIEW_META', 'VIEW_DATA', 'VIEW_ACL', 'EDIT_META', 'EDIT_DATA',
          'EDIT_ACL', 'DELETE', 'MANAGE')

#: A reference to a document or to a collection.
href = checks.matching(r'%s(/%s)?' % (_NAME, _DOCUMENT))
#: A link to a document: a map with an ``href``.
link = checks.structure({'href': href}, closed=False)
#: A link whose target the service hardly checks.
loose_link = checks.structure({'href': checks.nonblank}, closed=False)
#: Key-value pairs that belong to the client.
properties = checks.map_of(checks.text, 1)
_PRINCIPAL = {'type': checks.one_of('USER', 'ROLE'), 'principal': checks.nonblank}
_RULE = checks.structure(dict(_PRINCIPAL, right=checks.one_of(*RIGHTS)))
#: An access control list.
acl = checks.structure({'owner': checks.structure(_PRINCIPAL)},
                       {'rules': checks.list_of(_RULE, 1)})
_OPERATION = checks.structure({'rel': checks.nonblank, 'href': checks.nonblank})
#: Members that every document may have.
COMMON = {
    'id': checks.nonblank, 'resourceURI': checks.nonblank, 'created': checks.timestamp,
    'updated': checks.timestamp, 'acl': acl, 'name': checks.nonblank,
    'description': checks.nonblank, 'properties': properties, 'parent': checks.nonblank,
    'resourceMetadata': checks.nonblank, 'operations': checks.list_of(_OPERATION, 1),
}


class Schema(object):
    """The members of the documents of a collection.

    :param dict required: required members, with a check for each.
    :param dict optional: optional members, with a check for each.
    :param without: names of :data:`COMMON` members that these documents do not have.
    :param extra: a check for the *names* of all other members; None allows no other members.
    """

    def __init__(self, required, optional=None, without=(), extra=None):
        common = dict((name, check) for name, check in COMMON.items() if name not in without)
        self._required = dict(required)
        self._known = dict(common, **dict(optional or {}, **required))
        self._extra = extra

    def check(self, document):
        """Refuse a document that breaks the schema.

        :raises Problem: 400.
        """
        if not isinstance(document, dict):
            raise failure('document', None, 'a map')
        for name in sorted(self._required):
            if name not in document:
                raise failure(name, None, 'present: the document needs this key')
        for name in sorted(document):
            expected = self._expected(name, document[name])
            if expected:
                raise failure(name, document[name], expected)

    def _expected(self, name, value):
        if name in self._known:
            return self._known[name](value)
        return self._extra(name) if self._extra else 'absent: the document has no such key'


def failure(name, value, expected):
    """The error for a member; values that may be secret are masked."""
    shown = json.dumps(_masked(name, value), sort_keys=True)
    return errors.invalid(
        '-- Spec failed --------------------\n\n  {…, :%s %s, …}\n\nshould be %s\n'
        % (name, shown, expected))


def _masked(name, value):
    if name in _SECRETS and value is not None:
        return '***'
    if isinstance(value, dict):
        return dict((key, _masked(key, inner)) for key, inner in value.items())
    return [_masked(None, inner) for inner in value] if isinstance(value, list) else value


def namespaced(name):
    """Check the name of a member of an open document: it must begin with a namespace."""
    return None if re.match(r'[^:\s]+:\S+\Z', name) else 'a key with a namespace (prefix:name)'


def check_namespaces(world, document, without_namespace=frozenset(COMMON)):
    """Refuse members, even nested ones, whose prefix is not a service attribute namespace.

    :raises Problem: 406.
    """
    namespaces = world.store.table('service-attribute-namespace')
    prefixes = set()
    for name in document:
        if name not in without_namespace:
            prefixes.update(_prefixes({name: document[name]}))
    if prefixes - frozenset(namespace['prefix'] for namespace in namespaces):
        raise errors.Problem(406, 'resource attributes do not satisfy defined namespaces')


def _prefixes(value):
    if isinstance(value, dict):
        names = [name.partition(':')[0] for name in value if ':' in name]
        return names + _prefixes(list(value.values()))
    if isinstance(value, list):
        return [prefix for element in value for prefix in _prefixes(element)]
    return []
