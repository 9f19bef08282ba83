# -*- coding: utf-8 -*-
"""
Every example of the documentation is executed
==============================================

An example that talks to the public service talks to a sandbox instead; where it waits, the clock of the sandbox is moved.
"""
from __future__ import unicode_literals

import io
import os
import re
import time

import pytest
import requests

from slipstream.sandbox import Sandbox
from slipstream.sandbox.adapter import SandboxAdapter

from .blocks import ROOT, Block, blocks, execute, pages, read

#: Languages of the blocks that are executed, and of those that only show something.
EXECUTED = ('python', 'pycon')
SHOWN = ('console', 'ini', 'text')
BLOCKS = {page: blocks(page, read(page)) for page in pages()}
EXAMPLES = {page: [block for block in found if block.language in EXECUTED] for page, found in BLOCKS.items()}
#: At least so many are executed: a slip in the collection would show here.
AT_LEAST = {'README.rst': 7, 'docs/quickstart.rst': 9, 'docs/deployments.rst': 9, 'docs/cimi.rst': 7, 'docs/sandbox.rst': 5, 'docs/errors.rst': 5}


@pytest.fixture
def service(monkeypatch, tmpdir):
    """A sandbox in the place of the public service, for everything that any session sends anywhere."""
    sandbox = Sandbox(speed=0)
    sockets = requests.Session.get_adapter
    adapter = SandboxAdapter(sandbox._core.handle)

    def get_adapter(session, url):
        """The adapter for an address."""
        return adapter if url.startswith('https://nuv.la') else sockets(session, url)

    monkeypatch.setattr(requests.Session, 'get_adapter', get_adapter)
    monkeypatch.setattr(time, 'sleep', sandbox.clock.advance)
    monkeypatch.chdir(str(tmpdir))
    yield sandbox
    adapter.close()
    sandbox.close()


@pytest.mark.parametrize('page', sorted(page for page in EXAMPLES if EXAMPLES[page]))
def test_b89_examples_of_a_page(page, service):
    namespace = {'__name__': str('__main__')}
    for block in EXAMPLES[page]:
        execute(block, namespace)


def test_the_examples_were_collected():
    counts = {page: len(found) for page, found in EXAMPLES.items()}
    assert {page: counts.get(page, 0) for page, least in AT_LEAST.items() if counts.get(page, 0) < least} == {}


def test_no_example_escapes():
    mentioned = {page: len(re.findall(r'(?m)^ *\.\. code-block:: *(?:python|pycon) *$', '\n'.join(read(page)))) for page in pages()}
    assert mentioned == {page: len(found) for page, found in EXAMPLES.items()}
    assert sorted((block.page, block.line) for found in BLOCKS.values() for block in found if block.language not in EXECUTED + SHOWN) == []


def test_no_code_stands_outside_of_a_block():
    unmarked = [(page, number) for page in pages() for number, line in enumerate(read(page), 1)
                if re.search(r'(?<!:)::$', line) and not line.lstrip().startswith('..')]
    assert unmarked == []


def test_the_command_for_the_tests_is_the_one_that_ci_runs():
    with io.open(os.path.join(ROOT, '.ci', 'run'), encoding='utf-8') as source:
        ci = source.read()
    assert [block.code.strip() for block in BLOCKS['README.rst'] if block.language == 'console' and block.code.strip() in ci]


def test_a_block_ends_where_the_text_goes_on():
    text = 'Text\n\n.. code-block:: python\n\n    a = 1\n\n    b = 2\n\nMore text\n\n  .. code-block:: pycon\n\n     >>> a\n     1'
    assert blocks('page', text.split('\n')) == [Block('page', 5, 'python', 'a = 1\n\nb = 2\n'), Block('page', 13, 'pycon', '>>> a\n1\n')]


def test_an_example_that_fails_is_told():
    namespace = {}
    execute(Block('page', 1, 'python', "a = 'one'\n"), namespace)
    execute(Block('page', 3, 'pycon', ">>> a\n'one'\n>>> print(a, 2)\none 2\n"), namespace)
    with pytest.raises(AssertionError, match='line 5'):
        execute(Block('page', 5, 'pycon', ">>> a\n'two'\n"), namespace)
    with pytest.raises(NameError):
        execute(Block('page', 7, 'python', 'c\n'), namespace)
