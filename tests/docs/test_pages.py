# -*- coding: utf-8 -*-
"""Pages with examples that need more than a service."""
from __future__ import unicode_literals

import ast
import datetime
import re
import sys

import pytest

import slipstream.api
from slipstream.api import Attr, errors
from slipstream.api.__main__ import main
from slipstream.api.filters.builder import Condition
from slipstream.api.transport import connection_errors
from slipstream.sandbox import Sandbox
from slipstream.sandbox.__main__ import main as sandbox_main

from ..meta.tree import API, text_files
from ..plugin.conftest import run_tests  # noqa: F401 - a fixture
from .blocks import blocks, execute, read
from .test_examples import service  # noqa: F401 - a fixture


def shown(page, language):
    """The code of the blocks of a page that are in this language, as a list."""
    return [block.code for block in blocks(page, read(page)) if block.language == language]


def test_the_tests_of_the_guide_pass(run_tests):  # noqa: F811 - the fixture
    result = run_tests('\n\n'.join(shown('docs/guides/testing.rst', 'python')))
    result.assert_outcomes(passed=8)


@pytest.mark.skipif(sys.version_info < (3, 9), reason='asyncio.to_thread is new in Python 3.9')
def test_the_async_program_of_the_guide_runs(  # pragma: since 3.9 only
        service, capsys):  # noqa: F811 - the fixture
    page = 'docs/guides/asyncio.rst'
    programs = [block for block in blocks(page, read(page)) if block.language == 'python3']
    assert len(programs) == 1
    execute(programs[0], {'__name__': str('__main__')})
    expected = '\n'.join(shown(page, 'text'))
    pattern = re.escape(expected).replace(re.escape('...'), r'\S+')
    assert re.match(pattern + r'\Z', capsys.readouterr().out)


def test_the_doctor_looks_at_what_the_guide_says(capsys):
    with Sandbox(http=True) as sandbox:
        assert main(['doctor', '--endpoint', sandbox.endpoint]) == 1
    checks = re.findall(r'(?m)^(?:\S+) {1,2}(\w+(?: \w+)*?)  ', capsys.readouterr().out)
    text = '\n'.join(shown('docs/guides/doctor.rst', 'text'))
    assert checks and checks == re.findall(r'(?m)^(?:\S+) (\w+(?: \w+)*?)  ', text)


def test_serving_shows_what_the_tutorial_shows(capsys):
    command = next(code for code in shown('docs/tutorial.rst', 'console') if 'serve' in code)
    with Sandbox() as sandbox:
        for user in sandbox.users:
            assert re.search(r'(?m)^  {username} +{password}'.format(**user), command)
        for key in sandbox.api_keys:
            assert '{key} {secret} (of {username})'.format(**key) in command


@pytest.mark.parametrize('page', ['docs/sandbox.rst', 'docs/guides/capture.rst'])
def test_the_commands_of_the_sandbox_have_the_options_that_are_shown(page, capsys):
    lines = [line for code in shown(page, 'console') for line in code.splitlines()
             if '-m slipstream.sandbox ' in line]
    assert lines
    for line in lines:
        command, _, arguments = line.partition('-m slipstream.sandbox ')[2].partition(' ')
        with pytest.raises(SystemExit):
            sandbox_main([command, '--help'])
        usage = capsys.readouterr().out
        for option in re.findall(r'--\w[\w-]*', arguments):
            assert option in usage, line


def test_the_lines_of_the_controls_work():
    lines = re.findall(r'``((?:sandbox|api)\..*?)``$', '\n'.join(
        read('docs/guides/console.rst')), re.MULTILINE)
    assert len(lines) == 10
    for line in lines:
        with Sandbox(speed=0) as sandbox:
            api = sandbox.api()
            exec(line, {'sandbox': sandbox, 'api': api,
                        'deployment_id': api.deploy('apps/WordPress/wordpress')})


def test_the_conditions_in_the_table_are_conditions():
    table = '\n'.join(line for line in read('docs/guides/sequences.rst')
                      if line.startswith('    * - ``'))
    conditions = re.findall(r'``(Attr.*?)``', table)
    names = {'Attr': Attr, 'datetime': datetime.datetime}
    assert len(conditions) == 9
    assert [text for text in conditions if not isinstance(eval(text, names), Condition)] == []


#: The exceptions whose ``help_page`` leads to the page of troubles.
WITH_HELP = [getattr(errors, name) for name in errors.__all__] + sorted(
    connection_errors._BEGINNINGS, key=lambda kind: kind.__name__)


@pytest.mark.parametrize('kind', WITH_HELP, ids=lambda kind: str(kind.__name__))
def test_the_help_page_of_an_error_leads_to_the_entry_that_names_it(kind):
    page, _, anchor = errors.help_page(kind).partition('#')
    lines = read('docs/' + page.replace('.html', '.rst'))
    places = [number for number, line in enumerate(lines)
              if line.lower() == '.. _%s:' % anchor]  # Sphinx writes anchors in lower case
    assert len(places) == 1
    entry = next(line for line in lines[places[0]:] if line and not line.startswith('..'))
    assert '``%s``' % kind.__name__ in entry


@pytest.mark.parametrize('name', sorted(
    name for name in slipstream.api.__all__ if isinstance(getattr(slipstream.api, name), type)
    and issubclass(getattr(slipstream.api, name), Exception)))
def test_every_exception_is_in_the_page_of_troubles(name):
    assert '``%s``' % name in '\n'.join(read('docs/troubleshooting.rst'))


@pytest.mark.parametrize('text', [
    'exceeded', "Can't add/remove instances. Run is not mutable", 'Limit exceeded',
    'Incompatible state', 'is a project', 'has no parameter', 'Missing reference module',
    'It already exists', 'No secure connection', 'The endpoint must be', 'A deployment id is a',
    'There is no profile'])
def test_the_page_of_troubles_quotes_what_is_really_said(text):
    assert text in '\n'.join(read('docs/troubleshooting.rst'))
    assert any(text in '\n'.join(read(name)) for name in text_files()
               if name.startswith('slipstream/') and name.endswith('.py'))


@pytest.mark.parametrize('beginning', sorted(connection_errors._BEGINNINGS.values()))
def test_every_failure_of_the_network_is_in_the_page_of_troubles(beginning):
    assert beginning.replace('%s', '...') in '\n'.join(read('docs/troubleshooting.rst'))


def text_of(node):
    """The text that an expression begins with; an empty one if only running it can tell."""
    if isinstance(node, ast.Call):
        return text_of(node.args[0]) if node.args else ''
    if isinstance(node, ast.BinOp):
        return text_of(node.left) + (text_of(node.right) if isinstance(node.op, ast.Add) else '')
    # Python 3.8 has given strings another class.
    return getattr(node, {'Constant': 'value', 'Str': 's'}.get(type(node).__name__, ''), '')


def said_of_arguments():
    """The message of each ``ValueError`` and ``TypeError`` that the library raises."""
    raised = [node.exc if hasattr(node, 'exc') else node.type for module in API.values()
              for node in module.nodes(ast.Raise)]
    return sorted({text_of(error) for error in raised if isinstance(error, ast.Call)
                   and getattr(error.func, 'id', '') in ('ValueError', 'TypeError')} - {''})


def symptoms():
    """What the page of troubles quotes, as regular expressions."""
    terms = [line for line in read('docs/troubleshooting.rst')
             if line[:1] in ('"', '`', '4', '5') and '"' in line]
    quoted = [quote for term in terms for quote in re.findall(r'"(.*?)"(?=,|$)', term)]
    return ['.*'.join(map(re.escape, quote.split('...'))) for quote in quoted]


@pytest.mark.parametrize('text', said_of_arguments())
def test_what_is_said_of_an_argument_is_in_the_page_of_troubles(text):
    assert [pattern for pattern in symptoms() if re.search(pattern, text)]


def test_a_text_that_is_not_in_the_page_of_troubles_would_be_found():
    assert len(said_of_arguments()) > 80
    assert not [pattern for pattern in symptoms() if re.search(pattern, 'No such thing exists')]


def test_pages_leave_their_contents_to_the_theme():
    """If a page has its own table of contents, Furo shows an error, without a warning at build."""
    pages = [path for path in text_files() if path.startswith('docs/') and path.endswith('.rst')]
    assert len(pages) > 20
    assert [page for page in pages if '.. contents::' in read(page)] == []
