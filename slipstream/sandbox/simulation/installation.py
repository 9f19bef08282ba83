# -*- coding: utf-8 -*-
"""The result of an installation.

The sandbox does not run the scripts of components. As on every service, output parameters have
their default value from the launch on. If it contains placeholders (see
:mod:`slipstream.sandbox.state.output_templates`), the parameter is set when the instance is
configured. The output parameter ``url.service`` becomes the URL of the deployment, if that has none
yet. A build only runs the recipes of a component, not the scripts that set output parameters, so
these stay unset.

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
    # Parameters that refer to others come last.
    for parameter in sorted(templates, key=lambda key: ('${param:' in templates[key], key)):
        key = '%s:%s' % (name, parameter)
        if not draft.get(key):
            draft.assign(key, expand(draft, name, templates[parameter]))
    address = draft.get('%s:url.service' % name)
    if address and not draft.get('ss:url.service'):
        draft.assign('ss:url.service', address)


def failure_message(draft, name, state):
    """The message of an instance that fails in a state, or None."""
    failing = draft.get('%s:%s' % (name, FAIL)) or ''
    if failing.strip().lower() != state.lower():
        return None
    message = draft.get('%s:%s' % (name, FAIL_MESSAGE))
    return message or '%s failed in state %s, as configured' % (name, state)
