# -*- coding: utf-8 -*-
"""The core: from a request to its answer.

Lets the time that has passed take effect, finds out who is calling, and hands the request to the
interface that it is meant for. No sockets here: the shells (adapter, server, WSGI) are around it.
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

#: What serves some of the paths, as three functions: who is calling, the answer to a request, and
#: the answer to a request that failed unexpectedly.
Interface = collections.namedtuple('Interface', 'caller handle failure')


def _caller_by_cookie(world, request):
    return world.accounts.caller(session_cookies.token(request))


_XML = Interface(_caller_by_cookie, xml_interface.handle, xml_interface.failure)
_JSON = Interface(cimi.caller, cimi.handle, cimi.failure)
#: The interfaces by the first segment of the path; None: that of all other paths.
INTERFACES = {
    None: _XML, 'api': _JSON, 'auth': _JSON, 'objects': _XML._replace(handle=object_store.handle),
    'pages': _XML._replace(handle=service_pages.handle)}


class Core(object):
    """The service behind all shells.

    :param world: the :class:`~slipstream.sandbox.world.World` that it serves.
    :param sleep: how to wait, in real seconds, when a fault asks for a delay.
    :param dict interfaces: what serves which paths, see :data:`INTERFACES`.
    """

    def __init__(self, world, sleep=time.sleep, interfaces=INTERFACES):
        self._world = world
        self._sleep = sleep
        self._interfaces = interfaces

    def handle(self, request, timeout=None):
        """Answer a request.

        :param request: the :class:`~slipstream.sandbox.messages.Request`.
        :param float timeout: how many real seconds the caller will wait; None: any time.
        :return: the :class:`~slipstream.sandbox.messages.Response`.
        :raises Dropped: if the connection is to break instead.
        :raises TimedOut: if the answer would take longer than ``timeout``.
        """
        fault = self._world.faults.take(request.method, request.path)
        if fault is None:
            response = self.serve(request)
        else:
            response = self._serve_with_fault(request, fault, timeout)
        logger.debug('%s %s %d', request.method, request.path, response.status)
        return response

    def serve(self, request):
        """Answer a request, whatever faults were asked for."""
        interface = self._interfaces.get(request.segments[0], self._interfaces[None])
        with self._world.lock:
            try:
                self._world.agenda.catch_up()
                request.caller = interface.caller(self._world, request)
                response = interface.handle(self._world, request)
                self._world.save()  # No answer leaves before what it tells is kept.
            except Exception:  # The last resort: answer 500, so that the service lives on.
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
    """The answer that a fault gives in place of the service, as a front proxy does."""
    response = Response(fault.status, fault.body or b'', fault.content_type, fault.headers)
    if fault.body is None:
        title = '%d %s' % (fault.status, response.phrase)
        response = Response(fault.status, _PROXY_PAGE % {'title': title}, fault.content_type,
                            fault.headers)
    return response
