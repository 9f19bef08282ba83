# -*- coding: utf-8 -*-
"""How documents of the JSON interface are written."""
from __future__ import unicode_literals

import json

import pytest
from hypothesis import given, strategies

from slipstream.sandbox.cimi import bodies

LEAVES = strategies.none() | strategies.booleans() | strategies.integers() | strategies.floats(
    allow_nan=False) | strategies.text()
VALUES = strategies.recursive(LEAVES, lambda inner: strategies.lists(inner)
                              | strategies.dictionaries(strategies.text(), inner), max_leaves=12)


def as_the_library_writes(value):
    return json.dumps(value, indent=2, separators=(',', ': '))


@given(VALUES)
def test_documents_are_written_as_by_the_library(value):
    assert bodies.printed(value) == as_the_library_writes(value)


@pytest.mark.parametrize('value', [
    {}, [], {'a': {}, 'b': []}, [[], {}], (1, 'é'), '"\\/\x00\x7f\u2028\U0001f600', 10 ** 40, 0.1,
    True, None, [1.0, 1, True]])
def test_printed_writes_unusual_values_as_json_does(value):
    assert bodies.printed(value) == as_the_library_writes(value)


def test_printed_indents_members_by_two():
    assert bodies.printed({'id': 'event/1'}) == '{\n  "id": "event/1"\n}'
    assert bodies.printed(
        {'a': [{'b': 'c'}, 1]}) == '{\n  "a": [\n    {\n      "b": "c"\n    },\n    1\n  ]\n}'
