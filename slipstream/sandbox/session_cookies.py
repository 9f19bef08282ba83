# -*- coding: utf-8 -*-
"""The cookie that carries a session.

Both interfaces know who is calling by the same cookie; its value is a token that
:class:`slipstream.sandbox.state.accounts.Accounts` issued.
"""
from __future__ import unicode_literals

import time

NAME = 'com.sixsq.slipstream.cookie'

_DAYS = ('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')
_MONTHS = ('Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec')


def token(request):
    """The token that a request carries; empty if it carries none."""
    kind, _, value = request.cookies.get(NAME, '').partition('=')
    return value if kind == 'token' else ''


def issued(value, lifetime, secure):
    """The ``Set-Cookie`` header that gives a client a token.

    A cookie jar compares ``Expires`` with the real time, whatever the clock of the sandbox says.

    :param str value: the token.
    :param float lifetime: seconds for which it works.
    :param bool secure: whether the client may send it through HTTPS only.
    """
    return '%s=token=%s;%sPath=/;Expires=%s' % (
        NAME, value, 'Secure;' if secure else '', _date(time.time() + lifetime))


def expired():
    """The ``Set-Cookie`` header that makes a client forget the session."""
    return '%s=INVALID;Path=/;Max-Age=0;Expires=%s' % (NAME, _date(time.time()))


def _date(seconds):
    moment = time.gmtime(seconds)
    return '%s, %02d %s %d %02d:%02d:%02d +0000' % (
        _DAYS[moment.tm_wday], moment.tm_mday, _MONTHS[moment.tm_mon - 1], moment.tm_year,
        moment.tm_hour, moment.tm_min, moment.tm_sec)
