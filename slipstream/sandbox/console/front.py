# -*- coding: utf-8 -*-
"""The front of a sandbox that is served: its console, and the service behind it.

The console has ``GET /`` for those who accept web pages, and what is below ``/sandbox/``, under the
names of the sandbox only. Everything else is answered by the service, and noted.
"""
from __future__ import unicode_literals

import time

from .routes import PREFIX

_monotonic = getattr(time, 'monotonic', time.time)


class Front(object):
    """Decides who answers a request.

    :param service: the function that answers for the service.
    :param console: the function that answers for the console.
    :param exchanges: the :class:`~.exchanges.Exchanges` to note the others in.
    :param names: the :class:`~slipstream.sandbox.shells.host_names.HostNames` of the console.
    :param clock: the clock of the sandbox.
    :param timer: the source of real time, a function that returns seconds.
    """

    def __init__(self, service, console, exchanges, names, clock, timer=_monotonic):
        self._service = service
        self._console = console
        self._exchanges = exchanges
        self._names = names
        self._clock = clock
        self._timer = timer

    def handle(self, request):
        """Answer a request.

        :raises Dropped: if the connection is to break instead.
        """
        if self._is_for_the_console(request):
            return self._console(request)
        at, begun = self._clock.now(), self._timer()
        response = None
        try:
            response = self._service(request)
        finally:
            self._exchanges.add(request, response, at, self._timer() - begun)
        return response

    def _is_for_the_console(self, request):
        is_page = request.method == 'GET' and request.path == '/' and _accepts_pages(request)
        if not is_page and not request.path.startswith('/%s/' % PREFIX):
            return False
        return self._names.include(request.headers.get('Host', ''))


def _accepts_pages(request):
    accepted = request.headers.get('Accept', '').split(',')
    return 'text/html' in [part.partition(';')[0].strip().lower() for part in accepted]
