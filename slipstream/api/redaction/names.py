# -*- coding: utf-8 -*-
"""Redaction: what must never be shown.

One list of secret names, used by everything that prints, logs or pickles.
"""
from __future__ import unicode_literals

import copy
import re

from ..compat import Mapping, native_str, to_text

#: What is shown in place of a secret.
MASK = '********'

#: Names (of members, fields, headers, query parameters) whose values are secret. Compared in lower
#: case.
SECRET_NAMES = frozenset([
    'authorization', 'cookie', 'set-cookie', 'proxy-authorization', 'password', 'passwordrepeat',
    'oldpassword', 'password1',
    'password2', 'secret', 'secretkey', 'privatekey', 'token', 'digest', 'signature',
    'access_token', 'com.sixsq.slipstream.cookie'])

_SECRET_ENDINGS = ('.password', '.secret.key', ':password', '_password', '-password', '.secret',
                   '_secret', '-secret', '.token')
_IN_TEXT = re.compile(
    r'((?:token|password|secret|secretkey|signature|com\.sixsq\.slipstream\.cookie)'
    r'["\']?\s*[=:]\s*["\']?)(?:token=)?[^\s"\'&;,}>]+',
    re.IGNORECASE)


def is_secret(name):
    """Whether the value under that name must not be shown."""
    name = '%s' % (name,)
    name = name.lower()
    return name in SECRET_NAMES or name.endswith(_SECRET_ENDINGS)


def redacted(value):
    """A copy of a JSON-like value with the values of secret names masked."""
    if isinstance(value, Mapping):
        return dict((key, MASK if is_secret(key) and member else redacted(member)) for key,
                    member in value.items())
    if isinstance(value, (list, tuple)):
        return [redacted(member) for member in value]
    return value


def redacted_text(text):
    """A text with secrets masked: the values in ``password=...``, ``token: ...`` and their like."""
    if '=' not in text and ':' not in text:
        return text  # as most, and looking for less is faster
    return _IN_TEXT.sub(lambda match: match.group(1) + MASK, text)


def scrubbed(response):
    """A copy of a response without cookies, secret headers, history and request body, fit for a
    pickle.

    :param response: a ``requests.Response``, or None.
    """
    if response is None or not hasattr(response, '_content'):
        return response
    response.content  # noqa: B018 - reads the body now, the copy cannot
    bare = copy.copy(response)
    bare.raw = None
    bare.history = []
    bare.cookies = type(response.cookies)()
    bare.url = redacted_text(response.url) if response.url else response.url
    bare.headers = _without_secrets(response.headers)
    bare._content = redacted_text((response.content or b'').decode('latin-1')).encode('latin-1')
    bare.request = scrubbed_request(getattr(response, 'request', None))
    return bare


def scrubbed_request(request):
    """A copy of a prepared request that shows where it went, and neither its body nor who sent it.

    :param request: a ``requests.PreparedRequest``; anything else is returned as it is.
    """
    if request is None or not hasattr(request, 'copy') or not hasattr(request, '_cookies'):
        return request
    bare = request.copy()
    bare.url = redacted_text(request.url or '')
    bare.body = None
    bare.hooks = {}
    bare._cookies = None
    bare.headers = _without_secrets(request.headers or {})
    return bare


def _without_secrets(headers):
    kept = copy.copy(headers)
    for name in list(kept):
        kept[name] = MASK if is_secret(name) else native_str(redacted_text(to_text(kept[name])))
    return kept

