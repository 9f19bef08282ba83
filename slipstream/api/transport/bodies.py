# -*- coding: utf-8 -*-
"""Bodies: what the body of a request holds, whatever its shape, to find secrets there.

A string or bytes, in UTF-8, UTF-16 or UTF-32, a form with parts, a file. What can only be read
once, such as a generator or a pipe, or is compressed, cannot be searched.
"""
from __future__ import unicode_literals

import re

from ..compat import text_type, to_text

#: How much of a body is searched at once, in bytes, and how much of it again with the next piece,
#: both multiples of four, the bytes of the widest character.
LARGEST, OVERLAP = 4 * 1024 * 1024, 4096

_PART = (r'(?is)content-disposition:[^\r\n]*?\bname\*?=(?:"([^"\r\n]*)"|([^\s;]+))[^\r\n]*\r?\n'
         r'(?:[^\r\n]+\r?\n)*\r?\n(.*?)(?=\r?\n--|\Z)')
_DECLARATION = r'\A\ufeff?\s*<\?xml[^>]*\?>'
#: How many bytes of a text show whether its characters are wider than one byte.
_BEGINNING = 64


def is_readable(request):
    """Whether the body of a request can be searched before it is sent.

    :param request: a ``requests.PreparedRequest``.
    """
    body, coding = request.body, to_text(request.headers.get('Content-Encoding') or 'identity')
    if body is None or coding.lower() != 'identity':
        return body is None
    if isinstance(body, (text_type, bytes, bytearray, memoryview)):
        return True
    try:
        body.seek(body.tell())
    except (AttributeError, EnvironmentError, TypeError, ValueError):
        return False
    return True


def search(body, test):
    """Apply a function to each piece of a body, as bytes, until it returns something true.

    A file is left as it was.

    :param body: that of a request for which :func:`is_readable` is true.
    :param test: a function of bytes.
    :return: what the function returned last.
    """
    if body is None:
        return None
    if hasattr(body, 'seek'):
        return _search_file(body, test)
    whole = _octets(body)
    return _first(test, (whole[start:start + LARGEST]
                         for start in range(0, len(whole), LARGEST - OVERLAP)))


def beginning(body, size):
    """The first bytes of a body, or None if it cannot be searched.

    :param body: a string, bytes or file; a file is left as it was.
    :param int size: how many bytes at most.
    """
    try:
        start = body.tell()
        body.seek(start)
        octets = _octets(body.read(size))
        body.seek(start)
        return octets
    except (AttributeError, EnvironmentError, TypeError, ValueError):
        return None


def readings(octets):
    """What bytes may stand for, as a list of bytes in UTF-8.

    The bytes themselves, and, if their characters are wider than one byte, these in UTF-8.
    """
    encoding = _wide_encoding(octets[:_BEGINNING])
    if encoding is None:
        return [octets]
    decoded = re.sub(_DECLARATION, '', octets.decode(encoding, 'replace'))
    return [octets, decoded.lstrip('\ufeff').encode('utf-8', 'replace')]


def fields(text):
    """The fields of a form with parts (``multipart/form-data``): pairs of name and value.

    :return: a list, empty if it is none.
    """
    return [(quoted or bare, value) for quoted, bare, value in re.findall(_PART, text)]


def _search_file(stream, test):
    start = stream.tell()
    try:
        return _first(test, _pieces(stream))
    finally:
        stream.seek(start)


def _pieces(stream):
    kept, piece = b'', _octets(stream.read(LARGEST))
    while piece:
        yield kept + piece
        kept, piece = (kept + piece)[-OVERLAP:], _octets(stream.read(LARGEST))


def _first(test, pieces):
    """The first true result of a function of each reading of each piece."""
    for piece in pieces:
        for reading in readings(piece):
            result = test(reading)
            if result:
                return result
    return None


def _octets(data):
    if isinstance(data, text_type):
        return data.encode('utf-8', 'replace')
    return data.tobytes() if isinstance(data, memoryview) else bytes(data)


def _wide_encoding(octets):
    """The encoding of a text by the zeros of its first ASCII character; None for narrow ones."""
    first = octets.find(b'\0')
    if first < 0:
        return None
    if b'\0\0\0' in octets:
        return 'utf-32-be' if octets.find(b'\0\0\0') % 4 == 0 else 'utf-32-le'
    return 'utf-16-be' if first % 2 == 0 else 'utf-16-le'
