# -*- coding: utf-8 -*-
"""The format of catalogues.

A catalogue is a dict, or a JSON file with such an object, with any of these members, each a list of
dicts:

``accounts``
    ``username``, ``password``; ``privileged`` (false), ``firstName``, ``lastName``,
    ``organization``, ``emailAddress``, ``sshPublicKey``, ``settings`` (dict with any of
    ``defaultCloudService``, ``keepRunning``, ``mailUsage``, ``verbosityLevel``, ``timeout``)
``api_keys``
    ``key`` (``credential/...``), ``secret``, ``username``
``clouds``
    ``name``; ``kind`` (``openstack``), ``quota`` (20), ``country`` (``CH``), ``settings`` (members
    of the connector), ``credential`` (members of the credential that each ordinary account gets;
    ``${user}`` in a text is its name)
``offers``
    ``cloud``, ``instanceType``, ``cpu``, ``ram`` (MiB), ``disk`` (GiB); ``price`` (EUR per hour,
    0), ``attributes`` (further ones, with prefix)
``modules``
    ``path``, ``type`` (``project``, ``component``, ``application``); ``owner`` (the first ordinary
    account), ``description``, ``published`` (false), ``logoLink``, ``authz`` (dict of rights such
    as ``publicGet`` and ``publicPost``; none: the owner's only). A path that comes twice has two
    versions; projects above a module are made if they are missing.

    Components: ``parent`` (path of another component) or ``images`` (cloud to image identifier;
    with neither, every cloud has an image), ``loginUser``, ``platform``, ``parameters``,
    ``targets`` (name to script), ``packages`` (names), ``prerecipe``, ``recipe``. A parameter:
    ``name``; ``value``, ``category`` (``Input``), ``description``, ``type``, ``mandatory``,
    ``readonly``, ``order``, ``enumValues``, ``instructions``, ``defaultValue`` (the value). Those
    that every component has are added.

    Applications: ``nodes``. A node: ``name``, ``component`` (its path); ``multiplicity`` (1),
    ``network`` (``Public``), ``cloud`` (``default``), ``maxProvisioningFailures`` (0), ``mappings``
    (parameter to ``NODE:PARAMETER`` or to a constant in single quotes).

A member ``built_in`` that is true puts all this on top of the catalogue that a sandbox has when it
gets none.
"""
from __future__ import unicode_literals

import collections
import difflib
import io
import json

from .. import checks
from ..compat import text_type, to_text
from ..state import modules

REQUIRED = object()
#: The types of modules, as :mod:`slipstream.api` calls them, and the categories of the service.
CATEGORIES = {'project': modules.PROJECT, 'component': modules.COMPONENT,
              'application': modules.APPLICATION}

#: A list whose elements are of a kind, a dict whose values are, a dict with certain members (name
#: to kind and default).
Many = collections.namedtuple('Many', 'kind')
Map = collections.namedtuple('Map', 'kind')
Shape = collections.namedtuple('Shape', 'members')

_MAYBE_TEXT = checks.nullable(checks.text)
_PATH = checks.matching(r'[^/\s]+(/[^/\s]+)*')


def _data(value):
    try:
        json.dumps(value)
    except TypeError:
        return 'plain data'
    return None


_SETTINGS = Shape(dict((name, (check, None)) for name, check in (
    ('defaultCloudService', checks.text),
    ('keepRunning', checks.one_of('always', 'never', 'on-success', 'on-error')),
    ('mailUsage', checks.one_of('always', 'never', 'on-error')),
    ('verbosityLevel', checks.integer(0, 3)), ('timeout', checks.integer()))))
_ACCOUNT = Shape({
    'username': (checks.matching(r'[A-Za-z0-9][A-Za-z0-9_.@-]*'), REQUIRED),
    'password': (checks.nonblank, REQUIRED),
    'privileged': (checks.flag, False), 'firstName': (checks.text, None),
    'lastName': (checks.text, None), 'organization': (checks.text, None),
    'emailAddress': (checks.nonblank, None), 'sshPublicKey': (checks.text, ''),
    'settings': (_SETTINGS, {})})
_API_KEY = Shape({
    'key': (checks.matching('credential/[A-Za-z0-9_-]+'), REQUIRED),
    'secret': (checks.nonblank, REQUIRED), 'username': (checks.nonblank, REQUIRED)})
_CLOUD = Shape({
    'name': (checks.identifier, REQUIRED), 'kind': (checks.identifier, 'openstack'),
    'quota': (checks.integer(), 20), 'country': (checks.text, 'CH'),
    'settings': (Map(_data), {}),
    'credential': (Map(_data), {'key': '${user}', 'secret': 'secret-of-${user}'})})
_OFFER = Shape({
    'cloud': (checks.nonblank, REQUIRED), 'instanceType': (checks.nonblank, REQUIRED),
    'cpu': (checks.integer(1), REQUIRED),
    'ram': (checks.integer(1), REQUIRED), 'disk': (checks.integer(), REQUIRED),
    'price': (checks.number, 0), 'attributes': (Map(_data), {})})
_PARAMETER = Shape({
    'name': (checks.solid, REQUIRED), 'value': (_MAYBE_TEXT, None),
    'defaultValue': (_MAYBE_TEXT, None), 'category': (checks.nonblank, 'Input'),
    'description': (checks.text, ''), 'type': (checks.nonblank, 'String'),
    'mandatory': (checks.flag, False), 'readonly': (checks.flag, False),
    'order': (checks.integer(), 0), 'enumValues': (Many(checks.text), []),
    'instructions': (_MAYBE_TEXT, None)})
_NODE = Shape({
    'name': (checks.matching(r'[A-Za-z][A-Za-z0-9_-]*'), REQUIRED), 'component': (_PATH, REQUIRED),
    'multiplicity': (checks.integer(), 1),
    'network': (checks.one_of('Public', 'Private'), 'Public'),
    'cloud': (checks.nonblank, 'default'),
    'maxProvisioningFailures': (checks.integer(), 0), 'mappings': (Map(checks.text), {})})
_AUTHZ = Shape(dict(
    [(flag, (checks.flag, None)) for flag in modules.FLAGS + ('inheritedGroupMembers',)],
    groupMembers=(Many(checks.text), None)))
_MODULE = {
    'path': (_PATH, REQUIRED), 'type': (checks.one_of(*CATEGORIES), REQUIRED),
    'owner': (checks.nonblank, None), 'description': (checks.text, ''),
    'published': (checks.flag, False), 'logoLink': (_MAYBE_TEXT, None), 'authz': (_AUTHZ, {})}
_MODULES = {
    'project': Shape(dict(_MODULE)),
    'component': Shape(dict(
        _MODULE, parent=(checks.nullable(_PATH), None), images=(Map(checks.text), None),
        loginUser=(checks.text, ''), platform=(checks.text, ''),
        parameters=(Many(_PARAMETER), []), targets=(Map(checks.text), {}),
        packages=(Many(checks.nonblank), []),
        prerecipe=(_MAYBE_TEXT, None), recipe=(_MAYBE_TEXT, None))),
    'application': Shape(dict(_MODULE, nodes=(Many(_NODE), REQUIRED)))}
_ANY_MODULE = Shape(_MODULE)
_CATALOGUE = Shape({
    'accounts': (Many(_ACCOUNT), []), 'api_keys': (Many(_API_KEY), []),
    'clouds': (Many(_CLOUD), []), 'offers': (Many(_OFFER), []),
    'modules': (Many(_ANY_MODULE), []), 'built_in': (checks.flag, False)})


class CatalogueError(ValueError):
    """A catalogue is not what it should be; the message names each place and what is wrong there."""

    def __init__(self, source, problems):
        ValueError.__init__(self, '%s: %s' % (source, '; '.join(problems)))
        #: The complaints, one text each, such as ``modules[3].path: is missing``.
        self.problems = list(problems)


def read(given):
    """The complete catalogue that a dict or a JSON file holds, and its name for complaints.

    :param given: a dict, or the path of a file.
    :return: a pair: the catalogue, with the defaults of all that was left out, and the name.
    :raises CatalogueError: if it cannot be read or is not of the format.
    """
    if isinstance(given, dict):
        return complete(given), 'catalogue'
    source = to_text(given) if isinstance(given, bytes) else '%s' % given
    try:
        with io.open(source, encoding='utf-8') as stream:
            found = json.load(stream)
    except (IOError, ValueError) as error:
        raise CatalogueError(source, ['cannot be read: %s' % error])
    return complete(found, source), source


def complete(given, source='catalogue'):
    """A catalogue with the defaults of all that was left out, as plain JSON data that shares nothing
    with what was given.

    :raises CatalogueError: if it is not of the format.
    """
    problems = []
    found = _complete(_CATALOGUE, _plain(given), '', problems)
    if problems:
        raise CatalogueError(source, problems)
    return found


def _plain(value):
    if isinstance(value, dict):
        return dict((to_text(name), _plain(each)) for name, each in value.items())
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    return to_text(value)


def _complete(kind, value, place, problems):
    if kind is _ANY_MODULE and isinstance(value, dict) and isinstance(value.get('type'), text_type):
        kind = _MODULES.get(value['type'], kind)
    if isinstance(kind, Shape):
        return _members(kind.members, value, place, problems)
    if isinstance(kind, Many) and isinstance(value, list):
        return [_complete(kind.kind, each, '%s[%d]' % (place, number), problems) for number,
                each in enumerate(value)]
    if isinstance(kind, Map) and isinstance(value, dict):
        return dict((name, _complete(kind.kind, each, _inside(place, name), problems)) for name,
                    each in value.items())
    wrong = {Many: 'a list', Map: 'a dict'}.get(type(kind)) or kind(value)
    if wrong:
        problems.append('%s: should be %s' % (place, wrong))
    return value


def _members(members, value, place, problems):
    if not isinstance(value, dict):
        problems.append('%s: should be a dict' % (place or 'it'))
        return {}
    for name in sorted(set(value) - set(members)):
        if members is not _MODULE:  # Without a type, nobody knows what a module may have.
            near = difflib.get_close_matches(name, members, 1)
            problems.append('%s: is not known%s' % (
                _inside(place, name), ' (did you mean %s?)' % near[0] if near else ''))
    found = {}
    for name, (kind, default) in sorted(members.items()):
        if name in value and (value[name] is not None or default is not None):
            found[name] = _complete(kind, value[name], _inside(place, name), problems)
        elif default is REQUIRED:
            problems.append('%s: is missing' % _inside(place, name))
        else:
            found[name] = default
    return found


def _inside(place, name):
    return '%s.%s' % (place, name) if place else name
