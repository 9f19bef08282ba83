# -*- coding: utf-8 -*-
"""Users."""
from __future__ import unicode_literals

import pytest

from slipstream.api.errors import ConflictError, ForbiddenError, NotFoundError
from slipstream.api.models import User, UserItem

from .names import DIETIKON, GENEVA, IRELAND, START

_KEY = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQDJane jane@laptop'


def test_get_user_returns_the_own_account_by_default(api):
    session = api.current_session()
    assert api.get_user() == User(
        'jane', 'jane@example.org', 'Jane', 'Roe', 'Example', ['USER', 'ANON', session], False,
        START, None, None, None, None,
        {GENEVA, DIETIKON, IRELAND}, GENEVA, [_KEY], 'on-success', '30')
    assert api.get_user('jane') == api.get_user(username=None)


def test_only_super_users_see_other_accounts(api, root):
    with pytest.raises(ForbiddenError) as caught:
        api.get_user('tarzan')
    assert caught.value.reason == 'Not allowed to access: tarzan'
    with pytest.raises(NotFoundError):
        api.get_user('nobody')
    with pytest.raises(ForbiddenError):
        api.update_user('tarzan', email='mine@example.org')
    assert root.get_user('tarzan').last_name == 'Greystoke'
    with pytest.raises(NotFoundError):
        root.get_user('nobody')
    assert root.get_user().privileged is True


def test_list_users_needs_a_super_user(api, root):
    assert list(root.list_users()) == [
        UserItem('jane', 'jane@example.org', 'Jane', 'Roe', 'Example', [], False, START, None,
                 'false'),
        UserItem('tarzan', 'tarzan@example.org', 'Tarzan', 'Greystoke', 'Jungle', [], False, START,
                 None, 'false'),
        UserItem('username', 'username@example.org', 'User', 'Name', 'Example', [], False, START,
                 None, 'false'),
        UserItem('super', 'super@example.org', 'Super', 'User', 'SixSq', [], True, START, None,
                 'false')]
    with pytest.raises(ForbiddenError):
        next(api.list_users())


def test_b02_a_created_user_can_log_in(root, sandbox, anybody):
    assert root.create_user('bob', 'bob-password', 'bob@example.org', 'Bob', 'Builder') is True
    assert root.get_user('bob') == User(
        'bob', 'bob@example.org', 'Bob', 'Builder', None, [], False, START, None, None, None, None,
        set(), None, [], 'never', '30')
    anybody.login_internal('bob', 'bob-password')
    assert anybody.get_user().first_name == 'Bob'
    with pytest.raises(ForbiddenError):
        root.create_user('bob', 'bob-password', 'bob@example.org', 'Bob', 'Builder')


def test_b02_create_user_accepts_every_option(root):
    assert root.create_user(
        'eve', 'eve-password', 'eve@example.org', 'Eve', 'Adams', organization='Eden',
        roles=['r1', 'r2'], privileged=False,
        default_cloud=GENEVA, default_keep_running='on-error',
        ssh_public_keys='ssh-rsa A a\nssh-rsa B b', log_verbosity=3, execution_timeout=45,
        usage_email='daily',
        cloud_parameters={GENEVA: {'username': 'EXO', 'password': 'secret'}}) is True
    assert root.get_user('eve') == User(
        'eve', 'eve@example.org', 'Eve', 'Adams', 'Eden', ['r1', 'r2'], False, START, None, None,
        None, None, {GENEVA}, GENEVA,
        ['ssh-rsa A a', 'ssh-rsa B b'], 'on-error', '45')


def test_only_super_users_create_privileged_users(api, root):
    with pytest.raises(ForbiddenError) as caught:
        api.create_user('bob', 'bob-password', 'bob@example.org', 'Bob', 'Builder', privileged=True)
    assert caught.value.reason == 'Only super users are authorized to create a privileged user!'
    assert api.create_user('bob', 'bob-password', 'bob@example.org', 'Bob', 'Builder') is True
    assert root.create_user('ada', 'ada-password', 'ada@example.org', 'Ada', 'Byron',
                            privileged=True) is True
    assert [root.get_user(name).privileged for name in ('bob', 'ada')] == [False, True]


@pytest.mark.parametrize('change, field, value', [
    ({'execution_timeout': 45}, 'timeout', '45'),
    ({'default_keep_running': 'never'}, 'keep_running', 'never'),
    ({'default_cloud': DIETIKON}, 'default_cloud', DIETIKON),
    ({'email': 'j@example.org'}, 'email', 'j@example.org'),
    ({'first_name': 'J.'}, 'first_name', 'J.'), ({'last_name': 'Doe'}, 'last_name', 'Doe'),
    ({'organization': 'Acme'}, 'organization', 'Acme'),
    ({'ssh_public_keys': 'ssh-rsa A a\nssh-rsa B b'}, 'ssh_public_keys',
     ['ssh-rsa A a', 'ssh-rsa B b']),
    ({'ssh_public_keys': ''}, 'ssh_public_keys', []),
    ({'log_verbosity': 2}, 'username', 'jane'), ({'usage_email': 'daily'}, 'username', 'jane')])
def test_b03_b04_one_thing_changes_and_the_others_stay(api, change, field, value):
    before = api.get_user()
    assert api.update_user(**change) is True
    assert api.get_user() == before._replace(**{str(field): value})


def test_b04_privileged_users_change_roles_and_passwords(root, anybody):
    assert root.update_user('jane', privileged=True, roles=['a', 'b'], password='new-password',
                            log_verbosity=1) is True
    changed = root.get_user('jane')
    assert (changed.privileged, changed.roles,
            changed.ssh_public_keys) == (True, ['a', 'b'], [_KEY])
    with pytest.raises(ForbiddenError):
        anybody.login_internal('jane', 'jane-password')
    anybody.login_internal('jane', 'new-password')
    assert root.update_user('jane', privileged=False, roles=[]) is True
    assert root.get_user('jane').privileged is False


def test_b59_ordinary_users_change_themselves_only_as_far_as_they_may(api):
    with pytest.raises((ForbiddenError, ConflictError)):
        api.update_user(roles=['admin'])
    assert api.get_user().first_name == 'Jane'


def test_cloud_parameters_are_accepted_and_change_nothing_visible(api):
    before = api.get_user()
    assert api.update_user(cloud_parameters={GENEVA: {'username': 'other'}}) is True
    assert api.get_user() == before


def test_users_are_deleted_through_the_session(root, anybody):
    root.create_user('bob', 'bob-password', 'bob@example.org', 'Bob', 'Builder')
    assert root.session.delete(root.endpoint + '/user/bob').status_code == 204
    assert root.get_user('bob').email == 'bob@example.org'  # the account is kept, but
    with pytest.raises(ForbiddenError):
        anybody.login_internal('bob', 'bob-password')
