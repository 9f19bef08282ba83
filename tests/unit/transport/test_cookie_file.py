# -*- coding: utf-8 -*-
"""The cookie file: what a line means, what is left alone, and who may touch it meanwhile."""
from __future__ import unicode_literals

import contextlib
import io
import logging
import os
import warnings

import pytest

from slipstream.api.compat import cookiejar, text_type
from slipstream.api.transport import cookie_file, cookies

from .test_cookies import LINE, cookie, mode, names, saved


@pytest.fixture
def waits(monkeypatch):
    """How long each change of a file would have waited for its lock."""
    longest = []

    @contextlib.contextmanager
    def lock(path, longest_wait):
        longest.append(longest_wait)
        yield

    monkeypatch.setattr(cookie_file, '_locked', lock)
    return longest


@pytest.mark.parametrize('line', [LINE, LINE.replace('h.org\tFALSE', '.h.org\tTRUE'),
                                  LINE.replace('TRUE', 'FALSE')])
def test_a_line_means_the_same_as_to_the_standard_library(line, tmpdir):
    tmpdir.join('c.txt').write('# Netscape HTTP Cookie File\n' + line + '\n')
    standard = cookiejar.MozillaCookieJar(str(tmpdir.join('c.txt')))
    standard.load()
    read, = cookie_file.parse(line.encode('ascii'))[0]
    assert [vars(kept) for kept in standard] == [vars(read)]


def test_a_cookie_without_an_end_is_one_of_the_session():
    read, = cookie_file.parse(cookie_file.write([cookie(expires=None)]))[0]
    assert (read.expires, read.discard, read.is_expired()) == (None, True, False)


@pytest.mark.parametrize('value', ['', 'ends with blanks  ', '"quoted"', 'X', 'aXX'])
def test_a_value_is_read_as_it_was_written(value):
    read, = cookie_file.parse(cookie_file.write([cookie(value=value)]))[0]
    assert read.value == value


@pytest.mark.parametrize('made', [
    {'value': 'a\tb'}, {'value': 'a\nb'}, {'value': 'a\rb'}, {'value': 'a\0b'}, {'name': 'a\tb'},
    {'domain': 'h\n.org'}, {'path': '/\t'}, {'port': '80\n'}, {'domain': ''}])
def test_a_cookie_that_would_break_a_line_is_left_out(made):
    content = cookie_file.write([cookie(**made), cookie('other')])
    assert [kept.name for kept in cookie_file.parse(content)[0]] == ['other']
    assert cookie_file.parse(content)[1] == 0


@pytest.mark.parametrize('name', ['HttpOnly', 'httponly'])
def test_a_cookie_for_http_only_stays_one_however_it_is_spelt(name):
    read, = cookie_file.parse(cookie_file.write([cookie(rest={name: None})]))[0]
    assert read.has_nonstandard_attr('HttpOnly')


def test_a_file_of_exactly_the_largest_size_is_read(tmpdir, monkeypatch):
    tmpdir.join('c.txt').write(LINE)
    monkeypatch.setattr(cookie_file, '_LARGEST', len(LINE))
    assert names(tmpdir.join('c.txt')) == ['name']
    monkeypatch.setattr(cookie_file, '_LARGEST', len(LINE) - 1)
    with pytest.raises(cookie_file.CookieFileError) as info:
        cookie_file.load(str(tmpdir.join('c.txt')))
    assert text_type(info.value) == 'it is larger than %d bytes' % (len(LINE) - 1)


def test_of_a_file_that_grows_no_more_is_read_than_a_file_may_have(tmpdir, monkeypatch):
    class Growing(io.BytesIO):
        def read(self, size=-1):
            """Whatever is asked for."""
            assert 0 <= size <= cookie_file._LARGEST + 1
            return b'x' * size

    tmpdir.join('c.txt').write(LINE)
    monkeypatch.setattr(cookie_file, 'open', lambda *_: Growing(), raising=False)
    with pytest.raises(cookie_file.CookieFileError, match='it is larger than'):
        cookie_file.load(str(tmpdir.join('c.txt')))


def test_a_file_that_others_cannot_read_keeps_its_mode(tmpdir):
    tmpdir.join('c.txt').write(LINE)
    os.chmod(str(tmpdir.join('c.txt')), 0o400)
    assert names(tmpdir.join('c.txt')) == ['name']
    assert mode(tmpdir.join('c.txt')) == 0o400


@pytest.mark.parametrize('value, kept', [('old', []), ('newer', ['name'])])
def test_a_cookie_that_has_ended_is_removed_unless_another_is_there(value, kept, tmpdir):
    path = tmpdir.join('c.txt')
    saved(path, cookie(value=value))
    ended = cookie_file.Ended('old')
    cookie_file.change(str(path), {cookie_file.key(cookie()): ended,
                                   cookie_file.key(cookie('unknown')): ended})
    assert names(path) == kept


def test_a_line_says_which_hosts_and_connections_a_cookie_is_for():
    content = cookie_file.write([cookie(secure=False), cookie(domain='.i.org')]).decode('ascii')
    assert [line.split('\t')[:4] for line in content.splitlines() if '\t' in line] == [
        ['h.org', 'FALSE', '/', 'FALSE'], ['.i.org', 'TRUE', '/', 'TRUE']]


def test_no_lock_is_left_beside_what_is_no_file(tmpdir):
    tmpdir.join('c.txt').mkdir()
    with pytest.raises(cookie_file.CookieFileError):
        saved(tmpdir.join('c.txt'), cookie())
    assert os.listdir(str(tmpdir)) == ['c.txt']


def test_the_content_is_on_the_disk_before_it_takes_the_place_of_the_old_one(tmpdir, monkeypatch):
    sizes = []
    monkeypatch.setattr(os, 'fsync', lambda handle: sizes.append(os.fstat(handle).st_size))
    saved(tmpdir.join('c.txt'), cookie())
    assert sizes == [tmpdir.join('c.txt').size()]


def test_why_a_path_is_none_is_said_in_the_words_of_the_system(monkeypatch):
    def refuse(path):
        raise ValueError('embedded null character')

    monkeypatch.setattr(os.path, 'realpath', refuse)
    with pytest.raises(cookie_file.CookieFileError) as info:
        saved('a', cookie())
    assert text_type(info.value) == 'embedded null character'


def test_a_jar_that_is_not_kept_has_no_file(tmpdir):
    assert cookies.open_jar(str(tmpdir.join('c.txt')), persist=False).filename is None


def test_what_a_killed_process_has_left_is_removed(tmpdir):
    tmpdir.join('c.txt.new').write('a part')
    saved(tmpdir.join('c.txt'), cookie())
    assert sorted(os.listdir(str(tmpdir))) == ['c.txt', 'c.txt.lock']
    assert names(tmpdir.join('c.txt')) == ['name']


@pytest.mark.parametrize('planted', ['c.txt.new', 'c.txt.lock'])
def test_no_link_that_somebody_plants_is_written_through(planted, tmpdir, monkeypatch):
    os.symlink(str(tmpdir.join('precious')), str(tmpdir.join(planted)))
    monkeypatch.setattr(cookie_file, '_remove', lambda path: None)  # it comes right after that
    with pytest.raises(cookie_file.CookieFileError):
        saved(tmpdir.join('c.txt'), cookie())
    assert not tmpdir.join('precious').exists()


def test_a_change_waits_for_the_lock_as_long_as_it_is_told(waits, tmpdir):
    for seconds in (None, 0, 3):
        cookie_file.change(str(tmpdir.join('c.txt')), {}, seconds)
    assert waits == [cookie_file.LONGEST_WAIT, 0, 3]


def test_after_one_trouble_a_jar_waits_for_no_lock(waits, tmpdir):
    jar = cookies.CookieFileJar(str(tmpdir.join('c.txt')))
    for name in ('a', 'b'):
        jar.set_cookie(cookie(name))
        jar.flush()
        jar._warned = True
    assert waits == [cookie_file.LONGEST_WAIT, 0]


def test_who_waits_too_long_is_told_for_which_file(tmpdir):
    path = str(tmpdir.join('c.txt'))
    with cookie_file._locked(path + '.lock'):
        with pytest.raises(cookie_file.CookieFileError) as info:
            cookie_file.change(path, {}, 0)
    assert text_type(info.value) == 'another process keeps %s.lock locked' % path


def test_the_lock_ends_at_once_although_a_forked_process_has_the_file_open(tmpdir, monkeypatch):
    real, copies = os.open, []

    def open_twice(*args):
        handle = real(*args)
        copies.append(os.dup(handle))
        return handle

    monkeypatch.setattr(os, 'open', open_twice)
    with cookie_file._locked(str(tmpdir.join('lock'))):
        pass
    with cookie_file._locked(str(tmpdir.join('lock')), 0):
        assert len(copies) == 2
    for handle in copies:
        os.close(handle)


def test_the_file_of_a_user_of_no_service_is_named_after_the_user():
    assert cookie_file.of_user(None, {'key': 'k'}) == '~/.slipstream/sessions/_k.txt'


def test_no_name_of_a_file_is_longer_than_file_systems_take():
    path = cookie_file.of_user('https://nuv.la', {'username': 'j' * 300})
    assert len(os.path.basename(path)) == 200 + len('.txt')
    assert os.path.basename(path).startswith('nuv.la_jj')
    exact = 'j' * (200 - len('nuv.la_'))
    assert cookie_file.of_user('nuv.la', {'key': exact}).endswith('/nuv.la_%s.txt' % exact)


def test_that_cookies_are_kept_in_memory_is_logged_where_warnings_are_errors(caplog, tmpdir):
    caplog.set_level(logging.WARNING, 'slipstream.api')
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        cookies.open_jar(str(tmpdir))
    record, = caplog.records
    assert record.getMessage().endswith('Cookies are kept in memory.')


def test_that_there_is_no_home_is_logged_where_warnings_are_errors(caplog, monkeypatch):
    caplog.set_level(logging.WARNING, 'slipstream.api')
    monkeypatch.setattr(cookie_file, 'locate', lambda path: None)
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        cookies.open_jar()
    record, = caplog.records
    assert record.getMessage().startswith('There is no home directory for the cookie file.')
