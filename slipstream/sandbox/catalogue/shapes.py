# -*- coding: utf-8 -*-
"""Shapes of catalogues.

The members of each part of a catalogue, as data. :mod:`.formats` describes and applies them.
"""
from __future__ import unicode_literals

import collections
import json

from .. import checks
from ..state import modules, runs

#: Instead of a default: the member is required.
REQUIRED = object()
#: The newest supported format.
NEWEST = 2
#: The types of modules, as :mod:`slipstream.api` calls them, and the categories of the service.
CATEGORIES = {'project': modules.PROJECT, 'component': modules.COMPONENT,
              'application': modules.APPLICATION}
#: Collections whose documents a catalogue may contain, and the first part of their ids.
COLLECTIONS = {
    'configurationTemplates': 'configuration-template', 'connectors': 'connector',
    'connectorTemplates': 'connector-template', 'credentialTemplates': 'credential-template',
    'events': 'event', 'externalObjectTemplates': 'external-object-template', 'quotas': 'quota',
    'serviceAttributeNamespaces': 'service-attribute-namespace',
    'serviceAttributes': 'service-attribute', 'serviceOffers': 'service-offer',
    'sessionTemplates': 'session-template', 'userParamTemplates': 'user-param-template',
    'userTemplates': 'user-template'}

#: A list with elements of one kind, and a dict with values of one kind.
Many = collections.namedtuple('Many', 'kind')
Map = collections.namedtuple('Map', 'kind')
#: A dict with specific members: name to kind and default. An open one may have other members.
Shape = collections.namedtuple('Shape', 'members')
Open = collections.namedtuple('Open', 'members')
#: A string, which may be written as a list of lines.
Lines = collections.namedtuple('Lines', 'kind')
#: A dict with a shape, or a short form of another kind.
Short = collections.namedtuple('Short', 'kind shape')


def _data(value):
    try:
        json.dumps(value)
    except TypeError:
        return 'plain data'
    return None


def _number_of_format(value):
    problem = checks.integer(1)(value)
    if not problem and value > NEWEST:
        return 'at most %d: a newer version of this library has written it' % NEWEST
    return problem


_TEXT = Lines(checks.text)
_MAYBE_TEXT = Lines(checks.nullable(checks.text))
_MAYBE_TIME = checks.nullable(checks.timestamp)
_PATH = checks.matching(r'[^/\s]+(/[^/\s]+)*')
_SETTINGS = Shape(dict((name, (check, None)) for name, check in (
    ('defaultCloudService', checks.text),
    ('keepRunning', checks.one_of('always', 'never', 'on-success', 'on-error')),
    ('mailUsage', checks.one_of('always', 'daily', 'never', 'on-error')),
    ('verbosityLevel', checks.integer(0, 3)), ('timeout', checks.integer()))))
_ACCOUNT = Shape({
    'username': (checks.matching(r'[A-Za-z0-9][A-Za-z0-9_.@-]*'), REQUIRED),
    'password': (checks.nullable(checks.nonblank), None),
    'privileged': (checks.flag, False), 'firstName': (checks.text, None),
    'lastName': (checks.text, None), 'organization': (checks.text, None),
    'emailAddress': (checks.nonblank, None), 'roles': (checks.text, None),
    'sshPublicKey': (_TEXT, ''), 'settings': (_SETTINGS, {})})
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

# -- modules -------------------------------------------------------------------------------------

_PARAMETER = Shape({
    'name': (checks.solid, REQUIRED), 'value': (_MAYBE_TEXT, None),
    'defaultValue': (_MAYBE_TEXT, None), 'category': (checks.nonblank, 'Input'),
    'description': (_MAYBE_TEXT, ''), 'type': (checks.nonblank, 'String'),
    'mandatory': (checks.flag, False), 'readonly': (checks.flag, False),
    'order': (checks.integer(), 0), 'enumValues': (Many(checks.text), []),
    'instructions': (_MAYBE_TEXT, None), 'withheld': (checks.flag, False)})
_MAPPING = Shape({
    'value': (_MAYBE_TEXT, None), 'mapped': (checks.flag, False),
    'category': (checks.nonblank, 'General'), 'description': (_MAYBE_TEXT, ''),
    'type': (checks.nonblank, 'String'), 'mandatory': (checks.flag, False),
    'readonly': (checks.flag, False), 'order': (checks.integer(), 0),
    'withheld': (checks.flag, False)})
_NODE = Shape({
    'name': (checks.matching(r'[A-Za-z0-9_][A-Za-z0-9_-]*'), REQUIRED),
    'component': (checks.nullable(_PATH), REQUIRED), 'created': (_MAYBE_TIME, None),
    'multiplicity': (checks.integer(), 1), 'network': (checks.nullable(checks.text), 'Public'),
    'cloud': (checks.nonblank, 'default'), 'maxProvisioningFailures': (checks.integer(), 0),
    'mappings': (Map(Short(_TEXT, _MAPPING)), {})})
_AUTHZ = Shape(dict(
    [(flag, (checks.flag, None)) for flag in modules.FLAGS + ('inheritedGroupMembers',)],
    groupMembers=(Many(checks.text), None)))
_COMMIT = Shape({'author': (checks.nullable(checks.text), None), 'comment': (_MAYBE_TEXT, None)})
_IMAGE = Shape({'identifier': (checks.nullable(checks.text), None),
                'region': (checks.nullable(checks.text), None)})
_PACKAGE = Shape({
    'name': (checks.nonblank, REQUIRED), 'repository': (checks.nullable(checks.text), ''),
    'key': (_MAYBE_TEXT, '')})
#: Members of modules of all types.
MODULE = {
    'path': (_PATH, REQUIRED), 'type': (checks.one_of(*CATEGORIES), REQUIRED),
    'owner': (checks.nonblank, None), 'description': (_MAYBE_TEXT, None),
    'published': (checks.either(checks.flag, checks.timestamp), False),
    'logoLink': (_MAYBE_TEXT, None), 'authz': (_AUTHZ, {}),
    'version': (checks.nullable(checks.integer(1)), None), 'created': (_MAYBE_TIME, None),
    'modified': (_MAYBE_TIME, None), 'commit': (_COMMIT, None), 'note': (_MAYBE_TEXT, None),
    'customVersion': (_MAYBE_TEXT, None), 'tag': (_MAYBE_TEXT, None),
    'placementPolicy': (_MAYBE_TEXT, None), 'parameters': (Many(_PARAMETER), [])}
_SCRIPTS = (Map(_MAYBE_TEXT), {})
#: Members of each type of module.
MODULES = {
    'project': Shape(dict(MODULE)),
    'component': Shape(dict(
        MODULE, parent=(checks.nullable(_PATH), None),
        images=(Map(Short(checks.text, _IMAGE)), None), isBase=(checks.flag, None),
        loginUser=(checks.text, ''), platform=(checks.text, ''), targets=_SCRIPTS,
        packages=(Many(Short(checks.nonblank, _PACKAGE)), []),
        prerecipe=(_MAYBE_TEXT, None), recipe=(_MAYBE_TEXT, None))),
    'application': Shape(dict(MODULE, nodes=(Many(_NODE), REQUIRED), targets=_SCRIPTS))}
#: A module whose type is not yet known.
ANY_MODULE = Shape(MODULE)

# -- resources of the JSON interface -------------------------------------------------------------

_PRINCIPAL = {'type': (checks.one_of('USER', 'ROLE'), REQUIRED),
              'principal': (checks.nonblank, REQUIRED)}
_ACL = Open({'owner': (Open(_PRINCIPAL), REQUIRED),
             'rules': (Many(Open(dict(_PRINCIPAL, right=(checks.nonblank, REQUIRED)))), None)})
_RESOURCE = {
    'acl': (_ACL, None), 'created': (checks.timestamp, None),
    'updated': (checks.timestamp, None), 'name': (checks.text, None),
    'description': (checks.text, None)}
#: Members that the sandbox itself needs in the documents of a collection.
_NEEDED = {
    'connectors': {'instanceName': checks.solid, 'cloudServiceType': checks.solid,
                   'quotaVm': checks.text},
    'events': {'timestamp': checks.timestamp, 'content': checks.structure({}, closed=False)},
    'quotas': {'resource': checks.nonblank, 'selection': checks.nonblank,
               'aggregation': checks.nonblank, 'limit': checks.integer()},
    'serviceAttributeNamespaces': {'prefix': checks.nonblank, 'uri': checks.nonblank},
    'serviceAttributes': {'prefix': checks.nonblank, 'attributeName': checks.nonblank},
    'serviceOffers': {'connector': checks.structure({'href': checks.nonblank}, closed=False)},
    'sessionTemplates': {'method': checks.nonblank, 'instance': checks.nonblank},
    'userTemplates': {'method': checks.nonblank, 'instance': checks.nonblank}}


def _resource(collection, kind):
    needed = dict((name, (check, REQUIRED))
                  for name, check in _NEEDED.get(collection, {}).items())
    return Open(dict(_RESOURCE, id=(checks.matching(r'%s/[^/\s]+' % kind), REQUIRED), **needed))


_RESOURCES = Shape(dict((collection, (Many(_resource(collection, kind)), []))
                        for collection, kind in COLLECTIONS.items()))
# -- deployments -----------------------------------------------------------------------------------

_INSTANCE = Shape({'name': (checks.solid, REQUIRED), 'cloud': (checks.text, REQUIRED),
                   'created': (_MAYBE_TIME, None)})
_DESCRIPTION = Shape({'description': (checks.text, ''), 'type': (checks.nonblank, 'String')})
_RUN = Shape({
    'uuid': (checks.matching('[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'), REQUIRED),
    'module': (_PATH, REQUIRED), 'owner': (checks.nonblank, REQUIRED),
    'type': (checks.one_of(runs.RUN, runs.ORCHESTRATION, runs.MACHINE), REQUIRED),
    'state': (checks.one_of(*(runs.ACTIVE + runs.FINAL)), REQUIRED),
    'created': (checks.timestamp, REQUIRED), 'changed': (_MAYBE_TIME, None),
    'ended': (_MAYBE_TIME, None), 'mutable': (checks.flag, False),
    'clouds': (Many(checks.nonblank), []), 'groups': (checks.text, ''),
    'instances': (Many(_INSTANCE), []), 'settings': (Map(_TEXT), {}),
    'parameters': (Map(_TEXT), {}), 'links': (Map(Many(checks.nonblank)), {}),
    'described': (Map(Map(_DESCRIPTION)), {}), 'withheld': (Many(checks.nonblank), [])})
#: A complete catalogue.
CATALOGUE = Shape({
    'format': (_number_of_format, 1), 'accounts': (Many(_ACCOUNT), []),
    'api_keys': (Many(_API_KEY), []), 'clouds': (Many(_CLOUD), []), 'offers': (Many(_OFFER), []),
    'modules': (Many(ANY_MODULE), []), 'resources': (_RESOURCES, {}),
    'runs': (Many(_RUN), []),
    'built_in': (checks.flag, False)})
