# -*- coding: utf-8 -*-
"""What a service has and the sandbox does not.

Web pages, files and reports of which the protocol references do not say what they look like. They
are answered with 501 and a sentence that names what to use instead: a 404 would look like a
mistake.
"""
from __future__ import unicode_literals

from .errors import Problem

_PAGE = 'The sandbox has no web pages. '
_REGISTRATION = 'An account is added by POST /api/user; its user template says what it needs.'
#: First segment of the path, and the sentence.
SENTENCES = {
    'action': _PAGE + 'The links in mails of the sandbox are executed below /api/callback.',
    'chooser': _PAGE + 'GET /module lists projects, GET /appstore what is published.',
    'cloud-usage': 'The sandbox keeps no usage of clouds. GET /dashboard and the quotas below '
                   '/api/quota tell what runs.',
    'downloads': 'The sandbox has no files for machines: it runs no scripts.',
    'event': 'The sandbox tells events in JSON only, below /api/event.',
    'login': _PAGE + 'Log in with POST /api/session.',
    'logout': _PAGE + 'Log out with DELETE of the session below /api/session.',
    'metrics': 'The sandbox keeps no metrics.',
    'nuvlabox-admin': _PAGE + 'It has no NuvlaBoxes.',
    'register': _PAGE + _REGISTRATION,
    'reset-password': 'The sandbox resets no passwords. A privileged user sets one with PUT '
                      '/user/NAME.',
    'usage': 'The sandbox keeps no usage. The collections below /api/virtual-machine and '
             '/api/metering have what was measured.',
}


def refuse(segment):
    """Refuse a request below a path that is not served; do nothing for other paths.

    :param str segment: the first segment of the path.
    :raises Problem: 501.
    """
    if segment in SENTENCES:
        raise Problem(501, SENTENCES[segment])
