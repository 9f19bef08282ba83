# -*- coding: utf-8 -*-
"""Objects that are shown as a table of their first rows."""
from __future__ import unicode_literals

from ..compat import native_repr, to_text
from .similar_names import did_you_mean, missing_attribute, nearest


class Previewed(object):
    """Base class of objects that are shown as a table, in terminals and in notebooks.

    Subclasses return the headline, the rows, and an addition to the headline from ``_preview``.
    """

    @native_repr
    def __repr__(self):
        return self.__unicode__()

    def __unicode__(self):
        from . import text  # few programs show anything, so the others need not load this

        return text.block(*self._preview())

    def _repr_html_(self):
        from . import html  # as above

        return html.table(*self._preview())

    def _preview(self):
        """Return the headline, the rows, and an addition to the headline; for subclasses."""


class PreviewedRows(Previewed):
    """Base class of those that read rows when you need them."""

    def __getattr__(self, name):
        # Called for what is not there.
        names = [existing for existing in dir(type(self)) if not existing.startswith('_')]
        if name.startswith('_') or name in names:
            raise AttributeError(name)
        raise missing_attribute(
            name, '%s has no %s. %sFor an attribute of its rows, take one, as in [0], or loop over '
            'them' % (type(self).__name__, to_text(name), did_you_mean(nearest(name, names))))
