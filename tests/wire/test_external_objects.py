# -*- coding: utf-8 -*-
"""What uploads and downloads send, and to whom."""
from __future__ import unicode_literals

import io
import sys

import pytest
import requests
from urllib3.response import HTTPResponse

from slipstream.api import errors
from slipstream.api.models import CimiResource

from .server import ScriptedServer, hang_up, reply
from .talk import json

ENTRY_POINT = json({'externalObjects': {'href': 'external-object'}})
ADDABLE = json({'count': 0, 'externalObjects': [],
                'operations': [{'rel': 'add', 'href': 'external-object'}]})
ADDED = json({'status': 201, 'resource-id': 'external-object/1'}, 201)
OBJECT = {'id': 'external-object/1',
          'operations': [{'rel': name, 'href': 'external-object/1' + tail} for name, tail in (
              ('x/upload', '/upload'), ('x/ready', '/ready'), ('x/download', '/download'),
              ('delete', ''))]}
DATA = bytes(bytearray(range(256))) * 1000
DENIED = reply(403,
               '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Request has '
               'expired</Message></Error>', 'application/xml')


@pytest.fixture
def store():
    """An object store somewhere else."""
    with ScriptedServer(reply(200)) as made:
        yield made


@pytest.fixture
def address(store):
    """An address there that carries its permission."""
    return store.endpoint + '/bucket/a%20b?Expires=1&Signature=s3cret'


def upload(api, data=DATA, **options):
    return api.upload_object(io.BytesIO(data), 'bucket', 'a b', 'credential/1', **options)


def answers(address, *more):
    return (ENTRY_POINT, ADDABLE, ADDED, json(OBJECT), json({'uri': address})) + more


def test_an_upload_reaches_the_store_without_our_credentials(talk, store, address):
    seen = []
    api = talk(*answers(address, json(OBJECT), json(dict(OBJECT, state='ready'))))
    api.session.auth = ('jane', 'password')
    api.session.cookies.set(str('mine'), str('1'), domain=str('127.0.0.1'), path=str('/'))
    ready = upload(api, content_type='text/csv',
                   progress=lambda done, total: seen.append((done, total)))
    assert ready.state == 'ready' and seen[-1] == (256000, 256000) and len(seen) > 2
    assert api.lines == [
        'GET /api/cloud-entry-point', 'PUT /api/external-object', 'POST /api/external-object',
        'GET /api/external-object/1',
        'POST /api/external-object/1/upload', 'GET /api/external-object/1',
        'POST /api/external-object/1/ready']
    put = store.requests[0]
    assert (put.method, put.target,
            put.body) == ('PUT', '/bucket/a%20b?Expires=1&Signature=s3cret', DATA)
    assert put.headers['content-length'] == '256000'
    assert put.headers['content-type'] == 'text/csv'
    assert put.headers['accept'] == '*/*'
    assert not {'cookie', 'authorization', 'transfer-encoding'} & set(put.headers)
    assert len(store.requests) == 1 and 'cookie' in api.sent[0].headers


def test_the_progress_of_transfers_is_shown(talk, store, address, capsys, monkeypatch):
    for name in ('tqdm', 'tqdm.auto'):  # as if it were not installed
        monkeypatch.setitem(sys.modules, str(name), None)
    store.then(reply(200), reply(200, 'abc', 'text/plain'), reply(200, 'abc', 'text/plain'))
    api = talk(*answers(address, json(OBJECT), json({}), json(OBJECT), json({'uri': address}),
                        json(dict(OBJECT, objectName='c')),
                        json({'uri': address})))
    upload(api, progress=True)
    assert capsys.readouterr() == ('', 'Sending a b: 256.0 kB of 256.0 kB (0 s)\n')
    api.download_object('external-object/1', io.BytesIO(), progress=True)
    assert capsys.readouterr() == ('', 'Fetching an object: 3 bytes of 3 bytes (0 s)\n')
    api.download_object('external-object/1', io.BytesIO(), progress=True)
    assert capsys.readouterr() == ('', 'Fetching c: 3 bytes of 3 bytes (0 s)\n')


def test_an_empty_file_is_sent_without_content_type(talk, store, address):
    api = talk(*answers(address, json(OBJECT), json({})))
    upload(api, b'')
    assert store.requests[0].headers['content-length'] == '0'
    assert 'content-type' not in store.requests[0].headers


@pytest.mark.parametrize('trouble, kind, words', [
    (DENIED, errors.ForbiddenError, 'Request has expired'),
    (reply(500, 'no xml'), errors.ServerError, 'Reason'), (reply(403, '<other/>'),
errors.ForbiddenError, 'Reason'),
    (reply(403, '<Error><Code>Only</Code></Error>'), errors.ForbiddenError, 'Only'),
    (reply(307, Location='http://elsewhere/'),
errors.RedirectError, 'Reason'),
    (hang_up, requests.ConnectionError, '')])
def test_what_could_not_be_uploaded_is_removed_again(talk, store, address, trouble, kind, words):
    store.then(trouble)
    api = talk(*answers(address, json(OBJECT), json({'status': 200})), retries=3)
    with pytest.raises(kind) as info:
        upload(api)
    assert words in str(info.value) and 's3cret' not in str(info.value)
    assert getattr(info.value, 'created', None) is None
    assert len(store.requests) == 1
    assert api.lines[-2:] == ['GET /api/external-object/1', 'DELETE /api/external-object/1']


def test_that_it_cannot_be_removed_is_not_the_error(talk, store, address):
    store.then(DENIED)
    api = talk(*answers(address, json({}, 500)))
    with pytest.raises(errors.ForbiddenError) as info:
        upload(api)
    assert info.value.created == 'external-object/1'


def test_an_upload_with_another_sum_is_deleted(talk, address):
    api = talk(*answers(address, json(OBJECT), json({'md5sum': 'a' * 32}), json(OBJECT), json({})))
    with pytest.raises(errors.ChecksumError):
        upload(api)
    assert api.lines[-1] == 'DELETE /api/external-object/1'


def test_an_address_that_is_refused_is_not_answered_by_a_login(talk, server):
    own = server.endpoint + '/objects/x?Signature=s'
    api = talk(*answers(own, DENIED, json(OBJECT), json({})), reauthenticate=True,
               login_creds={'username': 'jane', 'password': 'p'})
    with pytest.raises(errors.ForbiddenError):
        upload(api, b'text')
    assert 'PUT /objects/x?Signature=s' in api.lines
    assert [line for line in api.lines if 'session' in line] == []


def download(talk, address, document=None):
    return talk(json({'uri': address}, 303)), CimiResource(dict(OBJECT, **(document or {})))


def test_a_download_comes_from_the_store_without_our_credentials(talk, store, address):
    store.then(reply(200, DATA))
    seen, target = [], io.BytesIO()
    api = talk(json(dict(OBJECT, md5sum='x')), json({'uri': address}, 303))
    api.session.cookies.set(str('mine'), str('1'), domain=str('127.0.0.1'), path=str('/'))
    resource = api.download_object('external-object/1', target,
                                   progress=lambda done, total: seen.append((done, total)))
    assert target.getvalue() == DATA
    assert resource.id == 'external-object/1'
    assert seen[-1] == (256000, 256000)
    assert api.lines == ['GET /api/external-object/1', 'POST /api/external-object/1/download']
    request = store.requests[0]
    assert request.headers['accept-encoding'] == 'identity'
    assert request.headers['accept'] == '*/*'
    assert 'cookie' not in request.headers


def test_a_resource_in_hand_saves_a_read(talk, store, address, tmpdir):
    store.then(reply(200, DATA))
    api, resource = download(talk, address)
    api.download_object(resource, str(tmpdir.join('file')))
    assert tmpdir.join('file').read_binary() == DATA
    assert api.lines == ['POST /api/external-object/1/download']


def test_an_object_that_is_stored_compressed_stays_so(talk, store, address):
    store.then(reply(200, b'not gzip at all', Content_Encoding='gzip'))
    api, resource = download(talk, address)
    target = io.BytesIO()
    api.download_object(resource, target)
    assert target.getvalue() == b'not gzip at all'


def chunked(connection, request):
    return b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n'


def test_progress_has_no_total_when_the_size_is_unknown(talk, store, address):
    store.then(chunked)
    seen = []
    api, resource = download(talk, address)
    api.download_object(resource, io.BytesIO(),
                        progress=lambda done, total: seen.append((done, total)))
    assert seen == [(5, None)]


def too_short(connection, request):
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabcde')
    return False


@pytest.mark.parametrize('trouble, kind', [
    (too_short, requests.exceptions.RequestException), (DENIED, errors.ForbiddenError),
    (reply(200, b'changed'), errors.ChecksumError)])
def test_nothing_is_left_of_what_is_not_complete(talk, store, address, tmpdir, trouble, kind):
    store.then(trouble)
    api, resource = download(talk, address, {'md5sum': 'a' * 32})
    with pytest.raises(kind):
        api.download_object(resource, str(tmpdir.join('file')))
    assert tmpdir.listdir() == []


class Lenient(requests.adapters.BaseAdapter):
    """Delivers less than it announces, and does not notice: so do older urllib3."""

    def send(self, request, **_):
        response = requests.Response()
        response.status_code, response.request = 200, request
        response.headers['Content-Length'] = '10'
        response.raw = HTTPResponse(io.BytesIO(b'abcde'), preload_content=False,
                                    enforce_content_length=False)
        return response

    def close(self):
        """Nothing is open."""


def test_a_short_response_that_nobody_else_notices_raises(talk, address, store):
    api, resource = download(talk, address)
    api.session.mount(store.endpoint, Lenient())
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        api.download_object(resource, io.BytesIO())


def test_the_sum_may_be_ignored(talk, store, address):
    store.then(reply(200, b'changed'))
    api, resource = download(talk, address, {'md5sum': 'a' * 32})
    target = io.BytesIO()
    api.download_object(resource, target, verify=False)
    assert target.getvalue() == b'changed'
