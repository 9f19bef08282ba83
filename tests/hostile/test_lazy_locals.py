# -*- coding: utf-8 -*-
"""Local variables of lazy results: rows, sequences, changes.

Their functions are generators, which an error leaves long after the call that made them.
"""
from __future__ import unicode_literals

import io
import os
import re

import pytest
import requests

import slipstream.api
from slipstream.api.errors import SlipStreamError, WaitTimeoutError
from slipstream.api.listing import Listing
from slipstream.api.redaction import guard
from slipstream.sandbox import Sandbox

from .test_locals import HERE as TRACED, SECRET, frames_of, with_locals

HERE = __file__.replace('.pyc', '.py')
RUN = '12345678-1234-4321-8765-123456789abc'
FILTER = "secret='%s'" % SECRET
#: Every method whose result is read later, with secrets as strings that are not a path or id.
CALLS = {
    'cimi_list': lambda api: api.cimi_list('events', filter=FILTER, select='secret'),
    'follow': lambda api: api.follow('events', filter=FILTER, timeout=0),
    'follow_deployment': lambda api: api.follow_deployment(RUN, timeout=0),
    'get_application_nodes': lambda api: api.get_application_nodes('apps/none'),
    'get_cloud_image_identifiers': lambda api: api.get_cloud_image_identifiers('apps/none'),
    'get_parameters': lambda api: api.get_parameters('apps/none', parameter_names=[SECRET]),
    'list_applications': lambda api: api.list_applications(),
    'list_clouds': lambda api: api.list_clouds(),
    'list_deployments': lambda api: api.list_deployments(
        cloud=SECRET, owner=SECRET),
    'list_module_versions': lambda api: api.list_module_versions('apps/none'),
    'list_project_content': lambda api: api.list_project_content('apps/none', recurse=True),
    'list_users': lambda api: api.list_users(),
    'list_virtualmachines': lambda api: api.list_virtualmachines(RUN, SECRET),
    'usage': lambda api: api.usage(),
}
#: How it is read.
READ = {'loop': lambda rows: [row for row in rows],  # noqa: C416 - list() asks for the length
        'list': list, 'next': lambda rows: next(iter(rows), None)}
FAULTS = [{'status': 500}, {'status': 404}, {'kind': 'reset'},
          {'status': 200, 'body': '<odd/>', 'content_type': 'application/xml'},
          {'status': 200, 'body': '[1]', 'content_type': 'application/json'}]
DOCUMENTED = (SlipStreamError, requests.RequestException)


@pytest.fixture(scope='module')
def sandbox():
    """A sandbox in process."""
    with Sandbox(speed=0) as made:
        yield made


def test_every_method_that_returns_an_iterator_has_its_call():
    path = os.path.join(os.path.dirname(slipstream.api.__file__), 'api.pyi')
    with io.open(path, encoding='utf-8') as stream:
        methods = stream.read().split('\n    def ')[1:]
    kinds = {re.match(r'\w+', method).group(): re.search(r'\) -> (\w+)', method)
             for method in methods}
    lazy = {name for name, kind in kinds.items()
            if kind and kind.group(1) in ('Listing', 'Iterator', 'CimiSequence')}
    assert lazy == set(CALLS)


@with_locals
@pytest.mark.parametrize('fault', FAULTS, ids=str)
@pytest.mark.parametrize('how', sorted(READ))
@pytest.mark.parametrize('name', sorted(CALLS))
def test_what_is_read_later_shows_no_secret(name, how, fault, sandbox):
    api = sandbox.api('super', retries=0)
    rows = CALLS[name](api)
    sandbox.faults.add(times=None, **fault)
    try:
        with pytest.raises(DOCUMENTED) as caught:
            READ[how](rows)
            raise WaitTimeoutError('it survives that')
    finally:
        sandbox.faults.clear()
    shown = [(frame.filename, frame.name) for frame in frames_of(caught.value)
             if frame.filename not in (HERE, TRACED) and SECRET in '%s' % (frame.locals,)]
    assert shown == []


def boom():
    """Fail."""
    raise KeyError('none')


def pausing(secret):
    """A generator that survives an error and yields it."""
    try:
        boom()
    except KeyError as error:
        yield error
    yield secret


def failing(secret):
    """A generator that an error leaves."""
    yield secret
    boom()


@with_locals
def test_a_generator_that_may_go_on_keeps_its_variables(monkeypatch):
    monkeypatch.setattr(guard, '_is_ours', lambda module: True)
    rows = pausing(SECRET)
    guard.forget_locals(next(rows))
    assert list(rows) == [SECRET]


@with_locals
@pytest.mark.parametrize('kind', [Listing, guard.Forgetful])
def test_a_generator_that_has_ended_forgets_them(kind, monkeypatch):
    monkeypatch.setattr(guard, '_is_ours', lambda module: True)
    rows = iter(kind(failing(SECRET)))
    assert next(rows) == SECRET
    with pytest.raises(KeyError) as caught:
        next(rows)
    assert {frame.name: frame.locals for frame in frames_of(caught.value)}['failing'] is None


def test_what_follows_can_be_ended(sandbox):
    changes = sandbox.api().follow('events')
    changes.close()
    assert list(changes) == [] and iter(changes) is changes


def test_what_follows_says_what_it_is(sandbox):
    api = sandbox.api()
    assert repr(api.follow('events')) == '<iterator of follow(), for a loop>'
    assert repr(api.follow_deployment('00000000-0000-0000-0000-000000000001')) == (
        '<iterator of follow_deployment(), for a loop>')
