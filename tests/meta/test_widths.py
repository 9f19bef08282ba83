# -*- coding: utf-8 -*-
"""Widths: no line is wider than half a screen, whatever kind of file it is in."""
from __future__ import unicode_literals

import io
import os
import re

import pytest

from .tree import ROOT, hidden_files, text_files

LONGEST_LINE = 100
#: Tables that programs write, a list that quotes lines of code, and data.
NOT_READ = ('docs/fault-matrix.rst', 'docs/reliability-figures.rst', 'tests/fuzz/seeds/',
            'tests/mutation/equivalent.txt')
#: Kinds of files whose lines are as a program writes them.
WRITTEN = ('.db', '.gif', '.ico', '.ipynb', '.pem', '.png', '.svg')
_BLOCK = re.compile(r'( *)\.\. code-block:: (pycon|console|text|none)\s*\Z')
_TYPED = re.compile(r' *(>>>|\.\.\.|\$|In \[)( |\Z)')


def without_output(text):
    """A page without what programs print in its examples: that is as wide as it is."""
    block = None
    for line in text.split('\n'):
        opened = _BLOCK.match(line)
        indentation = len(line) - len(line.lstrip())
        if opened:
            block = len(opened.group(1))
        elif block is not None and line.strip() and indentation <= block:
            block = None
        yield line if block is None or _TYPED.match(line) else ''


def wide_lines(path, text):
    """The numbers of the lines that are too wide."""
    lines = without_output(text) if path.endswith('.rst') else text.split('\n')
    return [number for number, line in enumerate(lines, 1)
            if len(line) > LONGEST_LINE and ' href="data:' not in line]


@pytest.mark.parametrize('path, text, expected', [
    ('a.py', 'x' * 100, []), ('a.py', 'x' * 101, [1]), ('tox.ini', 'x\n' + '# ' + 'y' * 99, [2]),
    ('a.html', '<link href="data:%s">' % ('x' * 100), []),
    ('a.rst', 'x ' * 60, [1]), ('a.rst', '    :alt: ' + 'x ' * 60, [1]),
    ('a.rst', '.. code-block:: pycon\n\n    >>> ' + 'x' * 100, [3]),
    ('a.rst', '.. code-block:: pycon\n\n    >>> x\n    ' + 'x' * 100, []),
    ('a.rst', '.. code-block:: python\n\n    ' + 'x' * 100, [3]),
    ('a.rst', '.. code-block:: pycon\n\n    >>> x\n\nAnd\n    ' + 'x' * 100, [6])])
def test_wide_lines_are_noticed(path, text, expected):
    assert wide_lines(path, text) == expected


def test_no_line_is_wider_than_half_a_screen():
    lines = []
    for path in hidden_files() + list(text_files()):
        if not path.startswith(NOT_READ) and not path.endswith(WRITTEN):
            with io.open(os.path.join(ROOT, path), encoding='utf-8') as source:
                lines += ['%s:%d' % (path, number) for number in wide_lines(path, source.read())]
    assert lines == []
