# -*- coding: utf-8 -*-
"""Objects and buckets."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import objects
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World


@pytest.fixture
def world():
    """A world whose clock stands, with an empty bucket."""
    world = World(clock=Clock(speed=0))
    objects.create_bucket(world, 'bucket')
    return world


def test_an_object_is_kept_with_its_size_and_digest(world):
    objects.put(world, 'bucket', 'a', b'\x00\xff', 'text/plain')
    stored = objects.find(world, 'bucket', 'a')
    assert objects.content(stored) == b'\x00\xff'
    assert (stored['size'], stored['md5']) == (2, 'd07d34efac6328007ad67c7e0a985e00')
    assert (stored['contentType'], stored['public']) == ('text/plain', False)


def test_an_object_needs_a_bucket(world):
    with pytest.raises(objects.BucketMissing):
        objects.put(world, 'nope', 'a', b'', 'text/plain')


def test_a_bucket_goes_with_its_last_object(world):
    objects.create_bucket(world, 'bucket')
    for name in ('a', 'b'):
        objects.put(world, 'bucket', name, b'', 'text/plain')
    objects.remove(world, 'bucket', 'a')
    assert 'bucket' in world.store.table('bucket')
    objects.remove(world, 'bucket', 'b', keep_bucket=True)
    assert 'bucket' in world.store.table('bucket')
    objects.remove(world, 'bucket', 'b')
    assert 'bucket' not in world.store.table('bucket')


def test_a_signature_is_good_for_one_method_object_and_time(world):
    uri = objects.signed_address(world, 'https://host', 'PUT', 'bucket', 'a', 60)
    expires, signature = uri.partition('Expires=')[2].split('&Signature=')
    assert objects.is_signed(world, 'PUT', 'bucket', 'a', expires, signature)
    for other in (('GET', 'bucket', 'a', expires), ('PUT', 'b', 'a', expires),
                  ('PUT', 'bucket', 'b', expires), ('PUT', 'bucket', 'a', expires + '0')):
        assert not objects.is_signed(world, *(other + (signature,)))
