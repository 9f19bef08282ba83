# -*- coding: utf-8 -*-
"""Routes of the XML interface.

They map a path and a method to the function that serves the request. Unknown paths get 404, those
that the sandbox does not implement get 501; everything else needs a session.
"""
from __future__ import unicode_literals

import re

from .. import session_cookies
from ..compat import unquote
from ..messages import Response
from ..state import modules
from ..state.settings import QuotaError
from . import (dashboard, launch, machines, module_calls, module_images, parameters,
               representations, runs, scaling, tunnels, unserved, users)
from .errors import Problem, render

_NODE_NAME = re.compile(r'[A-Za-z0-9_]+\Z')
_COOKIE = 'Set-Cookie'


def handle(world, request):
    """Handle a request.

    :param world: the world of the sandbox.
    :param request: the :class:`~slipstream.sandbox.messages.Request`, with its caller filled in.
    :return: the :class:`~slipstream.sandbox.messages.Response`.
    """
    request = tunnels.applied(request)
    try:
        return _answer(world, request)
    except Problem as problem:
        return render(problem, request)
    except QuotaError as error:
        return render(Problem(409, '%s' % error), request)


def failure(request):
    """The response to a request that failed unexpectedly."""
    return render(Problem(500), request)


def _answer(world, request):
    unserved.refuse(request.segments[0])
    methods = resource(world, request)
    if methods is None:
        raise Problem(404)
    if request.caller.is_anonymous:
        return _unauthenticated(request)
    if world.accounts.user(request.caller.username) is None:
        return Response(204)
    if request.method not in methods:
        raise Problem(405)
    function, arguments = methods[request.method]
    response = function(world, request, *arguments)
    return _without_content(response) if request.method == 'GET' else response


def _without_content(response):
    """Turn a 200 without a body into a 204."""
    if response.status != 200 or response.body:
        return response
    headers = [(name, value) for name, value in response.headers if name.lower() != 'content-type']
    return Response(204, headers=headers)


# -- without a session --------------------------------------------------------

def _unauthenticated(request):
    if _prefers_pages(request):
        login = '%s/login?redirectURL=%s' % (request.base_url, request.path)
        response = Response(307, headers=[('Location', login)])
    else:
        response = render(Problem(401), request)
    response.headers.add(_COOKIE, session_cookies.expired())
    return response


def _prefers_pages(request):
    """Whether the client is a browser: it accepts web pages and prefers them to XML."""
    quality = dict(reversed(representations.preferences(request)))
    page = max(quality.get('text/html', 0), quality.get('application/xhtml+xml', 0))
    return page > max(quality.get('application/xml', 0), quality.get('application/*', 0),
                      quality.get('*/*', 0))


# -- resources ----------------------------------------------------------------
# A resource is a dict of method to a function and its further arguments; None if there is none.

def resource(world, request):
    """The resource at the path of a request, or None."""
    parts = request.path.split('/')[1:]
    if not parts:
        return None
    if parts[0].startswith('user'):
        return _user(parts)
    return RESOURCES[parts[0]](world, request, parts[1:]) if parts[0] in RESOURCES else None


def _user(parts):
    name = unquote('/'.join(parts[1:]))
    if parts[0] != 'user' or not name:
        return {'GET': (users.list_users, ())}
    arguments = (name,)
    return {'GET': (users.read, arguments), 'PUT': (users.put, arguments),
            'DELETE': (users.delete, arguments)}


def _appstore(world, request, rest):
    return {'GET': (module_calls.list_appstore, ())} if rest in ([], ['']) else None


def _dashboard(world, request, rest):
    return {'GET': (dashboard.read, ())} if rest in ([], ['']) else None


def _machines(world, request, rest):
    there = rest == [] and world.server_version < machines.REMOVED_IN
    return {'GET': (machines.list_machines, ())} if there else None


def _teapot(world, request, rest):
    if rest:
        return None
    raise Problem(418)


def _modules(world, request, rest):
    if not rest:
        return {'GET': (module_calls.list_projects, ())}
    path = '/'.join(unquote(part) for part in rest)
    if path.endswith('/'):
        return _versions(path[:-1])
    if rest[-1] == 'publish':
        return _publication(path.rpartition('/')[0])
    arguments = modules.split_version(path)
    if rest[-1] == 'new':
        return _new(path)
    of_version = modules.split_version(modules.parent_path(path))
    if of_version[1] is not None:
        return _image(*(of_version + (rest[-1],)))
    return _addressed(arguments[0], {
        'GET': (module_calls.read, arguments), 'PUT': (module_calls.put, arguments),
        'POST': (module_calls.copy, arguments),
        'DELETE': (module_calls.delete, arguments)})


def _new(path):
    """The template of a new module; no module can have this name."""
    return _addressed(path, {'GET': (module_calls.read_template, (modules.parent_path(path),)),
                             'PUT': (module_calls.put, (path, None))})


def _image(path, number, cloud):
    arguments = (path, number, cloud)
    return _addressed(path, {'GET': (module_images.read, arguments),
                             'PUT': (module_images.write, arguments)})


def _versions(path):
    arguments = (path,)
    return _addressed(path, {'GET': (module_calls.read_versions, arguments),
                             'DELETE': (module_calls.delete_versions, arguments)})


def _publication(path):
    arguments = modules.split_version(path)
    return _addressed(arguments[0], {
        'GET': (module_calls.read_publication, arguments), 'PUT': (module_calls.publish, arguments),
        'DELETE': (module_calls.unpublish, arguments)})


def _addressed(path, methods):
    """The methods of a module, unless its path is invalid."""
    return methods if all(path.split('/')) else None


def _runs(world, request, rest):
    if rest in ([], ['']):
        return {'GET': (runs.list_runs, ()), 'POST': (launch.launch, ())}
    if not rest[0] or len(rest) > 2:
        return None
    if rest[1:] in ([], ['']):
        return {'GET': (runs.read, (rest[0],)), 'DELETE': (runs.terminate, (rest[0],))}
    arguments = tuple(rest)
    if _NODE_NAME.match(rest[1]) and (not request.query
                                      or request.query.startswith('ignoreabort=')):
        return {'GET': (scaling.list_instances, arguments), 'POST': (scaling.add, arguments),
                'DELETE': (scaling.remove, arguments)}
    # Keys are not decoded: a key with %3A instead of a colon is not found.
    return {'GET': (parameters.read, arguments), 'PUT': (parameters.write, arguments),
            'DELETE': (parameters.clear, arguments),
            'POST': (parameters.complete, arguments)}


#: The functions that serve the paths below each first segment; accounts have a rule of their own.
RESOURCES = {
    'appstore': _appstore, 'dashboard': _dashboard, 'vms': _machines, 'teapot': _teapot,
    'module': _modules, 'run': _runs}
