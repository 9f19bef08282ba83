# -*- coding: utf-8 -*-
"""Quoting: errors in the words of somebody else."""
from __future__ import unicode_literals

from ..compat import native_repr, native_str, string_types, to_text
from .escaping import safe_line
from .masking import masked_by


class Quoting(object):
    """An error that shows foreign words on one line, without secrets and commands for terminals.

    A class of errors has this one as a base, and says with ``_words`` what its message is.
    """

    _sent_values = None

    @property
    def hint(self):
        """What might help; None if nothing is known."""
        return self._hint

    @hint.setter
    def hint(self, text):
        self._hint = None if text is None else self._shown(text)

    @property
    def sent_values(self):
        """The secrets that were sent before this happened: they are masked, and never shown."""
        return self._sent_values or getattr(self.response, 'sent_values', None)

    @sent_values.setter
    def sent_values(self, values):
        self._sent_values = values
        self.reason, self.hint = self._shown(self.reason), self.hint
        self.args = tuple(native_str(self._shown(part)) if isinstance(part, string_types) else part
                          for part in self.args)

    @native_repr
    def __str__(self):
        return self.__unicode__()

    def __unicode__(self):
        return self._shown(self._words())

    def _shown(self, text):
        return safe_line(masked_by(self, to_text(text)))
