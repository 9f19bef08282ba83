# -*- coding: utf-8 -*-
"""Scaling: adding and removing instances of a node.

Only possible for applications that were started as scalable, while they are ready.
"""
from __future__ import unicode_literals

from .. import integers
from ..messages import Response
from ..state import run_parameters
from ..state.runs import ORCHESTRATION, PROVISIONING, READY, Draft, find
from . import quotas, representations
from .errors import Problem
from .parameters import check_abort, ignores_abort
from .readings import option


def list_instances(world, request, uuid, node):
    """``GET /run/UUID/NODE``: the names of the instances, including removed ones.

    :raises Problem: 409 if the run is aborted.
    """
    run = _run(world, uuid)
    check_abort(run, ignores_abort(request))
    names = [name for name in run['nodeNames'] if run['instances'][name]['node'] == node]
    return representations.text(','.join(names)) if names else Response(204)


def add(world, request, uuid, node):
    """``POST /run/UUID/NODE``: add instances.

    :return: the response with the names of the new instances.
    :raises Problem: 400, 409, 500; nothing changes then.
    """
    draft = Draft(world, _run(world, uuid))
    _check(draft)
    quantity = _quantity(dict(reversed(request.form)))
    record = _application_node(draft, node)
    quotas.check_scaling(world, draft['owner'], record and record['cloud'], quantity)
    if record is None:
        raise Problem(400, "Node %s doesn't exist." % node)
    names = _add(draft, record, quantity)
    world.cloud.change_state(draft, PROVISIONING)
    draft.save()
    return representations.text(','.join(names), 201)


def remove(world, request, uuid, node):
    """``DELETE /run/UUID/NODE``: remove instances by number.

    :raises Problem: 400, 409, 500; nothing changes then.
    """
    draft = Draft(world, _run(world, uuid))
    form = dict(reversed(request.form))
    keep_machines = option(form.get('delete-ids-only'))
    _check(draft, keep_machines)
    numbers = _numbers(draft, node, form.get('ids', ''))
    for number in numbers:
        if '%s.%d:scale.state' % (node, number) not in draft['values']:
            raise Problem(409, "Couldn't find key '%s.%d:scale.state' in execution instance: '%s'"
                          % (node, number, draft['uuid']))
    for number in numbers:
        draft.assign('%s.%d:scale.state' % (node, number), 'removing')
    draft.drop(node, numbers)
    if not keep_machines:
        world.cloud.change_state(draft, PROVISIONING)
    draft.save()
    return Response(204)


def _run(world, uuid):
    run = find(world, uuid)
    if run is None:
        raise Problem(500)
    return run


def _check(draft, keep_machines=False):
    check_abort(draft)
    if not keep_machines and not draft['mutable']:
        raise Problem(409, "Can't add/remove instances. Run is not mutable.")
    if not keep_machines and draft['state'] != READY:
        raise Problem(409, "Can't add/remove instances. Incompatible state %s. This can only be "
                      'performed on state Ready' % draft['state'])
    if draft['type'] != ORCHESTRATION:
        raise Problem(500)


def _quantity(form):
    if not form:
        return 1
    if 'n' not in form:
        raise Problem(400, 'No form parameter n=# found in the scale-up request.')
    try:
        quantity = integers.parse(form['n'])
    except ValueError:
        quantity = -1
    if quantity < 0:
        raise Problem(400, 'Number of instances to add should be an integer.')
    return quantity


def _numbers(draft, node, text):
    parts = [part.strip() for part in text.split(',')]
    while parts and not parts[-1]:
        parts.pop()
    if not parts:
        raise Problem(400, 'Provide list of node instance IDs to be removed from the Run.')
    if _application_node(draft, node) is None:
        raise Problem(400, 'Invalid nodename: %s' % node)
    return [_number(part) for part in parts]


def _number(text):
    try:
        return integers.parse(text)
    except ValueError:
        raise Problem(400, 'Invalid instance name: %s' % text)


def _application_node(draft, name):
    return draft.node(name) if '%s:ids' % name in draft['values'] else None


def _add(draft, node, quantity):
    increment = '%s:node.increment' % node['name']
    first = int(draft['settings'][increment])
    numbers = list(range(first, first + quantity))
    draft['settings'][increment] = '%d' % (first + quantity)
    draft.admit(node['name'], numbers)
    return [run_parameters.add_instance(draft, node, number) for number in numbers]
