# -*- coding: utf-8 -*-
"""The object store."""
from __future__ import unicode_literals

import hashlib

import pytest

from slipstream.sandbox import object_store
from slipstream.sandbox.messages import Request
from slipstream.sandbox.state import objects
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

BASE = 'https://slipstream.example.org'
CONTENT = b'\x00\xff anything'


@pytest.fixture
def world():
    """A world with a bucket, in which time stands still."""
    world = World(clock=Clock(speed=0))
    objects.create_bucket(world, 'bucket')
    return world


@pytest.fixture
def sign(world):
    """A function that gives an address to put to or get from."""
    return lambda method, name='a/b.txt', bucket='bucket', ttl=60: objects.signed_address(
        world, BASE, method, bucket, name, ttl)


@pytest.fixture
def send(world):
    """A function that sends a request to an address."""
    def send(method, uri, body=b'', headers=()):
        assert uri.startswith(BASE)
        return object_store.handle(world, Request(method, uri[len(BASE):], headers, body))
    return send


def code_of(response):
    """The code in the body of a refusal."""
    assert response.headers.get('Content-Type') == 'application/xml'
    return response.body.decode('ascii').partition('<Code>')[2].partition('</Code>')[0]


def test_what_is_put_can_be_got(sign, send, world):
    put = send('PUT', sign('PUT'), CONTENT, [('Content-Type', 'text/plain; charset=utf-8')])
    digest = hashlib.md5(CONTENT).hexdigest()
    assert (put.status, put.body, put.headers.get('ETag')) == (200, b'', '"%s"' % digest)
    response = send('GET', sign('GET'))
    assert (response.status, response.body) == (200, CONTENT)
    assert response.headers.get('Content-Type') == 'text/plain; charset=utf-8'
    assert response.headers.get('ETag') == '"%s"' % digest
    stored = objects.find(world, 'bucket', 'a/b.txt')
    assert (stored['size'], stored['md5']) == (len(CONTENT), digest)


@pytest.mark.parametrize('media_type', ['text/html', 'image/svg+xml', 'text/plain', 'x/y'])
def test_a_browser_does_not_run_an_object_as_a_page_of_the_service(sign, send, media_type):
    send('PUT', sign('PUT'), b'<script>alert(1)</script>', [('Content-Type', media_type)])
    headers = send('GET', sign('GET')).headers
    assert headers.get('Content-Security-Policy') == 'sandbox'
    assert headers.get('X-Content-Type-Options') == 'nosniff'


def test_the_type_has_a_default(sign, send):
    send('PUT', sign('PUT'), CONTENT)
    assert send('GET', sign('GET')).headers.get('Content-Type') == 'application/octet-stream'


def test_a_second_put_replaces_the_first(sign, send):
    uri = sign('PUT')
    send('PUT', uri, b'first')
    send('PUT', uri, b'')
    assert send('GET', sign('GET')).body == b''


@pytest.mark.parametrize('name',
                         ['caf\u00e9 au lait', 'a/../b', './x', 'a//b', 'a?b=c#d', '100%', 'a\nb'])
def test_objects_accept_names_of_all_kinds(sign, send, name):
    assert send('PUT', sign('PUT', name), CONTENT).status == 200
    assert send('GET', sign('GET', name)).body == CONTENT
    path = sign('GET', name).partition('?')[0]
    assert '/../' not in path and '/./' not in path and '//' not in path[len('https://'):]


def test_an_address_serves_one_method(sign, send):
    send('PUT', sign('PUT'), CONTENT)
    for method, uri in (('GET', sign('PUT')), ('PUT', sign('GET'))):
        response = send(method, uri, CONTENT)
        assert (response.status, code_of(response)) == (403, 'SignatureDoesNotMatch')


def test_an_address_serves_one_object(sign, send):
    send('PUT', sign('PUT', 'a'), CONTENT)
    send('PUT', sign('PUT', 'b'), CONTENT)
    assert send('GET', sign('GET', 'a').replace('/bucket/a', '/bucket/b')).status == 403


def test_an_address_works_for_a_while(sign, send, world):
    uri = sign('PUT', ttl=60)
    world.clock.advance(59.9)
    assert send('PUT', uri, CONTENT).status == 200
    world.clock.advance(0.1)
    response = send('PUT', uri, CONTENT)
    assert (response.status, code_of(response)) == (403, 'AccessDenied')
    later = uri.replace('Expires=%d' % world.clock.now(), 'Expires=%d' % (world.clock.now() + 60))
    assert later != uri
    assert code_of(send('PUT', later, CONTENT)) == 'SignatureDoesNotMatch'


def test_a_request_without_a_signature_is_denied(send):
    response = send('GET', BASE + '/objects/bucket/a')
    assert (response.status, code_of(response)) == (403, 'AccessDenied')
    assert send('GET', BASE + '/objects/bucket/a?Expires=x&Signature=\u00e9').status == 403


def test_signatures_are_those_of_one_sandbox(sign, send):
    other = World(clock=Clock(speed=0))
    uri = objects.signed_address(other, BASE, 'GET', 'bucket', 'a', 60)
    assert uri.partition('Signature')[0] == sign('GET', 'a').partition('Signature')[0]
    assert send('GET', uri).status == 403


def test_public_objects_are_read_without_a_signature(sign, send, world):
    uri = objects.address(BASE + '/', 'bucket', 'a/b.txt')
    objects.publish(world, 'bucket', 'a/b.txt')
    assert send('GET', uri).status == 403
    send('PUT', sign('PUT'), CONTENT)
    assert send('GET', uri).status == 403
    objects.publish(world, 'bucket', 'a/b.txt')
    assert send('GET', uri).body == CONTENT
    assert send('PUT', uri, CONTENT).status == 403


def test_a_missing_object_is_not_found(sign, send):
    missing = send('GET', sign('GET', 'nope'))
    assert (missing.status, code_of(missing)) == (404, 'NoSuchKey')
    bucket = send('PUT', sign('PUT', 'a', 'nope'), CONTENT)
    assert (bucket.status, code_of(bucket)) == (404, 'NoSuchBucket')
    for path in ('/objects', '/objects/', '/objects/bucket', '/objects/bucket/'):
        assert (send('GET', BASE + path).status,
                code_of(send('PUT', BASE + path))) == (404, 'NoSuchKey')


def test_objects_are_only_put_and_got(sign, send):
    response = send('DELETE', sign('GET'))
    assert (response.status, code_of(response)) == (405, 'MethodNotAllowed')


def test_an_object_above_the_largest_size_is_refused(sign, send, monkeypatch):
    monkeypatch.setattr(object_store, 'MAX_SIZE', 10)
    response = send('PUT', sign('PUT'), b'12345678901')
    assert (response.status, code_of(response)) == (400, 'EntityTooLarge')
    assert send('PUT', sign('PUT'), b'1234567890').status == 200
