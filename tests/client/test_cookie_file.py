# -*- coding: utf-8 -*-
"""The session between programs."""
from __future__ import unicode_literals

import os
import stat
import sys

import pytest

from slipstream.api import Api
from slipstream.api.errors import UnauthorizedError

#: Windows has no such permissions.
MODES = sys.platform != 'win32'


@pytest.fixture
def program(sandbox):
    """A function that makes the Api of a new program."""
    made = []

    def start(**options):
        made.append(Api(sandbox.endpoint, **options))
        sandbox.mount(made[-1].session)
        return made[-1]

    return start


def _mode(path):
    return stat.S_IMODE(os.stat(str(path)).st_mode)


def test_b16_the_next_program_continues(program, home):
    program().login_internal('jane', 'jane-password')
    cookies = home.join('.slipstream', 'cookies.txt')
    assert not MODES or (_mode(cookies), _mode(cookies.dirpath())) == (0o600, 0o700)
    second = program()
    assert (second.username, second.get_user().first_name) == ('jane', 'Jane')
    assert 'jane-password' not in cookies.read()


@pytest.mark.parametrize('name', ['c.txt', 'a/b/c.txt', '~/mine.txt'])
def test_b17_b18_b19_the_cookie_file_may_be_anywhere(program, home, monkeypatch, name):
    monkeypatch.chdir(str(home))
    program(cookie_file=name).login_internal('jane', 'jane-password')
    assert home.join(*name.replace('~', '.').split('/')).check(file=1)
    assert program(cookie_file=name).username == 'jane'


def test_b20_a_damaged_file_does_no_harm(program, home):
    cookies = home.join('cookies')
    cookies.write_binary(b'\xff\xfe no cookies \x00')
    with pytest.warns(UserWarning):
        api = program(cookie_file=str(cookies))
    api.login_internal('jane', 'jane-password')
    assert program(cookie_file=str(cookies)).username == 'jane'


def test_b23_after_a_logout_nothing_is_left(program, home):
    first = program()
    first.login_internal('jane', 'jane-password')
    first.logout()
    assert 'com.sixsq.slipstream.cookie' not in home.join('.slipstream', 'cookies.txt').read()
    with pytest.raises(UnauthorizedError):
        program().get_user('jane')


def test_b15_services_do_not_lose_each_others_sessions(start, home):
    sandboxes = [start(seed=seed) for seed in (1, 2)]
    if sandboxes[0].endpoint == sandboxes[1].endpoint:
        return  # in process they have the same address
    for sandbox in sandboxes:
        Api(sandbox.endpoint).login_internal('jane', 'jane-password')
    assert [Api(sandbox.endpoint).username for sandbox in sandboxes] == ['jane', 'jane']


def test_the_null_device_stays(program):
    program(cookie_file=os.devnull).login_internal('jane', 'jane-password')
    assert not MODES or stat.S_ISCHR(os.stat(os.devnull).st_mode)
    assert program(cookie_file=os.devnull).username is None


def test_b21_without_persist_cookie_no_file_is_written(program, home):
    api = program(persist_cookie=False)
    api.login_internal('jane', 'jane-password')
    assert api.username == 'jane'
    assert home.listdir() == []
