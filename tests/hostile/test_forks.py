# -*- coding: utf-8 -*-
"""Forked processes: the child uses nothing of the parent."""
from __future__ import unicode_literals

import os
import threading

import pytest
from requests.cookies import create_cookie

from slipstream.api import Api
from slipstream.api.forks import PerProcess
from slipstream.api.redaction import SentValues
from slipstream.api.sequences import CimiSequence
from slipstream.api.transport import connections, cookie_file, cookies, http_session, pace
from slipstream.api.transport.history import History
from slipstream.sandbox import Sandbox

from ..processes import Child
from ..threads import ends, happens

pytestmark = pytest.mark.skipif(not hasattr(os, 'fork'), reason='this system cannot fork')

MODULES = ('apps', 'examples', 'apps/WordPress', 'examples/images', 'apps/WordPress/wordpress')


def read_modules(api, times=5):
    """Read several modules again and again; each response must match its request."""
    for _ in range(times):
        for path in MODULES:
            assert api.get_element(path).path == path


@pytest.fixture
def api():
    """A client of a sandbox over a socket, with a connection that is open."""
    with Sandbox(http=True, speed=0) as sandbox, sandbox.api() as made:
        read_modules(made, times=1)
        yield made


def test_parent_and_children_get_their_own_responses(api):
    children = [Child(lambda: read_modules(api)) for _ in range(3)]
    read_modules(api)
    assert [child.status() for child in children] == [0, 0, 0]


def test_children_of_children_get_their_own_responses(api):
    def fork_again():  # pragma: no cover - what a child runs is not measured
        inner = Child(lambda: read_modules(api))
        read_modules(api)
        assert inner.status() == 0

    outer = Child(fork_again)
    read_modules(api)
    assert outer.status() == 0


def test_a_child_can_close_what_it_uses(api):
    def close():  # pragma: no cover - what a child runs is not measured
        read_modules(api, times=1)
        api.close()
        read_modules(api, times=1)

    child = Child(close)
    assert child.status() == 0
    read_modules(api)


def held_elsewhere(lock, function):
    """Call a function while another thread holds a lock."""
    held, done = threading.Event(), threading.Event()

    def hold():
        with lock:
            held.set()
            happens(done)

    thread = threading.Thread(target=hold)
    thread.start()
    happens(held)
    try:
        return function()
    finally:
        done.set()
        ends(thread)


@pytest.mark.parametrize('name', ['lock', 'saving'])
def test_a_child_keeps_cookies_although_another_thread_was_keeping_some(tmpdir, name):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path)

    def change():  # pragma: no cover - what a child runs is not measured
        jar.set_cookie(create_cookie('name', 'value', domain='h.org', path='/', expires=2 ** 31))
        jar.flush()

    child = held_elsewhere(getattr(jar._own[os.getpid()], name), lambda: Child(change))
    assert child.status() == 0
    assert [cookie.name for cookie in cookie_file.load(path)[0]] == ['name']


def test_a_child_ends_cookies_although_another_thread_was_reading_a_response():
    jar = cookies.open_jar(persist=False)
    jar.set_cookie(create_cookie('name', 'value', domain='h.org', path='/'))
    jar._own[os.getpid()].sent = ['another=cookie']

    def clear():  # pragma: no cover - what a child runs is not measured
        jar.clear('h.org')
        assert not list(jar)

    assert Child(clear).status() == 0


def test_an_adapter_of_a_child_has_the_settings_of_its_parent(monkeypatch):
    adapter = connections.QuietAdapter(pool_connections=3, pool_maxsize=7, pool_block=True)
    monkeypatch.setattr(os, 'getpid', lambda: -1)
    own = adapter.of_processes[os.getpid()]
    assert own is not adapter and type(own) is type(adapter)
    session = http_session.HttpSession()
    session.mount('https://', adapter)
    assert session.get_adapter('https://h/') is own
    assert (own._pool_connections, own._pool_maxsize, own._pool_block) == (3, 7, True)
    own.close()


def test_each_process_makes_its_own_value():
    numbers = iter(range(10))
    value = PerProcess(lambda: next(numbers))
    assert [value[1], value[1]] == [0, 0]
    assert [value[2], value[2]] == [1, 1]
    assert list(value) == [2]


def test_a_session_survives_a_fork_with_its_cookies(api):
    child = Child(lambda: Api.logout(api))
    assert child.status() == 0


class Sleepless(object):
    """A session whose clock stands."""

    def clock(self):
        """What it is."""
        return 0

    def sleep(self, seconds):
        """Do not."""


def paced():
    """A pace that has to wait."""
    made = pace.Pace(Sleepless())
    made._until = 1
    return made


#: What has locks that threads share: name to what makes it, the attribute, and what needs the lock.
LOCKED = {
    'sent values': (SentValues, '_locks', lambda sent: sent.add(['hush-hush'])
                    or sent.mask('hush-hush')),
    'history': (History, '_locks', lambda history: history.add(1) or list(history)),
    'sequence': (lambda: CimiSequence(None, 'events'), '_locks', lambda rows: setattr(
        rows, '_count', 0) or len(rows) == 0),
    'pace': (paced, '_sleeping', lambda pace: pace.wait() or pace),
    'pace that changes': (paced, '_changing', lambda pace: pace.wait() or pace),
}


@pytest.mark.parametrize('name', sorted(LOCKED))
def test_a_child_continues_although_another_thread_held_a_lock(name):
    make, attribute, use = LOCKED[name]
    made = make()

    def check():  # pragma: no cover - what a child runs is not measured
        assert use(made)

    child = held_elsewhere(getattr(made, attribute)[os.getpid()], lambda: Child(check))
    assert child.status() == 0 and use(made)
