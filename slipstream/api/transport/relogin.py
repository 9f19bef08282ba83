# -*- coding: utf-8 -*-
"""Logging in again: who is logged in, one login for all threads, and which logins were refused.

The service ends sessions. On the XML interface a request then gets a 401. The JSON interface
returns a 403, which may also mean that something is forbidden. After a 403 in a new session, the
client asks whether that session still exists.

A request belongs to the user who sent it: it is never sent again as somebody else.
"""
from __future__ import unicode_literals

import collections
import contextlib
import hashlib
import hmac
import os
import threading

from requests.exceptions import RequestException

from .. import redaction
from ..compat import Mapping, monotonic, text_type, to_text
from ..errors import InsecureLoginError
from ..forks import PerProcess
from ..protocol import documents
from . import credentials, forbidden_places
from .retries import retry_after

logger = redaction.safe_logger(__name__)

#: Seconds after which a login that got a 429 may be tried again, if the response names none.
THROTTLED_FOR = 60
#: How often one call is sent again in a new session: sessions may end faster than that only on a
#: service that is broken.
MOST_REAUTHENTICATIONS = 5

#: How many bytes of a refusal are kept: it need not say more, and is looked through for secrets.
MOST_OF_REFUSAL = 64 * 1024

#: Session cookies and refused credentials that are remembered.
_MOST_REMEMBERED = 100
#: Statuses that refuse the credentials of a login; 408 says that they have not arrived. A 503 puts
#: them off if it names a time.
_REFUSING = frozenset(range(400, 500)) - frozenset([408])
#: What the service says about a session: there is none, or it does not say.
_ENDED, _REFUSED = 'ended', 'refused'


class Relogin(object):
    """Logs in again for a session, and knows in whose name.

    Everything that it asks of the session, it looks up when it needs it: programs replace
    ``cimi_login`` and ``need_to_login``, and change ``login_params``.

    :param clock: a function that returns seconds and never goes back.
    :param lock: makes the lock that is held while somebody logs in; its thread may take it again.
    """

    def __init__(self, clock=monotonic, lock=threading.RLock):
        self._clock = clock
        self._own = PerProcess(lambda: _OfOneProcess(lock()))
        self._salt = os.urandom(16)
        self._users = collections.OrderedDict()  # digests of session cookies, and their users
        self._refusals = collections.OrderedDict()  # digests of credentials, and the responses
        self._forbidden = forbidden_places.ForbiddenPlaces(clock)  # where a 403 needs no question
        self._renewed = None  # the session cookie that the last re-login brought
        self._problem = None  # why the last re-login failed: an answer or an error

    # After a refusal

    def repeat(self, session, call, send):
        """Send a call once more in a new session, if the old one has ended.

        :param session: the :class:`~slipstream.api.transport.session.SessionStore`.
        :param call: the :class:`~slipstream.api.transport.calls.Call`; its response is a refusal.
        :param send: sends it, a function of session and call that returns the response.
        :return: the last response. If a login would have helped but was refused, the attribute
            ``refused_login`` says why: the response to that login, or its error. If logins have
            succeeded, but what they brought is refused, ``refused_sessions`` says how many did.
        """
        while self._may_help(session, call) and self.renew(session, call):
            call.body.rewind()
            call.reauthentications += 1
            call.response = send(session, call)
        if call.reauthentications and session.is_refused(call.url, call.response):
            call.response.refused_sessions = call.reauthentications
        return call.response

    def _may_help(self, session, call):
        return (call.is_own and call.url != session.session_base_url
                and call.reauthentications < MOST_REAUTHENTICATIONS
                and session.is_refused(call.url, call.response)
                and call.body.can_be_repeated() and not _has_own_session(call.options))

    def renew(self, session, call):
        """Have a new session after a refusal, by a login of ours or of another thread.

        :return: whether the call may be sent again.
        """
        own = self._own[os.getpid()]
        failures = own.failures
        with own.lock:
            current, user = session.session_cookie(), credentials.user_of(session.login_params)
            sender = credentials.Sender(call)
            if not sender.has_sent:  # programs replace what would have sent it
                sender.sends(current)
            if current not in (None, sender.cookie):
                return self._goes_on(sender, current, user)
            if user is not None and (user != self._user(sender.first, sender.user)
                                     or self._is_final(session, call)):
                return False
            renewed = failures == own.failures and self._logs_in(session)
            if renewed:
                return self._goes_on(sender, session.session_cookie(), user)
            own.failures += failures == own.failures
            if self._problem is not None:
                call.response.refused_login = self._problem
            return False

    def _goes_on(self, sender, cookie, user):
        """Whether a call may continue in a session; if so, it may not use another."""
        if cookie is not None and not self.is_of(sender, cookie, user):
            return False
        sender.sends(cookie)
        return True

    # What a 403 means

    def _is_final(self, session, call):
        """Whether a refusal has nothing to do with the end of a session.

        After a login, both a 401 and a 403 need a proof that the new session has ended already. A
        403 in the session of an earlier login needs the service not to deny that.
        """
        cookie, again = credentials.Sender(call).cookie, call.reauthentications > 0
        if not again and (call.response.status_code != 403 or cookie != self._renewed):
            return False
        if cookie is None:
            return again
        place = forbidden_places.place(session.endpoint, call)
        if self._forbidden.includes(*place):
            return True
        state = _state_in(session.ask_for_session(cookie))
        if state == _ENDED or state == _REFUSED and not again:
            return False
        self._forbidden.add(*place)
        return True

    # Logging in

    def log_in(self, session):
        """Log in with the stored credentials, unless the service has refused these.

        Refused credentials are tried again when they have changed, or when the time that the
        service named has passed.

        :return: whether that succeeded.
        :raises InsecureLoginError: others could read the credentials; nothing was sent.
        """
        with self._own[os.getpid()].lock:
            if self._logs_in(session):
                return True
            if isinstance(self._problem, InsecureLoginError):
                raise self._problem
            return False

    def _logs_in(self, session):
        params = session.login_params
        self._problem = self._refusal_of(params)
        if self._problem is not None:
            return False
        try:
            response = session.cimi_login(params)
        except (InsecureLoginError, RequestException) as error:
            logger.warning('Logging in again at %s failed: %s', session.endpoint,
                           redaction.redacted_text('%s' % (error,)))
            # What its traceback holds would keep connections open.
            error.__traceback__ = error.__cause__ = error.__context__ = None
            self._problem = error
            return False
        if getattr(response, 'status_code', None) == 201:
            self._renewed = session.session_cookie()
            return True
        if response is not None:
            self._take_refusal(params, response)
            self._problem = redaction.scrubbed(response, MOST_OF_REFUSAL)
        return False

    @contextlib.contextmanager
    def login(self, params):
        """Let a login happen while no other thread logs in or takes a session for its own.

        :param dict params: the credentials.
        :return: a context manager; tell the :class:`Login` that it gives of the response.
        """
        own, login = self._own[os.getpid()], Login()
        with own.lock:
            own.logins += 1
            try:
                yield login
                self._keep(params, login.response)
            finally:
                own.logins -= 1

    def _keep(self, params, response):
        cookie = credentials.session_of(response)
        self._forbidden.clear()
        if response.status_code != 201:
            self._take_refusal(params, response)
            return
        if self._refusals:
            self._refusals.pop(self._digest(params), None)
        if cookie is not None:
            _remember(self._users, self._digest(cookie.header), credentials.user_of(params))

    def forget_session(self):
        """Forget which session a re-login has brought: the user has logged in or out."""
        with self._own[os.getpid()].lock:
            self._renewed = None

    # Who is who

    def is_of(self, sender, cookie, stored):
        """Whether a session is of the user who sends a call.

        :param sender: the :class:`~slipstream.api.transport.credentials.Sender`.
        :param cookie: a session cookie.
        :param stored: whose credentials are stored now.
        """
        return sender.owns(cookie) or self._user(cookie, stored) == self._user(sender.first,
                                                                               sender.user)

    def _user(self, cookie, stored):
        """Whose session a cookie is; None for nobody's.

        It belongs to the user who has logged in with it, or else to the one whose credentials are
        stored.
        """
        if cookie is None:
            return stored
        user = self._users.get(self._digest(cookie.header))
        # While somebody logs in, a new cookie may be theirs.
        unsure = stored is None or self._own[os.getpid()].logins > 0
        return user or (('session', cookie) if unsure else stored)

    # Refused credentials

    def _take_refusal(self, params, response):
        until = _refused_until(response, self._clock())
        if until is not None:
            refusal = redaction.scrubbed(response, MOST_OF_REFUSAL)
            _remember(self._refusals, self._digest(params), (until, refusal))

    def _refusal_of(self, params):
        if not self._refusals:
            return None
        until, problem = self._refusals.get(self._digest(params), (0, None))
        return problem if until > self._clock() else None

    def _digest(self, value):
        """What is kept of a secret: enough to know it again."""
        return hmac.new(self._salt, _exact(value), hashlib.sha256).digest()


class Login(object):
    """A login that is happening.

    :ivar response: the response of the service; set it.
    """

    response = None


class _OfOneProcess(object):
    """The lock that logins hold, how many are going on, and how many re-logins have failed."""

    def __init__(self, lock):
        self.lock = lock
        self.logins = self.failures = 0


def _has_own_session(options):
    """Whether the caller chose the session of a request."""
    headers = (options.get('headers') or {}).items()
    return credentials.SESSION_COOKIE in (options.get('cookies') or ()) or any(
        name.lower() == 'cookie' and credentials.session_cookie(value) for name, value in headers)


def _state_in(response):
    """What a response to the question for the session says; None for one that exists, or if it says
    nothing.
    """
    if response is None:
        return None
    if response.status_code in (401, 403):
        return _REFUSED
    try:
        document = documents.decode_json(
            response.content) if response.status_code == 200 else None
    except ValueError:
        return None
    sessions = document.get('sessions') if isinstance(document, Mapping) else None
    return _ENDED if sessions == [] else None


def _refused_until(response, now):
    """Until when credentials are not tried again; None if the response does not refuse them."""
    named = retry_after((getattr(response, 'headers', None) or {}).get('Retry-After'))
    if response.status_code not in _REFUSING and (response.status_code != 503 or named is None):
        return None
    if named is not None:
        return now + named
    return now + THROTTLED_FOR if response.status_code == 429 else float('inf')


def _exact(value):
    """The bytes of a value with its kind and length in front: only equal values have the same.

    A string is taken as it is: the repr of one that is a secret may be a mask.
    """
    kind, content = 'text', value  # Python 2 has two types of strings
    if isinstance(value, text_type):
        content = text_type.encode(value, 'utf-8', 'surrogatepass')
    elif isinstance(value, (dict, Mapping)):
        parts = [_exact(name) + _exact(value[name]) for name in value]
        kind, content = 'mapping', b''.join(sorted(parts))
    elif not isinstance(value, bytes):
        kind, content = to_text(type(value).__name__), to_text(value).encode(
            'utf-8', 'surrogatepass')
    return ('%s %d ' % (kind, len(content))).encode('utf-8') + content


def _remember(memory, key, value):
    memory.pop(key, None)
    while len(memory) >= _MOST_REMEMBERED:
        memory.popitem(last=False)
    memory[key] = value
