# -*- coding: utf-8 -*-
"""Objects that are shown as a table of their first rows."""
from __future__ import unicode_literals

from ..compat import native_repr


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
