# -*- coding: utf-8 -*-
"""Every defect of the predecessor has a test.

The predecessor's known defects are numbered 1 to 90. A test that would notice one of them names it:
``test_b06_...`` stands for the sixth, ``test_b26_b27_...`` for two.
"""
from __future__ import unicode_literals

import ast
import re

from .tree import TESTS

DEFECTS = frozenset(range(1, 91))
#: Defects whose test is still to be written, each with the reason.
LEFT = {}


def numbers(name):
    """The defects that the name of a test names, as a set."""
    found = re.match(r'test((?:_b[0-9]{2})+)_', name)
    return {int(number) for number in found.group(1).split('_b')[1:]} if found else set()


def names_of_tests():
    """The names of all tests, each once."""
    return {node.name for module in TESTS.values() for node in module.nodes(ast.FunctionDef)
            if node.name.startswith('test_')}


def test_every_defect_has_a_test():
    named = set().union(*[numbers(name) for name in names_of_tests()])
    assert sorted(DEFECTS - named - set(LEFT)) == []
    assert sorted(named - DEFECTS) == []
    assert sorted(set(LEFT) & named) == []


def test_names_are_understood():
    assert numbers('test_b06_instances') == {6}
    assert numbers('test_b26_b27_b28_wrong') == {26, 27, 28}
    assert [numbers(name) for name in ('test_base', 'test_ab12_x', 'test_b1_x', 'test_b123_x')] == [
        set()] * 4
    assert len(names_of_tests()) > 500
