# -*- coding: utf-8 -*-
"""Retries: what is sent again, and after how long."""
from __future__ import unicode_literals

import io

import pytest
import requests
from requests.exceptions import (ChunkedEncodingError, ConnectionError, ConnectTimeout, InvalidURL,
                                 ReadTimeout, SSLError)
from requests.packages.urllib3 import exceptions as urllib3_exceptions

from slipstream.api import compat
from slipstream.api.transport import calls
from slipstream.api.transport.http_session import HttpSession
from slipstream.api.transport.retries import LONGEST_WAIT, Retries, as_retries, retry_after

REFUSED = ConnectionError(urllib3_exceptions.MaxRetryError(
    None, '/', urllib3_exceptions.NewConnectionError(None, 'refused')))
BROKEN = ConnectionError(urllib3_exceptions.ProtocolError('aborted'))


class Answer(object):
    def __init__(self, status_code, **headers):
        self.status_code, self.headers = status_code, dict(
            (name.replace('_', '-'), value) for name, value in headers.items())


@pytest.mark.parametrize('error, for_reads, for_others', [
    (REFUSED, True, True), (ConnectTimeout(), True, True), (BROKEN, True, False),
    (ConnectionError(), True, False),
    (ChunkedEncodingError(), True, False),
    (ReadTimeout(), False, False), (SSLError(), False, False), (InvalidURL(), False, False)])
def test_reads_are_repeated_after_more_errors_than_other_requests(error, for_reads, for_others):
    policy = Retries(1)
    assert (policy.wait_after_error(error, 0, True) is not None) == for_reads
    assert (policy.wait_after_error(error, 0, False) is not None) == for_others
    assert policy.wait_after_error(error, 1, True) is None


@pytest.mark.parametrize('status, expected', [(200, False), (429, True), (500, False), (501, False),
                                              (502, True), (503, True), (504, True)])
def test_reads_are_repeated_after_these_statuses(status, expected):
    assert (Retries(1).wait_after_answer(Answer(status), 0, True) is not None) == expected
    assert Retries(1).wait_after_answer(Answer(status), 0, False) is None
    assert Retries(0).wait_after_answer(Answer(status), 0, True) is None


def test_waits_grow_with_jitter():
    policy = Retries(5, backoff=1)
    assert [policy.wait_after_error(BROKEN, attempt, True, lambda: 0) for attempt in range(4)] == [
        1, 2, 4, 8]
    assert policy.wait_after_error(BROKEN, 0, True, lambda: 1) == 1.5


def test_retry_after_is_honoured_up_to_a_cap():
    policy = Retries(1)
    assert policy.wait_after_answer(Answer(503, Retry_After='7'), 0, True) == 7
    date = Answer(503, Retry_After='Thu, 01 Jan 1970 00:01:40 GMT')
    assert policy.wait_after_answer(date, 0, True, now=lambda: 60) == 40
    assert policy.wait_after_answer(Answer(503, Retry_After='%d' % LONGEST_WAIT), 0,
                                    True) == LONGEST_WAIT
    assert policy.wait_after_answer(Answer(503, Retry_After='%d' % (LONGEST_WAIT + 1)), 0,
                                    True) is None


@pytest.mark.parametrize('value, expected', [
    (None, None), ('', None), ('soon', None), ('\xb2', None), ('-5', None),
    ('Thu, 99 Foo 99999999999 99:99:99 GMT', None),
    ('Thu, 01 Jan 99999999999999999999 00:01:40 GMT', None), ('9' * 400, float('inf')),
    (' 12 ', 12.0),
    ('Thu, 01 Jan 1970 00:01:40 GMT', 40.0), ('Thu, 01 Jan 1970 00:00:10 GMT', 0.0)])
def test_retry_after_reads_seconds_and_dates(value, expected):
    assert retry_after(value, lambda: 60) == expected


def test_as_retries_refuses_invalid_counts_and_times():
    assert as_retries(None).count == 2 and as_retries(0).count == 0
    retries = Retries(3)
    assert as_retries(retries) is retries and 'count=3' in repr(retries)
    for wrong in (-1, True, 'x', 1.5):
        with pytest.raises(ValueError):
            as_retries(wrong)
    for wrong in (-1, 'x'):
        with pytest.raises(ValueError, match='0 or more, not .*%s' % wrong):
            Retries(wrong)
    for options in ({'backoff': -1}, {'total': 0}):
        with pytest.raises(ValueError, match='must not be negative'):
            Retries(1, **options)
    assert repr(Retries(0, backoff=0, total=1)) == 'Retries(count=0, backoff=0, total=1)'
    assert repr(Retries()) == 'Retries(count=2, backoff=0.5, total=300.0)'


def test_compat_hides_the_dialects_of_the_transport():
    assert compat.failed_to_connect(REFUSED)
    assert not compat.failed_to_connect(BROKEN)
    assert not compat.failed_to_connect(ConnectionError())
    assert compat.is_timeout(ConnectionError(urllib3_exceptions.ReadTimeoutError(None, '/', 'x')))
    assert not compat.is_timeout(BROKEN)
    assert compat.unread_bytes(None) == 0
    assert compat.native_str(3) == 3
    assert isinstance(compat.native_str('a'), str)
    assert isinstance(compat.native_str(b'a'), str)
    assert compat.to_text(b'a') == 'a' and compat.to_text(3) == '3' and compat.fspath('x') == 'x'


class Session(object):
    """Responds from a script, and notes timeouts and waits.

    :ivar now: seconds; advances while it sleeps.
    """

    endpoint = 'https://h:8443/base'
    _answer, _attempt = vars(HttpSession)['_answer'], vars(HttpSession)['_attempt']

    def __init__(self, *answers, **options):
        self.answers, self.timeouts, self.waits, self.bodies = list(answers), [], [], []
        self.retries, self.now = Retries(**options), 0

    def _request(self, method, url, timeout=None, data=None):
        assert (method, url) == ('GET', 'https://h:8443/base/run')
        self.timeouts.append(timeout)
        self.bodies.append(data.read() if hasattr(data, 'read') else data)
        result = self.answers.pop(0)
        if isinstance(result, Exception):
            raise result
        return result

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now += seconds

    def clock(self):
        return self.now

    def get(self, **options):
        """Send a call that reads; the call and the response."""
        options.setdefault('timeout', 9)
        call = calls.Call('GET', 'https://h:8443/base/run', options, is_read=True,
                          started=self.now)
        return call, self._answer(call)


def test_a_request_has_no_more_time_than_its_call():
    session = Session(Answer(200), Answer(200), Answer(200))
    session.get()
    with calls.bounded(4, clock=lambda: 0):
        session.get()
        session.get(timeout=(3, 9))
    assert session.timeouts == [9, 4, (3, 4)]


def test_a_call_counts_its_repetitions_and_sends_its_body_from_the_start():
    body = io.BytesIO(b'skipped, sent')
    body.seek(9)
    session = Session(Answer(503, Retry_After='2'), BROKEN, Answer(200), count=5, backoff=4)
    call, response = session.get(data=body)
    assert (response.status_code, call.repetitions) == (200, 2)
    assert session.bodies == [b'sent'] * 3
    assert session.waits[0] == 2 and 8 <= session.waits[1] <= 12


@pytest.mark.parametrize('seconds, statuses', [(10, [503, 200]), (11, [503])])
def test_no_repetition_starts_after_the_time_of_the_call(seconds, statuses):
    session = Session(*[Answer(status, Retry_After='%d' % seconds) for status in (503, 200)],
                      total=10)
    session.now = 1000
    assert session.get()[1].status_code == statuses[-1]
    assert session.waits == [seconds] * (len(statuses) - 1)


@pytest.mark.parametrize('problem', [Answer(503), Answer(429, Retry_After='1'), BROKEN, REFUSED])
def test_a_thread_without_repetition_sends_once(problem):
    session = Session(problem, Answer(200), problem, Answer(200))
    try:
        with calls.without_repetition(), calls.without_repetition():
            assert session.get()[1] is problem
    except ConnectionError:
        assert isinstance(problem, ConnectionError)
    assert session.waits == [] and len(session.answers) == 3
    session.answers.pop(0)
    assert session.get()[1].status_code == 200 and len(session.waits) == 1


def test_a_body_that_cannot_be_sent_again_is_sent_once():
    session = Session(Answer(503), Answer(200))
    assert session.get(data=iter([b'x']))[1].status_code == 503 and session.waits == []


def test_a_failure_is_explained_with_the_service_that_does_not_respond():
    with pytest.raises(ConnectionError, match='doctor --endpoint https://h:8443/base$') as info:
        Session(REFUSED, count=0).get()
    assert str(info.value).startswith('No connection to https://h:8443: ')


def test_an_error_keeps_its_request_without_its_secrets():
    error = InvalidURL('x', request=requests.Request('GET', 'https://h', headers={
        'Cookie': 'a=hush'}).prepare())
    with pytest.raises(InvalidURL) as info:
        Session(error).get()
    assert info.value.request.url == 'https://h/' and info.value.request.headers['Cookie'] != (
        'a=hush')
