# -*- coding: utf-8 -*-
"""Credentials in bodies of every shape: never over plain http to another machine, and masked."""
from __future__ import unicode_literals

import gzip
import io
import json
import tempfile

import pytest

from slipstream.api import Api, InsecureLoginError
from slipstream.api.compat import to_text
from slipstream.api.redaction import MASK
from slipstream.api.transport import bodies

from .test_readable_credentials import REMOTE, Wire

SECRET = 'Hn4mYd9-Rk8sTb2'
JSON = to_text(json.dumps({'sessionTemplate': {'username': 'jane', 'password': SECRET}}))
FORM = 'username=jane&password=' + SECRET
XML = '<?xml version="1.0"?><user name="jane"><password>%s</password></user>' % SECRET
#: As much of a body as these tests search at once.
LARGEST = 64 * 1024
FILLER = 'x' * (LARGEST - 20)
#: The files that a test has opened.
OPEN = []


@pytest.fixture(autouse=True)
def search_small_pieces(monkeypatch):
    """Search small pieces of a body at once, and close the files of a test."""
    monkeypatch.setattr(bodies, 'LARGEST', LARGEST)
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def wire():
    """A network with an eavesdropper."""
    return Wire()


@pytest.fixture
def connect(wire):
    """A function that makes an Api of a service on another machine, over plain http."""
    def make(**options):
        api = Api(REMOTE, persist_cookie=False, retries=0, **options)
        api.session.mount('http://', wire)
        return api
    return make


class Pipe(object):
    """A stream that can only be read once."""

    def __init__(self, data):
        self._stream = io.BytesIO(data)
        self.read = self._stream.read


class Unseekable(Pipe):
    """A stream that knows its place, but cannot go back."""

    def tell(self):
        """Where it is."""
        return self._stream.tell()

    def seek(self, *_):
        """Refuse."""
        raise IOError('a pipe')


def pieces_of(data):
    """Data in pieces, which can only be read once."""
    return iter([data[:20], data[20:]])


def on_disk(data):
    """A file of the system."""
    made = tempfile.TemporaryFile()
    OPEN.append(made)
    made.write(data)
    made.seek(0)
    return made


def compressed(text):
    """The options of a request with a compressed body."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode='wb') as stream:
        stream.write(text.encode('utf-8'))
    return {'data': packed.getvalue(), 'headers': {'Content-Encoding': 'gzip'}}


#: The options of a request that has a secret in its body: functions of a text.
SHAPES = {
    'text': lambda text: {'data': text},
    'bytes': lambda text: {'data': text.encode('utf-8')},
    'bytearray': lambda text: {'data': bytearray(text.encode('utf-8'))},
    'utf-16': lambda text: {'data': text.encode('utf-16')},
    'utf-16, little': lambda text: {'data': text.encode('utf-16-le')},
    'utf-16, big': lambda text: {'data': text.encode('utf-16-be')},
    'utf-32': lambda text: {'data': text.encode('utf-32')},
    'utf-32, little': lambda text: {'data': text.encode('utf-32-le')},
    'utf-32, big': lambda text: {'data': text.encode('utf-32-be')},
    'utf-8 with a mark': lambda text: {'data': text.encode('utf-8-sig')},
    'file': lambda text: {'data': io.BytesIO(text.encode('utf-8'))},
    'file on disk': lambda text: {'data': on_disk(text.encode('utf-8'))},
    'file of text': lambda text: {'data': io.StringIO(text)},
    'file of utf-16': lambda text: {'data': io.BytesIO(text.encode('utf-16'))},
    'dict': lambda text: {'data': {'username': 'jane', 'password': SECRET}},
    'pairs': lambda text: {'data': [('username', 'jane'), ('password', SECRET)]},
    'parts': lambda text: {'files': {'password': (None, SECRET)}},
    'a file in parts': lambda text: {'files': {'f': ('f.txt', text)}},
    'parts and fields': lambda text: {'files': {'f': ('f.txt', 'x')}, 'data': {'secret': SECRET}},
    'large': lambda text: {'data': ('username=%s&' % FILLER + FORM).encode('utf-8')},
    'larger': lambda text: {'data': ('username=%s&' % (FILLER * 3) + FORM).encode('utf-8')},
    'a large file': lambda text: {'data': io.BytesIO(
        ('username=%s&' % FILLER + FORM).encode('utf-8'))},
    'json': lambda text: {'json': {'a': [{'password': SECRET}]}}}
#: Those that cannot be searched.
UNREADABLE = {
    'pieces': lambda text: {'data': pieces_of(text.encode('utf-8'))},
    'iterator': lambda text: {'data': iter([text.encode('utf-8')])},
    'pipe': lambda text: {'data': Pipe(text.encode('utf-8'))},
    'pipe with a place': lambda text: {'data': Unseekable(text.encode('utf-8'))},
    'compressed': compressed}
EVERY = dict(SHAPES, **UNREADABLE)
TEXTS = {'JSON': JSON, 'form': FORM, 'XML': XML}


@pytest.mark.parametrize('shape', sorted(EVERY))
@pytest.mark.parametrize('text', sorted(TEXTS))
@pytest.mark.parametrize('method, url', [
    ('POST', REMOTE + '/api/session'), ('PUT', REMOTE + '/run'),
    ('POST', 'http://elsewhere.test/object')])
def test_no_secret_in_a_body_leaves(connect, wire, shape, text, method, url):
    with pytest.raises(InsecureLoginError) as caught:
        connect().session.request(method, url, **EVERY[shape](TEXTS[text]))
    assert wire.seen == [] and SECRET not in str(caught.value)


@pytest.mark.parametrize('shape', sorted(UNREADABLE))
def test_the_error_says_what_cannot_be_searched(connect, shape):
    with pytest.raises(InsecureLoginError) as caught:
        connect().session.put(REMOTE + '/run', **UNREADABLE[shape]('some text'))
    assert 'cannot be searched' in str(caught.value)


@pytest.mark.parametrize('shape', sorted(EVERY))
def test_no_login_leaves_whatever_it_is_called(connect, wire, shape):
    with pytest.raises(InsecureLoginError):
        connect().session.post(REMOTE + '/api/session/', **EVERY[shape]('{"pin": "%s"}' % SECRET))
    assert wire.seen == []


@pytest.mark.parametrize('text', [XML, JSON])
def test_a_secret_in_a_document_of_which_only_a_piece_is_searched_does_not_leave(connect, wire,
                                                                                 text):
    large = text.replace('jane', 'jane' + FILLER)
    with pytest.raises(InsecureLoginError):
        connect().session.put(REMOTE + '/run', data=io.BytesIO(large.encode('utf-8')))
    assert wire.seen == []


INNOCENT = {
    'text': 'name=jane', 'bytes': b'{"name": "jane"}', 'bytearray': bytearray(b'name=jane'),
    'utf-16': 'name=jane'.encode('utf-16'), 'file': io.BytesIO(b'some data'), 'nothing': None,
    'empty': b'', 'form': {'a': 'b'}, 'large': b'x' * (LARGEST + 1), 'zeros': b'\0' * 100,
    'document': '<user name="jane"><passwords/><a>token</a></user>', 'file of text':
    io.StringIO('some text'), 'many zeros': b'a\0b\0\0\0' + bytes(bytearray(range(256))) * 2}


@pytest.mark.parametrize('name', sorted(INNOCENT))
def test_bodies_without_secrets_may_leave(connect, wire, name):
    wire.answers = [200]
    assert connect().session.put(REMOTE + '/run', data=INNOCENT[name]).status_code == 200
    assert len(wire.seen) == 1


def test_parts_without_secrets_leave(connect, wire):
    connect().session.put(REMOTE + '/run', files={'f': ('f.txt', 'some text')}, data={'a': 'b'})
    assert len(wire.seen) == 1


def test_a_file_is_sent_from_where_it_was(connect, wire):
    stream = io.BytesIO(b'0123456789' * 10)
    stream.read(7)
    connect().session.put(REMOTE + '/run', data=stream)
    assert stream.tell() == 7 and len(wire.seen) == 1


@pytest.mark.parametrize('shape', sorted(EVERY))
def test_where_the_user_accepts_it_every_body_leaves(connect, wire, shape):
    connect(insecure=True).session.post(REMOTE + '/api/session', **EVERY[shape](JSON))
    assert len(wire.seen) == 1


@pytest.mark.parametrize('shape', sorted(SHAPES))
@pytest.mark.parametrize('text', sorted(TEXTS))
def test_what_was_sent_to_log_in_is_masked(shape, text):
    api = Api('https://slipstream.test', persist_cookie=False, retries=0)
    api.session.mount('https://', Wire())
    api.session.post(api.session.session_base_url, **SHAPES[shape](TEXTS[text]))
    assert api.session.sent_values.mask('wrong: %s!' % SECRET) == 'wrong: %s!' % MASK


@pytest.mark.parametrize('shape', sorted(UNREADABLE))
def test_a_login_that_cannot_be_searched_is_sent_as_it_is(shape):
    api = Api('https://slipstream.test', persist_cookie=False, retries=0)
    api.session.mount('https://', Wire())
    response = api.session.post(api.session.session_base_url, **UNREADABLE[shape](JSON))
    assert response.status_code == 401 and api.session.sent_values.mask('a') == 'a'


def proxied(monkeypatch, **options):
    """A client of a service over plain http, with a proxy in between, and its wire."""
    for name in ('http_proxy', 'HTTP_PROXY'):
        monkeypatch.setenv(str(name), str('http://127.0.0.1:3128'))
    api, made = Api(REMOTE, persist_cookie=False, retries=0, **options), Wire()
    api.session.mount('http://', made)
    return api, made


def test_a_proxy_on_this_machine_makes_plain_http_no_safer(monkeypatch):
    api, made = proxied(monkeypatch)
    with pytest.raises(InsecureLoginError):
        api.login_internal('jane', SECRET)
    assert made.seen == []


def test_who_accepts_plain_http_accepts_it_through_a_proxy(monkeypatch):
    api, made = proxied(monkeypatch, insecure=True)
    with pytest.raises(Exception) as caught:
        api.login_internal('jane', SECRET)
    assert caught.value.status_code == 401 and SECRET in made.seen[0]
