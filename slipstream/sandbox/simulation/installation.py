# -*- coding: utf-8 -*-
"""What an installation leaves behind.

Scripts of components are not run here. The output parameters of a component have their default
value from the launch on, as on every service. Where it contains placeholders (see
:mod:`slipstream.sandbox.state.output_templates`), they have no value before an instance is
configured. The output parameter ``url.service`` becomes the address of the whole deployment, if
that has none yet. A build runs only the recipes of a component, not the scripts that set its output
parameters, so they stay without value.

Two input parameters make an installation fail: ``sandbox.fail`` names the state in which the
instance raises the abort flag (for example ``Provisioning`` or ``Executing``),
``sandbox.fail.message`` is its message.
"""
from __future__ import unicode_literals

from ..state.output_templates import expand
from ..state.runs import MACHINE

FAIL, FAIL_MESSAGE = 'sandbox.fail', 'sandbox.fail.message'


def install(draft, name):
    """Configure an instance: set its output parameters."""
    if draft['type'] != MACHINE:
        _set_outputs(draft, name)
    draft.change_instance(name, installed=True)


def _set_outputs(draft, name):
    templates = draft.node(draft['instances'][name]['node'])['outputs']
    # Those that look at other parameters come last.
    for parameter in sorted(templates, key=lambda key: ('${param:' in templates[key], key)):
        key = '%s:%s' % (name, parameter)
        if not draft.get(key):
            draft.assign(key, expand(draft, name, templates[parameter]))
    address = draft.get('%s:url.service' % name)
    if address and not draft.get('ss:url.service'):
        draft.assign('ss:url.service', address)


def failure_message(draft, name, state):
    """The message with which an instance fails in a state, or None."""
    failing = draft.get('%s:%s' % (name, FAIL)) or ''
    if failing.strip().lower() != state.lower():
        return None
    message = draft.get('%s:%s' % (name, FAIL_MESSAGE))
    return message or '%s failed in state %s, as configured' % (name, state)
