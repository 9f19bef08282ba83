# -*- coding: utf-8 -*-
"""Request history and reports, on both interfaces."""
from __future__ import unicode_literals

import logging

import pytest

from slipstream.api import NotFoundError
from slipstream.api.compat import to_text

from ..streams import Text

SECRETS = ('jane-password', 'com.sixsq.slipstream.cookie=', 'token=')


@pytest.fixture
def reported():
    """The exchanges that the client ``watched`` has reported."""
    return []


@pytest.fixture
def watched(sandbox, reported):
    """A client that logs in when it must, and reports each exchange."""
    return sandbox.api('jane', reauthenticate=True, on_exchange=reported.append,
                       sleep=lambda seconds: None)


def use(api):
    """Use both interfaces."""
    api.session.cookies.clear()
    api.list_project_content().peek()
    api.cimi_search('events', last=1)
    with pytest.raises(NotFoundError):
        api.get_element('no/such')


EXPECTED = [('POST', '/api/session', 201), ('GET', '/module', 200),
            ('GET', '/api/cloud-entry-point', 200), ('PUT', '/api/event', 200),
            ('GET', '/module/no/such', 404)]


def test_each_exchange_is_reported(watched, reported):
    del reported[:]
    use(watched)
    assert [tuple(exchange[:3]) for exchange in reported][:5] == EXPECTED
    assert {exchange.user for exchange in reported} == {'jane'}
    shown = repr([vars(exchange) for exchange in reported]) + ''.join(
        to_text(exchange.curl()) for exchange in reported)
    assert [secret for secret in SECRETS if secret in shown] == []


def test_records_have_fields(watched, caplog):
    caplog.set_level(logging.DEBUG, logger=str('slipstream.api'))
    use(watched)
    records = [record for record in caplog.records if hasattr(record, 'status')]
    assert [(record.method, record.path, record.status) for record in records][:5] == EXPECTED
    assert {record.user for record in records} == {'jane'}
    assert [secret for secret in SECRETS if secret in repr([vars(record) for record in records])
            + caplog.text] == []


def test_debugging_shows_each_request_and_no_secret(watched):
    stream = Text()
    with watched.debug(stream):
        use(watched)
    lines = stream.getvalue().splitlines()
    watched.usage().peek()
    assert stream.getvalue().splitlines() == lines
    assert [line.partition(' DEBUG ')[2].partition(' in ')[0] for line in lines][:10:2] == [
        '%s %s %s' % row for row in EXPECTED]
    assert all(line.startswith('    curl -X ') for line in lines[1:10:2])
    assert [secret for secret in SECRETS if secret in stream.getvalue()] == []


def test_the_function_may_use_the_api(sandbox):
    """Also after a login that other threads would wait for."""
    names = []

    def ask(exchange):
        """Ask who is logged in, each time."""
        names.append((exchange.path, api.current_session() is not None))

    api = sandbox.api('jane', reauthenticate=True, on_exchange=ask)
    del names[:]
    api.session.cookies.clear()
    api.list_project_content().peek()
    assert names == [('/api/session', True), ('/module', True)]
