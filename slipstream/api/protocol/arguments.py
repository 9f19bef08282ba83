# -*- coding: utf-8 -*-
"""Arguments: checks of what callers pass, and conversions to what the service expects.

An invalid argument raises ``ValueError`` or ``TypeError`` before anything is sent. What the caller
passed is never changed.
"""
from __future__ import unicode_literals

import re

from .. import models
from ..compat import Iterable, Mapping, integer_types, native_str, string_types, to_text

#: When to leave a deployment running.
KEEP_RUNNING_VALUES = [native_str(value) for value in ('always', 'never', 'on-success', 'on-error')]
#: How often to send a summary of the usage.
USAGE_EMAIL_VALUES = [native_str(value) for value in ('never', 'daily')]

# How else directions are written. An attribute may have one colon in its name, as in
# price:unitCost, so not everything behind a colon must be a direction.
_DIRECTIONS = {'asc': 'asc', 'ascending': 'asc', 'up': 'asc',
               'desc': 'desc', 'descending': 'desc', 'down': 'desc'}

# What XML 1.0 cannot represent: control characters, two non-characters, and lone surrogates
# (Python 2 may store other characters as pairs of them). Compiled when it is first used.
_UNWRITABLE = ('[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]'
               '|[\ud800-\udbff](?![\udc00-\udfff])'
               '|(?<![\ud800-\udbff])[\udc00-\udfff]')


# A row is taken for the path, name or id in it; anything else is checked where it is used.

def path_of(module):
    """Return the path of a module that a caller named.

    :param module: the path; or a row that has one, such as an ``App``.
    """
    return module.path if 'path' in getattr(module, '_fields', ()) else module


def versioned_path_of(module):
    """Return the path of a version of a module: that of a row ends with its version."""
    path, version = path_of(module), getattr(module, 'version', None)
    if version is None or not isinstance(path, string_types):
        return path
    suffix = '/%s' % version
    return path if path.endswith(suffix) else path + suffix


def is_module(value):
    """Whether a value names a module: a path, or a row that has one."""
    return isinstance(path_of(value), string_types)


def cloud_of(cloud):
    """Return the name of a cloud: the name, or the row of the cloud."""
    return cloud.name if isinstance(cloud, models.Cloud) else cloud


def username_of(user):
    """Return the name of a user: the name, or the row of the user."""
    return user.username if isinstance(user, (models.User, models.UserItem)) else user


def instance_of(instance):
    """Return the name of a node instance, such as ``web.1``: the name, or the row of it."""
    return instance.name if isinstance(instance, models.NodeInstance) else instance


def text(value, what):
    """Return a value as text: booleans as ``true`` and ``false``, other values as ``str`` does.

    :param value: the value.
    :param str what: what to call it in the message.
    :raises ValueError: it is None, or holds characters that cannot be sent.
    :raises TypeError: it is a collection.
    """
    if value is None:
        raise ValueError(native_str('%s must not be None; leave it out' % what))
    if isinstance(value, bool):
        return 'true' if value else 'false'
    if isinstance(value, Iterable) and not is_string(value):
        raise TypeError(
            native_str('%s must be a single value, not %s' % (what, type(value).__name__)))
    written = to_text(value)
    if re.search(_UNWRITABLE, written):
        raise ValueError(native_str('%s contains characters that cannot be sent' % what))
    return written


def string(value, what):
    """Return a string as text; it may be empty.

    The message does not quote the value, as it may be a password.

    :raises TypeError: it is not a string.
    """
    if not isinstance(value, string_types):
        raise TypeError(native_str('%s must be a string, not %s' % (what, type(value).__name__)))
    return to_text(value)


def name(value, what):
    """Return a string that must not be empty.

    :raises TypeError: it is not a string.
    :raises ValueError: it is empty or blank.
    """
    if not string(value, what).strip():
        raise ValueError(native_str('%s must not be empty' % what))
    return text(value, what)


def optional(value, what):
    """Return a string that may be left out: None for None and for an empty one.

    :raises TypeError: it is neither a string nor None.
    """
    empty = value is None or isinstance(value, string_types) and not value
    return None if empty else name(value, what)


def cloud(value, what):
    """Return the name of a cloud, which may be passed as its row; None for None and for ''."""
    return optional(cloud_of(value), what)


def one_of(value, allowed, what):
    """Return one of a few words.

    :raises ValueError: it is none of them.
    """
    written = text(value, what)
    if written not in allowed:
        raise ValueError(native_str('%s must be one of %s, not %s' % (
            what, ', '.join(to_text(word) for word in allowed), written)))
    return written


def keep_running(value, what):
    """Return when to leave a deployment running."""
    return one_of(value, KEEP_RUNNING_VALUES, what)


def joined(values, what, separator=','):
    """Join several values into one string; a single value becomes its text."""
    if is_string(values) or not isinstance(values, Iterable):
        return text(values, what)
    return separator.join(text(value, what) for value in values)


def several(values, what):
    """Return a list of values; an empty one for None.

    :raises TypeError: it is a string, or not iterable.
    """
    if values is None:
        return []
    if is_string(values) or not isinstance(values, Iterable):
        raise TypeError(native_str('%s must be a list, not %s' % (what, type(values).__name__)))
    return list(values)


def boolean(value, what):
    """Return a boolean; False for None.

    :raises TypeError: for a string such as ``'false'``, which is true in Python.
    """
    if value is None or isinstance(value, (bool, models.Flag)) or isinstance(
            value, integer_types) and value in (0, 1):
        return bool(value)
    raise TypeError(native_str('%s must be True or False, not %r' % (what, value)))


def is_on(value):
    """Whether a setting is on; strings that mean no in configuration files are off."""
    if isinstance(value, string_types):
        return value.strip().lower() not in ('', '0', 'false', 'no', 'off', 'none')
    return bool(value)


def mapping(value, what, of=''):
    """Return a dict; an empty one for None.

    :param str of: what it maps, for the message: `` of node names to numbers``.
    :raises TypeError: it is neither.
    """
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise TypeError(native_str('%s must be a dict%s, not %s' % (
            what, of, type(value).__name__)))
    return value


def number(value, what, least=0):
    """Return a whole number as an int.

    :raises TypeError: it is neither a number nor the text of one.
    :raises ValueError: it is less than ``least``, or not whole.
    """
    if isinstance(value, bool) or not isinstance(value, integer_types + string_types):
        raise TypeError(native_str('%s must be a whole number, not %r' % (what, value)))
    # int() would take '1_2' as well.
    if isinstance(value, string_types) and not re.match(r'\s*[+-]?[0-9]+\s*\Z', to_text(value)):
        raise ValueError(
            native_str('%s must be a whole number, not %r' % (what, native_str(value))))
    value = int(value)
    if value < least:
        raise ValueError(native_str('%s must be at least %d, not %d' % (what, least, value)))
    return value


def order(orderby):
    """Return what to sort by: a string, a list, or None.

    :param orderby: ``ATTR[:asc|:desc]``, several as a comma-separated string or as a list; or None.
    :raises TypeError: it is none of these.
    :raises ValueError: a direction is another word.
    """
    if orderby is None:
        return None
    parts = [orderby] if is_string(orderby) else several(orderby, 'orderby')
    for key in [key.strip() for part in parts for key in to_text(part).split(',')]:
        direction = key.rpartition(':')[2]
        meant = _DIRECTIONS.get(direction.lower())
        if key.count(':') and meant != direction and (meant or key.count(':') > 1):
            raise ValueError(native_str(
                'The direction of orderby must be asc or desc, not %s: write %s:%s'
                % (direction, key.rpartition(':')[0], meant or 'desc')))
    return orderby if is_string(orderby) else parts


def seconds(value, what):
    """Return a number of seconds, or None.

    :raises TypeError: it is not a number.
    :raises ValueError: it is negative, infinite or NaN.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, integer_types + (float,)):
        raise TypeError(native_str('%s must be a number of seconds, not %r' % (what, value)))
    if not 0 <= value < float('inf'):
        raise ValueError(
            native_str('%s must be 0 or more seconds, not %r' % (what, value)))
    return value


def window(offset, limit):
    """Return the offset and the limit of a listing as a pair.

    :param offset: how many rows to skip.
    :param limit: the maximum number of rows; None for all.
    :raises TypeError: they are not numbers.
    :raises ValueError: the offset is negative, or the limit is less than 1.
    """
    return number(offset, 'offset'), None if limit is None else number(limit, 'limit', least=1)


def progress(value):
    """Return what a ``progress`` argument says: a function, True or False.

    :raises TypeError: it is something else.
    """
    return value if callable(value) else boolean(value, 'progress')


def content(value):
    """Return a ``bytearray`` or a ``memoryview`` as bytes; anything else unchanged.

    requests would take these for streams.
    """
    if isinstance(value, bytearray):
        return bytes(value)
    return value.tobytes() if isinstance(value, memoryview) else value


def is_string(value):
    """Whether a value is text or bytes."""
    return isinstance(value, string_types + (bytes,))
