# -*- coding: utf-8 -*-
"""Redirection: where a browser is sent after a login or a registration.

The request may name a URL. The response then is a 303 to that URL, even if the request is refused;
the error becomes a query parameter.
"""
from __future__ import unicode_literals

from .. import checks
from ..compat import quote
from ..messages import Response

MEMBER = 'redirectURI'
#: A check of URLs; white space in it would end the header early.
address = checks.matching(r'[^\s\x00-\x1f]+')


def requested(kind, body):
    """The URL in the body of an add, or None."""
    wrapped = body.get(kind.wrapper) if kind.redirected else None
    place = wrapped.get(MEMBER) if isinstance(wrapped, dict) else None
    return place if address(place) is None else None


def sent(place, headers=()):
    """The response that sends a browser to a URL after a success."""
    return Response(303, headers=list(headers) + [('Location', place)])


def refused(place, problem):
    """The response that sends a browser to a URL after an error."""
    separator = '&' if '?' in place else '?'
    return sent('%s%serror=%s' % (place, separator, quote(problem.message, safe='')))
