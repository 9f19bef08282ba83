# -*- coding: utf-8 -*-
"""The jar and the cookie file: private, atomic, shared, tolerant."""
from __future__ import unicode_literals

import os
import stat
import sys
import threading
import warnings
from operator import attrgetter

import pytest

from slipstream.api.compat import cookiejar, text_type
from slipstream.api.errors import CookieFileWarning
from slipstream.api.transport import cookie_file, cookies

from ...threads import ends

LINE = 'h.org\tFALSE\t/\tTRUE\t4102444800\tname\tvalue'


def cookie(name='name', value='value', domain='h.org', path='/', port=None, expires=4102444800,
           secure=True, rest=None):
    return cookiejar.Cookie(0, name, value, port, False, domain, False, domain.startswith('.'),
                            path, True, secure, expires, expires is None, None,
                            None, rest or {})


def mode(path):
    return stat.S_IMODE(os.stat(str(path)).st_mode)


def saved(path, *made):
    cookie_file.change(str(path), dict((cookie_file.key(kept), kept) for kept in made))


def names(path):
    return sorted(kept.name for kept in cookie_file.load(str(path))[0])


def test_b19_the_file_is_found_like_a_shell_would(monkeypatch, tmpdir):
    monkeypatch.setenv(str('HOME'), str(tmpdir))
    assert cookie_file.locate(None) == cookie_file.locate('') == str(
        tmpdir.join('.slipstream', 'cookies.txt'))
    assert cookie_file.locate('~/c.txt') == str(tmpdir.join('c.txt'))

    class Path(object):
        def __fspath__(self):
            return str('~/p.txt')

        def __str__(self):  # pragma: py2 only
            return str('~/p.txt')

    assert cookie_file.locate(Path()) == str(tmpdir.join('p.txt'))


def test_a_text_that_can_be_no_path_is_warned_of():
    with pytest.warns(CookieFileWarning):
        cookies.open_jar('a\0b')


@pytest.mark.skipif(sys.version_info < (3,), reason='Python 2 takes the text of any object')
def test_what_is_no_path_is_refused():  # pragma: py3 only
    with pytest.raises(TypeError):
        cookies.open_jar(5)


def test_b17_relative_paths_work(monkeypatch, tmpdir):
    monkeypatch.chdir(str(tmpdir))
    jar = cookies.open_jar('c.txt')
    jar.set_cookie(cookie())
    jar.flush()
    assert names(tmpdir.join('c.txt')) == ['name']


def test_b21_without_a_home_cookies_are_kept_in_memory(monkeypatch):
    monkeypatch.setattr(os.path, 'expanduser', lambda path: path)
    with pytest.warns(CookieFileWarning):
        jar = cookies.open_jar(None)
    assert jar.filename is None
    jar.set_cookie(cookie())
    jar.flush()
    jar.save()


def test_b18_folders_are_created_private(tmpdir):
    path = tmpdir.join('a', 'b', 'c.txt')
    saved(path, cookie())
    assert mode(tmpdir.join('a')) == mode(tmpdir.join('a', 'b')) == 0o700


def test_b16_the_file_is_private_whatever_the_umask(tmpdir):
    path = tmpdir.join('c.txt')
    before = os.umask(0)
    try:
        saved(path, cookie())
    finally:
        os.umask(before)
    assert mode(path) == 0o600


def test_b16_an_existing_laxer_file_becomes_private(tmpdir):
    path = tmpdir.join('c.txt')
    path.write(LINE + '\n')
    os.chmod(str(path), 0o644)
    assert cookies.open_jar(str(path))['name'] == 'value'
    assert mode(path) == 0o600


def test_a_lax_file_of_somebody_else_is_read(tmpdir, monkeypatch):
    path = tmpdir.join('c.txt')
    path.write(LINE + '\n')
    os.chmod(str(path), 0o644)

    def refuse(*_):
        raise OSError(1, 'Operation not permitted')

    monkeypatch.setattr(os, 'chmod', refuse)
    assert cookies.open_jar(str(path))['name'] == 'value'


@pytest.mark.parametrize('content, expected', [
    ('', 0), (LINE, 1), ('# Netscape HTTP Cookie File\r\n\r\n' + LINE + '\r\n', 1),
    ('\ufeff' + LINE, 1), ('#HttpOnly_' + LINE + '\n', 1),
    ('$Version=1\n' + LINE, 1), (LINE.replace('4102444800', ''), 1),
    (LINE.replace('4102444800', '4102444800.5'), 1)])
def test_b20_files_written_by_others_are_read(content, expected):
    read, damaged = cookie_file.parse(content.encode('utf-8'))
    assert len(read) == expected and damaged == 0
    if read:
        assert (read[0].name, read[0].value, read[0].secure,
                read[0].port) == ('name', 'value', True, None)
        assert read[0].has_nonstandard_attr('HttpOnly') == content.startswith('#HttpOnly_')


@pytest.mark.parametrize('content', [
    b'\x00\x01\xff\xfe', b'garbage', LINE[:20].encode('ascii'),
    LINE.replace('4102444800', 'soon').encode('ascii'), b'\tFALSE\t/\tTRUE\t1\ta\tb',
    b'h\tFALSE\tno\tTRUE\t1\ta\tb', LINE.replace('4102444800', 'inf').encode('ascii'),
    ('# slipstream-port x\n' + LINE).encode('ascii')])
def test_b20_damaged_files_warn_and_are_left_alone(content, tmpdir):
    path = tmpdir.join('c.txt')
    path.write_binary(content)
    with pytest.warns(CookieFileWarning) as seen:
        jar = cookies.open_jar(str(path))
    assert len(jar) == 0 and len(seen) == 1 and path.read_binary() == content
    jar.set_cookie(cookie())
    jar.flush()
    assert names(path) == ['name']


def test_cookies_without_a_name_are_read_and_written():
    read, _ = cookie_file.parse(LINE.replace('name', '').encode('ascii'))
    assert (read[0].name, read[0].value) == ('value', None)
    assert cookie_file.parse(cookie_file.write(read))[0][0].value is None


def test_what_is_written_is_read_again_and_by_the_standard_library(tmpdir):
    path = tmpdir.join('c.txt')
    made = [cookie('a', port='8080'), cookie('b', 'é', domain='.dotted.org', secure=False),
            cookie('c', expires=None, rest={'HttpOnly': None})]
    saved(path, *made)
    again, damaged = cookie_file.load(str(path))
    assert damaged == 0
    members = attrgetter('name', 'value', 'domain', 'port', 'secure', 'expires')
    assert sorted(map(members, again)) == sorted(map(members, made))
    assert [kept.name for kept in again if kept.has_nonstandard_attr('HttpOnly')] == ['c']
    standard = cookiejar.MozillaCookieJar(str(path))
    standard.load(ignore_discard=True, ignore_expires=True)
    assert {'a', 'b'} <= set(attribute.name for attribute in standard)


def test_b15_changes_are_merged(tmpdir):
    path = str(tmpdir.join('c.txt'))
    one, two = cookies.open_jar(path), cookies.open_jar(path)
    one.set_cookie(cookie('one'))
    two.set_cookie(cookie('two', domain='other.org'))
    one.flush()
    two.flush()
    assert names(path) == ['one', 'two']
    one.clear('h.org', '/', 'one')
    one.flush()
    two.flush()
    assert names(path) == ['two']


def test_b15_many_threads_and_jars_lose_nothing(tmpdir):
    path = str(tmpdir.join('c.txt'))

    def work(number):
        jar = cookies.CookieFileJar(path)
        for step in range(5):
            jar.set_cookie(cookie('n%d-%d' % (number, step)))
            jar.flush()
            assert cookie_file.load(path)[1] == 0

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    ends(*threads)
    assert len(names(path)) == 30
    assert sorted(os.listdir(str(tmpdir))) == ['c.txt', 'c.txt.lock']


def test_one_jar_is_written_by_one_thread_at_a_time(tmpdir):
    jar = cookies.open_jar(str(tmpdir.join('c.txt')))
    jar.set_cookie(cookie())
    jar._own[os.getpid()].saving.acquire()
    jar.flush()
    assert not tmpdir.join('c.txt').exists()
    jar._own[os.getpid()].saving.release()
    jar.flush()
    assert names(tmpdir.join('c.txt')) == ['name']


@pytest.mark.parametrize('is_followed, expected',
                         [(True, ['name']), (False, ['name', 'new1', 'new2'])])
def test_what_changes_while_it_is_written_is_left_to_those_who_follow(
        tmpdir, monkeypatch, is_followed, expected):
    jar, real, meanwhile = cookies.open_jar(str(tmpdir.join('c.txt'))), cookie_file.change, [
        cookie('new2'), cookie('new1')]

    def change(*args):
        if meanwhile:
            jar.set_cookie(meanwhile.pop())
        return real(*args)

    monkeypatch.setattr(cookie_file, 'change', change)
    jar.set_cookie(cookie())
    jar.flush(lambda: is_followed)
    assert names(tmpdir.join('c.txt')) == expected
    meanwhile[:] = []
    jar.flush()
    assert names(tmpdir.join('c.txt')) == sorted(set(expected) | {'new1'})


def test_unchanged_cookies_are_not_written(tmpdir, monkeypatch):
    jar = cookies.open_jar(str(tmpdir.join('c.txt')))
    jar.set_cookie(cookie())
    jar.flush()
    monkeypatch.setattr(cookie_file, 'change', lambda *_: pytest.fail('written'))
    jar.set_cookie(cookie())
    jar.flush()


def test_expired_cookies_are_dropped(tmpdir):
    path = tmpdir.join('c.txt')
    path.write(LINE.replace('4102444800', '1000') + '\n' + LINE.replace('name', 'other') + '\n')
    assert cookies.open_jar(str(path)).keys() == ['other']
    saved(path, cookie('third'))
    assert names(path) == ['other', 'third']


def test_dev_null_is_never_touched(monkeypatch):
    monkeypatch.setattr(cookie_file, 'change', lambda *_: pytest.fail('written'))
    before = os.stat(os.devnull)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        jar = cookies.open_jar(os.devnull)
        jar.set_cookie(cookie())
        jar.flush()
        jar.save(os.devnull)
        jar.load(os.devnull)
    assert (os.stat(os.devnull).st_mode,
            os.stat(os.devnull).st_ino) == (before.st_mode, before.st_ino)
    with pytest.raises(cookie_file.CookieFileError):
        monkeypatch.undo()
        cookie_file.change(os.devnull, {})
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize('make', [os.mkdir, os.mkfifo])
def test_special_files_are_never_replaced(make, tmpdir):
    path = str(tmpdir.join('special'))
    make(path)
    with pytest.warns(CookieFileWarning) as seen:
        jar = cookies.open_jar(path)
        jar.set_cookie(cookie())
        jar.flush()
        jar.flush()
    assert len(seen) == 1 and not os.path.isfile(path) and jar['name'] == 'value'


def test_a_symbolic_link_stays_one(tmpdir):
    tmpdir.join('real.txt').write(LINE + '\n')
    os.symlink(str(tmpdir.join('real.txt')), str(tmpdir.join('link.txt')))
    saved(tmpdir.join('link.txt'), cookie('new'))
    assert os.path.islink(str(tmpdir.join('link.txt')))
    assert names(tmpdir.join('real.txt')) == ['name', 'new']


def test_trouble_with_the_disk_warns_once_and_nothing_is_lost(tmpdir, monkeypatch):
    path = str(tmpdir.join('file', 'c.txt'))
    tmpdir.join('file').write('not a folder')
    jar = cookies.CookieFileJar(path)
    with pytest.warns(CookieFileWarning) as seen:
        for name in ('a', 'b'):
            jar.set_cookie(cookie(name))
            jar.flush()
            jar.save()
    assert len(seen) == 1 and sorted(jar.keys()) == ['a', 'b']
    tmpdir.join('file').remove()
    jar.flush()
    assert names(path) == ['a', 'b']


def test_an_interrupted_write_leaves_the_old_file_and_no_other(tmpdir, monkeypatch):
    path = tmpdir.join('c.txt')
    jar = cookies.open_jar(str(path))
    jar.set_cookie(cookie('old'))
    jar.flush()
    before = path.read_binary()

    def interrupt(*_):
        raise KeyboardInterrupt()

    monkeypatch.setattr(cookie_file, 'replace_file', interrupt)
    jar.set_cookie(cookie('new'))
    with pytest.raises(KeyboardInterrupt):
        jar.flush()
    monkeypatch.undo()
    assert path.read_binary() == before
    assert sorted(os.listdir(str(tmpdir))) == ['c.txt', 'c.txt.lock']
    jar.flush()
    assert names(path) == ['new', 'old']


def test_a_temporary_file_that_is_gone_already_does_no_harm(tmpdir, monkeypatch):
    def move_and_fail(source, target):
        os.unlink(source)
        raise OSError(5, 'Input/output error')

    monkeypatch.setattr(cookie_file, 'replace_file', move_and_fail)
    with pytest.raises(cookie_file.CookieFileError):
        saved(tmpdir.join('c.txt'), cookie())


def test_the_lock_is_waited_for_but_not_for_ever(tmpdir):
    path = str(tmpdir.join('c.txt.lock'))
    waits = []
    clock = iter([0, 1, 2, 11, 12])
    with cookie_file._locked(path):
        with pytest.raises(cookie_file.CookieFileError) as info:
            cookie_file._locked(path, 10, waits.append, lambda: next(clock)).__enter__()
    assert len(waits) == 2 and 'keeps ' in text_type(info.value)
    with cookie_file._locked(path):
        assert mode(path) == 0o600


def test_folders_made_at_the_same_time_do_no_harm(tmpdir, monkeypatch):
    original = os.mkdir

    def racing(path, *rest):
        original(path, *rest)
        raise OSError(17, 'File exists')

    monkeypatch.setattr(os, 'mkdir', racing)
    cookie_file._make_folder(str(tmpdir.join('a')))

    def refuse(path, *rest):
        raise OSError(13, 'Permission denied')

    monkeypatch.setattr(os, 'mkdir', refuse)
    with pytest.raises(OSError):
        cookie_file._make_folder(str(tmpdir.join('b')))


def test_a_path_that_is_too_long_makes_no_folders(tmpdir):
    path = str(tmpdir.join(*['a'] * 3000))
    with pytest.warns(CookieFileWarning):
        jar = cookies.open_jar(path)
        jar.set('name', 'value', domain='h')
        jar.flush()
    assert tmpdir.listdir() == [] and jar['name'] == 'value'


def test_folders_are_made_above_one_another(tmpdir):
    folder = tmpdir.join(*['a'] * 40)
    cookie_file._make_folder(str(folder))
    assert folder.isdir()


def test_files_that_are_too_large_are_not_read(tmpdir, monkeypatch):
    monkeypatch.setattr(cookie_file, '_LARGEST', 10)
    tmpdir.join('c.txt').write(LINE)
    with pytest.warns(CookieFileWarning):
        assert len(cookies.open_jar(str(tmpdir.join('c.txt')))) == 0


def test_no_path_that_the_system_refuses_is_a_surprise():
    assert not cookie_file.is_device('a\0b')
    with pytest.raises(cookie_file.CookieFileError):
        cookie_file.load('a\0b')
