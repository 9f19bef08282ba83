# -*- coding: utf-8 -*-
"""Sent values: the secrets that a session has really sent.

A service may quote them in whatever it says. What a session prints, logs or pickles is therefore
looked through for the values themselves, not only for names such as ``password``.
"""
from __future__ import unicode_literals

import collections
import threading

from ..compat import native_str, to_text
from . import shapes
from .lines import safe_line
from .names import MASK, SECRET_NAMES, redacted_text

#: Shorter values are not looked for: they would be found in ordinary words.
SHORTEST = 6
#: Longer ones are searched for by their first characters, this many.
LONGEST = 4096
#: How many values a session remembers; the oldest is forgotten first.
MOST = 100


class SentValues(object):
    """The secrets that a session has sent. It never shows them, and pickles and copies are empty.

    Threads may share it.
    """

    __slots__ = ('_lock', '_needles', '_noted')

    def __init__(self):
        self._lock = threading.Lock()
        self._needles = collections.OrderedDict()
        self._noted = None

    def add(self, values):
        """Remember values that were sent as secrets.

        Those that are too short are left out, and words such as ``password``, which say nothing.

        :param values: an iterable of strings.
        """
        for value in values:
            value = to_text(value).strip()[:LONGEST]
            is_told = len(value) >= SHORTEST and value.lower() not in SECRET_NAMES
            if is_told and value not in self._needles:
                with self._lock:
                    self._needles[value] = None
                    while len(self._needles) > MOST:
                        self._needles.popitem(last=False)

    def are_noted(self, values):
        """Whether these are the values that were noted last: most requests have the same headers.

        They are noted now.
        """
        if values == self._noted:
            return True
        self._noted = values
        return False

    def mask(self, text):
        """A text with the values masked, whatever they look like there.

        :param text: a text.
        """
        if not self._needles:
            return text
        return shapes.masked(text, self._every_needle())

    def _every_needle(self):
        # Made when something is masked for the first time: few calls fail.
        with self._lock:
            for value, needles in list(self._needles.items()):
                if needles is None:
                    self._needles[value] = shapes.needles(value)
            return [needle for needles in self._needles.values() for needle in needles]

    def clean(self, text):
        """A foreign text as it may be shown: masked, by names as well, and on one line.

        :param text: a text, or anything that has one.
        """
        return safe_line(redacted_text(self.mask(to_text(text))))

    def __repr__(self):
        return native_str(MASK)

    def __reduce__(self):
        return type(self), ()


def masked_by(holder, text):
    """A text with the values masked that were sent for a response or a call.

    :param holder: what has them as ``sent_values``, such as a ``requests.Response`` that has come
        through a session; anything else masks nothing.
    :param text: a text.
    """
    sent = getattr(holder, 'sent_values', None)
    return sent.mask(text) if isinstance(sent, SentValues) else text
