# -*- coding: utf-8 -*-
"""The session cookie.

Both interfaces identify the caller by the same cookie. Its value is a token from
:class:`slipstream.sandbox.state.accounts.Accounts`.
"""
from __future__ import unicode_literals

import time

NAME = 'com.sixsq.slipstream.cookie'

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def token(request):
    """The token of a request; empty if it has none."""
    kind, _, value = request.cookies.get(NAME, '').partition('=')
    return value if kind == 'token' else ''


def issued(value, lifetime, secure):
    """The ``Set-Cookie`` header with a token.

    ``Expires`` is in real time, not in the time of the sandbox, because cookie jars use real time.

    :param str value: the token.
    :param float lifetime: how long it is valid, in seconds.
    :param bool secure: whether the client must only send it over HTTPS.
    """
    return '%s=token=%s;%sPath=/;Expires=%s' % (
        NAME, value, 'Secure;' if secure else '', _date(time.time() + lifetime))


def expired():
    """The ``Set-Cookie`` header that makes a client delete the session."""
    return '%s=INVALID;Path=/;Max-Age=0;Expires=%s' % (NAME, _date(time.time()))


def _date(seconds):
    moment = time.gmtime(seconds)
    return '%s, %02d %s %d %02d:%02d:%02d +0000' % (
        _DAYS[moment.tm_wday], moment.tm_mday, _MONTHS[moment.tm_mon - 1], moment.tm_year,
        moment.tm_hour, moment.tm_min, moment.tm_sec)
