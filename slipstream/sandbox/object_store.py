# -*- coding: utf-8 -*-
"""The object store.

Where the contents of external objects go. It knows no users: whoever has an address that the
service signed may use it, for the method it was signed for and as long as it says. Public objects
need no signature to be read.
"""
from __future__ import unicode_literals

import base64
import hashlib
import hmac
import json
import random

from .compat import quote, to_text
from .messages import Response
from .state.accounts import same

#: The largest object, in bytes.
MAX_SIZE = 64 * 1024 * 1024
_ROOT = 'objects'
_DEFAULT_TYPE = 'application/octet-stream'


def handle(world, request):
    """Store or serve an object.

    :return: the :class:`~slipstream.sandbox.messages.Response`.
    """
    bucket, name = _place(request)
    if not name:
        return _refusal(404, 'NoSuchKey', 'The address names no object.')
    if request.method not in ('GET', 'PUT'):
        return _refusal(405, 'MethodNotAllowed', 'Objects can be put and got.')
    found = world.store.table('object').get('%s/%s' % (bucket, name))
    writing = request.method == 'PUT'
    if writing or not (found and found['public']):
        refused = _unsigned(world, request, bucket, name)
        if refused:
            return refused
    return _put(world, request, bucket, name) if writing else _get(found)


def presigned(world, base_url, method, bucket, name, ttl):
    """An address with which anybody can put or get an object for a while.

    :param str base_url: public address of the sandbox.
    :param str method: ``PUT`` or ``GET``.
    :param int ttl: how long it works, in seconds.
    """
    expires = int(world.clock.now() + ttl)
    signature = _signature(world, method, bucket, name, '%d' % expires)
    return '%s?AWSAccessKeyId=sandbox&Expires=%d&Signature=%s' % (
        address(base_url, bucket, name), expires, signature)


def address(base_url, bucket, name):
    """The address of an object, which is enough if it is public."""
    # Clients tidy up paths with dots and doubled slashes; a slash that is escaped is left alone.
    odd = any(part in ('', '.', '..') for part in name.split('/'))
    return '%s/%s/%s/%s' % (base_url.rstrip('/'), _ROOT, quote(bucket, safe=''),
                            quote(name, safe='' if odd else '/'))


def stored(world, bucket, name):
    """What is known of an object: ``size``, ``md5`` and so on; None if nothing was put there."""
    return world.store.table('object').get('%s/%s' % (bucket, name))


def publish(world, bucket, name):
    """Let everybody read an object."""
    found = stored(world, bucket, name)
    if found:
        world.store.table('object').put('%s/%s' % (bucket, name), dict(found, public=True))


def create_bucket(world, bucket):
    """Make a bucket, unless it is there."""
    if bucket not in world.store.table('bucket'):
        world.store.table('bucket').put(bucket, {'name': bucket})


def remove(world, bucket, name, keep_bucket=False):
    """Forget an object and, if it was the last one there, its bucket."""
    world.store.table('object').remove('%s/%s' % (bucket, name))
    if not keep_bucket:
        remove_empty_bucket(world, bucket)


def remove_empty_bucket(world, bucket):
    """Forget a bucket, if there is nothing in it."""
    if not any(key.startswith(bucket + '/') for key in world.store.table('object').keys()):
        world.store.table('bucket').remove(bucket)


def _place(request):
    """The bucket and the object that a path names."""
    segments = request.segments[1:]
    return segments[0] if segments else '', '/'.join(segments[1:])


def _put(world, request, bucket, name):
    content = request.body
    if len(content) > MAX_SIZE:
        return _refusal(400, 'EntityTooLarge', 'Objects may have at most %d bytes.' % MAX_SIZE)
    if bucket not in world.store.table('bucket'):
        return _refusal(404, 'NoSuchBucket', 'The bucket does not exist.')
    digest = to_text(hashlib.md5(content).hexdigest())
    world.store.table('object').put('%s/%s' % (bucket, name), {
        'content': base64.b64encode(content).decode('ascii'), 'size': len(content), 'md5': digest,
        'public': False,
        'contentType': request.headers.get('Content-Type') or _DEFAULT_TYPE})
    return Response(200, headers=[('ETag', '"%s"' % digest)])


def _get(found):
    if found is None:
        return _refusal(404, 'NoSuchKey', 'The object does not exist.')
    content = base64.b64decode(found['content'].encode('ascii'))
    return Response(200, content, found['contentType'], [('ETag', '"%s"' % found['md5'])])


def _unsigned(world, request, bucket, name):
    """The refusal of an address that is not signed for the request, or no longer; None if it is."""
    expires, given = request.arg('Expires', ''), request.arg('Signature', '')
    if not same(given, _signature(world, request.method, bucket, name, expires)):
        return _refusal(403, 'SignatureDoesNotMatch' if given else 'AccessDenied',
                        'The address is not signed for this request.')
    if int(expires) <= world.clock.now():
        return _refusal(403, 'AccessDenied', 'Request has expired')
    return None


def _signature(world, method, bucket, name, expires):
    text = json.dumps([method, bucket, name, expires])
    return to_text(hmac.new(_secret(world).encode('ascii'), text.encode('utf-8'),
                            hashlib.sha256).hexdigest())


def _secret(world):
    """The key that this sandbox signs with."""
    table = world.store.table('server')
    if 'objects' not in table:
        table.put('objects', {'secret': '%064x' % random.SystemRandom().getrandbits(256)})
    return table.get('objects')['secret']


def _refusal(status, code, message):
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>' % (code, message)
    return Response(status, body, 'application/xml')
