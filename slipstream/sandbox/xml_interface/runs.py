# -*- coding: utf-8 -*-
"""Listing, reading and terminating runs."""
from __future__ import unicode_literals

from .. import integers
from ..messages import Response
from ..state import settings
from ..state.runs import Draft, find, is_active, newest_first
from . import representations, run_documents
from .errors import Problem
from .readings import option

_FORMS = (representations.XML, representations.JSON, representations.TEXT, representations.HTML)


def list_runs(world, request):
    """``GET /run``: the runs of the caller, the newest first.

    Privileged callers see the runs of all users.
    """
    offset, limit = paging(request)
    owner, cloud = _owner_filter(world, request), request.arg('cloud')
    active, module = option(request.arg('activeOnly')), request.arg('moduleResourceUri')
    runs = [run for run in newest_first(world)
            if (owner is None or run['owner'] == owner) and (not active or is_active(run))
            and (cloud or '') in ','.join(run['clouds']) and module in (None, '', run['module'])]
    root = run_documents.list_element(runs, offset, limit, cloud)
    return representations.document(request, root, _FORMS)


def read(world, request, uuid):
    """``GET /run/UUID``: the complete document.

    :raises Problem: 404, 403; 409 if the version of the module no longer exists.
    """
    run, media = _accessible(world, request, uuid), representations.negotiated(request, _FORMS)
    sources = run_documents.sources(world, run)
    body = world.cache.get((uuid, media), sources)
    if body is None:
        body = representations.written(media, run_documents.run_element(world, run))
        world.cache.keep((uuid, media), sources, body)
    return representations.answer(media, body)


def terminate(world, request, uuid):
    """``DELETE /run/UUID``: the effect depends on the state; you may terminate a run twice.

    :raises Problem: 404, 403; 400 or 409 if a cloud refuses to stop machines, although the state of
        the run has already changed.
    """
    draft = Draft(world, _accessible(world, request, uuid))
    refusal = world.cloud.take_refusal()
    world.cloud.terminate(draft)
    draft.save()
    if refusal is not None:
        raise Problem(409, refusal)
    for cloud in draft['clouds']:
        if settings.connector(world, cloud) is None:
            raise Problem(400, 'Validation error: Failed to load cloud connector: %s' % cloud)
    return Response(204)


def run_items(world, username, module_uri, active_only):
    """A user's first 20 runs of a version of a module, for its document.

    :param bool active_only: leave out runs that have ended.
    :return: the elements, without ``resourceUri``, and the total number of runs.
    """
    runs = [run for run in newest_first(world)
            if run['owner'] == username and run['module'] == module_uri
            and (not active_only or is_active(run))]
    return [run_documents.item_element(run, with_uri=False) for run in runs[:20]], len(runs)


def paging(request):
    """Offset and limit of a list.

    :raises Problem: 400 if one of them is invalid.
    """
    offset = _number(request.arg('offset') or '0', 'offset')
    if offset < 0:
        raise Problem(400, 'The value for the offset attribute should be positive')
    limit = _number(request.arg('limit', '20'), 'limit')
    if not 1 <= limit <= 500:
        raise Problem(400, 'The value for the limit attribute should be between 1 and 500')
    return offset, limit


def check_user_filter(world, request):
    """The filter ``user`` of a list, None if it is missing or empty.

    :raises Problem: 403 if the caller may not use it.
    """
    user = request.arg('user') or None
    if user is not None and not world.accounts.is_privileged(request.caller.username):
        raise Problem(403, "You don't have the permission to use the query parameter 'user'")
    return user


def _accessible(world, request, uuid):
    """The document of a run that the caller may read and terminate."""
    run = find(world, uuid)
    if run is None:
        raise Problem(404)
    username = request.caller.username
    if run['owner'] != username and not world.accounts.is_privileged(username):
        raise Problem(403)
    return run


def _owner_filter(world, request):
    user = check_user_filter(world, request)
    if not world.accounts.is_privileged(request.caller.username):
        return request.caller.username
    return request.arg('runOwner') or user


def _number(text, name):
    try:
        return integers.parse(text)
    except ValueError:
        raise Problem(400, 'Invalid format for the %s attribute' % name)
