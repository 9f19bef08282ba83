# -*- coding: utf-8 -*-
"""Routes of the JSON interface.

They map a request to the function that handles it.
"""
from __future__ import unicode_literals

import json

from .. import session_cookies
from ..messages import Response
from ..state.accounts import Caller
from . import bodies, entry_point, errors, filtering, parameters, resources, search
from .kinds import KINDS

_AUTHN_HEADER = 'slipstream-authn-info'


def handle(world, request):
    """Handle a request below ``/api/`` or ``/auth/``.

    :param world: the :class:`~slipstream.sandbox.world.World`.
    :param request: the :class:`~slipstream.sandbox.messages.Request`, with its caller filled in.
    :return: the :class:`~slipstream.sandbox.messages.Response`.
    """
    try:
        segments = request.segments
        serve = _authenticate if segments[0] == 'auth' else _serve
        return serve(world, request, segments[1:])
    except bodies.MalformedBody:
        return Response(400, 'Malformed JSON in request body.', 'text/plain')
    except errors.Problem as problem:
        return bodies.refusal(problem)


def caller(world, request):
    """The caller of a request: from its session, or from the header of a trusted proxy."""
    info = request.headers.get(_AUTHN_HEADER, '').split()
    if info and world.trust_authn_header:
        session = next((role for role in info[1:] if role.startswith('session/')), None)
        return Caller(info[0], info[1:], session)
    return world.accounts.caller(session_cookies.token(request))


def failure(request):
    """The response to a request that failed unexpectedly."""
    body = {'status': 500,
            'message': 'Unexpected exception thrown: see the log of the sandbox'}
    return Response(500, json.dumps(body, indent=2, sort_keys=True),
                    'application/json; charset=utf-8')


def _serve(world, request, place):
    """Handle a request below ``/api/``.

    An invalid filter is refused before any other check.
    """
    options = parameters.Parameters(request)
    tree = filtering.parse(options.all('filter'))
    body = bodies.decoded(request)
    if place == [entry_point.NAME]:
        return _entry_point(world, request, body)
    if place[:1] == ['user'] and len(place) > 2:
        place = ['user', '/'.join(place[1:])]  # user names from other providers have slashes
    if '' in place or not 1 <= len(place) <= 3:
        raise _unknown(request)
    if len(place) == 3:
        return _operation(world, request, place)
    kind = KINDS.get(place[0])
    if kind is None:
        raise _not_allowed(request)
    if len(place) == 1:
        return _collection(world, request, kind, options, tree, body)
    return _resource(world, request, kind, '/'.join(place), options, body)


def _entry_point(world, request, body):
    if request.method == 'GET':
        return entry_point.read(world, request.caller, KINDS, request)
    if request.method == 'PUT':
        return entry_point.edit(world, request.caller, KINDS, request, body)
    raise _not_allowed(request)


def _collection(world, request, kind, options, tree, body):
    if request.method in ('GET', 'PUT'):
        return search.search(world, request.caller, kind, options, tree)
    if request.method == 'POST' and kind.adders:
        return resources.add(world, request.caller, KINDS, kind, body, request)
    raise _not_allowed(request)


def _resource(world, request, kind, resource_id, options, body):
    caller = request.caller
    if request.method == 'GET':
        selected = options.all('select') if 'select' in options else None
        return resources.read(world, caller, kind, resource_id, selected)
    if request.method == 'PUT' and kind.editable:
        return resources.edit(world, caller, kind, resource_id, body,
                              parameters.of_query(request, 'select'))
    if request.method == 'DELETE' and kind.deletable:
        return resources.delete(world, caller, kind, resource_id, request)
    raise _not_allowed(request)


def _operation(world, request, place):
    name, identity, action = place
    kind = KINDS.get(name)
    if kind is None or action not in kind.actions:
        message = 'undefined action (%s, ["%s" "%s"]) for %s' % (
            request.method.lower(), name, action, request.path)
        raise errors.Problem(404, message, request.path)
    return resources.operate(world, request.caller, kind, '%s/%s' % (name, identity), action,
                             request)


def _unknown(request):
    return errors.Problem(404, 'unknown resource', request.path)


def _not_allowed(request):
    message = 'invalid method (%s) for %s' % (request.method.lower(), request.path)
    return errors.Problem(405, message, request.path)


# -- the old way to log in and out: a cookie, but no session resource ---------

def _authenticate(world, request, place):
    action = _ACTIONS.get('/'.join(place)) if request.method == 'POST' else None
    if action is None:
        raise _unknown(request)
    status, cookies = action(world, request)
    return Response(status, b'', 'text/plain', [('Set-Cookie', cookie) for cookie in cookies])


def _login(world, request):
    form = request.form if request.media_type == bodies.FORM else []
    fields = dict(form, **dict(request.args))
    username = fields.get('username', '')
    if not world.accounts.check_password(username, fields.get('password', '')):
        return 401, []
    token, expires = world.accounts.issue_token(username, world.accounts.roles(username), '')
    secure = not request.base_url.startswith('http:')
    return 200, [session_cookies.issued(token, expires - world.clock.now(), secure)]


def _logout(world, request):
    return 200, [session_cookies.expired()]


_ACTIONS = {'login': _login, 'logout': _logout}
