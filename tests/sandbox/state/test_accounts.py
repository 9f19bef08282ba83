# -*- coding: utf-8 -*-
"""Accounts and their sessions."""
from __future__ import unicode_literals

import base64
import json

import pytest

from slipstream.sandbox.state import accounts, tokens
from slipstream.sandbox.state.clock import Clock
from slipstream.sandbox.world import World


@pytest.fixture
def world():
    """A world whose clock stands, with an ordinary account and a privileged one."""
    world = World(clock=Clock(speed=0))
    world.accounts.create('jane', 'correct horse')
    world.accounts.create('super', 'user', isSuperUser=True)
    return world


def token_of(world, username='jane'):
    return world.accounts.issue_token(username, world.accounts.roles(username), 'session/1')[0]


def test_a_password_opens_only_its_own_account(world):
    assert world.accounts.check_password('jane', 'correct horse')
    assert not world.accounts.check_password('jane', 'wrong')
    assert not world.accounts.check_password('nobody', 'correct horse')


def test_only_active_accounts_are_opened(world):
    world.accounts.create('sleepy', 'pw', state='SUSPENDED')
    assert not world.accounts.check_password('sleepy', 'pw')


def test_only_super_users_are_privileged_administrators(world):
    assert world.accounts.roles('jane') == ['USER', 'ANON']
    assert world.accounts.roles('super') == ['ADMIN', 'USER', 'ANON']
    assert world.accounts.is_privileged('super')
    assert not world.accounts.is_privileged('jane')
    assert not world.accounts.is_privileged('nobody')


def test_a_token_says_who_is_calling(world):
    caller = world.accounts.caller(token_of(world))
    assert (caller.username, caller.session, caller.is_admin,
            caller.is_anonymous) == ('jane', 'session/1', False, False)
    assert caller.roles == {'USER', 'ANON', 'session/1'}
    assert world.accounts.caller(token_of(world, 'super')).is_admin


@pytest.mark.parametrize('change', [
    lambda token: '', lambda token: 'x', lambda token: token[:-1],
    lambda token: token[:-2] + 'AA', lambda token: 'a.b.c'])
def test_damaged_and_foreign_tokens_are_anonymous(world, change):
    assert world.accounts.caller(change(token_of(world))).is_anonymous


def test_a_token_of_another_sandbox_is_anonymous(world):
    other = World()
    other.accounts.create('jane', 'x')
    assert world.accounts.caller(token_of(other)).is_anonymous


def test_equal_sandboxes_issue_different_tokens(world):
    other = World(clock=Clock(speed=0))
    other.accounts.create('jane', 'secret')
    assert token_of(other, 'jane') != token_of(world, 'jane')


def test_a_token_expires(world):
    token = token_of(world)
    world.clock.advance(accounts.LIFETIME - 1)
    assert world.accounts.caller(token).username == 'jane'
    world.clock.advance(1)
    assert world.accounts.caller(token).is_anonymous


def test_all_sessions_can_be_ended(world):
    token = token_of(world)
    world.accounts.expire_tokens()
    assert world.accounts.caller(token).is_anonymous


def test_the_token_is_a_signed_jwt(world):
    head, body, signature = token_of(world).split('.')

    def decode(part):
        return base64.urlsafe_b64decode((part + '=' * (-len(part) % 4)).encode('ascii'))

    assert json.loads(decode(head).decode('ascii')) == {'alg': 'RS256'}
    claims = json.loads(decode(body).decode('utf-8'))
    assert claims['username'] == 'jane' and claims['roles'] == 'USER ANON session/1'
    number = int(''.join('%02x' % byte for byte in bytearray(decode(signature))), 16)
    opened = '%0256x' % pow(number, tokens._E, tokens._P * tokens._Q)
    assert opened.startswith('0001ffff') and len(decode(signature)) == 128


def test_texts_are_the_same_or_not():
    assert accounts.same('é', 'é')
    assert not accounts.same('a', 'b')
