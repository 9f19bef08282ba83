# -*- coding: utf-8 -*-
"""Redirection: where a browser is sent after it has added something.

Logins and registrations may name an address. The answer then is a 303 to it, also when the add is
refused; the refusal becomes a query parameter.
"""
from __future__ import unicode_literals

from .. import checks
from ..compat import quote
from ..messages import Response

MEMBER = 'redirectURI'
#: A check of addresses; one with white space would end the header early.
address = checks.matching(r'[^\s\x00-\x1f]+')


def requested(kind, body):
    """The address that the body of an add names, or None."""
    wrapped = body.get(kind.wrapper) if kind.redirected else None
    place = wrapped.get(MEMBER) if isinstance(wrapped, dict) else None
    return place if address(place) is None else None


def sent(place, headers=()):
    """The answer that sends a browser to an address after a success."""
    return Response(303, headers=list(headers) + [('Location', place)])


def refused(place, problem):
    """The answer that sends a browser to an address after a refusal."""
    separator = '&' if '?' in place else '?'
    return sent('%s%serror=%s' % (place, separator, quote(problem.message, safe='')))
