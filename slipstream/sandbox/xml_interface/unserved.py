# -*- coding: utf-8 -*-
"""Paths that a service has and the sandbox does not.

They are web pages, files and reports whose content the protocol references do not describe.
Requests for them get 501 and a message that says what to use instead: a 404 would look like a
mistake.
"""
from __future__ import unicode_literals

from .errors import Problem

_PAGE = 'The sandbox has no web pages. '
_REGISTRATION = 'Add an account with POST /api/user; the user template lists its fields.'
#: First segment of the path, and the message.
SENTENCES = {
    'action': _PAGE + 'The links in mails of the sandbox are executed below /api/callback.',
    'chooser': _PAGE + 'GET /module lists projects, GET /appstore lists published modules.',
    'cloud-usage': 'The sandbox records no cloud usage. GET /dashboard and the quotas below '
                   '/api/quota show what is running.',
    'downloads': 'The sandbox has no files for machines: it runs no scripts.',
    'event': 'The sandbox has events in JSON only, below /api/event.',
    'login': _PAGE + 'Log in with POST /api/session.',
    'logout': _PAGE + 'To log out, DELETE your session below /api/session.',
    'metrics': 'The sandbox records no metrics.',
    'nuvlabox-admin': _PAGE + 'It has no NuvlaBoxes.',
    'register': _PAGE + _REGISTRATION,
    'reset-password': 'The sandbox does not reset passwords. A privileged user can set one with '
                      'PUT /user/NAME.',
    'usage': 'The sandbox records no usage. See the collections below /api/virtual-machine and '
             '/api/metering.',
}


def refuse(segment):
    """Refuse a request if its path is not served.

    :param str segment: the first segment of the path.
    :raises Problem: 501.
    """
    if segment in SENTENCES:
        raise Problem(501, SENTENCES[segment])
