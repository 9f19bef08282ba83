# -*- coding: utf-8 -*-
"""Bodies: the body of an answer, within bounds.

A body is read whole or not taken for whole: what is shorter than announced is an error. It is not
read without end, either. Of a failure the beginning is enough. Whoever asks for ``stream=True``
reads by himself and without these bounds.
"""
from __future__ import unicode_literals

from requests.exceptions import ChunkedEncodingError

from ..compat import unread_bytes
from ..errors import ResponseTooLargeError
from ..protocol.documents import words

#: Bytes of the largest answer that is taken, unpacked: half a gigabyte.
LARGEST_ANSWER = 512 * 1024 * 1024
#: Bytes that are read of an answer that is a failure or a redirect; the rest is left, and the
#: connection is closed.
LARGEST_FAILURE = 1024 * 1024
#: Times that an answer may grow when it is unpacked; documents of the service grow by ten to fifty.
LARGEST_GROWTH = 300
#: Bytes up to which nobody asks how much an answer has grown.
UNSUSPICIOUS = 16 * 1024 * 1024

_CODINGS = ('gzip', 'x-gzip', 'deflate')
_UNWANTED_CODINGS = ('br', 'zstd')
# Bytes that are read at a time: of what is packed only few, as each of them may become a thousand.
_PART = 64 * 1024
_PACKED_PART = 8 * 1024


def read(response):
    """Read the body of an answer into it.

    :param response: a ``requests.Response``; one that was read already, or that is none of a
        connection, is left as it is.
    :raises ResponseTooLargeError: if it is larger than the client takes, or packed so that its size
        could not be foretold.
    :raises requests.exceptions.ChunkedEncodingError: if it is shorter than announced.
    """
    if getattr(response, 'raw', None) is None or getattr(response, '_content_consumed', True):
        return
    done = False
    try:
        packed = is_packed(response)
        parts, whole = _beginning(response) if response.status_code >= 300 else (
            _everything(response, packed), True)
        missing = unread_bytes(response) if whole else 0
        if missing:
            raise ChunkedEncodingError('The answer is %d bytes shorter than announced' % missing,
                                       request=response.request)
        done = whole
    finally:  # a connection in the middle of an answer is of no use, also after Ctrl-C
        if not done:
            response.close()
    response._content = b''.join(parts)
    response._content_consumed = True


def is_packed(response):
    """Whether the body has to be unpacked.

    :raises ResponseTooLargeError: if it was packed twice, or in a way that nobody asked for: a few
        bytes of such may unpack to gigabytes at once.
    """
    header = response.headers.get('Content-Encoding')
    if not header:
        return False
    codings = [coding.lower() for coding in words(header)]
    known = [coding for coding in codings if coding in _CODINGS + _UNWANTED_CODINGS]
    if len(known) > 1 or set(known) & set(_UNWANTED_CODINGS):
        raise ResponseTooLargeError('The answer is packed in a way that was not asked for: %s'
                                    % ', '.join(codings)[:100], response)
    return bool(known)


def _everything(response, packed):
    parts, size = [], 0
    for part in response.iter_content(_PACKED_PART if packed else _PART):
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise ResponseTooLargeError('The answer is larger than %d bytes' % LARGEST_ANSWER,
                                        response)
        if packed and size > UNSUSPICIOUS and size > LARGEST_GROWTH * response.raw.tell():
            raise ResponseTooLargeError('The answer grows by more than %d times when it is unpacked'
                                        % LARGEST_GROWTH, response)
    return parts


def _beginning(response):
    """The beginning of the body of a failure, and whether that is all of it."""
    parts, size = [], 0
    for part in response.iter_content(_PACKED_PART):
        parts.append(part[:LARGEST_FAILURE - size])
        size += len(part)
        if size > LARGEST_FAILURE:
            return parts, False
    return parts, True
