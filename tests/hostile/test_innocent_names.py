# -*- coding: utf-8 -*-
"""Passwords in parameters whose names do not tell: their type does, once it was read."""
from __future__ import unicode_literals

import logging

import pytest

from slipstream.api import SlipStreamError, compat
from slipstream.api.redaction import MASK
from slipstream.api.redaction.masking import MOST, SentValues
from slipstream.sandbox import Sandbox

SECRET, NAME = 'Hn4mYd9-Rk8sTb2', 'greeting'
COMPONENT, APPLICATION = 'doors/opener', 'doors/door'


@pytest.fixture
def sandbox():
    """A sandbox with a component that has a password of an innocent name, and an application."""
    with Sandbox(speed=0) as made:
        with made.api(hints=False) as api:
            api.create_project('doors')
            api.create_component(
                COMPONENT, module_reference_uri='apps/WordPress/wordpress',
                parameters={NAME: {'type': 'Password', 'category': 'Input'}})
            api.create_application(APPLICATION, {'web': {'component': COMPONENT}})
        yield made


def read(api):
    """What makes the type known."""
    assert NAME in [row.name for row in api.get_parameters(COMPONENT)]


def plan(api):
    """The same, by the checks of a launch."""
    with api.plan():
        api.deploy(COMPONENT)


LAUNCHES = {
    'a component': lambda api: api.deploy(COMPONENT, parameters={NAME: SECRET}),
    'an application': lambda api: api.deploy(APPLICATION, parameters={'web': {NAME: SECRET}}),
    'later': lambda api: api.set_deployment_parameter(
        api.deploy(COMPONENT), 'machine:' + NAME, SECRET, check=False)}


@pytest.mark.parametrize('launch', sorted(LAUNCHES))
@pytest.mark.parametrize('learn', [read, plan])
def test_its_value_is_shown_nowhere(sandbox, learn, launch, caplog):
    with sandbox.api(hints=False, retries=0) as api, caplog.at_level(logging.DEBUG, 'slipstream'):
        learn(api)
        LAUNCHES[launch](api)
        sandbox.faults.add(status=500, body='odd value ' + SECRET, content_type='text/plain')
        with pytest.raises(SlipStreamError) as caught:
            api.get_user('jane')
        shown = [repr(api.history), caplog.text, str(caught.value), repr(caught.value)] + [
            exchange.curl() for exchange in api.history]
        assert [text for text in shown if SECRET in compat.to_text(text)] == []
        assert MASK in str(caught.value)


def test_without_its_type_nobody_knows(sandbox):
    with sandbox.api(hints=False) as api:
        LAUNCHES['a component'](api)
        assert api.session.sent_values.mask(SECRET) == SECRET


def test_so_many_names_are_remembered():
    sent = SentValues()
    sent.learn('%d' % number for number in range(MOST + 9))
    assert len(sent.names) == MOST
