# -*- coding: utf-8 -*-
"""SessionStore: the session that remembers who is logged in.

A ``requests.Session`` with the cookies of the cookie file, re-login, timeouts and retries. The
only place that sends something.
"""
from __future__ import unicode_literals

import contextlib
import copy
import time

import requests
from requests.exceptions import InvalidURL, RequestException

from .. import redaction
from ..compat import (PYTHON_VERSION, Mapping, integer_types, monotonic, native_str, string_types,
                      to_text, urlsplit)
from ..errors import SlipStreamError
from ..protocol import arguments, documents, paths
from ..version import __version__
from . import (calls, cookies, credentials, history, masked_attributes, mounted_adapters, placement,
               relogin, retries as retrying, sent_secrets)
from .cookie_file import of_user
from .http_session import HttpSession, unreadable

logger = redaction.safe_logger(__name__)

#: Seconds to wait for the service, to connect and for data alike.
DEFAULT_TIMEOUT = 120
DEFAULT_COOKIE_FILE = native_str('~/.slipstream/cookies.txt')

_POSITIONAL = ('params', 'data', 'headers', 'cookies', 'files', 'auth', 'timeout',
               'allow_redirects', 'proxies', 'hooks', 'stream', 'verify',
               'cert', 'json')
_READS = frozenset(['GET', 'HEAD', 'OPTIONS'])


def _guarded_verb(name):
    """A method of requests, which keeps what it was called with in its local variables."""
    return redaction.guarded(vars(requests.Session)[name])


class SessionStore(HttpSession):
    """A ``requests.Session`` that keeps cookies in a file and logs in again when it must.

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
    :param on_exchange: called with each :class:`~slipstream.api.transport.history.Exchange` when it
        is over; None for nothing.
    :raises ValueError: an argument is not acceptable.
    :ivar login_params: the stored credentials; ``{}`` if there are none, None after :meth:`forget`.
    :ivar history: the last exchanges, a :class:`~slipstream.api.transport.history.History`.
    """

    __attrs__ = requests.Session.__attrs__ + ['endpoint', 'reauthenticate', 'insecure', 'timeout',
                                              'retries', 'default_timeout']

    def __init__(self, endpoint, reauthenticate=False, cookie_file=None, login_creds=None,
                 insecure=False, persist_cookie=True, timeout=None,
                 retries=None, ca_bundle=None, client_cert=None, pool_size=None,
                 default_timeout=None, sleep=None, clock=None, on_exchange=None):
        super(SessionStore, self).__init__(arguments.is_on(insecure), ca_bundle, client_cert,
                                           pool_size)
        self.endpoint = endpoint
        self.reauthenticate = reauthenticate
        self.insecure = arguments.is_on(insecure)
        self.timeout = calls.checked_timeout(timeout)
        self.retries = retrying.as_retries(retries)
        self.default_timeout = default_timeout or calls.TimeoutOfModule(__name__)
        self.sleep = sleep or time.sleep
        self.clock = clock or monotonic
        self.login_params = credentials.to_login_params(login_creds)
        self.headers['Accept'] = native_str('application/xml')
        self.headers['User-Agent'] = native_str(user_agent())
        self._prepare(on_exchange)
        policy = cookies.EndpointPolicy(self._plain_origin(), cookies.origin(endpoint))
        self.cookies = cookies.open_jar(
            cookie_file or of_user(endpoint, self.login_params), persist_cookie, policy,
            paths.cookie_port(endpoint))

    def _prepare(self, on_exchange=None):
        self._relogin = relogin.Relogin(self.clock)
        self._cookie_keeper = cookies.Keeper()
        self._checked_endpoint = None
        self.history = history.History(on_exchange=on_exchange)
        self.sent_values = redaction.SentValues(sent_secrets.secrets_in, sent_secrets.users_in)

    @property
    def session_base_url(self):
        """Address of the collection of sessions: where logging in goes."""
        return native_str('%s/api/session' % self.endpoint)

    # Requests

    @redaction.guarded
    def request(self, method, url, *args, **kwargs):
        """Send a request, as ``requests.Session.request`` does.

        :param bool idempotent: the request may be repeated although its method does not say so (the
            search is a PUT).
        :return: the response; after a re-login, the one to the repeated request.
        """
        call = self._call(method, url, dict(zip(_POSITIONAL, args), **kwargs))
        with self._cookie_keeper.keeping(self), self.history.recording(call, self.clock), \
                self._bounded(call):
            # A copy: programs may change them meanwhile.
            call.stored = credentials.LoginParams(self.login_params) if isinstance(
                self.login_params, Mapping) else None
            call.response = self._answer(call)
            if call.is_own and self.is_refused(call.url, call.response):
                self._relogin.repeat(self, call, HttpSession._answer)
            return call.response

    delete, get, head, options, patch, post, put = map(_guarded_verb, (
        'delete', 'get', 'head', 'options', 'patch', 'post', 'put'))

    def send(self, request, **kwargs):
        """Send a prepared request, as ``requests.Session.send`` does.

        :raises InsecureLoginError: others could read the credentials that it carries.
        :raises requests.exceptions.InvalidURL: its address cannot be read.
        """
        call = calls.current()
        if call is None and not kwargs.pop('is_guarded', False):
            try:
                return self._send_alone(request, kwargs)
            finally:
                del request, kwargs  # a traceback would show them
        try:
            if call is not None:
                call.is_at_service = self._is_own(request.url)
                if call.is_at_service:
                    self._sign(call, request)
            if not paths.is_confidential(request.url, self._plain_origin()):
                credentials.check(request)
            return super(SessionStore, self).send(request, **kwargs)
        except (RequestException, SlipStreamError):
            raise
        except ValueError as error:
            failure = unreadable(InvalidURL, error)
        raise failure  # here it has no context, which would quote the address

    @redaction.guarded
    def _send_alone(self, request, kwargs):
        """Send what a program has prepared: no call has done what is due before."""
        self.leave_parent()
        return self.send(request, is_guarded=True, **kwargs)

    def prepare_request(self, request):
        """Prepare a request, as :meth:`request` would send it."""
        if calls.current() is None:  # a program does; else it already fits
            request = placement.fitted(self, request, self._is_own(request.url))
        return super(SessionStore, self).prepare_request(request)

    def _sign(self, call, request):
        """Let a request to the service leave in the name of the user who sent the first one."""
        if call.cookie_headers:
            credentials.Sender(call).sign(request, self._is_of)
        else:
            call.cookie_headers.append(request.headers.get('Cookie'))

    def get_redirect_target(self, resp):
        """Where a response redirects to, see :meth:`HttpSession.get_redirect_target`.

        requests asks this of each response, before it does anything else with it.
        """
        self._note_session(resp)
        target = super(SessionStore, self).get_redirect_target(resp)
        is_leak = target and self._is_own(resp.request.url) and placement.takes_secret_along(
            resp, target)
        return None if is_leak else target

    def leave_parent(self):
        """Use no connections of a process that this one was forked from."""
        self._cookie_keeper.keeping(self)

    def _note_session(self, response):
        call = calls.current()
        if call is not None and call.is_at_service and getattr(response, 'cookies', None):
            call.gained_sessions.append(credentials.session_of(response))

    def _call(self, method, url, options):
        is_read = bool(options.pop('idempotent', False)) or method.upper() in _READS
        is_own = self._is_own(url)
        if options.get('json') is not None:
            documents.encode_json(options['json'])  # some versions of requests send NaN
        options['data'] = arguments.content(options.get('data'))
        if options.get('timeout') is None:
            options['timeout'] = self.timeout or self.default_timeout()
        if is_own:
            if self.endpoint != self._checked_endpoint:
                self._checked_endpoint = paths.endpoint(self.endpoint)
            # Without, requests would add credentials that a .netrc file holds for the host.
            options['auth'] = options.get('auth') or self.auth or calls.no_auth
        else:
            placement.fit_elsewhere(self, options)
        return calls.Call(method, url, options, is_read, is_own, calls.begun(self),
                          sent_values=self.sent_values)

    @contextlib.contextmanager
    def _bounded(self, call):
        """Bound the time that a call takes, but not the time in which a caller reads a stream."""
        with calls.entered(call), calls.bounded(
                self.longest_call(call.options['timeout']), not call.body.is_streamed,
                self.clock) as deadline:
            yield
            if call.options.get('stream', self.stream):
                deadline.lift()

    def longest_call(self, timeout):
        """Seconds that a call may take: those of the retries, or the timeout if that is longer."""
        parts = timeout if isinstance(timeout, tuple) else (timeout,)
        return max([self.retries.total] + [part for part in parts
                                           if isinstance(part, integer_types + (float,))])

    # Logging in

    def need_to_login(self, accessed_url, status_code):
        """Whether a response asks for another login.

        It is a 401 or 403 of the service itself, not the response to a login.
        """
        return bool(self.reauthenticate) and status_code in (401, 403) and self._is_own(
            accessed_url) and accessed_url != self.session_base_url

    def is_refused(self, url, response):
        """Whether the service has refused for want of a session.

        Another host, to which a redirect has led, does not count.
        """
        arrived = getattr(response, 'url', None)  # programs simulate responses
        return self.need_to_login(url, response.status_code) and self._is_own(
            arrived if arrived and isinstance(arrived, string_types) else url)

    @redaction.guarded
    def cimi_login(self, login_params):
        """Log in: add a session.

        :param dict login_params: credentials with the ``href`` of a session template; nothing is
            sent without.
        :return: the response, whatever its status; None if nothing was sent.
        :raises InsecureLoginError: others could read the credentials; nothing was sent.
        """
        if not login_params:
            return None
        with self._relogin.login(login_params) as login:
            login.response = self.request(
                'POST', self.session_base_url, json=credentials.login_document(login_params),
                allow_redirects=False, headers={'Accept': 'application/json'})
            if login.response.status_code == 201:
                self._forget_cookies(credentials.hosts_left(self.endpoint, login.response),
                                     credentials.SESSION_COOKIE)
        return login.response

    def login_again(self):
        """Log in with the stored credentials, unless the service has refused these.

        :return: whether that succeeded.
        :raises InsecureLoginError: others could read the credentials; nothing was sent.
        """
        return self._relogin.log_in(self)

    def remember(self, login_params):
        """Store the credentials of a login that succeeded."""
        self.login_params = login_params and credentials.LoginParams(login_params)
        self._relogin.forget_session()

    def forget(self):
        """Forget this service's cookies, here and in the file, and the stored credentials."""
        self.remember(None)
        self._forget_cookies(credentials.hosts_of(self.endpoint))
        self._cookie_keeper.keep(self)

    def _forget_cookies(self, hosts, name=None):
        """Forget the cookies of hosts, of '' those that a program has set without one."""
        # Programs may put another jar in place, which other threads must not change meanwhile.
        for cookie in getattr(self.cookies, 'snapshot', lambda: list(self.cookies))():
            if cookie.domain.lstrip('.').lower() in hosts and name in (None, cookie.name):
                self.cookies.clear(cookie.domain, cookie.path, cookie.name)

    def clear(self, domain):
        """Clear the cookies of a domain; those of others stay.

        :param str domain: the domain; nothing happens if there are none.
        """
        if domain in self.cookies.list_domains():
            self.cookies.clear(domain)
        self._cookie_keeper.keep(self)

    def may_send_credentials(self):
        """Whether credentials may go to the service.

        They may if they are encrypted, stay on this machine, or the user accepted the risk.
        """
        return paths.is_confidential(paths.endpoint(self.endpoint), self._plain_origin())

    def session_cookie(self):
        """The session that a request to the service would be sent in now.

        :return: a :class:`~slipstream.api.transport.credentials.SessionCookie`, or None.
        """
        try:
            request = self.prepare_request(requests.Request('GET', self.session_base_url))
        except (RequestException, ValueError):  # an invalid endpoint
            return None
        return credentials.session_cookie(request.headers.get('Cookie'))

    def ask_for_session(self, cookie):
        """Ask the service which session a cookie stands for.

        :param cookie: a :class:`~slipstream.api.transport.credentials.SessionCookie`.
        :return: the response, or None if there was none.
        """
        try:
            return self.request('GET', self.session_base_url, allow_redirects=False,
                                headers={'Accept': 'application/json', 'Cookie': cookie.header})
        except (RequestException, SlipStreamError):
            return None

    def _is_of(self, sender, cookie):
        return self._relogin.is_of(sender, cookie, credentials.user_of(self.login_params))

    def _plain_origin(self):
        return cookies.origin(self.endpoint) if self.insecure else None

    def _is_own(self, url):
        return (to_text(url) + '/').startswith(to_text(self.endpoint) + '/') or _is_below(
            url, self.endpoint)

    # Copies

    def __getstate__(self):
        state = super(SessionStore, self).__getstate__()
        for name in ('auth', 'headers', 'params', 'proxies'):
            state[name] = masked_attributes.without_secrets(name, getattr(self, name))
        return state

    def __setstate__(self, state):
        super(SessionStore, self).__setstate__(state)
        self.login_params = {}
        self.sleep, self.clock = time.sleep, monotonic
        self._prepare()
        for adapter in self.adapters.values():
            mounted_adapters.check(adapter)

    def __deepcopy__(self, memo):
        made = type(self).__new__(type(self))
        made.__setstate__(dict((name, copy.deepcopy(value, memo)) for name,
                               value in self.__getstate__().items()))
        made.login_params = copy.deepcopy(self.login_params)
        made.auth = self.auth
        made.headers = self.headers.copy()
        made.params = copy.deepcopy(self.params, memo)
        made.sleep, made.clock = self.sleep, self.clock
        made.history.on_exchange = self.history.on_exchange
        return made


def user_agent():
    """How the client introduces itself."""
    return 'slipstream-api/%s python-requests/%s Python/%s' % (
        __version__, requests.__version__, PYTHON_VERSION)


def _is_below(url, endpoint):
    if cookies.origin(url) != cookies.origin(endpoint):
        return False
    return (urlsplit(to_text(url)).path + '/').startswith(urlsplit(to_text(endpoint)).path + '/')
