# -*- coding: utf-8 -*-
"""Words: the product and its documentation are written in plain English."""
from __future__ import unicode_literals

import io
import os
import re
import tokenize

import pytest

from .tree import PRODUCT, ROOT, text_files

#: What is not written, as a regular expression, and what to write.
PLAIN = {
    r'time-outs?': 'timeout', r'shall': 'must, should or will', r'for ever': 'forever',
    r'(he|him|his|himself|she|hers|herself)': 'they, their; or "you"',
    r'must be a text': 'must be a string', r'(stands?|stood) (in|between)': 'is in; name the thing',
    r'(is|are|was|were|be|been) told': 'is reported', r'told (in|by|about)': 'described in',
    r'(come|comes|came) into being': 'is created', r'whoever': 'anyone who; name the role',
    r'in vain': 'fails', r'the like': 'name the things', r'leaves? (\w+ ){1,3}away': 'disables',
    r'out of its mind': 'say the limit and why', r'(lest|thereof|therein|hereby)': 'so, of it',
    r'(knobs?|patience)': 'the technical word', r'belongs? into': 'belongs in',
    r'cannot be meant': 'is invalid', r'surroundings': 'environment', r'travels?': 'is sent',
    r'asked for (its|their) truth': 'behave as booleans', r'what to count on': 'guarantees',
    r'it tells its': 'it prints its', r'the same story': 'the tour',
    r'readable through the network': 'unencrypted', r'taken to be out of': 'say the limit and why',
    r'is yours to': 'you may',
    r'there is no \w+ \w+ for you': 'you have no'}
WORDS = re.compile(r'\b(%s)\b' % '|'.join('(?:%s)' % words for words in sorted(PLAIN)),
                   re.IGNORECASE)
#: Written by programs, or quoted from elsewhere.
NOT_OURS = ('docs/fault-matrix.rst', 'LICENSE')


def lines_of_code(text):
    """The comments and strings of a source, as pairs of line number and text."""
    for kind, string, (start, _), _, _ in tokenize.generate_tokens(io.StringIO(text).readline):
        if kind == tokenize.COMMENT or kind == tokenize.STRING and ' ' in string:
            for number, line in enumerate(string.splitlines(), start):
                yield number, line


def documents():
    """All texts that users read: path, and pairs of line number and text."""
    for module in PRODUCT.values():
        yield module.path, lines_of_code(module.text)
    for path in text_files():
        if path.endswith('.rst') and not path.startswith('tests/') and path not in NOT_OURS:
            with io.open(os.path.join(ROOT, path), encoding='utf-8') as source:
                yield path, enumerate(source.read().splitlines(), 1)


@pytest.mark.parametrize('sentence, expected', [
    ('The time-out of a call', True), ('It shall be a text.', True), ('Whoever asks', True),
    ('A wrong password is told, too', True), ('Leaves the plugin away', True),
    ('The timeout of a call', False), ('History of the session', False),
    ('a standing connection', False)])
def test_the_words_are_noticed(sentence, expected):
    assert bool(WORDS.search(sentence)) is expected


def test_comments_and_strings_are_read():
    assert list(lines_of_code('a = "b c"  # d\ne = """f\ng h"""\ni = "j"\n')) == [
        (1, '"b c"'), (1, '# d'), (2, '"""f'), (3, 'g h"""')]


def test_the_texts_use_plain_words():
    unusual = ['%s:%d: %s' % (path, number, line.strip()) for path, lines in documents()
               for number, line in lines if WORDS.search(line)]
    assert sorted(unusual) == []
