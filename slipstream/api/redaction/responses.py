# -*- coding: utf-8 -*-
"""Responses: copies of responses and requests that may leave the process.

The response that an error has in memory is the one that has come. What is pickled is a copy without
secrets.
"""
from __future__ import unicode_literals

import copy

import requests

from ..compat import native_str, string_types, to_text
from .masking import MASK, is_secret_header, masked_by, redacted_text


def scrubbed(response, most=None):
    """A copy of a response without cookies, secret headers, history and request body, fit for a
    pickle.

    :param response: a ``requests.Response``, or None.
    :param most: how many bytes of the body it has at most; None for all.
    """
    if not issubclass(type(response), requests.Response):  # programs simulate responses
        return response
    response.content  # noqa: B018 - reads the body now, the copy cannot

    def mask(text):
        return redacted_text(masked_by(response, text))

    bare = copy.copy(response)
    bare.raw = None
    bare.history = []
    bare.cookies = type(response.cookies)()
    bare.url = mask(response.url) if response.url else response.url
    bare.reason = native_str(mask(to_text(response.reason))) if response.reason else response.reason
    bare.headers = _without_secrets(response.headers, mask)
    bare._content = mask((response.content or b'')[:most].decode('latin-1')).encode('latin-1')
    bare.request = scrubbed_request(getattr(response, 'request', None), mask)
    return bare


def scrubbed_request(request, mask=redacted_text):
    """A copy of a prepared request that shows where it went, and neither its body nor who sent it.

    :param request: a ``requests.PreparedRequest``; anything else is returned as it is.
    :param mask: masks what is secret in a text, a function.
    """
    if request is None or not hasattr(request, 'copy') or not hasattr(request, '_cookies'):
        return request
    bare = request.copy()
    bare.url = mask(request.url or '')
    bare.body = None
    bare.hooks = {}
    bare._cookies = None
    bare.headers = _without_secrets(request.headers or {}, mask)
    return bare


def scrubbed_row(row, holder):
    """A copy of a row as it may be pickled with an error: its strings may quote what was sent.

    :param row: a named tuple; anything else is returned as it is.
    :param holder: what has ``sent_values``.
    """
    if not hasattr(row, '_replace'):
        return row
    texts = [(name, value) for name, value in zip(row._fields, row)
             if isinstance(value, string_types)]
    masked = [(name, value, masked_by(holder, to_text(value))) for name, value in texts]
    return row._replace(**dict((name, native_str(shown)) for name, value, shown in masked
                               if shown != to_text(value)))


def _without_secrets(headers, mask):
    kept = copy.copy(headers)
    for name in list(kept):
        kept[name] = MASK if is_secret_header(name) else native_str(mask(to_text(kept[name])))
    return kept

