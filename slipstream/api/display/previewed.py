# -*- coding: utf-8 -*-
"""Previewed: what shows itself as a table of its first rows."""
from __future__ import unicode_literals

from ..compat import native_repr


class Previewed(object):
    """Something that shows itself as a table, in terminals and in notebooks.

    A class that has this one as a base says with ``_preview`` what is shown: a headline, the rows,
    and what to add to the headline.
    """

    @native_repr
    def __repr__(self):
        from . import text  # most programs show nothing, and need not load what shows it

        return text.block(*self._preview())

    def _repr_html_(self):
        from . import html  # as above

        return html.table(*self._preview())

    def _preview(self):
        """Return a headline, rows, and what to add to the headline; for subclasses to say."""
