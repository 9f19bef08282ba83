# -*- coding: utf-8 -*-
"""Reading forms.

The forms of the web pages can also write modules and accounts, URL-encoded or as multipart. One of
the parts may be the XML document itself. Fields are named like the attributes in XML; case is
ignored. Repeated fields are numbered: ``parameter--0--name``, ``parameter--0--value``,
``parameter--1--name``.
"""
from __future__ import unicode_literals

import collections
import re

from ..compat import to_text
from . import readings
from .errors import Problem
from .multipart import MULTIPART, parts

FORM = 'application/x-www-form-urlencoded'
XML = 'application/xml'
_XML_TYPES = (XML, 'text/xml')
_NUMBERED = re.compile(r'([a-z]+)--([0-9]{1,6})--(.+)\Z')


class Fields(object):
    """The fields of a form; the first one wins if a field is repeated."""

    def __init__(self, pairs):
        self._values = collections.OrderedDict()
        for name, value in pairs:
            self._values.setdefault(name.lower(), value)

    def get(self, *names):
        """The value of the first of these fields that the form has, or None."""
        for name in names:
            if name.lower() in self._values:
                return self._values[name.lower()]
        return None

    def flag(self, name, default=False):
        """The value of a field as a boolean, or the default if the field is missing."""
        value = self.get(name)
        return default if value is None else readings.option(value)

    def groups(self, *prefixes):
        """The numbered groups of fields with one of these prefixes, ordered by number."""
        groups = {}
        for name, value in self._values.items():
            match = _NUMBERED.match(name)
            if match and match.group(1) in prefixes:
                groups.setdefault(int(match.group(2)), []).append((match.group(3), value))
        return [Fields(groups[number]) for number in sorted(groups)]

    def beginning(self, prefix):
        """Pairs of name and value of the fields with a prefix; the prefix is removed."""
        return [(name[len(prefix):], value) for name, value in self._values.items()
                if name.startswith(prefix.lower())]


def document(request):
    """The XML document in the body of a request, or in a part of it; None if it is a form.

    :raises Problem: 415 for anything else, 400 if the parts cannot be separated.
    """
    if request.media_type == XML:
        return request.body
    if request.media_type not in (FORM, MULTIPART):
        raise Problem(415)
    for part in _parts(request):
        if part.filename or part.media_type in _XML_TYPES or part.name == 'xml':
            return part.content
    return None


def fields(request):
    """The :class:`Fields` of a request that is a form."""
    if request.media_type == FORM:
        return Fields(request.form)
    return Fields((part.name, to_text(part.content)) for part in _parts(request))


def parameters(form):
    """The parameters that a form describes, as :func:`.readings.parameters` returns them.

    :raises Unreadable: if a type or a number is invalid.
    """
    return [_parameter(group) for group in form.groups('parameter') if group.get('name')]


def _parameter(group):
    kind = group.get('type') or 'String'
    choices = [choice.strip() for choice in (group.get('enumValues') or '').split(',')]
    readings.parameter_type(kind)
    return {
        'name': group.get('name').strip(), 'description': group.get('description') or '',
        'category': group.get('category') or 'General',
        'mandatory': group.flag('mandatory'), 'type': kind, 'readonly': group.flag('readonly'),
        'order': readings.integer(group.get('order', 'order_') or '0'),
        'value': group.get('value') or None, 'defaultValue': group.get('defaultValue') or None,
        'instructions': group.get('instructions'),
        'enumValues': [choice for choice in choices if choice]}


def _parts(request):
    if request.media_type != MULTIPART:
        return []
    try:
        return parts(request.headers.get('Content-Type', ''), request.body)
    except ValueError as reason:
        raise Problem(400, 'Validation error: %s' % reason)
