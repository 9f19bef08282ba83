# -*- coding: utf-8 -*-
"""Names: what tests are called."""
from __future__ import unicode_literals

import ast
import re

import pytest

from .tree import TESTS

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


def test_the_names_of_tests_state_the_behaviour():
    unclear = [(str(module), function.name) for module in TESTS.values()
               for function in module.nodes(ast.FunctionDef)
               if function.name.startswith('test_') and not is_statement(function.name)]
    assert sorted(unclear) == []
