# -*- coding: utf-8 -*-
"""Calls: what a program asks a session to send, and what becomes of it.

One call of ``SessionStore.request`` may lead to several requests: repetitions, redirects, and once
more after logging in again. What belongs to the call as a whole stands here.

So does when it has to be over. Timeouts count from one piece of data to the next, so a service that
sends a byte now and then could hold a caller forever. A deadline counts from the beginning of a
call, through all its repetitions and redirects and the login in between.

And so does what is kept of a call when it is over. Few are ever looked at, so it is kept unmasked,
and shows nothing: :mod:`.history` masks what it shows.
"""
from __future__ import unicode_literals

import collections
import contextlib
import logging
import os
import sys
import threading
import time

from requests.exceptions import ReadTimeout

from ..compat import Mapping, integer_types, monotonic, native_str, text_type, to_text
from ..forks import PerProcess

#: Larger bodies are not kept.
LARGEST_BODY = 4096

#: Stands for a body that is not kept.
NOT_KEPT = False  # a pickle knows it again


class _InProgress(threading.local):
    """What a thread is doing: its call, when that has to be over, the pace that it keeps with
    others, and whether it repeats nothing."""

    call = deadline = pace = None
    repeats_nothing = False


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
    :ivar stored: the credentials that were stored when it began, a
        :class:`~slipstream.api.transport.credentials.LoginParams`; None without.
    :ivar bool is_at_service: whether the request that was sent last, which may be a redirected one,
        went to the service.
    :ivar list cookie_headers: the headers ``Cookie`` of its requests to the service.
    :ivar list gained_sessions: the session cookies that responses of the service have brought.
    :ivar response: the response; None until it has come.
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
        self.stored = self.response = None
        self.repetitions = self.reauthentications = 0
        self.is_at_service = is_own
        self.cookie_headers, self.gained_sessions = [], []
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


class Record(object):
    """What is kept of a call. It does not show it, and its pickles are empty.

    :param call: the :class:`Call`.
    :param status: the status of the answer, or the name of the error if there was none.
    :param float seconds: how long it took.
    :param request: the request that was sent last, a ``requests.PreparedRequest``; None without.
    :param float at: when it began, as seconds since 1970.
    """

    __slots__ = ('method', 'url', 'address', 'headers', 'body', 'status', 'seconds', 'at', 'user',
                 'repetitions', 'reauthentications', 'sent_values')

    def __init__(self, call, status, seconds, request, at):
        self.method, self.url = call.method, call.url
        self.address = getattr(request, 'url', None) or call.url
        headers = getattr(request, 'headers', None) or {}
        self.headers = [(name, headers.get(name)) for name in ('Accept', 'Content-Type')]
        self.body = _kept_body(getattr(request, 'body', None), self.headers[1][1])
        self.status, self.seconds, self.at = status, seconds, at
        self.user = _name_in(call.stored or {})
        self.repetitions, self.reauthentications = call.repetitions, call.reauthentications
        self.sent_values = call.sent_values

    def __reduce__(self):
        return object, ()


def _name_in(stored):
    """The user name, or the id of the API key, in stored credentials; None if there are none."""
    name = stored.get('username') or stored.get('key')
    return None if name is None else to_text(name)


def _kept_body(body, kind):
    if body is None:
        return None
    is_small = isinstance(body, (bytes, text_type)) and len(body) <= LARGEST_BODY
    kind = to_text(kind or '').lower()
    is_told = 'json' in kind or kind.startswith('application/x-www-form-urlencoded')
    return body if is_small and is_told else NOT_KEPT


class Recorder(object):
    """Keeps the records of the last calls; threads may share it.

    :param int length: how many are kept.
    :param logger: what writes them to the debug log.
    :param on_exchange: what they are reported to as well; None for nothing.
    """

    def __init__(self, length, logger, on_exchange=None):
        self.on_exchange = on_exchange
        self._logger = logger
        self._kept = collections.deque(maxlen=length)
        self._locks = PerProcess(threading.Lock)

    def __len__(self):
        return len(self._kept)

    def add(self, exchange):
        """Keep one more; the oldest goes if there are too many."""
        with self._locks[os.getpid()]:
            self._kept.append(exchange)

    def clear(self):
        """Forget them."""
        with self._locks[os.getpid()]:
            self._kept.clear()

    def recording(self, call, clock=monotonic):
        """Keep what becomes of a call, write it to the debug log, and report it.

        :param call: the :class:`Call`.
        :param clock: a function that returns seconds and never goes back.
        :return: a context manager, inside of which the call is sent.
        """
        return _Recording(self, call, clock)

    def _is_watched(self, call):
        """Whether a call is logged or reported as soon as it is over."""
        return self.on_exchange is not None or bool(call.reports) or self._logger.isEnabledFor(
            logging.DEBUG)

    def _tell(self, call, record):
        """Log and report a call; a recorder alone does neither."""

    def _snapshot(self):
        with self._locks[os.getpid()]:
            return list(self._kept)


class _Recording(object):
    """Records one call."""

    def __init__(self, recorder, call, clock):
        self._recorder, self._call, self._clock = recorder, call, clock

    def __enter__(self):
        self._at, self._started = time.time(), self._clock()

    def __exit__(self, kind, error, traceback):
        response = self._call.response
        record = Record(
            self._call, response.status_code if error is None else to_text(kind.__name__),
            self._clock() - self._started,
            getattr(response if error is None else error, 'request', None), self._at)
        self._recorder.add(record)
        if self._recorder._is_watched(self._call):
            self._recorder._tell(self._call, record)


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


@contextlib.contextmanager
def without_repetition():
    """Let this thread repeat no request: what it reads is not worth a wait."""
    outer, _in_progress.repeats_nothing = _in_progress.repeats_nothing, True
    try:
        yield
    finally:
        _in_progress.repeats_nothing = outer


def may_repeat():
    """Whether this thread may repeat a request."""
    return not _in_progress.repeats_nothing


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
        raise ReadTimeout('The call took too long')
    if isinstance(timeout, tuple):
        return tuple(_shorter(part, left) for part in timeout)
    return _shorter(timeout, left)


def _shorter(seconds, left):
    if seconds is None:
        return left
    return min(seconds, left) if isinstance(seconds, integer_types + (float,)) else seconds


class TimeoutOfModule(object):
    """The global ``DEFAULT_TIMEOUT`` of a module, read at each call: programs may change it.

    :param str module: name of the module. A pickle holds this name.
    """

    def __init__(self, module):
        self._module = module

    def __call__(self):
        return sys.modules[self._module].DEFAULT_TIMEOUT


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


def no_auth(request):
    """Let requests add no credentials, those of a ``.netrc`` file either."""
    return request
