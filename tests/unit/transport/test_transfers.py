# -*- coding: utf-8 -*-
"""Transfers to and from an object store: how they are sent, and what is said when they fail."""
from __future__ import unicode_literals

import hashlib
import io

import pytest
import requests

from slipstream.api import ServiceError
from slipstream.api.compat import text_type
from slipstream.api.transport import calls, transfers
from slipstream.api.transport.session import SessionStore

ADDRESS = 'http://store.org/bucket/object?Signature=hush'


class Store(requests.adapters.BaseAdapter):
    """An object store: what it was asked, and what it answers."""

    def __init__(self, status=200, body=b'', error=None):
        super(Store, self).__init__()
        self.status, self.body, self.error = status, body, error
        self.lefts = []

    def send(self, request, **options):
        """Answer, or fail."""
        self.request, self.options = request, options
        deadline = calls.deadline()
        self.lefts.append(deadline.left())
        deadline.sent()
        self.lefts.append(deadline.left())
        if self.error:
            self.error.request = request
            raise self.error
        answer = requests.Response()
        answer.status_code, answer.request, answer.reason = self.status, request, 'The reason'
        answer.raw = requests.packages.urllib3.HTTPResponse(
            io.BytesIO(self.body), {'Content-Length': '%d' % len(self.body)}, self.status,
            preload_content=False)
        answer.headers['Content-Length'] = '%d' % len(self.body)
        self.answer = answer
        return answer

    def close(self):
        """Nothing is open."""


def session_of(store, **settings):
    """A session whose object store is this one."""
    session = SessionStore('https://h', persist_cookie=False, **settings)
    session.mount('http://', store)
    return session


def put(store, **settings):
    """Upload something."""
    transfers.put(session_of(store, **settings), ADDRESS, transfers.Meter(io.BytesIO(b'x'), 1))


def test_an_upload_may_take_long_and_its_answer_may_not():
    store = Store()
    session = session_of(store, timeout=7)
    session.clock = lambda: 1000.0
    transfers.put(session, ADDRESS, transfers.Meter(io.BytesIO(b'x'), 1))
    assert store.lefts == [None, session.longest_call(7)]


def test_an_object_store_gets_no_credentials_of_the_netrc_file(monkeypatch):
    monkeypatch.setattr(requests.sessions, 'get_netrc_auth', lambda *_: ('jane', 'hush'))
    store = Store()
    put(store)
    assert 'Authorization' not in store.request.headers


def test_certificates_of_an_object_store_are_checked_as_the_session_says():
    for insecure in (True, False):
        store = Store()
        put(store, insecure=insecure)
        assert store.options['verify'] is not insecure


def test_a_transfer_that_breaks_off_shows_where_it_went_and_no_signature():
    store = Store(error=requests.ConnectionError('gone'))
    with pytest.raises(requests.ConnectionError) as info:
        put(store)
    assert str(info.value) == 'gone'
    assert info.value.request.url.startswith('http://store.org/bucket/object?Signature=****')


@pytest.mark.parametrize('body, said', [
    (b'<Error><Code>Odd</Code><Message>Too odd</Message></Error>', 'Too odd'),
    (b'<Error><Code>Odd</Code></Error>', 'Odd'), (b'<Error/>', 'The reason'),
    (b'<a><Code>Odd</Code></a>', 'The reason'), (b'<a><Message>Odd</Message></a>', 'The reason'),
    (b'none', 'The reason')])
def test_an_object_store_says_why_it_refuses(body, said):
    store = Store(400, body)
    with pytest.raises(ServiceError) as info:
        put(store)
    assert info.value.reason == said and info.value.response is store.answer


@pytest.mark.parametrize('status', [199, 300])
def test_only_a_success_is_one(status):
    with pytest.raises(ServiceError):
        put(Store(status))
    for good in (200, 299):
        put(Store(good))


def test_a_download_gives_sum_and_size_and_lets_the_connection_go(monkeypatch):
    closed = []

    def close(answer):
        closed.append(answer)

    monkeypatch.setattr(requests.Response, 'close', close)
    store, sink, steps = Store(body=b'abc'), io.BytesIO(), []
    result = transfers.get(session_of(store), ADDRESS, sink, lambda *step: steps.append(step))
    assert result == (hashlib.md5(b'abc').hexdigest(), 3)
    assert sink.getvalue() == b'abc' and steps == [(3, 3)] and closed[-1] is store.answer


def test_nothing_is_read_when_nothing_is_asked_for():
    meter = transfers.Meter(io.BytesIO(b'abc'), 3)
    assert (meter.read(0), meter.done, meter.read(), meter.done) == (b'', 0, b'abc', 3)


def test_a_stream_of_unknown_size_is_copied_in_pieces():
    class Pipe(object):
        """Can be read once."""

        def __init__(self):
            self.sizes, self._left = [], [b'a', b'b']

        def read(self, size):
            """The next piece."""
            self.sizes.append(size)
            return self._left.pop(0) if self._left else b''

    pipe = Pipe()
    with transfers.Source(pipe) as (copied, size):
        assert (copied.read(), size) == (b'ab', 2)
    assert pipe.sizes == [transfers.CHUNK] * 3


def test_a_file_of_text_is_refused_with_the_reason():
    with pytest.raises(TypeError) as info:
        transfers.Source(io.StringIO('a')).__enter__()
    assert text_type(info.value) == 'The file must be opened in binary mode'
