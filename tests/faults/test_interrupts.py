# -*- coding: utf-8 -*-
"""Ctrl-C at any moment: the Api still works, the cookie file is intact, nothing is locked."""
from __future__ import unicode_literals

import os
import threading

import pytest
import requests

from slipstream.api import Api
from slipstream.api.transport import cookie_file, cookies, http_session
from slipstream.api.transport.retries import Retries

from ..threads import LAST_RESORT, ends
from ..wire.server import reply

COOKIE = 'com.sixsq.slipstream.cookie=token=%s;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'
CREDS = {'username': 'jane', 'password': 'hush'}


def service(connection, request):
    """Refuses requests without the newest cookie; responds with 503 on demand."""
    service.logins += request.method == 'POST'
    if request.method == 'POST':
        return reply(201, json={'status': 201, 'resource-id': 'session/1'},
                     Set_Cookie=COOKIE % service.logins)
    if request.target == '/api/busy/1':
        return reply(503)
    if request.headers.get('cookie', '').endswith('token=%d' % service.logins) and service.logins:
        return reply(200, json={'id': request.target[len('/api/'):], 'filling': 'x' * 50000})
    return reply(403, json={'message': 'credentials required'})


def client(server, tmpdir, **options):
    """An Api with a cookie file that logs in by itself."""
    service.logins = 0
    server.then(service)
    return Api(server.endpoint, cookie_file=str(tmpdir.join('cookies.txt')), reauthenticate=True,
               login_creds=CREDS, retries=Retries(3, backoff=0), timeout=LAST_RESORT, **options)


@pytest.fixture
def api(server, tmpdir):
    """An Api with a cookie file that logs in by itself."""
    with client(server, tmpdir) as made:
        yield made


class Interrupt(object):
    """Raises a KeyboardInterrupt at one of the calls of a function; the others go through."""

    def __init__(self, real, number, after):
        self._real, self._left, self._after = real, number, after
        self.happened = False

    def __call__(self, *args, **kwargs):
        self._left -= 1
        now = self._left == -1
        self.happened = self.happened or now
        if now and not self._after:
            raise KeyboardInterrupt()
        result = self._real(*args, **kwargs)
        if now:
            raise KeyboardInterrupt()
        return result


MOMENTS = [
    (requests.adapters.HTTPAdapter, 'send'), (requests.Session, 'send'), (http_session, 'read'),
    (requests.Response, 'iter_content'), (os, 'fsync'),
    (cookie_file, 'replace_file'), (cookie_file, '_try_lock'), (cookie_file, 'load'),
    (cookie_file, 'change'), (os, 'open'),
    (cookies.CookieFileJar, '_write_changes'), (cookies.CookieFileJar, 'flush')]


@pytest.mark.parametrize('after', [False, True], ids=['before', 'after'])
@pytest.mark.parametrize('number', [0, 1, 2])
@pytest.mark.parametrize('owner, name', MOMENTS, ids=[name for _, name in MOMENTS])
def test_an_interrupt_at_any_moment_leaves_a_working_client(
        api, server, tmpdir, monkeypatch, owner, name, number, after):
    real = getattr(owner, name)
    interrupt = Interrupt(real, number, after)

    def interrupted(*args, **kwargs):  # a function, since some become methods
        return interrupt(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(owner, str(name), interrupted)
        try:
            api.cimi_get('event/1')
        except KeyboardInterrupt:
            pass
    assert api.cimi_get('event/2').id == 'event/2'
    assert api.cimi_get('event/1').id == 'event/1'
    check_file(tmpdir, api)


def check_file(folder, api):
    """Check that the cookie file has the session, is intact, and is alone with its lock."""
    kept, damaged = cookie_file.load(str(folder.join('cookies.txt')))
    assert damaged == 0
    assert [cookie.value for cookie in kept] == ['token=%d' % service.logins] == [
        cookie.value for cookie in api.session.cookies.snapshot()]
    assert {path.basename for path in folder.listdir()} <= {'cookies.txt', 'cookies.txt.lock'}
    with cookie_file._locked(str(folder.join('cookies.txt.lock')), longest_wait=0):
        pass


def test_the_interrupts_did_happen():
    interrupt = Interrupt(lambda: 'real', 1, False)
    assert interrupt() == 'real' and not interrupt.happened
    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert interrupt.happened


def test_an_interrupt_while_waiting_for_a_repetition_leaves_a_working_client(server, tmpdir):
    def interrupted(seconds):
        raise KeyboardInterrupt()

    with client(server, tmpdir, sleep=interrupted) as api:
        api.cimi_get('event/1')
        with pytest.raises(KeyboardInterrupt):
            api.cimi_get('busy/1')
        assert api.cimi_get('event/1').id == 'event/1'
        check_file(tmpdir, api)


def test_an_interrupt_while_logging_in_lets_go_of_the_lock(api, tmpdir, monkeypatch):
    real = api.session.cimi_login
    for _ in range(2):
        with monkeypatch.context() as patch:
            patch.setattr(api.session, 'cimi_login', Interrupt(real, 0, False))
            with pytest.raises(KeyboardInterrupt):
                api.cimi_get('event/1')
    other = threading.Thread(target=api.session.login_again)
    other.start()
    ends(other)
    assert api.cimi_get('event/1').id == 'event/1'
    check_file(tmpdir, api)
