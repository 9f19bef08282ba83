# -*- coding: utf-8 -*-
"""Freezing: tools that pack a program with its imports find the whole library.

Programs that freeze others follow imports as the standard library's ``modulefinder`` does: they
read what is imported, also inside of functions, and run nothing.
"""
from __future__ import unicode_literals

import modulefinder
import os

import pytest

from .tree import API, ROOT, SANDBOX

#: What a program has to name itself, because nothing else of the library imports it: commands, and
#: what the extra ``notebook`` adds.
NAMED_BY_PROGRAMS = {
    'slipstream.api': {'slipstream.api.__main__', 'slipstream.api.frames', 'slipstream.api.plots'},
    'slipstream.sandbox': {'slipstream.sandbox.__main__'},
}


def frozen(tmpdir, lines):
    """The modules of the library that are found from a program."""
    program = tmpdir.join('program.py')
    program.write('\n'.join(lines))
    finder = modulefinder.ModuleFinder(path=[str(ROOT)])
    # The namespace has no module of its own, which this finder wants.
    finder.add_module(str('slipstream')).__path__ = [str(os.path.join(ROOT, 'slipstream'))]
    finder.run_script(str(program))
    return set(finder.modules)


@pytest.mark.parametrize('package, line, modules', [
    ('slipstream.api', 'from slipstream.api import Api', API),
    ('slipstream.sandbox', 'from slipstream.sandbox import Sandbox', SANDBOX)])
def test_a_frozen_program_has_every_module_that_it_may_need(tmpdir, package, line, modules):
    named = NAMED_BY_PROGRAMS[package]
    only_by_name = frozen(tmpdir, ['import %s' % name for name in sorted(named)])
    assert sorted(set(modules) - frozen(tmpdir, [line]) - only_by_name) == []
    assert sorted(named & frozen(tmpdir, [line])) == []


def test_what_is_imported_by_a_text_is_not_found(tmpdir):
    line = 'import importlib; importlib.import_module("slipstream.api")'
    assert 'slipstream.api' not in frozen(tmpdir, [line])
