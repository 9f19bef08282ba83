# -*- coding: utf-8 -*-
"""Documents of runs."""
from __future__ import unicode_literals

from .. import timestamps
from ..state import machines, modules, run_parameters
from ..state.runs import GARBAGE_COLLECTED, KEEP_RUNNING, split_key
from . import module_documents
from .elements import CData, attribute, cdata, element, entry, flag, part, raw
from .errors import Problem

_MAP = 'org.hibernate.collection.internal.PersistentMap'
_DESCRIPTIONS = {
    KEEP_RUNNING: 'Keep running after deployment',
    GARBAGE_COLLECTED: 'true if the Run was already garbage collected',
    'cloudservice': 'Cloud Service where the node resides',
    'max-provisioning-failures': 'Max provisioning failures',
    'node.increment': 'Current increment value for node instances ids',
    'run-build-recipes': 'Define if build recipes are run'}

_RUNTIME_PARAMETER = """\
      <entry>
         <string>%s</string>
         <runtimeParameter description="%s" deleted="false" key="%s" isSet="%s" name="%s" \
group="%s" mapsOthers="%s" type="%s" mappedRuntimeParameterNames="%s" isMappedValue="false" \
creation="%s"%s
      </entry>
"""


def list_element(runs, offset, limit, cloud=None):
    """The list of runs, starting at ``offset``, at most ``limit`` of them.

    :param cloud: the filter to echo; None if it was not sent.
    """
    items = [item_element(run) for run in runs[offset:offset + limit]]
    attributes = (('offset', offset), ('limit', limit), ('count', len(items)),
                  ('totalCount', len(runs)), ('cloud', cloud))
    return element('runs', attributes, *items)


def item_element(run, with_uri=True):
    """A run in a list."""
    values = run['values']
    return element('item', (
        ('resourceUri', 'run/%s' % run['uuid'] if with_uri else None), ('uuid', run['uuid']),
        ('moduleResourceUri', run['module']), ('status', run['state']),
        ('abort', values['ss:abort'] or ''), ('startTime', timestamps.legacy(run['creation'])),
        ('cloudServiceNames', ','.join(run['clouds'])), ('username', run['owner']),
        ('type', run['type']), ('tags', values['ss:tags'] or ''),
        ('serviceUrl', values['ss:url.service'] or ''), ('activeVm', 0)))


def run_element(world, run):
    """The complete document of a run.

    :raises Problem: 409 if the version of its module no longer exists.
    """
    module = modules.find(world, run['module'])
    if module is None:
        raise Problem(409, 'Unknown module: %s' % run['module'])
    settings = [entry(name, _setting(name, run['settings'][name]))
                for name in sorted(run['settings'])]
    clouds = [element('string', text=name) for name in run['clouds']]
    return element(
        'run', _attributes(run),
        element('runtimeParameters', (('class', _MAP),), raw(_runtime_parameters(world, run))),
        raw(_module(world, module)), element('parameters', (('class', _MAP),), *settings),
        element('cloudServiceNamesList', (('length', len(clouds)),), *clouds))


def sources(world, run):
    """The data that the complete document depends on: the run, its machines, and all modules."""
    return (run, world.store.table(modules.TABLE).changes) + tuple(
        [machines.find(world, instance['machine']) for instance in run['instances'].values()])


def _module(world, module):
    """The copy of the module; it stays the same as long as no module changes."""
    key, sources = modules.uri(module), (world.store.table(modules.TABLE).changes,)
    text = world.cache.get(key, sources)
    if text is None:
        text = part(module_documents.embedded_element(world, module), depth=1)
        world.cache.keep(key, sources, text)
    return text


def _attributes(run):
    started = timestamps.legacy(run['creation'])
    ended = None if run['endTime'] is None else timestamps.legacy(run['endTime'])
    return (
        ('category', run['category']), ('deleted', False), ('resourceUri', 'run/%s' % run['uuid']),
        ('uuid', run['uuid']), ('type', run['type']),
        ('cloudServiceNames', ','.join(run['clouds'])), ('state', run['state']),
        ('moduleResourceUri', run['module']), ('startTime', started), ('endTime', ended),
        ('lastStateChangeTime', timestamps.legacy(run['lastStateChange'])),
        ('nodeNames', ','.join(run['nodeNames'])), ('user', run['owner']),
        ('mutable', run['mutable']), ('creation', started), ('groups', run['groups']))


def _runtime_parameters(world, run):
    """The entries of all runtime parameters, as text.

    There are dozens of them, and some usually change between two reads of a run. Building a tree
    first takes 2.4 times as long.
    """
    creations, texts = {}, []
    for key in sorted(run['values']):
        created = run_parameters.created(run, key)
        if created not in creations:
            creations[created] = timestamps.legacy(created)
        texts.append(_runtime_parameter(world, run, key, creations[created]))
    return ''.join(texts)


def _runtime_parameter(world, run, key, creation):
    scope, name = split_key(key)
    description, kind = run_parameters.describe(run, key)
    value = run['values'][key]
    shown = machines.state_of(world, run['instances'][scope]) if name == 'vmstate' else value
    targets = run['mappings'].get(key, ())
    return _RUNTIME_PARAMETER % (
        cdata(key), attribute(description), attribute(key), flag(run_parameters.is_set(run, key)),
        attribute(name), 'Global' if scope == 'ss' else attribute(scope), flag(targets),
        attribute(kind), attribute(''.join(['%s,' % target for target in targets])), creation,
        '/>' if shown is None else '>' + cdata(shown) + '</runtimeParameter>')


def _setting(name, value):
    description = _DESCRIPTIONS.get(name) or _DESCRIPTIONS.get(name.partition(':')[2], '')
    return element('parameter', (
        ('name', name), ('description', description), ('category', 'General'),
        ('mandatory', False), ('type', 'String'), ('readonly', False), ('order_', 0),
        ('order', 0)), element('value', text=CData(value)))
