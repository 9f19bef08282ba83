# -*- coding: utf-8 -*-
"""
Runs as documents
=================
"""
from __future__ import unicode_literals

from .. import timestamps
from . import module_documents, modules, run_parameters
from .errors import Problem
from .markup import CData, element, entry
from .run_records import GARBAGE_COLLECTED, KEEP_RUNNING, split_key, vm_state

_MAP = 'org.hibernate.collection.internal.PersistentMap'
_DESCRIPTIONS = {
    KEEP_RUNNING: 'Keep running after deployment', GARBAGE_COLLECTED: 'true if the Run was already garbage collected',
    'cloudservice': 'Cloud Service where the node resides', 'max-provisioning-failures': 'Max provisioning failures',
    'node.increment': 'Current increment value for node instances ids', 'run-build-recipes': 'Define if build recipes are run'}


def list_element(runs, offset, limit, cloud=None):
    """The list of runs: those from ``offset`` on, at most ``limit``.

    :param cloud: the filter, to be echoed; None if it was not sent.
    """
    items = [item_element(run) for run in runs[offset:offset + limit]]
    attributes = (('offset', offset), ('limit', limit), ('count', len(items)), ('totalCount', len(runs)), ('cloud', cloud))
    return element('runs', attributes, *items)


def item_element(run, with_uri=True):
    """A run in a list."""
    values = run['values']
    return element('item', (
        ('resourceUri', 'run/%s' % run['uuid'] if with_uri else None), ('uuid', run['uuid']), ('moduleResourceUri', run['module']),
        ('status', run['state']), ('abort', values['ss:abort'] or ''), ('startTime', timestamps.legacy(run['creation'])),
        ('cloudServiceNames', ','.join(run['clouds'])), ('username', run['owner']), ('type', run['type']), ('tags', values['ss:tags'] or ''),
        ('serviceUrl', values['ss:url.service'] or ''), ('activeVm', 0)))


def run_element(world, run):
    """The complete document of a run.

    :raises Problem: 409 if the version of its module is no longer there.
    """
    module = modules.find(world, run['module'])
    if module is None:
        raise Problem(409, 'Unknown module: %s' % run['module'])
    parameters = [entry(key, _runtime_parameter(world, run, key), cdata=True) for key in sorted(run['values'])]
    settings = [entry(name, _setting(name, run['settings'][name])) for name in sorted(run['settings'])]
    clouds = [element('string', text=name) for name in run['clouds']]
    return element(
        'run', _attributes(run), element('runtimeParameters', (('class', _MAP),), *parameters),
        module_documents.embedded_element(world, module), element('parameters', (('class', _MAP),), *settings),
        element('cloudServiceNamesList', (('length', len(clouds)),), *clouds))


def _attributes(run):
    started = timestamps.legacy(run['creation'])
    return (
        ('category', run['category']), ('deleted', False), ('resourceUri', 'run/%s' % run['uuid']), ('uuid', run['uuid']), ('type', run['type']),
        ('cloudServiceNames', ','.join(run['clouds'])), ('state', run['state']), ('moduleResourceUri', run['module']),
        ('startTime', started), ('endTime', None if run['endTime'] is None else timestamps.legacy(run['endTime'])),
        ('lastStateChangeTime', timestamps.legacy(run['lastStateChange'])), ('nodeNames', ','.join(run['nodeNames'])),
        ('user', run['owner']), ('mutable', run['mutable']), ('creation', started), ('groups', run['groups']))


def _runtime_parameter(world, run, key):
    scope, name = split_key(key)
    description, kind = run_parameters.describe(run, key)
    value = run['values'][key]
    shown = vm_state(world, run['instances'][scope]) if name == 'vmstate' else value
    targets = run['mappings'].get(key, ())
    return element('runtimeParameter', (
        ('description', description), ('deleted', False), ('key', key), ('isSet', run_parameters.is_set(run, key)), ('name', name),
        ('group', 'Global' if scope == 'ss' else scope), ('mapsOthers', bool(targets)), ('type', kind),
        ('mappedRuntimeParameterNames', ''.join('%s,' % target for target in targets)), ('isMappedValue', False),
        ('creation', timestamps.legacy(run_parameters.created(run, key)))), text=None if shown is None else CData(shown))


def _setting(name, value):
    description = _DESCRIPTIONS.get(name) or _DESCRIPTIONS.get(name.partition(':')[2], '')
    return element('parameter', (
        ('name', name), ('description', description), ('category', 'General'), ('mandatory', False), ('type', 'String'),
        ('readonly', False), ('order_', 0), ('order', 0)), element('value', text=CData(value)))
