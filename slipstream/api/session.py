# -*- coding: utf-8 -*-
"""placeholder until TRUST's session.py lands"""
from __future__ import unicode_literals
import logging
import requests
DEFAULT_COOKIE_FILE = '~/.slipstream/cookies.txt'
DEFAULT_TIMEOUT = 120
HREF_SESSION_TMPL_INTERNAL = 'session-template/internal'
HREF_SESSION_TMPL_APIKEY = 'session-template/api-key'
logger = logging.getLogger('slipstream.api.session')
def to_login_params(creds):
    return {}
class SessionStore(requests.Session):
    pass
