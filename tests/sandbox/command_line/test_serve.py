# -*- coding: utf-8 -*-
"""The command line: serve."""
from __future__ import unicode_literals

import collections
import io
import json
import logging
import os
import re
import runpy
import signal
import socket
import subprocess
import sys
import threading

import pytest
import requests

from slipstream.sandbox import __main__ as command_line
from slipstream.sandbox.command_line import serve
from slipstream.sandbox.compat import to_text

from ...processes import output_of


class Output(io.StringIO):
    """A text stream for both kinds of text of Python 2."""

    def write(self, text):
        return super(Output, self).write(to_text(text))


def run(arguments, wait=lambda: None):
    """Exit status and what was printed and complained."""
    out, err = Output(), Output()
    status = serve.run(command_line._parser().parse_args(['serve'] + arguments), out, err, wait)
    return status, out.getvalue(), err.getvalue()


def get(endpoint, path='/api/cloud-entry-point'):
    return requests.get(endpoint + path, proxies={'http': None}, headers={'Connection': 'close'})


def test_the_first_line_is_json():
    out, answers = Output(), []

    def wait():
        answers.append(json.loads(out.getvalue()))
        answers.append(get(answers[0]['endpoint']).status_code)
        answers.append(sorted(thread.name for thread in threading.enumerate()))

    status = serve.run(command_line._parser().parse_args(['serve', '--json']), out, Output(), wait)
    announced = answers[0]
    assert (status, answers[1]) == (0, 200)
    assert sorted(announced) == ['accounts', 'api_keys', 'endpoint']
    assert announced['endpoint'].startswith('http://127.0.0.1:')
    assert {'username': 'super', 'password': 'super-password',
            'privileged': True} in announced['accounts']
    assert all(sorted(account) == ['password', 'privileged', 'username']
               for account in announced['accounts'])
    assert all(sorted(key) == ['key', 'secret', 'username'] for key in announced['api_keys'])
    assert out.getvalue().count('\n') == 1
    assert 'slipstream-sandbox-accept' in answers[2]
    assert 'slipstream-sandbox-accept' not in [thread.name for thread in threading.enumerate()]


def test_humans_are_told_what_they_need():
    status, out, err = run(['--server-version', '3.46', '--host', 'localhost'])
    assert status == 0
    assert out.startswith('SlipStream 3.46 sandbox at http://localhost:')
    assert 'jane       jane-password\n' in out
    assert 'super      super-password     privileged\n' in out
    assert 'credential/ce02ef40-1342-4e68-838d-e1b2a75adb1e the-secret-key (of jane)' in out
    assert 'Open this address in a browser' in out
    assert 'Press Ctrl-C to stop it.' in out
    assert err == ''


def test_the_lines_to_paste_work():
    out, answers = Output(), []

    def wait():
        lines = re.findall(r'(?m)^    (\S.*)$', out.getvalue())
        namespace = {}
        exec('\n'.join(lines), namespace)
        answers.extend([len(lines), namespace['api'].username])
        namespace['api'].close()

    serve.run(command_line._parser().parse_args(['serve', '--port', '0']), out, Output(), wait)
    assert answers == [3, 'jane']


@pytest.fixture
def usual_port(monkeypatch):
    """A free port instead of the usual one, which may be in use."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    port = listener.getsockname()[1]
    listener.close()
    monkeypatch.setattr(serve, 'USUAL_PORT', port)
    return port


def test_the_port_stays_the_same_from_run_to_run(usual_port):
    for _ in range(2):
        assert 'sandbox at http://127.0.0.1:%d\n' % usual_port in run([])[1]


def test_a_port_that_is_taken_gives_way_to_a_free_one(usual_port):
    with serve.Sandbox(http=True, port=usual_port):
        status, out, _ = run([])
        assert status == 0 and ':%d\n' % usual_port not in out
        assert run(['--port', str(usual_port)])[0] == 1


def test_a_host_that_does_not_exist_is_reported(monkeypatch):
    status, out, err = run(['--host', 'no-such-host.invalid'])
    assert (status, out) == (1, '') and 'no-such-host.invalid' in err


def test_a_catalogue_and_a_state_come_from_files(tmpdir):
    catalogue, state = tmpdir.join('mine.json'), tmpdir.join('state.sqlite')
    catalogue.write('{"accounts": [{"username": "ann", "password": "ann-password"}]}')
    for _ in range(2):
        status, out, err = run(['--catalogue', str(catalogue), '--state', str(state)])
        assert (status, err) == (0, '')
        assert '  ann        ann-password\n' in out
        catalogue.write('{"accounts": []}')
    assert state.check()


def test_a_mistake_in_a_file_is_reported(tmpdir):
    catalogue = tmpdir.join('mine.json')
    catalogue.write('{"accounts": [{"password": "ann-password"}]}')
    status, out, err = run(['--catalogue', str(catalogue)])
    assert (status, out) == (1, '')
    assert 'accounts[0].username: is missing' in err


#: What stands for the module ``time``.
Clock = collections.namedtuple(str('Clock'), str('time'))


def test_the_options_reach_the_sandbox(monkeypatch):
    made = []

    class Fake(serve.Sandbox):
        def __init__(self, **options):
            made.append(options)
            super(Fake, self).__init__(**options)

    monkeypatch.setattr(serve, 'Sandbox', Fake)
    monkeypatch.setattr(serve, 'time', Clock(lambda: 1553850000.5))
    status, out, _ = run(['--host', '0.0.0.0', '--port', '0', '--allow-remote', '--speed', '7',
                          '--server-version', '3.46'])
    assert status == 0
    options, = made
    assert options == {'http': True, 'host': '0.0.0.0', 'port': 0, 'allow_remote': True,
                       'speed': 7.0, 'server_version': '3.46', 'state': None,
                       'start': 1553850000.5, 'allowed_hosts': []}


def test_other_machines_are_kept_out():
    status, out, err = run(['--host', '0.0.0.0'])
    assert (status, out) == (1, '')
    assert 'cannot serve at 0.0.0.0' in err


def test_a_port_that_is_taken_is_reported():
    out, seen = Output(), []

    def wait():
        port = json.loads(out.getvalue())['endpoint'].rpartition(':')[2]
        seen.append(run(['--port', port]))

    serve.run(command_line._parser().parse_args(['serve', '--json']), out, Output(), wait)
    status, _, err = seen[0]
    assert status == 1
    assert 'cannot serve at 127.0.0.1, port ' in err


def test_ctrl_c_ends_it_well():
    def wait():
        raise KeyboardInterrupt()

    assert run([], wait)[0] == 0


def test_sigterm_is_like_ctrl_c_while_it_serves():
    before = signal.getsignal(signal.SIGTERM)
    seen = []
    run([], lambda: seen.append(signal.getsignal(signal.SIGTERM)))
    assert seen[0] is not before
    with pytest.raises(KeyboardInterrupt):
        seen[0](signal.SIGTERM, None)
    assert signal.getsignal(signal.SIGTERM) is before


def test_waiting_is_for_ever(monkeypatch):
    waited = []

    class Event(object):
        def wait(self, seconds):
            waited.append(seconds)
            if len(waited) == 3:
                raise KeyboardInterrupt()

    monkeypatch.setattr(serve.threading, 'Event', Event)
    with pytest.raises(KeyboardInterrupt):
        serve._wait()
    assert len(waited) == 3


def test_requests_can_be_logged(monkeypatch):
    asked = []
    monkeypatch.setattr(serve.logging, 'basicConfig', lambda **options: asked.append(options))
    run(['--verbose'])
    assert asked[0]['level'] == logging.DEBUG


@pytest.mark.parametrize('arguments', [[], ['nonsense'], ['serve', '--speed', '-1'],
                                       ['serve', '--port', 'x'], ['tour', '--speed', '0']])
def test_a_command_line_that_makes_no_sense_is_refused(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        command_line.main(arguments)
    assert caught.value.code == 2
    assert 'usage: python -m slipstream.sandbox' in capsys.readouterr()[1]


def test_a_command_line_without_command_names_the_commands(capsys):
    with pytest.raises(SystemExit):
        command_line.main([])
    assert 'serve|tour|capture|restore' in capsys.readouterr()[1]


@pytest.mark.parametrize('port', ['99999', '-1'])
def test_a_port_that_is_none_is_reported(port):
    status, out, err = run(['--port', port])
    assert (status, out) == (1, '')
    assert 'A port is a whole number from 0 to 65535, not ' + port in err


def test_the_command_is_chosen_by_its_name(monkeypatch):
    monkeypatch.setattr(serve, 'run', lambda options: 42)
    assert command_line.main(['serve']) == 42


def test_the_module_can_be_executed(monkeypatch, capsys):
    monkeypatch.setattr(sys, 'argv', ['x', '--help'])
    monkeypatch.delitem(sys.modules, 'slipstream.sandbox.__main__')
    with pytest.raises(SystemExit) as caught:
        runpy.run_module(str('slipstream.sandbox'), run_name=str('__main__'))
    assert caught.value.code == 0
    assert 'serve' in capsys.readouterr()[0]


def stop(process):
    """End a process that still runs because the test has failed."""
    return process.poll() is None and process.kill()


@pytest.mark.parametrize('number', [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_process_well(number, home):
    environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path for path in sys.path if path))
    process = subprocess.Popen([sys.executable, '-m', 'slipstream.sandbox', 'serve', '--json'],
                               env=environment,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        endpoint = json.loads(process.stdout.readline().decode('ascii'))['endpoint']
        assert get(endpoint).json()['id'] == 'cloud-entry-point'
        process.send_signal(number)
        out, err = output_of(process)
    finally:
        stop(process)
    assert (process.returncode, out, err) == (0, b'', b'')


def test_hosts_are_allowed_by_name():
    out, statuses = Output(), []

    def wait():
        endpoint = json.loads(out.getvalue())['endpoint']
        for name in ('one.test', 'two.test', 'three.test'):
            statuses.append(requests.get(
                endpoint + '/api/cloud-entry-point', proxies={'http': None},
                headers={'Connection': 'close', 'Host': str(name)}).status_code)

    options = ['serve', '--json', '--allow-host', 'one.test', '--allow-host', 'two.test']
    assert serve.run(command_line._parser().parse_args(options), out, Output(), wait) == 0
    assert statuses == [200, 200, 421]
