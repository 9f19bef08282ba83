# -*- coding: utf-8 -*-
"""Captures that are interrupted and continue."""
from __future__ import unicode_literals

import io
import os

import pytest
import requests

from slipstream.sandbox.command_line import capture_spool

from .captures import capture, captured, shop, text_of


@pytest.fixture
def place(tmpdir):
    """Where the catalogue of a test goes."""
    return str(tmpdir.join('mine.json'))


class Interrupted(object):
    """Clients that are interrupted at a certain request."""

    def __init__(self, box, number, error=KeyboardInterrupt):
        self._box = box
        self._number = number
        self._error = error
        self.asked = 0

    def __call__(self, options):
        api = self._box.api('ann')
        send = api.session.request

        def request(*arguments, **members):
            """Send a request, unless it is the one."""
            self.asked += 1
            if self.asked == self._number:
                raise self._error()
            return send(*arguments, **members)

        api.session.request = request
        return api


def test_it_continues_wherever_it_was_interrupted(place, monkeypatch):
    monkeypatch.setattr(capture_spool, 'AT_ONCE', 3)
    with shop() as box:
        whole = Interrupted(box, 0)
        expected = captured(box, place, connect=whole)
        for number in range(1, whole.asked + 1):
            os.remove(place)
            status, printed, complained = capture(box, place, connect=Interrupted(box, number))
            assert (status, printed) == (130, '')
            assert complained.endswith('Interrupted. Run the same command again to continue.\n')
            assert not os.path.exists(place)
            rest = Interrupted(box, 0)
            assert captured(box, place, connect=rest) == expected
            assert rest.asked <= whole.asked - number + 2
            assert os.listdir(os.path.dirname(place)) == ['mine.json']


def test_it_continues_when_the_connection_was_lost(place):
    with shop() as box:
        lost = Interrupted(box, 9, requests.exceptions.ConnectionError)
        status, _, complained = capture(box, place, connect=lost)
        assert status == 1
        assert complained.endswith('Run the same command again to continue.\n')
        captured(box, place)


@pytest.mark.parametrize('at_once', [2, 8])
def test_several_at_once_make_the_same_catalogue(place, at_once):
    with shop() as box:
        expected = captured(box, place)
        os.remove(place)
        assert captured(box, place, '--at-once', at_once) == expected


def test_several_at_once_go_on_after_a_lost_connection(place):
    with shop() as box:
        expected = captured(box, place)
        os.remove(place)
        api = box.api('ann')
        send = api.session.request

        def request(method, url, **options):
            """Send a request, unless it is for one of the modules."""
            if '/shop/db/' in url:
                raise requests.exceptions.ConnectionError()
            return send(method, url, **options)

        api.session.request = request
        status, _, complained = capture(box, place, '--at-once', 3, connect=lambda options: api)
        assert status == 1
        assert complained.endswith('Run the same command again to continue.\n')
        assert captured(box, place, '--at-once', 3) == expected


def test_it_continues_when_it_was_interrupted_while_it_wrote(place, monkeypatch):
    def interrupted(self):
        """Interrupt the program."""
        raise KeyboardInterrupt()

    with shop() as box:
        monkeypatch.setattr(capture_spool.Spool, 'modules', interrupted)
        assert capture(box, place)[0] == 130
        assert os.listdir(os.path.dirname(place)) == ['mine.json.capture']
        monkeypatch.undo()
        rest = Interrupted(box, 0)
        captured(box, place, connect=rest)
        assert rest.asked == 0


def test_a_capture_of_something_else_is_not_taken_up(place):
    with shop() as box:
        capture(box, place, connect=Interrupted(box, 5))
        status, _, complained = capture(box, place, '--versions', 'latest')
        assert status == 1
        assert 'mine.json.capture belongs to a capture with other options' in complained
        assert '"versions": "all"' in complained


def test_what_is_there_already_is_replaced_only_if_it_is_a_catalogue(place):
    with shop() as box:
        captured(box, place)
        captured(box, place)
        with io.open(place, 'w') as stream:
            stream.write('My diary')
        status, _, complained = capture(box, place)
        assert (status, text_of(place)) == (1, 'My diary')
        assert complained == (
            '%s already exists and is not a captured catalogue. Delete it or choose '
            'another name\n' % place)
