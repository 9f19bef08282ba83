# -*- coding: utf-8 -*-
"""What holds for every test.

A test sees neither the user's home nor the proxies of the machine but a terminal of 80 columns. It
does not sleep, and leaves no thread behind.
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

#: What would make a test depend on who runs it where.
FOREIGN_VARIABLES = tuple('{}_proxy'.format(name)
                          for name in ('http', 'https', 'ftp', 'all', 'no')) + (
                              'curl_ca_bundle', 'netrc', 'requests_ca_bundle', 'ssl_cert_dir',
                              'ssl_cert_file')

# The same examples at each run, however slow the machine is; nothing is written beside the tests.
settings.register_profile('slipstream', database=None, deadline=None, derandomize=True,
                          max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile('slipstream')


def pytest_configure(config):
    """Make a long sleep an error, before anything takes a reference to ``sleep``."""
    sleep = time.sleep

    def short_sleep(seconds):
        """Sleep, unless it is for long and for us.

        The standard library's own threads may do as they like.
        """
        ours = sys._getframe(1).f_globals.get('__name__', '').startswith(('slipstream', 'tests'))
        assert seconds <= LONGEST_SLEEP or not ours, 'a test wants to sleep for {} s'.format(
            seconds)
        sleep(seconds)

    time.sleep = short_sleep


@pytest.fixture(scope='session')
def new_home(tmpdir_factory):
    """A function that makes an empty folder and returns it."""
    folder = tmpdir_factory.mktemp('homes')
    numbers = itertools.count(1)
    return lambda: folder.mkdir('home{}'.format(next(numbers)))


@pytest.fixture(autouse=True)
def home(new_home, monkeypatch):
    """An empty home for one test, in an environment without settings of the machine."""
    folder = new_home()
    monkeypatch.setenv(str('HOME'), str(folder))
    monkeypatch.setenv(str('COLUMNS'), str('80'))
    for name in FOREIGN_VARIABLES:
        monkeypatch.delenv(str(name), raising=False)
        monkeypatch.delenv(str(name.upper()), raising=False)
    return folder


@pytest.fixture(autouse=True, scope='module')
def no_thread_left():
    """Every thread that the tests of a module have started has ended with them."""
    before = set(threading.enumerate())
    yield
    ends(*[thread for thread in threading.enumerate() if thread not in before
           and not thread.name.startswith('pytest_timeout')])  # which watches this
