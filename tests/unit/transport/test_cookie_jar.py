# -*- coding: utf-8 -*-
"""The jar of a session: its types, its copies, and the cookies of responses."""
from __future__ import unicode_literals

import copy
import errno
import logging
import os
import pickle
import time

import pytest
import requests
from hypothesis import given, strategies as st

from slipstream.api.compat import cookiejar
from slipstream.api.errors import CookieFileWarning
from slipstream.api.transport import cookie_file, cookies

from .test_cookies import LINE, cookie, names, saved


def test_b45_the_jar_is_that_of_requests_and_of_mozilla(tmpdir):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path)
    assert isinstance(jar, requests.cookies.RequestsCookieJar)
    assert isinstance(jar, cookiejar.MozillaCookieJar)
    jar.set('a', 'b', domain='h.org', expires=4102444800)
    jar['c'] = 'd'
    assert jar.get('a') == 'b' == jar['a']
    assert jar.get_dict() == {'a': 'b', 'c': 'd'}
    assert len(list(jar)) == 2
    jar.save()
    other = str(tmpdir.join('other.txt'))
    jar.save(other, ignore_discard=True)
    assert names(other) == ['a']  # what belongs to no host has no place in a file
    jar.set('e', 'f')
    jar.revert()
    assert sorted(jar.keys()) == ['a']
    jar.load(other)
    jar.load(str(tmpdir.join('missing.txt')))
    assert sorted(jar.copy().keys()) == ['a']
    with pytest.raises(KeyError):
        jar.clear('unknown.org')
    tmpdir.join('folder').mkdir()
    with pytest.warns(CookieFileWarning):
        jar.save(str(tmpdir.join('folder')))


def test_expired_cookies_are_loaded_on_request(tmpdir):
    tmpdir.join('c.txt').write(LINE.replace('4102444800', '1000'))
    jar = cookies.CookieFileJar()
    jar.load(str(tmpdir.join('c.txt')), ignore_expires=True)
    assert [kept.name for kept in jar] == ['name']


def test_ports_are_kept_apart(tmpdir):
    path = tmpdir.join('c.txt')
    saved(path, cookie('s', 'any'), cookie('s', 'one', port='8001'),
          cookie('s', 'two', port='8002'))
    assert cookies.open_jar(str(path), port='8001')['s'] == 'one'
    assert cookies.open_jar(str(path), port='8002')['s'] == 'two'
    assert cookies.open_jar(str(path), port='80')['s'] == 'any'
    assert len(names(path)) == 3
    assert len(cookies.open_jar(str(path))) == 1


def test_b44_copies_keep_cookies_and_pickles_only_what_is_on_disk(tmpdir):
    path = str(tmpdir.join('c.txt'))
    jar = cookies.open_jar(path, policy=cookies.EndpointPolicy(('http', 'h', 80)), port='80')
    jar.set_cookie(cookie(value='planted'))
    assert b'planted' not in pickle.dumps(jar, 2)
    assert len(pickle.loads(pickle.dumps(jar, 2))) == 0
    jar.flush()
    assert pickle.loads(pickle.dumps(jar, 2))['name'] == 'planted'
    again = copy.deepcopy(jar)
    assert again.filename == path
    assert again['name'] == 'planted' and again._policy.plain_origin == ('http', 'h', 80)
    assert copy.deepcopy(jar._policy).plain_origin == ('http', 'h', 80)
    policy = copy.deepcopy(cookies.EndpointPolicy(None, ('http', 'h', 81)))
    assert (policy.plain_origin, policy.own_origin) == (None, ('http', 'h', 81))


class Answer(object):
    """A response that sets a cookie, as jars see it."""

    def __init__(self, line):
        self.line = str(line)

    def info(self):
        return self

    def get_all(self, name, default=None):
        return [self.line] if name == 'Set-Cookie' else default

    def getheaders(self, name):  # pragma: py2 only - what it calls this
        return self.get_all(name, [])


def asked(**headers):
    """A request, as jars see it."""
    return requests.cookies.MockRequest(
        requests.Request('GET', 'http://h.org/', headers=headers).prepare())


ENDS = 'name=INVALID;Path=/;Max-Age=0;Expires=Fri, 29 Mar 2019 09:00:12 +0000'


@pytest.mark.parametrize('sent, kept', [
    ({'Cookie': 'name=old'}, ['new']), ({}, ['new']), ({'Cookie': 'a=b; name=new'}, []),
    ({'Cookie': 'name=new; a=b'}, []),
    ({'Cookie': 'name=newer'}, ['new'])])
def test_b32_a_late_refusal_does_not_end_the_session_of_another_thread(sent, kept):
    jar = cookies.CookieFileJar()
    jar.set_cookie(cookie(value='new', domain='h.org'))
    jar.extract_cookies(Answer(ENDS), asked(**sent))
    assert [held.value for held in jar] == kept
    jar.clear()
    assert len(jar) == 0


def test_the_date_of_the_service_is_understood():
    jar = cookies.CookieFileJar()
    jar.extract_cookies(Answer('a=token=x;Secure;Path=/;Expires=Sat, 30 Mar 2069 08:15:30 +0000'),
                        asked())
    assert [(held.value, held.secure, held.port, time.gmtime(held.expires).tm_year)
            for held in jar] == [('token=x', True, '80', 2069)]


@pytest.mark.parametrize('host, expected', [
    ('localhost', True), ('LOCALHOST.', True), ('a.localhost', True), ('127.0.0.1', True),
    ('127.1.2.3', True), ('::1', True),
    ('127.evil.org', False),
    ('h.org', False), ('', False), (None, False), ('128.0.0.1', False)])
def test_is_loopback_knows_the_names_and_addresses_of_this_machine(host, expected):
    assert cookies.is_loopback(host) is expected


def test_origins_are_comparable():
    assert cookies.origin('HTTPS://H.org/x') == cookies.origin('https://h.org:443') == (
        'https', 'h.org', 443)
    assert cookies.origin('nonsense') == ('', '', None)
    assert cookies.origin('http://[a') == cookies.origin('http://[a') != cookies.origin('http://[b')


@given(st.binary(max_size=200))
def test_any_file_is_read_without_an_exception(content):
    read, damaged = cookie_file.parse(content)
    assert damaged >= 0
    again, lost = cookie_file.parse(cookie_file.write(read))
    assert len(again) + lost == len(read) or lost >= 0


@pytest.mark.parametrize('endpoint, params, expected', [
    ('https://nuv.la', {'username': 'jane'}, 'nuv.la_jane.txt'),
    ('http://localhost:8080', {'username': 'jane'}, 'http_localhost%3A8080_jane.txt'),
    ('https://h/below', {'key': 'credential/1', 'secret': 'x'}, 'h%2Fbelow_credential%2F1.txt'),
    ('https://h', {'username': '../../../etc/passwd'}, 'h_..%2F..%2F..%2Fetc%2Fpasswd.txt'),
    ('https://h', {'username': 'j\xe4ne x'}, 'h_j%C3%A4ne%20x.txt')])
def test_each_user_of_each_service_has_a_cookie_file(endpoint, params, expected):
    path = cookie_file.of_user(endpoint, params)
    assert path == '~/.slipstream/sessions/' + expected and isinstance(path, str)


def test_credentials_that_name_nobody_have_no_cookie_file():
    assert cookie_file.of_user('https://h', {'password': 'x'}) is None


def test_long_names_of_users_are_kept_apart():
    paths = {cookie_file.of_user('https://h', {'username': 'x' * number}) for number in (500, 501)}
    assert len(paths) == 2 and max(map(len, paths)) < 240


# Warnings about the file, and its contents later

def warned(do):
    """What somebody is warned of."""
    with pytest.warns(CookieFileWarning) as seen:
        do()
    return [str(warning.message) for warning in seen]


def test_a_warning_names_the_file_and_what_is_wrong_with_it(tmpdir):
    mine, damaged, folder = (str(tmpdir.join(name)) for name in ('mine', 'damaged', 'folder'))
    tmpdir.join('folder').mkdir()
    tmpdir.join('damaged').write(LINE + '\nx\ny\n')
    end = ' Cookies are kept in memory.'
    assert warned(lambda: cookies.CookieFileJar(mine).load(damaged)) == [
        'The cookie file %s cannot be read in full: 2 lines are damaged.%s' % (damaged, end)]
    for do, what in ((lambda: cookies.CookieFileJar(mine).load(folder), 'read'),
                     (lambda: cookies.CookieFileJar(mine).save(folder), 'written'),
                     (lambda: cookies.CookieFileJar(folder).save(), 'written')):
        message, = warned(do)
        assert message.startswith('The cookie file %s cannot be %s: ' % (folder, what))
        assert 'None' not in message
        assert message.endswith(end)
    jar = cookies.CookieFileJar(folder)
    jar.set_cookie(cookie())
    message, = warned(jar.flush)
    assert message.startswith('The cookie file %s cannot be written: ' % folder)


def test_only_the_first_trouble_is_warned_of_the_others_are_logged(tmpdir, caplog):
    caplog.set_level(logging.DEBUG, 'slipstream.api')
    jar = cookies.CookieFileJar(str(tmpdir))
    assert len(warned(lambda: [jar.load(), jar.save()])) == 1
    record, = caplog.records
    assert record.getMessage() == 'cookie file cannot be written: it is not a regular file'


def test_a_file_that_is_read_anew_may_bring_what_has_expired(tmpdir):
    tmpdir.join('c.txt').write(LINE.replace('4102444800', '1000'))
    jar = cookies.CookieFileJar(str(tmpdir.join('c.txt')))
    jar['other'] = 'x'
    jar.revert()
    assert jar.keys() == []
    jar.revert(ignore_expires=True)
    assert jar.keys() == ['name']
    tmpdir.join('d.txt').write(LINE.replace('name', 'new'))
    jar.revert(str(tmpdir.join('d.txt')))
    assert jar.keys() == ['new']


@pytest.mark.parametrize('end, kept', [
    (lambda jar: jar.extract_cookies(Answer(ENDS), asked(Cookie='name=old')), ['newer']),
    (lambda jar: jar.clear(), []), (lambda jar: jar.clear('h.org', '/', 'name'), [])])
def test_a_response_ends_only_the_session_that_it_is_about_also_in_the_file(tmpdir, end, kept):
    path = tmpdir.join('c.txt')
    jar = cookies.CookieFileJar(str(path))
    jar.set_cookie(cookie(value='old'))
    jar.flush()
    saved(path, cookie(value='newer'))  # by another process
    end(jar)
    jar.flush()
    assert len(jar) == 0
    assert [left.value for left in cookie_file.load(str(path))[0]] == kept


def test_a_copy_keeps_to_the_same_rules():
    policy = cookies.EndpointPolicy(('http', 'h.org', 80))
    jar = cookies.CookieFileJar(policy=policy)
    jar.set_cookie(cookie())
    for made in (jar, jar.copy(), copy.deepcopy(jar)):
        for address, expected in (('http://h.org/', 'name=value'), ('http://h.org:8080/', None)):
            request = requests.Request('GET', address).prepare()
            assert requests.cookies.get_cookie_header(made, request) == expected


def test_no_cookie_shows_its_value():
    jar = cookies.CookieFileJar()
    jar.set_cookie(cookie(value='hush'))
    foreign, some = requests.cookies.RequestsCookieJar(), [cookie(value='hush')]
    foreign.set_cookie(cookie(value='hush'))
    cookies.hide_values(foreign)
    cookies.hide_values(some)
    cookies.hide_values('made up')
    assert 'hush' not in repr(list(jar)) + repr(list(foreign)) + repr(some) + repr(foreign)


def test_what_changes_while_the_last_call_writes_is_written_too(tmpdir, monkeypatch):
    session, real = requests.Session(), cookie_file.change
    session.cookies, meanwhile = cookies.CookieFileJar(str(tmpdir.join('c.txt'))), [cookie('new')]

    def change(*args):
        if meanwhile:
            session.cookies.set_cookie(meanwhile.pop())
        return real(*args)

    monkeypatch.setattr(cookie_file, 'change', change)
    keeper = cookies.Keeper()
    with keeper.keeping(session), keeper.keeping(session):
        session.cookies.set_cookie(cookie())
    assert names(tmpdir.join('c.txt')) == ['name', 'new']
    session.cookies.set_cookie(cookie('last'))
    keeper.keep(session)
    assert names(tmpdir.join('c.txt')) == ['last', 'name', 'new']
    session.cookies = requests.cookies.RequestsCookieJar()
    keeper.keep(session)


def test_a_jar_shows_whose_cookies_it_has():
    jar = cookies.CookieFileJar()
    assert repr(jar) == str(jar) == '<CookieFileJar of nothing>'
    for name in ('b', 'a'):
        jar.set_cookie(cookie(name))
    assert repr(jar) == '<CookieFileJar of h.org/: a, h.org/: b>'


def test_a_path_that_can_be_none_is_named_in_the_warning(monkeypatch):
    def locate(path):
        raise cookie_file.CookieFileError('no such user')

    monkeypatch.setattr(cookie_file, 'locate', locate)
    message, = warned(lambda: cookies.open_jar(str('~nobody/c.txt')))
    assert message == ("The cookie file '~nobody/c.txt' cannot be used: no such user. "
                       'Cookies are kept in memory.')


def test_why_a_file_cannot_be_written_is_said_in_the_words_of_the_system(tmpdir):
    tmpdir.join('file').write('not a folder')
    with pytest.raises(cookie_file.CookieFileError) as info:
        saved(tmpdir.join('file', 'c.txt'), cookie())
    assert str(info.value) in [os.strerror(number) for number in (errno.ENOTDIR, errno.EEXIST)]


def test_a_response_ends_the_session_that_its_request_carried_in_the_file_too(tmpdir):
    jar = cookies.CookieFileJar(str(tmpdir.join('c.txt')))
    jar.set_cookie(cookie())
    jar.flush()
    jar.extract_cookies(Answer(ENDS), asked(Cookie='name=value'))
    jar.flush()
    assert names(tmpdir.join('c.txt')) == []


def test_one_cookie_is_forgotten_without_its_neighbours():
    jar = cookies.CookieFileJar()
    for name in ('a', 'b'):
        jar.set_cookie(cookie(name))
    jar.clear('h.org', '/', 'a')
    assert jar.keys() == ['b']


def test_a_cookie_of_a_response_claims_neither_a_domain_nor_a_port():
    jar = cookies.CookieFileJar()
    jar.extract_cookies(Answer('a=b; Domain=h.org; Port=80'), asked())
    assert [(held.domain, held.domain_specified, held.domain_initial_dot, held.port_specified)
            for held in jar] == [('h.org', False, False, False)]


def changed_meanwhile(jar, monkeypatch, error=None):
    """Let a cookie come while the file is written for the first time, which may fail."""
    real, meanwhile = cookie_file.change, [cookie('new')]

    def change(*args):
        if not meanwhile:
            return real(*args)
        jar.set_cookie(meanwhile.pop())
        if error:
            raise error
        return real(*args)

    monkeypatch.setattr(cookie_file, 'change', change)


def test_what_changes_while_a_jar_is_flushed_is_written_at_once(tmpdir, monkeypatch):
    jar = cookies.CookieFileJar(str(tmpdir.join('c.txt')))
    jar.set_cookie(cookie())
    changed_meanwhile(jar, monkeypatch)
    jar.flush()
    assert names(tmpdir.join('c.txt')) == ['name', 'new']


def test_what_changes_while_writing_fails_is_written_next_time(tmpdir, monkeypatch):
    jar = cookies.CookieFileJar(str(tmpdir.join('c.txt')))
    jar.set_cookie(cookie())
    changed_meanwhile(jar, monkeypatch, cookie_file.CookieFileError('the disk is full'))
    message, = warned(jar.flush)
    assert message.endswith(' cannot be written: the disk is full. Cookies are kept in memory.')
    jar.flush()
    assert names(tmpdir.join('c.txt')) == ['name', 'new']


def test_a_copy_of_a_jar_keeps_to_its_port(tmpdir):
    path = tmpdir.join('c.txt')
    saved(path, cookie(port='80'), cookie('other', port='81'))
    made = copy.deepcopy(cookies.open_jar(str(path), port='80'))
    made.load()
    assert made.keys() == ['name']


@pytest.mark.parametrize('domain, address, is_sent', [
    ('.h.org', 'http://h.org/', True), ('.XX.org', 'http://xx.org/', True),
    ('h.org', 'http://a.h.org/', False), ('h.org', 'http://h.org:81/', False),
    ('i.org', 'http://i.org:81/', True)])
def test_a_cookie_without_a_port_goes_to_its_host_and_of_that_to_the_service(
        domain, address, is_sent):
    jar = cookies.CookieFileJar(policy=cookies.EndpointPolicy(None, ('http', 'h.org', 80)))
    jar.set_cookie(cookie(domain=domain, secure=False))
    header = requests.cookies.get_cookie_header(jar, requests.Request('GET', address).prepare())
    assert header == ('name=value' if is_sent else None)


@pytest.mark.parametrize('jar', [None, 5, {'a': 'b'}])
def test_what_is_no_jar_has_no_values_to_hide(jar):
    assert cookies.hide_values(jar) is None
