# -*- coding: utf-8 -*-
"""Request cookies: what a caller adds to one request, and where that goes."""
from __future__ import unicode_literals

import copy

from requests.cookies import RequestsCookieJar, cookiejar_from_dict

from ..compat import cookiejar, to_text
from ..protocol import paths
from . import cookie_file


class CookieOfRequest(cookie_file.HiddenCookie):
    """A cookie that a caller has added to one request."""


def bound_to(url, values):
    """The cookies of one request, tied to the host and the port that it goes to.

    :param values: a dict or a jar.
    :return: a jar.
    """
    jar = RequestsCookieJar()
    url = paths.in_ascii(to_text(url))
    host, port = paths.cookie_hosts(url)[1], paths.cookie_port(url)
    if not isinstance(values, cookiejar.CookieJar):
        values = cookiejar_from_dict(values)
    for cookie in values:
        cookie = copy.copy(cookie)
        if cookie.__class__ in (cookiejar.Cookie, cookie_file.HiddenCookie):
            cookie.__class__ = CookieOfRequest
        cookie.domain = cookie.domain or host
        cookie.port = cookie.port or port
        jar.set_cookie(cookie)
    return jar


def after_redirect(prepared, response, kept):
    """The cookies of a request that a redirect within a place has led to.

    :param prepared: the ``requests.PreparedRequest``, with what requests has added.
    :param response: the redirect.
    :param kept: the :class:`~slipstream.api.transport.cookies.CookieFileJar` of the session.
    :return: a jar with the policy of the session.
    """
    brought = set((cookie.domain, cookie.path, cookie.name) for cookie in response.cookies)
    own = [cookie for cookie in prepared._cookies if isinstance(cookie, CookieOfRequest)
           or not cookie.port and (cookie.domain, cookie.path, cookie.name) not in brought]
    jar = RequestsCookieJar(policy=kept._policy)
    for cookie in own + kept.snapshot():
        jar.set_cookie(cookie)
    return jar
