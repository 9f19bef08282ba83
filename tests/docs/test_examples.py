# -*- coding: utf-8 -*-
"""Every example of the documentation is executed.

An example that talks to the public service talks to a sandbox instead; where it waits, the clock of
the sandbox is moved.
"""
from __future__ import unicode_literals

import io
import logging
import os
import re
import time

import pytest
import requests

from slipstream.api import settings
from slipstream.sandbox import Sandbox
from slipstream.sandbox.shells.adapter import SandboxAdapter

from .blocks import ROOT, Block, blocks, execute, pages, read

#: Languages of the blocks that are executed, and of those that only show something.
EXECUTED = ('python', 'pycon')
#: What is written for new Pythons is executed by ``test_pages`` on these.
SHOWN = ('console', 'ini', 'text', 'python3')
BLOCKS = {page: blocks(page, read(page)) for page in pages()}
EXAMPLES = {page: [block for block in page_blocks if block.language in EXECUTED]
            for page, page_blocks in BLOCKS.items()}
#: Where the services of the examples are: the public one, that of a terminal, and the address that
#: the sandbox gives for its objects.
SERVICES = ('https://nuv.la/', 'http://localhost:8080/', 'http://127.0.0.1:8080/',
            'https://sandbox.test/objects/')
#: The number of executed examples on each page: it shows examples that got lost.
COUNTS = {
    'README.rst': 16, 'docs/cimi.rst': 7, 'docs/deployments.rst': 11, 'docs/errors.rst': 8,
    'docs/tutorial.rst': 16,
    'docs/guides/authoring.rst': 8, 'docs/guides/capture.rst': 6, 'docs/guides/cookbook.rst': 12,
    'docs/guides/console.rst': 1, 'docs/guides/credentials.rst': 8,
    'docs/guides/following.rst': 6,
    'docs/guides/history.rst': 4, 'docs/guides/logging.rst': 4, 'docs/guides/many.rst': 7,
    'docs/guides/network.rst': 1,
    'docs/guides/notebooks.rst': 3, 'docs/guides/objects.rst': 6,
    'docs/guides/parameters.rst': 7, 'docs/guides/planning.rst': 8, 'docs/guides/recording.rst': 3,
    'docs/guides/scaling.rst': 4, 'docs/guides/sequences.rst': 12,
    'docs/guides/telemetry.rst': 2,
    'docs/guides/testing.rst': 4, 'docs/guides/threads.rst': 5, 'docs/guides/timeouts.rst': 1,
    'docs/guides/updates.rst': 4, 'docs/guides/users.rst': 5, 'docs/guides/waiting.rst': 7,
    'docs/index.rst': 1,
    'docs/login.rst': 7, 'docs/migrating.rst': 6, 'docs/sandbox.rst': 8,
}

#: What a reader does in a browser before an example: a text of the example, and the same in Python.
IN_A_BROWSER = ('import DeploymentAbortedError',
                lambda service: service.fail_next_launch('no more quota'))


@pytest.fixture
def service(monkeypatch, tmpdir):
    """A sandbox instead of the public service, for all requests of sessions."""
    sandbox = Sandbox(speed=0)
    sockets = requests.Session.get_adapter
    adapter = SandboxAdapter(sandbox._core.handle)

    def get_adapter(session, url):
        """The adapter for a URL."""
        return adapter if url.startswith(SERVICES) else sockets(session, url)

    monkeypatch.setattr(requests.Session, 'get_adapter', get_adapter)
    monkeypatch.setattr(time, 'sleep', sandbox.clock.advance)
    monkeypatch.chdir(str(tmpdir))
    for name, _ in settings.VARIABLES:  # what an example sets goes away again
        monkeypatch.setenv(str(name), str('unset'))
        monkeypatch.delenv(str(name))
    root, own = logging.getLogger(), logging.getLogger('slipstream.api')
    before = root.level, own.level, list(root.handlers)
    yield sandbox
    root.setLevel(before[0])
    own.setLevel(before[1])
    root.handlers[:] = before[2]
    adapter.close()
    sandbox.close()


@pytest.mark.parametrize('page', sorted(page for page in EXAMPLES if EXAMPLES[page]))
def test_b89_the_examples_of_a_page_run(page, service):
    namespace = {'__name__': str('__main__')}
    for block in EXAMPLES[page]:
        if page == 'docs/tutorial.rst' and IN_A_BROWSER[0] in block.code:
            IN_A_BROWSER[1](service)
        execute(block, namespace)


def test_the_examples_were_collected():
    assert {page: len(page_blocks)
            for page, page_blocks in EXAMPLES.items() if page_blocks} == COUNTS


def test_no_example_escapes():
    mentioned = {page: len(re.findall(r'(?m)^ *\.\. code-block:: *(?:python|pycon) *$',
                                      '\n'.join(read(page)))) for page in pages()}
    assert mentioned == {page: len(page_blocks) for page, page_blocks in EXAMPLES.items()}
    assert sorted((block.page, block.line) for page_blocks in BLOCKS.values()
                  for block in page_blocks
                  if block.language not in EXECUTED + SHOWN) == []


def test_no_code_stands_outside_of_a_block():
    unmarked = [(page, number) for page in pages() for number, line in enumerate(read(page), 1)
                if re.search(r'(?<!:)::$', line) and not line.lstrip().startswith('..')]
    assert unmarked == []


def test_the_command_for_the_tests_is_the_one_that_ci_runs():
    with io.open(os.path.join(ROOT, '.ci', 'run'), encoding='utf-8') as source:
        ci = source.read()
    assert [block.code.strip() for block in BLOCKS['README.rst'] if block.language == 'console'
            and block.code.strip() in ci]


def test_a_block_ends_where_the_text_continues():
    text = ('Text\n\n.. code-block:: python\n\n    a = 1\n\n    b = 2\n\n'
            'More text\n\n  .. code-block:: pycon\n\n     >>> a\n     1')
    assert blocks('page', text.split('\n')) == [Block('page', 5, 'python', 'a = 1\n\nb = 2\n'),
                                                Block('page', 13, 'pycon', '>>> a\n1\n')]


def test_an_example_that_fails_is_reported():
    namespace = {}
    execute(Block('page', 1, 'python', "a = 'one'\n"), namespace)
    execute(Block('page', 3, 'pycon', ">>> a\n'one'\n>>> print(a, 2)\none 2\n"), namespace)
    with pytest.raises(AssertionError, match='line 5'):
        execute(Block('page', 5, 'pycon', ">>> a\n'two'\n"), namespace)
    with pytest.raises(NameError):
        execute(Block('page', 7, 'python', 'c\n'), namespace)
