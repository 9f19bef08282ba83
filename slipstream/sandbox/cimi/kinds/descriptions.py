# -*- coding: utf-8 -*-
"""Descriptions of the members of documents.

People read them, and programs use them to build forms. Templates are made from the same fields:
their placeholder values, the checks of the values that clients send, the response of ``describe``,
and the resource metadata.
"""
from __future__ import unicode_literals

import collections

from ... import checks
from .. import schema

Field = collections.namedtuple(
    'Field', 'name type display description default mandatory order enum read_only')
Template = collections.namedtuple('Template',
                                  'identity title description fixed fields viewer metadata')


def field(name, display, description, type='string', default=None, mandatory=False, order=20,
          enum=None, read_only=False):
    """Describe a member; without a default, the template has no placeholder for it."""
    return Field(name, type, display, description, default, mandatory, order, enum, read_only)


def template(identity, title, description, fixed, fields, viewer='USER', metadata=None):
    """Describe a template.

    :param str identity: second part of the id.
    :param dict fixed: members that identify the template.
    :param list fields: members that users of the template fill in.
    :param str viewer: role that may view it.
    :param str metadata: id of its resource metadata, or None.
    """
    return Template(identity, title, description, fixed, tuple(fields), viewer, metadata)


_COMMON = (
    field('id', 'Identifier', 'unique resource identifier', order=0, read_only=True),
    field('name', 'Name', 'short, human-readable name for the resource', order=2),
    field('description', 'Description', 'longer description of the resource', order=3),
    field('properties', 'Properties', 'key-value pairs defined by the client', type='map', order=4),
)
HINTS = (
    field('group', 'Group', 'label under which the template is shown', order=0),
    field('order', 'Order', 'position among the templates', type='int', order=1),
    field('hidden', 'Hidden', 'whether the template is hidden from people', type='boolean',
          order=2),
    field('icon', 'Icon', 'name of an icon', order=3),
    field('redirectURI', 'Redirect URI', 'address to which a browser is sent afterwards', order=4),
)
#: Members that identify the template of a document. Users cannot change them.
_DISCRIMINATING = dict((name, field(name, display, description, mandatory=True, order=10,
                                    read_only=True)) for name, display, description in (
    ('type', 'Type', 'type of the credential'),
    ('method', 'Method', 'way in which it is made'),
    ('instance', 'Instance', 'name of the template'),
    ('paramsType', 'Type of settings', 'what the settings are for'),
    ('service', 'Service', 'part of the service that is configured'),
    ('cloudServiceType', 'Kind of cloud', 'kind of the cloud of the connector'),
    ('objectType', 'Object type', 'type of the object')))


def check_of(entry):
    """The check of the values of a field."""
    text = checks.nonblank if entry.mandatory else checks.text
    by_type = {
        'string': text, 'password': text, 'hidden': checks.text, 'int': checks.integer(),
        'float': checks.number, 'boolean': checks.flag, 'timestamp': checks.timestamp,
        'map': checks.map_of(checks.anything), 'list': checks.list_of(checks.anything),
        'href': schema.link}
    return checks.one_of(*entry.enum) if entry.enum else by_type[entry.type]


def checks_of(fields):
    """The checks of some fields, by name."""
    return dict((entry.name, check_of(entry)) for entry in fields)


def placeholders(fields):
    """The placeholder values of the fields that have one, by name."""
    return dict((entry.name, entry.default) for entry in fields if entry.default is not None)


def discriminating(*names):
    """The fields of members that identify the template of a document."""
    return tuple(_DISCRIMINATING[name] for name in names)


def describe(fields, acl, kinds=()):
    """The response of ``describe``.

    :param kinds: names of the members that identify the template of a document.
    """
    described = dict((entry.name, _described(entry))
                     for entry in discriminating(*kinds) + tuple(fields))
    for entry in _COMMON[1:]:
        described[entry.name] = dict(_described(entry), category='common')
    return dict(described, acl=acl)


def metadata(identity, title, description, fields, actions=()):
    """The members of a resource metadata document.

    :param str identity: second part of its id.
    :param actions: pairs of an operation and its description.
    """
    members = {'typeURI': identity, 'name': title, 'description': description,
               'attributes': [_attribute(entry) for entry in _COMMON + tuple(fields)]}
    if actions:
        members['actions'] = [
            {'name': name, 'uri': 'http://sixsq.com/slipstream/1/action/%s' % name,
             'method': 'POST', 'description': explanation,
             'inputMessage': 'application/json', 'outputMessage': 'application/json'}
            for name, explanation in actions]
    return members


def _described(entry):
    described = {'displayName': entry.display, 'category': 'general',
                 'description': entry.description, 'type': entry.type,
                 'mandatory': entry.mandatory, 'readOnly': entry.read_only, 'order': entry.order}
    if entry.enum:
        described['enum'] = list(entry.enum)
    return described


def _attribute(entry):
    return {'name': entry.name, 'type': entry.type, 'displayName': entry.display,
            'description': entry.description,
            'namespace': 'http://sixsq.com/slipstream/1', 'providerMandatory': entry.mandatory,
            'consumerMandatory': entry.mandatory,
            'mutable': not entry.read_only, 'consumerWritable': not entry.read_only}
