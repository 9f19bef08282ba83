# -*- coding: utf-8 -*-
"""Launching runs.

``POST /run`` turns a form into a new run.
"""
from __future__ import unicode_literals

import collections

from ..messages import Response
from ..state import images, modules, run_parameters, settings
from ..state.runs import GARBAGE_COLLECTED, KEEP_RUNNING, MACHINE, ORCHESTRATION, RUN, Draft
from . import launch_nodes, quotas
from .errors import Problem
from .launch_form import Form
from .readings import option

KEEP_RUNNING_VALUES = ('always', 'on-success', 'on-error', 'never')

_CATEGORY_OF_TYPE = {RUN: modules.COMPONENT, MACHINE: modules.COMPONENT,
                     ORCHESTRATION: modules.APPLICATION}
_UNBUILDABLE = ("This image doesn't need to be built since it doesn't contain a package list nor a "
                'pre-recipe or a recipe.')


def launch(world, request):
    """``POST /run``.

    :raises Problem: 400, 403, 404 or 409; no run is created then.
    """
    form = Form(request)
    username = request.caller.username
    module = _module(world, form, username)
    run_type = _run_type(form, module)
    _check_ssh_key(world, form, run_type, username)
    nodes = _nodes(world, form, module, username)
    if _CATEGORY_OF_TYPE[run_type] != module['category']:
        raise Problem(409,
                      'Module validation failed: a run of type %s cannot be made of a module of '
                      'category %s' % (run_type, module['category']))
    keep_running = _keep_running(world, form, username)
    if run_type == MACHINE:
        _check_build(nodes[0])
    quotas.check_launch(world, username, _requested(nodes))
    draft = _draft(world, form, module, run_type, username, nodes, keep_running)
    world.cloud.launch(draft)
    draft.save()
    to_dashboard = form.get('redirect_to_dashboard') is not None
    path = 'dashboard' if to_dashboard else 'run/%s' % draft['uuid']
    return Response(201, headers=[('Location', '%s/%s' % (request.base_url, path))])


# -- checking the form --------------------------------------------------------

def _module(world, form, username):
    reference = (form.get('refqname') or '').strip()
    if not reference:
        raise Problem(400, 'Missing refqname in POST')
    find = modules.find if reference.startswith('module/') else modules.latest
    module = find(world, reference)
    if module is None or module['deleted']:
        raise Problem(404, "Coudn't find reference module: %s" % reference)
    if not modules.may(world, module, username, 'Post'):
        raise Problem(403, 'User does not have the rights to execute this module')
    return module


def _run_type(form, module):
    requested = form.get('type')
    if requested is None:
        return ORCHESTRATION if module['category'] == modules.APPLICATION else RUN
    if requested not in _CATEGORY_OF_TYPE:
        raise Problem(400, 'Unknown run type: %s' % requested)
    return requested


def _check_ssh_key(world, form, run_type, username):
    """Refuse a launch if the user could not log in to the machines."""
    if run_type == MACHINE or option(form.get('bypass-ssh-check')):
        return
    if not settings.execution(world, username)['sshPublicKey'].strip():
        raise Problem(409, 'Missing public key in your user profile.')


def _nodes(world, form, module, username):
    if module['category'] == modules.PROJECT:
        raise Problem(409, 'Module validation failed: a project cannot be executed')
    is_application = module['category'] == modules.APPLICATION
    plan = launch_nodes.of_application if is_application else launch_nodes.of_component
    nodes = plan(world, module, form.choices(module['category']))
    for node in nodes:
        node.choose_cloud(world, username)
    for node in nodes:
        node.choose_image(world)
    default = settings.execution(world, username)['defaultCloudService']
    if default and settings.connector(world, default) is None:
        raise Problem(409, 'Failed to load cloud connector: %s' % default)
    if is_application:
        launch_nodes.check_application(nodes)
    return nodes


def _keep_running(world, form, username):
    requested = form.get('keep-running')
    if requested is not None and requested not in KEEP_RUNNING_VALUES:
        raise Problem(409, 'Value of keep-running should be one of the following: [%s]'
                      % ', '.join(KEEP_RUNNING_VALUES))
    usual = settings.execution(world, username).get('keepRunning')
    if not usual:
        raise Problem(409,
                      "Parameter 'Keep running after deployment' not found in the user profile.")
    return requested or usual


def _check_build(node):
    component = node.component
    if component['isBase']:
        raise Problem(409, 'A base image cannot be built')
    if not images.has_recipe(component):
        raise Problem(409, _UNBUILDABLE)
    if images.identifier(component, node.cloud) is not None:
        raise Problem(409, 'This image was already built for cloud: %s' % node.cloud)


def _requested(nodes):
    requested = collections.Counter()
    for node in nodes:
        requested[node.cloud] += node.multiplicity
    return requested


# -- the run ------------------------------------------------------------------

def _draft(world, form, module, run_type, username, nodes, keep_running):
    clouds = list(collections.OrderedDict.fromkeys(node.cloud for node in nodes))
    groups = ','.join('%s:%s' % (node.cloud, node.name) for node in nodes)
    now = world.clock.now()
    draft = Draft(world, {
        'uuid': world.ids.uuid(), 'type': run_type, 'category': module['category'],
        'module': modules.uri(module), 'owner': username,
        'mutable': option(form.get('mutable')), 'creation': now, 'state': None,
        'lastStateChange': now, 'endTime': None, 'clouds': clouds,
        'nodeNames': [], 'groups': groups, 'settings': _settings(nodes, keep_running),
        'mappings': {}, 'instances': {},
        'values': run_parameters.global_values(module['category'], groups, form.get('tags', '')),
        'nodes': [node.record(world) for node in nodes],
        'step': 0, 'path': None, 'failure': None, 'failed': None, 'stalled': None,
        'watched': False})
    _add_instances(draft, nodes)
    if run_parameters.has_orchestrators(run_type):
        for cloud in clouds:
            workers = (settings.connector(world, cloud) or {}).get('maxIaasWorkers', 20)
            run_parameters.add_orchestrator(draft, cloud, workers)
    return draft


def _add_instances(draft, nodes):
    if draft['category'] == modules.COMPONENT:
        run_parameters.add_instance(draft, draft['nodes'][0])
        return
    for node, record in zip(nodes, draft['nodes']):
        draft['values'].update(run_parameters.node_values(record, node.multiplicity))
        for index in range(1, node.multiplicity + 1):
            run_parameters.add_instance(draft, record, index)


def _settings(nodes, keep_running):
    """The launch parameters of a run: its own, and those of its nodes, prefixed by node name."""
    values = {KEEP_RUNNING: keep_running, GARBAGE_COLLECTED: 'false'}
    for node in nodes:
        for name, value in _node_settings(node).items():
            values['%s:%s' % (node.name, name)] = value
    return values


def _node_settings(node):
    unbuilt = images.is_unbuilt(node.component, node.cloud)
    values = dict(node.chosen, **{'cloudservice': node.cloud,
                                  'run-build-recipes': 'true' if unbuilt else 'false'})
    if node.of_application:
        values.update({'multiplicity': '%d' % node.multiplicity,
                       'max-provisioning-failures': '%d' % node.tolerated,
                       'node.increment': '%d' % (node.multiplicity + 1)})
    return values
