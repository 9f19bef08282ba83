# -*- coding: utf-8 -*-
"""Transfers to and from an object store: how they are sent, and what is said when they fail."""
from __future__ import unicode_literals

import hashlib
import io

import pytest
import requests

from slipstream.api import InsecureLoginError, ServiceError
from slipstream.api.compat import text_type
from slipstream.api.transport import calls, http_session, transfers
from slipstream.api.transport.session import SessionStore

ADDRESS = 'https://store.org/bucket/object?Signature=hush'


class Store(requests.adapters.BaseAdapter):
    """An object store: what it was asked, and what it returns."""

    def __init__(self, status=200, body=b'', error=None):
        super(Store, self).__init__()
        self.status, self.body, self.error = status, body, error
        self.lefts, self.announced = [], len(body)

    def send(self, request, **options):
        """Respond, or fail."""
        self.request, self.options = request, options
        deadline = self.deadline = calls.deadline()
        self.lefts.append(deadline.left())
        deadline.sent()
        self.lefts.append(deadline.left())
        if self.error:
            self.error.request = request
            raise self.error
        answer = requests.Response()
        answer.status_code, answer.request, answer.reason = self.status, request, 'The reason'
        answer.raw = requests.packages.urllib3.HTTPResponse(
            io.BytesIO(self.body), {}, self.status, preload_content=False)
        answer.headers['Content-Length'] = '%d' % self.announced
        self.answer = answer
        return answer

    def close(self):
        """Nothing is open."""


def session_of(store, **settings):
    """A session whose object store is this one."""
    session = SessionStore('https://h', persist_cookie=False, **settings)
    for scheme in ('http://', 'https://'):
        session.mount(scheme, store)
    return session


def put(store, **settings):
    """Upload something."""
    transfers.put(session_of(store, **settings), ADDRESS, transfers.Meter(io.BytesIO(b'x'), 1))


def test_an_upload_may_take_long_and_its_response_may_not():
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
    assert info.value.request.url.startswith('https://store.org/bucket/object?Signature=****')


@pytest.mark.parametrize('body, message', [
    (b'<Error><Code>Odd</Code><Message>Too odd</Message></Error>', 'Too odd'),
    (b'<Error><Code>Odd</Code></Error>', 'Odd'), (b'<Error/>', 'The reason'),
    (b'<a><Code>Odd</Code></a>', 'The reason'), (b'<a><Message>Odd</Message></a>', 'The reason'),
    (b'none', 'The reason')])
def test_an_object_store_says_why_it_refuses(body, message):
    store = Store(400, body)
    with pytest.raises(ServiceError) as info:
        put(store)
    assert info.value.reason == message and info.value.response is store.answer


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


def test_an_upload_says_what_it_is_if_told_and_how_long():
    store = Store()
    for kind, content, length in (('text/x', b'abc', '3'), (None, b'', '0')):
        meter = transfers.Meter(io.BytesIO(content), len(content))
        transfers.put(session_of(store), ADDRESS, meter, kind)
        headers = store.request.headers
        assert (headers.get('Content-Type'), headers.get('Content-Length')) == (kind, length)
        assert 'Transfer-Encoding' not in headers


def test_a_download_is_asked_for_as_it_is_stored_and_may_take_long():
    store = Store(body=b'abc')
    session = session_of(store, timeout=400)
    session.clock = lambda: 1000.0
    transfers.get(session, ADDRESS, io.BytesIO())
    assert store.request.headers['Accept-Encoding'] == 'identity'
    assert (store.lefts, store.deadline.left()) == ([None, 400], None)


def test_a_download_that_ends_early_says_how_much_is_missing():
    store = Store(body=b'abc')
    store.announced = 5
    with pytest.raises(requests.exceptions.ChunkedEncodingError) as info:
        transfers.get(session_of(store), ADDRESS, io.BytesIO())
    assert str(info.value) == 'The contents are 2 bytes shorter than announced'
    assert info.value.request is store.request


def test_a_file_that_has_become_shorter_says_by_how_much():
    meter = transfers.Meter(io.BytesIO(b'abc'), 5)
    assert (meter.read(1), meter.read(2)) == (b'a', b'bc')
    with pytest.raises(IOError) as info:
        meter.read()
    assert str(info.value) == 'The file ended 2 bytes earlier than expected'


def test_a_file_is_read_in_pieces_of_one_size():
    class File(io.BytesIO):
        def read(self, size=-1):
            sizes.append(size)
            return io.BytesIO.read(self, size)

    sizes, length = [], transfers.CHUNK + 1
    assert len(b''.join(transfers.Meter(File(b'x' * length), length))) == length
    assert sizes == [transfers.CHUNK, 1, 0]


@pytest.mark.parametrize('content', [bytearray(b'abc'), memoryview(b'abc')])
def test_bytes_are_the_content_themselves(content):
    with transfers.Source(content) as (source, size):
        assert (source.read(), size) == (b'abc', 3)


def test_a_download_is_beside_its_place_until_it_is_complete(tmpdir):
    with transfers.Sink(str(tmpdir.join('a'))) as sink:
        sink.write(b'x')
        part, = tmpdir.listdir()
    assert part.basename.startswith('a.') and part.ext == '.part'
    assert [path.basename for path in tmpdir.listdir()] == ['a']


SIGNED = pytest.mark.parametrize('address', [
    'http://store.org/a?Signature=hush', 'http://store.org/a?X-Amz-Signature=hush&x=1',
    'HTTP://store.org:8080/a?signature=hush', 'http://jane:hush@store.org/a',
    'http://store.org/a?token=hush', 'http://store.org/a;token=hush'])


@SIGNED
def test_an_address_that_is_signed_is_not_sent_unencrypted(address):
    store = Store(body=b'x')
    for transfer in (lambda session: transfers.get(session, address, io.BytesIO()),
                     lambda session: transfers.put(session, address,
                                                   transfers.Meter(io.BytesIO(b'x'), 1))):
        with pytest.raises(InsecureLoginError) as info:
            transfer(session_of(store))
        assert 'store.org' in str(info.value) and 'hush' not in str(info.value)
    assert store.lefts == []


@SIGNED
def test_who_accepts_the_risk_sends_it(address):
    store = Store(body=b'x')
    transfers.get(session_of(store, insecure=True), address, io.BytesIO())
    assert store.request.url.partition(':')[0] == 'http'


@pytest.mark.parametrize('address', [
    'http://store.org/a', 'http://localhost:8080/a?Signature=hush',
    'http://127.0.0.1/a?Signature=hush', 'https://store.org/a?Signature=hush'])
def test_what_nobody_can_misuse_is_sent(address):
    store = Store(body=b'x')
    transfers.get(session_of(store), address, io.BytesIO())
    assert len(store.lefts) == 2


def test_what_fails_does_not_quote_what_was_told():
    store = Store(error=requests.ConnectionError('They refused Hn4mYd9-Rk8sTb2'))
    with pytest.raises(requests.ConnectionError) as info:
        transfers.put(session_of(store), ADDRESS.replace('hush', 'Hn4mYd9-Rk8sTb2'),
                      transfers.Meter(io.BytesIO(b'x'), 1))
    assert str(info.value) == 'They refused ********'


def test_of_a_long_refusal_of_a_download_only_the_beginning_is_read(monkeypatch):
    monkeypatch.setattr(http_session, 'LARGEST_FAILURE', 3)
    store = Store(404, b'no such object')
    with pytest.raises(ServiceError) as info:
        transfers.get(session_of(store), ADDRESS, io.BytesIO())
    assert info.value.response.content == b'no '


def test_what_can_neither_be_opened_nor_read_is_no_file():
    with pytest.raises((TypeError, IOError)):   # to Python 2 its text is a path
        transfers.Source(object()).__enter__()
