# -*- coding: utf-8 -*-
"""Captures of a service in trouble."""
from __future__ import unicode_literals

import os

import pytest

from slipstream.sandbox import Sandbox
from slipstream.sandbox.command_line import capture_reader, capture_spool, remote_service

from .captures import capture, captured, modules_of, shop, text_of


@pytest.fixture
def place(tmpdir):
    """Where the catalogue of a test goes."""
    return str(tmpdir.join('mine.json'))


def test_a_module_that_the_service_fails_to_show_is_tried_again(place):
    with shop() as box:
        fault = box.faults.add(status=500, path='/module/shop/db/12', times=None)
        status, printed, complained = capture(box, place)
        assert (status, printed, fault.hits) == (1, '', 1)
        assert 'shop/db/12: 500 ' in complained
        assert '--leave-out-broken' in complained
        assert not os.path.exists(place)
        status, printed, complained = capture(box, place, '--leave-out-broken')
        assert (status, fault.hits) == (0, 2)
        assert 'The service failed to return this:\n  shop/db/12: 500 ' in printed
        assert ('shop/db', 12) not in modules_of(text_of(place))
        os.remove(place)
        box.faults.clear()
        assert ('shop/db', 12) in modules_of(captured(box, place))


def test_a_response_that_is_no_module_is_broken(place, monkeypatch):
    read = remote_service.RemoteService.module

    def module(self, path, version=None):
        """The document without its version."""
        root = read(self, path, version)
        if path == 'shop/base':
            del root.attrib['version']
        return root

    monkeypatch.setattr(remote_service.RemoteService, 'module', module)
    with shop() as box:
        status, _, complained = capture(box, place)
    assert status == 1
    assert 'shop/base/11: not understood: ' in complained


def test_a_busy_service_is_left_alone(place):
    with shop() as box:
        fault = box.faults.add(status=503, path='/module', times=None)
        status, _, complained = capture(box, place, connect=lambda options: box.api(
            'ann', retries=0))
        assert (status, fault.hits) == (1, 1)
        assert '503' in complained


def test_an_older_service_has_fewer_collections(place, monkeypatch):
    monkeypatch.setattr(capture_reader, 'COLLECTIONS', ('connectors', 'noSuchThings'))
    with shop() as box:
        status, printed, _ = capture(box, place)
    assert status == 0
    assert '  noSuchThings: The service has no collection noSuchThings.' in printed


def test_wrong_credentials_end_it(place, monkeypatch):
    monkeypatch.setenv(str('SLIPSTREAM_USERNAME'), str('ann'))
    monkeypatch.setenv(str('SLIPSTREAM_PASSWORD'), str('wrong'))
    with Sandbox(http=True, speed=0, catalogue={'accounts': [{'username': 'ann'}]}) as box:
        status, printed, complained = capture(box, place, connect=None)
    assert (status, printed) == (1, '')
    assert 'wrong' not in complained.lower().replace('wrong credentials', '')


def test_a_missing_login_is_reported(place):
    with shop() as box:
        status, _, complained = capture(box, place,
                                        connect=lambda options: box.api(login=False))
    assert status == 1
    assert complained.endswith('You are not logged in at https://sandbox.test\n'
                               'Run the same command again to continue.\n')


def test_a_disk_that_is_full_is_reported(place, monkeypatch):
    monkeypatch.setattr(capture_spool, '_TABLES', ('nonsense',))
    with shop() as box:
        status, _, complained = capture(box, place)
    assert status == 1
    assert 'mine.json.capture cannot be used: ' in complained
