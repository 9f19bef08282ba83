# -*- coding: utf-8 -*-
"""Examples in docstrings are executed.

They find ``sandbox``, ``api``, logged in there, and ``deployment_id``, that of a blog that is
ready. Where used, also ``admin``, a privileged user's ``Api``, ``application_id``, that of an
application that can be scaled, ``credential``, for the object store, and a file ``results.csv``.
"""
from __future__ import unicode_literals
import __future__

import doctest
import importlib
import inspect
import pkgutil
import re
import sys

import pytest

import slipstream.api
import slipstream.sandbox.test_controls
import slipstream.testing
from slipstream.api import errors, listing, models, sequences
from slipstream.sandbox import Sandbox
from slipstream.sandbox.catalogue import formats
from slipstream.sandbox.simulation import faults
from slipstream.sandbox.state import clock

from .blocks import OPTIONS, Checker, pages, read

#: What the examples are written for.
FLAGS = ('print_function', 'unicode_literals')
#: The least number of docstrings with examples.
AT_LEAST = 80


@pytest.fixture(scope='module')
def examples():
    """The docstrings of the library that have examples."""
    modules = [importlib.import_module(name) for _, name, _ in pkgutil.walk_packages(
        slipstream.api.__path__, str('slipstream.api.')) if not name.endswith('__main__')]
    modules += [slipstream.sandbox, slipstream.sandbox.test_controls, slipstream.testing,
                faults, clock, formats]
    return [test for module in modules for test in doctest.DocTestFinder().find(module)
            if test.examples]


#: What examples find besides ``api``, made for those that use it.
PROVIDED = {
    'sys': lambda sandbox: sys,
    'Api': lambda sandbox: slipstream.api.Api,
    'admin': lambda sandbox: sandbox.api('super'),
    'application_id': lambda sandbox: sandbox.api().deploy(
        'examples/tutorials/service-testing/system', scalable=True, wait=True),
    'credential': lambda sandbox: sandbox.api().cimi_first(
        'credentials', "type='cloud-cred-exoscale'").id}


def provided(test, sandbox):
    """The names that an example uses, as a dict."""
    code = ' '.join(example.source for example in test.examples)
    return {name: make(sandbox) for name, make in PROVIDED.items()
            if re.search(r'\b{}\b'.format(name), code)}


def test_the_examples_of_docstrings_run(examples, tmpdir, monkeypatch):
    monkeypatch.chdir(str(tmpdir))
    tmpdir.join('results.csv').write('1,2')
    failures = []
    runner = doctest.DocTestRunner(Checker(), optionflags=OPTIONS)
    for test in examples:
        with Sandbox(speed=0) as sandbox:
            api = sandbox.api()
            deployment_id = api.deploy('apps/WordPress/wordpress', wait=True)
            test.globs.update({flag: getattr(__future__, flag) for flag in FLAGS}, api=api,
                              sandbox=sandbox, deployment_id=deployment_id,
                              **provided(test, sandbox))
            runner.run(test, out=failures.append)
    assert ''.join(failures) == ''


def test_the_examples_were_collected(examples):
    assert len(examples) >= AT_LEAST


#: The public methods and properties of Api.
MEMBERS = sorted(name for name, member in inspect.getmembers(slipstream.api.Api)
                 if not name.startswith('_') and (callable(member) or isinstance(member, property)))


@pytest.mark.parametrize('name', MEMBERS)
def test_every_method_has_an_example(name):
    assert '>>> ' in getattr(slipstream.api.Api, name).__doc__


#: Directives of the reference, and what they are about.
DIRECTIVE = re.compile(r'(?m)^\.\. (currentmodule|auto(?:module|class|function|exception)):: '
                       r'([\w.]+)(?:\(\))?\n((?: {4}:.*\n)*)')
#: The nodes of the trees that ``parse`` returns, which has an example.
NODES = ('And', 'Boolean', 'Comparison', 'Date', 'Integer', 'Null', 'Or', 'Property', 'String')
#: Names of the reference that need no example, and why.
WITHOUT_EXAMPLE = {
    'ConnectionError': 'of requests', 'HTTPError': 'of requests',
    'SessionStore': 'documented by requests: a requests.Session',
    'SessionStore.clear': 'as above', 'SessionStore.forget': 'as above'}


def imported(name):
    """The object with a dotted name."""
    try:
        return importlib.import_module(str(name))
    except ImportError:
        owner, _, last = name.rpartition('.')
        return getattr(imported(owner), last)


def listed(text, option):
    """The names behind an option of a directive; None without the option."""
    match = re.search(r':{}:(.*)'.format(option), text)
    return match and re.findall(r'\w+', match.group(1))


def own_members(kind):
    """The public methods and properties of a class that its bases do not have, with their names."""
    inherited = {name for base in kind.__mro__[1:] for name in vars(base)}
    return [('%s.%s' % (kind.__name__, name), member) for name, member in sorted(vars(kind).items())
            if not name.startswith('_') and name not in inherited and name != 'next'
            and (inspect.isfunction(member) or isinstance(member, property))]


def of_directive(place, options):
    """The names that a directive documents, each with what it stands for and what contains it."""
    members = listed(options, 'members')
    if inspect.isclass(place):
        kinds = place.__mro__[:-1] if ':inherited-members:' in options else [place]
        pairs = [pair for kind in kinds if members is not None for pair in own_members(kind)]
        if members:
            pairs = [(place.__name__ + '.' + name, getattr(place, name)) for name in members]
        return [(place.__name__, place, None)] + [(name, member, place) for name, member in pairs]
    if not inspect.ismodule(place):
        return [(getattr(place, '__name__', None) or place.name, place, None)]
    if members is None:
        return []
    pairs = [(name, getattr(place, name)) for name in members or place.__all__]
    return [(name, member, place) for name, member in pairs] + [
        (name, member, kind) for _, kind in pairs if inspect.isclass(kind)
        for name, member in own_members(kind)]


def documented():
    """All that the reference documents, as triples; see :func:`of_directive`."""
    triples = []
    for page in pages():
        module = ''
        for kind, name, options in DIRECTIVE.findall('\n'.join(read(page)) + '\n'):
            name = name if name.startswith('slipstream.') else module + name
            if kind in ('currentmodule', 'automodule'):
                module = name + '.'
            if kind != 'currentmodule':
                triples.extend(of_directive(imported(name), options))
    for kind in [kind for module in (errors, models, listing, sequences)
                 for kind in vars(module).values() if inspect.isclass(kind)
                 and kind.__module__ == module.__name__ and not kind.__name__.startswith('_')
                 and kind not in (listing.Pages, listing.AtOnce)]:
        triples.extend(of_directive(kind, ':members:'))
    return {name: (member, owner) for name, member, owner in triples}


DOCUMENTED = documented()


def documentation(member):
    """The docstring of what is documented; newer versions of pytest wrap fixtures."""
    function = getattr(member, '_get_wrapped_function', None)
    return (function() if function else member).__doc__ or ''


def is_shown(name, member, owner):
    """Whether something has an example of its own, or is used in the one of what contains it."""
    if re.search('>>> |def test_', documentation(member)):
        return True
    code = ' '.join(example.source for example in doctest.DocTestParser().get_examples(
        owner.__doc__ or '')) if owner else ''
    return bool(re.search(r'\.{0}\b|\b{0}\('.format(name.rpartition('.')[2]), code))


@pytest.mark.parametrize('name', sorted(DOCUMENTED))
def test_everything_in_the_reference_has_an_example(name):
    needs_none = name in WITHOUT_EXAMPLE or name.partition('.')[0] in NODES
    assert is_shown(name, *DOCUMENTED[name]) is not needs_none


def test_all_of_the_reference_was_found():
    assert {'App', 'Sandbox.api', 'Listing.peek', 'TestControls.advance', 'CimiSlice', 'record',
            'Deployment.instances', 'slipstream_api', 'NotFoundError', 'Attr.is_in', 'Clock.now',
            'SlipStreamError.status_code', 'Comparison', 'Exchange.curl', 'Plan.apply'}.issubset(
                DOCUMENTED)


def test_something_without_example_would_be_found():
    assert is_shown('wait', lambda: None, None) is False
    assert is_shown('Clock.held', clock.Clock.held, clock.Clock) is True
    assert is_shown('Clock.hel', clock.Clock.held, clock.Clock) is False
