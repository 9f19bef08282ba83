# -*- coding: utf-8 -*-
"""Forms: what callers give, as the service wants it.

Conversions of arguments to the texts of forms and documents. What cannot be meant is refused with a
``ValueError`` or ``TypeError`` before anything is sent; what the caller gave is never changed.
"""
from __future__ import unicode_literals

import re

from .. import models
from ..compat import Iterable, Mapping, integer_types, native_str, string_types, to_text

#: How often to send a summary of the usage.
USAGE_EMAIL_VALUES = [native_str(value) for value in ('never', 'daily')]

# What XML 1.0 has no way to write: control characters, lone surrogates (Python 2 may store others
# as pairs), two non-characters.
_UNWRITABLE = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]')


def text(value, what):
    """A value as text: booleans as ``true`` and ``false``, numbers and the like as ``str`` gives them.

    :param str what: what to call it in the message.
    :raises ValueError: if it is None, or holds characters that the service cannot take.
    :raises TypeError: if it is a collection.
    """
    if value is None:
        raise ValueError(native_str('%s must not be None; leave it out' % what))
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, Iterable) and not isinstance(value, string_types + (bytes,)):
        raise TypeError(
            native_str('%s must be a single value, not %s' % (what, type(value).__name__)))
    written = to_text(value)
    if _UNWRITABLE.search(written):
        raise ValueError(native_str('%s contains characters that cannot be sent' % what))
    return written


def name(value, what):
    """A text that must say something.

    :raises TypeError: if it is no text.
    :raises ValueError: if it is empty.
    """
    if not isinstance(value, string_types):
        raise TypeError(native_str('%s must be a text, not %r' % (what, value)))
    if not to_text(value).strip():
        raise ValueError(native_str('%s must not be empty' % what))
    return text(value, what)


def optional(value, what):
    """A text that may be left out: None for None and for an empty one.

    :raises TypeError: if it is neither a text nor None.
    """
    return None if value is None or isinstance(value,
                                               string_types) and not value else name(value, what)


def one_of(value, allowed, what):
    """One of a few words.

    :raises ValueError: if it is none of them.
    """
    written = text(value, what)
    if written not in allowed:
        raise ValueError(native_str('%s must be one of %s, not %s' % (
            what, ', '.join(to_text(word) for word in allowed), written)))
    return written


def joined(values, what, separator=','):
    """Several values as one text; a text stays as it is, a single other value becomes its text."""
    if not isinstance(values, Iterable) or isinstance(values, string_types + (bytes,)):
        return text(values, what)
    return separator.join(text(value, what) for value in values)


def boolean(value, what):
    """A truth value; None is false.

    :raises TypeError: for a text such as ``'false'``, whose truth value would be the opposite of
        what it says.
    """
    if value is None or isinstance(value, (bool, models.Flag)) or isinstance(
            value, integer_types) and value in (0, 1):
        return bool(value)
    raise TypeError(native_str('%s must be True or False, not %r' % (what, value)))


def mapping(value, what):
    """A dict; an empty one for None.

    :raises TypeError: if it is neither.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(native_str('%s must be a dict, not %s' % (what, type(value).__name__)))
    return value
