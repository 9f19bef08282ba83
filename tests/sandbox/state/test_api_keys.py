# -*- coding: utf-8 -*-
"""API keys."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.state import api_keys, cimi_records
from slipstream.sandbox.state.accounts import Caller
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World

JANE = Caller('jane', ['USER', 'session/1', 'ADMIN', 'OTHER'])


@pytest.fixture
def world():
    """An empty world whose clock stands."""
    return World(Clock(speed=0))


def test_of_a_secret_only_a_digest_is_kept():
    digest = api_keys.digest('hush', 'salt')
    assert digest.startswith('pbkdf2+sha512$salt$100$')
    assert 'hush' not in digest
    assert digest == api_keys.digest('hush', 'salt') != api_keys.digest('hush', 'pepper')


def test_characters_that_cannot_occur_in_a_secret_do_not_count():
    assert api_keys.bare('a-b.c 10lO') == 'abc'
    assert api_keys.digest('a.b', 'salt') == api_keys.digest('ab', 'salt')


def test_the_secret_opens_the_claims_of_its_key(world):
    document, secret = api_keys.create(world, JANE, 'my key')
    claims = {'identity': 'jane', 'roles': ['ADMIN', 'USER', 'ANON', 'OTHER']}
    assert document['name'] == 'my key'
    assert api_keys.claims(world, document['id'], secret) == claims
    assert api_keys.claims(world, document['id'].partition('/')[2], secret) == claims


def test_nothing_else_opens_them(world):
    document, secret = api_keys.create(world, JANE, 'my key')
    other = cimi_records.insert(world, 'credential', {'type': 'ssh-public-key'})
    assert api_keys.claims(world, document['id'], secret + 'a') is None
    assert api_keys.claims(world, other['id'], secret) is None
    assert api_keys.claims(world, 'credential/none', secret) is None


def test_a_key_with_a_time_to_live_expires(world):
    members, secret = api_keys.new(world, JANE, ttl=60)
    document = cimi_records.insert(world, 'credential', members)
    world.clock.advance(59)
    assert api_keys.claims(world, document['id'], secret)
    world.clock.advance(1)
    assert api_keys.claims(world, document['id'], secret) is None
