# -*- coding: utf-8 -*-
"""The core: from a request to its answer.

Lets the time that has passed take effect, finds out who is calling, and hands the request to the
part of the service that it is meant for. No sockets here: the shells (adapter, server, WSGI) are
around it.
"""
from __future__ import unicode_literals

import json
import logging
import time

from . import object_store, service_pages
from .cimi import routes as cimi
from .messages import Response
from .simulation.faults import Dropped, TimedOut
from .state.accounts import Caller
from .xml_interface import errors, routes as legacy

logger = logging.getLogger('slipstream.sandbox')

_AUTHN_HEADER = 'slipstream-authn-info'


class Core(object):
    """The service behind all shells.

    :param world: the :class:`~slipstream.sandbox.world.World` that it serves.
    :param sleep: how to wait, in real seconds, when a fault asks for a delay.
    """

    def __init__(self, world, sleep=time.sleep):
        self._world = world
        self._sleep = sleep

    def handle(self, request, timeout=None):
        """Answer a request.

        :param request: the :class:`~slipstream.sandbox.messages.Request`.
        :param float timeout: how many real seconds the caller will wait; None: for ever.
        :return: the :class:`~slipstream.sandbox.messages.Response`.
        :raises Dropped: if the connection shall break instead.
        :raises TimedOut: if the answer would take longer than ``timeout``.
        """
        fault = self._world.faults.take(request)
        method = request.method
        response = self._answer(request) if fault is None else self._troubled(
            request, fault, timeout)
        logger.debug('%s %s %d', method, request.path, response.status)
        return response

    def _troubled(self, request, fault, timeout):
        late = timeout is not None and fault.delay > timeout
        if fault.delay:
            self._sleep(timeout if late else fault.delay)
        own = self._answer(request) if fault.handled or (
            fault.kind == 'answer' and fault.status is None) else None
        if late:
            raise TimedOut()
        if fault.kind == 'reset':
            raise Dropped()
        return own if fault.status is None else fault.response()

    def _answer(self, request):
        part = _PARTS.get(request.segments[0], legacy)
        with self._world.lock:
            try:
                self._world.agenda.catch_up()
                request.caller = self._caller(request, part)
                if request.method == 'HEAD' and part is not cimi:
                    # The shell leaves the body away; only the JSON interface does not know the
                    # method.
                    request.method = 'GET'
                response = part.handle(self._world, request)
                self._world.save()  # No answer leaves before what it tells is kept.
                return response
            except Exception:  # The last resort: whatever a handler did not foresee is a 500 for its caller, and the service lives on.
                logger.exception('%s %s failed', request.method, request.path)
                return _json_failure() if part is cimi else errors.render(
                    errors.Problem(500), request)

    def _caller(self, request, part):
        info = request.headers.get(_AUTHN_HEADER, '').split()
        if info and part is cimi and self._world.trust_authn_header:
            session = next((role for role in info[1:] if role.startswith('session/')), None)
            return Caller(info[0], info[1:], session)
        return self._world.accounts.caller(request)


def _json_failure():
    body = {'status': 500,
            'message': 'Unexpected exception thrown: the log of the sandbox tells more'}
    return Response(500, json.dumps(body, indent=2, sort_keys=True),
                    'application/json; charset=utf-8')


#: The part of the service that serves the paths below each first segment; all others are the XML
#: interface's.
_PARTS = {'api': cimi, 'auth': cimi, 'objects': object_store, 'pages': service_pages}
