# -*- coding: utf-8 -*-
"""Fixtures for pytest, and recorded requests for all kinds of tests.

pytest finds this plugin wherever the library is installed. A test that uses one of its fixtures
has its own service::

    def test_my_program_waits_for_the_blog(slipstream_sandbox, slipstream_api):
        slipstream_sandbox.fail_next_request(status=503, retry_after=2)
        assert my_program.publish(slipstream_api).startswith('http')

:func:`slipstream_sandbox` is a :class:`slipstream.sandbox.Sandbox` in this process, with all the
controls of :mod:`slipstream.sandbox.test_controls`. Its clock stands still:
``slipstream_sandbox.advance(seconds)`` moves it, and so does everything that would otherwise wait,
so no test sleeps. :func:`slipstream_api` is a :class:`slipstream.api.Api` for it. Every test gets
new ones.

Tests that use neither fixture do not even load the library. ``-p no:slipstream.testing`` disables
the plugin.

:func:`record` saves the requests of a program to a real service and its responses in a file, and
:func:`replay` returns them from that file for the same requests, without the service.
"""
from __future__ import unicode_literals

import pytest

#: A warning of pytest on Python 2.7 if another distribution shares the namespace. pytest rewrites
#: the assertions of plugins, but the namespace has none.
_HARMLESS = 'Module already imported so cannot be rewritten: slipstream'


def pytest_addhooks(pluginmanager):
    """Drop a warning that pytest recorded before it loaded this plugin.

    :param pluginmanager: the plugin manager of pytest; recent versions record no such warning.
    """
    hook = getattr(pluginmanager.hook, 'pytest_warning_captured', None)
    history = getattr(hook, '_call_history', None) or []
    history[:] = [call for call in history
                  if '%s' % call[0]['warning_message'].message != _HARMLESS]


def record(path):
    """Record all requests of the library, and their responses, in a file.

    The file is written at the end. It is a readable text file for version control: every secret
    that the library knows is masked, and so are values whose names look like passwords, secrets,
    tokens or cookies. Read the file before you share it::

        >>> from slipstream.testing import record
        >>> with record('launch.txt'):
        ...     print(api.get_element('jane/web').version)
        1519

    :param str path: path of the file; an existing file is replaced.
    :return: a context manager.
    """
    from . import recording  # Tests of other programs should not load it.
    return recording.Recorder(path)


def replay(path):
    """Replay recorded responses to the requests of the library, in order. Nothing is sent.

    A request that differs from the next recorded one raises an ``AssertionError`` with the line of
    the file, the recorded request and the actual one. The end of the context raises one if requests
    are missing. Secrets and headers are not compared. Waiting takes no time, and no cookie file is
    changed::

        >>> from slipstream.testing import record, replay
        >>> with record('launch.txt'):
        ...     recorded = api.get_element('jane/web')
        >>> with replay('launch.txt'):
        ...     api.get_element('jane/web') == recorded
        True

    :param str path: path of the file.
    :return: a context manager.
    :raises ValueError: the file is damaged; the message names the line.
    """
    from . import recording  # Tests of other programs should not load it.
    return recording.Replayer(path)


@pytest.fixture
def slipstream_catalogue():
    """The catalogue of the sandboxes.

    Override this fixture to return a dict or the path of a JSON file. None stands for the default
    catalogue, see :class:`slipstream.sandbox.Sandbox`::

        @pytest.fixture
        def slipstream_catalogue():
            return {'built_in': True, 'modules': [{'path': 'team/web', 'type': 'component'}]}

        def test_the_team_has_a_component(slipstream_api):
            assert slipstream_api.get_element('team/web').type == 'component'
    """
    return None


@pytest.fixture
def slipstream_sandbox(slipstream_catalogue):
    """A SlipStream service in this process, new for every test, with a clock that stands still.

    ::

        def test_a_launch_takes_less_than_ten_minutes(slipstream_sandbox, slipstream_api):
            deployment_id = slipstream_api.deploy('apps/WordPress/wordpress')
            slipstream_sandbox.advance(600)
            assert slipstream_api.get_deployment(deployment_id).status == 'ready'
    """
    from ..sandbox import Sandbox  # Tests of other programs should not load it.
    own = {} if slipstream_catalogue is None else {'catalogue': slipstream_catalogue}

    def move_clock(seconds):
        """Let the time of a delay pass."""
        sandbox.advance(seconds)

    with Sandbox(speed=0, sleep=move_clock, **own) as sandbox:
        yield sandbox


@pytest.fixture
def slipstream_api(slipstream_sandbox):
    """A client of ``slipstream_sandbox``, logged in to its first ordinary account.

    ::

        def test_who_i_am(slipstream_api):
            assert slipstream_api.whoami() == 'jane'
    """
    return slipstream_sandbox.api()
