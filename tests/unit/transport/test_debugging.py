# -*- coding: utf-8 -*-
"""The log of the library in a stream."""
from __future__ import unicode_literals

import logging
import sys

import pytest

from slipstream.api import Api

from ...streams import Text

LOGGER = logging.getLogger('slipstream.api')


@pytest.fixture
def api():
    """An Api that sends nothing."""
    with Api('https://h', persist_cookie=False) as made:
        yield made


@pytest.fixture(autouse=True)
def untouched():
    """Every test leaves the logger as it was."""
    before = (LOGGER.level, list(LOGGER.handlers))
    yield
    assert (LOGGER.level, LOGGER.handlers) == before


def test_the_log_is_shown_until_the_end(api):
    stream = Text()
    with api.debug(stream) as debugging:
        logging.getLogger('slipstream.api.some').debug('%s', 'one')
        assert debugging.handler.stream is stream
    logging.getLogger('slipstream.api.some').warning('two')
    assert stream.getvalue().endswith(' DEBUG one\n')


def test_it_can_be_stopped_twice_and_out_of_order(api):
    first, second = api.debug(Text()), api.debug(Text())
    first.stop()
    first.stop()
    assert LOGGER.handlers[-1] is second.handler and LOGGER.level == logging.DEBUG
    second.stop()


def test_one_stream_at_a_time_gets_the_lines(api):
    outer, inner = Text(), Text()
    with api.debug(outer):
        LOGGER.debug('one')
        with api.debug(inner):
            LOGGER.debug('two')
        LOGGER.debug('three')
    assert [line.split()[-1] for line in outer.getvalue().splitlines()] == ['one', 'three']
    assert [line.split()[-1] for line in inner.getvalue().splitlines()] == ['two']


def test_a_level_of_the_program_comes_back(api):
    LOGGER.setLevel(logging.ERROR)
    try:
        with api.debug(Text()):
            assert LOGGER.level == logging.DEBUG
        assert LOGGER.level == logging.ERROR
    finally:
        LOGGER.setLevel(logging.NOTSET)


def test_without_a_stream_it_is_the_error_output(api, monkeypatch):
    stream = Text()
    monkeypatch.setattr(sys, 'stderr', stream)
    with api.debug():
        LOGGER.warning('gr\u00fcezi')
    assert stream.getvalue().endswith('WARNING gr\u00fcezi\n')


def test_an_exception_ends_it(api):
    with pytest.raises(KeyError):
        with api.debug(Text()):
            raise KeyError('x')


@pytest.mark.parametrize('line', ['password=hush', 'a cookie {"token": "hush"}', 'secret: hush'])
def test_what_looks_like_a_secret_is_masked(api, line):
    stream = Text()
    with api.debug(stream):
        LOGGER.warning('%s', line)
    assert '********' in stream.getvalue() and 'hush' not in stream.getvalue()


def test_the_line_to_repeat_a_request_commands_no_terminal(api):
    class Exchange(object):
        """An exchange with a name that somebody else has chosen."""

        def curl(self):
            """The line."""
            return "curl 'https://h/\x1b[2J'"

    stream = Text()
    with api.debug(stream):
        LOGGER.debug('one', extra={'exchange': Exchange()})
    assert stream.getvalue().endswith("DEBUG one\n    curl 'https://h/\\x1b[2J'\n")
