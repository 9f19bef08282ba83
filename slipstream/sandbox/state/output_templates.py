# -*- coding: utf-8 -*-
"""Templates of output parameters.

The default value of an output parameter may contain placeholders, which are filled in when an
instance is configured:

``${hostname}``
    the address of the instance
``${param:NAME}``
    the value of another parameter of the instance
``${password}``
    a new random password
``${page}``
    the URL of a web page that the sandbox serves for the instance, see
    :mod:`slipstream.sandbox.service_pages`

Anything else stays as it is.
"""
from __future__ import unicode_literals

import re

from .ids import new_secret

_PLACEHOLDER = re.compile(r'\$\{(hostname|password|page|param:[^}]*)\}')


def is_template(text):
    """Whether a default value contains placeholders."""
    return bool(text and _PLACEHOLDER.search(text))


def expand(draft, name, template):
    """Fill in the placeholders of a template for an instance of a run.

    :param str name: name of the instance.
    """
    return _PLACEHOLDER.sub(lambda match: _fill(draft, name, match), template)


def _fill(draft, name, match):
    word, _, parameter = match.group(1).partition(':')
    if word == 'param':
        key = '%s:%s' % (name, parameter)
        return (draft.get(key) or '') if key in draft['values'] else match.group(0)
    if word == 'hostname':
        return draft.get('%s:hostname' % name) or ''
    if word == 'password':
        return new_secret().replace('.', '')[:16]
    return '%s/pages/%s/%s' % (draft.world.endpoint.rstrip('/'), draft['uuid'], name)
