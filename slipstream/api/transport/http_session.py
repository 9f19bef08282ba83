# -*- coding: utf-8 -*-
"""HttpSession: what requests does, mended.

A ``requests.Session`` that keeps bounds of time and size, follows redirects with care, and checks
certificates as configured.

A partial body is never treated as complete: a body that is shorter than announced, or whose
compressed data breaks off, is an error. The size of a body is limited, and only the beginning of an
error is read. With ``stream=True`` you read the body yourself, without these limits.
"""
from __future__ import unicode_literals

import copy
import os

import requests
from requests.compat import getproxies, getproxies_environment
from requests.cookies import get_cookie_header
from requests.exceptions import (ChunkedEncodingError, InvalidSchema, InvalidURL, MissingSchema,
                                 ReadTimeout, RequestException, SSLError)

from ..compat import (TRANSPORT_ERRORS, is_timeout, native_str, string_types, text_type, to_text,
                      unread_bytes, urlsplit)
from ..errors import ResponseTooLargeError, SlipStreamError
from ..protocol import paths
from ..redaction import SentValues, is_secret_header
from . import (bodies, calls, connection_errors, connections, cookies, decompression,
               inherited_connections, masked_attributes, mounted_adapters, request_cookies,
               retries as retrying, sent_secrets)

#: Maximum size of a response in bytes, decompressed: half a gigabyte.
LARGEST_ANSWER = 512 * 1024 * 1024
#: How many bytes of an error or a redirect are read; then the connection is closed.
LARGEST_FAILURE = 1024 * 1024
#: How many times a response may grow when decompressed; documents of the service grow ten to fifty.
LARGEST_GROWTH = 300
#: Responses up to this size, in bytes, may grow by any factor.
UNSUSPICIOUS = 16 * 1024 * 1024

# How many requests wait until they are searched for secrets, and how many bytes their bodies have.
_MOST_UNREAD = 20
_LARGEST_UNREAD = 64 * 1024

_SUCCESSES = frozenset(range(200, 300))
# Statuses of a response that is only a part of the resource, or only its changes.
_PARTIAL = (206, 226)
# How many bytes to read at once.
_PART = 64 * 1024
#: What requests raises for an address that it cannot read. Some versions quote it.
_UNREADABLE = (InvalidSchema, InvalidURL, MissingSchema)


class HttpSession(requests.Session):
    """A ``requests.Session`` with bounds.

    :param bool insecure: accept any certificate.
    :param ca_bundle: path of a file, or of a folder, with the certificates of the authorities to
        trust; None for those that requests trusts.
    :param client_cert: path of a file with a certificate and its key, or a pair of paths, to show
        to the service; None for none.
    :param int pool_size: how many connections are kept open for further requests; None for 64.
    :raises ValueError: there is no such file, or certificates must be both checked and not; the
        size is not a positive integer.
    :ivar sent_values: the :class:`~slipstream.api.redaction.SentValues`; responses get it as well.
    """

    def __init__(self, insecure=False, ca_bundle=None, client_cert=None, pool_size=None):
        super(HttpSession, self).__init__()
        self.sent_values = SentValues(sent_secrets.secrets_in, sent_secrets.users_in)
        if insecure and ca_bundle is not None:
            raise ValueError(
                native_str('insecure=True accepts any certificate: pass it or ca_bundle, not both'))
        self.verify = not insecure if ca_bundle is None else connections.existing_path(
            ca_bundle, 'ca_bundle')
        self.cert = connections.certificate(client_cert)
        # Not what requests may be able to unpack besides: a few bytes of these may unpack to
        # gigabytes.
        self.headers['Accept-Encoding'] = native_str('gzip, deflate')
        size = connections.checked_pool_size(pool_size)
        adapter = connections.QuietAdapter if insecure else connections.Adapter
        for prefix in ('https://', 'http://'):
            self.mount(prefix, adapter(pool_connections=10, pool_maxsize=size))

    def __setattr__(self, name, value):
        kept = masked_attributes.masked(name, value) if name in masked_attributes.NAMES else value
        super(HttpSession, self).__setattr__(name, kept)

    def mount(self, prefix, adapter):
        """Let an adapter send the requests to some addresses, as ``requests.Session.mount`` does.

        What it receives is checked. In a process that was forked, it uses connections of its own
        from now on.
        """
        if inherited_connections.may_be():
            inherited_connections.renew(adapter)
        if hasattr(self, 'sent_values'):  # those that requests begins with are never used
            mounted_adapters.check(adapter)
        super(HttpSession, self).mount(prefix, adapter)

    def _answer(self, call):
        """The response to a call. Unless that is a success, the retries may send it again."""
        outcome = self._attempt(call)
        try:
            if not isinstance(outcome, Exception) and outcome.status_code in _SUCCESSES:
                return outcome
            return retrying.answer(self, call, outcome)
        finally:  # an error that its own traceback holds would keep the socket open
            del outcome

    def _attempt(self, call):
        """Send a call once, as long as it has time: a response, or the error of requests."""
        timeout = calls.within(call.options['timeout'], calls.deadline())
        try:
            return self._request(call.method, call.url, **dict(call.options, timeout=timeout))
        except RequestException as error:
            return error
        except (GeneratorExit, KeyboardInterrupt, SystemExit) as error:
            connection_errors.mark_interruption(error, call)
            raise

    def _request(self, method, url, **options):
        # Programs replace this one in their tests; every request goes through it.
        try:
            return super(HttpSession, self).request(method, url, **options)
        except requests.exceptions.ConnectionError as error:
            # While something is being sent or a body read, requests calls it a broken connection.
            if is_timeout(error):
                raise ReadTimeout(error, request=error.request)
            raise
        except _UNREADABLE as error:
            failure = unreadable(type(error), error)
        except (RequestException, SlipStreamError):
            raise
        except ValueError as error:  # a redirect to an invalid URL
            failure = unreadable(InvalidURL, error)
        except TRANSPORT_ERRORS as error:  # some versions of requests let these through
            raise requests.exceptions.ConnectionError(error)
        raise failure  # here it has no context, which would quote the address

    def prepare_request(self, request):
        """Add the cookies by our own rules, which requests does not know."""
        if request.cookies:
            request = copy.copy(request)
            request.cookies = request_cookies.bound_to(request.url, request.cookies)
        prepared = super(HttpSession, self).prepare_request(request)
        if not isinstance(self.cookies, cookies.CookieFileJar) or _has_own_cookies(
                prepared, getattr(self.cookies._policy, 'own_origin', None)):
            return prepared
        if not any(name.lower() == 'cookie'
                   for name in list(request.headers or ()) + list(self.headers)):
            prepared.headers.pop('Cookie', None)
            prepared._cookies.set_policy(self.cookies._policy)
            prepared.prepare_cookies(prepared._cookies)
        return prepared

    def merge_environment_settings(self, url, proxies, stream, verify, cert):
        """Take proxies from the environment, and the CA bundle of a session that has none."""
        if verify is None and self.verify is not True:
            verify = self.verify
        if not self.trust_env or proxies or self.proxies or has_proxies():
            return super(HttpSession,
                         self).merge_environment_settings(url, proxies, stream, verify, cert)
        # The same without proxies, which requests looks for in all variables, and twice: as costly
        # as all that we do for a request.
        if verify in (None, True):
            verify = os.environ.get('REQUESTS_CA_BUNDLE') or os.environ.get(
                'CURL_CA_BUNDLE') or verify
        return {'proxies': {}, 'stream': self.stream if stream is None else stream,
                'verify': self.verify if verify is None else verify,
                'cert': self.cert if cert is None else cert}

    def get_adapter(self, url):
        """The adapter for an address. One of ours has connections of this process only."""
        adapter = super(HttpSession, self).get_adapter(url)
        of_processes = getattr(adapter, 'of_processes', None)  # programs mount others
        return adapter if of_processes is None else of_processes[os.getpid()]

    def send(self, request, **kwargs):
        """Send a prepared request and read the response, unless the caller wants to stream it.

        :raises ResponseTooLargeError: if the response is larger than the client takes.
        :raises requests.exceptions.ChunkedEncodingError: if the response is shorter than announced.
        """
        streaming = kwargs.get('stream', self.stream)
        # Of a missing file, requests would not make an error of its family.
        for path in (kwargs.get('verify'), kwargs.get('cert')):
            for part in path if isinstance(path, tuple) else (path,):
                if isinstance(part, string_types) and request.url.startswith(
                        'https:') and not os.path.exists(part):
                    raise SSLError('There are no certificates at %s' % to_text(part),
                                   request=request)
        if cookies.is_loopback(urlsplit(to_text(request.url)).hostname):
            kwargs['proxies'] = {}  # this machine is never asked through another one
        if kwargs.get('proxies', self.proxies):
            connections.refuse_no_host(request, kwargs.get('proxies', self.proxies))
        self._remember_sent(request, kwargs.get('proxies'))
        response = super(HttpSession, self).send(request, **dict(kwargs, stream=True))
        response.sent_values = self.sent_values
        cookies.hide_values(getattr(response, 'cookies', None))
        refuse_part(response)
        if not streaming:
            read(response)
        return response

    def _remember_sent(self, request, proxies):
        """Remember what a request tells, since responses may quote it: some may be secret."""
        sent, body = self.sent_values, request.body
        if body is not None and not isinstance(body, (bytes, text_type)):
            body = bytes(body) if isinstance(body, bytearray) else bodies.beginning(
                body, sent_secrets.LARGEST_BODY) if sent_secrets.is_login(request) else None
        headers, proxies = tuple(request.headers.items()), tuple((proxies or {}).values())
        if body is None and '?' not in request.url and '@' not in request.url and (
                ';' not in request.url):
            if (headers, proxies) in sent.heads:  # as most reads
                return
            sent.heads = sent.heads.union([(headers, proxies)]) if len(
                sent.heads) < _MOST_UNREAD else frozenset()
        sent.unread.append((request.url, headers, body, proxies))
        if len(sent.unread) >= _MOST_UNREAD or len(body or ()) > _LARGEST_UNREAD:
            sent.catch_up()

    def get_redirect_target(self, resp):
        """Where a response redirects to.

        None if it does not, if the address makes no sense, or if it leads from https to http.
        """
        if resp.is_redirect:
            read(resp)  # before requests does, which knows no bounds
        try:
            target = super(HttpSession, self).get_redirect_target(resp)
            parts = urlsplit(to_text(target)) if target else None
        except ValueError:  # an address that is none, or no text
            return None
        downgraded = parts is not None and parts.scheme.lower() == 'http' and to_text(
            resp.url).lower().startswith('https:')
        return None if downgraded else target

    def rebuild_proxies(self, prepared_request, proxies):
        """The proxies after a redirect: none, and no credentials for one, on this machine."""
        if cookies.is_loopback(urlsplit(to_text(prepared_request.url)).hostname):
            prepared_request.headers.pop('Proxy-Authorization', None)
            return {}
        return super(HttpSession, self).rebuild_proxies(prepared_request, proxies)

    def rebuild_auth(self, prepared_request, response):
        """Send what belongs to the place that a redirect leads to, and nothing that belongs here.

        Unlike in requests, a ``.netrc`` file does not apply to redirects.
        """
        if cookies.origin(prepared_request.url) == cookies.origin(response.request.url):
            self._rebuild_cookies(prepared_request, response)
            return
        for name in list(prepared_request.headers):
            if is_secret_header(name) and name.lower() != 'proxy-authorization':
                del prepared_request.headers[name]
        prepared_request._cookies = type(response.cookies)()
        header = get_cookie_header(self.cookies, prepared_request)
        if header is not None:
            prepared_request.headers['Cookie'] = header

    def _rebuild_cookies(self, prepared, response):
        """Let our own rules say which cookies go along within a place.

        requests has added those of the redirect by its rules, as if they were not tied to a host.
        """
        if not isinstance(self.cookies, cookies.CookieFileJar):
            return
        jar = request_cookies.after_redirect(prepared, response, self.cookies)
        prepared.headers.pop('Cookie', None)
        prepared._cookies = jar
        prepared.prepare_cookies(jar)


def unreadable(kind, error):
    """Return the error for an address that cannot be read, without credentials that it contains.

    :param kind: class of the error.
    :param error: what was raised.
    """
    message = error.args[0] if len(error.args) == 1 else None
    return kind(native_str(paths.without_secrets(to_text(message)) if isinstance(
        message, string_types) else 'This URL is invalid'))


def _has_own_cookies(prepared, own_origin):
    """Whether a request goes to the service by https, and there are no cookies but its own."""
    if not prepared._cookies:
        return True
    origin = cookies.origin(prepared.url)
    return origin[0] == 'https' and origin == own_origin and prepared._cookies.list_domains() == [
        origin[1]]


def has_proxies():
    """Whether the environment may name a proxy: by a variable, or on some systems by a setting."""
    return getproxies is not getproxies_environment or '_proxy' in ' '.join(os.environ).lower()


def refuse_part(response):
    """Refuse a partial response, unless a part was requested.

    :raises requests.exceptions.ChunkedEncodingError: if it is one.
    """
    if response.status_code not in _PARTIAL:
        return
    asked = response.request.headers
    if 'Range' not in asked and 'A-IM' not in asked:
        response.close()
        raise ChunkedEncodingError('The response is only a part of what was requested (%d)'
                                   % response.status_code, request=response.request)


def read(response):
    """Read the body of a response into it.

    :param response: a ``requests.Response``; it is not changed if it was already read, or does not
        come from a connection.
    :raises ResponseTooLargeError: if it is larger than the client takes, or packed so that its size
        could not be foretold.
    :raises requests.exceptions.ChunkedEncodingError: if it is not as announced.
    :raises requests.exceptions.ContentDecodingError: if it cannot be unpacked, or not to its end.
    """
    if getattr(response, 'raw', None) is None or getattr(response, '_content_consumed', True):
        return
    done = False
    try:
        pieces, packed = _pieces(response)
        if response.status_code >= 300:
            parts, whole = _beginning(pieces)
        else:
            parts, whole = _everything(response, pieces, packed), True
        missing = unread_bytes(response) if whole else 0
        if missing:
            raise ChunkedEncodingError('The response is %d bytes shorter than announced' % missing,
                                       request=response.request)
        done = whole
    finally:  # a connection in the middle of a response is useless, even after Ctrl-C
        if not done:
            response.close()
    response._content = b''.join(parts)
    response._content_consumed = True


def _pieces(response):
    """The pieces of a body, and a function that tells how many bytes they were on the way.

    It is None for a body that was not packed.
    """
    packed = 'Content-Encoding' in response.headers and hasattr(response.raw, 'stream')
    coding = decompression.coding_of(response) if packed else None
    if coding is None:
        return response.iter_content(_PART), None
    return decompression.decompressed(response, coding)


def _everything(response, pieces, packed):
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise ResponseTooLargeError('The response is larger than %d bytes' % LARGEST_ANSWER,
                                        response)
        if packed and size > UNSUSPICIOUS and size > LARGEST_GROWTH * packed():
            raise ResponseTooLargeError('The response grows more than %d times when decompressed'
                                        % LARGEST_GROWTH, response)
    return parts


def _beginning(pieces):
    """The beginning of the body of a failure, and whether that is all of it."""
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece[:LARGEST_FAILURE - size])
        size += len(piece)
        if size > LARGEST_FAILURE:
            return parts, False
    return parts, True
