# -*- coding: utf-8 -*-
"""Strict reading of documents.

A document from a client must have the expected shape. It is refused if an attribute or element is
unknown, or if a required one is missing.
"""
from __future__ import unicode_literals

import re

from .. import integers, timestamps

PARAMETER_TYPES = ('String', 'Text', 'Password', 'Boolean', 'Enum', 'RestrictedString',
                   'RestrictedText', 'Hidden', 'Dummy')

_JAVA_CLASS = re.compile(
    r'(java\.util|org\.hibernate\.collection\.internal|com\.sixsq\.slipstream(\.[a-z]+)*)'
    r'\.[A-Z][A-Za-z]*\Z')


class Unreadable(ValueError):
    """A document does not have the expected shape."""


class Shape(object):
    """The attributes and children that an element may have.

    :param required: names of the required attributes.
    :param optional: names of the optional attributes.
    :param children: dict of tag to shape, for children that occur at most once. The shape None
        accepts anything.
    :param repeated: tag and shape of a child that may occur any number of times.
    :param needed: tags of the required children.
    """

    def __init__(self, required=(), optional=(), children=None, repeated=None,
                 needed=()):
        self.required = frozenset(required)
        self.allowed = self.required | frozenset(optional)
        self.children = dict(children or {})
        self.repeated = repeated
        self.needed = needed
        if children or repeated:
            self.allowed |= frozenset(['class', 'length'])


LEAF = Shape()
_PARAMETER_ATTRIBUTES = (
    'description', 'category', 'mandatory', 'type', 'readonly', 'order_', 'order')
STRINGS = Shape(repeated=('string', LEAF))


def parameters_shape(extra=(), required=()):
    """The shape of a map of parameters.

    :param extra: further optional attributes of a parameter.
    :param required: further required attributes of a parameter.
    """
    parameter = Shape(
        required=('name',) + tuple(required),
        optional=_PARAMETER_ATTRIBUTES + tuple(extra),
        children={'instructions': LEAF, 'enumValues': STRINGS, 'value': LEAF, 'defaultValue': LEAF})
    return map_shape('parameter', parameter)


def map_shape(tag, shape):
    """The shape of a map whose values have that tag and shape."""
    entry = Shape(children={'string': LEAF, tag: shape}, needed=('string', tag))
    return Shape(repeated=('entry', entry))


def check(node, shape):
    """Check an element and its children against a shape.

    :raises Unreadable: if it differs.
    """
    _check_attributes(node, shape)
    seen = set()
    for child in node:
        if shape.repeated and child.tag == shape.repeated[0]:
            check(child, shape.repeated[1])
        elif child.tag not in shape.children:
            raise Unreadable(
                "Element '%s' does not have a match in element '%s'" % (child.tag, node.tag))
        elif child.tag in seen:
            raise Unreadable("Element '%s' declared twice in element '%s'" % (child.tag, node.tag))
        elif shape.children[child.tag] is not None:
            check(child, shape.children[child.tag])
        seen.add(child.tag)
    for tag in shape.needed:
        if tag not in seen:
            raise Unreadable("Unable to satisfy element '%s' of element '%s'" % (tag, node.tag))


def _check_attributes(node, shape):
    for name in sorted(node.attrib):
        if name not in shape.allowed:
            raise Unreadable(
                "Attribute '%s' does not have a match in element '%s'" % (name, node.tag))
        if name in _CHECKS:
            _CHECKS[name](node.attrib[name])
    for name in sorted(shape.required):
        if name not in node.attrib:
            raise Unreadable("Unable to satisfy attribute '%s' of element '%s'" % (name, node.tag))


# -- values -------------------------------------------------------------------

def timestamp(text):
    """Parse a timestamp of the XML interface, and return the seconds since the epoch.

    :raises Unreadable: if it is invalid.
    """
    try:
        return timestamps.parse_legacy(text)
    except ValueError:
        raise Unreadable('Unparseable date: "%s"' % text)


def integer(text):
    """Parse an integer.

    :raises Unreadable: if it is not an integer.
    """
    try:
        return integers.parse(text.strip())
    except ValueError:
        raise Unreadable('For input string: "%s"' % text)


def flag(text):
    """Parse a boolean attribute; anything but ``true``, even None, is false."""
    return (text or '').strip().lower() == 'true'


def option(text):
    """Parse a flag in a query or a form.

    ``true``, ``yes``, ``on`` and ``1`` are true; anything else, even None, is false.
    """
    return (text or '').strip().lower() in ('true', 'yes', 'on', '1')


def strings(node):
    """The values in a container of ``string`` elements; empty if there is no container."""
    return [] if node is None else [child.text or '' for child in node.findall('string')]


def parameters(node):
    """The parameters of a map, as dicts; empty if there is no map. Empty values become None."""
    if node is None:
        return []
    return [_parameter(child) for child in node.findall('entry/parameter')]


def _parameter(node):
    parameter = {
        'name': node.get('name'), 'description': node.get('description', ''),
        'category': node.get('category', 'General'),
        'mandatory': flag(node.get('mandatory')), 'type': node.get('type', 'String'),
        'readonly': flag(node.get('readonly')),
        'order': integer(node.get('order', node.get('order_', '0'))),
        'value': node.findtext('value') or None,
        'defaultValue': node.findtext('defaultValue') or None,
        'instructions': node.findtext('instructions'),
        'enumValues': strings(node.find('enumValues'))}
    if 'isMappedValue' in node.attrib:
        parameter['isMappedValue'] = flag(node.get('isMappedValue'))
    return parameter


def _java_class(text):
    if not _JAVA_CLASS.match(text):
        raise Unreadable('java.lang.ClassNotFoundException: %s' % text)


def parameter_type(text):
    """Check the type of a parameter.

    :raises Unreadable: if there is no such type.
    """
    if text not in PARAMETER_TYPES:
        raise Unreadable(
            "No enum constant com.sixsq.slipstream.persistence.ParameterType.%s" % text)


_CHECKS = {
    'class': _java_class, 'length': integer, 'version': integer, 'order': integer,
    'order_': integer, 'multiplicity': integer,
    'maxProvisioningFailures': integer, 'type': parameter_type}
_CHECKS.update((name, timestamp) for name in ('creation', 'lastModified', 'activeSince',
                                              'lastOnline', 'lastExecute', 'publicationDate'))
