# -*- coding: utf-8 -*-
"""Schemas of documents.

Small checks, put together per kind of document. A check is a function of a value that returns None,
or what the value should have been; a :class:`Schema` says which members a document must have and
may have. The text after the first line of a refusal is free: it names the member and says what was
expected.
"""
from __future__ import unicode_literals

import json
import re

from .. import timestamps
from ..compat import text_type
from . import errors

_NAME = r'[a-z]([a-z-]*[a-z])?'
_DOCUMENT = r'[a-zA-Z0-9]([a-zA-Z0-9_-]*[a-zA-Z0-9])?'
_SECRETS = frozenset(['password', 'passwordRepeat', 'secret', 'key', 'token', 'digest',
                      'clientAPIKey', 'orchestratorSSHPassword'])
RIGHTS = ('VIEW', 'MODIFY', 'ALL', 'VIEW_META', 'VIEW_DATA', 'VIEW_ACL', 'EDIT_META', 'EDIT_DATA',
          'EDIT_ACL', 'DELETE', 'MANAGE')


# Checks of single values
# ---------------------------------------------------------------------------------------------

def anything(value):
    """Any JSON value."""
    return None


def text(value):
    """Any text, also an empty one."""
    return None if isinstance(value, text_type) else 'a string'


def nonblank(value):
    """A text with something in it."""
    return None if isinstance(value, text_type) and value.strip() else 'a non-blank string'


def solid(value):
    """A text with something in it and no white space."""
    return None if isinstance(value, text_type) and value and not re.search(
        r'\s', value) else 'a non-blank string without white space'


def flag(value):
    """A boolean."""
    return None if isinstance(value, bool) else 'a boolean'


def integer(lowest=0, highest=None):
    """A check for an integer within bounds."""
    def check(value):
        if isinstance(value, bool) or not isinstance(value, (int, type(2 ** 64))):
            return 'an integer'
        if value < lowest or (highest is not None and value > highest):
            return 'an integer of at least %d' % lowest if highest is None else 'an integer from %d to %d' % (lowest, highest)
        return None
    return check


def number(value):
    """A number of any kind."""
    fits = isinstance(value, (int, float, type(2 ** 64))) and not isinstance(value, bool)
    return None if fits else 'a number'


def timestamp(value):
    """A date-time with a fraction of a second and an offset."""
    try:
        timestamps.parse_cimi(value)
    except (TypeError, ValueError):
        return 'a timestamp such as 2019-03-29T08:15:30.0Z'
    return None


def one_of(*values):
    """A check for one of some texts."""
    def check(value):
        return None if value in values else 'one of: %s' % ', '.join(
            '"%s"' % each for each in sorted(values))
    return check


def matching(pattern):
    """A check for a text that matches a regular expression as a whole."""
    expression = re.compile('(?:%s)\\Z' % pattern)

    def check(value):
        return None if isinstance(value, text_type) and expression.match(
            value) else 'a string that matches %s' % pattern
    return check


identifier = matching('[a-z0-9]+(-[a-z0-9]+)*')


def list_of(check, least=0):
    """A check for a list whose elements pass a check."""
    def check_list(value):
        if not isinstance(value, list) or len(value) < least:
            return 'a list of at least %d elements' % least if least else 'a list'
        return next((problem for problem in map(check, value) if problem), None)
    return check_list


def map_of(check, least=0):
    """A check for a map whose values pass a check."""
    def check_map(value):
        if not isinstance(value, dict) or len(value) < least:
            return 'a map of at least %d members' % least if least else 'a map'
        return next((problem for problem in map(check, value.values()) if problem), None)
    return check_map


def nullable(check):
    """A check that lets null pass too."""
    return lambda value: None if value is None else check(value)


def either(*checks):
    """A check for a value that passes one of some checks."""
    def check(value):
        problems = [each(value) for each in checks]
        return None if None in problems else ' or '.join(problems)
    return check


def structure(required, optional=None, closed=True):
    """A check for a map with certain members."""
    known = dict(required, **(optional or {}))

    def check(value):
        if not isinstance(value, dict):
            return 'a map'
        missing = sorted(name for name in required if name not in value)
        if missing:
            return 'a map with the key %s' % missing[0]
        surplus = sorted(name for name in value if name not in known)
        if closed and surplus:
            return 'a map without the key %s' % surplus[0]
        found = ((name, known[name](value[name])) for name in sorted(value) if name in known)
        return next(('%s: %s' % pair for pair in found if pair[1]), None)
    return check


href = matching(r'%s(/%s)?' % (_NAME, _DOCUMENT))
link = structure({'href': href}, closed=False)
#: A link whose target the service does not look at closely.
loose_link = structure({'href': nonblank}, closed=False)
properties = map_of(text, 1)
_principal = {'type': one_of('USER', 'ROLE'), 'principal': nonblank}
acl = structure({'owner': structure(_principal)},
                {'rules': list_of(structure(dict(_principal, right=one_of(*RIGHTS))), 1)})
#: What every document may have.
COMMON = {
    'id': nonblank, 'resourceURI': nonblank, 'created': timestamp, 'updated': timestamp, 'acl': acl,
    'name': nonblank, 'description': nonblank,
    'properties': properties, 'parent': nonblank, 'resourceMetadata': nonblank,
    'operations': list_of(structure({'rel': nonblank, 'href': nonblank}), 1),
}


# Whole documents
# -----------------------------------------------------------------------------------------------------

class Schema(object):
    """What the documents of a kind look like.

    :param dict required: member name to check.
    :param dict optional: likewise.
    :param without: common members that the kind does not have.
    :param extra: check of the name of any other member; None: there must be none.
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
            if name in self._known:
                expected = self._known[name](document[name])
            else:
                expected = self._extra(
                    name) if self._extra else 'absent: the document has no such key'
            if expected:
                raise failure(name, document[name], expected)


def failure(name, value, expected):
    """The refusal of one member. What may be a secret is not repeated."""
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


# Namespaces
# ----------------------------------------------------------------------------------------------------------

def namespaced(name):
    """Check of a member name: the names of open documents carry a namespace."""
    return None if re.match(r'[^:\s]+:\S+\Z', name) else 'a key with a namespace (prefix:name)'


def check_namespaces(world, document, known=frozenset(COMMON)):
    """Refuse members with a prefix that no service attribute namespace has; nested members are looked
    at too.

    :raises Problem: 406.
    """
    prefixes = frozenset(each['prefix']
                         for each in world.store.table('service-attribute-namespace'))
    wanted = set()
    for name in document:
        if name not in known:
            wanted.update(_prefixes({name: document[name]}))
    if wanted - prefixes:
        raise errors.Problem(406, 'resource attributes do not satisfy defined namespaces')


def _prefixes(value):
    if isinstance(value, dict):
        for name in value:
            if ':' in name:
                yield name.partition(':')[0]
            for each in _prefixes(value[name]):
                yield each
    elif isinstance(value, list):
        for element in value:
            for each in _prefixes(element):
                yield each
