# -*- coding: utf-8 -*-
"""Notes on exceptions: what a program should know besides the error itself."""
from __future__ import unicode_literals

from ..compat import native_str
from ..errors import SlipStreamError


def annotate(error, name, value, note):
    """Set an attribute of an exception, and say so in its message.

    One of our errors says it in its hint. Others get a note, which Python shows from 3.11 on. An
    exception of the program that takes no attributes stays as it is.

    :param error: any exception.
    :param name: the name of the attribute.
    :param value: its value.
    :param note: a sentence; None if the message says enough.
    """
    try:
        setattr(error, native_str(name), value)
        if note is None:
            return
        if isinstance(error, SlipStreamError):
            error.hint = '%s %s' % (error.hint, note) if error.hint else note
        else:
            error.__notes__ = getattr(error, '__notes__', []) + [native_str(note)]
    except (AttributeError, TypeError):
        pass
