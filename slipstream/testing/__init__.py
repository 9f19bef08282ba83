# -*- coding: utf-8 -*-
"""Fixtures for pytest, and recorded exchanges for any tests.

pytest finds this plugin wherever the library is installed. A test that names one of its fixtures
has a service of its own::

    def test_my_program_waits_for_the_blog(slipstream_sandbox, slipstream_api):
        slipstream_sandbox.fail_next_request(status=503, retry_after=2)
        assert my_program.publish(slipstream_api).startswith('http')

:func:`slipstream_sandbox` is a :class:`slipstream.sandbox.Sandbox` in this process, with all the
controls of :mod:`slipstream.sandbox.test_controls`. Its clock stands still:
``slipstream_sandbox.advance(seconds)`` moves it, and so does everything that would otherwise wait,
so no test sleeps. :func:`slipstream_api` is a :class:`slipstream.api.Api` of it. Every test gets
new ones.

Tests that use neither fixture do not even load the library. ``-p no:slipstream.testing`` disables
the plugin.

:func:`record` keeps what a program exchanges with a real service, and :func:`replay` answers the
program from that file, without the service.
"""
from __future__ import unicode_literals

import pytest

#: What pytest says of the namespace on Python 2.7 where another distribution shares it. It rewrites
#: the assertions of plugins; there are none in the namespace.
_HARMLESS = 'Module already imported so cannot be rewritten: slipstream'


def pytest_addhooks(pluginmanager):
    """Drop a warning that pytest has recorded before it loaded this plugin.

    :param pluginmanager: the plugin manager of pytest; a recent one records no such warning.
    """
    hook = getattr(pluginmanager.hook, 'pytest_warning_captured', None)
    history = getattr(hook, '_call_history', None) or []
    history[:] = [call for call in history
                  if '%s' % call[0]['warning_message'].message != _HARMLESS]


def record(path):
    """Keep all exchanges of the library in a file, while they happen.

    The file is written at the end. It is text, to be read and put under version control: passwords,
    secrets, tokens and cookies are masked, as far as their names tell that they are secret, and so
    is every secret that the library knows. Read it before you share it::

        with record('launch.txt'):
            my_program.publish(api)

    :param str path: path of the file, which is replaced.
    :return: a context manager.
    """
    from . import recording  # Tests of other programs should not load it.
    return recording.Recorder(path)


def replay(path):
    """Answer all requests of the library from a file, in the recorded order. Nothing is sent.

    A request that was not recorded, or not as the next one, is an ``AssertionError`` with the line
    of the file, what was recorded and what was sent. So is the end of the context when requests are
    missing. Secrets and headers are not compared. Waiting takes no time, and no cookie file is
    changed::

        with replay('launch.txt'):
            assert my_program.publish(api).startswith('https://')

    :param str path: path of the file.
    :return: a context manager.
    :raises ValueError: the file is damaged; the message names the line.
    """
    from . import recording  # Tests of other programs should not load it.
    return recording.Replayer(path)


@pytest.fixture
def slipstream_catalogue():
    """What the sandboxes contain.

    Override this fixture to return a dict or the path of a JSON file. None means what every sandbox
    contains, see :class:`slipstream.sandbox.Sandbox`.
    """
    return None


@pytest.fixture
def slipstream_sandbox(slipstream_catalogue):
    """A SlipStream service in this process, new for this test, with a clock that stands."""
    from ..sandbox import Sandbox  # Tests of other programs should not load it.
    own = {} if slipstream_catalogue is None else {'catalogue': slipstream_catalogue}

    def move_clock(seconds):
        """Let the time pass that a fault asks for."""
        sandbox.advance(seconds)

    with Sandbox(speed=0, sleep=move_clock, **own) as sandbox:
        yield sandbox


@pytest.fixture
def slipstream_api(slipstream_sandbox):
    """A client of ``slipstream_sandbox``, logged in with its first ordinary account."""
    return slipstream_sandbox.api()
