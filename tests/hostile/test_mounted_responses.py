# -*- coding: utf-8 -*-
"""Adapters that a program has mounted: what they receive is checked, and what they send again."""
from __future__ import unicode_literals

import copy
import io
import pickle

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.packages.urllib3 import PoolManager
from requests.packages.urllib3.util.retry import Retry

from slipstream.api import Api
from slipstream.api.compat import connects_only
from slipstream.api.transport import connections, framing, mounted_adapters

from ..wire.server import ScriptedServer, hang_up, reply
from ..xml_samples import DUID

GONE = b'HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n'
CHUNKED = (b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
           b'Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n')


class Own(HTTPAdapter):
    """An adapter of a program."""

    def init_poolmanager(self, *args, **kwargs):
        """Set an option that connections have."""
        super(Own, self).init_poolmanager(*args, **dict(kwargs, socket_options=[]))


class Wrapping(BaseAdapter):
    """An adapter that passes requests on to another one."""

    def __init__(self, *_, **options):
        super(Wrapping, self).__init__()
        self.other = HTTPAdapter(**options)

    def send(self, request, **options):
        """Pass it on."""
        return self.other.send(request, **options)

    def close(self):
        """Close the other one."""
        self.other.close()


ADAPTERS = pytest.mark.parametrize('kind', [HTTPAdapter, Own, Wrapping])


@pytest.fixture
def server():
    """A server whose responses the test decides."""
    with ScriptedServer(reply()) as made:
        yield made


def api_with(server, adapter):
    """An Api that sends through an adapter."""
    made = Api(server.endpoint, persist_cookie=False, retries=0)
    made.session.mount('http://', adapter)
    made.session.mount('https://', adapter)
    return made


def cut(data):
    """Send some bytes and hang up."""
    def send(connection, _):
        connection.sendall(data)

    return send


@ADAPTERS
@pytest.mark.parametrize('answer, call', [
    (GONE, lambda api: api.terminate(DUID)), (CHUNKED, lambda api: api.cimi_get('event/1'))])
def test_what_is_cut_off_anywhere_is_never_complete(server, kind, answer, call):
    api = api_with(server, kind())
    for length in range(len(answer)):
        server.then(cut(answer[:length]))
        with pytest.raises(requests.exceptions.RequestException):
            call(api)
    server.then(answer)
    call(api)


def duplicates(session):
    """The session, and copies of it."""
    return [session, copy.deepcopy(session), pickle.loads(pickle.dumps(session))]


@ADAPTERS
def test_a_copy_of_a_session_refuses_a_partial_response(server, kind):
    with api_with(server, kind()) as api:
        for session in duplicates(api.session):
            server.then(cut(GONE[:-2]))
            with pytest.raises(requests.exceptions.RequestException):
                session.get(server.endpoint)
            session.close()


@ADAPTERS
def test_what_comes_through_a_proxy_is_checked(server, kind):
    api = api_with(server, kind())
    api.session.proxies['http'] = server.endpoint
    for _ in range(2):
        server.then(cut(GONE[:-2]))
        with pytest.raises(requests.exceptions.RequestException):
            api.session.get('http://slipstream.test/')
    assert server.calls == ['GET http://slipstream.test/'] * 2


@pytest.mark.parametrize('scheme', ['http', 'https'])
def test_what_a_program_has_set_stays(scheme):
    adapter = Own(pool_maxsize=7)
    Api('https://slipstream.test', persist_cookie=False).session.mount(scheme + '://', adapter)
    pool = adapter.poolmanager.connection_from_url(scheme + '://slipstream.test')
    made = pool._new_conn()
    assert (made.response_class, made.socket_options) == (framing.Answer, [])
    assert type(pool).__name__ == scheme.upper() + 'ConnectionPool' and pool.pool.maxsize == 7
    assert getattr(made, 'ssl_context', None) is None


def test_a_tool_that_records_safe_connections_may_replace_their_class(monkeypatch):
    pool = mounted_adapters.HTTPSConnectionPool('slipstream.test')

    class Recorded(mounted_adapters.TlsPool.ConnectionCls):
        """A connection of the tool."""

    monkeypatch.setattr(mounted_adapters.TlsPool, 'ConnectionCls', Recorded)
    assert type(pool._new_conn()) is Recorded


def test_what_is_no_adapter_of_that_kind_stays_as_it_is():
    manager, ours = PoolManager(), connections.Adapter()
    manager.pool_classes_by_scheme = own = {'http': 'mine'}
    mounted_adapters.check([manager, io.BytesIO()])
    mounted_adapters.check(ours)
    assert manager.pool_classes_by_scheme is own and 'proxy_manager_for' not in vars(ours)


RETRIES = Retry(3, backoff_factor=0, status_forcelist=[503])


@pytest.mark.parametrize('retries', [3, RETRIES])
@pytest.mark.parametrize('failed', [
    hang_up, cut(GONE[:-2]), reply(503), reply(503, Retry_After='0'), reply(429, Retry_After='0')])
@pytest.mark.parametrize('call', [
    lambda api: api.terminate(DUID), lambda api: api.deploy('a/b'), lambda api: api.publish('a/1'),
    lambda api: api.session.delete(api.endpoint), lambda api: api.session.put(api.endpoint)])
def test_the_retries_of_a_program_send_no_change_twice(server, retries, failed, call):
    api = api_with(server, HTTPAdapter(max_retries=retries))
    server.then(failed)
    try:
        call(api)
    except requests.exceptions.RequestException:
        pass
    assert len(server.requests) == 1


@pytest.mark.parametrize('failed', [hang_up, reply(503), reply(503, Retry_After='0')])
@pytest.mark.parametrize('call', [
    lambda api: api.cimi_get('event/1').id, lambda api: api.session.get(api.endpoint).json()['id'],
    lambda api: next(iter(api._json('PUT', 'event', idempotent=True)))])
def test_the_retries_of_a_program_repeat_reads(server, failed, call):
    api = api_with(server, HTTPAdapter(max_retries=RETRIES))
    server.then(failed, failed, reply(json={'id': 'event/1'}))
    assert call(api) in ('event/1', 'id') and len(server.requests) == 3


def naming(methods):
    """Retries that name the methods that they repeat."""
    try:
        return Retry(3, backoff_factor=0, allowed_methods=methods)
    except TypeError:  # pragma: no cover - older versions of urllib3
        return Retry(3, backoff_factor=0, method_whitelist=methods)


@pytest.mark.parametrize('methods', [['POST'], ['GET', 'POST', 'DELETE'], False])
def test_retries_that_name_their_methods_stay_as_they_are(server, methods):
    api = api_with(server, HTTPAdapter(max_retries=naming(methods)))
    server.then(hang_up, reply(201, Location='/run/' + DUID))
    assert str(api.deploy('a/b')) == DUID and len(server.requests) == 2


def test_retries_of_another_kind_stay_as_they_are():
    for other in (None, 3, False, object()):
        assert connects_only(other) is other


def test_other_sessions_of_the_program_keep_their_retries(server):
    adapter = HTTPAdapter(max_retries=RETRIES)
    api_with(server, adapter)
    with requests.Session() as session:
        session.mount('http://', adapter)
        server.then(hang_up, hang_up, reply(204))
        assert session.delete(server.endpoint).status_code == 204
