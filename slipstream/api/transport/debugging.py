# -*- coding: utf-8 -*-
"""Debugging: the log of the library, shown where a person looks.

One handler at the logger ``slipstream.api``, which goes away again without a trace.
"""
from __future__ import unicode_literals

import logging
import os
import threading

from ..compat import native_str, to_text
from ..forks import PerProcess
from ..redaction import redacted_text, safe_line

_LOGGER = logging.getLogger(__name__.partition('.transport.')[0])


class Debugging(object):
    """The log of the library, shown in a stream until :meth:`stop`, or to the end of a ``with``.

    ::

        >>> debugging = api.debug(sys.stdout)
        >>> user = api.get_user()
        20... DEBUG GET /user/jane 200 in ... ms
            curl -X GET '...' -b cookies.txt -H 'Accept: application/xml'
        >>> debugging.stop()

    :param stream: a file opened for text; None for ``sys.stderr``.
    """

    def __init__(self, stream=None):
        #: What writes to the stream.
        self.handler = logging.StreamHandler(stream)
        self.handler.setFormatter(_Formatter(native_str('%(asctime)s %(levelname)s %(message)s')))

    def start(self):
        """Show the log from now on."""
        _switch.add(self)
        return self

    def stop(self):
        """Undo it. Doing so twice does no harm."""
        _switch.remove(self)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class _Formatter(logging.Formatter):
    """Adds the line of curl to the record of a request, and masks what looks like a secret."""

    def format(self, record):
        """The lines for a record, native text."""
        text = to_text(super(_Formatter, self).format(record))
        exchange = getattr(record, 'exchange', None)
        if exchange is not None:
            text = '%s\n    %s' % (text, safe_line(to_text(exchange.curl())))
        return native_str(redacted_text(text))


class _Switch(object):
    """Who is being shown the log; the newest of them has the handler."""

    def __init__(self):
        self._locks = PerProcess(threading.Lock)
        self._shown, self._level = [], logging.NOTSET

    def add(self, debugging):
        """Give somebody the handler."""
        with self._locks[os.getpid()]:
            if not self._shown:
                self._level = _LOGGER.level
                _LOGGER.setLevel(logging.DEBUG)
            self._hand_over(self._shown + [debugging])

    def remove(self, debugging):
        """Take it away; the one before gets it back, or all is as it was."""
        with self._locks[os.getpid()]:
            if debugging not in self._shown:
                return
            self._hand_over([other for other in self._shown if other is not debugging])
            if not self._shown:
                _LOGGER.setLevel(self._level)

    def _hand_over(self, shown):
        for debugging in self._shown:
            _LOGGER.removeHandler(debugging.handler)
        self._shown = shown
        for debugging in shown[-1:]:
            _LOGGER.addHandler(debugging.handler)


_switch = _Switch()
