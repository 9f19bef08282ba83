# -*- coding: utf-8 -*-
"""Credentials: which requests carry some, and where these may go.

The one rule, asked for every request at the moment when it leaves: what carries a credential goes
over https, to this machine, or to the one place for which the user has accepted that others can
read it.
"""
from __future__ import unicode_literals

import requests

from ..compat import cookiejar, native_str, text_type, to_text, urlsplit
from ..errors import InsecureLoginError
from ..redaction import is_secret, redacted, redacted_text
from . import cookies

#: The cookie that says who is logged in.
SESSION_COOKIE = 'com.sixsq.slipstream.cookie'

_LOGINS = ('/api/session', '/auth/login')


class SessionCookie(object):
    """The session that a request is sent in, by its cookie. Its representation does not show it.

    :param str header: the cookie as the header ``Cookie`` has it.
    """

    def __init__(self, header):
        self.header = header

    def __eq__(self, other):
        return isinstance(other, SessionCookie) and self.header == other.header

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.header)


class LoginParams(dict):
    """The parameters of a login. Their representation masks the secrets."""

    def __repr__(self):
        return repr(redacted(self))


def login_document(login_params):
    """The document that asks for a session; its representation masks the secrets."""
    return {'sessionTemplate': LoginParams(login_params)}


def session_cookie(header):
    """The session cookie in the value of a header ``Cookie``; None without one."""
    own = [pair for pair in _pairs(header) if _is_session(pair)] if header else []
    return SessionCookie(native_str('; '.join(own))) if own else None


def with_session_cookie(header, cookie):
    """The value of a header ``Cookie`` with another session cookie, or none."""
    others = [pair for pair in _pairs(header) if not _is_session(pair)]
    return native_str('; '.join(others + ([] if cookie is None else [to_text(cookie.header)])))


def session_of(response):
    """The session cookie that an answer brings; None without one."""
    jar = getattr(response, 'cookies', None)
    if not isinstance(jar, cookiejar.CookieJar):  # programs make up answers
        return None
    return session_cookie(
        '; '.join('%s=%s' % (cookie.name, cookie.value) for cookie in jar))


def hosts_left(endpoint, response):
    """The hosts of session cookies that a login leaves behind: '' for what a program has set.

    If it brings no session, also that of an earlier one, which would go on as somebody else.
    """
    brings_none = isinstance(response, requests.Response) and session_of(response) is None
    return hosts_of(endpoint) if brings_none else ['']


def hosts_of(endpoint):
    """The hosts of the cookies of a service; '' for those that a program has set without one."""
    host = (urlsplit(endpoint).hostname or '').lower()
    return [host, host + '.local', '']


def may_travel(url, plain_origin=None):
    """Whether credentials may go to an address.

    :param plain_origin: scheme, host and port to which they may go unencrypted, or None.
    """
    parts = urlsplit(to_text(url))
    return parts.scheme.lower() != 'http' or cookies.is_loopback(
        parts.hostname) or plain_origin is not None and cookies.origin(url) == plain_origin


def check(request, plain_origin=None):
    """Refuse to let a request leave that others could read credentials from.

    :param request: a ``requests.PreparedRequest``.
    :param plain_origin: scheme, host and port to which credentials may go unencrypted, or None.
    :raises InsecureLoginError: nothing was sent.
    """
    if not may_travel(request.url, plain_origin) and carries_some(request):
        raise InsecureLoginError(
            'This request to %s would send your credentials unencrypted. Use https, or '
            'Api(..., insecure=True) if you accept that.'
            % urlsplit(to_text(request.url)).netloc.rpartition('@')[2])


def carries_some(request):
    """Whether a request carries credentials: a session, a header with a secret, or a secret in its
    body, as logins do.
    """
    path = urlsplit(to_text(request.url)).path.rstrip('/')
    return (request.method == 'POST' and path.endswith(_LOGINS)
            or any(_has_secret(name, value) for name, value in request.headers.items())
            or _tells_secret(request.body))


def _has_secret(name, value):
    if name.lower() == 'cookie':
        return session_cookie(value) is not None
    return bool(value) and is_secret(name)


def _tells_secret(body):
    if not isinstance(body, (bytes, bytearray, text_type)):
        return False
    text = to_text(bytes(body) if isinstance(body, bytearray) else body)
    return redacted_text(text) != text


def _pairs(header):
    return [pair.strip() for pair in to_text(header or '').split(';') if pair.strip()]


def _is_session(pair):
    return pair.partition('=')[0].strip() == SESSION_COOKIE
