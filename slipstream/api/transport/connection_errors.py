# -*- coding: utf-8 -*-
"""Connection errors: what to say when no response has come.

The libraries below quote their own objects. People want to know what does not respond, why, and
what they can do.
"""
from __future__ import unicode_literals

import re

from requests.exceptions import (ChunkedEncodingError, ConnectionError, ConnectTimeout, ProxyError,
                                 ReadTimeout, SSLError)

from ..compat import TRANSPORT_ERRORS, failed_to_connect, native_str, to_text, urlsplit
from ..display.values import clipped, neutral
from ..errors import help_page

#: How a message begins, by class.
_BEGINNINGS = {
    SSLError: 'No secure connection to %s', ProxyError: 'No connection through the proxy to %s',
    ConnectTimeout: 'No connection to %s', ReadTimeout: 'No response from %s',
    ChunkedEncodingError: 'The response from %s is not complete',
    ConnectionError: 'The connection to %s broke'}
#: What urllib3 writes before the reason: the representation of one of its objects, the number.
_OBJECT = (r"^(?:\w+\([^()]*\)|<[^<>]*>): |\[[^\]]*\] |"
           r'^Failed to establish a new connection: | ?\(_ssl\.c:\d+\)')


def explained(error, call, endpoint):
    """Return a transport failure in words for people; the original is its cause.

    :param error: the exception of requests. If its words are already for people, it is returned as
        it is.
    :param call: the :class:`~slipstream.api.transport.calls.Call` that failed.
    :param str endpoint: address of the service.
    :return: an exception of the same class.
    """
    inner = error.args[0] if error.args else None
    beginning = _BEGINNINGS.get(type(error))
    if beginning is None or not isinstance(inner, TRANSPORT_ERRORS):
        return error
    explanation = type(error)(native_str(_message(error, inner, beginning, call, endpoint)),
                              request=error.request, response=error.response)
    # What its traceback holds would keep the connection open; the text says what it was caused by.
    error.__traceback__, error.__suppress_context__ = None, True
    explanation.__cause__ = error
    explanation.help_page = help_page(type(error))
    return explanation


def may_be_carried_out(error, call):
    """Whether the service may have carried out a call that failed, and that changes something."""
    return not (call.is_read or _is_never_sent(error) or isinstance(error, (SSLError, ProxyError)))


def mark_interruption(error, call):
    """Let what interrupts a call that changes something say so, such as Ctrl-C.

    Its ``unanswered`` is the method of the request: the call may have been carried out.
    """
    if not call.is_read:
        error.unanswered = call.method


def _is_never_sent(error):
    return isinstance(error, ConnectTimeout) or failed_to_connect(error)


def _message(error, inner, beginning, call, endpoint):
    never_sent = _is_never_sent(error)
    address = _address(getattr(error.request, 'url', None) or call.url)
    sentences = ['%s: %s.' % (
        ('No connection to %s' if never_sent else beginning) % address, _reason(inner).rstrip('.'))]
    if may_be_carried_out(error, call):
        sentences.append('The request may have been carried out.')
    # A redirect may have led to another host.
    if call.is_own and address == _address(call.url):
        sentences.append(_advice(endpoint, never_sent))
    return ' '.join(sentences)


def _advice(endpoint, never_sent):
    running = 'Is the service running? ' if never_sent else ''
    return '%sTo find out more: python -m slipstream.api doctor --endpoint %s' % (
        running, _address(endpoint) + urlsplit(to_text(endpoint)).path)


def _reason(error):
    """The innermost reason, without the objects of urllib3."""
    while True:
        causes = [cause for cause in (getattr(error, 'reason', None),) + tuple(
            reversed(getattr(error, 'args', ()))) if isinstance(cause, Exception)]
        if not causes:
            break
        error = causes[0]
    words = to_text(getattr(error, 'strerror', None) or (error.args[1:] or (error,))[-1])
    words = re.sub(_OBJECT, '', re.sub(_OBJECT, '', words))
    return clipped(neutral(words), 200) or type(error).__name__


def _address(url):
    """Scheme, host and port of an address; nothing that may hold a password."""
    parts = urlsplit(to_text(url))
    return '%s://%s' % (parts.scheme, parts.netloc.rpartition('@')[2])
