# -*- coding: utf-8 -*-
"""Credentials: in whose name a request is sent, and where it may carry that.

The one rule, asked for every request at the moment when it leaves: what carries a credential goes
over https, to this machine, or to the one place for which the user has accepted that others can
read it. And a request is never sent as somebody else than the one who sent the first one of its
call: threads share a session, and one of them may log in as another user meanwhile.
"""
from __future__ import unicode_literals

import re

import requests

from ..compat import Mapping, cookiejar, native_str, to_text, urlsplit
from ..errors import InsecureLoginError
from ..protocol import paths
from ..redaction import is_secret, is_secret_header, redacted, redacted_text
from . import bodies, sent_secrets

#: The cookie that says who is logged in.
SESSION_COOKIE = 'com.sixsq.slipstream.cookie'
HREF_SESSION_TMPL_INTERNAL = native_str('session-template/internal')
HREF_SESSION_TMPL_APIKEY = native_str('session-template/api-key')

# Compiled when a body that others could read is searched.
_SECRET_ELEMENT = (
    r'(?i)<[^\s<>/]*(?:pass(?:word|wd|phrase)|secret|token|signature)[^<>]*>\s*[^\s<]')


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


class Sender(object):
    """Who sends the requests of one call: the user who sent the first one.

    :param call: the :class:`~slipstream.api.transport.calls.Call`, which has what was sent so far.
    """

    def __init__(self, call):
        self._call, self._headers = call, call.cookie_headers

    @property
    def user(self):
        """Whose credentials were stored, as :func:`user_of` returns it."""
        return user_of(self._call.stored)

    @property
    def has_sent(self):
        """Whether there was a request."""
        return bool(self._headers)

    @property
    def first(self):
        """The session of the first request, a session cookie; None without one."""
        return session_cookie(self._headers[0]) if self._headers else None

    @property
    def cookie(self):
        """The session of the last request."""
        return session_cookie(self._headers[-1]) if self._headers else None

    def sign(self, request, is_of):
        """Let a request leave in the name of this sender.

        Another thread may have logged in as somebody else since the first one.

        :param request: a ``requests.PreparedRequest`` to the service.
        :param is_of: whether a session is of the same user, a function of sender and cookie.
        """
        header = request.headers.get('Cookie')
        cookie = session_cookie(header)
        if self.has_sent and cookie not in (None, self.cookie) and not is_of(self, cookie):
            header = request.headers['Cookie'] = with_session_cookie(header, self.cookie)
        self._headers.append(header)

    def sends(self, cookie):
        """Take note of the session that a request is sent in: a session cookie, or None."""
        self._headers.append(None if cookie is None else cookie.header)

    def owns(self, cookie):
        """Whether a response to the sender has brought a session."""
        return cookie in self._call.gained_sessions


def user_of(login_params):
    """Whom credentials stand for, comparable: all of them that is not secret. None without any."""
    if not login_params or not isinstance(login_params, Mapping):
        return None
    return tuple(sorted((to_text(name), to_text(value)) for name, value in login_params.items()
                        if not is_secret(name)))


def to_login_params(creds):
    """The parameters of a login for stored credentials.

    :param dict creds: ``username`` and ``password``, or ``key`` and ``secret``; None, an empty dict
        and one without values mean none.
    :return: a new dict with the ``href`` of the session template; ``{}`` for none.
    :raises ValueError: if neither pair is complete.
    """
    fields = dict((name, value) for name, value in (creds or {}).items() if value is not None)
    if not fields:
        return {}
    for href, names in ((HREF_SESSION_TMPL_INTERNAL, ('username', 'password')),
                        (HREF_SESSION_TMPL_APIKEY, ('key', 'secret'))):
        if all(fields.get(name) for name in names):
            return LoginParams(((name, fields[name]) for name in names), href=href)
    raise ValueError(
        native_str('login_creds needs username and password, or key and secret; it has: %s'
                   % ', '.join(sorted(fields))))


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
    """The session cookie that a response brings; None without one."""
    jar = getattr(response, 'cookies', None)
    if not isinstance(jar, cookiejar.CookieJar):  # programs simulate responses
        return None
    return session_cookie(
        '; '.join('%s=%s' % (cookie.name, cookie.value) for cookie in jar))


def hosts_left(endpoint, response):
    """The hosts of session cookies that a login leaves behind: '' for what a program has set.

    If it brings no session, also that of an earlier one, which would continue as somebody else.
    """
    brings_none = isinstance(response, requests.Response) and session_of(response) is None
    return hosts_of(endpoint) if brings_none else ['']


def hosts_of(endpoint):
    """The hosts of the cookies of a service; '' for those that a program has set without one."""
    host = paths.cookie_hosts(endpoint)[0]
    return [host, host + '.local', '']


def check(request):
    """Refuse to let a request leave if others could read credentials that it carries.

    :param request: a ``requests.PreparedRequest`` to an address that is not
        :func:`~slipstream.api.protocol.paths.is_confidential`.
    :raises InsecureLoginError: nothing was sent.
    """
    host = urlsplit(to_text(request.url)).netloc.rpartition('@')[2]
    if not bodies.is_readable(request):
        raise InsecureLoginError(
            'The body of this request to %s would be sent unencrypted, and cannot be searched for '
            'credentials: it is compressed, or can be read only once. Use https, pass the data '
            'itself or a file, or Api(..., insecure=True) if you accept that.' % host)
    if carries_some(request):
        raise InsecureLoginError(
            'This request to %s would send your credentials unencrypted. Use https, or '
            'Api(..., insecure=True) if you accept that.' % host)


def carries_some(request):
    """Whether a request carries credentials: a session, a header with a secret, a secret in its
    body, as logins do, or anything else that would be masked.

    A body that cannot be searched may hold one.
    """
    return (any(_has_secret(name, value) for name, value in request.headers.items())
            or any(sent_secrets.of_address(request.url)) or in_body(request))


def in_body(request):
    """Whether the body of a request has a secret, or cannot be searched for one."""
    return (sent_secrets.is_login(request) or not bodies.is_readable(request)
            or bodies.search(request.body, lambda piece: _tells_secret(piece, request.url)) is True)


def _has_secret(name, value):
    if name.lower() == 'cookie':
        return session_cookie(value) is not None
    # What belongs to the proxy is no secret of the service's.
    return bool(value) and is_secret_header(name) and name.lower() != 'proxy-authorization'


def _tells_secret(piece, url):
    """Whether a piece of a body has a secret, also in a document that is only a part of one."""
    text = to_text(piece)
    return (redacted_text(text) != text or any(sent_secrets.of_body(piece, url))
            or re.search(_SECRET_ELEMENT, text) is not None)


def _pairs(header):
    return [pair.strip() for pair in to_text(header or '').split(';') if pair.strip()]


def _is_session(pair):
    return pair.partition('=')[0].strip() == SESSION_COOKIE
