# -*- coding: utf-8 -*-
"""Escaping: foreign text, made harmless for terminals and log files.

What a service sends may hold anything. In the text of an exception, a log record, a warning or a
progress line it stays on one line, and nothing in it is a command for a terminal. Attributes that
hold data, such as the abort message of a deployment, keep what the service sent.
"""
from __future__ import unicode_literals

import logging
import re

from ..compat import integer_types, one_of, to_text

# Control characters (C0 but the tab, C1), what hides itself, what separates lines or turns the
# direction of writing, what is drawn as nothing, and halves of characters. Compiled when it is
# first used, and so are the characters beyond 16 bits, which need a codec of their own.
_UNSAFE = (
    '[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f'
    '\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]'
    '|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]')
_UNSAFE_BEYOND = ((0x1bca0, 0x1bca3), (0x1d173, 0x1d17a), (0xe0000, 0xe01ef))
_PLAIN = re.compile('[\t -~]*\\Z')
_BREAKS = '[\r\n]+'


def safe_line(text):
    """A text on one line, with everything escaped that a terminal would obey or hide.

    Line breaks become blanks.

    :param text: a text, or anything that has one.
    """
    text = to_text(text)
    if _PLAIN.match(text):
        return text
    unsafe = '|'.join([_UNSAFE] + [one_of(*ends) for ends in _UNSAFE_BEYOND])
    return re.sub(unsafe, _escaped, re.sub(_BREAKS, ' ', text))


def safe_logger(name):
    """The logger of a module: foreign text in its records is passed through :func:`safe_line`.

    :param str name: the name of the module.
    """
    made = logging.getLogger(name)
    if not any(isinstance(own, _SafeRecords) for own in made.filters):
        made.addFilter(_SafeRecords())
    return made


class _SafeRecords(logging.Filter):
    """Lets every record pass, and neutralises the parts of its message."""

    def filter(self, record):
        """Neutralise the arguments of a record."""
        if isinstance(record.args, tuple):
            record.args = tuple(_safe_argument(argument) for argument in record.args)
        return True


def _safe_argument(argument):
    numbers = integer_types + (float, type(None))
    return argument if isinstance(argument, numbers) else safe_line(argument)


def _escaped(match):
    return match.group().encode('unicode-escape').decode('ascii')
