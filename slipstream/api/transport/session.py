# -*- coding: utf-8 -*-
"""SessionStore: the session that remembers who is logged in.

A ``requests.Session`` with the cookies of the cookie file, re-login, time-outs and retries. The
only place that sends something.
"""
from __future__ import unicode_literals

import copy
import logging
import threading
import time

import requests
from requests.exceptions import RequestException

from .. import redaction
from ..compat import (PYTHON_VERSION, Mapping, integer_types, monotonic, native_str, string_types,
                      text_type, to_text, urlsplit)
from ..protocol import paths
from ..version import __version__
from . import cookies, deadlines, history, retries as retrying
from .cookie_file import of_user
from .http_session import Transport, within

logger = logging.getLogger(__name__)

#: Seconds to wait for the service, to connect and for data alike.
DEFAULT_TIMEOUT = 120
DEFAULT_COOKIE_FILE = native_str('~/.slipstream/cookies.txt')
HREF_SESSION_TMPL_INTERNAL = native_str('session-template/internal')
HREF_SESSION_TMPL_APIKEY = native_str('session-template/api-key')

_POSITIONAL = ('params', 'data', 'headers', 'cookies', 'files', 'auth', 'timeout',
               'allow_redirects', 'proxies', 'hooks', 'stream', 'verify',
               'cert', 'json')
_READS = frozenset(['GET', 'HEAD', 'OPTIONS'])


class SessionStore(Transport):
    """A ``requests.Session`` that keeps its cookies in a file and logs in again when the service asks
    for it.

    :param str endpoint: address of the service, without trailing slash.
    :param bool reauthenticate: whether to log in again with the stored credentials after a 401 or
        403 of the service.
    :param cookie_file: path of the cookie file; None for the default.
    :param dict login_creds: credentials to store: ``username`` and ``password``, or ``key`` and
        ``secret``.
    :param bool insecure: accept any certificate, and send the session cookie over plain http.
    :param bool persist_cookie: False keeps the cookies in memory.
    :param timeout: seconds to wait, or a pair (to connect, for data); None for
        :data:`DEFAULT_TIMEOUT`.
    :param retries: how often a request that may be repeated is repeated; None for the default.
    :param ca_bundle: path of a file or folder with the certificates of the authorities to trust;
        None for those that requests trusts.
    :param client_cert: path of a certificate with its key, or a pair of paths, to show to the
        service; None for none.
    :param int pool_size: how many connections are kept open for further requests; None for 64.
    :param default_timeout: a function that returns the timeout of requests without one of their
        own; it is called for each of them. None for :data:`DEFAULT_TIMEOUT`.
    :param sleep: how to wait before a request is repeated, a function of seconds; None for
        ``time.sleep``.
    :param clock: what measures how long a call takes, a function that returns seconds and never
        goes back; None for the clock of the system.
    :raises ValueError: an argument is not acceptable.
    :ivar login_params: the stored credentials; ``{}`` if there are none, None after :meth:`forget`.
    :ivar history: the last exchanges, a :class:`~slipstream.api.transport.history.History`.
    """

    __attrs__ = requests.Session.__attrs__ + ['endpoint', 'reauthenticate', 'insecure', 'timeout',
                                              'retries', 'default_timeout']

    def __init__(self, endpoint, reauthenticate=False, cookie_file=None, login_creds=None,
                 insecure=False, persist_cookie=True, timeout=None,
                 retries=None, ca_bundle=None, client_cert=None, pool_size=None,
                 default_timeout=None, sleep=None, clock=None):
        super(SessionStore, self).__init__(is_on(insecure), ca_bundle, client_cert, pool_size)
        self.endpoint = endpoint
        self.reauthenticate = reauthenticate
        self.insecure = is_on(insecure)
        self.timeout = checked_timeout(timeout)
        self.retries = retrying.as_retries(retries)
        self.default_timeout = default_timeout or _default_timeout
        self.sleep = sleep or time.sleep
        self.clock = clock or monotonic
        self.login_params = to_login_params(login_creds)
        self.headers['Accept'] = native_str('application/xml')
        self.headers['User-Agent'] = native_str(user_agent())
        self._prepare()
        policy = cookies.EndpointPolicy(cookies.origin(endpoint) if self.insecure else None)
        self.cookies = cookies.open_jar(
            cookie_file or of_user(endpoint, self.login_params), persist_cookie, policy,
            native_str(_port(endpoint)))

    def _prepare(self):
        self._login_lock = threading.RLock()
        self._renewed = None  # the Cookie header that the last re-login brought
        self._failures = 0  # how often a re-login has failed
        self._refused = None  # the credentials that the service refused last
        # Requests that have begun and not ended.
        self._counting, self._under_way = threading.Lock(), 0
        self.history = history.History()

    @property
    def session_base_url(self):
        """Address of the collection of sessions: where logging in goes."""
        return native_str('%s/api/session' % self.endpoint)

    # Requests

    def request(self, method, url, *args, **kwargs):
        """Send a request, as ``requests.Session.request`` does.

        :param bool idempotent: the request may be repeated although its method does not say so (the
            search is a PUT).
        :return: the answer; after a re-login, the one to the repeated request.
        """
        options = dict(zip(_POSITIONAL, args), **kwargs)
        is_read = bool(options.pop('idempotent', False)) or method.upper() in _READS
        own = self._is_own(url)
        if own:
            paths.endpoint(self.endpoint)
        self._add_defaults(options, own)
        body = _Body(options)
        started = self.clock()
        self._count_under_way(1)
        try:
            with self.history.watch(method, url) as watch, \
                    deadlines.bounded(self.longest_call(options['timeout']), not body.is_streamed,
                                      self.clock) as deadline:
                response, repeated = self._send_patiently(method, url, options, is_read, body,
                                                          started)
                again = own and self._is_refused(
                    url, response) and body.can_be_repeated() and self._renew(response)
                if again:
                    body.rewind()
                    response, more = self._send_patiently(method, url, options, is_read, body,
                                                          started)
                    repeated += more
                if options.get('stream', self.stream):
                    deadline.lift()
                watch.answered(response, repeated, again)
        finally:  # also when it failed or was interrupted: a session that was opened on the way is worth keeping
            self._count_under_way(-1)
            self._keep_cookies()
        if logger.isEnabledFor(logging.DEBUG):
            logger.debug('%s %s %s in %d ms%s%s', method, shown_path(url), response.status_code,
                         (self.clock() - started) * 1000,
                         ', %d retries' % repeated if repeated else '',
                         ', after logging in again' if again else '')
        return response

    def need_to_login(self, accessed_url, status_code):
        """Whether an answer asks for another login: a 401 or 403 from the service itself, but not to a login."""
        return bool(self.reauthenticate) and status_code in (401, 403) and self._is_own(
            accessed_url) and accessed_url != self.session_base_url

    def cimi_login(self, login_params):
        """Log in: add a session.

        :param dict login_params: credentials with the ``href`` of a session template; nothing is
            sent without.
        :return: the answer, whatever its status; None if nothing was sent.
        """
        if not login_params:
            return None
        return self.request('POST', self.session_base_url,
                            json={'sessionTemplate': dict(login_params)}, allow_redirects=False,
                            headers={'Accept': 'application/json'})

    def login_again(self):
        """Log in with the stored credentials, unless the service has just refused these.

        :return: whether that succeeded.
        """
        with self._login_lock:
            if self.login_params and self.login_params == self._refused:
                return False
            params = self.login_params
            try:
                response = self.cimi_login(params)
            except RequestException as error:
                logger.warning('Logging in again at %s failed: %s', self.endpoint,
                               redaction.redacted_text('%s' % (error,)))
                return False
            status = getattr(response, 'status_code', None)
            if status == 201:
                self._renewed = self._cookie_header()
            elif params and status in (400, 401, 403, 404):
                self._refused = copy.copy(params)
            return status == 201

    def remember(self, login_params):
        """Store the credentials of a login that succeeded."""
        with self._login_lock:
            self.login_params, self._refused, self._renewed = login_params, None, None

    def forget(self):
        """Forget this service's cookies, here and in the file, and the stored credentials."""
        self.remember(None)
        host = (urlsplit(self.endpoint).hostname or '').lower()
        for cookie in self.cookies.snapshot():
            if cookie.domain.lstrip('.').lower() in (host, host + '.local'):
                self.cookies.clear(cookie.domain, cookie.path, cookie.name)
        self._keep_cookies()

    def clear(self, domain):
        """Clear the cookies of a domain; those of others stay.

        :param str domain: the domain; nothing happens if there are none.
        """
        if domain in self.cookies.list_domains():
            self.cookies.clear(domain)
        self._keep_cookies()

    def may_send_credentials(self):
        """Whether credentials may travel: encrypted, to this machine, or because the user accepted that they are readable."""
        parts = urlsplit(paths.endpoint(self.endpoint))
        return parts.scheme == 'https' or self.insecure or cookies.is_loopback(parts.hostname)

    def _send_patiently(self, method, url, options, is_read, body, started):
        """Send, and send again as the retries allow; returns the answer and the number of repetitions."""
        attempt, deadline = 0, deadlines.current()
        while True:
            try:
                response = self._request(
                    method, url, **dict(options, timeout=within(options['timeout'], deadline)))
                wait = self.retries.wait_after_answer(response, attempt, is_read)
                problem = response
            except RequestException as error:
                wait = self.retries.wait_after_error(error, attempt, is_read)
                problem = error
            late = wait is not None and self.clock() - started + wait > self.retries.total
            if wait is None or late or not body.can_be_repeated():
                break
            self.sleep(wait)
            body.rewind()
            attempt += 1
        try:
            if isinstance(problem, Exception):
                # With the body and the cookie it would get into logs and pickles.
                problem.request = redaction.scrubbed_request(problem.request)
                raise problem
            return problem, attempt
        finally:
            # An error that its own traceback holds would keep the socket open until the next
            # collection.
            del problem

    def longest_call(self, timeout):
        """Seconds that a call may take: those of the retries, or the time-out if that is longer."""
        parts = timeout if isinstance(timeout, tuple) else (timeout,)
        return max([self.retries.total] + [part for part in parts
                                           if isinstance(part, integer_types + (float,))])

    def _is_refused(self, url, response):
        """Whether the service itself has refused for want of a session, and not another host to which a redirect has led."""
        return self.need_to_login(url, response.status_code) and self._is_own(
            getattr(response, 'url', None) or url)

    def _add_defaults(self, options, own):
        if options.get('timeout') is None:
            options['timeout'] = self.timeout or self.default_timeout()
        if own:
            # Without an explicit one, requests would add credentials that a .netrc file holds for
            # the host.
            options['auth'] = options.get('auth') or self.auth or _no_auth
        elif not any(name.lower() == 'accept' for name in options.get('headers') or ()):
            options['headers'] = dict(options.get('headers') or {}, Accept=native_str('*/*'))

    # Who is asking

    def _renew(self, response):
        """After a refusal: have a new session, by our own login or by that of another thread; whether to ask again."""
        refused, failures = _sent_cookie(response), self._failures
        with self._login_lock:
            current = self._cookie_header()
            if current is not None and current != refused:
                return True
            if response.status_code == 403 and refused is not None and refused == self._renewed:
                return False
            # What another thread has just tried in vain, while this one waited.
            if failures != self._failures:
                return False
            renewed = self.login_again()
            self._failures += not renewed
            return renewed

    def _cookie_header(self):
        """The Cookie header that a request to the service would carry now, or None."""
        request = requests.Request('GET', self.session_base_url)
        return self.prepare_request(request).headers.get('Cookie')

    def _is_own(self, url):
        return (to_text(url) + '/').startswith(to_text(self.endpoint) + '/') or _is_below(
            url, self.endpoint)

    def _keep_cookies(self):
        flush = getattr(self.cookies, 'flush', None)  # programs may put another jar in place
        if flush is not None:
            flush(lambda: self._under_way > 0)

    def _count_under_way(self, change):
        with self._counting:
            self._under_way += change

    # Copies

    def __getstate__(self):
        state = super(SessionStore, self).__getstate__()
        state['auth'] = None
        state['proxies'] = dict((name, _without_credentials(proxy)) for name,
                                proxy in self.proxies.items())
        state['params'] = dict((name, value) for name,
                               value in dict(self.params).items() if not redaction.is_secret(name))
        state['headers'] = type(self.headers)((name, value) for name, value in self.headers.items()
                                              if not redaction.is_secret(name))
        return state

    def __setstate__(self, state):
        super(SessionStore, self).__setstate__(state)
        self.login_params = {}
        self.sleep, self.clock = time.sleep, monotonic
        self._prepare()

    def __deepcopy__(self, memo):
        made = type(self).__new__(type(self))
        made.__setstate__(dict((name, copy.deepcopy(value, memo)) for name,
                               value in self.__getstate__().items()))
        made.login_params = copy.deepcopy(self.login_params)
        made.auth = self.auth
        made.headers = self.headers.copy()
        made.sleep, made.clock = self.sleep, self.clock
        return made


class _Body(object):
    """The body of a request, and whether it can be sent once more."""

    def __init__(self, options):
        self._stream = options.get('data') if hasattr(options.get('data'), 'read') else None
        self._once = bool(options.get('files'))
        self._start = None
        data = options.get('data')
        if self._stream is not None:
            try:
                self._start = self._stream.tell()
                self._once = self._once or not hasattr(self._stream, 'seek')
            except (AttributeError, IOError, OSError):
                self._once = True
        elif data is not None and not isinstance(data, (bytes, text_type, Mapping, list, tuple)):
            self._once = True

    @property
    def is_streamed(self):
        """Whether it may be of any length."""
        return self._once or self._stream is not None

    def can_be_repeated(self):
        """Whether the body is as good as new, or can be made so."""
        return not self._once

    def rewind(self):
        """Go back to where the body began."""
        if self._stream is not None:
            self._stream.seek(self._start)


def to_login_params(creds):
    """The parameters of a login for stored credentials.

    :param dict creds: ``username`` and ``password``, or ``key`` and ``secret``; None, an empty dict
        and one without values mean none.
    :return: a new dict with the ``href`` of the session template; ``{}`` for none.
    :raises ValueError: if neither pair is complete.
    """
    given = dict((name, value) for name, value in (creds or {}).items() if value is not None)
    if not given:
        return {}
    for href, names in ((HREF_SESSION_TMPL_INTERNAL, ('username', 'password')),
                        (HREF_SESSION_TMPL_APIKEY, ('key', 'secret'))):
        if all(given.get(name) for name in names):
            return dict(((name, given[name]) for name in names), href=href)
    raise ValueError(
        native_str('login_creds needs username and password, or key and secret; it has: %s'
                   % ', '.join(sorted(given))))


def _default_timeout():
    """The time-out of a session without one of its own."""
    return DEFAULT_TIMEOUT


def checked_timeout(value):
    """A time-out: None, seconds, or a pair of seconds (to connect, for data).

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


def is_on(value):
    """Whether a setting is on: its truth value, but the texts that say no in configuration files are off."""
    if isinstance(value, string_types):
        return value.strip().lower() not in ('', '0', 'false', 'no', 'off', 'none')
    return bool(value)


def user_agent():
    """How the client introduces itself."""
    return 'slipstream-api/%s python-requests/%s Python/%s' % (
        __version__, requests.__version__, PYTHON_VERSION)


def shown_path(url):
    """The path of an address for a log line: without query, which may hold secrets."""
    parts = urlsplit(to_text(url))
    return parts.path or '/'


def _without_credentials(address):
    scheme, separator, rest = address.rpartition('://')
    return scheme + separator + rest.rpartition('@')[2]


def _sent_cookie(response):
    return getattr(getattr(response, 'request', None), 'headers', {}).get('Cookie')


def _is_below(url, endpoint):
    base = urlsplit(to_text(endpoint))
    return cookies.origin(url) == cookies.origin(endpoint) and (
        urlsplit(to_text(url)).path + '/').startswith(base.path + '/')


def _port(endpoint):
    # As the standard library's jar sees it: 80 stands for the default, also with https.
    try:
        return '%s' % (urlsplit(endpoint).port or 80)
    except ValueError:  # no address: it is refused when something is to be sent
        return '80'


def _no_auth(request):
    return request
