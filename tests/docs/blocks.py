# -*- coding: utf-8 -*-
"""Code blocks of the documentation.

Found in the reStructuredText by their directive; executed in the order of the page, all blocks of a
page in one namespace.
"""
from __future__ import unicode_literals
import __future__

import doctest
import io
import os
import re
import textwrap
from collections import namedtuple

#: The top of the repository.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
#: A block: the page, the line where its code begins, the language, the code.
Block = namedtuple('Block', 'page line language code')

_DIRECTIVE = re.compile(r'^(?P<indent> *)\.\. code-block:: *(?P<language>\S*) *$')
#: The examples are written for Python 3; on 2.7 these make the difference.
_FLAGS = __future__.print_function.compiler_flag | __future__.unicode_literals.compiler_flag
_MODULE = re.compile(r'^(?:[a-z_]+\.)+(?=[A-Z]\w+Error: )')
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def pages():
    """The pages with documentation, as paths below the top of the repository."""
    paths = ['README.rst', 'CONTRIBUTING.rst', 'CHANGELOG.rst', 'SECURITY.rst']
    for parent, folders, names in os.walk(os.path.join(ROOT, 'docs')):
        folders[:] = [name for name in folders if not name.startswith('_')]
        paths.extend(os.path.relpath(os.path.join(parent, name), ROOT).replace(os.sep, '/')
                     for name in names if name.endswith('.rst'))
    return sorted(paths)


def read(page):
    """The lines of a page."""
    with io.open(os.path.join(ROOT, *page.split('/')), encoding='utf-8') as source:
        return source.read().splitlines()


def blocks(page, lines):
    """The code blocks of a page: a list of :class:`Block`."""
    examples = []
    for number, line in enumerate(lines):
        directive = _DIRECTIVE.match(line)
        if directive:
            body = _body(lines[number + 1:], len(directive.group('indent')))
            first = number + 2 + next((index for index, text in enumerate(body) if text.strip()), 0)
            examples.append(Block(page, first, directive.group('language'),
                               textwrap.dedent('\n'.join(body)).strip('\n') + '\n'))
    return examples


def _body(lines, indent):
    """The lines that are indented deeper than their directive."""
    body = []
    for line in lines:
        if line.strip() and len(line) - len(line.lstrip()) <= indent:
            break
        body.append(line)
    return body


class Checker(doctest.OutputChecker):
    """Compares output.

    Whether a text is marked as one does not count, nor where an exception is defined: Python
    2.7 does not tell.
    """

    def check_output(self, want, got, optionflags):
        """Whether the output is the expected one."""
        want, got = (_MODULE.sub('', output) for output in (want, got))
        return doctest.OutputChecker.check_output(self, want, re.sub(r"\bu(?=['\"])", '', got),
                                                  optionflags)


def execute(block, namespace):
    """Execute a block, with a prompt or without.

    :raises AssertionError: what a block with a prompt shows is not what comes out.
    """
    name = '{}, line {}'.format(block.page, block.line)
    if block.language == 'pycon':
        failures = []
        test = doctest.DocTestParser().get_doctest(block.code, namespace, name, block.page,
                                                   block.line - 1)
        test.globs = namespace
        namespace.update(
            {flag: getattr(__future__, flag) for flag in ('print_function', 'unicode_literals')})
        doctest.DocTestRunner(Checker(),
                              optionflags=OPTIONS).run(test, out=failures.append, clear_globs=False)
        assert not failures, ''.join(failures)
    else:
        padding = '\n' * (block.line - 1)
        exec(compile(padding + block.code, name, 'exec', _FLAGS, True), namespace)
