# -*- coding: utf-8 -*-
"""Objects: the contents of external objects, in buckets.

Access does not depend on users. Anyone with a signed URL may put or get the object, with the method
that the URL was signed for, until it expires. Public objects can be read without a signature.
"""
from __future__ import unicode_literals

import base64
import hashlib
import hmac
import json
import random

from ..compat import quote, to_text
from .accounts import same

#: The first part of the path of every object.
ROOT = 'objects'


class BucketMissing(Exception):
    """There is no bucket with this name."""


# -- URLs ---------------------------------------------------------------------

def address(base_url, bucket, name):
    """The URL of an object, which is enough if the object is public."""
    # Clients normalize dots and double slashes in paths, but not escaped slashes.
    odd = any(part in ('', '.', '..') for part in name.split('/'))
    return '%s/%s/%s/%s' % (base_url.rstrip('/'), ROOT, quote(bucket, safe=''),
                            quote(name, safe='' if odd else '/'))


def signed_address(world, base_url, method, bucket, name, ttl):
    """A signed URL: anyone who has it may put or get an object until it expires.

    :param str base_url: public URL of the sandbox.
    :param str method: ``PUT`` or ``GET``.
    :param int ttl: how long the URL is valid, in seconds.
    """
    expires = int(world.clock.now() + ttl)
    signature = _signature(world, method, bucket, name, '%d' % expires)
    return '%s?AWSAccessKeyId=sandbox&Expires=%d&Signature=%s' % (
        address(base_url, bucket, name), expires, signature)


def is_signed(world, method, bucket, name, expires, signature):
    """Whether a signature is valid for this method, object and time.

    :param str expires: the expiry in the URL.
    """
    return same(signature, _signature(world, method, bucket, name, expires))


def _signature(world, method, bucket, name, expires):
    text = json.dumps([method, bucket, name, expires])
    return to_text(hmac.new(_secret(world).encode('ascii'), text.encode('utf-8'),
                            hashlib.sha256).hexdigest())


def _secret(world):
    """The key for the signatures of this sandbox."""
    table = world.store.table('server')
    if 'objects' not in table:
        table.put('objects', {'secret': '%064x' % random.SystemRandom().getrandbits(256)})
    return table.get('objects')['secret']


# -- objects ------------------------------------------------------------------

def find(world, bucket, name):
    """The record of an object (``size``, ``md5``, ``contentType``, ``public``), or None."""
    return world.store.table('object').get(_key(bucket, name))


def content(stored):
    """The content of an object from :func:`find`."""
    return base64.b64decode(stored['content'].encode('ascii'))


def put(world, bucket, name, data, content_type):
    """Store an object.

    :param bytes data: its content.
    :return: its record, as :func:`find` returns it.
    :raises BucketMissing: if its bucket does not exist.
    """
    if bucket not in world.store.table('bucket'):
        raise BucketMissing(bucket)
    stored = {'content': base64.b64encode(data).decode('ascii'), 'size': len(data),
              'md5': to_text(hashlib.md5(data).hexdigest()), 'public': False,
              'contentType': content_type}
    world.store.table('object').put(_key(bucket, name), stored)
    return stored


def publish(world, bucket, name):
    """Make an object public, if it exists."""
    stored = find(world, bucket, name)
    if stored:
        world.store.table('object').put(_key(bucket, name), dict(stored, public=True))


def remove(world, bucket, name, keep_bucket=False):
    """Remove an object and, if it was the last one in it, its bucket."""
    world.store.table('object').remove(_key(bucket, name))
    if not keep_bucket:
        remove_empty_bucket(world, bucket)


def create_bucket(world, bucket):
    """Create a bucket, unless it exists."""
    if bucket not in world.store.table('bucket'):
        world.store.table('bucket').put(bucket, {'name': bucket})


def remove_empty_bucket(world, bucket):
    """Remove a bucket if it is empty."""
    if not any(key.startswith(bucket + '/') for key in world.store.table('object').keys()):
        world.store.table('bucket').remove(bucket)


def _key(bucket, name):
    return '%s/%s' % (bucket, name)
