# -*- coding: utf-8 -*-
"""Evaluating filters.

A syntax tree is compiled into a function, which is then called for every document.
"""
from __future__ import unicode_literals

import operator
import re

from ...api.filters import grammar
from .. import timestamps
from ..compat import text_type
from . import attributes, errors

#: How often ``and`` and ``or`` may alternate from the root of a tree to a leaf.
MAX_DEPTH = 100
_HIGHEST = 2147483647
_FULL_DATE = re.compile(
    r'[0-9]{4}-[0-9][0-9]-[0-9][0-9](T[0-9:]{8}\.[0-9]+(Z|[+-][0-9][0-9]:[0-9][0-9]))?\Z')
_WORD = re.compile(r'\w+', re.UNICODE)
_COMPARE = {'=': operator.eq, '!=': operator.eq, '<': operator.lt, '<=': operator.le,
            '>': operator.gt, '>=': operator.ge}
#: Attributes that the special attribute ``fulltext`` leaves out.
_COMMON = frozenset(['id', 'resourceURI', 'created', 'updated', 'acl', 'operations'])


# -- reading ------------------------------------------------------------------

def parse(texts):
    """Parse the filters of a request into one tree, joined by ``and``; None if there are none.

    :raises Problem: 400 if one of them is invalid.
    """
    if not texts:
        return None
    try:
        tree = grammar.parse(' and '.join('(%s)' % text for text in texts))
    except grammar.FilterSyntaxError as error:
        raise errors.Problem(400, 'Invalid CIMI filter. %s' % error.message)
    if grammar.fold(tree, lambda leaf: (None, 0), _deeper)[1] > MAX_DEPTH:
        raise errors.Problem(400, 'Invalid CIMI filter. It is nested too deeply.')
    return tree


def _deeper(node, left, right):
    return type(node), max(depth + (kind is not type(node)) for kind, depth in (left, right))


# -- from the tree to a function ----------------------------------------------

def matcher(text, hidden=()):
    """Compile a filter that is stored in a document.

    :raises Problem: 400 if it is invalid, 500 if it cannot be evaluated.
    """
    return predicate(parse([text]), hidden)


def predicate(tree, hidden=(), sample=None):
    """Return a function that says whether a document matches.

    :param tree: from :func:`parse`.
    :param hidden: top-level attributes that cannot be searched.
    :param sample: a function that returns the value that decided the type of an attribute, or None.
    :raises Problem: 500 if the service cannot evaluate a part of the tree.
    :raises Rejected: if a string is compared with an attribute that holds numbers, which the
        database refuses.
    """
    grammar.fold(tree, _check_evaluable, lambda node, left, right: None)
    if sample:
        grammar.fold(tree, lambda leaf: _check_type(leaf, sample), lambda node, left, right: None)
    return _joined(grammar.fold(tree, lambda leaf: (None, [_leaf(leaf, hidden)]), _branch))


def _branch(node, left, right):
    """Collect a chain of one connective in a list, last part first, so that it is not nested."""
    kind = type(node)
    parts = right[1] if right[0] is kind else [_joined(right)]
    if left[0] is kind:
        parts.extend(left[1])
    else:
        parts.append(_joined(left))
    return kind, parts


def _joined(result):
    kind, parts = result
    if len(parts) == 1:
        return parts[0]
    parts = parts[::-1]
    return _every(parts) if kind is grammar.And else _some(parts)


def _every(parts):
    def check(document):
        for part in parts:
            if not part(document):
                return False
        return True
    return check


def _some(parts):
    def check(document):
        for part in parts:
            if part(document):
                return True
        return False
    return check


def _check_evaluable(leaf):
    if isinstance(leaf, grammar.Property):
        raise _failure('property filters cannot be evaluated')
    value = leaf.value
    if leaf.operator == '==' and leaf.mirrored:
        raise _failure('no matching clause: :FullTextEq')
    if isinstance(value, grammar.Integer) and value.value > _HIGHEST:
        raise _failure('For input string: "%d"' % value.value)
    if isinstance(value, grammar.Date) and not _is_moment(value.text):
        raise _failure('Invalid format: "%s"' % value.text)


def _is_moment(text):
    return bool(_FULL_DATE.match(text)) and attributes.moment(text) is not None


def _failure(explanation):
    return errors.Problem(500, 'Unexpected exception thrown: %s' % explanation)


def _check_type(leaf, sample):
    if _is_textual(leaf) and attributes.is_number(sample(leaf.attribute)):
        raise errors.Rejected('text compared with the number attribute %s' % leaf.attribute)


def _is_textual(leaf):
    """Whether a comparison only makes sense with strings."""
    if leaf.operator == '^=' or isinstance(leaf.value, grammar.Date):
        return True
    if leaf.operator == '==' or not isinstance(leaf.value, grammar.String):
        return False
    return attributes.number(leaf.value.text) is None


# -- single comparisons -------------------------------------------------------

def _leaf(leaf, hidden):
    if leaf.operator == '==':
        return _word_search(leaf, hidden)
    read = attributes.reader(leaf.attribute, hidden)
    if isinstance(leaf.value, grammar.Null):
        has_value = leaf.operator == '!='
        return lambda document: bool(read(document)) is has_value
    test = _test(leaf)
    matches = leaf.operator != '!='

    def check(document):
        for value in read(document):
            if test(value):
                return matches
        return not matches
    return check


def _test(leaf):
    """Return a function that compares a value; ``!=`` is tested like ``=``."""
    if leaf.operator == '^=':
        return _starts(leaf.value.text)
    return _TESTS[type(leaf.value)](_COMPARE[leaf.operator], leaf.value)


def _starts(prefix):
    return lambda value: isinstance(value, text_type) and value.startswith(prefix)


def _boolean_test(compare, node):
    spelt = 'true' if node.value else 'false'
    return lambda value: value is node.value or value == spelt


def _integer_test(compare, node):
    number, digits = node.value, '%d' % node.value

    def test(value):
        if isinstance(value, text_type):
            return compare(value, digits)
        return attributes.is_number(value) and compare(value, number)
    return test


def _text_test(compare, node):
    text = node.text
    number, moment = attributes.number(text), attributes.moment(text)
    as_moment = None if moment is None else _moment_test(compare, text, moment)

    def test(value):
        if isinstance(value, text_type):
            return as_moment(value) if as_moment else compare(value, text)
        if isinstance(value, bool):
            return compare is operator.eq and text == ('true' if value else 'false')
        return number is not None and attributes.is_number(value) and compare(value, number)
    return test


def _moment_test(compare, text, moment):
    """A test that compares timestamps as times.

    If both have the usual format, their strings are compared instead, which is faster.
    """
    canonical = timestamps.cimi(moment)
    exact = attributes.moment(canonical) == moment

    def test(value):
        if exact and attributes.is_timestamp(value):
            return compare(value, canonical)
        other = attributes.moment(value)
        return compare(value, text) if other is None else compare(other, moment)
    return test


def _word_search(leaf, hidden):
    """Whether one of the words occurs in the attribute; ``fulltext`` searches all free text."""
    words = _words(leaf.value.text)
    read = attributes.reader(leaf.attribute, hidden)

    def free(document):
        return [document[name] for name in document if name not in _COMMON and name not in hidden]
    source = free if leaf.attribute == 'fulltext' else read
    return lambda document: any(not words.isdisjoint(_words(text))
                                for text in attributes.texts(list(source(document))))


def _words(text):
    return frozenset(_WORD.findall(text.lower()))


_TESTS = {grammar.Boolean: _boolean_test, grammar.Integer: _integer_test,
          grammar.String: _text_test, grammar.Date: _text_test}
