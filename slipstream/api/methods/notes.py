# -*- coding: utf-8 -*-
"""Notes on exceptions: what a program should know besides the error itself."""
from __future__ import unicode_literals

from ..compat import native_str
from ..errors import SlipStreamError


def annotate(error, name, value, note):
    """Set an attribute of an exception, and say so in its message.

    An exception of the program that takes no attributes stays as it is.

    :param error: any exception.
    :param name: the name of the attribute.
    :param value: its value.
    :param note: a sentence, see :func:`add_note`; None if the message says enough.
    """
    try:
        setattr(error, native_str(name), value)
        if note is not None:
            add_note(error, note)
    except (AttributeError, TypeError):
        pass


def add_note(error, note):
    """Add a sentence to the message of an exception.

    One of our errors gets it as its hint. Others get a note, which Python shows from 3.11 on.

    :param error: any exception.
    :param str note: the sentence.
    """
    if isinstance(error, SlipStreamError):
        error.hint = '%s %s' % (error.hint, note) if error.hint else note
    else:
        error.__notes__ = getattr(error, '__notes__', []) + [native_str(note)]
