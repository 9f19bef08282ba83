# -*- coding: utf-8 -*-
"""Retries: what is sent again, and after how long.

Failed connects are tried again whatever the method: nothing has been sent. Broken connections and
the statuses 429, 502, 503 and 504 are retried for reads only. What creates, scales or deletes is
never sent twice.
"""
from __future__ import unicode_literals

import random
import re
import time
from email.utils import mktime_tz, parsedate_tz

from requests.exceptions import (ChunkedEncodingError, ConnectionError, ConnectTimeout, ReadTimeout,
                                 SSLError)

from .. import redaction
from ..compat import failed_to_connect, integer_types, native_str, string_types
from . import calls
from .connection_errors import explained, may_be_carried_out

#: Repetitions of a request unless told otherwise.
DEFAULT_COUNT = 2
#: Statuses after which a read is repeated.
STATUSES = frozenset([429, 502, 503, 504])
#: Longest wait for a ``Retry-After`` header, in seconds; if it asks for more, the caller gets the
#: response at once.
LONGEST_WAIT = 60.0
#: Seconds that one call may take including waits, repetitions, redirects, a login in between, and
#: the response however slowly it comes; a longer timeout of the caller makes it longer.
LONGEST_CALL = 300.0

_SECONDS = r'[0-9]+\Z'


class Retries(object):
    """How often and how patiently a request is repeated.

    :param int count: repetitions at most; 0 for none.
    :param float backoff: seconds before the first repetition; doubled for each further one, with a
        random part of up to a half.
    :param float total: seconds that one call may take including waits; no repetition starts after
        that.
    """

    def __init__(self, count=DEFAULT_COUNT, backoff=0.5, total=LONGEST_CALL):
        if isinstance(count, bool) or not isinstance(count, integer_types) or count < 0:
            raise ValueError(
                native_str('retries must be a whole number, 0 or more, not %r' % (count,)))
        if backoff < 0 or total <= 0:
            raise ValueError(native_str('The times of retries must not be negative'))
        self.count, self.backoff, self.total = count, backoff, total

    def wait_after_error(self, error, attempt, is_read, jitter=random.random):
        """Seconds to wait after a failed transport, or None to give up.

        :param int attempt: number of repetitions so far.
        :param bool is_read: whether the request may be repeated after it was sent.
        """
        if attempt >= self.count or isinstance(error, (SSLError, ReadTimeout)):
            return None
        if isinstance(error, ConnectTimeout) or failed_to_connect(error):
            return self._pause(attempt, jitter)
        broken = isinstance(error, (ConnectionError, ChunkedEncodingError))
        return self._pause(attempt, jitter) if broken and is_read else None

    def wait_after_answer(self, response, attempt, is_read, jitter=random.random, now=time.time):
        """Seconds to wait after a response other than a success, or None if it stands."""
        if attempt >= self.count or not is_read or response.status_code not in STATUSES:
            return None
        asked = retry_after(response.headers.get('Retry-After'), now)
        if asked is None:
            return self._pause(attempt, jitter)
        return asked if asked <= LONGEST_WAIT else None

    def _pause(self, attempt, jitter):
        return self.backoff * 2 ** attempt * (1 + jitter() / 2.0)

    def __repr__(self):
        return native_str(
            'Retries(count=%d, backoff=%s, total=%s)' % (self.count, self.backoff, self.total))


def answer(session, call, problem):
    """Send a call again, as the retries of the session allow.

    :param session: the :class:`~slipstream.api.transport.session.SessionStore`.
    :param call: the :class:`~slipstream.api.transport.calls.Call`.
    :param problem: the response, or the error, that it has led to.
    :return: the last response.
    :raises requests.exceptions.RequestException: what the last request ended with, if that was not
        a response. Its ``unanswered`` is the method of the request if that may have been carried
        out, or else None.
    """
    retries, attempt, pace = session.retries, 0, calls.pace_of(session)
    while True:
        wait = _wait(retries, problem, attempt, call.is_read) if calls.may_repeat() else None
        asked_all = pace is not None and pace.heard(problem)
        if wait is None or not call.body.can_be_repeated() \
                or session.clock() - call.started + wait > retries.total:
            break
        if asked_all:
            pace.wait()
        else:
            session.sleep(wait)
        call.body.rewind()
        attempt += 1
        call.repetitions += 1
        problem = session._attempt(call)
    try:
        if isinstance(problem, Exception):
            # With the body and the cookie it would get into logs and pickles.
            problem.request = redaction.scrubbed_request(problem.request)
            unanswered = call.method if may_be_carried_out(problem, call) else None
            problem = explained(problem, call, session.endpoint)
            problem.unanswered = unanswered
            raise problem
        return problem
    finally:
        # An error that its own traceback holds would keep the socket open until the next
        # collection.
        del problem


def _wait(retries, problem, attempt, is_read):
    """The seconds to wait after a response or an error, or None."""
    if isinstance(problem, Exception):
        return retries.wait_after_error(problem, attempt, is_read)
    return retries.wait_after_answer(problem, attempt, is_read)


def as_retries(value):
    """The retries that a constructor argument means.

    None for the default, a number of repetitions, or :class:`Retries`.

    :raises ValueError: if it is none of them.
    """
    if isinstance(value, Retries):
        return value
    return Retries() if value is None else Retries(value)


def retry_after(value, now=time.time):
    """Seconds that a ``Retry-After`` header asks for, as seconds or a date; None without one."""
    value = value.strip() if isinstance(value, string_types) else ''  # programs simulate responses
    if re.match(_SECONDS, value):
        return float(value)
    try:
        date = parsedate_tz(value) if value else None
        return max(0.0, mktime_tz(date) - now()) if date else None
    except (OverflowError, TypeError, ValueError):  # no day that there is
        return None
