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
from slipstream.api import listing, models, sequences
from slipstream.sandbox import Sandbox

from .blocks import OPTIONS, Checker

#: What the examples are written for.
FLAGS = ('print_function', 'unicode_literals')
#: The least number of docstrings with examples.
AT_LEAST = 80


@pytest.fixture(scope='module')
def examples():
    """The docstrings of the library that have examples."""
    modules = [importlib.import_module(name) for _, name, _ in pkgutil.walk_packages(
        slipstream.api.__path__, str('slipstream.api.')) if not name.endswith('__main__')]
    modules += [slipstream.sandbox, slipstream.sandbox.test_controls, slipstream.testing]
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


def own_members(kind):
    """The public methods and properties of a class that its bases do not have, with their names."""
    inherited = {name for base in kind.__mro__[1:] for name in vars(base)}
    return [('%s.%s' % (kind.__name__, name), member) for name, member in sorted(vars(kind).items())
            if not name.startswith('_') and name not in inherited and name != 'next'
            and (inspect.isfunction(member) or isinstance(member, property))]


#: What users hold in their hands, besides Api: classes, their methods, and functions.
CLASSES = [Sandbox, slipstream.sandbox.test_controls.TestControls] + [
    kind for module in (models, listing, sequences) for kind in vars(module).values()
    if inspect.isclass(kind) and kind.__module__ == module.__name__
    and not kind.__name__.startswith('_') and kind not in (listing.Pages, listing.AtOnce)]
NAMES = dict([(kind.__name__, kind) for kind in CLASSES if kind.__name__ != 'TestControls']
             + [pair for kind in CLASSES for pair in own_members(kind)],
             record=slipstream.testing.record, replay=slipstream.testing.replay)


@pytest.mark.parametrize('name', sorted(NAMES))
def test_everything_that_users_hold_has_an_example(name):
    assert '>>> ' in NAMES[name].__doc__


def test_what_users_hold_was_found():
    assert {'App', 'Sandbox.api', 'Listing.peek', 'TestControls.advance', 'CimiSlice',
            'Deployment.instances', 'record'}.issubset(NAMES)
