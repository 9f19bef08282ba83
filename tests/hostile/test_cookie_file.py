# -*- coding: utf-8 -*-
"""The cookie file: shared, contended, and on full disks."""
from __future__ import unicode_literals

import errno
import io
import json
import os
import signal
import stat
import subprocess
import sys

import pytest
from requests.cookies import create_cookie

from slipstream.api import Api
from slipstream.api.errors import CookieFileWarning, SlipStreamError
from slipstream.api.transport import cookie_file, cookies
from slipstream.sandbox import Sandbox
from tests.processes import output_of, status_of
from tests.soak import cookies as sharer

#: Where the package ``tests`` is.
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POSIX = os.name == 'posix'

#: A program that changes the file named first and is stopped at the point that is named second.
STOPPED = '''
import os, sys, time
from requests.cookies import create_cookie
from slipstream.api.transport import cookie_file
def stop(*arguments):
    sys.stdout.write('here')
    sys.stdout.flush()
    time.sleep(600)
if sys.argv[2] == 'holding the lock':
    cookie_file.load = stop
elif sys.argv[2] == 'writing':
    os.fsync = stop
else:
    cookie_file.replace_file = stop
cookie = create_cookie('name', 'late', domain='killed.test')
cookie_file.change(sys.argv[1], {cookie_file.key(cookie): cookie})
'''


def _cookie(domain, value='v', **options):
    return create_cookie('name', value, domain=domain, path='/', expires=4102444800, **options)


def _keep(path, *made):
    cookie_file.change(path, dict((cookie_file.key(cookie), cookie) for cookie in made))


def _domains(path):
    kept, damaged = cookie_file.load(path)
    assert damaged == 0
    return sorted(cookie.domain for cookie in kept)


def _started(*arguments):
    return subprocess.Popen([sys.executable] + list(arguments), cwd=ROOT, stdout=subprocess.PIPE)


@pytest.fixture
def path(tmpdir):
    """The path of a cookie file whose folder exists."""
    return str(tmpdir.join('cookies.txt'))


def test_processes_do_not_lose_each_others_cookies(path):
    processes = [_started('-m', 'tests.soak.cookies', path, '%d' % number, '0.3')
                 for number in range(4)]
    reports = [json.loads(output_of(process)[0].decode('utf-8')) for process in processes]
    kept = dict((cookie.domain, cookie.value) for cookie in cookie_file.load(path)[0])
    assert kept == dict((report['name'], report['last']) for report in reports) and len(kept) == 4
    assert [(report['corrupt'], report['lost'], report['readable by others'], report['warnings'])
            for report in reports] == [(0, 0, 0, 0)] * 4
    assert sorted(os.listdir(os.path.dirname(path))) == ['cookies.txt', 'cookies.txt.lock']


def test_a_sharer_uses_the_service(path):
    out = io.StringIO()

    class Native(object):
        """A stream that takes the text of either Python."""

        def write(self, text):
            out.write(text if isinstance(text, type('')) else text.decode('utf-8'))

    with Sandbox(http=True, speed=0) as sandbox:
        sharer.main(path, '1', '0', sandbox.endpoint, Native())
    report = json.loads(out.getvalue())
    assert (report['calls'], report['reads'], report['corrupt'], report['lost']) == (1, 1, 0, 0)
    seen = sharer.collections.Counter()
    sharer.call(path, sandbox.endpoint, seen)
    assert dict(seen) == {'error: ConnectionError': 1}


@pytest.mark.skipif(not POSIX, reason='Windows has no such signal')
@pytest.mark.parametrize('where', ['holding the lock', 'writing', 'replacing'])
def test_a_killed_process_leaves_no_lock_and_an_intact_file(path, where):
    _keep(path, _cookie('before.test'))
    process = _started('-c', STOPPED, path, where)
    assert process.stdout.read(4) == b'here'
    with pytest.raises(cookie_file.CookieFileError):
        cookie_file.change(path, {}, longest_wait=0)
    assert _domains(path) == ['before.test']
    os.kill(process.pid, signal.SIGKILL)
    output_of(process)
    _keep(path, _cookie('after.test'))
    assert _domains(path) == ['after.test', 'before.test']
    assert sorted(os.listdir(os.path.dirname(path))) == ['cookies.txt', 'cookies.txt.lock']


@pytest.mark.skipif(not POSIX, reason='Windows has no fork')
def test_a_forked_process_does_not_keep_the_lock(path):
    made = []
    with cookie_file._locked(path + '.lock'):
        reading, writing = os.pipe()
        made.append(os.fork())
        if not made[0]:  # pragma: no cover - this is the other process
            os.close(writing)
            os.read(reading, 1)
            os._exit(0)
    try:
        _keep(path, _cookie('a.test'))
    finally:
        os.close(reading)
        os.close(writing)
        status_of(made[0])
    assert _domains(path) == ['a.test']


@pytest.mark.parametrize('name,number', [('open', errno.ENOSPC), ('fsync', errno.ENOSPC),
                                         ('fsync', errno.EDQUOT), ('open', errno.EROFS),
                                         ('open', errno.EACCES), ('fsync', errno.EIO)])
def test_a_full_disk_leaves_the_old_file_and_loses_no_cookie(path, monkeypatch, name, number):
    _keep(path, _cookie('before.test'))
    jar = cookies.open_jar(path)
    jar.set_cookie(_cookie('new.test'))

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, name, refuse)
        with pytest.warns(CookieFileWarning) as seen:
            jar.flush()
            jar.flush()
    assert len(seen) == 1 and os.strerror(number) in str(seen[0].message)
    assert _domains(path) == ['before.test'] and jar.get('name', domain='new.test') == 'v'
    assert not os.path.exists(path + '.new')
    jar.flush()  # there is room again
    assert _domains(path) == ['before.test', 'new.test']


def test_a_file_where_a_folder_is_needed_stays_and_cookies_are_kept_in_memory(tmpdir):
    tmpdir.join('file').write('I am no folder')
    with pytest.warns(CookieFileWarning):
        jar = cookies.open_jar(str(tmpdir.join('file', 'cookies.txt')))
    jar.set_cookie(_cookie('a.test'))
    jar.flush()
    assert tmpdir.join('file').read() == 'I am no folder' and 'name' in jar


def test_a_file_system_without_locks_makes_nobody_wait(path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(cookie_file, '_try_lock', refuse)
    jar = cookies.open_jar(path)
    jar.set_cookie(_cookie('a.test'))
    with pytest.warns(CookieFileWarning) as seen:
        jar.flush()
    assert os.strerror(errno.ENOLCK) in str(seen[0].message)


@pytest.mark.skipif(not POSIX, reason='Windows has another lock')
@pytest.mark.parametrize('number,outcome', [(errno.EAGAIN, False), (errno.EACCES, False),
                                            (errno.ENOLCK, None), (errno.EINVAL, None)])
def test_only_a_busy_lock_is_waited_for(monkeypatch, number, outcome):
    def refuse(*_):
        raise IOError(number, os.strerror(number))

    monkeypatch.setattr(cookie_file.fcntl, 'flock', refuse)
    if outcome is None:
        with pytest.raises(IOError):
            cookie_file._try_lock(0)
    else:
        assert cookie_file._try_lock(0) is outcome


def test_a_failed_wait_is_not_repeated(path, monkeypatch):
    waited = []

    def busy(path, changes, longest_wait):
        waited.append(longest_wait)
        raise cookie_file.CookieFileError('busy')

    monkeypatch.setattr(cookie_file, 'change', busy)
    jar = cookies.open_jar(path)
    jar.set_cookie(_cookie('a.test'))
    with pytest.warns(CookieFileWarning):
        jar.flush()
    jar.flush()
    assert waited == [None, 0]


@pytest.mark.skipif(not POSIX, reason='symbolic links need a privilege on Windows')
def test_links_are_followed_for_the_file_but_not_for_its_lock(tmpdir, path):
    real = tmpdir.mkdir('real').join('cookies.txt')
    os.symlink(str(real), path)
    _keep(path, _cookie('a.test'))
    assert os.path.islink(path) and _domains(str(real)) == ['a.test']
    assert stat.S_IMODE(os.stat(str(real)).st_mode) == 0o600
    victim = tmpdir.join('victim')
    os.unlink(str(real) + '.lock')
    os.symlink(str(victim), str(real) + '.lock')
    with pytest.raises(cookie_file.CookieFileError):
        _keep(path, _cookie('b.test'))
    assert not victim.check()


@pytest.mark.parametrize('value', ['a\tb', 'a\nevil.test\tFALSE\t/\tTRUE\t4102444800\tx\ty', 'a\rb',
                                   'a\0b', '\ud800', '\ufffd'])
def test_a_cookie_that_has_no_place_in_a_line_is_kept_in_memory_only(path, value):
    _keep(path, _cookie('good.test'), _cookie('bad.test', value))
    assert _domains(path) == ['good.test']


def test_an_old_session_that_ends_does_not_take_the_new_one_along(path):
    """Another process has logged in meanwhile; the refusal of our session ends ours only."""
    _keep(path, _cookie('h.test', 'new'))
    key = cookie_file.key(_cookie('h.test'))
    cookie_file.change(path, {key: cookie_file.Ended('old')})
    assert _domains(path) == ['h.test']
    cookie_file.change(path, {key: cookie_file.Ended('new')})
    cookie_file.change(path, {key: cookie_file.Ended('new')})
    assert _domains(path) == []


@pytest.mark.parametrize('fault', [None, {'status': 500}, {'status': 403}, {'kind': 'reset'},
                                   {'status': 200, 'body': 'no JSON'}])
def test_a_logout_forgets_this_endpoint_only(path, fault):
    """Whatever the service returns."""
    with Sandbox(speed=0) as here:
        _keep(path, _cookie('other.test'), _cookie('sub.sandbox.test'),
              _cookie('sandbox.test.evil'))
        api = here.api(cookie_file=path, retries=0)
        assert 'sandbox.test' in _domains(path)
        if fault:
            here.faults.add(times=None, **fault)
        try:
            api.logout()
            assert not fault
        except (SlipStreamError, EnvironmentError):
            assert fault
        assert _domains(path) == ['other.test', 'sandbox.test.evil', 'sub.sandbox.test']
        assert api.session.login_params is None


def test_cookies_stay_at_home(path):
    with Sandbox(http=True, speed=0) as home, Sandbox(http=True, speed=0) as foreign:
        api = home.api(cookie_file=path)
        seen = []
        handle = foreign._core.handle
        foreign._server._handle = lambda request: seen.append(
            request.headers.get('Cookie')) or handle(request)
        api.session.get(foreign.endpoint + '/appstore')
        home.faults.add(status=302, headers={'Location': foreign.endpoint + '/appstore'},
                        path='/appstore')
        api.session.get(home.endpoint + '/appstore')
        Api(foreign.endpoint, path).session.get(foreign.endpoint + '/appstore')
        assert seen == [None] * 3
        api.close()
