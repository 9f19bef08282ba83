# -*- coding: utf-8 -*-
"""Every defect of the predecessor has a test.

``docs/defects.rst`` lists them by number. A test that would notice one of them names it:
``test_b06_...`` stands for the sixth, ``test_b26_b27_...`` for two.
"""
from __future__ import unicode_literals

import ast
import io
import os
import re

from .tree import ROOT, TESTS

with io.open(os.path.join(ROOT, 'docs', 'defects.rst'), encoding='utf-8') as page:
    #: The numbers on the page, in order.
    DEFECTS = [int(number) for number in re.findall('^:b([0-9]{2}): [A-Z`]', page.read(),
                                                    re.MULTILINE)]


def numbers(name):
    """The defects that the name of a test names, as a set."""
    match = re.match(r'test((?:_b[0-9]{2})+)_', name)
    return {int(number) for number in match.group(1).split('_b')[1:]} if match else set()


def names_of_tests():
    """The names of all tests, each once."""
    return {node.name for module in TESTS.values() for node in module.nodes(ast.FunctionDef)
            if node.name.startswith('test_')}


def test_every_defect_has_a_test():
    named = set().union(*[numbers(name) for name in names_of_tests()])
    assert sorted(set(DEFECTS) - named) == []


def test_every_number_in_the_name_of_a_test_stands_on_the_page():
    named = set().union(*[numbers(name) for name in names_of_tests()])
    assert sorted(named - set(DEFECTS)) == []
    assert DEFECTS == list(range(1, 91))


def test_names_are_understood():
    assert numbers('test_b06_instances') == {6}
    assert numbers('test_b26_b27_b28_wrong') == {26, 27, 28}
    assert [numbers(name) for name in ('test_base', 'test_ab12_x', 'test_b1_x', 'test_b123_x')] == [
        set()] * 4
    assert len(names_of_tests()) > 500
