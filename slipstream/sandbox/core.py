# -*- coding: utf-8 -*-
"""The core of the sandbox, which handles requests.

It runs everything that has become due, determines the caller, and passes the request to the right
interface. The shells around it (adapter, server, WSGI) handle sockets.
"""
from __future__ import unicode_literals

import collections
import logging
import time

from . import object_store, service_pages, session_cookies
from .cimi import routes as cimi
from .messages import Dropped, Response, TimedOut
from .xml_interface import routes as xml_interface

logger = logging.getLogger('slipstream.sandbox')

_PROXY_PAGE = """<html>\r
<head><title>%(title)s</title></head>\r
<body><center><h1>%(title)s</h1></center></body>\r
</html>\r
"""

#: Three functions that serve some of the paths: one determines the caller, one handles a request,
#: and one handles a request that failed unexpectedly.
Interface = collections.namedtuple('Interface', 'caller handle failure')


def _caller_by_cookie(world, request):
    return world.accounts.caller(session_cookies.token(request))


_XML = Interface(_caller_by_cookie, xml_interface.handle, xml_interface.failure)
_JSON = Interface(cimi.caller, cimi.handle, cimi.failure)
#: The interfaces by the first segment of the path; None for all other paths.
INTERFACES = {
    None: _XML, 'api': _JSON, 'auth': _JSON, 'objects': _XML._replace(handle=object_store.handle),
    'pages': _XML._replace(handle=service_pages.handle)}


class Core(object):
    """The service behind all shells.

    :param world: the :class:`~slipstream.sandbox.world.World` that it serves.
    :param sleep: a function that waits for some real seconds, for faults with a delay.
    :param dict interfaces: the interfaces, see :data:`INTERFACES`.
    """

    def __init__(self, world, sleep=time.sleep, interfaces=INTERFACES):
        self._world = world
        self._sleep = sleep
        self._interfaces = interfaces

    def handle(self, request, timeout=None):
        """Handle a request.

        :param request: the :class:`~slipstream.sandbox.messages.Request`.
        :param float timeout: how many real seconds the caller will wait; None for any time.
        :return: the :class:`~slipstream.sandbox.messages.Response`.
        :raises Dropped: if the connection must be broken instead.
        :raises TimedOut: if the response would take longer than ``timeout``.
        """
        fault = self._world.faults.take(request.method, request.path)
        if fault is None:
            response = self.serve(request)
        else:
            response = self._serve_with_fault(request, fault, timeout)
        logger.debug('%s %s %d', request.method, request.path, response.status)
        return response

    def serve(self, request):
        """Handle a request without faults."""
        interface = self._interfaces.get(request.segments[0], self._interfaces[None])
        with self._world.lock:
            try:
                self._world.agenda.catch_up()
                request.caller = interface.caller(self._world, request)
                response = interface.handle(self._world, request)
                self._world.save()  # Save all changes before the response is sent.
            except Exception:  # Respond with 500, so that the service survives bugs.
                logger.exception('%s %s failed', request.method, request.path)
                response = interface.failure(request)
        return response

    def _serve_with_fault(self, request, fault, timeout):
        too_late = timeout is not None and fault.delay > timeout
        if fault.delay:
            self._sleep(timeout if too_late else fault.delay)
        response = self.serve(request) if fault.reaches_service else None
        if too_late:
            raise TimedOut()
        if fault.kind == 'reset':
            raise Dropped()
        return response if fault.status is None else _substitute(fault)


def _substitute(fault):
    """The response of a fault, like that of a proxy."""
    response = Response(fault.status, fault.body or b'', fault.content_type, fault.headers)
    if fault.body is None:
        title = '%d %s' % (fault.status, response.phrase)
        response = Response(fault.status, _PROXY_PAGE % {'title': title}, fault.content_type,
                            fault.headers)
    return response
