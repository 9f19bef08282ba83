# -*- coding: utf-8 -*-
"""Variants: how else a value may be written: Unicode forms, capitals, base64, hexadecimal.

Inside longer data, such as ``user:password``, base64 writes a value in one of three ways. Of these,
only the characters are taken that depend on nothing else.
"""
from __future__ import unicode_literals

import base64
import binascii
import unicodedata

from ..compat import native_str

_UNICODE_FORMS = ('NFC', 'NFD', 'NFKC', 'NFKD')
#: A word of letters only is the same word in capitals, unless it has this many of them.
LONG_WORD = 12
# The first character that depends on the value only, after no, one and two octets of other data.
_FIRST_IN_BASE64 = (0, 2, 3)


def of_unicode(value):
    """A value in each form of Unicode, and as UTF-8 that was read as Latin-1.

    :return: a list; the value itself is the first.
    """
    if not _is_beyond_ascii(value):
        return [value]
    texts = [value] + [unicodedata.normalize(native_str(form), value) for form in _UNICODE_FORMS]
    return texts + [text.encode('utf-8', 'replace').decode('latin-1') for text in texts]


def without_case(text):
    """A text in lower case, with as many characters as it has."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return ''.join(char.lower() if len(char.lower()) == 1 else char for char in text)


def in_other_cases(text):
    """What a text is in lower case, and in lower case after capitals, as a list.

    Empty if it has no case, or is a word that occurs with and without capitals everywhere.
    """
    if text.lower() == text.upper() or text.isalpha() and len(text) < LONG_WORD:
        return []
    return sorted({without_case(text), without_case(text.upper())})


def in_base64(value):
    """A value in base64, anywhere in longer data, in both alphabets, as a list."""
    texts = []
    for octets in _encoded(value):
        for skipped, first in enumerate(_FIRST_IN_BASE64):
            data = b'\0' * skipped + octets
            text = base64.b64encode(data).decode('ascii')[first:len(data) * 4 // 3]
            texts.extend(sorted({text, text.replace('+', '-').replace('/', '_')}))
    return texts


def in_hexadecimal(value):
    """The octets of a value in hexadecimal, in lower case, as a list."""
    return [binascii.hexlify(octets).decode('ascii') for octets in _encoded(value)]


def _encoded(value):
    """The octets of a value in UTF-8 and, as requests sends passwords, in Latin-1."""
    octets = [value.encode('utf-8', 'replace')]
    if _is_beyond_ascii(value) and max(value) <= '\xff':
        octets.append(value.encode('latin-1'))
    return octets


def _is_beyond_ascii(text):
    return any(char > '\x7f' for char in text)
