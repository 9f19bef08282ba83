# -*- coding: utf-8 -*-
"""The modules that one has to read to see what ``api.deploy`` sends, and how.

A module counts if one of its functions runs between the call and its result, over a socket, when
all goes well. Counted in the same way, a request of form fields opens 9 modules of requests, 13 of
httpx and 7 of python-gitlab.
"""
from __future__ import unicode_literals

import logging

import pytest

from slipstream.sandbox import Sandbox

from ..counting import observe
from .tree import API

#: The modules of the whole walk, and those above the session, which sends. Lower them when you can;
#: if you add one to the way of every call, look for one that can leave it.
MOST = 12
MOST_ABOVE = 7
SESSION = 'slipstream.api.transport.session'

#: What is for refusals, failures, unencrypted requests to other machines, and for somebody who
#: looks at what has happened.
FOR_OTHER_CASES = {'slipstream.api.redaction.masking', 'slipstream.api.redaction.shapes',
                   'slipstream.api.transport.credentials', 'slipstream.api.transport.history',
                   'slipstream.api.transport.relogin', 'slipstream.api.transport.retries',
                   'slipstream.api.transport.sent_secrets'}


def walk(function):
    """The modules of the client that a call runs through, in the order in which it enters them."""
    entered = []

    def note(frame, event, _):  # pragma: no cover - while it runs, coverage is not called
        name = frame.f_globals.get('__name__')
        if event == 'call' and name in API and name not in entered:
            entered.append(name)

    observe(function, note)
    return entered


@pytest.fixture
def modules():
    """The modules that ``api.deploy`` runs through."""
    logging.disable(logging.CRITICAL)  # whatever level other tests have set
    try:
        with Sandbox(http=True) as sandbox:
            api = sandbox.api()
            return walk(lambda: api.deploy('apps/WordPress/wordpress', 'exoscale-ch-gva'))
    finally:
        logging.disable(logging.NOTSET)


def test_a_deployment_is_sent_through_few_modules(modules):
    assert len(modules) <= MOST, modules


def test_the_session_is_reached_through_few_modules(modules):
    above = modules[:modules.index(SESSION)]
    assert len(above) <= MOST_ABOVE, above


def test_a_deployment_that_succeeds_needs_nothing_that_is_for_other_cases(modules):
    assert sorted(FOR_OTHER_CASES & set(modules)) == []


def test_a_deployment_that_nobody_waits_for_opens_no_module_of_waiting_or_suggestions(modules):
    assert not {'slipstream.api.methods.waiting', 'slipstream.api.methods.suggestions'} & set(
        modules)
