# -*- coding: utf-8 -*-
"""Calls: what a program asks a session to send."""
from __future__ import unicode_literals

import io

import pytest
import requests

from slipstream.api.transport import calls


class Pipe(object):
    """Can be read once."""

    read = None  # that it is there is enough


class Deaf(Pipe):
    """Tells where it is, but cannot go back."""

    def tell(self):
        """Where it is."""
        return 3


class Broken(Deaf):
    """Cannot even tell where it is."""

    def tell(self):
        """Where it is."""
        raise IOError('Illegal seek')

    def seek(self, place):
        """Go there."""


@pytest.mark.parametrize('options, once, streamed', [
    ({}, False, False), ({'data': b'x'}, False, False), ({'data': 'x'}, False, False),
    ({'data': {'a': 'b'}}, False, False), ({'data': [('a', 'b')]}, False, False),
    ({'data': io.BytesIO(b'x')}, False, True), ({'data': Pipe()}, True, True),
    ({'data': Deaf()}, True, True), ({'data': Broken()}, True, True),
    ({'data': iter([b'x'])}, True, True), ({'files': {'f': b'x'}}, True, True)])
def test_a_body_that_can_be_rewound_can_be_sent_again(options, once, streamed):
    body = calls.Body(options)
    assert (body.can_be_repeated(), body.is_streamed) == (not once, streamed)


def test_a_file_begins_again_where_it_began():
    stream = io.BytesIO(b'skip and the rest')
    stream.seek(5)
    body = calls.Body({'data': stream})
    stream.read()
    body.rewind()
    assert stream.tell() == 5
    calls.Body({}).rewind()


def test_a_call_inside_of_a_call_gives_way_to_the_outer_one():
    assert calls.current() is None
    outer, inner = calls.Call('GET', 'https://h', {}), calls.Call('POST', 'https://h', {})
    with calls.entered(outer):
        with pytest.raises(KeyError), calls.entered(inner):
            assert calls.current() is inner
            raise KeyError('x')
        assert calls.current() is outer
    assert calls.current() is None


def test_a_call_says_by_itself_that_it_changes_something_at_the_service():
    call = calls.Call('PUT', 'https://h', {})
    assert (call.is_read, call.is_own, call.is_at_service, call.started) == (False, True, True, 0)
    assert (call.stored, call.response, call.sent_values) == (None, None, None)
    assert calls.Call('PUT', 'https://i', {}, is_own=False).is_at_service is False


def test_within_a_pace_another_one_counts_until_its_block_ends():
    class Paced(object):
        session = object()

    outer, inner, session = Paced(), Paced(), Paced.session
    with calls.paced(outer):
        with calls.paced(inner):
            assert calls.pace_of(session) is inner
        assert calls.pace_of(session) is outer
    assert calls.pace_of(session) is None


def clock():
    """It is always ten."""
    return 10


def test_a_deadline_within_another_is_no_later():
    with calls.bounded(5, clock=clock) as outer:
        for seconds, at in ((3, 13), (5, 15), (9, 15)):
            with calls.bounded(seconds, clock=clock) as inner:
                assert calls.deadline() is inner
                assert (inner.at, inner.left()) == (at, at - 10)
            assert calls.deadline() is outer
    assert calls.deadline() is None


def test_the_time_counts_from_when_everything_is_sent_if_that_may_take_long():
    with calls.bounded(5, False, clock) as deadline:
        assert (deadline.at, deadline.left()) == (None, None)
        for _ in range(2):
            deadline.sent()
            assert (deadline.at, deadline.left()) == (15, 5)


def test_what_may_take_long_still_ends_with_what_is_around_it():
    with calls.bounded(5, clock=clock), calls.bounded(2, False, clock) as inner:
        inner.sent()
        assert inner.at == 15


@pytest.mark.parametrize('value, kept', [
    (None, None), (2, 2), (0.5, 0.5), ((1, None), (1, None)), ([1, 2], (1, 2))])
def test_a_timeout_is_kept_as_requests_takes_it(value, kept):
    checked = calls.checked_timeout(value)
    assert checked == kept and isinstance(checked, type(kept))


@pytest.mark.parametrize('value', [0, -1, True, 'x', (1,), (1, 2, 3), (1, 0), [True, 1], {}])
def test_what_is_no_timeout_is_refused_with_the_reason(value):
    with pytest.raises(ValueError) as info:
        calls.checked_timeout(value)
    assert str(info.value) == (
        'timeout must be a number of seconds or a pair of them (to connect, for data), not %r'
        % (value,))


@pytest.mark.parametrize('timeout, left, expected', [
    (7, None, 7), (7, 9, 7), (7, 3, 3), (7, 0.5, 0.5), (None, 3, 3), ((1, 7), 3, (1, 3)),
    ((None, 2), 3, (3, 2)), ('of urllib3', 3, 'of urllib3')])
def test_a_timeout_ends_with_the_deadline(timeout, left, expected):
    assert calls.within(timeout, calls.Deadline(left, clock=lambda: 0)) == expected
    assert calls.within(timeout, None) == timeout


@pytest.mark.parametrize('left', [0, -1])
def test_nothing_is_sent_after_the_deadline(left):
    with pytest.raises(requests.exceptions.ReadTimeout, match='^The call took too long$'):
        calls.within(7, calls.Deadline(left, clock=lambda: 0))
