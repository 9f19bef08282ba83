# -*- coding: utf-8 -*-
"""The front of a sandbox on a port, which passes requests to the console or to the service.

The console serves ``GET /`` for clients that accept web pages, and everything below ``/sandbox/``,
but only under the host names of the sandbox. All other requests go to the service, and are recorded
for the console.
"""
from __future__ import unicode_literals

import time

from .routes import PREFIX

_monotonic = getattr(time, 'monotonic', time.time)


class Front(object):
    """Passes requests to the console or to the service.

    :param service: the function that handles requests to the service.
    :param console: the function that handles requests to the console.
    :param exchanges: the :class:`~.exchanges.Exchanges` to record requests to the service in.
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
        """Handle a request.

        :raises Dropped: if the connection must be broken instead.
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
