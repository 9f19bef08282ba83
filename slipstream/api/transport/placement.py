# -*- coding: utf-8 -*-
"""Placement: what a request may carry to the place that it goes to.

What a session has for the service goes to the service only, also after a redirect.
"""
from __future__ import unicode_literals

import copy

from .. import redaction
from ..compat import Mapping, integer_types, native_str, to_text, urljoin
from . import calls, cookies, credentials, masked_attributes

#: Statuses of redirects that want the body to be sent again.
_KEEPING_BODY = (307, 308)


def fit_elsewhere(session, options):
    """Let a request to another place carry nothing that is meant for the service only.

    :param session: the :class:`~slipstream.api.transport.session.SessionStore`.
    :param dict options: ``auth``, ``headers`` and ``params`` of the request; they are changed.
    """
    headers = dict.fromkeys(name for name in session.headers if redaction.is_secret_header(name))
    headers.update(options.get('headers') or {})
    if not any(name.lower() == 'accept' for name in headers):
        headers['Accept'] = native_str('*/*')
    options['headers'] = headers
    if session.params and isinstance(options.get('params') or {}, Mapping):
        params = dict.fromkeys(masked_attributes.secret_names(session.params))
        params.update(options.get('params') or {})
        options['params'] = params
    if session.auth:
        options['auth'] = options.get('auth') or calls.no_auth


def fitted(session, request, is_own):
    """A copy of a ``requests.Request`` that carries what may go where it goes.

    :param session: the :class:`~slipstream.api.transport.session.SessionStore`.
    :param request: the request.
    :param bool is_own: whether it goes to the service.
    """
    request = copy.copy(request)
    if is_own:
        request.auth = request.auth or session.auth or calls.no_auth
        return request
    options = {'auth': request.auth, 'headers': request.headers, 'params': request.params}
    fit_elsewhere(session, options)
    vars(request).update(options)
    return request


def takes_secret_along(response, target):
    """Whether a redirect would send a body that may have a secret to another host or port.

    :param response: the response of the service.
    :param target: the address in it, which may be relative.
    """
    if response.status_code not in _KEEPING_BODY:
        return False
    request, address = response.request, urljoin(to_text(response.url), to_text(target))
    if cookies.origin(address) == cookies.origin(request.url):
        return False
    start = getattr(request, '_body_position', None)
    if isinstance(start, integer_types) and hasattr(request.body, 'seek'):
        request.body.seek(start)  # as requests does itself before it follows a redirect
    return credentials.in_body(request)
