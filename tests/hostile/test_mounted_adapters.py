# -*- coding: utf-8 -*-
"""Forked processes and adapters that a program has mounted: no connection of the parent is used."""
from __future__ import unicode_literals

import io
import os

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.packages.urllib3 import PoolManager

from slipstream.api import Api
from slipstream.api.compat import http_client
from slipstream.api.transport import inherited_connections, transfers
from slipstream.sandbox import Sandbox

from ..processes import Child
from ..threads import together
from .test_forks import held_elsewhere, read_modules

pytestmark = pytest.mark.skipif(not hasattr(os, 'fork'), reason='this system cannot fork')


class Retrying(HTTPAdapter):
    """An adapter with settings of its own, as programs have them."""

    def init_poolmanager(self, *args, **kwargs):
        """Set an option that connections have."""
        kwargs['socket_options'] = []
        super(Retrying, self).init_poolmanager(*args, **kwargs)


class Wrapping(BaseAdapter):
    """An adapter that passes requests on to another one."""

    def __init__(self):
        super(Wrapping, self).__init__()
        self.others = [HTTPAdapter()]

    def send(self, request, **options):
        """Pass it on."""
        return self.others[0].send(request, **options)

    def close(self):
        """Close the other one."""
        self.others[0].close()


class OfSession(Wrapping):
    """An adapter that uses another session."""

    def __init__(self):
        super(OfSession, self).__init__()
        self.others = (requests.Session(),)


class OnePool(HTTPAdapter):
    """An adapter that keeps one pool of connections itself."""

    pool = None

    def get_connection(self, url, proxies=None):
        """The connections."""
        self.pool = self.pool or self.poolmanager.connection_from_url(url)
        return self.pool

    def get_connection_with_tls_context(self, request, *_, **__):
        """The same in newer versions of requests."""
        return self.get_connection(request.url)


ADAPTERS = [HTTPAdapter, Retrying, Wrapping, OfSession, OnePool,
            lambda: HTTPAdapter(pool_maxsize=1, pool_block=True)]


@pytest.fixture
def api():
    """A client of a sandbox over a socket, with a connection that is open."""
    with Sandbox(http=True, speed=0) as sandbox, sandbox.api() as made:
        read_modules(made, times=1)
        yield made


def mount(api, adapter):
    """Let a client send through an adapter, which opens a connection."""
    api.session.mount(api.endpoint, adapter)
    read_modules(api, times=1)


def assert_own_answers(api, call):
    """Let a parent and its children make calls at the same time."""
    children = [Child(call) for _ in range(2)]
    read_modules(api, times=3)
    assert [child.status() for child in children] == [0, 0]
    read_modules(api, times=1)


@pytest.mark.parametrize('make', ADAPTERS)
def test_parent_and_children_get_their_own_answers(api, make):
    mount(api, make())
    assert_own_answers(api, lambda: read_modules(api, times=3))


@pytest.mark.parametrize('make', ADAPTERS)
def test_what_is_sent_by_hand_gets_its_own_answers(api, make):
    mount(api, make())
    address = api.endpoint + '/module/apps/WordPress/wordpress'

    def send():  # pragma: no cover - what a child runs is not measured
        for _ in range(5):
            prepared = api.session.prepare_request(requests.Request('GET', address))
            assert b'wordpress' in api.session.send(prepared).content

    assert_own_answers(api, send)


@pytest.mark.parametrize('make', ADAPTERS)
def test_an_adapter_that_a_child_mounts_uses_no_connection_of_its_parent(api, make):
    adapter = make()
    mount(api, adapter)

    def use_elsewhere():  # pragma: no cover - what a child runs is not measured
        own = Api(api.endpoint, persist_cookie=False)
        own.session.mount(api.endpoint, adapter)
        own.login_internal('jane', 'jane-password')
        read_modules(own, times=3)

    assert_own_answers(api, use_elsewhere)


def test_a_child_keeps_its_own_connections(api):
    mount(api, HTTPAdapter())

    def count():  # pragma: no cover - what a child runs is not measured
        read_modules(api, times=1)
        pools = api.session.get_adapter(api.endpoint).poolmanager.pools
        pool = pools[list(pools.keys())[0]]
        read_modules(api, times=1)
        api.session.send(api.session.prepare_request(requests.Request('GET', api.endpoint)))
        assert pool.num_connections == 1

    assert Child(count).status() == 0


def test_a_transfer_in_a_child_uses_no_connection_of_its_parent(api):
    mount(api, HTTPAdapter())
    address = api.endpoint + '/module/apps/WordPress/wordpress'

    def transfer():  # pragma: no cover - what a child runs is not measured
        for _ in range(5):
            with pytest.raises(Exception) as caught:
                transfers.get(api.session, address, io.BytesIO())
            assert getattr(caught.value, 'status_code', None) == 401

    assert_own_answers(api, transfer)


def test_a_child_continues_although_another_thread_held_the_lock_of_an_adapter(api):
    adapter = HTTPAdapter()
    mount(api, adapter)
    child = held_elsewhere(adapter.poolmanager.pools.lock, lambda: Child(
        lambda: read_modules(api, times=1)))
    assert child.status() == 0


def test_connections_of_every_kind_are_let_go():
    manager = PoolManager(maxsize=2)
    pool = manager.connection_from_url('http://127.0.0.1:1')
    lone = http_client.HTTPConnection('127.0.0.1', 1)
    lone.sock = closed = io.BytesIO()
    queue, lock = pool.pool, manager.pools.lock
    holder = {'manager': manager, 'pools': {1: (pool,)}, 'class': HTTPAdapter, 'lone': [lone],
              'module': os}
    holder['itself'] = holder
    inherited_connections.renew(holder)
    assert len(manager.pools) == 0 and manager.pools.lock is not lock
    assert pool.pool is not queue and [pool.pool.get(False), pool.pool.get(False)] == [None, None]
    assert lone.sock is None and closed.closed
    pool.close()
    inherited_connections.renew(pool)
    assert pool.pool is None


def test_the_first_process_keeps_its_connections(api, monkeypatch):
    adapter = HTTPAdapter()
    mount(api, adapter)
    assert len(adapter.poolmanager.pools) == 1
    api.session.mount('http://elsewhere.test', adapter)
    assert len(adapter.poolmanager.pools) == 1
    monkeypatch.setattr(inherited_connections, '_FIRST_PROCESS', -1)
    api.session.mount('http://elsewhere.test', adapter)
    assert len(adapter.poolmanager.pools) == 0


def test_threads_of_a_child_may_begin_together(api):
    mount(api, HTTPAdapter())

    def read_together():  # pragma: no cover - what a child runs is not measured
        assert together([lambda: read_modules(api, times=2) or True] * 4) == [True] * 4

    assert_own_answers(api, read_together)
