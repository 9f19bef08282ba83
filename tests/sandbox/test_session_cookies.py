# -*- coding: utf-8 -*-
"""The cookie that carries a session."""
from __future__ import unicode_literals

import calendar
import re
import time

import pytest

from slipstream.sandbox import session_cookies
from slipstream.sandbox.messages import Request

_DATE = r'\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000\Z'


@pytest.mark.parametrize('cookie, token', [
    ('com.sixsq.slipstream.cookie=token=a.b.c', 'a.b.c'),
    ('other=1; com.sixsq.slipstream.cookie="token=a.b.c"', 'a.b.c'),
    ('com.sixsq.slipstream.cookie=INVALID', ''), ('com.sixsq.slipstream.cookie=token=', ''),
    ('com.sixsq.slipstream.cookie=a.b.c', ''), ('other=token=a.b.c', ''), ('', '')])
def test_a_request_carries_a_token(cookie, token):
    assert session_cookies.token(Request('GET', '/', [('Cookie', cookie)])) == token


@pytest.mark.parametrize('secure, flag', [(True, 'Secure;'), (False, '')])
def test_a_cookie_has_the_punctuation_of_the_service(secure, flag):
    cookie = session_cookies.issued('a.b.c', 60, secure)
    pattern = r'com\.sixsq\.slipstream\.cookie=token=a\.b\.c;%sPath=/;Expires=' % flag
    assert re.match(pattern + _DATE, cookie)


def test_a_cookie_ends_with_its_token(monkeypatch):
    monkeypatch.setattr(time, 'time', lambda: calendar.timegm((2019, 3, 29, 8, 0, 0, 0, 0, 0)))
    assert session_cookies.issued('a', 60, True).endswith('Expires=Fri, 29 Mar 2019 08:01:00 +0000')


def test_an_expired_cookie_makes_a_client_forget():
    pattern = r'com\.sixsq\.slipstream\.cookie=INVALID;Path=/;Max-Age=0;Expires='
    assert re.match(pattern + _DATE, session_cookies.expired())
