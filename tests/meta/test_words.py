# -*- coding: utf-8 -*-
"""Words: the product, its documentation and its tests are written in plain English."""
from __future__ import unicode_literals

import ast
import io
import json
import os
import re
import tokenize

import pytest

from .tree import ROOT, hidden_files, text_files

#: Phrases to avoid, as regular expressions, and what to write instead.
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
    r'is yours to': 'you may', r'there is no \w+ \w+ for you': 'you have no',
    r'(goes?|went) on': 'continues', r'texts': 'strings; or "text"', r'truth value': 'boolean',
    r'of that (name|kind|type|path)': 'with this name', r'nobody (knows|can tell)': 'is unknown',
    r'(it|this|that|something|which) is no (?!longer|more|lock)\w+': 'is not a',
    r'in (place of|its place)': 'instead of', r'so many': 'this many; or name the number',
    r'(say|says|said) of': 'say about', r'whose (they|it) (is|are)': 'owner',
    r'(is|are) to be': 'must be; or the imperative', r'as such': 'itself',
    r'makes? (it |them |one )?up': 'generates',
    r'(hands?|handed) (it|them|back)': 'passes, returns',
    r'tells? (its|of)': 'prints, reports', r'called (like that|so)': 'has this name',
    r'(is|are|was) (there|published|known) already': 'already exists',
    r'keeps? in mind': 'remembers', r'at hand': 'available', r'ever after': 'later',
    r'out of (it|them|which) (is|are) (made|built)': 'is built from',
    r'as if (its|their) day were over': 'as if they had expired',
    r'(?<!:param )(?<!:ivar )(?<!kind )answer(s|ed|ing)?(?!\.py|, | of HTTP| or an)': 'response'}
WORDS = re.compile(r'\b(%s)\b' % '|'.join('(?:%s)' % words for words in sorted(PLAIN)),
                   re.IGNORECASE)
#: A licence, and tables that programs write.
NOT_OURS = ('LICENSE', 'docs/fault-matrix.rst', 'docs/performance-figures.txt')
#: Kinds of files that people read from the first line to the last.
PROSE = ('.cfg', '.css', '.html', '.ini', '.js', '.json', '.md', '.rst', '.toml', '.txt', '.yaml',
         '.yml')


def lines_of_code(text, has_data=False):
    """The comments and strings of a source, as pairs of line number and text.

    :param bool has_data: whether only those strings count that document something: the others are
        data of tests.
    """
    documenting = ends_of_docstrings(text) if has_data else ()
    for kind, string, (start, _), (end, _), _ in tokenize.generate_tokens(
            io.StringIO(text).readline):
        is_read = end in documenting if has_data else ' ' in string
        if kind == tokenize.COMMENT or kind == tokenize.STRING and is_read:
            for number, line in enumerate(string.splitlines(), start):
                yield number, line


def ends_of_docstrings(text):
    """The numbers of the lines in which docstrings of a source end."""
    lines = set()
    for node in ast.walk(ast.parse(text.encode('utf-8'))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(
                node, clean=False) is not None:
            string = node.body[0]  # before Python 3.8, its line is that in which it ends
            lines.add(getattr(string, 'end_lineno', string.lineno))
    return lines


def lines_of_notebook(text):
    """The explanations in a notebook, as pairs of line number (in the cells) and text."""
    for cell in json.loads(text)['cells']:
        if cell['cell_type'] == 'markdown':
            for number, line in enumerate(cell['source'], 1):
                yield number, line


def lines_of(path):
    """The text in a file that people read, as pairs of line number and text."""
    with io.open(os.path.join(ROOT, path), encoding='utf-8') as source:
        text = source.read()
    if path.endswith(('.py', '.pyi')):
        # Reading tokens takes long.
        return lines_of_code(text, path.startswith('tests/')) if WORDS.search(text) else ()
    return lines_of_notebook(text) if path.endswith('.ipynb') else enumerate(text.splitlines(), 1)


def documents():
    """The paths of all files with prose, comments or messages."""
    return sorted(path for path in hidden_files() + list(text_files()) if path not in NOT_OURS
                  and path.endswith(('.py',) if path.startswith('tests/') else
                                    PROSE + ('.py', '.pyi', '.ipynb')))


@pytest.mark.parametrize('sentence, expected', [
    ('One of that name', True), ('If it is no number', True), ('It is no longer there.', False),
    ('Texts are strings.', True), ('Text is a string.', False), ('The run goes on.', True),
    ('The time-out of a call', True), ('It shall be a text.', True), ('Whoever asks', True),
    ('A wrong password is told, too', True), ('Leaves the plugin away', True),
    ('The answer to a request', True), ('The timeout of a call', False),
    ('History of the session', False), ('a standing connection', False)])
def test_the_words_are_noticed(sentence, expected):
    assert bool(WORDS.search(sentence)) is expected


def test_comments_and_strings_are_read():
    assert list(lines_of_code('a = "b c"  # d\ne = """f\ng h"""\ni = "j"\n')) == [
        (1, '"b c"'), (1, '# d'), (2, '"""f'), (3, 'g h"""')]


def test_of_tests_only_comments_and_docstrings_are_read():
    text = '"""a b\nc"""\ndef d():  # e\n    """f g."""\n    h = "i j"\n    "k l"\nm("n o")\n'
    assert list(lines_of_code(text, has_data=True)) == [
        (1, '"""a b'), (2, 'c"""'), (3, '# e'), (4, '"""f g."""')]


def test_explanations_in_notebooks_are_read():
    cells = [{'cell_type': kind, 'source': [kind, 'b']} for kind in ('code', 'markdown')]
    assert list(lines_of_notebook(json.dumps({'cells': cells}))) == [(1, 'markdown'), (2, 'b')]


@pytest.mark.parametrize('name', [
    'README.rst', 'CHANGELOG.rst', 'SECURITY.rst', 'setup.cfg', 'tox.ini', 'pyproject.toml',
    'docs/guides/notebook.ipynb', 'docs/conf.py', '.github/ISSUE_TEMPLATE/bug.yml',
    'slipstream/api/models.pyi', 'slipstream/sandbox/console/console.html',
    'slipstream/sandbox/console/console.js', 'tests/conftest.py', 'tests/meta/test_words.py'])
def test_every_kind_of_file_is_read(name):
    assert name in documents()


def test_the_documentation_uses_plain_words():
    unusual = ['%s:%d: %s' % (path, number, line.strip()) for path in documents()
               for number, line in lines_of(path) if WORDS.search(line)]
    assert sorted(unusual) == []
