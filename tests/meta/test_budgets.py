# -*- coding: utf-8 -*-
"""Budgets: files and functions that fit on a screen."""
from __future__ import unicode_literals

import ast

from .tree import PRODUCT, TESTS

#: Lines of a file.
LONGEST_FILE = 400
#: Lines of a function, its docstring left out: that one is as long as the documentation needs it.
LONGEST_FUNCTION = 40
NINE_IN_TEN = 17
MEDIAN = 7


def _last_line(node):
    return max([getattr(child, 'lineno', 0) for child in ast.walk(node)]
               + [getattr(node, 'end_lineno', 0) or 0])


def length(function):
    """The number of lines of a function without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    signature = body[0].lineno - function.lineno if body is function.body and body else 1
    return signature + (_last_line(body[-1]) - body[0].lineno + 1 if body else 0)


FUNCTIONS = sorted((length(function), str(module), str(function.name))
                   for module in PRODUCT.values()
                   for function in module.nodes(ast.FunctionDef))


def test_a_file_is_one_idea():
    modules = list(PRODUCT.values()) + list(TESTS.values())
    lengths = {module.path: module.text.count('\n') for module in modules}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    assert [entry for entry in FUNCTIONS if entry[0] > LONGEST_FUNCTION] == []


def test_nine_functions_in_ten_are_short():
    assert FUNCTIONS[len(FUNCTIONS) * 9 // 10][0] <= NINE_IN_TEN


def test_half_of_the_functions_are_very_short():
    assert FUNCTIONS[len(FUNCTIONS) // 2][0] <= MEDIAN


def test_a_length_is_measured_without_the_docstring():
    tree = ast.parse(
        'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n\n\ndef g():\n    '
        '"""Only this."""\n')
    assert [length(function) for function in tree.body] == [3, 1]
