# -*- coding: utf-8 -*-
"""Complete modules for deployments.

A deployment contains its complete module: a component merged with its image and the parents of the
image, or an application with its components.
"""
from __future__ import unicode_literals

import collections

from .. import access, errors
from .modules import Module

_SHOWN = ('id', 'resourceURI', 'path', 'parentPath', 'type', 'name', 'description', 'logoURL',
          'dataAcceptContentTypes', 'dataAccessProtocols')
_APART = ('id', 'created', 'updated', 'commit', 'parentModule', 'relatedImage', 'inputParameters',
          'outputParameters', 'targets')
_KIND = Module()
#: The global parameters of a deployment.
_GLOBALS = (
    ('ss:complete', "'true' when current state is completed", None),
    ('ss:state', 'Global execution state', 'Provisioning'),
    ('ss:abort', 'Machine abort flag, set when aborting', None),
    ('ss:url.service', 'Optional service URL for the deployment', None))


def expanded(world, caller, href):
    """The complete module for a reference, as deployments contain it.

    :raises Problem: 404 or 403, without a body, if it or a part of it is missing or the caller may
        not read it.
    """
    return _expanded(world, caller, href, ())


def global_parameters():
    """The output parameters of a new deployment."""
    parameters = []
    for name, description, value in _GLOBALS:
        parameter = {'parameter': name, 'description': description}
        parameters.append(parameter if value is None else dict(parameter, value=value))
    return parameters


def _expanded(world, caller, href, inside):
    document = _read(world, caller, href, inside)
    whole = dict((name, document[name]) for name in _SHOWN if name in document)
    whole['href'] = href
    if document['type'] == 'APPLICATION':
        content = dict(document['content'])
        content['nodes'] = [_expanded_node(world, caller, node, inside + (href,))
                            for node in content.get('nodes', [])]
        whole['content'] = dict((name, value) for name, value in content.items()
                                if name not in ('id', 'created', 'updated', 'commit'))
    elif 'content' in document:
        whole['content'] = _merged(_lineage(world, caller, document, inside + (href,)))
    return whole


def _expanded_node(world, caller, node, inside):
    return dict(node, component=_expanded(world, caller, node['component']['href'], inside))


def _read(world, caller, href, inside):
    document = _KIND.find(world, href)
    if document is None or href in inside:
        raise errors.Problem(404, '')
    if not access.readable(caller, document):
        raise errors.Problem(403, '')
    return _KIND.present(world, caller, document)


def _lineage(world, caller, document, inside):
    """The contents of a module and its ancestors, the oldest ancestor first."""
    contents = []
    while document is not None and 'content' in document:
        contents.append(document['content'])
        parent = document['content'].get('parentModule') or document['content'].get('relatedImage')
        document = _read(world, caller, parent['href'], inside) if parent else None
        inside = inside + (parent['href'],) if parent else inside
    return contents[::-1]


def _merged(contents):
    """Merge a lineage: descendants override members, parameters and targets are combined."""
    whole = {}
    for content in contents:
        whole.update((name, value) for name, value in content.items() if name not in _APART)
    for name in ('inputParameters', 'outputParameters'):
        parameters = _parameters(content.get(name, []) for content in contents)
        if parameters:
            whole[name] = parameters
    targets = _targets(content.get('targets', {}) for content in contents)
    return dict(whole, targets=targets) if targets else whole


def _parameters(lists):
    merged = collections.OrderedDict()
    for parameters in lists:
        for parameter in parameters:
            name = parameter['parameter']
            merged[name] = dict(merged.get(name, {}), **parameter)
    return list(merged.values())


def _targets(maps):
    """Concatenate scripts, and combine packages."""
    merged = {}
    for targets in maps:
        for name, value in targets.items():
            merged[name] = merged.get(name, []) + (value if isinstance(value, list) else [value])
    return merged
