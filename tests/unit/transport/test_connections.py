# -*- coding: utf-8 -*-
"""Connections: those of a process are its own; what they are made with."""
from __future__ import unicode_literals

import os

import pytest

from slipstream.api.compat import text_type
from slipstream.api.transport import connections


def test_the_process_that_has_made_an_adapter_uses_its_connections():
    adapter = connections.Adapter()
    assert adapter.of_processes[os.getpid()] is adapter


def test_a_process_that_was_forked_has_connections_of_its_own(monkeypatch):
    adapter, process = connections.QuietAdapter(3, 7, 2, True), os.getpid()
    monkeypatch.setattr(os, 'getpid', lambda: process + 1)
    own = adapter.of_processes[os.getpid()]
    assert own is not adapter and type(own) is type(adapter)
    assert own is adapter.of_processes[os.getpid()]
    for made in (own, adapter):
        assert (made._pool_connections, made._pool_maxsize, made._pool_block) == (3, 7, True)
        assert made.max_retries.total == 2


def test_whatever_requests_passes_to_an_adapter_arrives():
    adapter = connections.Adapter()
    adapter.init_poolmanager(1, 2, source_address=('here', 0))
    assert adapter.poolmanager.connection_pool_kw['source_address'] == ('here', 0)
    manager = adapter.proxy_manager_for('http://p.org:1', source_address=('there', 0))
    assert manager.connection_pool_kw['source_address'] == ('there', 0)


@pytest.mark.parametrize('value, message', [
    (['a'], 'client_cert must be a path, or a pair of paths: of the certificate and of its key'),
    ('/no/such.pem', 'client_cert: there is no /no/such.pem'),
    (['/no/such.pem', '/no/such.key'], 'client_cert: there is no /no/such.pem')])
def test_why_a_client_certificate_cannot_be_used_is_said(value, message):
    with pytest.raises(ValueError) as info:
        connections.certificate(value)
    assert text_type(info.value) == message


@pytest.mark.parametrize('kind, unchecked', [
    (connections.Adapter, False), (connections.QuietAdapter, True)])
def test_connections_through_a_proxy_are_of_the_same_kind(kind, unchecked):
    pools = kind().proxy_manager_for('http://p.org:1').pool_classes_by_scheme
    assert pools['http'] is connections.HTTPConnectionPool
    assert (pools['https'] is connections.UncheckedHTTPSConnectionPool) == unchecked


@pytest.mark.parametrize('sock, connected', [(None, [True]), ('a socket', [])])
def test_a_connection_whose_certificate_nobody_checks_is_made_once(sock, connected):
    class Connection(object):
        def connect(self):
            made.append(True)

    made, connection = [], Connection()
    connection.sock = sock
    connections.UncheckedHTTPSConnectionPool('h.org')._validate_conn(connection)
    assert made == connected


@pytest.mark.parametrize('scheme', ['http', 'https'])
@pytest.mark.parametrize('kind', [connections.Adapter, connections.QuietAdapter])
def test_a_tool_that_records_connections_may_replace_their_class(scheme, kind, monkeypatch):
    pool = kind().poolmanager.connection_from_url(scheme + '://h.test')
    usual = {'http': connections.PlainPool, 'https': connections.TlsPool}[scheme]
    ours = {'http': connections.HTTPConnection, 'https': connections.HTTPSConnection}[scheme]
    assert type(pool._new_conn()) is ours

    class Recorded(usual.ConnectionCls):
        """A connection of the tool."""

    monkeypatch.setattr(usual, 'ConnectionCls', Recorded)
    assert type(pool._new_conn()) is Recorded
    monkeypatch.undo()
    assert type(pool._new_conn()) is ours
