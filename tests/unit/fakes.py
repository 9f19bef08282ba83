# -*- coding: utf-8 -*-
"""A session that responds from a script, for tests of what stands above it."""
from __future__ import unicode_literals

import json as jsonlib

import requests

from slipstream.api import compat


def answer(status=200, json=None, body=b'', content_type='application/json', reason=None,
           **headers):
    """A ``requests.Response`` as the transport would deliver it."""
    response = requests.Response()
    response.status_code = status
    response.reason = reason or requests.status_codes._codes.get(status, ['status'])[0].replace(
        '_', ' ').title()
    response._content = jsonlib.dumps(json).encode('utf-8') if json is not None else body
    response.headers['Content-Type'] = content_type
    for name, value in headers.items():
        response.headers[name.replace('_', '-')] = value
    return response


class FakeSession(object):
    """Records every request and hands out the scripted responses in turn."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []
        self.login_params = {}
        self.logins = []
        self.forgotten = 0
        #: The cookie that each request carries.
        self.cookie = None

    def request(self, method, url, **options):
        """Record the request, and respond."""
        self.sent.append((compat.to_text(method), compat.to_text(url), options))
        response = self.answers.pop(0)
        if isinstance(response, Exception):
            raise response
        response.request = requests.Request(method, url, self.cookie and {
            'Cookie': self.cookie}).prepare()
        return response

    def cimi_login(self, login_params):
        """Log in as the real one does."""
        self.logins.append(login_params)
        return self.request('POST', 'https://h/api/session')

    def login_again(self):
        """Log in with the stored credentials."""
        self.logins.append(self.login_params)
        return self.answers.pop(0)

    def remember(self, login_params):
        """Store credentials."""
        self.login_params = login_params

    def forget(self):
        """Forget everything local."""
        self.forgotten += 1
        self.login_params = None

    @property
    def calls(self):
        """Method and path of each request."""
        return ['%s %s' % (method, url.replace('https://h', '')) for method, url, _ in self.sent]
