# -*- coding: utf-8 -*-
"""Doctor: diagnoses connection problems.

``python -m slipstream.api doctor`` looks at one thing after the other, from the name of the host to
the user who is logged in, and says what would help where something is wrong. It shows no secrets.
"""
from __future__ import unicode_literals

import base64
import collections
import contextlib
import json
import os
import socket
import ssl
import stat
import time
from email.utils import mktime_tz, parsedate_tz

from requests.certs import where
from requests.exceptions import RequestException
from requests.utils import get_auth_from_url, get_environ_proxies, select_proxy

from .compat import http_client, native_str, to_text, urlsplit
from .display.text import encodable
from .display.values import neutral
from .errors import SlipStreamError
from .protocol.paths import without_secrets
from .transport import cookies
from .transport.credentials import SESSION_COOKIE

#: What was found: the name of the check; True, False, or None if it could not be tried; what there
#: is; what would help.
Finding = collections.namedtuple(native_str('Finding'), native_str('check ok detail remedy'))

#: Seconds that the clocks may differ.
LARGEST_SKEW = 60
#: Seconds that finding out who signed the certificate may take.
TLS_TIMEOUT = 10

#: Settings whose source is reported.
_REPORTED = ('endpoint', 'username', 'password', 'key', 'secret', 'login_creds', 'cookie_file',
             'insecure')
_SIGNS = {True: '\u2713', False: '\u2717', None: '-'}
_PLAIN_SIGNS = {True: 'ok', False: 'XX', None: '--'}


def signer(host, port, proxy=None, verify=True, environ=None):
    """Connect, check the certificate, and tell who signed it.

    :param str host: name of the service.
    :param int port: its port.
    :param proxy: address of the proxy on the way, or None.
    :param verify: path of a file or folder with the authorities to trust; True or False for the
        usual ones.
    :param environ: environment variables, where ``REQUESTS_CA_BUNDLE`` and ``CURL_CA_BUNDLE`` are
        looked for.
    :return: a sentence.
    :raises OSError: there is no connection, or the certificate is not good; ``ssl.SSLError`` and
        ``socket.error`` are subclasses or aliases of it.
    :raises ValueError: the certificate is for somebody else (Python 2 and 3.6).
    """
    environ = os.environ if environ is None else environ
    bundle = verify if not isinstance(verify, bool) else environ.get(
        'REQUESTS_CA_BUNDLE') or environ.get('CURL_CA_BUNDLE') or where()
    context = ssl.create_default_context(
        **{native_str('capath' if os.path.isdir(bundle) else 'cafile'): native_str(bundle)})
    connection = _tls_connection(native_str(host), port, proxy, context)
    with contextlib.closing(connection):
        connection.connect()
        return _described(connection.sock.getpeercert(), connection.sock.version())


def _described(certificate, protocol):
    """A sentence about a certificate, as ``ssl.SSLSocket.getpeercert`` gives it."""
    issuer = dict(pair for part in certificate.get('issuer', ()) for pair in part)
    names = [to_text(issuer[name]) for name in ('organizationName', 'commonName')
             if issuer.get(name)]
    return '%s, signed by %s, until %s' % (to_text(protocol), ', '.join(
        names) or 'an unnamed authority', to_text(certificate.get('notAfter', '?')))


def _tls_connection(host, port, proxy, context):
    if not proxy:
        return http_client.HTTPSConnection(host, port, timeout=TLS_TIMEOUT, context=context)
    parts = urlsplit(to_text(proxy if '://' in proxy else 'http://' + proxy))
    connection = http_client.HTTPSConnection(native_str(parts.hostname), parts.port or 8080,
                                             timeout=TLS_TIMEOUT, context=context)
    credentials = ':'.join(get_auth_from_url(to_text(proxy)))
    headers = {'Proxy-Authorization': 'Basic ' + base64.b64encode(
        credentials.encode('utf-8')).decode('ascii')} if credentials != ':' else {}
    connection.set_tunnel(host, port, headers)
    return connection


class Doctor(object):
    """Examines one :class:`~slipstream.api.Api`.

    :param api: the Api.
    :param environ: environment variables.
    :param now: the time.
    :param resolve: finds the addresses of a host, as ``socket.getaddrinfo`` does.
    :param signer: who signed the certificate, see :func:`signer`.
    """

    def __init__(self, api, environ=None, now=time.time, resolve=socket.getaddrinfo,
                 signer=signer):
        self._api = api
        self._environ = os.environ if environ is None else environ
        self._now, self._resolve, self._signer = now, resolve, signer
        self._parts = urlsplit(to_text(api.endpoint))
        proxies = dict(get_environ_proxies(api.endpoint, None),
                       **api.session.proxies) if api.session.trust_env else api.session.proxies
        proxy = to_text(select_proxy(api.endpoint, proxies) or '')
        self._proxy = proxy if '://' in proxy or not proxy else 'http://' + proxy
        self._way = _readable(self._proxy) if proxy else self._parts
        self._answer = None

    def examine(self):
        """All findings, in the order of the way to the service.

        :return: a list of :class:`Finding`.
        """
        checks = (self._settings, self._named_proxy, self._name, self._connection,
                  self._encryption, self._clock, self._service, self._cookie_file,
                  self._session_cookie, self._user)
        return [check() for check in checks]

    def _settings(self):
        sources = self._api.config_sources
        settings = '; '.join('%s from %s' % (name, sources[name]) for name in _REPORTED
                             if sources.get(name, 'default') != 'default')
        return Finding('settings', True,
                       '%s%s' % (self._api.endpoint,
                                 ' (%s)' % settings if settings else ' (all defaults)'), None)

    def _named_proxy(self):
        if not self._proxy:
            return Finding('proxy', True, 'none', None)
        values = (self._proxy, self._proxy[len('http://'):])
        names = [name for name in sorted(self._environ) if name.lower().endswith('_proxy')
                 and to_text(self._environ[name]) in values]
        shown = without_secrets(self._proxy) if self._way is None else _without_credentials(
            self._proxy)
        return Finding('proxy', self._way is not None,
                       '%s, from %s' % (shown, ' and '.join(names) or 'the settings of the system'),
                       'Write its address as http://HOST:PORT or http://USER:PASSWORD@HOST:PORT, '
                       'with special characters of the password percent-encoded.'
                       if self._way is None else None)

    def _name(self):
        what = 'name of the proxy' if self._proxy else 'name'
        if self._way is None:
            return Finding(what, None, 'the address cannot be read', None)
        host = self._way.hostname
        try:
            entries = self._resolve(native_str(host), None)
        except (OSError, socket.error, UnicodeError) as error:
            return Finding(what, False, '%s cannot be resolved: %s' % (host, _reason(error)),
                           'Check the spelling of the endpoint, and the network of this machine.')
        return Finding(what, True, '%s is %s' % (
            host, ', '.join(sorted(set(to_text(entry[4][0]) for entry in entries))[:4])), None)

    def _connection(self):
        try:
            self._answer = self._get('/api/cloud-entry-point')
        except RequestException as error:
            return Finding('connection', False, '%s: %s' % (type(error).__name__, _cause(error)),
                           'Check that the service runs at %s, and that no firewall or proxy '
                           'blocks it.' % self._api.endpoint)
        exchange = self._api.history[-1]
        return Finding('connection', True, 'responded in %d ms' % exchange.elapsed_ms, None)

    def _encryption(self):
        if self._parts.scheme != 'https':
            near = cookies.is_loopback(self._parts.hostname)
            return Finding('encryption', near,
                           'none: the endpoint is http%s'
                           % (', but on this machine' if near else ''),
                           None if near else 'Use https, if the service offers it.')
        if self._way is None:
            return Finding('encryption', None, 'not tried', None)
        try:
            certificate = self._signer(self._parts.hostname, self._parts.port or 443, self._proxy,
                                       self._api.session.verify)
        except (OSError, socket.error, ValueError) as error:
            unchecked = self._api.session.verify is False
            return Finding('encryption', unchecked and self._answer is not None,
                           _reason(error) + (', and not checked: insecure' if unchecked else ''),
                           'Pass the certificate of its authority as ca_bundle, or set '
                           'REQUESTS_CA_BUNDLE.')
        return Finding('encryption', True, certificate, None)

    def _clock(self):
        date = parsedate_tz(
            self._answer.headers.get('Date', '')) if self._answer is not None else None
        if date is None:
            return Finding('clock', None, 'the service did not send its time', None)
        skew = int(round(self._now() - mktime_tz(date)))
        fine = abs(skew) <= LARGEST_SKEW
        return Finding('clock', fine,
                       '%d s %s' % (abs(skew), 'fast' if skew > 0 else 'slow')
                       if skew else 'correct',
                       None if fine else
                       'Set the clock of this machine: otherwise, cookies may count as expired and '
                       'certificates as invalid.')

    def _service(self):
        if self._answer is None:
            return Finding('service', None, 'not reached', None)
        is_service = self._answer.status_code == 200 and 'json' in self._answer.headers.get(
            'Content-Type', '').lower()
        try:
            machines = self._get('/vms').status_code
        except RequestException as error:
            return Finding('service', False, 'GET /vms: %s' % _reason(error), 'Try again.')
        if is_service and machines in (200, 401, 403, 404):
            family = '3.62 or later' if machines == 404 else 'before 3.62'
            return Finding('service', True, 'SlipStream ' + family, None)
        return Finding('service', False,
                       'this is not SlipStream: GET /api/cloud-entry-point returned %d, '
                       'GET /vms %d' % (self._answer.status_code, machines),
                       'Check the endpoint: the address of the service, without a path.')

    def _cookie_file(self):
        path = getattr(self._api.session.cookies, 'filename', None)
        if not path:
            return Finding('cookie file', True, 'none: the session is kept in memory', None)
        try:
            mode = stat.S_IMODE(os.stat(path).st_mode)
        except (OSError, ValueError) as error:
            missing = getattr(error, 'errno', None) == 2
            return Finding('cookie file', missing,
                           '%s: %s' % (to_text(path), 'none yet' if missing else _reason(error)),
                           None
                           if missing else 'Pass another cookie_file, or make this one readable.')
        private = os.name != 'posix' or not mode & 0o077
        return Finding('cookie file', private, '%s, mode %04o' % (to_text(path), mode),
                       None if private else 'chmod 600 %s' % to_text(path))

    def _session_cookie(self):
        host = (self._parts.hostname or '').lower()
        session_cookies = [cookie for cookie in self._api.session.cookies
                           if cookie.name == SESSION_COOKIE
                           and cookie.domain.lstrip('.') in (host, host + '.local')]
        if not session_cookies:
            return Finding('session cookie', None, 'none for %s' % host, None)
        expires = session_cookies[0].expires
        left = None if expires is None else expires - self._now()
        if left is None:
            return Finding('session cookie', True, 'ends with the program', None)
        if left <= 0:
            return Finding('session cookie', False, 'expired', 'Log in again.')
        return Finding('session cookie', True, 'valid for %s' % _duration(left), None)

    def _user(self):
        if self._answer is None:
            return Finding('user', None, 'not asked', None)
        try:
            username = self._api.username
        except (SlipStreamError, RequestException) as error:
            return Finding('user', False, _reason(error), 'See above.')
        return Finding('user', bool(username), neutral(username)
                       if username else 'nobody is logged in', None if username else (
                           'Call api.login_internal(...) or api.login_apikey(...), or put '
                           'credentials in ~/.slipstream/config for Api.from_environment().'))

    def _get(self, path):
        return self._api.session.request('GET', self._api.endpoint + native_str(path),
                                         headers={'Accept': 'application/json'},
                                         allow_redirects=False)


def report(findings, encoding='ascii'):
    """Findings as a text, one line for each and one for what would help.

    With ticks and crosses if the encoding has them.
    """
    signs = _SIGNS
    try:
        ''.join(signs.values()).encode(encoding or 'ascii')
    except (UnicodeEncodeError, LookupError):
        signs, encoding = _PLAIN_SIGNS, 'ascii'
    lines = []
    for finding in findings:
        lines.append('%s %-17s %s' % (signs[finding.ok], finding.check, neutral(finding.detail)))
        if finding.ok is False and finding.remedy:
            lines.append('%s %s-> %s' % (' ' * len(signs[False]), ' ' * 18,
                                         neutral(finding.remedy)))
    return encodable('\n'.join(lines), encoding)


def as_json(findings):
    """Findings as a JSON document.

    A list of objects with ``check``, ``ok``, ``detail`` and ``remedy``.
    """
    shown = [dict(zip(finding._fields, finding), detail=neutral(finding.detail),
                  remedy=None if finding.ok else finding.remedy)
             for finding in findings]
    return native_str(json.dumps(shown, indent=2, sort_keys=True))


def _reason(error):
    return neutral(getattr(error, 'strerror', None) or '%s' % (error,)
                   or type(error).__name__)[:200]


def _cause(error):
    """The last words of a failed connection: those before them name objects of urllib3."""
    error = getattr(error, '__cause__', None) or error
    inner = error.args[0] if error.args else error
    return neutral(('%s' % (getattr(inner, 'reason', inner),)).rpartition(': ')[2])[:200]


def _without_credentials(address):
    scheme, separator, rest = address.rpartition('://')
    return scheme + separator + rest.rpartition('@')[2]


def _readable(address):
    """The parts of an address; None if it is not one with a host."""
    try:
        parts = urlsplit(to_text(address))
        return parts if parts.hostname and (parts.port or True) else None
    except ValueError:
        return None


def _duration(seconds):
    hours, minutes = divmod(int(seconds) // 60, 60)
    return '%d h %d min' % (hours, minutes) if hours else '%d min' % minutes
