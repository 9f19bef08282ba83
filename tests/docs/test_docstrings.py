# -*- coding: utf-8 -*-
"""Examples in docstrings are executed, too."""
from __future__ import unicode_literals

import doctest
import importlib
import pkgutil

import pytest

import slipstream.api

from .blocks import OPTIONS, Checker

#: At least so many docstrings with examples are found.
AT_LEAST = 1


@pytest.fixture(scope='module')
def examples():
    """The docstrings of the library that have examples."""
    modules = [importlib.import_module(str('slipstream.api.' + name)) for _, name,
               _ in pkgutil.iter_modules(slipstream.api.__path__)]
    return [test for module in modules for test in doctest.DocTestFinder().find(module)
            if test.examples]


def test_the_examples_of_docstrings_run(examples):
    failures = []
    runner = doctest.DocTestRunner(Checker(), optionflags=OPTIONS)
    for test in examples:
        runner.run(test, out=failures.append)
    assert ''.join(failures) == ''


def test_the_examples_were_collected(examples):
    assert len(examples) >= AT_LEAST
