# -*- coding: utf-8 -*-
"""What an installation leaves behind.

Scripts of components are not run here. The output parameters of a component have their default
value from the launch on, as on every service. Where it contains placeholders, they have no value
before an instance is configured:

========================  ===================================================================================
``${hostname}``           the address of the instance
``${param:NAME}``         the value of another parameter of the instance
``${password}``           a new random password
``${page}``               the address of a web page that the sandbox serves for the instance, see :mod:`.pages`
========================  ===================================================================================

Anything else stays as it is. The output parameter ``url.service`` becomes the address of the whole
deployment, if that has none yet. A build runs only the recipes of a component, not the scripts that
set its output parameters, so they stay without value.

Two input parameters make an installation fail: ``sandbox.fail`` names the state in which the
instance raises the abort flag (for example ``Provisioning`` or ``Executing``),
``sandbox.fail.message`` is its message.
"""
from __future__ import unicode_literals

import re

from ..state.ids import new_secret
from ..state.runs import MACHINE

FAIL, FAIL_MESSAGE = 'sandbox.fail', 'sandbox.fail.message'

_PLACEHOLDER = re.compile(r'\$\{(hostname|password|page|param:[^}]*)\}')


def is_template(text):
    """Whether a default value contains placeholders."""
    return bool(text and _PLACEHOLDER.search(text))


def install(draft, name):
    """Configure an instance: set its output parameters."""
    if draft['type'] != MACHINE:
        _set_outputs(draft, name)
    draft.change_instance(name, installed=True)


def _set_outputs(draft, name):
    outputs = draft.node(draft['instances'][name]['node'])['outputs']
    # Those that look at other parameters come last.
    for parameter in sorted(outputs, key=lambda each: ('${param:' in outputs[each], each)):
        key = '%s:%s' % (name, parameter)
        if not draft.get(key):
            draft.assign(key, expand(draft, name, outputs[parameter]))
    address = draft.get('%s:url.service' % name)
    if address and not draft.get('ss:url.service'):
        draft.assign('ss:url.service', address)


def expand(draft, name, template):
    """A template with its placeholders filled in for an instance."""
    return _PLACEHOLDER.sub(lambda match: _fill(draft, name, match), template)


def failure_message(draft, name, state):
    """The message with which an instance fails in a state, or None if nobody told it to."""
    if (draft.get('%s:%s' % (name, FAIL)) or '').strip().lower() != state.lower():
        return None
    return draft.get('%s:%s' % (
        name, FAIL_MESSAGE)) or '%s failed in state %s, as it was told to' % (name, state)


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
