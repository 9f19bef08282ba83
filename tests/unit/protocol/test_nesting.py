# -*- coding: utf-8 -*-
"""How deep a JSON text is."""
from __future__ import unicode_literals

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings, strategies as st

from slipstream.api.protocol import documents, nesting
from slipstream.sandbox import nesting as nesting_of_sandbox

from ...processes import output_of

MEASURES = pytest.mark.parametrize('is_deeper', [nesting.is_deeper, nesting_of_sandbox.is_deeper],
                                   ids=['client', 'sandbox'])
#: Reads deep JSON while finalizers that use a lot of stack run at every depth.
PROGRAM = """
import gc
from slipstream.api.protocol import documents, nesting
from slipstream.sandbox import nesting as nesting_of_sandbox

class Garbage(object):
    def __init__(self):
        self.itself = self

    def __del__(self):
        Garbage()
        try:
            down(1000)
        except RuntimeError:
            down(100)

def down(number):
    return number and down(number - 1)

gc.set_threshold(7)
Garbage()
for opening in (b'[', b'{"a":'):
    content = opening * 1000000
    for read in (documents.decode_json, lambda content: nesting.loads(content.decode('ascii')),
                 lambda content: nesting_of_sandbox.loads(content.decode('ascii'))):
        try:
            read(content)
        except ValueError as error:
            print(error)
"""
#: Strings with brackets and quotes, which are not those of the document.
MISLEADING = ['', ']', '}', '[', '{', '"', '\\', '\\"', '"]', ']"', '\\\\"]', '[]{}', 'é', '\n']
LEAVES = st.sampled_from([1, None, [], {}] + MISLEADING)
VALUES = st.recursive(LEAVES, lambda inner: st.one_of(
    st.lists(inner, max_size=4),
    st.dictionaries(st.sampled_from(MISLEADING), inner, max_size=4)), max_leaves=30)


def depth(value):
    """How deep a value is, from outside inwards."""
    level, levels = [value], 0
    while True:
        level = [member for member in level if isinstance(member, (list, dict))]
        if not level:
            return levels
        levels += 1
        level = [inner for outer in level for inner in (
            outer.values() if isinstance(outer, dict) else outer)]


def around(text, levels):
    """A document with some levels, with a text at each of them that misleads."""
    inner = [text]
    for number in range(levels - 1):
        inner = {text: inner, 'a': text} if number % 2 else [text, inner, text]
    return inner


@MEASURES
@settings(max_examples=50)
@given(VALUES, st.booleans(), st.integers(0, 2))
def test_levels_are_counted_exactly(is_deeper, value, is_ascii, indent):
    content = json.dumps(value, ensure_ascii=is_ascii, indent=indent or None).encode('utf-8')
    levels = depth(value)
    assert not is_deeper(content, levels)
    assert levels == 0 or is_deeper(content, levels - 1)


@MEASURES
@pytest.mark.parametrize('text', MISLEADING)
@pytest.mark.parametrize('levels', [99, 100, 101, 300])
def test_no_string_hides_a_level_or_adds_one(is_deeper, text, levels):
    content = json.dumps(around(text, levels)).encode('utf-8')
    assert is_deeper(content, 100) == (levels > 100)


@MEASURES
@pytest.mark.parametrize('content, is_deep', [
    (b'[' * 101, True), (b'{"a":' * 1000000, True), (b'[' * 100, False),
    (b'[]' * 200, False), (b'[' + b'{},' * 2000 + b'{}]', False), (b'[' * 101 + b']' * 300, True),
    (b'[]' * 200 + b']' * 300, False),
    (b'[]' * 200 + b']' + b'[' * 300, False), (b'"' + b'[' * 200, False),
    (b'["\\"' + b'[' * 200, False),
    (b'["\\\\",' + b'[' * 200, True), (b'["]"' + b',["]"' * 200 + b',["["],["["]', True),
    (b'\xff\xfe' + b'[' * 101, True), (b'', False)])
def test_what_is_not_complete_counts_up_to_its_end(is_deeper, content, is_deep):
    assert is_deeper(content, 100) == is_deep


@pytest.mark.parametrize('read', [
    documents.decode_json, lambda content: nesting.loads(content.decode('utf-8')),
    lambda content: nesting_of_sandbox.loads(content.decode('utf-8')),
    lambda content: nesting.refuse_deep(content, 100)],
    ids=['response', 'body that was sent', 'sandbox', 'old Pythons'])
def test_what_no_python_can_read_is_a_value_error(read):
    size = 10 ** 6  # Python 3.15 reads 100 000 levels
    for opening, closing in ((b'[', b']'), (b'{"a":[1],"b":', b'}')):
        for content in (opening * size, opening * size + b'1' + closing * size):
            with pytest.raises(ValueError, match='^nested too deeply$'):
                read(content)


def test_documents_of_usual_depth_are_read():
    content = json.dumps(around('x', 100)).encode('utf-8')
    for value in (documents.decode_json(content), nesting.loads(content.decode('utf-8')),
                  nesting_of_sandbox.loads(content.decode('utf-8'))):
        assert value == around('x', 100)
    nesting.refuse_deep(content, 100)


def test_no_finalizer_ends_the_process():
    process = subprocess.Popen([sys.executable, '-c', PROGRAM], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE)
    output, complaints = output_of(process)
    assert (output.decode('ascii').splitlines(), process.returncode) == (
        ['nested too deeply'] * 6, 0), complaints[-1000:]
