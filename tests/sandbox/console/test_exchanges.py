# -*- coding: utf-8 -*-
"""The ring of the last exchanges."""
from __future__ import unicode_literals

import pytest

from slipstream.sandbox.console import exchanges
from slipstream.sandbox.console.exchanges import Exchanges
from slipstream.sandbox.messages import Request, Response
from slipstream.sandbox.state.accounts import Caller


def request(body=b'', target='/run', caller=None):
    message = Request('put', target, [('X-A', 'b')], body)
    message.caller = caller
    return message


def numbers(kept):
    return [exchange.number for exchange in kept.newest_first()]


def test_an_exchange_is_kept_as_it_came():
    kept = Exchanges()
    kept.add(request(b'in', '/run?a=1', Caller('jane')), Response(201, b'out'), 5.0, 0.25)
    exchange, = kept.newest_first()
    assert exchange[:7] == (1, 5.0, 0.25, 'PUT', '/run?a=1', 'jane', 201)
    assert (exchange.request.body, exchange.response.body) == (b'in', b'out')
    assert list(exchange.request.headers) == [('X-A', 'b')]


def test_nobody_may_have_asked_and_nothing_may_have_been_answered():
    kept = Exchanges()
    kept.add(request(), None, 0, 0)
    exchange, = kept.newest_first()
    assert (exchange.username, exchange.status, exchange.response) == (None, None, None)


def test_the_oldest_are_forgotten():
    kept = Exchanges(most=3)
    for _ in range(5):
        kept.add(request(), Response(), 0, 0)
    assert numbers(kept) == [5, 4, 3]
    assert kept.find('4').number == 4 and kept.find('1') is None


@pytest.mark.parametrize('response', [None, Response(200, b'12345')])
def test_bodies_have_limited_room(response):
    kept = Exchanges(room=25)
    for _ in range(9):
        kept.add(request(b'1234567890' if response is None else b'12345'), response, 0, 0)
    assert numbers(kept) == [9, 8]


def test_a_long_body_is_not_kept_and_takes_no_room(monkeypatch):
    monkeypatch.setattr(exchanges, 'LONGEST', 9)
    kept = Exchanges(room=10)
    kept.add(request(b'1'), Response(200, b'234'), 0, 0)
    kept.add(request(b'12345'), Response(200, b'67890'), 0, 0)
    kept.add(request(b'123456'), None, 0, 0)
    assert numbers(kept) == [3, 2, 1]
    assert (kept.find('2').request.body, kept.find('2').response.length) == (None, 5)
