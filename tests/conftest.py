# -*- coding: utf-8 -*-
"""Fixtures and rules for every test.

Tests see neither the home folder of the user nor the proxies of the machine, and have a terminal of
80 columns. They do not sleep, and leave no threads behind.
"""
from __future__ import unicode_literals

import itertools
import sys
import threading
import time

import pytest
from hypothesis import HealthCheck, settings

from .threads import ends

#: For the tests of our plugin, which run pytest.
pytest_plugins = [str('pytester')]

#: No test waits longer than this, in seconds of real time.
LONGEST_SLEEP = 0.05

#: Environment variables that would make tests depend on the machine or the user.
FOREIGN_VARIABLES = tuple('{}_proxy'.format(name)
                          for name in ('http', 'https', 'ftp', 'all', 'no')) + (
                              'curl_ca_bundle', 'netrc', 'requests_ca_bundle', 'ssl_cert_dir',
                              'ssl_cert_file')

# The same examples in every run, however slow the machine is; no database of examples.
settings.register_profile('slipstream', database=None, deadline=None, derandomize=True,
                          max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile('slipstream')


def pytest_configure(config):
    """Make a long sleep an error, before anything takes a reference to ``sleep``."""
    sleep = time.sleep

    def short_sleep(seconds):
        """Sleep, but refuse long sleeps of our code.

        The threads of the standard library may sleep as they like.
        """
        ours = sys._getframe(1).f_globals.get('__name__', '').startswith(('slipstream', 'tests'))
        assert seconds <= LONGEST_SLEEP or not ours, 'a test wants to sleep for {} s'.format(
            seconds)
        sleep(seconds)

    time.sleep = short_sleep


@pytest.fixture(scope='session')
def new_home(tmpdir_factory):
    """A function that creates an empty folder and returns it."""
    folder = tmpdir_factory.mktemp('homes')
    numbers = itertools.count(1)
    return lambda: folder.mkdir('home{}'.format(next(numbers)))


@pytest.fixture(autouse=True)
def home(new_home, monkeypatch):
    """An empty home folder for a test, in an environment without settings of the machine."""
    folder = new_home()
    monkeypatch.setenv(str('HOME'), str(folder))
    monkeypatch.setenv(str('COLUMNS'), str('80'))
    for name in FOREIGN_VARIABLES:
        monkeypatch.delenv(str(name), raising=False)
        monkeypatch.delenv(str(name.upper()), raising=False)
    return folder


@pytest.fixture(autouse=True, scope='module')
def no_thread_left():
    """Check that all threads of the tests in a module have ended."""
    before = set(threading.enumerate())
    yield
    ends(*[thread for thread in threading.enumerate() if thread not in before
           and not thread.name.startswith('pytest_timeout')])  # which watches this
