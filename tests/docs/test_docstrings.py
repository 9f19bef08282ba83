# -*- coding: utf-8 -*-
"""Examples in docstrings are executed, too.

They find ``api``, logged in at a sandbox, and ``deployment_id``, that of a blog that is ready.
"""
from __future__ import unicode_literals
import __future__

import doctest
import importlib
import pkgutil

import pytest

import slipstream.api
from slipstream.sandbox import Sandbox

from .blocks import OPTIONS, Checker

#: What the examples are written for.
FLAGS = ('print_function', 'unicode_literals')
#: At least so many docstrings with examples are found.
AT_LEAST = 30


@pytest.fixture(scope='module')
def examples():
    """The docstrings of the library that have examples."""
    modules = [importlib.import_module(name) for _, name, _ in pkgutil.walk_packages(
        slipstream.api.__path__, str('slipstream.api.')) if not name.endswith('__main__')]
    return [test for module in modules for test in doctest.DocTestFinder().find(module)
            if test.examples]


def test_the_examples_of_docstrings_run(examples):
    failures = []
    runner = doctest.DocTestRunner(Checker(), optionflags=OPTIONS)
    for test in examples:
        with Sandbox(speed=0) as sandbox:
            api = sandbox.api()
            deployment_id = api.deploy('apps/WordPress/wordpress', wait=True)
            test.globs.update({flag: getattr(__future__, flag) for flag in FLAGS}, api=api,
                              deployment_id=deployment_id)
            runner.run(test, out=failures.append)
    assert ''.join(failures) == ''


def test_the_examples_were_collected(examples):
    assert len(examples) >= AT_LEAST


#: What people call first, by the documentation.
COMMON = ['login_internal', 'whoami', 'list_applications', 'list_project_content', 'get_element',
          'get_application_nodes', 'list_clouds', 'usage', 'get_deployment', 'list_deployments',
          'get_deployment_events', 'get_deployment_parameter', 'list_virtualmachines', 'get_user',
          'cimi_search', 'cimi_list', 'cimi_count', 'cimi_first', 'cimi_one', 'cimi_get',
          'create_api_key', 'delete_api_key']


@pytest.mark.parametrize('name', COMMON)
def test_a_common_method_has_an_example(name):
    assert '>>> ' in getattr(slipstream.api.Api, name).__doc__
