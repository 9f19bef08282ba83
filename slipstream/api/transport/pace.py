# -*- coding: utf-8 -*-
"""Pace: threads that slow down together when the service asks one of them to wait."""
from __future__ import unicode_literals

import os
import threading

from ..forks import PerProcess
from . import retries


class Pace(object):
    """What several threads keep towards one service.

    :param session: the session that they share.
    """

    def __init__(self, session):
        self.session = session
        self._sleeping, self._changing = PerProcess(threading.Lock), PerProcess(threading.Lock)
        self._until = None

    def wait(self):
        """Wait as long as the service has asked for; one thread sleeps, the others wait for it."""
        if self._until is None:
            return
        with self._sleeping[os.getpid()]:
            until = self._until
            if until is None:
                return
            self.session.sleep(max(0.0, until - self.session.clock()))
            with self._changing[os.getpid()]:
                self._until = None if self._until == until else self._until

    def heard(self, response):
        """Take note of a response.

        :param response: a response, or an exception.
        :return: whether it asks to wait.
        """
        if getattr(response, 'status_code', None) not in retries.STATUSES:
            return False
        asked = retries.retry_after(response.headers.get('Retry-After'))
        if asked is None:
            return False
        until = self.session.clock() + min(asked, retries.LONGEST_WAIT)
        with self._changing[os.getpid()]:
            self._until = until if self._until is None else max(self._until, until)
        return True
