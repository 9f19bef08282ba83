# -*- coding: utf-8 -*-
"""The names under which a service responds."""
from __future__ import unicode_literals

import socket

import pytest
import requests

from slipstream.sandbox import Sandbox
from slipstream.sandbox.shells.host_names import HostNames


@pytest.mark.parametrize('authority', [
    'localhost', 'LOCALHOST:8080', 'localhost.', 'web.localhost', '127.0.0.1', '127.0.0.1:80',
    '192.0.2.7:8080', '[::1]', '[::1]:8080', '[2001:DB8::1]', '[fe80::1%eth0]:80',
    '[fe80::1%25eth0]', socket.gethostname(), 'listens.test',
    'allowed.test:1', 'Allowed.Test.'])
def test_its_own_names_and_every_address_are_accepted(authority):
    assert HostNames('listens.test', ['allowed.test', b'other.test']).include(authority)


@pytest.mark.parametrize('authority', [
    'evil.test', 'evil.test:8080', 'notlocalhost', 'localhost.evil.test', '127.0.0.1.evil.test',
    'a@localhost', 'localhost/evil.test', 'localhost:80:80', '', ':80', '[localhost]', 'a b',
    '1.2.3.4.5', 'allowed.test.evil.test', '127.0.0.1\n', '[fe80::1%]', '[::1%a].evil.test', '[::1',
    '::1', 'localhost,evil.test', 'local%68ost', 'localhost%00', 'localhost\\evil.test', '.', '*',
    '\uff4cocalhost', '\u0661.1.1.1', '2130706433', 'localhost: 80', 'localhost:8a'])
def test_any_other_name_is_refused(authority):
    assert not HostNames('127.0.0.1', ['allowed.test']).include(authority)


def test_a_star_allows_every_name():
    assert HostNames('127.0.0.1', ['*']).include('evil.test')
    assert not HostNames('127.0.0.1', ['*']).include('a b')


def test_a_star_may_be_left_out():
    names = HostNames('127.0.0.1', ['mine.test', '*'], any_name=False)
    assert names.include('mine.test') and not names.include('evil.test')


@pytest.mark.parametrize('allowed', ['evil.test', b'evil.test', [1]])
def test_the_names_are_a_list(allowed):
    with pytest.raises(TypeError):
        HostNames('127.0.0.1', allowed)


@pytest.mark.parametrize('options, status', [({}, 421), ({'allowed_hosts': ['service.test']}, 200)])
def test_a_sandbox_responds_under_the_names_that_were_allowed(options, status):
    with Sandbox(http=True, speed=0, **options) as sandbox, requests.Session() as session:
        session.trust_env = False
        answer = session.get(sandbox.endpoint + '/api/cloud-entry-point',
                             headers={'Host': str('service.test')})
    assert answer.status_code == status
    assert ('--allow-host' in answer.text) == (status == 421)
