# -*- coding: utf-8 -*-
"""Requests: invalid URLs, invalid JSON, and bodies of all types of bytes."""
from __future__ import unicode_literals

import io
import json
import pickle

import pytest
import requests
import urllib3

from slipstream.api import ResponseError, SlipStreamError
from slipstream.api.errors import ConflictError
from slipstream.api.methods import cimi_shortcuts
from slipstream.api.transport import relogin

from ..fuzz.targets import ENDPOINT, recording
from ..unit.fakes import answer
from .odd_answers import Answer, Bench

#: What urllib3 reads as an address before 1.25 only; connecting to it fails.
READ_ONCE = ('http://[::1]x', 'http://[v1.x]/', 'http://[::g]/', 'http://h:99999/',
             'http://h:\u0661/')
#: What requests or urllib cannot read as an address.
NO_ADDRESSES = (() if urllib3.__version__ < '1.25' else READ_ONCE) + (
    'http://[::1', 'http://[', 'http://]', 'http://a]b/', 'http://h:port/', 'http://h:-1',
    'https://slipstream.test:x/base', 'https://slipstream.test\u2100:8443/base',
    'HTTPS://slipstream.test[/', 'http://', '://', '', ' ', 'nuv.la', '//h/', 'http:h',
    'http://a\u2100b/', 'http://a\uff0fb', 'http://\ud800/', 'http://*.x/', 'http:///path',
    'http://@/', 'http://:80/', 'http://\u200b/', 'ftp://h/', 'mailto:a@b', b'http://[::1',
    b'http://\xff/', ENDPOINT.replace('//', '//['), None, 1)
WITH_CREDENTIALS = (
    'http://user:pass-word@[::1', 'http://user:pass-word@a\u2100b/', 'user:pass-word@h/',
    'http://user:pass-word@h:port/', 'https://user:pass-word@slipstream.test[/?token=pass-word',
    'odd://user:pass-word@h/')


def numbered(values):
    """Ids of parametrized tests whose values are too odd for an id."""
    return list(map(str, range(len(values))))


@pytest.mark.parametrize('address', NO_ADDRESSES, ids=numbered(NO_ADDRESSES))
def test_an_address_that_cannot_be_read_is_refused(address):
    api, adapter = recording()
    for call in (lambda: api.session.get(address), lambda: api.session.post(address, data='x'),
                 lambda: api.session.request('PUT', address, cookies={'a': 'b'}, json={})):
        with pytest.raises(requests.exceptions.RequestException):
            call()
    assert adapter.asked == [] and 'History of 3' in repr(api.history)


@pytest.mark.parametrize('address', WITH_CREDENTIALS, ids=numbered(WITH_CREDENTIALS))
def test_an_address_that_cannot_be_read_is_not_quoted_with_its_credentials(address):
    api, adapter = recording()
    with pytest.raises(requests.exceptions.RequestException) as caught:
        api.session.get(address)
    error = caught.value
    while error is not None:
        assert 'pass-word' not in repr(error) and str('pass-word') not in str(error)
        error = getattr(error, '__cause__', None) or getattr(error, '__context__', None)
    assert b'pass-word' not in pickle.dumps(caught.value, 2) and adapter.asked == []


@pytest.mark.parametrize('address', [
    'http://[::1', 'http://a]b/', 'http://a\u2100b/', 'HTTPS://slipstream.test[/', b'http://[::1'],
                         ids=numbered(range(5)))
def test_a_prepared_request_whose_address_cannot_be_read_is_refused(address):
    api, adapter = recording()
    prepared = requests.Request('GET', ENDPOINT).prepare()
    prepared.url = address
    with pytest.raises(requests.exceptions.InvalidURL):
        api.session.send(prepared)
    assert adapter.asked == []


@pytest.mark.parametrize('location', ['http://[::1', 'http://h:port/', '//[', 'http://a\u2100b/'])
def test_a_redirect_to_what_is_no_address_is_not_followed(location):
    headers = {'Location': location.encode('utf-8').decode('latin-1')}
    api, adapter = recording(302, headers=headers)
    try:
        assert api.session.get(ENDPOINT).status_code == 302
    except requests.exceptions.InvalidURL:  # pragma: no cover - older versions of requests
        pass
    assert len(adapter.asked) == 1


# Numbers

@pytest.mark.parametrize('number', ['1e999', '-1e999', '1.5e400', 'NaN', 'Infinity', '-Infinity',
                                    '9' * 400 + '.0'])
@pytest.mark.parametrize('document', ['{"id": %s}', '{"a": [{"b": %s}]}', '%s', '[%s]'])
def test_a_number_that_json_does_not_have_is_not_taken(document, number):
    bench = Bench()
    body = (document % number).encode('ascii')
    with pytest.raises(ResponseError):
        bench.outcome(lambda api: api.cimi_get('event/1'),
                      {0: Answer(200, {'Content-Type': 'application/json'}, body)})


def test_large_numbers_are_taken():
    numbers = {'a': 1e308, 'b': -1.7e308, 'c': 5e-324, 'd': 10 ** 30}
    body = json.dumps(numbers).encode('ascii')
    assert Bench().outcome(lambda api: api.cimi_get('event/1'), {
        0: Answer(200, {'Content-Type': 'application/json'}, body)}).json == numbers


def circular():
    """A list that contains itself."""
    made = []
    made.append(made)
    return made


def deep():
    """A list that is nested deeper than JSON can be written."""
    made = []
    for _ in range(200000):
        made = [made]
    return made


UNWRITABLE = (lambda: float('inf'), lambda: float('-inf'), lambda: float('nan'),
              lambda: [{'b': float('nan')}], circular, deep)
SENDERS = (
    lambda api, value: api.cimi_add('events', {'a': value}),
    lambda api, value: api.cimi_edit('event/1', {'a': value}),
    lambda api, value: api.cimi_operation('event/1', 'start', {'a': value}),
    lambda api, value: api.login({'href': 'session-template/internal', 'username': value}),
    lambda api, value: api.session.post(ENDPOINT + '/api/event', json={'a': value}),
    lambda api, value: api.session.put('https://elsewhere.test/', json=[value]))


@pytest.mark.parametrize('send', SENDERS, ids=numbered(SENDERS))
@pytest.mark.parametrize('value', UNWRITABLE, ids=numbered(UNWRITABLE))
def test_what_json_does_not_have_is_not_sent(send, value):
    api, adapter = recording()
    with pytest.raises(ValueError) as caught:
        send(api, value())
    assert not isinstance(caught.value, (SlipStreamError, requests.RequestException))
    assert adapter.asked == []


def test_responses_that_are_nested_too_deeply_tell_nothing():
    nested = b'[' * 200000 + b']' * 200000
    assert relogin._state_in(answer(200, body=nested)) is None
    assert cimi_shortcuts.existing_id(ConflictError('', answer(409, body=nested))) is None


# Bodies

BYTES = (b'<imageModule category="Image"/>', bytearray(b'<imageModule category="Image"/>'),
         memoryview(b'<imageModule category="Image"/>'),
         memoryview(bytearray(b'--<imageModule category="Image"/>--'))[2:-2])


@pytest.mark.parametrize('body', BYTES, ids=numbered(BYTES))
@pytest.mark.parametrize('send', [
    lambda api, body: api.session.request('PUT', ENDPOINT + '/a', data=body),
    lambda api, body: api.session.request('POST', ENDPOINT + '/a', None, body),
    lambda api, body: api.session.post(ENDPOINT + '/a', body),
    lambda api, body: api.session.put(ENDPOINT + '/a', data=body),
    lambda api, body: api.session.post('https://elsewhere.test/a', data=body),
    lambda api, body: api.put_module_document('a/b', body)], ids=numbered(range(6)))
def test_a_body_may_be_any_kind_of_bytes(send, body):
    api, adapter = recording()
    send(api, body)
    sent = adapter.asked[-1]
    assert sent.body == BYTES[0] and type(sent.body) is bytes
    assert int(sent.headers['Content-Length']) == len(BYTES[0])


@pytest.mark.parametrize('content', [io.BytesIO(BYTES[0])] + list(BYTES[1:]),
                         ids=numbered(BYTES))
def test_an_upload_may_be_any_kind_of_bytes(content):
    bench, seen = Bench(), []
    bench.outcome(lambda api: api.upload_object(
        content, 'bucket', 'name', 'credential/1', progress=lambda *done: seen.append(done)), {})
    assert seen == [(len(BYTES[0]), len(BYTES[0]))]
