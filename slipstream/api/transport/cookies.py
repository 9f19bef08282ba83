# -*- coding: utf-8 -*-
"""Cookies: who may see them, and where they are kept.

A jar that is requests' and Mozilla's at once, in memory and in the cookie file; and the rules of
who gets a cookie: the host and the port that sent it and nobody else, over plain http only on this
machine, as in browsers, or if the user accepted that.
"""
from __future__ import unicode_literals

import copy
import os
import threading

from requests.cookies import RequestsCookieJar

from ..compat import cookiejar, native_repr, to_text, urlsplit
from ..errors import CookieFileWarning, warn
from ..forks import PerProcess
from ..protocol.paths import cookie_port, is_loopback, origin
from ..redaction import safe_logger
from . import cookie_file, inherited_connections

logger = safe_logger(__name__)

_BASE = cookiejar.CookieJar


class CookieFileJar(RequestsCookieJar, cookiejar.MozillaCookieJar):
    """Cookies in memory and, if there is a file, in the file.

    It has the methods of requests' jar (``get``, ``[]``, ``set``, ``get_dict`` ...) and those of
    ``MozillaCookieJar`` (``save``, ``load``, ``revert``).

    :param filename: where to keep cookies; None keeps them in memory.
    :param str port: port of the service: cookies of the same host that belong to another port stay
        in the file only.
    """

    def __init__(self, filename=None, policy=None, port=None):
        _BASE.__init__(self, policy)
        self.filename = filename
        self.delayload = False
        self._port = port
        self._prepare()

    def _prepare(self):
        self._changes = {}
        self._warned = False
        self._own = PerProcess(_OfOneProcess)

    @property
    def _cookies_lock(self):
        return self._own[os.getpid()].lock

    @_cookies_lock.setter
    def _cookies_lock(self, lock):
        """The constructor of the base sets a lock, which a child would inherit while it is held."""

    # Memory

    def extract_cookies(self, response, request):
        """Keep the cookies of a response, and forget those that it ends.

        A response ends only what its request has carried: the refusal of an old session may arrive
        after another thread has logged in.
        """
        own = self._own[os.getpid()]
        with own.lock:
            own.sent = (request.get_header('Cookie') or '').split('; ')
            own.host = cookiejar.eff_request_host(request)[1]
            try:
                _BASE.extract_cookies(self, response, request)
            finally:
                own.sent = None

    def make_cookies(self, response, request):
        """The cookies of a response, tied to the host and the port that sent them.

        Whatever ``Domain`` and ``Port`` say: a session of the service is no business of its
        neighbours. Cookies that the host may not set for that domain are left out.
        """
        allowed = [cookie for cookie in _BASE.make_cookies(self, response, request)
                   if self._policy.set_ok(cookie, request)]
        for cookie in allowed:
            cookie.domain = cookiejar.eff_request_host(request)[1]
            cookie.domain_specified = cookie.domain_initial_dot = cookie.port_specified = False
            cookie.port = cookie_port(request.get_full_url())
        return [cookie for cookie in allowed if not self._is_in_the_way(cookie)]

    def _is_in_the_way(self, cookie):
        """Whether a cookie of another port would replace one of the service in memory."""
        stored = self._cookies.get(cookie.domain, {}).get(cookie.path, {}).get(cookie.name)
        return stored is not None and self._port is not None and cookie.port != self._port and (
            stored.port in (None, self._port))

    def set_cookie(self, cookie, *args, **kwargs):
        """Keep a cookie; what is new is written to the file by the next :meth:`flush`."""
        hide_values([cookie])
        with self._cookies_lock:
            stored = self._cookies.get(cookie.domain, {}).get(cookie.path, {}).get(cookie.name)
            RequestsCookieJar.set_cookie(self, cookie, *args, **kwargs)
            if stored is None or (stored.value, stored.expires,
                                 stored.port) != (cookie.value, cookie.expires, cookie.port):
                self._changes[cookie_file.key(cookie)] = cookie

    def clear(self, domain=None, path=None, name=None):
        """Forget cookies: all, those of a domain, of a path there, or one.

        :raises KeyError: if there are none.
        """
        with self._cookies_lock:
            own = self._own[os.getpid()]
            sent = own.sent
            if sent is not None:  # whatever Domain says, cookies are kept for the host alone
                if not ('.' + own.host).endswith('.' + domain.lstrip('.')):
                    return
                domain = own.host
            meant = [cookie for cookie in self
                     if domain in (None, cookie.domain) and path in (None, cookie.path)
                     and name in (None, cookie.name)]
            if sent is not None and meant and not any(
                    '%s=%s' % (cookie.name, cookie.value) in sent for cookie in meant):
                return
            for cookie in meant:
                ended = None if sent is None else cookie_file.Ended(cookie.value)
                self._changes[cookie_file.key(cookie)] = ended
            _BASE.clear(self, domain, path, name)

    def snapshot(self):
        """The cookies as a list, safe from changes by other threads."""
        with self._cookies_lock:
            return list(self)

    @native_repr
    def __repr__(self):
        kept = sorted('%s%s: %s' % (cookie.domain, cookie.path, cookie.name)
                      for cookie in self.snapshot())
        # The values are as good as passwords.
        return '<%s of %s>' % (type(self).__name__, ', '.join(kept) or 'nothing')

    __str__ = __repr__

    # File

    def flush(self, is_followed=lambda: False):
        """Write what has changed to the file; problems with the file cause one warning and fail
        nothing.

        :param is_followed: whether another thread will flush, too, as soon as it is done with
            something that it has begun already.
        """
        while self._changes and self.filename:
            # Nobody waits for another who is writing. What changes meanwhile is written by who
            # comes next, or by the same again if nobody does.
            saving = self._own[os.getpid()].saving
            if not saving.acquire(False):
                return
            try:
                if not self._write_changes():
                    return
            finally:
                saving.release()
            if is_followed():
                return

    def _write_changes(self):
        with self._cookies_lock:
            changes, self._changes = self._changes, {}
        written = False
        try:
            # After one failed wait there is no other: requests must not be slow because of
            # the file.
            cookie_file.change(self.filename, changes, 0 if self._warned else None)
            written = True
        except cookie_file.CookieFileError as error:
            self._warn('written', error)
        finally:  # also when the user interrupts: what was not written is written next time
            if not written:
                with self._cookies_lock:
                    changes.update(self._changes)
                    self._changes = changes
        return written

    def load(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Read the cookies of a file into memory; a damaged file is warned of, not an error.

        :param filename: the file; None for the jar's own.
        """
        path = filename or self.filename
        if not path or cookie_file.is_device(path):
            return
        try:
            cookies, damaged = cookie_file.load(path)
        except cookie_file.CookieFileError as error:
            self._warn('read', error, path)
            return
        if damaged:
            self._warn('read in full', '%d lines are damaged' % damaged, path)
        for cookie in cookies:
            if cookie.port in (None, self._port) or self._port is None:
                if ignore_expires or not cookie.is_expired():
                    RequestsCookieJar.set_cookie(self, cookie)

    def save(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Write the cookies to a file; other cookies in it stay.

        :param filename: the file; None for the jar's own.
        """
        path = filename or self.filename
        if not path or cookie_file.is_device(path):
            return
        changes = dict((cookie_file.key(cookie), cookie) for cookie in self.snapshot())
        try:
            cookie_file.change(path, changes)
        except cookie_file.CookieFileError as error:
            self._warn('written', error, path)

    def revert(self, filename=None, ignore_discard=False, ignore_expires=False):
        """Forget what is in memory and read the file anew."""
        with self._cookies_lock:
            self._cookies = {}
            self.load(filename, ignore_discard, ignore_expires)

    def _warn(self, what, error, path=None):
        if self._warned:
            logger.debug('cookie file cannot be %s: %s', what, error)
            return
        self._warned = True
        warn('The cookie file %s cannot be %s: %s. Cookies are kept in memory.'
             % (to_text(path or self.filename), what, to_text(error)),
             CookieFileWarning, logger)

    # Copies

    def copy(self):
        """A copy in memory."""
        made = RequestsCookieJar(policy=self._policy)
        made.update(self)
        return made

    def __deepcopy__(self, memo):
        made = type(self)(self.filename, copy.copy(self._policy), self._port)
        for cookie in self.snapshot():
            RequestsCookieJar.set_cookie(made, copy.copy(cookie))
        return made

    def __getstate__(self):
        # Where the cookies are, never the cookies: they are as good as a password.
        return {'filename': self.filename, '_policy': self._policy, '_port': self._port}

    def __setstate__(self, state):
        _BASE.__init__(self, state['_policy'])
        self.filename, self._port, self.delayload = state['filename'], state['_port'], False
        self._prepare()
        self.load()


class Keeper(object):
    """Writes the cookies of a session to its file when a call is over, even if it was interrupted.

    Of many threads, the last one that is done writes what the others have changed. The first call
    of a forked process lets the connections of its parent go.
    """

    def __init__(self):
        self._calls = PerProcess(_CallsInProgress)
        self._calls[os.getpid()]  # made now: in a child, they are not

    def keeping(self, session):
        """A context manager, inside of which a call is made."""
        process = os.getpid()
        if process not in self._calls:
            inherited_connections.renew(session.adapters)
        return _Keeping(self._calls[process], session)

    def keep(self, session):
        """Write what has changed."""
        _flush(session, self._calls[os.getpid()])


class _Keeping(object):
    """A call, after which cookies are written."""

    def __init__(self, calls, session):
        self._calls, self._session = calls, session

    def __enter__(self):
        self._calls.change(1)

    def __exit__(self, *_):
        self._calls.change(-1)
        _flush(self._session, self._calls)


def _flush(session, calls):
    flush = getattr(session.cookies, 'flush', None)  # programs may put another jar in place
    if flush is not None:
        flush(lambda: calls.number > 0)


class _CallsInProgress(object):
    """How many calls have begun and not ended in one process."""

    def __init__(self):
        self._lock, self.number = threading.Lock(), 0

    def change(self, by):
        """One more or one less."""
        with self._lock:
            self.number += by


class _OfOneProcess(object):
    """The locks of a jar, and what a response's request has carried while its cookies are kept."""

    def __init__(self):
        self.lock = threading.RLock()
        self.saving = threading.Lock()
        self.sent = self.host = None


class EndpointPolicy(cookiejar.DefaultCookiePolicy, object):
    """Python's rules for cookies, made exact: a cookie goes to its own host and port only.

    A cookie without a host goes to the service, and so does one of its host without a port, from a
    program or a file. Loopback addresses count as secure; so does an endpoint if the user accepts.

    :param plain_origin: scheme, host and port of an endpoint that gets secure cookies over plain
        http, or None.
    :param own_origin: scheme, host and port of the service, or None.
    """

    def __init__(self, plain_origin=None, own_origin=None):
        cookiejar.DefaultCookiePolicy.__init__(self)
        self.plain_origin, self.own_origin = plain_origin, own_origin

    def return_ok_domain(self, cookie, request):
        """Whether the cookie belongs to the host that is asked, and not to one above it."""
        own = cookie.domain.lstrip('.').lower()
        if not own:
            return origin(request.get_full_url()) == self.own_origin
        return own in cookiejar.eff_request_host(request)

    def return_ok_port(self, cookie, request):
        """Whether the cookie belongs to the port that is asked."""
        if cookie.port is None and self.own_origin is not None:
            host, port = origin(request.get_full_url())[1:]
            return host != self.own_origin[1] or port == self.own_origin[2]
        return cookie.port is None or cookie_port(
            request.get_full_url()) in cookie.port.split(',')

    def return_ok_secure(self, cookie, request):
        """Whether the cookie may be sent over a connection that is or is not secure."""
        if cookiejar.DefaultCookiePolicy.return_ok_secure(self, cookie, request):
            return True
        url = request.get_full_url()
        return is_loopback(urlsplit(url).hostname) or self.plain_origin is not None and origin(
            url) == self.plain_origin

    def __deepcopy__(self, memo):
        return type(self)(self.plain_origin, self.own_origin)


def hide_values(jar):
    """Let the representations of cookies not show their values.

    :param jar: a jar or a list; programs with simulated responses may have something else there.
    """
    for cookie in jar if isinstance(jar, (cookiejar.CookieJar, list)) else ():
        if cookie.__class__ is cookiejar.Cookie:
            cookie.__class__ = cookie_file.HiddenCookie


def open_jar(path=None, persist=True, policy=None, port=None):
    """A jar for a service, with the cookies that the file holds.

    :param path: path of the file; None or empty for the default.
    :param bool persist: False keeps everything in memory.
    """
    located, problem = None, None
    try:
        located = cookie_file.locate(path) if persist else None
    except cookie_file.CookieFileError as error:
        problem = 'The cookie file %r cannot be used: %s.' % (path, to_text(error))
    if persist and located is None:
        warn('%s Cookies are kept in memory.'
             % (problem or 'There is no home directory for the cookie file.'),
             CookieFileWarning, logger)
    in_memory = located is None or cookie_file.is_device(located)
    jar = CookieFileJar(None if in_memory else located, policy, port)
    jar.load()
    return jar
