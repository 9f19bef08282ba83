# -*- coding: utf-8 -*-
"""Names: what tests and local variables are called."""
from __future__ import unicode_literals

import ast
import re

import pytest

from .tree import PRODUCT, TESTS

#: A name of three words or fewer states a behaviour only if one of them is such a verb.
VERBS = {
    'are', 'arrive', 'arrives', 'ask', 'asks', 'become', 'becomes', 'break', 'breaks', 'bring',
    'can', 'come', 'comes', 'conflict', 'edit', 'edits', 'ends', 'escapes', 'expire', 'expires',
    'fail', 'fails', 'give', 'gives', 'has', 'have', 'is', 'keep', 'keeps', 'make', 'makes',
    'match', 'matches', 'may', 'meet', 'must', 'raise', 'raises', 'read', 'return', 'returns',
    'runs', 'see', 'sees', 'send', 'sends', 'show', 'shows', 'stay', 'stays', 'survive',
    'survives', 'take', 'takes', 'work', 'works', 'write', 'writes'}
#: The numbers of docs/defects.rst, with which a name may begin.
NUMBERS = re.compile(r'^test_(?:b\d\d_)*')
#: What a variable is not called, since it does not say what it holds.
VAGUE = {'each', 'found', 'given', 'known', 'wanted'}


def is_statement(name):
    """Whether the name of a test is long enough for a statement, or has a verb."""
    words = NUMBERS.sub('', name).split('_')
    return len(words) > 3 or not VERBS.isdisjoint(words)


@pytest.mark.parametrize('name, expected', [
    ('test_several', False), ('test_a_project', False), ('test_b02_b05_create_user', False),
    ('test_secrets_are_masked', True), ('test_b12_values_are_text', True),
    ('test_create_user_accepts_every_option', True)])
def test_a_short_name_states_something_only_with_a_verb(name, expected):
    assert is_statement(name) is expected


def test_the_name_of_a_test_says_what_happens():
    unclear = [(str(module), function.name) for module in TESTS.values()
               for function in module.nodes(ast.FunctionDef)
               if function.name.startswith('test_') and not is_statement(function.name)]
    assert sorted(unclear) == []


def _bound_name(node):
    """The name that a node of a syntax tree binds; None if it binds none."""
    if isinstance(node, ast.FunctionDef):
        return node.name
    if isinstance(node, ast.Name):  # on Python 2.7 an argument is one, too
        return None if isinstance(node.ctx, ast.Load) else node.id
    return None if isinstance(node, ast.keyword) else getattr(node, 'arg', None)


def vague_names(tree):
    """The vague names of variables, arguments and functions, with their lines."""
    return [(node.lineno, _bound_name(node)) for node in ast.walk(tree)
            if _bound_name(node) in VAGUE]


@pytest.mark.parametrize('code', [
    'found = 1', 'for each in (): pass', '[each for each in ()]', 'def wanted(): pass',
    'def f(given): pass', 'lambda known: known', 'with a as (b, found): pass'])
def test_a_vague_name_would_be_noticed(code):
    assert len(vague_names(ast.parse(code))) == 1


def test_names_of_variables_say_what_they_hold():
    vague = [(str(module), line, name) for module in list(PRODUCT.values()) + list(TESTS.values())
             for line, name in vague_names(module.tree)]
    assert sorted(vague) == []
