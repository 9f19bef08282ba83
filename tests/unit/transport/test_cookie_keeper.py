# -*- coding: utf-8 -*-
"""When the cookies of a session are written: after the last of its calls."""
from __future__ import unicode_literals

import requests

from slipstream.api.transport import cookies


def test_of_several_calls_only_the_last_one_is_not_followed():
    session, followed = requests.Session(), []
    session.cookies.flush = lambda is_followed: followed.append(is_followed())
    keeper = cookies.Keeper()
    for _ in range(2):
        with keeper.keeping(session):
            with keeper.keeping(session), keeper.keeping(session):
                keeper.keep(session)
        keeper.keep(session)
    assert followed == [True, True, True, False, False] * 2


def test_the_first_call_of_a_child_lets_go_of_what_its_adapters_have_of_the_parent(monkeypatch):
    renewed, session, keeper = [], requests.Session(), cookies.Keeper()
    monkeypatch.setattr(cookies.inherited_connections, 'renew', renewed.append)
    keeper.keeping(session)
    monkeypatch.setattr(cookies.os, 'getpid', lambda: -1)
    for _ in range(2):
        keeper.keeping(session)
    assert renewed == [session.adapters]
