# -*- coding: utf-8 -*-
"""Bodies: the body of an answer, within bounds.

A body is read whole or not taken for whole: what is shorter than announced, or breaks off within
its packing, is an error. It is not read without end, either. Of a failure the beginning is enough.
With ``stream=True`` you read the body yourself, without these limits.
"""
from __future__ import unicode_literals

from requests.exceptions import ChunkedEncodingError, ContentDecodingError

from ..compat import unread_bytes
from ..errors import ResponseTooLargeError
from . import packing

#: Bytes of the largest answer that is taken, unpacked: half a gigabyte.
LARGEST_ANSWER = 512 * 1024 * 1024
#: Bytes that are read of an answer that is a failure or a redirect; the rest is left, and the
#: connection is closed.
LARGEST_FAILURE = 1024 * 1024
#: Times that an answer may grow when it is unpacked; documents of the service grow by ten to fifty.
LARGEST_GROWTH = 300
#: Bytes up to which nobody asks how much an answer has grown.
UNSUSPICIOUS = 16 * 1024 * 1024

# Statuses of an answer that is only a part of what was asked for, or only what has changed in it.
_PARTIAL = (206, 226)
# Answers without a body, whatever their head says of it.
_BODILESS = (204, 205, 304)
# What some services call the charset, or the way in which contents were stored.
_HARMLESS = ('', 'identity', 'none', 'utf-8', 'utf8', 'us-ascii', 'iso-8859-1', 'binary', '8bit',
             'aws-chunked')
# Bytes that are read at a time: of what is packed only few, as each of them may become a thousand.
_PART = 64 * 1024
_PACKED_PART = 8 * 1024


def refuse_part(response):
    """Refuse a part of an answer, unless a part was asked for.

    :raises requests.exceptions.ChunkedEncodingError: if it is one.
    """
    if response.status_code not in _PARTIAL:
        return
    asked = response.request.headers
    if 'Range' not in asked and 'A-IM' not in asked:
        response.close()
        raise ChunkedEncodingError('The answer is only a part of what was asked for (%d)'
                                   % response.status_code, request=response.request)


def read(response):
    """Read the body of an answer into it.

    :param response: a ``requests.Response``; one that was read already, or that is none of a
        connection, is left as it is.
    :raises ResponseTooLargeError: if it is larger than the client takes, or packed so that its size
        could not be foretold.
    :raises requests.exceptions.ChunkedEncodingError: if it is not as announced.
    :raises requests.exceptions.ContentDecodingError: if it cannot be unpacked, or not to its end.
    """
    if getattr(response, 'raw', None) is None or getattr(response, '_content_consumed', True):
        return
    done = False
    try:
        pieces, packed = unpacked(response)
        if response.status_code >= 300:
            parts, whole = _beginning(pieces)
        else:
            parts, whole = _everything(response, pieces, packed), True
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


def unpacked(response):
    """The body of an answer, unpacked.

    :return: a pair: an iterator of its pieces, and a function that tells how many bytes they were
        on the way; None if they were not packed.
    :raises ResponseTooLargeError: if it was packed in a way that nobody asked for.
    """
    coding = coding_of(response) if hasattr(response.raw, 'stream') else None
    if coding is None:
        return response.iter_content(_PART), None
    response.raw.headers.pop('Content-Encoding', None)  # else urllib3 would unpack it
    arrived = []
    return _unpacked(response, packing.Unpacker(coding), arrived), lambda: sum(arrived)


def coding_of(response):
    """How the body of a response was packed, one of :data:`packing.CODINGS`; None if it was not.

    :raises ResponseTooLargeError: if it was packed twice, or in a way that nobody asked for: a few
        bytes of such may unpack to gigabytes at once.
    """
    header = response.headers.get('Content-Encoding')
    codings = [coding.strip().lower() for coding in (header or '').split(',')]
    codings = [coding for coding in codings if coding and coding not in _HARMLESS]
    if not codings:
        return None
    if len(codings) > 1 or codings[0] not in packing.CODINGS:
        raise ResponseTooLargeError('The answer is packed in a way that was not asked for: %s'
                                    % ', '.join(codings)[:100], response)
    return codings[0]


def _unpacked(response, unpacker, arrived):
    try:
        for part in response.iter_content(_PACKED_PART):
            arrived.append(len(part))
            for piece in unpacker.pieces(part):
                yield piece
        if arrived or _has_body(response):
            unpacker.finish()
    except packing.PackingError as error:
        raise ContentDecodingError('The answer cannot be unpacked: %s' % error,
                                   request=response.request)


def _has_body(response):
    """Whether an answer that says how it was packed must have a body.

    A failure may be without one.
    """
    return response.status_code < 300 and response.status_code not in _BODILESS and getattr(
        response.request, 'method', None) != 'HEAD'


def _everything(response, pieces, packed):
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece)
        size += len(piece)
        if size > LARGEST_ANSWER:
            raise ResponseTooLargeError('The answer is larger than %d bytes' % LARGEST_ANSWER,
                                        response)
        if packed and size > UNSUSPICIOUS and size > LARGEST_GROWTH * packed():
            raise ResponseTooLargeError('The answer grows by more than %d times when it is unpacked'
                                        % LARGEST_GROWTH, response)
    return parts


def _beginning(pieces):
    """The beginning of the body of a failure, and whether that is all of it."""
    parts, size = [], 0
    for piece in pieces:
        parts.append(piece[:LARGEST_FAILURE - size])
        size += len(piece)
        if size > LARGEST_FAILURE:
            return parts, False
    return parts, True
