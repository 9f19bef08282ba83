# -*- coding: utf-8 -*-
"""The plugin for pytest."""
from __future__ import unicode_literals

import json
import platform
import subprocess
import sys
import textwrap
import warnings

import pytest

import slipstream.sandbox
from slipstream import testing

from ..counting import calls
from ..processes import end_of


def test_a_test_gets_a_service_and_a_client(run_tests):
    run_tests('''
def test_the_client_is_logged_in(slipstream_api, slipstream_sandbox):
    assert slipstream_api.username == 'jane'
    assert slipstream_api.endpoint == slipstream_sandbox.endpoint
    assert [app.name for app in slipstream_api.list_applications()]
''').assert_outcomes(passed=1)


def test_each_test_has_a_fresh_state(run_tests):
    run_tests('''
import pytest

@pytest.mark.parametrize('turn', [1, 2])
def test_there_is_one_deployment(slipstream_api, turn):
    assert list(slipstream_api.list_deployments()) == []
    slipstream_api.deploy('apps/WordPress/wordpress')
    assert len(list(slipstream_api.list_deployments())) == 1
''').assert_outcomes(passed=2)


def test_the_clock_is_moved_by_hand_and_by_whoever_waits(run_tests):
    run_tests('''
def test_time(slipstream_api, slipstream_sandbox):
    before = slipstream_sandbox.clock.now()
    assert slipstream_sandbox.clock.now() == before
    slipstream_sandbox.advance(60)
    slipstream_sandbox.delay_next_request(20)
    slipstream_sandbox.fail_next_request(status=503, retry_after=5)
    list(slipstream_api.list_deployments())
    list(slipstream_api.list_deployments())
    assert slipstream_sandbox.clock.now() >= before + 85
''').assert_outcomes(passed=1)


def test_a_project_chooses_what_its_sandboxes_contain(run_tests):
    run_tests('''
def test_contents(slipstream_api):
    assert slipstream_api.username == 'ann'
    assert [module.name for module in slipstream_api.list_project_content('')] == ['team']
''', conftest='''
import pytest

@pytest.fixture
def slipstream_catalogue():
    return {'accounts': [{'username': 'ann', 'password': 'ann-password'}],
            'modules': [{'path': 'team', 'type': 'project'}]}
''').assert_outcomes(passed=1)


def test_whoever_uses_no_fixture_loads_nothing(run_tests, search_path):
    run_tests('''
import sys

OURS = ('slipstream.api', 'slipstream.sandbox')
LOADED = [name for name in sys.modules if name.startswith(OURS + ('requests',))]

def test_at_collection():
    assert LOADED == []

def test_when_it_runs():
    assert 'slipstream.testing' in sys.modules
    assert not any(name.startswith(OURS) for name in sys.modules)
''', apart=True).assert_outcomes(passed=2)


def test_the_fixtures_are_listed_with_what_they_are(run_tests):
    output = run_tests('', '--fixtures').stdout.str()
    for name in ('slipstream_sandbox', 'slipstream_api', 'slipstream_catalogue'):
        assert name in output
    assert 'A SlipStream service in this process' in output


class Recorded(object):
    """A plugin manager that has recorded warnings, or none, before it loaded this plugin."""

    def __init__(self, *messages):
        self.hook = self
        self.pytest_warning_captured = self
        self._call_history = [({'warning_message': warnings.WarningMessage(
            UserWarning(message), UserWarning, 'x.py', 1)}, None) for message in messages]

    @property
    def left(self):
        """The messages that are left."""
        return [str(call[0]['warning_message'].message) for call in self._call_history]


def test_a_warning_of_the_shared_namespace_is_dropped_and_no_other():
    before = 'Module already imported so cannot be rewritten: '
    manager = Recorded(before + 'slipstream', before + 'slipstream.testing', 'something else')
    testing.pytest_addhooks(manager)
    assert manager.left == [before + 'slipstream.testing', 'something else']


def test_a_pytest_that_records_no_such_warnings_is_left_alone():
    manager = Recorded('something else')
    manager.hook = object()
    testing.pytest_addhooks(manager)
    assert manager.left == ['something else']


def test_the_library_does_not_load_pytest(search_path):
    program = 'import sys, slipstream.api, slipstream.sandbox; sys.exit("pytest" in sys.modules)'
    assert end_of(subprocess.Popen([sys.executable, '-c', program])) == 0


def test_the_fixtures_cost_few_calls():
    """What other sources call counts as well: everything that a fixture costs."""
    with slipstream.sandbox.Sandbox(speed=0) as sandbox:
        sandbox.api().close()
        assert 50 < calls(lambda: slipstream.sandbox.Sandbox(speed=0).close(), '') < 6100
        # PyPy has some modules in Python that CPython has in C; their calls count there.
        most = 5000 if platform.python_implementation() == 'PyPy' else 4000
        assert 50 < calls(lambda: sandbox.api().close(), '') < most


def test_what_is_put_into_a_sandbox_stays_there():
    """Sandboxes share the documents of the catalogue: none may change them."""
    before = json.dumps(slipstream.sandbox.catalogues.BUILT_IN, sort_keys=True)
    with slipstream.sandbox.Sandbox(speed=0) as sandbox:
        api = sandbox.api()
        api.deploy('examples/tutorials/service-testing/system')
        sandbox.advance(3600)
    assert json.dumps(slipstream.sandbox.catalogues.BUILT_IN, sort_keys=True) == before


#: The fixtures of the plugin.
FIXTURES = ('slipstream_api', 'slipstream_catalogue', 'slipstream_sandbox')


@pytest.mark.parametrize('name', FIXTURES)
def test_the_example_of_a_fixture_passes(run_tests, name):
    fixture = getattr(testing, name)
    # Newer versions of pytest wrap it.
    text = getattr(fixture, '_get_wrapped_function', lambda: fixture)().__doc__
    example = textwrap.dedent(text.partition('::\n')[2])
    assert name in example
    run_tests('import pytest\n\n' + example).assert_outcomes(passed=1)


def test_every_fixture_has_an_example():
    assert sorted(name for name in vars(testing) if name.startswith('slipstream_')) == sorted(
        FIXTURES)
