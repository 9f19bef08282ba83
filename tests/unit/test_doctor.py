# -*- coding: utf-8 -*-
"""The diagnosis of connection problems."""
from __future__ import unicode_literals

import io
import json
import os
import runpy
import socket
import sys
import time

import pytest
import requests

from slipstream.api import Api, compat, doctor
from slipstream.api.__main__ import main
from slipstream.api.doctor import Doctor, Finding
from slipstream.sandbox import Sandbox

from .fakes import answer

SESSION = {'sessions': [{'id': 'session/1', 'username': 'jane'}]}
DATE = 'Fri, 29 Mar 2019 08:00:00 GMT'
NOW = 1553846400.0


def resolve(host, port):
    """Every name is known."""
    return [(None, None, None, None, ('192.0.2.1', 0))]


def findings(answers=(), endpoint='https://h', sources=None, prepare=None, persist_cookie=False,
             insecure=False, environ=None, **options):
    """What a doctor finds who gets these responses.

    To the entry point, to /vms, and to who is logged in.
    """
    scripted = list(answers) or [answer(json={}, Date=DATE), answer(404), answer(json=SESSION)]
    with Api(endpoint, persist_cookie=persist_cookie, retries=0, insecure=insecure) as api:
        def send(method, url, **_):
            """Respond from the script."""
            response = scripted.pop(0)
            if isinstance(response, Exception):
                raise response
            return response
        api.session._request = send
        api.config_sources = sources or {}
        if prepare:
            prepare(api)
        arguments = dict({'now': lambda: NOW, 'resolve': resolve,
                          'signer': lambda *_: 'signed by us', 'environ': environ or {}}, **options)
        return dict((finding.check, finding) for finding in Doctor(api, **arguments).examine())


def raising(error):
    """A function that fails."""
    def fail(*_):
        raise error
    return fail


def test_a_healthy_service_passes_every_check():
    results = findings(sources={'endpoint': 'argument', 'key': 'profile [x] of y',
                              'insecure': 'default'})
    assert all(finding.ok is not False for finding in results.values())
    checks = ('settings', 'proxy', 'name', 'encryption', 'clock', 'service', 'cookie file',
              'session cookie', 'user')
    assert [results[check].detail for check in checks] == [
        'https://h (endpoint from argument; key from profile [x] of y)', 'none',
        'h is 192.0.2.1', 'signed by us', 'correct',
        'SlipStream 3.62 or later', 'none: the session is kept in memory', 'none for h', 'jane']


@pytest.mark.parametrize('proxy', ['http://jane:hush@proxy:3128', 'proxy:3128'])
def test_a_proxy_is_named_without_its_password(monkeypatch, proxy):
    monkeypatch.setenv(str('https_proxy'), str(proxy))
    results = findings(environ={'https_proxy': proxy, 'HTTPS_PROXY': proxy, 'no_proxy': 'x'})
    assert results['proxy'].detail == 'http://proxy:3128, from HTTPS_PROXY and https_proxy'
    assert 'hush' not in repr(results)
    assert results['name of the proxy'].detail == 'proxy is 192.0.2.1'


def test_proxies_of_the_session_are_reported_too():
    def prepare(api):
        """Set a proxy that no variable names, and leave out the environment."""
        api.session.trust_env = False
        api.session.proxies = {'https': 'http://proxy:3128'}
    assert findings(
        prepare=prepare)['proxy'].detail == 'http://proxy:3128, from the settings of the system'


def test_an_unknown_host_is_reported_with_a_remedy():
    results = findings(resolve=raising(socket.gaierror(-2, 'Name or service not known')))['name']
    assert not results.ok
    assert results.detail == 'h cannot be resolved: Name or service not known'
    assert results.remedy


def test_a_service_that_is_not_reached_is_reported_with_the_cause():
    results = findings([requests.exceptions.ConnectionError('refused')])
    assert results['connection'].ok is False
    assert results['connection'].detail == 'ConnectionError: refused'
    assert [results[check].ok for check in ('clock', 'service', 'user')] == [None, None, None]
    assert findings([requests.exceptions.Timeout()])['connection'].detail == 'Timeout: '
    explained = requests.exceptions.ConnectionError(
        'No connection to https://h: refused. Doctor: x')
    explained.__cause__ = requests.exceptions.ConnectionError(ValueError('HTTPConnection: refused'))
    assert findings([explained])['connection'].detail == 'ConnectionError: refused'


@pytest.mark.parametrize('endpoint, ok', [('http://h', False), ('http://localhost', True)])
def test_plain_http_fails_the_encryption_check_except_on_localhost(endpoint, ok):
    assert findings(endpoint=endpoint)['encryption'].ok is ok


@pytest.mark.parametrize('insecure, ok', [(False, False), (True, True)])
def test_an_invalid_certificate_fails_the_check_unless_insecure_is_set(insecure, ok):
    results = findings(insecure=insecure, signer=raising(ValueError('not for h')))['encryption']
    assert results.ok is ok
    assert results.detail == 'not for h' + (', and not checked: insecure' if insecure else '')


@pytest.mark.parametrize('now, ok, detail',
                         [(NOW + 59, True, '59 s fast'), (NOW + 3600, False, '3600 s fast'),
                          (NOW - 61, False, '61 s slow')])
def test_a_clock_more_than_a_minute_off_fails(now, ok, detail):
    results = findings(now=lambda: now)['clock']
    assert (results.ok, results.detail) == (ok, detail)
    assert findings([answer(json={}), answer(404), answer(json=SESSION)])['clock'].ok is None


@pytest.mark.parametrize('entry, machines, ok, detail', [
    (answer(json={}), answer(401), True, 'SlipStream before 3.62'),
    (answer(json={}), answer(200), True, 'SlipStream before 3.62'),
    (answer(body=b'<html>', content_type='text/html'), answer(404), False,
     'this is not SlipStream: GET /api/cloud-entry-point returned 200, GET /vms 404'),
    (answer(404), answer(404), False,
     'this is not SlipStream: GET /api/cloud-entry-point returned 404, GET /vms 404'),
    (answer(json={}), requests.exceptions.ReadTimeout('late'), False, 'GET /vms: late')])
def test_old_services_pass_and_other_servers_fail(entry, machines, ok, detail):
    results = findings([entry, machines, answer(json=SESSION)])['service']
    assert (results.ok, results.detail) == (ok, detail)


def test_a_cookie_file_that_others_can_read_fails(home):
    path = os.path.join(str(home), '.slipstream', 'cookies.txt')
    results = findings(persist_cookie=True)['cookie file']
    assert results.ok and results.detail == path + ': none yet'
    os.makedirs(os.path.dirname(path))
    with io.open(path, 'w', encoding='ascii') as stream:
        stream.write('# Netscape HTTP Cookie File\n')
    os.chmod(path, 0o600)
    results = findings(persist_cookie=True)['cookie file']
    assert results.ok and results.detail == path + ', mode 0600'
    results = findings(persist_cookie=True,
                       prepare=lambda api: os.chmod(path, 0o644))['cookie file']
    assert not results.ok and results.remedy == 'chmod 600 ' + path
    results = findings(prepare=lambda api: setattr(api.session.cookies, 'filename',
                                                   path + '/below'))['cookie file']
    assert results.ok is False and 'Not a directory' in results.detail


@pytest.mark.parametrize('expires, ok, detail', [
    (None, True, 'ends with the program'), (NOW + 90 * 60, True, 'valid for 1 h 30 min'),
    (NOW + 60, True, 'valid for 1 min'), (NOW - 1, False, 'expired')])
def test_an_expired_session_cookie_fails(expires, ok, detail):
    def prepare(api):
        """Log in, so to say."""
        for name, domain in (('other', 'h.local'), (doctor.SESSION_COOKIE, 'elsewhere'),
                             (doctor.SESSION_COOKIE, 'h.local')):
            api.session.cookies.set(name, 'hush', domain=domain, path='/', expires=expires)
    results = findings(prepare=prepare)
    assert results['session cookie'][1:3] == (ok, detail) and 'hush' not in repr(results)


def test_the_user_check_fails_when_nobody_is_logged_in():
    nobody = findings([answer(json={}), answer(404), answer(json={'sessions': []})])['user']
    assert nobody.ok is False and nobody.detail == 'nobody is logged in' and nobody.remedy
    failed = findings([answer(json={}), answer(404), answer(500)])['user']
    assert failed.ok is False and '500' in failed.detail


def test_the_report_escapes_what_a_terminal_cannot_show():
    results = [Finding('name', True, 'fine \x1b[0m', None),
             Finding('clock', False, 'sl\xf6w', 'Set it.'), Finding('user', None, '?', 'x')]
    assert compat.to_text(doctor.report(results, 'utf-8')) == (
        '✓ name              fine \\x1b[0m\n✗ clock             slöw\n                    -> Set '
        'it.\n- user              ?')
    for encoding in ('ascii', 'latin-1', None, 'unheard-of'):
        assert compat.to_text(doctor.report(results, encoding)).splitlines()[:2] == [
            'ok name              fine \\x1b[0m', 'XX clock             sl\\xf6w']
    assert json.loads(doctor.as_json(results))[1] == {'check': 'clock', 'ok': False,
                                                    'detail': 'sl\xf6w', 'remedy': 'Set it.'}


class Output(object):
    """A stream that keeps what is written."""

    encoding = 'utf-8'

    def __init__(self):
        self.text = ''

    def write(self, text):
        """Keep it."""
        self.text += compat.to_text(text)


@pytest.fixture
def command():
    """A function that runs the command; it returns exit status and output."""
    def run(*words):
        output = Output()
        return main([compat.native_str(word) for word in words], output), output.text
    return run


def test_the_command_prints_text_or_json_without_the_password(command, monkeypatch):
    with Sandbox(http=True, start=time.time()) as sandbox:
        user = sandbox.users[-1]
        monkeypatch.setenv(str('SLIPSTREAM_USERNAME'), str(user['username']))
        monkeypatch.setenv(str('SLIPSTREAM_PASSWORD'), str(user['password']))
        status, text = command('doctor', '--endpoint', sandbox.endpoint)
        assert status == 0
        assert '✗' not in text
        assert user['username'] in text
        assert user['password'] not in text
        status, text = command('doctor', '--endpoint', sandbox.endpoint, '--json', '--insecure')
        assert status == 0 and json.loads(text)[0]['check'] == 'settings'


def test_the_command_finds_what_is_wrong(command):
    status, text = command('doctor', '--endpoint', 'http://localhost:1')
    assert status == 1 and '✗ connection' in text


def test_the_command_refuses_invalid_settings(command, capsys):
    assert command('doctor', '--endpoint', 'nowhere')[0] == 2
    assert command('doctor', '--profile',
                   'x') == (2, 'There is no profile [x] in ~/.slipstream/config\n')
    with pytest.raises(SystemExit):
        main([], None)


def test_the_module_can_be_run(monkeypatch, capsys):
    monkeypatch.delitem(sys.modules, 'slipstream.api.__main__')
    monkeypatch.setattr(sys, 'argv', ['slipstream.api', 'doctor', '--profile', 'x'])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module(str('slipstream.api'), run_name=str('__main__'))
    assert caught.value.code == 2 and 'no profile' in capsys.readouterr()[0]
