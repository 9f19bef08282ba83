# -*- coding: utf-8 -*-
"""Names: what tests and local variables are called."""
from __future__ import unicode_literals

import ast
import re

import pytest

from .tree import PRODUCT, TESTS
from .verbs import AUXILIARIES, BEFORE_NOUNS, BEGIN_CLAUSE, VERBS, VERBS_OR_NOUNS

#: The numbers of docs/defects.rst, with which a name may begin.
NUMBERS = re.compile(r'^test_(?:b\d\d_)*')
#: What may be between an auxiliary and its verb.
ADVERBS = {'again', 'also', 'always', 'never', 'not', 'only', 'still'}
#: Forms that are never an infinitive: in ``nobody_may_write_to_is_safe``, ``is`` is another verb.
NO_INFINITIVES = {'are', 'has', 'is', 'was', 'were'}
#: What a variable is not called, since it does not say what it holds.
VAGUE = {'each', 'el', 'elem', 'foo', 'found', 'given', 'known', 'obj', 'res', 'ret', 'said',
         'stuff', 'thing', 'things', 'tmp', 'told', 'val', 'wanted'}


def finite_verbs(words):
    """Whether each of some words is a verb, and not the infinitive after an auxiliary."""
    verbs, is_expected = [], False
    for before, word in zip([''] + words, words):
        is_verb = word in VERBS or (
            word in VERBS_OR_NOUNS and before != '' and before not in BEFORE_NOUNS)
        if word in AUXILIARIES or word == 'to':
            is_verb, is_expected = word != 'to' and not is_expected, True
        elif word not in ADVERBS:
            is_verb = is_verb and (not is_expected or word in NO_INFINITIVES)
            is_expected = False
        verbs.append(is_verb)
    return verbs


def begins_clause(words, place):
    """Whether a word begins a clause: ``that``, but not in ``is_that_of_the_call``."""
    before, word, after = ([''] + words + [''])[place:place + 3]
    if word == 'that':
        return after != 'of' and before not in BEFORE_NOUNS | BEGIN_CLAUSE
    return word in BEGIN_CLAUSE and not after.endswith('ing')


def is_statement(name):
    """Whether the name of a test has a verb beside those of its subordinate clauses."""
    words = NUMBERS.sub('', name).split('_')
    verbs = finite_verbs(words)
    clauses = [place for place in range(len(words))
               if begins_clause(words, place) and any(verbs[place + 1:])]
    return sum(verbs) > len(clauses)


@pytest.mark.parametrize('name', [
    'test_several', 'test_a_project', 'test_b02_b05_create_user', 'test_side_effects_of_an_add',
    'test_what_is_no_time', 'test_filters_that_are_refused', 'test_how_a_value_is_written',
    'test_a_type_that_does_not_fit', 'test_who_may_do_what', 'test_a_row_when_there_is_none',
    'test_a_read_of_the_changes', 'test_no_right_to_add'])
def test_a_name_without_a_main_clause_is_not_a_statement(name):
    assert not is_statement(name)


@pytest.mark.parametrize('name', [
    'test_secrets_are_masked', 'test_b12_values_are_text', 'test_the_examples_run',
    'test_create_user_accepts_every_option', 'test_a_filter_that_does_not_fit_is_refused',
    'test_a_read_changes_nothing', 'test_what_changed_is_written', 'test_a_wait_ends_while_waiting',
    'test_the_user_is_that_of_the_call', 'test_a_session_is_renewed_if_wanted',
    'test_a_folder_that_nobody_may_write_to_is_safe'])
def test_a_name_with_a_main_clause_is_a_statement(name):
    assert is_statement(name)


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
