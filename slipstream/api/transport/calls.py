# -*- coding: utf-8 -*-
"""Calls: what a program asks a session to send, and what becomes of it.

One call of ``SessionStore.request`` may lead to several requests: repetitions, redirects, and once
more after logging in again. What belongs to the call as a whole stands here.

So does when it has to be over. Timeouts count from one piece of data to the next, so a service that
sends a byte now and then could hold a caller forever. A deadline counts from the beginning of a
call, through all its repetitions and redirects and the login in between.
"""
from __future__ import unicode_literals

import contextlib
import threading

from requests.exceptions import ReadTimeout

from ..compat import Mapping, integer_types, monotonic, native_str, text_type


class _InProgress(threading.local):
    """What a thread is doing: its call, when that has to be over, and the pace that it keeps with
    others."""

    call = deadline = pace = None


_in_progress = _InProgress()


class Call(object):
    """One call of a program.

    :param str method: HTTP method.
    :param str url: address.
    :param dict options: what ``requests.Session.request`` takes besides.
    :param bool is_read: whether it changes nothing on the service, so that it may be sent again.
    :param bool is_own: whether it goes to the service that the session belongs to.
    :param float started: when it began, on the clock of the session.
    :param sent_values: the :class:`~slipstream.api.redaction.SentValues` of the session; or None.
    :ivar body: the :class:`Body`.
    :ivar sender: who sends it, a :class:`~slipstream.api.transport.credentials.Sender`.
    :ivar bool is_at_service: whether the request that was sent last, which may be a redirected one,
        went to the service.
    :ivar response: the answer; None until it has come.
    :ivar int repetitions: how often it was sent again, because of failures that pass.
    :ivar int reauthentications: how often it was sent again, in a new session.
    :ivar list reports: what to report at the end of the call: pairs of function and exchange.
    """

    def __init__(self, method, url, options, is_read=False, is_own=True, started=0,
                 sent_values=None):
        self.method, self.url, self.options = method, url, options
        self.is_read, self.is_own, self.started = is_read, is_own, started
        self.sent_values = sent_values
        self.body = Body(options)
        self.sender = self.response = None
        self.repetitions = self.reauthentications = 0
        self.is_at_service = is_own
        self.reports = []


class Body(object):
    """The body of a request, and whether it can be sent again.

    :param dict options: what ``requests.Session.request`` takes.
    """

    def __init__(self, options):
        data = options.get('data')
        self._stream = data if hasattr(data, 'read') else None
        self._once = bool(options.get('files'))
        self._start = None
        if self._stream is not None:
            self._find_start()
        elif data is not None and not isinstance(data, (bytes, text_type, Mapping, list, tuple)):
            self._once = True

    def _find_start(self):
        try:
            self._start = self._stream.tell()
            self._once = self._once or not hasattr(self._stream, 'seek')
        except (AttributeError, IOError, OSError):
            self._once = True

    @property
    def is_streamed(self):
        """Whether it may have any length."""
        return self._once or self._stream is not None

    def can_be_repeated(self):
        """Whether it can be sent again as a whole."""
        return not self._once

    def rewind(self):
        """Go back to where it began."""
        if self._stream is not None:
            self._stream.seek(self._start)


class Deadline(object):
    """A moment at which a call has to be over.

    :param float at: that moment, on the monotonic clock; None for never.
    :param afterwards: seconds to it from the moment when everything has been sent, if that is what
        is wanted; None otherwise.
    :param clock: a function that returns seconds and never goes back.
    """

    def __init__(self, at, afterwards=None, clock=monotonic):
        self.at = at
        self._afterwards = afterwards
        self._clock = clock

    def sent(self):
        """Everything has been sent."""
        if self._afterwards is not None:
            self.at, self._afterwards = self._clock() + self._afterwards, None

    def left(self):
        """The seconds that are left, 0 or less when it has passed; None without end."""
        return None if self.at is None else self.at - self._clock()

    def lift(self):
        """Let the rest of the call take as long as it needs: the caller reads it now."""
        self.at = None


def current():
    """The call that this thread is in, or None."""
    return _in_progress.call


def deadline():
    """The deadline of the call that this thread is in, or None."""
    return _in_progress.deadline


@contextlib.contextmanager
def entered(call):
    """Make a call the current one of this thread."""
    outer, _in_progress.call = current(), call
    try:
        yield
    finally:
        _in_progress.call = outer


@contextlib.contextmanager
def bounded(seconds, is_sent_at_once=True, clock=monotonic):
    """Give what happens inside a deadline. One that is in force already is not put off.

    :param float seconds: the time it may take.
    :param bool is_sent_at_once: False if sending may take as long as it needs, and the time counts
        from then on.
    :param clock: a function that returns seconds and never goes back.
    """
    outer = deadline()
    moments = [clock() + seconds] if is_sent_at_once else []
    if outer is not None and outer.at is not None:
        moments.append(outer.at)
    made = _in_progress.deadline = Deadline(
        min(moments) if moments else None, None if moments else seconds, clock)
    try:
        yield made
    finally:
        _in_progress.deadline = outer


@contextlib.contextmanager
def paced(pace):
    """Let this thread keep a pace with others.

    :param pace: the :class:`~slipstream.api.transport.pace.Pace`.
    """
    outer, _in_progress.pace = _in_progress.pace, pace
    try:
        yield
    finally:
        _in_progress.pace = outer


def begun(session):
    """Begin a call, if need be after the pace of this thread; when, on the clock of the session."""
    pace = pace_of(session)
    if pace is not None:
        pace.wait()
    return session.clock()


def pace_of(session):
    """The pace that this thread keeps towards the service of a session, or None."""
    pace = _in_progress.pace
    return pace if pace is not None and pace.session is session else None


def within(timeout, deadline):
    """A timeout, shortened to end with the deadline.

    :param timeout: seconds, a pair of seconds, or what urllib3 takes.
    :raises requests.exceptions.ReadTimeout: if the deadline has passed.
    """
    left = None if deadline is None else deadline.left()
    if left is None:
        return timeout
    if left <= 0:
        raise ReadTimeout('The call has taken too long')
    if isinstance(timeout, tuple):
        return tuple(_shorter(part, left) for part in timeout)
    return _shorter(timeout, left)


def _shorter(seconds, left):
    if seconds is None:
        return left
    return min(seconds, left) if isinstance(seconds, integer_types + (float,)) else seconds


def checked_timeout(value):
    """A timeout: None, seconds, or a pair of seconds (to connect, for data).

    :raises ValueError: if it is something else, or not positive.
    """
    parts = value if isinstance(value, (tuple, list)) else (value,)
    numbers = all(part is None or isinstance(part, integer_types + (float,))
                  and not isinstance(part, bool) and part > 0 for part in parts)
    if not numbers or len(parts) != (2 if isinstance(value, (tuple, list)) else 1):
        raise ValueError(
            native_str(
                'timeout must be a number of seconds or a pair of them (to connect, for data), not '
                '%r' % (value,)))
    return tuple(value) if isinstance(value, list) else value
