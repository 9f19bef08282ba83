# -*- coding: utf-8 -*-
"""Reading, writing, clearing and completing runtime parameters.

Any user who knows the run may do that. Reading a parameter that does not exist aborts the run.
"""
from __future__ import unicode_literals

from ..compat import to_text
from ..messages import Response
from ..state import machines, run_parameters
from ..state.runs import (FINAL, PROVISIONING, READY, TRANSITIONAL, VALUE_LIMIT, Draft, find,
                          is_aborted, split_key)
from . import representations
from .errors import Problem

STATES = TRANSITIONAL + (READY,) + FINAL


def read(world, request, uuid, key):
    """``GET /run/UUID/KEY``.

    :raises Problem: 404 for an unknown run or key, 409 if the run is aborted, 412 if there is no
        value yet.
    """
    run = _run(world, uuid, key)
    check_abort(run, ignores_abort(request))
    scope, name = split_key(key)
    if name == 'vmstate':
        return representations.text(machines.state_of(world, run['instances'][scope]))
    if not run_parameters.is_set(run, key):
        raise Problem(412, 'key %s not yet set' % key)
    return representations.text(run['values'][key]) if run['values'][key] else Response(204)


def write(world, request, uuid, key):
    """``PUT /run/UUID/KEY``: the body is the value.

    :raises Problem: 404, 409 as for reading; 400 if the value is too long or the run may not change
        to this state.
    """
    run = _run(world, uuid, key)
    check_abort(run, ignores_abort(request))
    value = to_text(request.body)
    scope, name = split_key(key)
    draft = Draft(world, run)
    if name == 'abort' and value:
        draft.abort(value, None if scope == 'ss' else scope)
    elif len(value) > VALUE_LIMIT:
        raise Problem(400, 'Value too long (%d). Maximum length allowed: %d.'
                      % (len(value), VALUE_LIMIT))
    elif key == 'ss:state':
        _change_state(world, request, draft, value)
    else:
        draft.assign(key, value)
    draft.save()
    return Response(200)


def clear(world, request, uuid, key):
    """``DELETE /run/UUID/KEY``: clear the value and the abort flag.

    :raises Problem: 404, 409 as for reading.
    """
    run = _run(world, uuid, key)
    check_abort(run, ignores_abort(request))
    scope = split_key(key)[0]
    draft = Draft(world, run)
    draft.assign(key, '')
    draft.assign('ss:abort', '')
    if scope in draft['instances']:
        draft.assign('%s:abort' % scope, '')
    draft.save()
    return Response(204)


def complete(world, request, uuid, key):
    """``POST /run/UUID/SCOPE:complete``: an instance has finished the current state.

    :return: the response with the new state of the run.
    :raises Problem: 404 as for reading; 405 for another parameter; 409 if the run has ended.
    """
    run = _run(world, uuid, key)
    scope, name = split_key(key)
    if name != 'complete':
        raise Problem(405)
    if run['state'] in FINAL:
        raise Problem(409, 'The run has ended: its state is %s' % run['state'])
    draft = Draft(world, run)
    world.cloud.complete(draft, scope)
    draft.save()
    return representations.text(draft['state'])


def ignores_abort(request):
    """Whether a request ignores the abort flag; it must be the only query parameter."""
    name, _, value = request.query.partition('=')
    return name == 'ignoreabort' and value.lower() == 'true'


def check_abort(run, ignored=False):
    """Refuse a request if the run is aborted.

    :raises Problem: 409.
    """
    if not ignored and is_aborted(run):
        raise Problem(409, 'Abort flag raised!')


def _run(world, uuid, key):
    run = find(world, uuid)
    if run is None:
        raise Problem(404, 'Unknown run id %s' % uuid)
    if key not in run['values']:
        message = 'Unknown key %s' % key
        draft = Draft(world, run)
        draft.abort(message)
        draft.save()
        raise Problem(404, message)
    return run


def _change_state(world, request, draft, state):
    scaling = draft['mutable'] and (draft['state'], state) == (READY, PROVISIONING)
    allowed = state in STATES and world.accounts.is_privileged(request.caller.username)
    if not scaling and not allowed:
        raise Problem(400, 'Cannot change the state of the run from %s to %s'
                      % (draft['state'], state))
    world.cloud.change_state(draft, state)
