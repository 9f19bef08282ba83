# -*- coding: utf-8 -*-
"""Many at once: one function for many items, in several threads."""
from __future__ import unicode_literals

from . import base


class Many(base.Service):
    """The methods of :class:`~slipstream.api.Api` for many things at once."""

    def map(self, function, items, workers=8, progress=None):
        """Call a function for each of many items, several at a time.

        ::

            >>> outcomes = api.map(api.get_element, ['apps/WordPress/wordpress', 'jane/web'])
            >>> [outcome.result.version for outcome in outcomes]
            [1517, 1519]

        The threads exist only until this returns. An item for which the function raises an
        exception does not stop the others. If the service asks one of the threads to wait
        (``Retry-After``), all of them wait, at most 60 seconds at a time.

        Ctrl-C starts nothing more, waits for what is under way, and returns what is done. A second
        Ctrl-C does not wait.

        :param function: what to call with each item, for example ``api.terminate``. It is called in
            other threads, and must bear that.
        :param items: an iterable of items. It is read to its end before the first call.
        :param int workers: how many calls are made at a time.
        :param progress: True shows a bar (with ``tqdm``, from the extra ``notebook``) or lines on
            standard error; a function is called, in your thread, with the number of items that are
            done and with that of all.
        :return: the outcome for each item, in the order of the items.
        :rtype: slipstream.api.methods.outcomes.Outcomes
        :raises ValueError: ``workers`` is less than 1.
        :raises TypeError: the function cannot be called, or the items are no iterable.
        """
        from . import batches  # few programs start threads
        return batches.run(self.session, function, items, workers, progress)
